"""The worked example: what was drawn before planting names the leaker, whatever was drawn."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from leaktrace.attribution.lottery import variant_lottery
from leaktrace.cli.demo import clock
from leaktrace.cli.demo.files import stamp
from leaktrace.cli.demo.planted import LEAKER, plant, read_given, write_world
from leaktrace.cli.demo.run import ZONE
from leaktrace.cli.demo.world import make_plan, write_plan
from leaktrace.services.attribution_inputs import gather
from leaktrace.storage import base

NEEDED = 900
"""Nine channels, and at most one chance in a hundred that any innocent one is ever accused."""


@pytest.fixture
def world(demo, tmp_path):
    """The files of the demo, taken over by the commands that the demo runs."""
    files = tmp_path / "files"
    plan = make_plan(7, datetime.now(ZoneInfo(ZONE)))
    write_plan(plan, files)
    drawn = files / "assignments.jsonl"

    def run(*words):
        done = demo(*words)
        assert done.status == 0, done.err

    with clock.moved_clock(plan.start - timedelta(days=1)):
        run("channel", "import", files / "channels.csv")
        run("line", "import", files / "lines.csv")
        run("exposure", "import", files / "canaries.jsonl")
        run("seed", "draw", files / "draws.jsonl", "--out", drawn)
    given = read_given(drawn)
    made = plant(plan, given, 7)
    write_world(made, files)
    run("exposure", "import", files / "canaries.jsonl", files / "exposures.jsonl")
    run("ingest", files / "notes.jsonl", "--format", "native")
    run("ingest", files / "messages.jsonl", "--format", "smsforwarder")
    return plan, given, made


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_the_leaker_of_the_demo_reaches_the_e_value_that_an_accusation_needs(world, tenant):
    plan, given, made = world
    with tenant.reads.begin() as session:
        found = gather(session, base.now())
    channels = found.evidence.channels
    e_values = {
        channels[number]: process.e_value
        for number, process in variant_lottery(found.evidence).items()
    }
    assert e_values.pop(LEAKER) > NEEDED
    assert e_values
    assert all(value < NEEDED for value in e_values.values()), e_values
    assert all(reveal.flaw is None and not reveal.unconfirmed for reveal in found.evidence.reveals)

    # Every channel holds exactly what was drawn for it, and callers say what the leaker holds.
    for row in made.exposures:
        for name, value in row["holds"].items():
            drawn = given.get((row["canary_id"], name, row["channel_id"]))
            assert drawn in (None, value)
    holdings = {one.channel_id: one for one in found.holdings}
    assert holdings[LEAKER].alone == sum(LEAKER in order.route for order in plan.orders)
    assert all((one.shared, one.lost, one.unconfirmed) == (0, 0, 0) for one in holdings.values())


def test_the_moved_clock_goes_on_from_the_given_instant_and_stamps_keys_too():
    with clock.moved_clock(datetime(2035, 9, 20, 8, tzinfo=ZoneInfo("UTC"))):
        first, key = base.now(), base._Ids().next()
        again = base.now()
    assert base.now() < first
    assert stamp(first).startswith("2035-09-20T08:00:0")
    assert again >= first
    assert abs((key.int >> 80) / 1000 - first.timestamp()) < 5


def test_the_clock_runner_runs_the_ordinary_command_line(capsys):
    with pytest.raises(SystemExit) as stop:
        clock.main(["2026-09-20T08:00:00Z", "--", "seed", "--help"])
    assert not stop.value.code
    assert "sealed draws" in capsys.readouterr().out


@pytest.mark.parametrize("seed", range(3))
def test_pools_of_the_demo_hold_enough_values_and_never_the_own_one(seed):
    plan = make_plan(seed, datetime.now(ZoneInfo(ZONE)))
    for order in plan.orders:
        for name, values in order.pools.items():
            assert len(values) >= 20
            assert order.full[name] not in values

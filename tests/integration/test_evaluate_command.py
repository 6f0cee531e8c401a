"""``evaluate`` and ``simulate`` as a user runs them."""

import csv
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from leaktrace.attribution import Params
from leaktrace.attribution.evaluation import (
    REQUIRED,
    Measure,
    Requirement,
    Status,
    evaluate,
    redraw,
    sum_null_worlds,
    worst_innocents,
)
from leaktrace.attribution.judging import judge
from leaktrace.attribution.simulation import SCENARIOS, simulate
from leaktrace.cli import evaluation_runs
from leaktrace.cli.evaluation_page import page
from leaktrace.cli.evaluation_tables import print_null
from leaktrace.domain.copy import Fit
from leaktrace.services.attribution_inputs import gather

pytestmark = pytest.mark.slow

KEYS = {
    "scenario", "seeds", "top1", "top_set", "brier", "log_score", "ece", "false_accusation_rate",
    "coverage", "canaries_to_95", "seconds", "baselines",
}  # fmt: skip


@pytest.fixture
def evaluated(leaktrace):
    """The rows of ``evaluate --json``, from one process."""

    def run(*words):
        done = leaktrace("evaluate", *words, "--processes", 1, "--json")
        assert (done.status, done.err) == (0, "")
        return done.json

    return run


# --- evaluate ----------------------------------------------------------------------------------


def test_rows_have_the_fields_of_the_contract(evaluated):
    rows = evaluated("a'", "b0", "e1", "--worlds", 4)

    assert [row["scenario"] for row in rows] == ["a_v", "b0", "e1"]
    for row in rows:
        assert set(row) >= KEYS
        assert row["seeds"] == 4
        assert row["first_seed"] == 1
        assert row["false_accusation_rate"] == 0.0
        assert row["false_accusation_limits"][1] == pytest.approx(0.6024, abs=1e-3)
        assert set(row["baselines"]) >= {"votes", "votes per canary", "guilt"}
    assert rows[1]["whole_chain"] == 1.0
    assert rows[2]["top1"] is None


def test_required_figures_come_with_their_bounds(evaluated):
    nested, sealed, other = evaluated("b2", "g2", "partial_v", "--worlds", 3)

    figures = {one["figure"]: one for one in nested["figures"]}
    assert set(figures) == {"top1", "false_accusation_rate", "attributed", "coverage"}
    ranking = figures["top1"]
    assert (ranking["required"], ranking["at_most"]) == (0.99, False)
    assert ranking["measured"] == nested["top1"]
    assert ranking["limits"][0] <= ranking["measured"] <= ranking["limits"][1]
    assert ranking["bound_of"] == "ideal ranking"
    assert figures["attributed"]["bound"] >= nested["attributed"]
    assert figures["false_accusation_rate"]["status"] == "reached"
    assert [one["figure"] for one in sealed["figures"]] == [
        "false_accusation_rate", "registry_compromised",
    ]  # fmt: skip
    assert other["figures"] == []


@pytest.fixture
def missed(monkeypatch):
    """A required figure that nobody reaches, though it is not known to be out of reach."""
    asked = (Requirement(Measure.TOP1, 1.01),)
    monkeypatch.setitem(REQUIRED, "partial_v", asked)
    (row,) = evaluate([SCENARIOS["partial_v"]], 1, 1)
    rows = [replace(row, figures=(replace(row.figures[0], bound=None, status=Status.MISSED),))]
    monkeypatch.setattr(evaluation_runs, "evaluate_rows", lambda *_: rows)


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_missed_figure_is_exit_status_one(leaktrace, missed, words):
    done = leaktrace("evaluate", "partial_v", "--worlds", 1, "--processes", 1, *words)

    assert done.status == 1
    assert done.err == ""
    assert "missed" in done.out


def test_help_tells_the_exit_status(leaktrace):
    assert "Exit status 1" in " ".join(leaktrace("evaluate", "--help").out.split())


def test_numbers_do_not_depend_on_the_processes(leaktrace, evaluated):
    words = ("b2", "--worlds", 24, "--seed", 5)
    alone = evaluated(*words)
    shared = leaktrace("evaluate", *words, "--processes", 2, "--json").json

    for row in (*alone, *shared):
        assert row.pop("seconds") > 0
    assert shared == alone


def test_table_shows_what_is_required_and_the_simpler_methods(leaktrace):
    done = leaktrace("evaluate", "a_v", "b0", "--worlds", 2, "--processes", 1)

    assert done.status == 0
    assert "seeds 1 to 2" in done.out
    assert "≥0.92" in done.out
    assert "ideal ranking" in done.out
    assert "votes + variants" in done.out


def test_null_calibration_is_told(evaluated):
    rows = evaluated("--null", "--worlds", 2)

    assert [row["scenario"] for row in rows] == ["null_redraws"] * 4 + ["null_worlds"]
    assert all(set(row) >= KEYS for row in rows)
    assert rows[-1]["seeds"] == 20
    assert rows[-1]["false_accusation_rate"] == 0.0
    assert all(row["redraws"] == 1500 for row in rows[:-1])
    assert all(row["first"] < 1 + 5 * row["first_error"] for row in rows[:-1])


@pytest.fixture(scope="module")
def null():
    """A small null calibration."""
    return [redraw(1, 20)], sum_null_worlds(worst_innocents(range(3)), 0, 0.01)


def test_null_calibration_is_printed(null, capsys):
    print_null(*null)

    printed = capsys.readouterr().out
    assert "3 null worlds, seeds 0 to 2" in printed
    assert "ever comes to C/alpha" in printed


def test_null_calibration_is_on_the_page(null):
    text = page((), null, 0.01)

    assert "Is an innocent channel safe?" in text
    assert "20 drawings" in text


def test_page_stands_alone(leaktrace, tmp_path):
    file = tmp_path / "page.html"
    words = ("a_v", "b0", "--worlds", 3, "--processes", 2, "--page", file)

    assert leaktrace("evaluate", *words).status == 0
    text = file.read_text(encoding="utf-8")

    assert text.count("<svg") >= 5
    assert "<script" not in text
    assert not re.findall(r"(?:src|href|url)\s*[=(]", text)
    for heading in (
        "What is required",
        "ideal ranking",
        "All figures",
        "Accusations",
        "How an e-value grows",
        "How narrow",
    ):
        assert heading in text


def test_page_of_canaries_names_how_many_it_takes():
    (row,) = evaluate([SCENARIOS["b2"]], 2, 1)
    tried = ((10, 0.25), (20, 0.75))
    rows = [replace(row, canaries_to_95=20, canaries_tried=tried)]
    never = replace(row, scenario="b0", canaries_tried=((10, 0.0), (360, 0.0)))

    text = page([*rows, never], None, 0.01)

    assert "b2: 20" in text
    assert "b0: more than 360" in text


@pytest.mark.slow
def test_canaries_are_counted_until_half_of_the_leakers_are_found(evaluated):
    nested, none = evaluated("b2", "e1", "--worlds", 2, "--canaries")

    assert 10 <= nested["canaries_to_95"] <= 45
    assert [tried[0] for tried in nested["canaries_tried"]][-1] == nested["canaries_to_95"]
    assert (none["canaries_to_95"], none["canaries_tried"]) == (None, [])


def test_unknown_scenario_is_refused(leaktrace):
    done = leaktrace("evaluate", "zz", "--worlds", 1)

    assert done.status == 2
    assert "no scenario 'zz'" in done.err


# --- simulate ----------------------------------------------------------------------------------


@pytest.fixture
def taken_in(demo, tmp_path):
    """Writes a world and takes it in by the real commands; its folder and the summary of the intake."""

    def run(scenario, seed):
        folder = tmp_path / "world"
        done = demo("simulate", scenario, "--seed", seed, "--out", folder)
        assert (done.status, done.err) == (0, "")
        for words in (
            ("channel", "import", folder / "channels.csv"),
            ("line", "import", folder / "lines.csv"),
            ("exposure", "import", folder / "canaries.jsonl", folder / "exposures.jsonl"),
        ):
            done = demo(*words)
            assert (done.status, done.err) == (0, "")
        done = demo("ingest", folder / "contacts.jsonl", "--format", "native", "--strict", "--json")
        assert done.status == 0
        return folder, done.json

    return run


def truth_of(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def test_simulated_world_goes_through_the_commands(demo, taken_in):
    folder, summary = taken_in("b2", 2)
    truth = truth_of(folder)

    assert {name: summary[name] for name in truth["ingest"]} == truth["ingest"]
    (case,) = demo("attribute", "--as-of", truth["as_of"], "--json").json["cases"]

    assert truth["leakers"] == [case["channels"][0]["channel_id"]]
    assert case["suspect_set"] == truth["leakers"]
    canaries = {canary_id for contact in case["contacts"] for canary_id in contact["canary_ids"]}
    assert sorted(canaries) == truth["informed_canaries"]


@pytest.mark.parametrize(
    ("scenario", "seed"), [("a_v", 8), ("b1", 3), ("c3", 1), ("transcripts_v", 9), ("b3", 2)]
)
def test_program_reads_from_the_files_what_the_simulation_had_said(scenario, seed, app, taken_in):
    taken_in(scenario, seed)
    world = without_draws(simulate(SCENARIOS[scenario], seed).evidence)
    with app.tenant(actor="test").reads.begin() as session:
        read = gather(session, datetime(2025, 6, 1, tzinfo=UTC)).evidence

    assert len(read.hits) == len(world.hits) > 2
    for hit in read.hits:
        made = nearest(world.hits, world.end - (read.end - hit.at))
        assert said(hit, read) == said(made, world)
        assert {read.channels[c]: facts for c, facts in hit.shown.items()} == {
            world.channels[c]: facts for c, facts in made.shown.items()
        }
    assert read.background.rate == pytest.approx(world.background.rate, rel=1e-3)
    assert len(read.exposures.at) == len(world.exposures.at)
    # What is known of a pool are the values that were given out.
    found, made = (
        judge(read, Params()).posterior,
        judge(with_pools_of(read, world), Params()).posterior,
    )
    order = [world.channels.index(channel) for channel in read.channels]
    assert found.marginals()[:-1] == pytest.approx(made.marginals()[order], rel=0.01)


def said(hit, evidence):
    """What a hit shows, with the names of the channels."""
    return {
        (one.field, one.part, one.pool > 1, frozenset((evidence.channels[c], f) for c, f in one.copies.items()))
        for one in hit.said
    }  # fmt: skip


def without_draws(world):
    """Files carry no sealed draws: a value that nobody was given is not known to be out of a pool."""
    hits = [
        replace(
            hit,
            said=tuple(
                one for one in hit.said if {Fit.HOLDS} & {*one.copies.values()} or one.pool == 1
            ),
        )
        for hit in world.hits
    ]
    return replace(world, hits=tuple(hit for hit in hits if hit.said))


def nearest(hits, at):
    return min(hits, key=lambda other: abs(other.at - at))


def with_pools_of(read, world):
    """The evidence of the world with its pools as large as the files tell."""
    hits = []
    for hit in world.hits:
        known = nearest(read.hits, read.end - (world.end - hit.at))
        sizes = {(one.field, one.part): one.pool for one in known.said}
        told = tuple(replace(one, pool=sizes[one.field, one.part]) for one in hit.said)
        hits.append(replace(hit, said=told))
    return replace(world, hits=tuple(hits))


def test_sealed_controls_of_the_files_tell_that_records_leaked(demo, taken_in):
    folder, _ = taken_in("g2", 3)
    truth = truth_of(folder)

    (case,) = demo("attribute", "--as-of", truth["as_of"], "--json").json["cases"]

    assert truth["registry"]
    assert truth["control_hits"] > 0
    assert case["verdict"] == "registry_compromised"


def test_files_of_one_seed_are_equal(leaktrace, tmp_path):
    for name in ("one", "other"):
        assert leaktrace("simulate", "records_v", "--seed", 4, "--out", tmp_path / name).status == 0

    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(names) == 6
    for name in names:
        one, other = ((tmp_path / which / name).read_bytes() for which in ("one", "other"))
        assert one == other


def test_files_call_nobody(leaktrace, tmp_path):
    leaktrace("simulate", "a_v", "--out", tmp_path)

    with (tmp_path / "lines.csv").open(encoding="utf-8", newline="") as file:
        numbers = [row["value"] for row in csv.DictReader(file)]
    rows = (tmp_path / "contacts.jsonl").read_text(encoding="utf-8").splitlines()
    numbers += [json.loads(row)["caller"] for row in rows]

    assert all(re.fullmatch(r"\+8614[0-4]\d{8}", number) for number in numbers)


def test_folder_with_something_in_it_is_left_alone(leaktrace, tmp_path):
    folder = tmp_path / "world"
    folder.mkdir()
    assert leaktrace("simulate", "e1", "--out", folder).status == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    done = leaktrace("simulate", "e1", "--seed", 2, "--out", folder)
    onto_a_file = leaktrace("simulate", "e1", "--out", folder / "truth.json")

    assert (done.status, onto_a_file.status) == (2, 2)
    assert "not an empty folder" in done.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_unknown_scenario_writes_nothing(leaktrace, tmp_path):
    done = leaktrace("simulate", "zz", "--out", tmp_path / "world")

    assert done.status == 2
    assert not (tmp_path / "world").exists()

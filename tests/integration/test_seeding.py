"""The way of a canary: from the merchant's own orders to what a channel was seen to hold."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "seeding"
ROUTES = EXAMPLES / "routes.csv"
BEGINS = "2026-11-02T00:00:00+08:00"
LATER = "2026-12-31T00:00:00+08:00"


@pytest.fixture
def ready(demo, fill_once):
    """A merchant with channels, lines, premises and an order model; runs commands."""

    def prepare():
        for words in (
            ("channel", "import", EXAMPLES / "channels.csv"),
            ("line", "import", EXAMPLES / "lines.csv"),
            ("premises", "import", EXAMPLES / "premises.csv"),
            ("seed", "fit", EXAMPLES / "orders.csv"),
        ):
            done = demo(*words)
            assert (done.status, done.err) == (0, "")

    fill_once("seeding", prepare)
    return demo


@pytest.fixture
def planted(ready, fill_once):
    """... whose plan of twelve canaries was made, run and released; runs commands."""

    def prepare():
        done = ready(
            "seed", "plan", ROUTES, "--orders", 12, "--worlds", 0, "--begins", BEGINS,
            "--window", 14, "--json",
        )  # fmt: skip
        assert done.json["plan_id"] == "plan-1"
        assert ready("seed", "run", "plan-1").status == 0
        audit = ready(
            "seed", "audit", "plan-1", EXAMPLES / "orders-later.csv", "--force", "small batch"
        )
        assert audit.status == 0

    fill_once("seeding-planted", prepare)
    return ready


def rows_of(path, encoding="utf-8"):
    return list(csv.DictReader(path.read_text(encoding=encoding).splitlines()))


def test_plan_separates_every_pair_or_names_it(ready):
    plan = ready("seed", "plan", ROUTES, "--orders", 24, "--worlds", 0, "--json").json
    separated = {
        (one["channel_id"], one["other"])
        for one in plan["margins"]
        if one["orders"] or one["variants"]
    }
    named = {(one["channel_id"], one["other"]) for one in plan["confusable"]}
    named |= {(other, one) for one, other in named}
    channels = {row["channel_id"] for row in rows_of(EXAMPLES / "channels.csv")}
    assert {(a, b) for a in channels for b in channels if a != b} <= separated | named


def test_equal_plans_are_kept_once(ready):
    words = ("seed", "plan", ROUTES, "--orders", 12, "--worlds", 0, "--begins", BEGINS, "--json")
    assert ready(*words).json["plan_id"] == ready(*words).json["plan_id"] == "plan-1"
    assert ready(*words, "--seed", 2).json["plan_id"] == "plan-2"


def test_hours_and_weekdays_of_a_plan_are_those_of_the_shop(ready):
    words = ("seed", "plan", ROUTES, "--orders", 12, "--worlds", 0, "--window", 14)
    shown = ready(*words, "--begins", "2026-11-01T16:00:00Z").out
    assert shown == ready(*words, "--begins", BEGINS).out
    assert "+08:00" in shown
    assert "+00:00" not in shown


def test_run_makes_canaries_on_own_lines_and_premises_and_draws_first(planted, tmp_path):
    canaries, exposures = tmp_path / "canaries.jsonl", tmp_path / "exposures.jsonl"
    assert planted("exposure", "export", canaries, exposures).status == 0
    phones = {row["value"] for row in rows_of(EXAMPLES / "lines.csv")}
    rows = [json.loads(line) for line in canaries.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 12 + 10
    for row in rows:
        identity = row["identity"]
        assert identity["phone"] in phones
        assert identity["address"]["detail"].startswith(("梅林路18号", "湖西街27号"))
    assert len({row["identity"]["name"] for row in rows}) == len(rows)
    assert exposures.read_text() == ""
    draws = planted("seed", "draws", "--json").json
    assert [(one["pools"] > 0, one["opened_at"]) for one in draws] == [(True, None)]


def test_identities_on_one_line_differ_in_surname(planted, tmp_path):
    canaries = tmp_path / "canaries.jsonl"
    planted("exposure", "export", canaries, tmp_path / "exposures.jsonl")
    by_line: dict[str, list[str]] = {}
    for line in canaries.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        by_line.setdefault(row["line_ids"][0], []).append(row["identity"]["name"][0])
    assert any(len(names) > 1 for names in by_line.values())
    assert all(len(names) == len(set(names)) for names in by_line.values())


def test_plan_is_run_once(planted):
    again = planted("seed", "run", "plan-1")
    assert again.status == 1
    assert "was run already" in again.err


def test_without_premises_nothing_is_made(demo):
    for words in (
        ("channel", "import", EXAMPLES / "channels.csv"),
        ("line", "import", EXAMPLES / "lines.csv"),
        ("seed", "fit", EXAMPLES / "orders.csv"),
        ("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0),
    ):
        assert demo(*words).status == 0
    run = demo("seed", "run", "plan-1")
    assert (run.status, "premises import" in run.err) == (1, True)
    assert demo("seed", "list", "--json").json == []


def test_lines_that_are_too_fresh_are_not_used(ready):
    plan = ready("seed", "plan", ROUTES, "--orders", 6, "--worlds", 0, "--soak-days", 3000)
    assert plan.status == 1
    assert "line" in plan.err


def test_only_released_orders_are_exported(ready, tmp_path):
    ready("seed", "plan", ROUTES, "--orders", 6, "--worlds", 0, "--begins", BEGINS)
    ready("seed", "run", "plan-1")
    ready("channel", "setup", "erp-1", "manual")
    words = ("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json")
    before = ready(*words).json
    assert before["placed"] == []
    assert before["not_released"] > 0


def test_export_twice_places_nothing_twice(planted, tmp_path):
    planted("channel", "setup", "erp-1", "manual")
    words = ("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json")
    first, second = planted(*words).json, planted(*words).json
    assert len(first["placed"]) == 6
    assert second["placed"] == []
    steps = [one["step"] for one in planted("seed", "show", first["placed"][0], "--json").json]
    assert steps == ["planned", "released", "placed"]


def test_confirmed_value_that_is_not_the_drawn_one_is_dead(planted, tmp_path):
    planted("channel", "setup", "courier-1", "manual")
    placed = planted(
        "seed", "export", "courier-1", "--out", tmp_path, "--until", LATER, "--json"
    ).json["placed"]
    seen = planted(
        "seed",
        "confirm",
        placed[0],
        "courier-1",
        "--holds",
        "name=林**",
        "--how",
        "label",
        "--json",
    ).json
    assert seen["exposures_corrected"] == 1
    assert sorted(seen["orders"][0]["dead"]) == ["address", "name"]


def test_marketplace_takes_an_approval(ready, tmp_path):
    channels = tmp_path / "channels.csv"
    channels.write_text(
        (EXAMPLES / "channels.csv").read_text(encoding="utf-8").replace("自营商城,yes", "集市,no"),
        encoding="utf-8",
    )
    ready("channel", "import", channels)
    ready("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0, "--begins", BEGINS)
    refused = ready("seed", "run", "plan-1")
    assert (refused.status, "seed approve shop-1" in refused.err) == (1, True)
    approved = ready(
        "seed", "approve", "shop-1", "--monthly", 4, "--until", "2099-01-01T00:00:00+08:00",
        "--why", "counsel and platform agreed",
    )  # fmt: skip
    assert approved.status == 0
    assert ready("seed", "run", "plan-1").status == 0


def test_canaries_are_found_and_tagged(planted):
    found = planted("seed", "list", "--channel", "erp-1", "--json").json
    assert len(found) == 6
    assert planted("seed", "tag", "spring", "--channel", "erp-1", "--json").json == {"canaries": 6}
    assert len(planted("seed", "list", "--tagged", "spring", "--json").json) == 6
    planted("seed", "tag", "spring", found[0]["canary_id"], "--remove")
    assert len(planted("seed", "list", "--tagged", "spring", "--json").json) == 5
    assert planted("seed", "tag", "spring").status == 2


def test_burnt_canaries_are_not_placed(planted, tmp_path):
    planted("channel", "setup", "erp-1", "manual")
    planted("seed", "burn", "--channel", "erp-1", "--why", "told a courier")
    export = planted("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json").json
    assert export["placed"] == []
    assert len(planted("seed", "list", "--step", "burnt", "--json").json) == 6


def test_exclusion_list_has_every_order_that_a_channel_gets(planted, tmp_path):
    out = tmp_path / "exclusions.csv"
    assert planted("seed", "exclusions", "--out", out, "--json").json["orders"] == 12
    rows = rows_of(out, "utf-8-sig")
    assert len({row["order_no"] for row in rows}) == 12
    assert not any("-s0" in row["canary_id"] for row in rows)


@pytest.mark.parametrize("cut", [False, True], ids=["kept", "cut"])
def test_variants_that_a_channel_cuts_carry_no_weight(planted, tmp_path, cut):
    profile = EXAMPLES.parent / "3pl-profile.yaml"
    planted("channel", "setup", "erp-1", "mapped_file", "--profile", profile)
    done = planted("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json").json
    (written,) = map(Path, done["files"])
    rows = rows_of(written, "gb18030")
    names = {row["出库单号"].lstrip("'"): row["收件人"] for row in rows}
    for row in rows:
        row["收件人"] = row["收件人"][0] + "**" if cut else row["收件人"]
    export = tmp_path / "export.csv"
    write_rows(export, rows)
    read = planted("seed", "readback", "erp-1", export, "--json").json
    assert {"name" in one["dead"] for one in read["orders"]} == {cut}

    canaries = exported_canaries(planted, tmp_path)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=9)):
        call(planted, tmp_path, canaries, names)
        channels = planted("attribute", "--json").json["cases"][0]["channels"]
    (erp,) = [one for one in channels if one["channel_id"] == "erp-1"]
    assert (erp["e_value"] is not None and erp["e_value"] > 100) is not cut


def write_rows(path, rows):
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def exported_canaries(run, folder):
    run("exposure", "export", folder / "canaries.jsonl", folder / "exposures.jsonl")
    lines = (folder / "canaries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def call(run, folder, canaries, names):
    """Somebody calls every buyer by the name that the channel was given."""
    at = datetime.now(UTC) - timedelta(days=1)
    called = [
        {
            "ref": canary["canary_id"],
            "medium": "call",
            "line": canary["line_ids"][0],
            "occurred_at": at.isoformat(),
            "details": {
                "name": names[canary["order"]["order_no"]],
                "order_no": canary["order"]["order_no"],
            },
        }
        for canary in canaries
        if canary["order"]["order_no"] in names
    ]
    path = folder / "contacts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in called), encoding="utf-8")
    assert run("ingest", path, "--format", "native").status == 0

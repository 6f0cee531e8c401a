"""What was found to go wrong between a plan and what a channel holds, each fault with its test."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from leaktrace.domain.times import parse_time
from leaktrace.storage import base
from tests.integration.test_seeding import (
    BEGINS,
    EXAMPLES,
    LATER,
    ROUTES,
    rows_of,
    write_rows,
)
from tests.integration.test_seeding import planted as planted  # noqa: PLC0414
from tests.integration.test_seeding import ready as ready  # noqa: PLC0414

STRANGER = {"收件人": "欧阳真真", "详细地址": "海棠路99号"}
COLUMNS = "route_id,channels,delays,minimum,maximum,cost\n"


@pytest.fixture
def exported(planted, tmp_path):
    """The command, and the rows of what was exported to erp-1."""
    profile = EXAMPLES.parent / "3pl-profile.yaml"
    planted("channel", "setup", "erp-1", "mapped_file", "--profile", profile)
    done = planted("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json").json
    return planted, rows_of(Path(done["files"][0]), "gb18030")


def read_back(run, folder, rows):
    export = folder / "export.csv"
    write_rows(export, rows)
    return run("seed", "readback", "erp-1", export, "--json")


def held(run, folder):
    run("exposure", "export", folder / "canaries.jsonl", folder / "exposures.jsonl")
    return (folder / "exposures.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("phone", ["14009999999", "140****9999"], ids=["plain", "masked"])
def test_real_buyer_whose_order_got_a_number_of_ours_is_not_kept(exported, tmp_path, phone):
    run, rows = exported
    rows[0] |= STRANGER | {"手机": phone}
    read = read_back(run, tmp_path, rows)
    assert read.status == 0
    assert len(read.json["orders"]) == 5
    (reason,) = read.json["rejects"]
    assert "another buyer" in reason
    assert not any(word in read.out + held(run, tmp_path) for word in (*STRANGER.values(), '9999"'))


@pytest.mark.parametrize(
    "change",
    [
        {"收件人": "顾客"},
        {"详细地址": "海棠路99号"},
        {"手机": "", "收件人": "林"},
        {"收件人": "*", "手机": "***", "详细地址": "***"},
    ],
    ids=["other name", "other address", "cut", "masked"],
)
def test_what_a_channel_changed_of_a_canary_is_still_read(exported, tmp_path, change):
    run, rows = exported
    change = change | ({"收件人": rows[0]["收件人"][0]} if change.get("收件人") == "林" else {})
    rows[0] |= change
    read = read_back(run, tmp_path, rows)
    assert (read.status, len(read.json["orders"])) == (0, 6)


def test_same_copy_in_a_newer_export_is_no_correction(exported, tmp_path):
    run, rows = exported
    assert read_back(run, tmp_path, rows).json["exposures_corrected"] == 6
    other = rows[0] | {"出库单号": "990000000000000001"} | STRANGER
    read = read_back(run, tmp_path, [*rows, other]).json
    assert (read["foreign"], read["exposures_corrected"]) == (1, 0)
    rows[0] |= {"收件人": rows[0]["收件人"][0]}
    assert read_back(run, tmp_path, rows).json["exposures_corrected"] == 1


@pytest.mark.parametrize("step", ["retire", "flag"])
def test_nothing_is_placed_on_a_line_that_was_given_up_since(planted, tmp_path, step):
    planted("channel", "setup", "erp-1", "manual")
    first = planted("seed", "list", "--channel", "erp-1", "--json").json[0]
    words = {"retire": "--custody", "flag": "--note"}
    planted("line", step, first["line_ids"][0], words[step], "debt collectors call it")
    export = ("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER, "--json")
    done = planted(*export).json
    assert list(done["refused"]) == [first["canary_id"]]
    assert len(done["placed"]) == 5
    if step == "flag":
        planted("line", "clear", first["line_ids"][0], "--note", "quiet for 60 days")
        assert planted(*export).json["placed"] == [first["canary_id"]]


def test_order_of_a_day_to_come_is_not_placed(ready, tmp_path):
    ready("seed", "plan", ROUTES, "--orders", 12, "--worlds", 0, "--window", 20)
    ready("seed", "run", "plan-1")
    ready("seed", "audit", "plan-1", EXAMPLES / "orders-later.csv", "--force", "small batch")
    ready("channel", "setup", "shop-1", "manual")
    words = ("seed", "export", "shop-1", "--out", tmp_path, "--json")
    done = ready(*words, "--until", "2099-01-01T00:00:00+08:00").json
    assert len(done["placed"]) <= 4
    assert len(done["placed"]) + done["not_due"] == 12
    assert parse_time(done["next_due"]) > datetime.now(UTC) + timedelta(days=1)
    assert ", the next on 20" in ready("seed", "export", "shop-1", "--out", tmp_path).out
    for canary_id in done["placed"]:
        seen = ready(
            "seed", "confirm", canary_id, "shop-1", "--holds", "name=周", "--how", "screen"
        )
        assert seen.status == 0


@pytest.fixture
def marketplace(ready, tmp_path):
    """... whose shop is a marketplace."""
    channels = tmp_path / "channels.csv"
    text = (EXAMPLES / "channels.csv").read_text(encoding="utf-8")
    channels.write_text(text.replace("自营商城,yes", "集市,no"), encoding="utf-8")
    ready("channel", "import", channels)
    return ready


def approve(run, monthly, until):
    words = ("--monthly", monthly, "--until", until, "--why", "counsel agreed")
    assert run("seed", "approve", "shop-1", *words).status == 0


def test_purchases_of_other_plans_count(marketplace):
    approve(marketplace, 6, "2099-01-01T00:00:00+08:00")
    for seed in (1, 2):
        plan = ("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0, "--seed", seed)
        marketplace(*plan, "--begins", BEGINS, "--window", 14)
    assert marketplace("seed", "run", "plan-1").status == 0
    second = marketplace("seed", "run", "plan-2")
    assert (second.status, ": 8 with this plan" in second.err) == (1, True)


def test_purchases_after_the_approval_ends_are_refused(marketplace):
    approve(marketplace, 9, "2098-01-01T00:00:00+08:00")
    begins = ("--begins", "2097-12-20T00:00:00+08:00", "--window", 30)
    marketplace("seed", "plan", ROUTES, "--orders", 8, "--worlds", 0, *begins)
    run = marketplace("seed", "run", "plan-1")
    assert (run.status, "approved until" in run.err) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("--budget", "nan"),
        ("--budget", "inf"),
        ("--window", "1e9"),
        ("--soak-days", "999999999999"),
    ],
)
def test_numbers_that_mean_nothing_are_named(ready, words):
    done = ready("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0, *words)
    assert done.status in (1, 2)
    assert "unforeseen" not in done.err


@pytest.mark.parametrize(
    "rest",
    [
        "0>nan,,,1",
        "0>inf,,,1",
        "0>1e300,,,1",
        ",nan,,1",
        ",inf,,1",
        ",1e30,,1",
        ",,nan,1",
        ",,,inf",
    ],
)
def test_routes_with_numbers_that_mean_nothing_are_refused(ready, tmp_path, rest):
    routes = tmp_path / "routes.csv"
    routes.write_text(f"{COLUMNS}a,shop-1>erp-1,{rest}\n", encoding="utf-8")
    done = ready("seed", "plan", routes, "--orders", 4, "--worlds", 0)
    assert (done.status, "row 2" in done.err, "unforeseen" in done.err) == (2, True, False)


def test_page_of_a_plan_is_for_its_owner(ready, tmp_path):
    page = tmp_path / "plan.html"
    ready("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0, "--page", page)
    assert page.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("detail", "unit"), [("梅林路18号 14009999999", "101室"), ("梅林路18号", "101室 140 0999 9999")]
)
def test_number_of_somebody_is_no_address(ready, tmp_path, detail, unit):
    path = tmp_path / "premises.csv"
    path.write_text(
        "premises_id,province,city,district,detail,units\n"
        f"east,浙江省,杭州市,余杭区,{detail},{unit}\n",
        encoding="utf-8",
    )
    done = ready("premises", "import", path)
    assert (done.status, "number" in done.err) == (2, True)


def test_drill_keeps_to_its_shadow(exported, tmp_path, monkeypatch):
    run, rows = exported
    read_back(run, tmp_path, rows)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    copied = []
    monkeypatch.setattr(
        "leaktrace.services.shadow.copy_planted", lambda *_: keys_in(scratch, copied)
    )
    assert run("drill", "erp-1", "--runs", 1).status != 0
    assert copied == [[]]
    assert list(scratch.iterdir()) == []
    assert run("drill", "erp-1", "--days", "1e300").status == 2
    assert json.loads(run("case", "list", "--json").out) == []


@pytest.mark.slow
def test_drill_leaves_the_clock_of_the_process_as_it_was(exported, tmp_path):
    run, rows = exported
    read_back(run, tmp_path, rows)
    before = base.now()
    done = run("drill", "erp-1", "--rate", "0.9", "--runs", 1, "--json")
    assert (done.status, done.json[0]["calls"] > 0) == (0, True), done.err
    assert base.now() - before < timedelta(hours=1)


def keys_in(folder, found):
    found.append([path for path in folder.rglob("*.key") if not path.is_symlink()])
    raise KeyboardInterrupt

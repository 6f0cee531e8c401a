"""What somebody who plants is told: of files that cannot be read, of what is missing, and of what is not sure yet."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.integration.test_seeding import (
    BEGINS,
    EXAMPLES,
    LATER,
    ROUTES,
    call,
    exported_canaries,
    rows_of,
    write_rows,
)
from tests.integration.test_seeding import planted as planted  # noqa: PLC0414
from tests.integration.test_seeding import ready as ready  # noqa: PLC0414
from tests.integration.test_seeding_faults import exported as exported  # noqa: PLC0414
from tests.integration.test_seeding_faults import read_back


def test_an_export_of_which_nothing_can_be_read_is_an_error(exported, tmp_path):
    run, rows = exported
    export = tmp_path / "export.csv"
    write_rows(export, rows)
    export.write_bytes(export.read_bytes().decode("gb18030").encode("utf-8"))
    read = run("seed", "readback", "erp-1", export)
    assert read.status == 2
    assert "the export is not gb18030" in read.err
    assert "GB18030 and UTF-8 are often mixed up" in read.err
    assert "not there" not in read.err


def test_a_channel_without_an_export_says_how_it_is_read_back(planted, tmp_path):
    planted("channel", "setup", "courier-1", "manual")
    page = tmp_path / "page.html"
    page.write_text("orders", encoding="utf-8")
    read = planted("seed", "readback", "courier-1", page)
    assert (read.status, "seed confirm" in read.err) == (2, True)


def test_dead_variants_and_missing_orders_are_named_and_what_changed_everywhere_is_summed_up(
    exported, tmp_path
):
    run, rows = exported
    last = rows[-1]["出库单号"]
    gone, rows = last.lstrip("'"), [row for row in rows if row["出库单号"] != last]
    for row in rows:
        row["手机"] = row["手机"][:4] + "*****" + row["手机"][-3:]
    rows[0]["收件人"] = rows[0]["收件人"][0] + "**"
    export = tmp_path / "export.csv"
    write_rows(export, [*rows, rows[0] | {"出库单号": "990000000000000001"}])
    read = run("seed", "readback", "erp-1", export)
    run("exposure", "export", tmp_path / "canaries.jsonl", tmp_path / "exposures.jsonl")
    canaries = (tmp_path / "canaries.jsonl").read_text(encoding="utf-8").splitlines()
    (missing,) = [
        one["canary_id"] for one in map(json.loads, canaries) if one["order"]["order_no"] == gone
    ]
    assert f"placed and not there (1): {missing}\n" in read.err
    assert [line for line in read.out.splitlines() if "dead" in line and "name" in line]
    assert "phone: changed in 5 canaries" in read.out.splitlines()


def test_the_route_of_a_list_is_in_the_order_of_the_route(ready, tmp_path):
    routes = tmp_path / "routes.csv"
    routes.write_text(
        "route_id,channels\na,shop-1>erp-1>courier-2\nb,shop-1>erp-2>courier-1\n", encoding="utf-8"
    )
    words = ("--orders", 4, "--worlds", 0, "--begins", BEGINS, "--window", 14)
    assert ready("seed", "plan", routes, *words).status == 0
    assert ready("seed", "run", "plan-1").status == 0
    found = ready("seed", "list", "--plan", "plan-1", "--json").json
    assert {tuple(one["route"]) for one in found} == {
        ("shop-1", "erp-1", "courier-2"),
        ("shop-1", "erp-2", "courier-1"),
    }


def test_canaries_are_retired_once(planted):
    words = ("seed", "retire", "--channel", "erp-1", "--why", "season is over", "--json")
    assert [planted(*words).json["canaries"] for _ in range(2)] == [6, 0]


def test_the_life_names_the_files_that_were_handed_over(exported):
    run, _ = exported
    (canary, *_) = run("seed", "list", "--channel", "erp-1", "--json").json
    shown = run("seed", "show", canary["canary_id"])
    assert "outbound-" in shown.out
    assert "{" not in shown.out


def test_a_channel_that_nobody_read_back_is_among_the_suspects_and_not_accused(exported, tmp_path):
    run, rows = exported
    names = {row["出库单号"].lstrip("'"): row["收件人"] for row in rows}
    canaries = exported_canaries(run, tmp_path)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=9)):
        call(run, tmp_path, canaries, names)
        (case,) = run("attribute", "--json").json["cases"]
        assert "erp-1" in case["suspect_set"]
        assert case["accused"] == []
        assert "nobody read back" in run("case", "show", case["case_id"]).out
    listed = run("seed", "list", "--channel", "erp-1", "--json").json
    assert {one["confirmed"] for one in listed} == {0}
    assert read_back(run, tmp_path, rows).json["exposures_corrected"] == 6
    listed = run("seed", "list", "--channel", "erp-1", "--json").json
    assert {one["confirmed"] for one in listed} == {1}


def test_an_audit_beside_the_orders_that_the_model_was_learned_from_says_so(planted):
    words = ("seed", "audit", "plan-1")
    known = planted(*words, EXAMPLES / "orders.csv", "--force", "small batch")
    assert "700 of the real orders are of days that the model was learned from" in known.err
    later = planted(*words, EXAMPLES / "orders-later.csv", "--force", "small batch")
    assert "learned from" not in later.err


def test_an_audit_shows_the_order_in_which_features_give_canaries_away(planted):
    told = planted("seed", "audit", "plan-1", EXAMPLES / "orders-later.csv", "--force", "x").out
    shares = [int(share) for share in re.findall(r"│ +([0-9]+)% +│", told)]
    assert len(shares) == 5
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > 0


def test_a_copy_at_a_channel_that_no_plan_names_is_recorded_with_a_word_of_doubt(planted):
    listed = planted("seed", "list", "--plan", "plan-1", "--json").json
    canary = next(one for one in listed if "erp-1" not in one["route"])
    seen = planted(
        "seed", "confirm", canary["canary_id"], "erp-1", "--holds", "name=林**", "--how", "screen"
    )
    assert (seen.status, "no plan sends this canary to erp-1" in seen.err) == (0, True)
    own = canary["route"][1]
    seen = planted(
        "seed", "confirm", canary["canary_id"], own, "--holds", "name=林**", "--how", "screen"
    )
    assert (seen.status, "no plan" in seen.err) == (0, False)


def test_what_is_as_it_was_handed_over_need_not_be_typed(planted, tmp_path):
    planted("channel", "setup", "courier-1", "manual")
    words = ("seed", "export", "courier-1", "--out", tmp_path, "--until", LATER, "--json")
    first, second, *_ = planted(*words).json["placed"]
    confirm = ("seed", "confirm")
    how = ("courier-1", "--how", "label", "--json")
    seen = planted(*confirm, first, *how, "--as-given").json["orders"][0]
    assert (seen["dead"], {one["outcome"] for one in seen["differences"]}) == ([], {"kept"})
    cut = planted(*confirm, second, *how, "--as-given", "--holds", "name=***").json["orders"][0]
    assert cut["dead"] == ["name"]
    assert planted(*confirm, first, *how).status == 2
    never = planted(*confirm, first, "desk-1", "--how", "screen", "--as-given")
    assert (never.status, "was not handed over" in never.err) == (1, True)


def test_what_was_handed_over_and_not_looked_at_is_found(planted, tmp_path):
    for channel in ("courier-1", "shop-1"):
        planted("channel", "setup", channel, "manual")
        planted("seed", "export", channel, "--out", tmp_path, "--until", LATER)
    listed = ("seed", "list", "--unconfirmed", "--json")
    at_courier = planted(*listed, "--channel", "courier-1").json
    assert (len(planted(*listed).json), len(at_courier)) == (12, 6)
    canary = at_courier[0]["canary_id"]
    planted("seed", "confirm", canary, "courier-1", "--how", "label", "--as-given")
    left = [one["canary_id"] for one in planted(*listed, "--channel", "courier-1").json]
    assert left == [one["canary_id"] for one in at_courier[1:]]
    assert len(planted(*listed).json) == 12


def test_an_export_of_an_own_kind_is_read_in_the_encoding_that_it_has(ready, tmp_path):
    names = {"订单编号": "单号", "买家下单时间": "下单", "买家实付金额": "实付", "宝贝标题": "商品"}
    own = [
        {new: row[old] for old, new in names.items()}
        for row in rows_of(EXAMPLES / "orders.csv", "utf-8-sig")
    ]
    columns = ("placed_at=下单", "amount=实付", "title=商品", "order_no=单号")
    for encoding in ("gb18030", "utf-8"):
        export = tmp_path / f"{encoding}.csv"
        write_rows(export, own)
        export.write_bytes(export.read_bytes().decode("gb18030").encode(encoding))
        words = [word for column in columns for word in ("--column", column)]
        done = ready("seed", "fit", export, *words, "--json")
        assert (done.status, done.json["orders"]) == (0, 700)


def test_a_page_in_a_language_that_is_not_there_is_refused_before_anything_is_planned(
    ready, tmp_path
):
    words = ("seed", "plan", ROUTES, "--orders", 4, "--worlds", 0, "--language", "fr")
    done = ready(*words, "--page", tmp_path / "plan.html")
    assert (done.status, "en, zh-CN" in done.err, done.out) == (2, True, "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--budget", 0), ("budget", "no order", "--budget")),
        (("--budget", 59), ("budget", "no order", "--budget")),
        (("--orders", 0), ("--orders",)),
        (
            ("--orders", 4, "--begins", "1990-06-01T00:00:00+08:00"),
            ("begins", "P01", "2026-07-31T16:00:00Z", "--begins"),
        ),
    ],
    ids=["no money", "too little money", "no orders", "before the lines"],
)
def test_a_plan_that_plants_nothing_or_began_before_its_lines_is_not_kept(ready, words, told):
    done = ready("seed", "plan", ROUTES, "--worlds", 0, *words)
    assert (done.status, done.out) == (2, "")
    assert not [word for word in told if word not in done.err]
    kept = ready("seed", "plan", ROUTES, "--worlds", 0, "--orders", 4, "--json").json
    assert kept["plan_id"] == "plan-1"


def test_routes_that_take_no_order_make_no_plan(ready, tmp_path):
    routes = tmp_path / "routes.csv"
    routes.write_text("route_id,channels,maximum\na,shop-1>erp-1,0\n", encoding="utf-8")
    done = ready("seed", "plan", routes, "--orders", 4, "--worlds", 0)
    assert (done.status, "maximum" in done.err, done.out) == (2, True, "")

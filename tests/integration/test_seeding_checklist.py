"""The checklist of a channel that a person looks after: handed out, filled in, taken back."""

import csv
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.integration.test_seeding import LATER, exported_canaries, rows_of
from tests.integration.test_seeding import planted as planted  # noqa: PLC0414
from tests.integration.test_seeding import ready as ready  # noqa: PLC0414

NOW = f"{datetime.now(UTC):%Y-%m-%dT%H:%MZ}"


@pytest.fixture
def handed_out(planted, tmp_path):
    """The command, the blank checklist of courier-1, and its rows."""
    planted("channel", "setup", "courier-1", "manual")
    words = ("seed", "export", "courier-1", "--out", tmp_path, "--until", LATER, "--json")
    page, table = planted(*words).json["files"]
    assert Path(page).with_suffix(".csv") == Path(table)
    return planted, Path(table), rows_of(Path(table), "utf-8-sig")


def fill(rows, *, at=NOW, by="", canaries=None):
    """Confirm all rows of these canaries; the time and the name in the first row of each."""
    begun = set()
    for row in rows:
        if canaries is None or row["ref"] in canaries:
            row["result"] = "confirmed"
            if row["ref"] not in begun:
                row |= {"at": at, "by": by}
            begun.add(row["ref"])
    return rows


def hand_in(run, path, rows, *words, channel="courier-1", encoding="utf-8-sig"):
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return run("seed", "confirm", path, channel, *words)


def row_of(rows, canary_id, field):
    return next(row for row in rows if (row["ref"], row["field"]) == (canary_id, field))


def unconfirmed(run):
    return run("seed", "list", "--channel", "courier-1", "--unconfirmed", "--json").json


def test_a_checklist_confirms_what_was_ticked_and_leaves_the_rest_for_later(handed_out):
    run, path, rows = handed_out
    first, second, *others = dict.fromkeys(row["ref"] for row in rows)
    fill(rows, canaries={first, second}, by="Li Wei")
    row_of(rows, second, "name").update(result="failed", seen="林**")
    row_of(rows, second, "address").update(result="failed")
    done = hand_in(run, path, rows, "--json").json
    assert (len(done["orders"]), done["waiting"], done["missing"]) == (2, len(others), [])
    assert [sorted(one["dead"]) for one in done["orders"]] == [[], ["address", "name"]]
    outcomes = {one["field"]: one["outcome"] for one in done["orders"][1]["differences"]}
    assert (outcomes["name"], outcomes["address"], outcomes["phone"]) == ("changed", "lost", "kept")
    assert {one["canary_id"] for one in unconfirmed(run)} == set(others)
    life = run("seed", "show", second, "--json").json[-1]
    assert (life["step"], life["channel_id"]) == ("exposed", "courier-1")
    assert life["proof"]["kind"] == "confirmed"
    assert (life["proof"]["by"], life["proof"]["name"]) == ("Li Wei", path.name)
    assert life["proof"]["at"].startswith(NOW[:16])


def test_a_checklist_that_is_handed_in_again_changes_nothing(handed_out, tmp_path):
    run, path, rows = handed_out
    (canary, *_) = [row["ref"] for row in rows]
    assert hand_in(run, path, fill(rows), "--json").json["exposures_corrected"] == 6
    exported_canaries(run, tmp_path)
    before = (tmp_path / "exposures.jsonl").read_bytes(), run("seed", "show", canary).out
    for words in ((), ("--how", "again")):
        again = hand_in(run, path, rows, "--json", *words).json
        assert (again["exposures_corrected"], len(again["orders"])) == (0, 6)
    exported_canaries(run, tmp_path)
    assert (tmp_path / "exposures.jsonl").read_bytes() == before[0]
    assert run("seed", "show", canary).out == before[1]


def test_an_order_of_which_nothing_was_found_is_named_and_stays_unconfirmed(handed_out):
    run, path, rows = handed_out
    fill(rows)
    canary = rows[0]["ref"]
    for row in rows:
        if row["ref"] == canary:
            row["result"] = "failed"
    done = hand_in(run, path, rows)
    assert (done.status, f"placed and not there (1): {canary}" in done.err) == (0, True)
    assert [one["canary_id"] for one in unconfirmed(run)] == [canary]


def test_a_checklist_as_a_spreadsheet_of_the_country_saves_it_is_read(handed_out):
    run, path, rows = handed_out
    fill(rows, at=f"{datetime.now(UTC) + timedelta(hours=8):%Y/%-m/%-d %-H:%M}")
    for row in rows:
        row["result"] = "确认"
        row["value"] = row["value"].removeprefix("'")
    words = ("--encoding", "gb18030", "--zone", "Asia/Shanghai", "--json")
    assert len(hand_in(run, path, rows, *words, encoding="gb18030").json["orders"]) == 6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"result": "maybe"}, ("row 2, field result", "confirmed, failed")),
        ({"result": ""}, ("row 2, field result", "is empty")),
        ({"at": ""}, ("row 2, field at", "Say once")),
        ({"at": "2026-11-02 10:00"}, ("row 2, field at", "offset")),
        ({"at": "2001-01-01T00:00Z"}, ("row 2, field at", "before it was handed over")),
        ({"at": "2199-01-01T00:00Z"}, ("row 2, field at", "to come")),
        ({"seen": "别的"}, ("row 2, field seen", "Say failed")),
        ({"value": "别的"}, ("row 2, field value", "another channel")),
        ({"field": "fax"}, ("row 2, field field", "there is no field")),
        ({"field": "phone"}, ("row 2, field field", "has no row of name")),
        ({"ref": "C99"}, ("row 2, field ref", "was not handed over")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_one_fault_in_a_checklist_is_told_with_its_place_and_nothing_is_stored(
    handed_out, change, told
):
    run, path, rows = handed_out
    fill(rows)
    assert rows[0]["field"] == "name"
    rows[0] |= change
    done = hand_in(run, path, rows)
    assert (done.status, done.out) == (2, "")
    assert not [word for word in told if word not in done.err]
    assert len(unconfirmed(run)) == 6


def test_every_fault_of_a_checklist_is_told_at_once(handed_out):
    run, path, rows = handed_out
    fill(rows)
    rows[0]["result"] = "maybe"
    rows[1]["result"] = "perhaps"
    done = hand_in(run, path, rows)
    assert ("row 2," in done.err, "row 3," in done.err, "2 faults" in done.err) == (True,) * 3


def test_the_checklist_of_another_channel_is_refused(handed_out, tmp_path):
    run, path, rows = handed_out
    run("channel", "setup", "erp-1", "manual")
    run("seed", "export", "erp-1", "--out", tmp_path, "--until", LATER)
    done = hand_in(run, path, fill(rows), channel="erp-1")
    assert (done.status, "row 2, field" in done.err) == (2, True)


def test_a_checklist_and_values_in_the_command_are_refused_together(handed_out):
    run, path, rows = handed_out
    done = hand_in(run, path, fill(rows), "--as-given", "--how", "label")
    assert (done.status, "into the checklist" in done.err) == (2, True)
    missing = run("seed", "confirm", path.parent / "none.csv", "courier-1")
    assert (missing.status, "cannot be opened" in missing.err) == (2, True)


def test_a_checklist_whose_name_is_no_utf_8_is_taken_back(handed_out, tmp_path):
    """Archives that were packed under another system bring such names."""
    run, _, rows = handed_out
    path = tmp_path / os.fsdecode("清单.csv".encode("gb18030"))
    assert hand_in(run, path, fill(rows)).status == 0
    life = run("seed", "show", rows[0]["ref"], "--json").json[-1]
    assert "?" in life["proof"]["name"]

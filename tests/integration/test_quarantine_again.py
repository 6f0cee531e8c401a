"""What waits in quarantine and comes again: the newest reason holds, and what was taken meanwhile waits no more."""

import json

import pytest
from sqlalchemy import select

from leaktrace.services.deliveries import unread_deliveries
from leaktrace.storage import models

LINES = "line_id,kind,value,role,acquired_at,label\n"
BACKUP = """<?xml version='1.0' encoding='UTF-8'?>
<smses count="{count}">
{rows}
</smses>
"""
DAY = 1_790_000_000_000


def sms(date, body):
    return f'<sms protocol="0" address="+8614100000071" date="{date}" type="1" body="{body}" />'


@pytest.fixture
def lined(demo, tmp_path, fill_once):
    """A merchant with two lines."""
    path = tmp_path / "lines.csv"
    rows = "".join(f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2))
    path.write_text(LINES + rows, encoding="utf-8")
    fill_once("again", lambda: demo("line", "import", path))
    return demo


@pytest.fixture
def write(tmp_path):
    def to(name, *rows):
        path = tmp_path / name
        path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
        return path

    return to


@pytest.fixture
def backup(write):
    """Five messages; two have no date that can be read."""
    rows = [sms(DAY + 1000 * n, f"words {n}") for n in range(3)]
    rows += [sms("soon", "words 3"), sms("", "words 4")]
    return write("sms-bad.xml", BACKUP.format(count=5, rows="\n".join(rows)))


def native(ref, **changed):
    row = {"ref": ref, "medium": "sms", "line": "L1", "occurred_at": "2026-09-20T02:00:00Z", "text": ref}  # fmt: skip
    return json.dumps(row | changed)


def waiting(lined, *words):
    return lined("quarantine", "list", "--json", *words).json


def test_a_file_given_again_with_its_line_leaves_only_what_is_wrong_with_the_rest(lined, backup):
    words = ("ingest", backup, "--format", "sms-backup")
    assert lined(*words, "--json").json["quarantined"] == 5
    assert {row["reason"] for row in waiting(lined)} == {"no line"}
    again = lined(*words, "--line", "L2")
    assert "5 received = 3 stored + 2 known already + 0 quarantined" in again.out
    assert "2 x date: is no count of seconds since 1970" in again.out
    left = waiting(lined)
    assert {(row["field"], row["reason"]) for row in left} == {("date", "is no count of seconds since 1970")}  # fmt: skip
    assert not any("--line" in row["remedy"] for row in left)
    counts = lined("quarantine", "list", "--counts", "--json").json
    assert [(row["count"], row["field"]) for row in counts] == [(2, "date")]
    assert waiting(lined, "--reason", "no line") == []
    assert len(waiting(lined, "--reason", "date: is no count")) == 2
    settled = [row for row in waiting(lined, "--all") if row["resolution"]]
    assert {row["resolution"] for row in settled} == {"replayed"}
    assert len(settled) == 3
    lined(*words, "--line", "L2")
    assert waiting(lined) == left
    # What was stated holds from then on: a replay does not ask for the line again.
    said = lined("quarantine", "replay", "--all", "--json").json
    assert {row["reason"] for row in said} == {"is no count of seconds since 1970"}


def test_a_table_given_again_with_its_zone_tells_of_the_line_that_is_not_known(lined, write):
    rows = ("When,Line,Words", "2026-09-20 10:00,L1,hello", "2026-09-20 11:00,L99,you")
    profile = write("p.yaml", "columns:", "  When: occurred_at", "  Line: line", "  Words: text")
    words = ("ingest", write("notes.csv", *rows), "--format", "complaint-csv", "--profile", profile)
    lined(*words)
    assert {row["reason"] for row in waiting(lined)} == {"the time has no offset"}
    assert lined(*words, "--zone", "Asia/Shanghai", "--json").json["stored"] == 1
    (row,) = waiting(lined)
    assert (row["field"], row["reason"]) == ("line L99", "the line is not in the line inventory")


def test_a_record_whose_line_was_put_right_closes_what_waited_under_its_reference(lined, write):
    lined("ingest", write("a.jsonl", native("r1", line="L9")), "--format", "native")
    assert len(waiting(lined)) == 1
    lined("ingest", write("b.jsonl", native("r1")), "--format", "native")
    assert waiting(lined) == []
    assert {row["why"] for row in waiting(lined, "--all")} == {"a record of the same reference was stored later"}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "other"},
        {"medium": "call"},
        {"occurred_at": "2026-09-25T02:00:00Z"},
        {"caller": "+8614100000071"},
    ],
)
def test_another_contact_of_the_same_reference_leaves_waiting_what_waits(lined, write, changed):
    lined("ingest", write("a.jsonl", native("r1", line="L9", **changed)), "--format", "native")
    lined("ingest", write("b.jsonl", native("r1")), "--format", "native")
    assert [row["field"] for row in waiting(lined)] == ["line L9"]


def test_what_nobody_can_read_waits_on_although_its_reference_was_stored(lined, write):
    """Nobody knows whether it tells of the same contact."""
    lined("ingest", write("a.jsonl", native("r1", occurred_at="soon")), "--format", "native")
    lined("ingest", write("b.jsonl", native("r1")), "--format", "native")
    assert [row["field"] for row in waiting(lined)] == ["occurred_at"]


def test_of_two_records_of_one_reference_without_a_line_a_replay_stores_one_and_the_other_waits(
    lined, write
):
    both = write("a.jsonl", native("r1", line=None, text="one"), native("r1", line=None, text="two"))  # fmt: skip
    lined("ingest", both, "--format", "native")
    said = lined("quarantine", "replay", "--all", "--line", "L1")
    assert said.out == "1 stored, 1 still refused\n"
    assert len(lined("contact", "list", "--json").json["contacts"]) == 1
    used = "the reference was used before for another contact"
    assert [row["reason"] for row in waiting(lined)] == [used]


def test_a_replay_of_everything_stores_one_of_each_source_and_leaves_the_other_of_its_reference(
    lined, write
):
    for name, text in (("native", "one"), ("native", "two"), ("other", "three")):
        path = write(f"{text}.jsonl", native("r1", line=None, text=text))
        lined("ingest", path, "--format", "native", "--source", name)
    said = lined("quarantine", "replay", "--all", "--line", "L1")
    assert said.out == "2 stored, 1 still refused\n"
    contacts = lined("contact", "list", "--json").json["contacts"]
    assert {one["source"] for one in contacts} == {"native", "other"}
    assert [(row["source"], row["field"]) for row in waiting(lined)] == [("native", "ref")]


@pytest.mark.parametrize("texts", [("one", "two"), ("same", "same")])
def test_a_record_that_is_mended_leaves_the_other_of_its_reference_waiting(lined, write, texts):
    both = [native("r1", line=f"L{number}", text=text) for number, text in enumerate(texts, 8)]
    lined("ingest", write("a.jsonl", *both), "--format", "native")
    key = waiting(lined)[-1]["id"]
    mended = write("m.jsonl", native("r1", text=texts[0]))
    assert "stored" in lined("quarantine", "replay", key, "--with", mended).out
    assert [row["field"] for row in waiting(lined)] == ["line L9"]


def test_a_file_given_again_with_its_line_leaves_the_other_of_a_reference_waiting(lined, write):
    both = write("a.jsonl", native("r1", line=None, text="one"), native("r1", line="L9", text="one"))  # fmt: skip
    lined("ingest", both, "--format", "native")
    lined("ingest", both, "--format", "native", "--line", "L1")
    assert [row["field"] for row in waiting(lined)] == ["line L9"]


def test_reading_again_makes_of_what_waits_no_new_version_of_the_other_of_its_reference(
    lined, write
):
    both = write("a.jsonl", native("r1", line="L9", text="one"), native("r1", text="two"))
    lined("ingest", both, "--format", "native")
    line = LINES + "L9,phone,+8614000000009,canary,2026-09-01T00:00:00Z,"
    lined("line", "import", write("more.csv", line))
    assert "0 understood differently" in lined("source", "reparse", "native").out
    assert [one["line_ids"] for one in lined("contact", "list", "--json").json["contacts"]] == [["L1"]]  # fmt: skip
    assert len(waiting(lined)) == 1


@pytest.mark.parametrize(
    "refused",
    [native("r1", line=None, occurred_at="soon"), native("r1", line="L9"), native("r1", line=None, occurred_at="2090-01-01T00:00:00Z")],
)  # fmt: skip
def test_a_replay_with_a_line_that_is_refused_leaves_nothing_that_is_read_with_it_later(
    lined, tenant, write, refused
):
    lined("ingest", write("a.jsonl", refused), "--format", "native")
    assert (
        lined("quarantine", "replay", "--all", "--line", "L1").out == "0 stored, 1 still refused\n"
    )
    assert len(waiting(lined)) == 1
    with tenant.reads.begin() as session:
        assert [one.settings for one in session.scalars(select(models.Delivery))] == [{}]


def test_what_a_replay_stored_with_its_line_is_not_read_once_more(lined, tenant, write):
    lined("ingest", write("a.jsonl", native("r1", line=None)), "--format", "native")
    assert (
        lined("quarantine", "replay", "--all", "--line", "L1").out == "1 stored, 0 still refused\n"
    )
    with tenant.reads.begin() as session:
        source = session.scalars(select(models.Source.id)).one()
        assert unread_deliveries(session, source) == []


def test_another_reference_or_source_or_a_second_record_in_the_same_file_closes_nothing(
    lined, write
):
    """Two records of one reference in one file are two: one of them has the wrong reference."""
    both = write("a.jsonl", native("r1", occurred_at="soon"), native("r1", text="first"))
    lined("ingest", both, "--format", "native")
    lined("ingest", both, "--format", "native")
    lined("ingest", write("c.jsonl", native("r2")), "--format", "native")
    lined("ingest", write("b.jsonl", native("r1")), "--format", "native", "--source", "other")
    (row,) = waiting(lined)
    assert (row["field"], row["reason"]) == ("occurred_at", "is not a time")


def test_a_row_whose_line_was_put_right_closes_what_waited_under_its_reference(lined, write):
    shape = ("columns:", "  No: ref", "  When: occurred_at", "  Line: line", "  Words: text")
    words = ("--format", "complaint-csv", "--profile", write("p.yaml", *shape))
    lined("ingest", write("a.csv", "No,When,Line,Words", "7,2026-09-20T10:00:00Z,L9,hello"), *words)
    assert len(waiting(lined)) == 1
    right = write("b.csv", "No,When,Line,Words", "7,2026-09-20T10:00:00Z,L1,hello")
    assert lined("ingest", right, *words, "--json").json["stored"] == 1
    assert waiting(lined) == []


def test_a_replay_takes_the_line_and_the_zone_that_a_person_states(lined, backup):
    lined("ingest", backup, "--format", "sms-backup")
    nowhere = lined("quarantine", "replay", "--all", "--line", "L77")
    assert (nowhere.status, "there is no line 'L77'" in nowhere.err) == (1, True)
    said = lined("quarantine", "replay", "--all", "--line", "L2")
    assert said.out == "3 stored, 2 still refused\n"
    assert {row["field"] for row in waiting(lined)} == {"date"}
    assert len(lined("contact", "list", "--line", "L2", "--json").json["contacts"]) == 3


def test_one_record_is_mended_with_its_line_stated(lined, write, backup):
    lined("ingest", backup, "--format", "sms-backup")
    lined("quarantine", "replay", "--all", "--line", "L2")
    key = waiting(lined)[0]["id"]
    mended = write("one.xml", sms(DAY, "words 4"))
    assert "stored" in lined("quarantine", "replay", key, "--with", mended, "--line", "L1").out
    assert len(lined("contact", "list", "--line", "L1", "--json").json["contacts"]) == 1


def test_a_replay_that_is_refused_for_another_reason_is_told_so_from_then_on(lined, write):
    lined("ingest", write("a.jsonl", native("r1")), "--format", "native")
    lined("ingest", write("b.jsonl", native("r1", line="L9", text="other")), "--format", "native")
    line = LINES + "L9,phone,+8614000000009,canary,2026-09-01T00:00:00Z,"
    assert lined("line", "import", write("more.csv", line)).status == 0
    lined("quarantine", "replay", "--all")
    (row,) = waiting(lined)
    used = "the reference was used before for another contact"
    assert (row["field"], row["reason"]) == ("ref", used)


def test_why_a_replay_is_refused_is_masked_as_in_the_list(lined, write):
    twice = native("r2")[:-1] + ', "14000001234 周雨桐": 1, "14000001234 周雨桐": 2}'
    lined("ingest", write("a.jsonl", native("r1", medium="+8614000001234"), twice), "--format", "native")  # fmt: skip
    told = lined("quarantine", "replay", "--all", "--json").json
    assert {one["reason"] for one in told} == {row["reason"] for row in waiting(lined)}
    assert {one["reason"] for one in told} == {"'+•••••••••••••' is no medium", "the key '••••••••••• •••' is there twice"}  # fmt: skip
    mended = write("m.jsonl", native("r1", medium="+8614000001235"))
    key = next(row["id"] for row in waiting(lined) if "medium" in row["reason"])
    assert "1235" not in lined("quarantine", "replay", key, "--with", mended).out


def test_doctor_tells_what_of_files_given_by_hand_waits(lined, backup, write):
    lined("ingest", backup, "--format", "sms-backup")
    told = lined("doctor")
    assert told.status == 1
    see = "See 'leaktrace quarantine list --counts --source sms-backup'"
    assert f"all that came waits in quarantine: 5. {see}" in told.out + told.err
    lined("ingest", backup, "--format", "sms-backup", "--line", "L2")
    lined("ingest", write("a.jsonl", native("r1")), "--format", "native")
    told = lined("doctor").out
    assert f"in quarantine: 2. {see}" in told
    assert "source native" not in told

"""A file that was given by hand with the wrong zone, line or profile is put right by giving it again."""

import json

import pytest

LINES = "line_id,kind,value,role,acquired_at,label\n" + "".join(
    f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2)
)
NOTES = "日期,时间,说了什么\n2026-10-05,20:14,要我退款\n2026-10-06,09:30,又来了\n"
PROFILE = "columns: {日期: date, 时间: time, 说了什么: text}\nmedium: call\n"
NATIVE = {"ref": "n1", "medium": "sms", "occurred_at": "2026-10-05T20:14:00", "text": "要我退款"}


@pytest.fixture
def lined(demo, tmp_path, fill_once):
    path = tmp_path / "lines.csv"
    path.write_text(LINES, encoding="utf-8")
    fill_once("given-again", lambda: demo("line", "import", path))
    return demo


@pytest.fixture
def notes(tmp_path):
    (tmp_path / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    path = tmp_path / "notes.csv"
    path.write_text(NOTES, encoding="utf-8")
    return path


@pytest.fixture
def give(lined, tmp_path, notes):
    def give_it(line="L1", zone="Asia/Shanghai", profile="profile.yaml"):
        done = lined(
            "ingest", notes, "--format", "complaint-csv", "--source", "notes", "--profile", tmp_path / profile,
            "--line", line, "--zone", zone, "--json",
        )  # fmt: skip
        assert done.status == 0, done.err
        return {key: done.json[key] for key in ("received", "stored", "duplicates", "quarantined", "put_right")}  # fmt: skip

    return give_it


def counts(received, stored, duplicates, quarantined=0, put_right=0):
    return {
        "received": received, "stored": stored, "duplicates": duplicates, "quarantined": quarantined,
        "put_right": put_right,
    }  # fmt: skip


def listed(demo):
    rows = demo("contact", "list", "--json").json["contacts"]
    return sorted((*row["line_ids"], row["occurred_at"][:16]) for row in rows)


def test_another_zone_gives_new_versions_and_the_same_again_nothing(lined, give):
    assert give(zone="America/New_York") == counts(2, 2, 0)
    assert give() == counts(2, 2, 0, put_right=2)
    right = [("L1", "2026-10-05T12:14"), ("L1", "2026-10-06T01:30")]
    assert listed(lined) == right
    assert give() == counts(2, 0, 2)
    assert lined("source", "reparse", "notes", "--json").json["changed"] == 0
    assert listed(lined) == right


def test_another_line_puts_them_there_and_back_where_the_first_was_right(lined, give):
    give(line="L1")
    assert give(line="L2") == counts(2, 2, 0, put_right=2)
    assert {row[0] for row in listed(lined)} == {"L2"}
    assert lined("source", "reparse", "notes", "--json").json["changed"] == 0
    assert give(line="L1") == counts(2, 2, 0, put_right=2)
    assert listed(lined) == [("L1", "2026-10-05T12:14"), ("L1", "2026-10-06T01:30")]


def test_records_that_say_themselves_what_was_stated_stay_as_they_are(lined, tmp_path):
    path = tmp_path / "native.jsonl"
    rows = [NATIVE, NATIVE | {"ref": "n2", "line": "L2"}]
    rows += [NATIVE | {"ref": "n3", "line": "L2", "occurred_at": "2026-10-05T20:14:00+08:00"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    words = ("ingest", path, "--format", "native", "--json")
    assert lined(*words, "--line", "L1", "--zone", "Europe/Paris").json["stored"] == 3
    done = lined(*words, "--line", "L1", "--zone", "Asia/Shanghai").json
    assert (done["stored"], done["duplicates"], done["put_right"]) == (2, 1, 2)
    done = lined(*words, "--line", "L2", "--zone", "Asia/Shanghai").json
    assert (done["stored"], done["duplicates"], done["put_right"]) == (1, 2, 1)
    assert listed(lined) == [("L2", "2026-10-05T12:14")] * 3


def test_what_waited_for_the_right_profile_waits_no_more(lined, give, tmp_path):
    (tmp_path / "wrong.yaml").write_text(PROFILE.replace("说了什么", "备注"), encoding="utf-8")
    assert give(profile="wrong.yaml")["quarantined"] == 1
    assert give() == counts(2, 2, 0)
    assert lined("quarantine", "list", "--json").json == []
    (row,) = lined("quarantine", "list", "--all", "--json").json
    assert row["resolution"] == "replayed"


def test_a_ruling_of_a_person_holds_for_the_version_too(lined, give):
    give(zone="America/New_York")
    first = lined("contact", "list", "--json").json["contacts"][-1]["contact_id"]
    ruled = lined("contact", "classify", first, "background", "--why", "a colleague")
    assert ruled.status == 0, ruled.err
    give()
    classes = [row["class"] for row in lined("contact", "list", "--json").json["contacts"]]
    assert classes.count("background") == 1

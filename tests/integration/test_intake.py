"""Nothing that arrives is lost, nothing counts twice, and what cannot be taken says why."""

import json
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from leaktrace.cli.demo.clock import moved_clock
from leaktrace.domain.errors import RuleError
from leaktrace.domain.ports import Authentication
from leaktrace.intake.native import NativeFormat
from leaktrace.scheduler.digest import Digest
from leaktrace.services import quarantine_acts, sources
from leaktrace.services.deliveries import (
    Arrived,
    delivery_payload,
    store_deliveries,
    unread_deliveries,
)
from leaktrace.services.opened import open_contacts
from leaktrace.services.parsing import parse_delivery
from leaktrace.storage.base import now
from leaktrace.storage.models import Contact, Delivery, Event, Line, Quarantine, Reading

LINES = "line_id,kind,value,role,acquired_at,label\n"
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def write(tmp_path):
    def to(name, *rows):
        path = tmp_path / name
        path.write_text(
            "".join(
                row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) + "\n"
                for row in rows
            ),
            encoding="utf-8",
        )
        return path

    return to


@pytest.fixture
def lined(demo, write, fill_once):
    """A merchant with two phone lines."""
    rows = "".join(f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2))

    def stock():
        assert demo("line", "import", write("lines.csv", LINES + rows)).status == 0

    fill_once("lined", stock)
    return demo


def call(**changed):
    row = {
        "ref": "r1",
        "medium": "call",
        "line": "L1",
        "occurred_at": "2026-09-20T10:00:00+08:00",
        "caller": "+8614100000001",
        "text": "静音",
    }
    return {key: value for key, value in (row | changed).items() if value is not None}


def ingest(demo, *paths, fmt="native", **options):
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    done = demo("ingest", *paths, "--format", fmt, "--json", *words)
    assert done.status == 0, done.err
    counts = done.json
    assert counts["received"] == counts["stored"] + counts["duplicates"] + counts["quarantined"]
    assert counts["stored"] == counts["matched"] + counts["unmatched"]
    return counts


def contacts(demo):
    return demo("contact", "list", "--json").json["contacts"]


def test_a_line_is_found_by_its_id_its_number_and_its_number_in_other_spellings(lined, write):
    spellings = ("L1", "+8614000000001", "14000000001", "+86 140-0000-0001", "0086 14000000001")
    rows = [call(ref=f"r{n}", line=line) for n, line in enumerate(spellings)]
    assert ingest(lined, write("c.jsonl", *rows))["stored"] == len(spellings)
    assert {tuple(row["line_ids"]) for row in contacts(lined)} == {("L1",)}


def test_an_account_of_a_chat_is_a_line_as_well(demo, write):
    rows = "W1,chat,WeChat:Plum_Lane7,canary,2026-09-01T00:00:00Z,\n"
    assert demo("line", "import", write("lines.csv", LINES + rows)).status == 0
    said = [call(ref=line, medium="im", line=line) for line in ("W1", "wechat:plum_lane7")]
    assert ingest(demo, write("c.jsonl", *said))["stored"] == 2
    assert {tuple(row["line_ids"]) for row in contacts(demo)} == {("W1",)}
    assert "plum_lane7" not in demo("line", "list").out.lower()


def test_a_mailbox_is_found_by_its_domain_too(demo, write):
    rows = "D1,email_domain,inbox.example.com,canary,2026-09-01T00:00:00Z,\nM1,email,vip@inbox.example.com,canary,2026-09-01T00:00:00Z,\n"
    demo("line", "import", write("lines.csv", LINES + rows))
    mails = [
        call(ref="a", medium="email", line="Olive.x7@INBOX.example.com"),
        call(ref="b", medium="email", line="vip@inbox.example.com"),
    ]
    assert ingest(demo, write("c.jsonl", *mails))["stored"] == 2
    assert {row["ref"]: row["line_ids"] for row in contacts(demo)} == {"a": ["D1"], "b": ["M1"]}


def test_the_same_event_in_other_words_is_a_duplicate_and_a_reused_reference_is_quarantined(
    lined, write
):
    first, same = call(), call(occurred_at="2026-09-20T02:00:00Z")
    other = call(text="另一个电话")
    counts = ingest(lined, write("c.jsonl", first, same, other))
    assert (counts["stored"], counts["duplicates"], counts["quarantined"]) == (1, 1, 1)
    (row,) = lined("quarantine", "list", "--json").json
    assert row["reason"] == "the reference was used before for another contact"
    assert row["field"] == "ref"
    again = ingest(lined, write("again.jsonl", other, same))
    assert (again["stored"], again["duplicates"], again["quarantined"]) == (0, 2, 0)


def test_an_unknown_line_waits_in_quarantine_until_the_line_is_imported_and_the_record_replayed(
    lined, write
):
    counts = ingest(lined, write("c.jsonl", call(line="L3")))
    assert (counts["stored"], counts["quarantined"]) == (0, 1)
    (row,) = lined("quarantine", "list", "--json").json
    assert "not in the line inventory" in row["reason"]
    assert "still refused" in lined("quarantine", "replay", row["id"]).out
    lined(
        "line",
        "import",
        write("more.csv", LINES + "L3,phone,+8614000000003,canary,2026-09-01T00:00:00Z,\n"),
    )
    assert lined("quarantine", "replay", "--all", "--json").json == [
        {"id": row["id"], "stored": True, "reason": "", "field": ""}
    ]
    assert [contact["line_ids"] for contact in contacts(lined)] == [["L3"]]
    assert lined("quarantine", "list", "--json").json == []
    again = lined("quarantine", "replay", row["id"])
    assert (again.status, "replayed already" in again.err) == (1, True)


def test_a_mended_record_is_taken_and_a_discarded_one_needs_a_reason(lined, write, tenant):
    counts = ingest(
        lined,
        write(
            "c.jsonl",
            call(ref="a", occurred_at="2026-13-45T25:00:00Z"),
            call(ref="b", medium="fax"),
        ),
    )
    assert counts["quarantined"] == 2
    by_field = {row["field"]: row["id"] for row in lined("quarantine", "list", "--json").json}
    mended = write("mended.json", call(ref="a"))
    assert "stored" in lined("quarantine", "replay", by_field["occurred_at"], "--with", mended).out
    assert [row["ref"] for row in contacts(lined)] == ["a"]
    no_reason = lined("quarantine", "discard", by_field["medium"], "--why", "  ")
    assert (no_reason.status, "a reason is needed" in no_reason.err) == (2, True)
    assert (
        lined("quarantine", "discard", by_field["medium"], "--why", "test of the gateway").status
        == 0
    )
    shown = lined("quarantine", "show", by_field["medium"], "--json").json
    assert json.loads(shown["record"])["medium"] == "fax"
    (left,) = (
        row
        for row in lined("quarantine", "list", "--all", "--json").json
        if row["resolution"] == "discarded"
    )
    assert left["why"] == "test of the gateway"


def test_strict_turns_rejects_into_exit_three(lined, write):
    path = write("c.jsonl", call(medium="fax"))
    assert lined("ingest", path, "--format", "native", "--strict").status == 3
    assert lined("ingest", write("ok.jsonl", call()), "--format", "native", "--strict").status == 0


@sqlite_only
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "fax"), "the formats are"),
        (("--format", "native", "--zone", "Mars/Olympus"), "there is no time zone"),
        (("--format", "native", "--source", "a b"), "cannot be a name"),
    ],
)
def test_wrong_words_are_exit_two_and_say_what_to_do(lined, write, words, said):
    done = lined("ingest", write("c.jsonl", call()), *words)
    assert done.status == 2
    assert said.lower() in done.err.lower()


def test_a_source_has_one_format(lined, write):
    ingest(lined, write("c.jsonl", call()), source="notes")
    done = lined("ingest", write("d.csv", ""), "--format", "asterisk-cdr", "--source", "notes")
    assert (done.status, "has the format native" in done.err) == (1, True)


@sqlite_only
def test_a_file_of_one_endless_line_is_quarantined_in_bounded_memory(lined, tmp_path):
    path = tmp_path / "endless.jsonl"
    with path.open("wb") as file:
        file.write(b'{"ref": "')
        for _ in range(300):
            file.write(b"x" * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    counts = ingest(lined, path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (counts["stored"], counts["quarantined"]) == (0, 1)
    assert grown < 64 * 1024
    (row,) = lined("quarantine", "list", "--json").json
    assert "the record has 314572809 bytes" in row["reason"]


@sqlite_only
def test_bytes_of_any_kind_end_in_contacts_or_quarantine(lined, tmp_path):
    good = json.dumps(call()).encode()
    rows = [
        good[:-9],
        b"\xff\xfe\x00n",
        b"\x00" * 50,
        b"null",
        b'"text"',
        b"[" * 5000,
        json.dumps(call(ref="g"), ensure_ascii=False).encode("gb18030"),
        b"=cmd|'/C calc'!A0",
        good,
    ]
    path = tmp_path / "bytes.jsonl"
    path.write_bytes(b"\r\n".join(rows) + b"\n")
    counts = ingest(lined, path)
    assert (counts["received"], counts["stored"]) == (len(rows), 1)
    assert len(lined("quarantine", "list", "--json").json) == len(rows) - 1


def test_raw_bytes_are_stored_before_they_are_read_and_sealed(lined, write, app, tenant):
    ingest(lined, write("c.jsonl", call()))
    with tenant.reads.begin() as session:
        delivery = session.scalars(select(Delivery)).one()
        contact = session.scalars(select(Contact)).one()
        assert contact.delivery_id == delivery.id
        assert b"+8614100000001" not in delivery.payload
        assert b"+8614100000001" not in contact.content
        assert session.scalar(select(func.count()).select_from(Reading)) == 1
    with app.reads.begin() as session:
        actions = session.scalars(select(Event.action)).all()
    assert "delivery.parse" in actions


def test_what_came_together_is_read_in_the_order_in_which_it_came(lined, tenant):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        came = [Arrived(source.id, b"%d" % number) for number in range(20)]
        stored = store_deliveries(session, came)
        assert unread_deliveries(session, source.id) == [key for key, _ in stored]


def test_a_worker_leaves_what_an_intake_has_in_hand_and_takes_what_a_kill_left(lined, app, tenant):
    def contacts():
        with tenant.reads.begin() as session:
            return session.scalar(select(func.count()).select_from(Contact))

    worker = Digest(app, lambda: False)
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        store_deliveries(session, [Arrived(source.id, json.dumps(call()).encode())])
    worker.digest(tenant)
    assert contacts() == 0
    with moved_clock(now() + timedelta(minutes=5)):
        worker.digest(tenant)
    assert contacts() == 1


def test_attribute_leaves_what_an_intake_has_in_hand_and_takes_what_a_kill_left(
    lined, write, tenant
):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        payload = f"{json.dumps(call(), ensure_ascii=False)}\n".encode()
        store_deliveries(session, [Arrived(source.id, payload)])
    assert lined("attribute").status == 0
    assert contacts(lined) == []
    assert ingest(lined, write("c.jsonl", call()))["stored"] == 1
    with tenant.writes.begin() as session:
        store_deliveries(session, [Arrived(source.id, json.dumps(call(ref="r2")).encode())])
    with moved_clock(now() + timedelta(minutes=5)):
        assert lined("attribute").status == 0
    assert {one["ref"] for one in contacts(lined)} == {"r1", "r2"}


def test_what_a_kill_left_under_a_clock_that_was_ahead_waits_for_no_day(lined, app, tenant):
    with moved_clock(now() + timedelta(days=30)), tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        store_deliveries(session, [Arrived(source.id, json.dumps(call()).encode())])
    Digest(app, lambda: False).digest(tenant)
    with tenant.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 1


def test_a_worker_reads_what_came_and_what_became_known_since_its_last_look(
    lined, write, app, tenant
):
    def readings():
        with tenant.reads.begin() as session:
            return session.scalar(select(func.count()).select_from(Reading))

    worker = Digest(app, lambda: False)
    ingest(lined, write("c.jsonl", call()))
    worker.digest(tenant)
    worker.digest(tenant)
    assert readings() == 1
    with tenant.writes.begin() as session:
        session.execute(update(Line).where(Line.line_id == "L1").values(changed_at=now()))
    worker.digest(tenant)
    worker.digest(tenant)
    assert readings() == 2
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        payload = json.dumps(call(ref="r2")).encode()
        ((delivery_id, _),) = store_deliveries(session, [Arrived(source.id, payload)])
        parse_delivery(session, {"native": NativeFormat()}, delivery_id)
    worker.digest(tenant)
    assert readings() == 3


# --- SmsForwarder: one call, up to three posts ---------------------------------------------------


def post(call_type, text, at, sim="SIM1_+8614000000001", caller="14100000009"):
    return {
        "v": 1, "src": "smsforwarder", "device": "phone-1", "from": caller, "text": text, "sim": sim, "sub_id": "1",
        "call_type": call_type, "rx": at, "ts": "1790000000000", "sign": "",
    }  # fmt: skip


RINGING = post(
    "来电提醒", "通讯录名：未知号码\n通话类型：来电提醒", "2026-09-20T10:00:00+08:00", sim=""
)
ANSWERED = post(
    "来电接通", "通讯录名：未知号码\n通话类型：来电接通", "2026-09-20T10:00:12+08:00", sim=""
)
ENDED = post(
    "来电挂机",
    "通讯录名：未知号码\n通话时间：2026-09-20 10:00:01\n通话时长：43s\n通话类型：来电挂机",
    "2026-09-20T10:00:57+08:00",
)
REDIAL = post(
    "来电提醒", "通讯录名：未知号码\n通话类型：来电提醒", "2026-09-20T10:03:30+08:00", sim=""
)


@pytest.fixture
def phone(lined):
    """The same lines, with a forwarding phone that hosts both."""

    def take(path):
        return ingest(lined, path, fmt="smsforwarder", zone="Asia/Shanghai", source="phone")

    assert lined("source", "add", "spare", "--format", "smsforwarder", "--kind", "hook").status == 0
    return take


@pytest.mark.parametrize(
    "order", [(RINGING, ANSWERED, ENDED), (ENDED, RINGING, ANSWERED), (RINGING, ENDED, ANSWERED)]
)
@pytest.mark.parametrize("at_once", [True, False])
def test_three_posts_of_one_call_are_one_contact(lined, write, order, at_once):
    files = (
        [write("all.jsonl", *order)]
        if at_once
        else [write(f"{n}.jsonl", row) for n, row in enumerate(order)]
    )
    stored = sum(
        ingest(lined, path, fmt="smsforwarder", zone="Asia/Shanghai", line="L1")["stored"]
        for path in files
    )
    assert stored == 1
    (contact,) = contacts(lined)
    assert contact["line_ids"] == ["L1"]
    assert (contact["occurred_at"], contact["duration_s"]) == ("2026-09-20T02:00:01Z", 43)


def test_a_second_call_of_the_same_number_is_a_contact_of_its_own(lined, write):
    ingest(
        lined, write("a.jsonl", RINGING, ENDED), fmt="smsforwarder", zone="Asia/Shanghai", line="L1"
    )
    ingest(lined, write("b.jsonl", REDIAL), fmt="smsforwarder", zone="Asia/Shanghai", line="L1")
    assert len(contacts(lined)) == 2


def test_a_message_posted_twice_is_one_contact_and_two_equal_messages_are_two(lined, write):
    sms = post("", "【飞鹭快递】凭取件码1-2-3456取件", "2026-09-20T10:00:00+08:00")
    later = sms | {"rx": "2026-09-20T11:00:00+08:00"}
    counts = ingest(lined, write("a.jsonl", sms, sms, later), fmt="smsforwarder")
    assert (counts["stored"], counts["duplicates"]) == (2, 1)


# --- Watched folders -----------------------------------------------------------------------------


def test_a_watched_folder_is_read_again_only_where_it_changed(lined, write, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert (
        lined(
            "source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", inbox
        ).status
        == 0
    )
    assert lined("source", "test", "inbox").status == 0
    (inbox / "a.jsonl").write_text(json.dumps(call()) + "\n")
    (inbox / ".hidden.jsonl").write_text(json.dumps(call(ref="hidden")) + "\n")
    (inbox / "b.jsonl.part").write_text(json.dumps(call(ref="half")) + "\n")
    (inbox / "link.jsonl").symlink_to(write("elsewhere.jsonl", call(ref="link")))
    assert lined("source", "run", "inbox", "--json").json["stored"] == 1
    with (inbox / "a.jsonl").open("a") as file:
        file.write(json.dumps(call(ref="r2")) + "\n")
    counts = lined("source", "run", "inbox", "--json").json
    assert (counts["stored"], counts["duplicates"]) == (1, 1)
    (listed,) = lined("source", "list", "--json").json
    assert listed["last_error"] == ""
    assert listed["last_success_at"]


def test_a_folder_that_is_gone_is_shown_as_failing_with_its_error(lined, tmp_path):
    lined(
        "source",
        "add",
        "inbox",
        "--format",
        "native",
        "--kind",
        "folder",
        "--path",
        tmp_path / "nowhere",
    )
    done = lined("source", "run", "inbox")
    assert (done.status, "the folder cannot be read" in done.err) == (1, True)
    (listed,) = lined("source", "list", "--json").json
    assert "the folder cannot be read" in listed["last_error"]
    assert lined("doctor").status == 1


@sqlite_only
def test_a_mailbox_is_no_watched_folder_since_nothing_of_it_would_be_read(lined, tmp_path):
    words = ("source", "add", "box", "--format", "email", "--kind", "folder", "--path", tmp_path)
    assert lined(*words).status == 0
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    for refused in (lined("source", "test", "box"), lined("source", "run", "box")):
        assert (refused.status, "--kind pull --set kind=maildir" in refused.err) == (2, True)
    assert "is a Maildir" in lined("source", "list", "--json").json[0]["last_error"]
    again = lined(*(str(word).replace("box", "box2") for word in words[:3]), *words[3:])
    assert (again.status, "is a Maildir" in again.err) == (2, True)


@sqlite_only
def test_a_test_of_a_folder_counts_what_would_be_read(lined, write, tmp_path):
    words = ("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "half.jsonl.part").write_text("{")
    (inbox / ".hidden").write_text("{")
    (inbox / "whole.jsonl").write_text("{}")
    lined(*words, inbox)
    assert lined("source", "test", "inbox", "--json").json["files"] == 1


@sqlite_only
def test_nobody_is_told_to_change_a_source_of_files_given_by_hand(lined, write, tmp_path):
    path = write("posts.jsonl", post("5", "x", "2026-09-20T10:00:00+08:00", sim="SIM3"))
    lined("ingest", path, "--format", "smsforwarder")
    (row,) = lined("quarantine", "list", "--json").json
    assert "--line LINE" in row["remedy"]
    assert "source change" not in lined("quarantine", "replay", row["id"]).out
    assert "--line LINE" in lined("quarantine", "replay", row["id"]).out
    words = ("--format", "smsforwarder", "--kind", "folder", "--path", tmp_path)
    taken = lined("source", "add", "smsforwarder", *words)
    assert (taken.status, "Choose another name" in taken.err) == (1, True)
    assert "source change" not in taken.err
    lined("source", "add", "other", *words)
    assert "source change" in lined("source", "add", "other", *words).err


@sqlite_only
def test_names_and_kinds_of_sources_are_checked(lined, tmp_path):
    assert (
        lined("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook").status == 0
    )
    taken = lined("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook")
    assert (taken.status, "already" in taken.err) == (1, True)
    wrong = lined("source", "add", "cdr", "--format", "asterisk-cdr", "--kind", "hook")
    assert (wrong.status, "cannot be pushed" in wrong.err) == (2, True)
    bare = lined("source", "add", "inbox", "--format", "native", "--kind", "folder")
    assert (bare.status, "needs an absolute path" in bare.err) == (2, True)
    assert lined("source", "pause", "phones").status == 0
    assert lined("source", "list", "--json").json[0]["state"] == "paused"
    assert lined("source", "pause", "phones", "--resume").status == 0
    assert lined("source", "pause", "nobody").status == 1


def test_a_file_ingested_again_with_its_zone_or_after_its_line_was_imported_is_taken_then(
    lined, write
):
    path = write(
        "c.jsonl", call(ref="a", occurred_at="2026-09-20T10:00:00"), call(ref="b", line="L3")
    )
    assert ingest(lined, path)["quarantined"] == 2
    again = ingest(lined, path, zone="Asia/Shanghai")
    assert (again["stored"], again["duplicates"]) == (1, 1)
    lined(
        "line",
        "import",
        write("more.csv", LINES + "L3,phone,+8614000000003,canary,2026-09-01T00:00:00Z,\n"),
    )
    assert ingest(lined, path, zone="Asia/Shanghai")["stored"] == 1
    assert lined("quarantine", "list", "--json").json == []
    assert sorted(contact["ref"] for contact in contacts(lined)) == ["a", "b"]


def test_of_a_file_ingested_again_is_told_what_waits_in_quarantine_until_that_was_dealt_with(
    lined, write
):
    path = write("c.jsonl", call(), call(ref="b", line="L8"), call(ref="c", line="L9"))
    assert ingest(lined, path)["waiting"] == 0
    again = ingest(lined, path)
    assert (again["duplicates"], again["quarantined"], again["waiting"]) == (3, 0, 2)
    told = lined("ingest", path, "--format", "native").out
    assert "of those known already there wait in quarantine: 2" in told
    assert "see 'leaktrace quarantine list'" in told
    lined("quarantine", "discard", "--all", "--source", "native", "--why", "wrong")
    assert ingest(lined, path)["waiting"] == 0
    assert "quarantine:" not in lined("ingest", path, "--format", "native").out


def test_a_look_at_a_folder_tells_what_of_it_waits_in_quarantine(lined, write, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write("in/c.jsonl", call(), call(ref="b", line="L8"))
    lined("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", folder)
    looks = [lined("source", "run", "inbox", "--json").json for _ in range(2)]
    assert [(one["quarantined"], one["waiting"]) for one in looks] == [(1, 0), (0, 1)]


def test_keys_that_a_format_does_not_know_are_told_once_and_the_record_is_taken(lined, write):
    rows = (call(reciever="+8614000000001"), call(ref="r2", **{"mail of a@b.example": 1}))
    path = write("c.jsonl", *rows)
    done = lined("ingest", path, "--format", "native")
    assert "2 received = 2 stored" in done.out
    assert (
        "not read, since the format has no such key: a key of 19 characters, reciever" in done.out
    )
    assert "+8614000000001" not in done.out
    assert ingest(lined, path)["unread_keys"] == []
    assert ingest(lined, write("d.jsonl", call(ref="r3", notes="x")))["unread_keys"] == ["notes"]


def test_of_keys_that_a_stranger_makes_up_only_some_are_told(lined, write):
    rows = [call(ref=f"r{n}", **{f"key{n:02}": 1, "\x1b[31m": 2}) for n in range(40)]
    assert len(ingest(lined, write("c.jsonl", *rows))["unread_keys"]) == 20
    done = lined("ingest", write("d.jsonl", call(ref="s", **{"\x1b[31m": 2})), "--format", "native")
    assert "\x1b" not in done.out
    assert "a key of 5 characters" in done.out


def test_a_key_that_says_who_somebody_is_stands_nowhere_in_plain(lined, write, tenant):
    told = "王小明住茅台路561号602室"
    rows = (
        call(ref="r1", **{told: 1}),
        {key: value for key, value in call(ref="r2", **{told: 1}).items() if key != "medium"},
        call(ref="r3", details={told: "x"}),
    )
    path = write("c.jsonl", *rows)
    doubled = f'{{"{told}": 1, "{told}": 2}}\n'
    path.write_text(path.read_text() + doubled)
    done = lined("ingest", path, "--format", "native", "--json")
    assert done.json["unread_keys"] == ["a key of 15 characters"]
    assert done.json["quarantined"] == 3
    with tenant.reads.begin() as session:
        kept = session.execute(select(Quarantine.reason, Quarantine.field, Quarantine.remedy)).all()
    for text in (done.out, done.err, str(kept), lined("quarantine", "list", "--json").out):
        assert "王小明" not in text
        assert "茅台路" not in text


def test_a_contact_that_lies_in_the_future_is_quarantined(lined, write):
    counts = ingest(lined, write("c.jsonl", call(occurred_at="2199-09-20T10:00:00Z")))
    assert (counts["stored"], counts["quarantined"]) == (0, 1)
    (row,) = lined("quarantine", "list", "--json").json
    assert (row["reason"], row["field"]) == ("the contact lies in the future", "occurred_at")


def test_people_are_told_why_records_went_to_quarantine(lined, write):
    path = write(
        "c.jsonl", call(ref="a", medium="fax"), call(ref="b", line="L9"), call(ref="c", line="L8")
    )
    done = lined("ingest", path, "--format", "native")
    assert "2 x the line is not in the line inventory. Import the line" in done.out
    nowhere = lined("ingest", path, "--format", "native", "--line", "L77")
    assert (nowhere.status, "there is no line 'L77'" in nowhere.err) == (1, True)


def test_people_are_told_of_what_this_run_put_into_quarantine_and_not_of_what_lay_there(
    lined, write
):
    lined("ingest", write("a.jsonl", call(ref="a", medium="fax")), "--format", "native")
    done = lined("ingest", write("b.jsonl", call(ref="b", line="L9")), "--format", "native")
    assert "the line is not in the line inventory" in done.out
    assert "no medium" not in done.out


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_file_of_which_nothing_could_be_taken_is_told_of_loudly_with_what_to_do(
    lined, write, words
):
    path = write("c.jsonl", call(line="L8"), call(ref="r2", line="L9"))
    done = lined("ingest", path, "--format", "native", *words)
    assert done.status == 0
    assert "NOTHING WAS TAKEN IN: none of the records (2) could be taken" in done.err
    assert "2 x the line is not in the line inventory. Import the line" in done.out + done.err
    assert "'leaktrace quarantine replay --all'" in done.err
    assert "--strict" in done.err
    assert done.err.splitlines()[-1].startswith("NOTHING WAS TAKEN IN")


def test_reasons_name_their_field_and_more_of_them_are_counted(lined, write):
    rows = [call(ref=f"r{n}", medium="fax" + "x" * n) for n in range(7)] + [call(ref="")]
    done = lined("ingest", write("c.jsonl", *rows), "--format", "native")
    assert "  1 x medium: 'fax" in done.out
    assert "  and 3 more reasons (3 records): 'leaktrace quarantine list --counts'" in done.out
    counts = lined("quarantine", "list", "--counts", "--json").json
    assert {row["field"] for row in counts} == {"medium", "ref"}


def test_a_file_without_any_record_is_told_of_too(lined, write):
    done = lined("ingest", write("c.jsonl"), "--format", "native")
    assert done.status == 0
    assert "NOTHING WAS TAKEN IN: there is no record in it" in done.err


def test_nothing_loud_is_said_where_something_was_taken_or_known_already(lined, write):
    path = write("c.jsonl", call(), call(ref="r2", line="L9"))
    for _ in range(2):
        assert not lined("ingest", path, "--format", "native").err.strip()


def test_a_table_is_taken_in_by_the_profile_that_a_person_wrote(lined, write):
    table = write("notes.csv", "When,Line,Words\n", "2026-09-20 10:00,L1,hello\n", "soon,L1,\n")
    profile = write("notes.yaml", "columns:\n  When: occurred_at\n  Line: line\n  Words: text\n")
    options = {"profile": profile, "zone": "Asia/Shanghai"}
    counts = ingest(lined, table, fmt="complaint-csv", **options)
    assert (counts["stored"], counts["quarantined"]) == (1, 1)
    assert ingest(lined, table, fmt="complaint-csv", **options)["stored"] == 0


@sqlite_only
def test_a_profile_is_looked_at_before_anything_is_taken_in_or_a_source_is_added(
    lined, write, tmp_path
):
    wrong = write("notes.yaml", "columns:\n  When: whenever\n")
    table = write("notes.csv", "When\n", "2026-09-20 10:00\n")
    for words in (
        ("ingest", table, "--format", "complaint-csv"),
        (
            "source",
            "add",
            "notes",
            "--format",
            "complaint-csv",
            "--kind",
            "folder",
            "--path",
            tmp_path,
        ),
    ):
        done = lined(*words, "--profile", wrong)
        assert (done.status, "columns.When" in done.err) == (2, True)
    done = lined("ingest", table, "--format", "native", "--profile", wrong)
    assert done.status == 2
    assert "has no profile" in done.err
    assert lined("source", "list", "--json").json == []


def refused(n, **changed):
    """A record that cannot be taken, and its text is not that of another."""
    return call(ref=f"q{n}", line="L9", **changed)


def test_quarantine_is_counted_by_source_and_reason_and_filtered(lined, write):
    ingest(lined, write("a.jsonl", refused(1), refused(2), "{\n"))
    ingest(lined, write("b.jsonl", refused(3)), source="other")
    counts = lined("quarantine", "list", "--counts", "--json").json
    assert [(row["source"], row["count"]) for row in counts] == [("native", 2), ("native", 1), ("other", 1)]  # fmt: skip
    assert counts[0]["reason"] == "the line is not in the line inventory"
    assert counts[0]["remedy"]
    assert counts[0]["first_at"] <= counts[0]["last_at"]
    assert len(lined("quarantine", "list", "--source", "other", "--json").json) == 1
    assert len(lined("quarantine", "list", "--reason", "not JSON", "--json").json) == 1
    text = lined("quarantine", "list", "--limit", "1").out
    assert "1 of 4" in text
    assert "records: 4" in lined("quarantine", "list", "--counts").out


def test_all_of_a_source_or_a_reason_are_replayed_or_discarded_at_once(lined, write, tenant):
    ingest(lined, write("a.jsonl", *(refused(n) for n in range(5)), "{\n"))
    ingest(lined, write("b.jsonl", refused(9)), source="other")
    done = lined("quarantine", "replay", "--all", "--source", "native", "--json").json
    assert [row["stored"] for row in done] == [False] * 6
    line = LINES + "L9,phone,+8614000000009,canary,2026-09-01T00:00:00Z,\n"
    assert lined("line", "import", write("more.csv", line)).status == 0
    said = lined(
        "quarantine", "replay", "--all", "--reason", "line inventory", "--source", "native"
    )
    assert "5 stored, 0 still refused" in said.out
    assert "1 stored, 1 still refused" in lined("quarantine", "replay", "--all").out
    assert lined("quarantine", "discard", "--all", "--why", "x").status == 2
    said = lined("quarantine", "discard", "--all", "--reason", "not JSON", "--why", "half a line")
    assert "1 discarded" in said.out
    assert lined("quarantine", "list", "--json").json == []
    with tenant.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 6


def test_what_was_mended_is_kept_as_it_was_written_beside_what_came(lined, write, tenant):
    ingest(lined, write("a.jsonl", refused(1)))
    (row,) = lined("quarantine", "list", "--json").json
    mended = write("mended.jsonl", call(ref="q1", line="L1"))
    before = lined("quarantine", "show", row["id"], "--json").json["record"]
    assert "stored" in lined("quarantine", "replay", row["id"], "--with", mended).out
    assert lined("quarantine", "show", row["id"], "--json").json["record"] == before
    with tenant.reads.begin() as session:
        contact = session.scalars(select(Contact)).one()
        delivery = session.get_one(Delivery, contact.delivery_id)
        assert delivery_payload(session, delivery) == mended.read_bytes()
        assert session.scalar(select(func.count()).select_from(Delivery)) == 2


def test_a_record_mended_to_what_is_known_already_stays_in_quarantine(lined, write, tenant):
    ingest(lined, write("a.jsonl", call(ref="q1"), call(ref="q2", line="L9")))
    (row,) = lined("quarantine", "list", "--json").json
    wrong_file = write("mended.jsonl", call(ref="q1"))
    assert "known already" in lined("quarantine", "replay", row["id"], "--with", wrong_file).out
    assert len(lined("quarantine", "list", "--json").json) == 1
    assert len(contacts(lined)) == 1


def test_records_without_a_time_are_one_group_and_each_shows_what_it_has_instead(lined, write):
    rows = [call(ref=f"q{n}", occurred_at=f"2026/11/{n:02}") for n in (10, 11, 12)]
    ingest(lined, write("a.jsonl", *rows))
    (group,) = lined("quarantine", "list", "--counts", "--json").json
    assert (group["count"], group["reason"]) == (3, "is not a time")
    (row, *_) = lined("quarantine", "list", "--json").json
    assert "2026/11/" in lined("quarantine", "show", row["id"]).out


def test_what_stands_in_the_wrong_field_is_shown_in_no_list(lined, write):
    row = call(occurred_at="周雨桐 14000001234")
    ingest(lined, write("a.jsonl", row, call(ref="b", line="周雨桐14000001234")))
    for words in (("list",), ("list", "--counts"), ("list", "--json")):
        said = lined("quarantine", *words).out
        assert "is not a time" in said
        assert "雨桐" not in said
        assert "00001234" not in said


def test_of_two_who_deal_with_a_record_at_once_the_second_is_told(lined, write, tenant):
    ingest(lined, write("a.jsonl", call(ref="q1", line="L9")))
    ids = [UUID(row["id"]) for row in lined("quarantine", "list", "--json").json]

    def set_aside(_number):
        try:
            with tenant.writes.begin() as session:
                quarantine_acts.discard(session, ids, "twice")
                return "done"
        except RuleError:
            return "told"

    with ThreadPoolExecutor(8) as people:
        said = sorted(people.map(set_aside, range(8)))
    assert said == ["done", *["told"] * 7]


def test_what_parsing_hands_on_to_reading_is_what_the_database_holds(lined, tenant):
    noted = {"price": "68", "name": "沈雨桐", "note": "放门口"}
    rows = [call(details=noted), call(ref="r2", caller=None, text=None, line="L2")]
    payload = "".join(json.dumps(row) + "\n" for row in rows).encode()
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        ((delivery_id, _),) = store_deliveries(session, [Arrived(source.id, payload)])
        handed = parse_delivery(session, {"native": NativeFormat()}, delivery_id).contacts
        held = open_contacts(session, [one.id for one in handed])
    assert [list(one.noted) for one in handed] == [["name", "note", "price"], []]
    assert {one.id: (one, list(one.noted)) for one in handed} == {
        one.id: (one, list(one.noted)) for one in held
    }


def test_what_is_still_refused_after_it_was_mended_leaves_nothing_behind(lined, write, tenant):
    ingest(lined, write("a.jsonl", refused(1)))
    (row,) = lined("quarantine", "list", "--json").json
    mended = write("mended.jsonl", call(ref="q1", line="L8"))
    assert "still refused" in lined("quarantine", "replay", row["id"], "--with", mended).out
    with tenant.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(Delivery)) == 1
    assert len(lined("quarantine", "list", "--json").json) == 1


def test_a_push_that_was_not_authenticated_becomes_no_contact_by_a_replay(lined, write, tenant):
    with tenant.writes.begin() as session:
        source = sources.manual_source(session, "native", "native")
        forged = Arrived(
            source.id,
            json.dumps(call()).encode(),
            authentication=Authentication.FAILED,
            note="forged",
        )
        ((delivery_id, _),) = store_deliveries(session, [forged])
        parse_delivery(session, {"native": NativeFormat()}, delivery_id)
    (row,) = lined("quarantine", "list", "--json").json
    said = lined("quarantine", "replay", "--all", "--json").json
    assert (said[0]["stored"], "not authenticated" in said[0]["reason"]) == (False, True)
    mended = lined("quarantine", "replay", row["id"], "--with", write("mended.jsonl", call()))
    assert (mended.status, "not authenticated" in mended.err) == (1, True)
    with tenant.reads.begin() as session:
        assert session.scalar(select(func.count()).select_from(Contact)) == 0

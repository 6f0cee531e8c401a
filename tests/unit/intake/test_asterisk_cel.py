"""Asterisk's channel event log: the lines of a call are one call, and RDNIS tells what was dialled first."""

import csv
import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.contact import CallStage, Medium, Report
from leaktrace.domain.framing import OVERSIZE
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.asterisk_cel import AsteriskCelFormat

CEL = AsteriskCelFormat()
SHANGHAI = ParseContext(zone=ZoneInfo("Asia/Shanghai"))
CALL = "1795685952.26"
LEG = "1795685953.27"
NAMES = (
    "eventtype", "eventtime", "cidname", "cidnum", "cidani", "cidrdnis", "ciddnid", "exten", "context",
    "channame", "appname", "appdata", "amaflags", "acctcode", "uniqueid", "linkedid", "peer", "userfield",
    "userdeftype", "extra",
)  # fmt: skip
EVENT = dict.fromkeys(NAMES, "") | {
    "cidname": '"anon", or so',
    "cidnum": "14012345678",
    "cidani": "14012345678",
    "ciddnid": "14087654321",
    "exten": "14087654321",
    "context": "from-trunk",
    "channame": "PJSIP/trunk-0000001a",
    "amaflags": "3",
    "acctcode": "canary-07",
    "uniqueid": CALL,
    "linkedid": CALL,
}


def line(kind: str, at: str, *, literal: bool = False, **changes: str) -> bytes:
    """A line as the mapping of the sample writes it."""
    row = list((EVENT | {"eventtype": kind, "eventtime": at} | changes).values())
    if literal:
        row.insert(1, "My Literal")
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(row)
    return out.getvalue().encode()


STARTED = line("CHAN_START", "1795685952.104512")
DIALLED = line("CHAN_START", "1795685953.1", uniqueid=LEG, cidnum="", ciddnid="", exten="2001")
ANSWERED = line("ANSWER", "1795685958.104512")
HUNG_UP = line(
    "HANGUP", "1795685979.304512", extra='{"hangupcause":16,"hangupsource":"PJSIP/trunk-0000001a"}'
)
GONE = line("LINKEDID_END", "1795685979.4", uniqueid=LEG)


READER = Reader(CEL, SHANGHAI)
read, report, refused = READER.read, READER.report, READER.refused


def test_the_lines_of_a_call_are_one_call():
    data = STARTED + DIALLED + ANSWERED + HUNG_UP + GONE
    assert report(data) == Report(
        ref=f"{CALL}:ended",
        medium=Medium.CALL,
        lines=("+8614087654321",),
        occurred_at=datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC),
        caller="14012345678",
        text=None,
        duration_s=21,
        stage=CallStage.ENDED,
        call_key=CALL,
        ends_at=datetime(2026, 11, 26, 9, 39, 39, 304512, tzinfo=UTC),
        record=data.rstrip(b"\n"),
    )


@pytest.mark.parametrize(
    ("lines", "stage", "talked"),
    [
        ((STARTED,), CallStage.RINGING, None),
        ((STARTED, ANSWERED), CallStage.ANSWERED, None),
        ((STARTED, HUNG_UP), CallStage.MISSED, 0),
        ((HUNG_UP,), CallStage.ENDED, None),
        ((ANSWERED, HUNG_UP), CallStage.ENDED, 21),
        ((STARTED, line("CHAN_END", "1795685979")), CallStage.MISSED, 0),
    ],
)
def test_a_file_that_is_read_while_a_call_goes_on_tells_how_far_it_has_come(
    lines: tuple[bytes, ...], stage: CallStage, talked: int | None
):
    found = report(b"".join(lines))
    assert (found.stage, found.duration_s, found.ref) == (stage, talked, f"{CALL}:{stage}")
    assert (found.call_key, found.occurred_at.second) == (CALL, 12)


def test_the_answer_of_the_leg_that_was_dialled_is_not_the_callers():
    other = line("ANSWER", "1795685955", uniqueid=LEG, cidnum="2001", exten="")
    assert report(STARTED + other + HUNG_UP).stage is CallStage.MISSED


def test_a_call_forwarded_from_a_canarys_card_keeps_the_number_that_was_dialled_first():
    found = report(line("CHAN_START", "1795685952.1", cidrdnis="14000000001"))
    assert found.lines == ("+8614000000001", "+8614087654321")


def test_a_forged_number_of_forwarding_keeps_no_call_out():
    for forged in ("+1", "@", "x" * 201):
        assert report(line("CHAN_START", "1795685952.1", cidrdnis=forged)).lines == (
            "+8614087654321",
        )


def test_the_number_dialled_is_dnid_and_not_where_the_dialplan_has_got_to():
    moved = line("HANGUP", "1795685979.3", exten="h")
    assert report(moved).lines == ("+8614087654321",)
    assert report(line("CHAN_START", "1795685952", ciddnid="")).lines == ("+8614087654321",)
    unnamed = line("CHAN_START", "1795685952", ciddnid="", exten="s")
    assert refused(unnamed).field == "exten"
    assert report(unnamed, ParseContext(line="L7")).lines == ("L7",)


def test_the_newer_sample_has_a_literal_and_says_the_same():
    old, new = report(STARTED), report(line("CHAN_START", "1795685952.104512", literal=True))
    assert (new.ref, new.lines, new.caller) == (old.ref, old.lines, old.caller)


def test_json_says_the_same_under_the_names_of_advanced_mappings():
    names = {"eventtype": "EventType", "cidrdnis": "CIDrdnis", "linkedid": "LinkedID"}
    values = dict(zip(NAMES, next(csv.reader([STARTED.decode()])), strict=True))
    data = json.dumps({names.get(name, name): text for name, text in values.items()}).encode()
    assert report(data).ref == report(STARTED).ref


def test_two_calls_are_told_apart_though_their_lines_are_mixed():
    def other(kind: str, at: str) -> bytes:
        return line(kind, at, uniqueid="1795685960.30", linkedid="1795685960.30")

    first, second = read(
        STARTED + other("CHAN_START", "1795685960.1") + HUNG_UP + other("HANGUP", "1795685970.1")
    )
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.call_key, second.call_key) == (CALL, "1795685960.30")


def test_a_rest_without_the_callers_channel_is_refused_whole_and_again():
    found = refused(GONE + line("HANGUP", "1795685979", uniqueid=LEG))
    assert found.record.count(b"\n") == 1
    assert refused(found.record) == found


# Times


def test_a_dateformat_is_read_in_the_zone_of_the_source():
    data = line("CHAN_START", "2026-11-26 17:39:12")
    assert report(data).ends_at == datetime(2026, 11, 26, 9, 39, 12, tzinfo=UTC)
    assert report(line("CHAN_START", "2026-11-26T17:39:12.250+08:00"), ParseContext()).ref
    found = refused(data, ParseContext())
    assert found.field == "eventtime"
    assert "dateformat" in found.remedy


def test_a_call_over_the_hour_that_comes_twice_has_its_true_length():
    berlin = ParseContext(zone=ZoneInfo("Europe/Berlin"))
    made = str(int(datetime(2026, 10, 25, 0, 50, tzinfo=UTC).timestamp())) + ".1"
    call = {"uniqueid": made, "linkedid": made}
    found = report(
        line("CHAN_START", "2026-10-25 02:50:00", **call)
        + line("ANSWER", "2026-10-25 02:50:05", **call)
        + line("HANGUP", "2026-10-25 02:10:05", **call),
        berlin,
    )
    assert found.duration_s == 20 * 60
    assert found.occurred_at == datetime(2026, 10, 25, 0, 50, tzinfo=UTC)


def test_without_a_linkedid_that_tells_when_the_first_event_does():
    found = report(line("CHAN_START", "1795685952.5", uniqueid="a", linkedid="a"))
    assert found.occurred_at == datetime(2026, 11, 26, 9, 39, 12, 500000, tzinfo=UTC)


# What is none


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (STARTED[:60] + b"\n", ""),
        (b'"a","b"\n', ""),
        (line("CHAN_START", "1795685952", linkedid=""), "linkedid"),
        (line("CHAN_START", "1795685952", uniqueid=""), "uniqueid"),
        (line("chan start", "1795685952"), "eventtype"),
        (line("CHAN_START", "soon"), "eventtime"),
        (line("CHAN_START", "1795685952", ciddnid="x" * 201), "exten"),
        (line("CHAN_START", "1795685952", cidnum="x" * 201), "cidnum"),
        (line("ANSWER", "1795685979") + line("HANGUP", "1795685952"), "eventtime"),
        (b'{"EventType": "CHAN_START"}', "uniqueid"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_column(data: bytes, field: str):
    found = refused(data)
    assert found.field == field
    assert found.remedy or found.reason


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x.example")', '","1","', "您好"])
def test_the_name_a_caller_chose_changes_nothing(name: str):
    found = report(line("CHAN_START", "1795685952", cidname=name))
    assert (found.text, found.caller) == (None, "14012345678")


def test_a_name_that_is_not_utf8_keeps_no_call_out():
    assert report(STARTED.replace(b"anon", b"\xb2\xe2\xca\xd4")).ref == f"{CALL}:ringing"


@given(
    st.lists(st.sampled_from([STARTED, DIALLED, ANSWERED, HUNG_UP, GONE, b"x\n", b"{}\n"])),
    st.binary(max_size=40).filter(lambda junk: OVERSIZE not in junk),
)
def test_no_line_is_lost(lines: list[bytes], junk: bytes):
    data = b"".join(lines) + junk
    rows = [row.removesuffix(b"\r") for row in data.split(b"\n")]
    kept = [row for found in read(data) for row in found.record.split(b"\n")]
    assert sorted(kept) == sorted(row for row in rows if row.removeprefix(b"\xef\xbb\xbf").strip())


@given(st.sampled_from(NAMES), st.text(max_size=30))
def test_any_text_in_any_column_is_taken_or_refused(name: str, text: str):
    for found in read(line("CHAN_START", "1795685952", **{name: text.replace("\ud800", "")})):
        if isinstance(found, Report):
            assert found.text is None
            found.ref.encode()

"""The native report format: strict, and nothing is lost without a reason."""

import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.framing import MAX_RECORD_BYTES
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.native import NativeFormat

NATIVE = NativeFormat()
CALL = {
    "ref": "r-1",
    "medium": "call",
    "line": "+8614012345678",
    "occurred_at": "2026-11-18T20:14:05+08:00",
    "caller": "+8614098765432",
    "text": "您好，您在店里买的咖啡机有质量问题",
    "details": {"name": "林若溪", "price": "399.00"},
    "duration_s": 61,
    "received_at": "2026-11-18T20:15:30+08:00",
}
LEFT_OUT = object()


def line(**changes: object) -> bytes:
    values = {key: value for key, value in (CALL | changes).items() if value is not LEFT_OUT}
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def read(data: bytes, context: ParseContext | None = None) -> list[Report | Reject]:
    found: list[Report | Reject] = []
    for delivery in NATIVE.split(io.BytesIO(data)):
        found += NATIVE.parse(delivery, context or ParseContext())
    return found


def one(data: bytes, context: ParseContext | None = None) -> Report | Reject:
    (found,) = read(data, context)
    return found


def refused(data: bytes, context: ParseContext | None = None) -> Reject:
    found = one(data, context)
    assert isinstance(found, Reject)
    assert found.reason
    return found


def test_a_full_line_becomes_a_report():
    assert one(line()) == Report(
        ref="r-1",
        medium=Medium.CALL,
        lines=("+8614012345678",),
        occurred_at=datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC),
        received_at=datetime(2026, 11, 18, 12, 15, 30, tzinfo=UTC),
        caller="+8614098765432",
        text="您好，您在店里买的咖啡机有质量问题",
        details={Field.NAME: "林若溪", Field.PRICE: "399.00"},
        duration_s=61,
        record=line().rstrip(b"\n"),
    )


@pytest.mark.parametrize("absent", [LEFT_OUT, None])
def test_what_may_be_absent_may_be_absent_or_null(absent: object):
    keys = ("caller", "text", "details", "duration_s", "received_at")
    found = one(line(**dict.fromkeys(keys, absent)))
    assert isinstance(found, Report)
    assert (found.caller, found.text, found.duration_s, found.received_at) == (None,) * 4
    assert found.details == {}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("L0051", "L0051"),
        ("+86 140-1234-5678", "+8614012345678"),
        ("Sunny.1@Inbox.Example.com", "sunny.1@inbox.example.com"),
    ],
)
def test_a_line_is_a_line_id_a_number_or_a_mailbox(written: str, name: str):
    found = one(line(line=written))
    assert isinstance(found, Report)
    assert found.lines == (name,)


def test_the_line_of_the_source_stands_in_for_a_missing_one():
    found = one(line(line=LEFT_OUT), ParseContext(line="L0007"))
    assert isinstance(found, Report)
    assert found.lines == ("L0007",)


@pytest.mark.parametrize("key", ["ref", "medium", "line", "occurred_at"])
@pytest.mark.parametrize("value", [LEFT_OUT, None])
def test_what_must_be_there_must_be_there(key: str, value: object):
    found = refused(line(**{key: value}))
    assert found.field == key
    assert found.remedy
    assert found.record == line(**{key: value}).rstrip(b"\n")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ref", ""),
        ("ref", "x" * 201),
        ("ref", 7),
        ("medium", "fax"),
        ("medium", "CALL"),
        ("medium", ["call"]),
        ("line", 14012345678),
        ("line", " "),
        ("line", "+12"),
        ("line", "who@"),
        ("occurred_at", 1764150000),
        ("occurred_at", "2026-13-45T25:61:00+08:00"),
        ("occurred_at", "2026-11-18T20:14:05"),
        ("occurred_at", "2026-11-18"),
        ("occurred_at", "0001-01-01T00:00:00+14:00"),
        ("received_at", "soon"),
        ("caller", {"number": 1}),
        ("caller", "x" * 201),
        ("caller", "a\x00b"),
        ("text", 5),
        ("text", "x" * 100_001),
        ("text", "\x00"),
        ("details", ["name"]),
        ("details", {"colour": "red"}),
        ("details.price", {"price": 399}),
        ("details.name", {"name": " "}),
        ("details.note", {"note": "x" * 2001}),
        ("duration_s", "61"),
        ("duration_s", 61.0),
        ("duration_s", True),
        ("duration_s", -1),
        ("duration_s", 10**30),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_its_field(key: str, value: object):
    found = refused(line(**{key.partition(".")[0]: value}))
    assert found.field == key


def test_the_longest_values_that_are_allowed_are_taken():
    found = one(
        line(ref="x" * 200, text="文" * 80_000, caller="y" * 200, details={"note": "z" * 2000})
    )
    assert isinstance(found, Report)


def test_a_lone_surrogate_which_no_database_can_hold_is_refused():
    assert refused(json.dumps(CALL | {"text": "\ud83d"}).encode()).field == "text"
    assert refused(line(text="\ud83d")).reason.endswith("is not UTF-8")


def test_times_without_an_offset_are_read_in_the_stated_zone_only():
    naive = line(occurred_at="2026-11-18T20:14:05", received_at="2026-11-18T20:14:09")
    assert refused(naive).remedy == "Add one (Z or +08:00), or state the zone of the source"
    found = one(naive, ParseContext(zone=ZoneInfo("Asia/Shanghai")))
    assert isinstance(found, Report)
    assert found.occurred_at == datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)


def test_a_report_of_the_future_is_refused_as_a_wrong_clock():
    found = refused(line(received_at="2026-11-17T20:14:04+08:00"))
    assert (found.field, found.reason) == ("occurred_at", "is 1 day(s) after received_at")
    assert "clock" in found.remedy
    assert isinstance(one(line(received_at="2026-11-17T20:14:05+08:00")), Report)


@pytest.mark.parametrize(
    "data",
    [
        line()[:70],
        b'["x004", "L0101"]\n',
        b"null\n",
        b"0\n",
        line().replace(b"61", b"NaN"),
        line().replace(b"61", b"1e999"),
        line().replace(b"61", b"9" * 5000),
        line().replace(b'"text"', b'"ref"'),
        line().decode().encode("gb18030"),
        line().decode().encode("utf-16"),
        line()[:40] + b"\x00" + line()[40:],
        b"[" * 100_000 + b"\n",
        b'{"a":' * 50_000 + b"\n",
    ],
)
def test_unreadable_lines_are_refused(data: bytes):
    for found in read(data):
        assert isinstance(found, Reject)
        assert found.reason


def test_an_over_long_line_is_refused_with_its_head_and_the_next_is_read():
    long, good = read(line(text="x" * MAX_RECORD_BYTES) + line())
    assert isinstance(long, Reject)
    assert "262" in long.reason
    assert long.record == line(text="x" * MAX_RECORD_BYTES)[:4096]
    assert isinstance(good, Report)


def test_a_byte_order_mark_and_empty_lines_are_nothing():
    assert read(b"\xef\xbb\xbf\r\n\n  \t\n") == []
    first, second = read(b"\xef\xbb\xbf" + line() + b"\r\n\xef\xbb\xbf" + line(ref="r-2"))
    assert isinstance(first, Report)
    assert isinstance(second, Report)


def test_keys_that_are_not_known_are_let_pass():
    assert isinstance(one(line(operator="Li Wei")), Report)


def test_a_refused_record_reads_the_same_when_it_is_replayed():
    found = refused(line(medium="fax"))
    assert refused(found.record) == found


@given(st.binary(max_size=300))
def test_any_bytes_give_one_report_or_reject_a_line(data: bytes):
    lines = [one for one in data.split(b"\n") if one.removeprefix(b"\xef\xbb\xbf").strip()]
    assert b"".join(NATIVE.split(io.BytesIO(data))) == data
    assert len(read(data)) == len(lines)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.sampled_from(sorted(CALL)), json_values)
def test_any_json_value_in_any_field_is_taken_or_refused(key: str, value: object):
    found = one(json.dumps(CALL | {key: value}).encode())
    if isinstance(found, Report):
        found.ref.encode()
        (found.text or "").encode()
        assert found.occurred_at.tzinfo is UTC


def test_a_misspelled_key_is_named_where_what_it_means_is_missing():
    found = refused(line(occurred_at=LEFT_OUT, occured_at="2026-11-18T20:14:05+08:00", zz=1))
    assert (found.field, found.reason) == (
        "occurred_at",
        "is missing; the record has the unknown key occured_at",
    )
    assert refused(line(line=LEFT_OUT, Line="L1")).reason.endswith("unknown key Line")
    assert refused(line(medium=LEFT_OUT)).reason == "is missing"
    stranger = refused(line(medium=LEFT_OUT, 王小明住茅台路561号602室=1))
    assert stranger.reason == "is missing; the record has an unknown key of 15 characters"
    assert refused(line(medium=LEFT_OUT, x=1, y=2)).reason == "is missing"


def test_the_line_of_a_file_is_called_no_line():
    """Which is a telephone line."""
    for data in (line(ref=LEFT_OUT), line(ref=LEFT_OUT, reff="x"), b'{"ref": 1\n'):
        assert "line" not in refused(data).remedy


def test_a_table_taken_for_native_is_refused_for_one_reason():
    table = "编号,时间\n1,二〇二六\nx,y\n".encode("gb18030") + "\n编号,b\n".encode()
    found = read(table)
    assert len(found) == 4
    assert {one.reason for one in found} == {"this is not NDJSON: the record is no JSON object"}
    assert {one.ref for one in found} == {""}


def test_a_record_that_is_refused_tells_its_reference():
    assert refused(line(medium="fax")).ref == "r-1"
    assert refused(line(ref=7)).ref == ""

"""Records and bodies: strict JSON, storable text, keys, and bodies as one line."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.bodies import bodies, flat_values, from_one_line, to_one_line
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import MAX_RECORD_BYTES, OVERSIZE
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    decode_record,
    digest,
    json_object,
    line_name,
    read_each,
    record_lines,
    rejected,
    storable,
    whole_number,
)


def test_records_are_the_lines_that_hold_anything():
    delivery = b"\xef\xbb\xbf\n one \r\n\r\n \t\ntwo\n\xef\xbb\xbfthree"
    assert list(record_lines(delivery)) == [b" one ", b"two", b"\xef\xbb\xbfthree"]


def test_a_record_is_a_report_or_a_reject_or_tells_of_nothing():
    def read(record: bytes, context: ParseContext) -> Report | None:
        if record == b"bad":
            raise InputError("is bad", field="word", remedy="Mend it")
        return None if record == b"ping" else told if context.line == "L1" else None

    told = Report("1", Medium.SMS, ("L1",), datetime(2026, 11, 26, tzinfo=UTC))
    found = list(read_each([b"ping", b"good", b"bad", b"good"], read, ParseContext(line="L1")))
    assert found == [told, Reject("is bad", b"bad", field="word", remedy="Mend it"), told]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (b"a\x00b", "NUL"),
        ("空".encode("gb18030"), "byte 0 is not UTF-8"),
        (OVERSIZE + b"300000 head", "300000 bytes"),
        (OVERSIZE + b"\xff\xff", "bytes, more than"),
        (b"x" * (MAX_RECORD_BYTES + 1), "262145 bytes"),
    ],
)
def test_unreadable_records_say_why(record: bytes, reason: str):
    with pytest.raises(InputError, match=reason):
        decode_record(record)


def test_of_an_over_long_record_the_quarantine_keeps_the_head():
    error = InputError("too long", field="f", remedy="r")
    assert rejected(OVERSIZE + b"300000 head x", error).record == b"head x"
    assert len(rejected(b"x" * (MAX_RECORD_BYTES + 1), error).record) == 4096
    assert rejected(b"x" * MAX_RECORD_BYTES, error).record == b"x" * MAX_RECORD_BYTES


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1', "not JSON"),
        ("[1]", "not a JSON object"),
        ("null", "not a JSON object"),
        ('{"a": NaN}', "NaN"),
        ('{"a": -Infinity}', "-Infinity"),
        ('{"a": 1, "a": 2}', "'a' is there twice"),
        ('{"x": {"a": 1, "a": 2}}', "'a' is there twice"),
        ('{"a": ' + "9" * 5000 + "}", "too many digits"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
        ('{"a": "\n"}', "not JSON"),
    ],
)
def test_json_is_read_strictly(text: str, reason: str):
    with pytest.raises(InputError, match=reason):
        json_object(text)


@pytest.mark.parametrize("text", ["a\x00", "\ud800", "x" * 201])
def test_text_that_a_database_cannot_hold_is_refused(text: str):
    with pytest.raises(InputError) as raised:
        storable(text, "caller")
    assert raised.value.field == "caller"


@pytest.mark.parametrize("text", ["", "-1", "1.0", "１", "60", "9" * 4400])
def test_whole_numbers_are_ascii_digits_below_the_limit(text: str):
    with pytest.raises(InputError):
        whole_number(text, "billsec", below=60)
    assert whole_number("059", "billsec", below=60) == 59


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("L0051", None, "L0051"),
        (" canary-07 ", "86", "canary-07"),
        ("+86 140 1234 5678", None, "+8614012345678"),
        ("14012345678", None, "14012345678"),
        ("14012345678", "86", "+8614012345678"),
        ("2001", "86", "2001"),
        ("River@Inbox.Example.com", None, "river@inbox.example.com"),
    ],
)
def test_lines_are_numbers_mailboxes_or_line_ids(text: str, country: str | None, name: str):
    assert line_name(text, country=country) == name


@pytest.mark.parametrize("text", ["", " ", "+12", "a@b", "x" * 201, "L\x00"])
def test_what_names_no_line_is_refused(text: str):
    with pytest.raises(InputError):
        line_name(text)


def test_a_digest_tells_where_its_parts_end():
    assert digest("ab", "c") != digest("a", "bc") != digest("a", "b", "c")
    assert digest("a", "\ud800") == digest("a", "\ud800")
    assert len(digest()) == 32


@given(st.binary(max_size=60) | st.text("raw:%250DA\r\n{}").map(str.encode))
def test_any_body_becomes_one_line_and_comes_back(body: bytes):
    line = to_one_line(body)
    assert b"\n" not in line
    assert b"\r" not in line
    if line.lstrip().startswith(b"{") and line != body:
        assert json.loads(line) == json.loads(body)
    else:
        assert from_one_line(line) == body


def test_pretty_printed_json_becomes_one_line_of_the_same_values():
    body = json.dumps({"text": "一\n二", "n": 1}, indent=2).replace("\n", "\r\n").encode()
    assert json.loads(to_one_line(body)) == {"text": "一\n二", "n": 1}


def test_a_file_may_be_one_document_over_several_lines():
    document = json.dumps({"a": 1, "b": "x"}, indent=1).encode()
    assert list(bodies(document)) == [document]
    assert list(bodies(b'{"a": 1}\n{"a": 2}\n')) == [b'{"a": 1}', b'{"a": 2}']


def test_bodies_are_flat_text():
    assert flat_values(b'{"a": 1, "b": "x", "c": null, "d": [1], "e": true}') == {
        "a": "1",
        "b": "x",
    }
    assert flat_values(b"from=%2B8614012345678&text=%E4%BD%A0+%26\r\n") == {
        "from": "+8614012345678",
        "text": "你 &",
    }


@pytest.mark.parametrize(
    "body", [b"hello", b"a=1&a=2", b"a=%ff", b"&".join(b"k%d=1" % n for n in range(65))]
)
def test_what_is_neither_json_nor_a_plain_form_is_refused(body: bytes):
    with pytest.raises(InputError):
        flat_values(body)

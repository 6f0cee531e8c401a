"""Bodies as lines: events of arrays as they are written, the time of arrival, secrets that are shown."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.bodies import (
    arrival_of,
    by_token,
    events,
    flat_values,
    required,
    to_one_line,
    with_arrival,
)
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import Authentication, PushRequest

AT = datetime(2026, 11, 26, 9, 40, 5, 123456, tzinfo=UTC)
OBJECTS = st.dictionaries(
    st.text(max_size=6),
    st.text(max_size=8) | st.integers() | st.lists(st.integers(), max_size=2),
    max_size=3,
)


# Events


def test_the_objects_of_an_array_come_out_as_they_are_written():
    assert list(events(b'[ {"a": 1.50} ,{"b":"]},{"}]')) == [b'{"a": 1.50}', b'{"b":"]},{"}']


def test_a_pretty_printed_array_is_one_body():
    pretty = json.dumps([{"a": 1}, {"b": [{"c": 2}]}], indent=2).encode()
    assert [json.loads(event) for event in events(pretty)] == [{"a": 1}, {"b": [{"c": 2}]}]
    assert len(list(events(to_one_line(pretty)))) == 2


def test_every_line_has_its_own_events():
    assert list(events(b'[{"a":1},{"a":2}]\n{"a":3}\n')) == [b'{"a":1}', b'{"a":2}', b'{"a":3}']


def test_an_array_within_an_object_is_found_by_its_key():
    body = b'{"feeLst_of":"\\"feeLst\\":[{}]","feeLst":[{"a":1},{"a":2}],"z":0}'
    assert list(events(body, within="feeLst")) == [b'{"a":1}', b'{"a":2}']
    assert list(events(b'{"a":1}', within="feeLst")) == [b'{"a":1}']


@pytest.mark.parametrize(
    "body", [b"[]", b"[1]", b'[{"a":1},2]', b"[[{}]]", b"[{]", b"hello", b"\xff", b"[" * 50_000]
)
def test_what_is_no_array_of_objects_stays_one_record(body: bytes):
    assert list(events(body)) == [body]


def test_one_bad_object_does_not_spoil_the_others():
    good, bad = events(b'[{"a":1},{"a":1,"a":2}]')
    assert flat_values(good) == {"a": "1"}
    with pytest.raises(InputError, match="twice"):
        flat_values(bad)


@given(st.lists(OBJECTS, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_no_event_is_lost_or_changed_and_each_is_read_again_alone(
    objects: list[dict[str, object]], indent: int | None
):
    found = list(events(json.dumps(objects, indent=indent).encode()))
    assert [json.loads(event) for event in found] == objects
    assert [event for one in found for event in events(one)] == found


# Values


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1234567890", "1234567890"),
        ("1.23456789E9", "1234567890"),
        ("1234567890.0", "1234567890"),
        ("1.5", "1.5"),
        ('"007"', "007"),
    ],
)
def test_a_number_is_its_digits_however_it_is_written(written: str, text: str):
    assert flat_values(f'{{"n": {written}}}'.encode()) == {"n": text}


@pytest.mark.parametrize("values", [{}, {"k": ""}, {"k": "  "}, {"k": "a\x00"}, {"k": "x" * 201}])
def test_what_is_required_has_to_be_there_and_storable(values: dict[str, str]):
    with pytest.raises(InputError) as caught:
        required(values, "k")
    assert caught.value.field == "k"
    assert required({"k": " x "}, "k") == "x"


# Arrival


@given(st.binary(max_size=60))
def test_the_time_of_arrival_goes_with_a_body_of_any_bytes(body: bytes):
    line = with_arrival(body, AT)
    at, again = arrival_of(line)
    assert at == AT
    assert b"\n" not in line
    assert again == body or json.loads(again) == json.loads(body)


def test_a_body_without_a_time_of_arrival_has_none():
    assert arrival_of(b"a=1") == (None, b"a=1")


@pytest.mark.parametrize("line", [b"at: a=1", b"at:yesterday a=1", b"at:2026-11-26T09:40:05 a=1"])
def test_a_time_of_arrival_that_is_none_is_refused(line: bytes):
    with pytest.raises(InputError) as caught:
        arrival_of(line)
    assert caught.value.field == "at"


# Secrets


def test_a_gateway_that_signs_nothing_is_known_by_its_token_alone():
    shown = PushRequest(b"", {}, AT, token="s3cret")
    assert by_token(shown, "s3cret") == (Authentication.STATIC, None, "")
    for secret in ("other", ""):
        assert by_token(shown, secret) == (Authentication.FAILED, None, "the token is wrong")
    assert by_token(PushRequest(b"", {}, AT), "other")[2] == "no token"

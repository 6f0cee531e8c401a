"""Cutting files into deliveries: nothing lost, nothing torn, memory bounded."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.framing import (
    DELIVERY_BYTES,
    MAX_RECORD_BYTES,
    OVERSIZE,
    line_deliveries,
)


def cut(data: bytes) -> list[bytes]:
    return list(line_deliveries(io.BytesIO(data)))


def test_an_empty_file_has_no_deliveries():
    assert cut(b"") == []


def test_a_last_line_without_a_line_break_is_kept_as_it_is():
    assert cut(b"one\ntwo") == [b"one\ntwo"]


def test_carriage_returns_and_empty_lines_stay():
    assert b"".join(cut(b"\r\n\none\r\n\r")) == b"\r\n\none\r\n\r"


def test_deliveries_end_at_line_ends_and_soon_after_the_size_is_reached():
    line = b"x" * 999 + b"\n"
    deliveries = cut(line * 2000)
    assert len(deliveries) == 4
    for delivery in deliveries:
        assert delivery.endswith(b"\n")
        assert len(delivery) < DELIVERY_BYTES + len(line)


@pytest.mark.parametrize("end", [b"", b"\n", b"\nnext\n"])
def test_a_line_of_exactly_the_limit_is_taken_whole(end: bytes):
    data = b"x" * MAX_RECORD_BYTES + end
    assert b"".join(cut(data)) == data


@pytest.mark.parametrize("length", [MAX_RECORD_BYTES + 1, 3 * MAX_RECORD_BYTES])
@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_longer_line_leaves_its_head_and_its_length(length: int, end: bytes):
    (delivery,) = cut(b"before\n" + b"y" * length + end)
    before, marked = delivery.splitlines()
    assert before == b"before"
    assert marked == OVERSIZE + str(length + len(end)).encode() + b" " + b"y" * 4096


def test_lines_after_a_longer_line_are_not_lost():
    (delivery,) = cut(b"y" * (2 * MAX_RECORD_BYTES) + b"\nafter\n")
    assert delivery.endswith(b"\nafter\n")


def test_a_file_that_is_one_endless_line_is_one_small_delivery():
    (delivery,) = cut(b"y" * (20 * MAX_RECORD_BYTES))
    assert len(delivery) < 5000


@given(st.binary(max_size=2000), st.integers(1, 400))
def test_no_byte_is_lost(data: bytes, times: int):
    whole = data * times
    if max(map(len, whole.split(b"\n"))) <= MAX_RECORD_BYTES:
        assert b"".join(cut(whole)) == whole


def test_the_same_bytes_are_cut_the_same_way_however_the_stream_delivers_them():
    data = b"".join(b"%d\n" % n * 50 for n in range(9000))
    slow = io.BufferedReader(io.BytesIO(data), buffer_size=17)
    assert list(line_deliveries(slow)) == cut(data)

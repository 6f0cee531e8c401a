"""Mails in files: cut apart where they are apart, kept byte by byte, known again whatever happened around them."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.mail.files import (
    MAX_MAIL_BYTES,
    kept_mails,
    mail_deliveries,
    mail_key,
    marked,
)

LINE = b"From bounce@example.org Thu Nov 26 17:40:05 2026\n"
ONE = b"Subject: one\n\nFrom here on\n\nFrom us Tue\nit goes well\n"
TWO = b"Subject: two\nStatus: RO\n\n>From us\n>>From you\n"


def cut(data: bytes) -> list[bytes]:
    return list(mail_deliveries(io.BytesIO(data)))


def raws(data: bytes) -> list[bytes]:
    return [one.raw for delivery in cut(data) for one in kept_mails(delivery)]


def test_a_file_is_one_mail():
    assert cut(ONE) == [ONE]
    assert raws(ONE) == [ONE]


def test_an_mbox_is_cut_where_a_mail_begins_and_nowhere_else():
    data = LINE + ONE + b"\n" + LINE + TWO + b"\n"
    assert cut(data) == [data]
    assert raws(data) == [ONE + b"\n", b"Subject: two\nStatus: RO\n\nFrom us\n>From you\n\n"]


def test_a_single_mail_may_have_the_line_of_an_mbox():
    assert raws(LINE + ONE) == [ONE]
    assert raws((LINE + ONE).replace(b"\n", b"\r")) == [ONE.replace(b"\n", b"\r")]


def test_a_large_mbox_is_cut_into_deliveries_of_whole_mails():
    data = b"".join(LINE + b"Subject: %d\n\n%b\n\n" % (n, b"x" * 50_000) for n in range(40))
    parts = cut(data)
    assert b"".join(parts) == data
    assert len(parts) > 2
    assert max(map(len, parts)) < 700_000
    assert [raw.partition(b"\n")[0] for raw in raws(data)] == [
        b"Subject: %d" % n for n in range(40)
    ]


@pytest.mark.parametrize("mbox", [False, True])
def test_of_a_mail_that_is_too_long_the_head_is_kept_and_the_next_is_read(mbox: bool):
    long = b"Subject: long\n\n" + b"x" * MAX_MAIL_BYTES * 2
    data = LINE + TWO + b"\n" + LINE + long + b"\n\n" + LINE + ONE if mbox else long
    found = [one for delivery in cut(data) for one in kept_mails(delivery)]
    (kept,) = (one for one in found if one.fact("size"))
    assert kept.raw.startswith(b"Subject: long")
    assert MAX_MAIL_BYTES - 100 < len(kept.raw) <= MAX_MAIL_BYTES
    assert int(kept.fact("size")) > 2 * MAX_MAIL_BYTES
    assert len(found) == (3 if mbox else 1)


def test_mails_that_were_fetched_come_with_what_their_mailbox_knew():
    delivery = marked(ONE, {"uid": 7}) + marked(TWO, {"arrived": "2026-11-26T09:40:05Z"})
    first, second = kept_mails(delivery)
    assert (first.raw, first.fact("uid"), first.fact("arrived")) == (ONE, "7", "")
    assert (second.raw, second.fact("arrived")) == (TWO, "2026-11-26T09:40:05Z")
    assert list(kept_mails(second.record)) == [second]


@pytest.mark.parametrize(
    "delivery",
    [
        b"\x00LEAKTRACE-MAIL ",
        b"\x00LEAKTRACE-MAIL {\nx",
        b'\x00LEAKTRACE-MAIL {"bytes": -1}\nx',
        b'\x00LEAKTRACE-MAIL {"bytes": 1e9}\nx',
        b'\x00LEAKTRACE-MAIL {"bytes": 99}\nx',
        marked(ONE, {}) + b"leftover",
        marked(ONE, {})[:-3],
    ],
)
def test_a_damaged_mark_loses_nothing(delivery: bytes):
    assert b"".join(one.record for one in kept_mails(delivery)) == delivery


@pytest.mark.parametrize("again", [
    ONE.replace(b"\n", b"\r\n"), ONE.replace(b"\n", b"\r"), ONE + b"\n\n", b"Status: RO\n" + ONE,
    b"X-Mozilla-Status: 0001\nX-Keywords: a\n b\n" + ONE,
])  # fmt: skip
def test_a_mail_is_known_again(again: bytes):
    assert mail_key(again) == mail_key(ONE)


@pytest.mark.parametrize(
    "other", [b"To: x\n" + ONE, ONE[:-2], ONE + b"x", ONE.replace(b"one", b"two")]
)
def test_another_mail_is_another(other: bytes):
    assert mail_key(other) != mail_key(ONE)


@given(st.lists(st.sampled_from([LINE, ONE, TWO, b"\n", b"\r\n", b"x", b">"]), max_size=12))
def test_no_byte_is_lost_and_a_delivery_is_cut_like_the_file(pieces: list[bytes]):
    data = b"".join(pieces)
    assert b"".join(cut(data)) == data
    if data.strip():
        records = [one.record for delivery in cut(data) for one in kept_mails(delivery)]
        assert b"".join(records) == data

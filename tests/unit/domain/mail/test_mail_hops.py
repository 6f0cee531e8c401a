"""Which alias a mail was sent to, and when: by what our side wrote, and never by what the sender may have written."""

import itertools
from datetime import UTC, datetime

import pytest

from leaktrace.domain.errors import InputError
from leaktrace.domain.mail.hops import addressees, arrival, border_of, envelope_alias, host_names
from leaktrace.domain.mail.parts import Part, read_part

MX = frozenset({"mx1.example.com"})
OURS = "Received: from x (x [192.0.2.7])\n\tby mx1.example.com (Postfix) with ESMTP id 1{clause}; Thu, 26 Nov 2026 17:40:05 +0800"
INSIDE = "Received: from mx1.example.com by imap.example.com; Thu, 26 Nov 2026 17:41:00 +0800"
THEIRS = "Received: from home (home [198.51.100.9]) by relay.example.org; Thu, 26 Nov 2026 08:00:00 +0000"
ALIAS, OTHER = "k3n9x2wq@inbox.example.com", "other@inbox.example.com"


def mail(*lines: str) -> Part:
    return read_part("\n".join([*lines, "Subject: x", "", "body"]).encode())


def alias(*lines: str, own: frozenset[str] = MX, prefix: str = "") -> str | None:
    return envelope_alias(border_of(mail(*lines), own), prefix)


def ours(clause: str = "") -> str:
    return OURS.format(clause=clause)


@pytest.mark.parametrize(
    "order",
    [
        ["X-Original-To", "Envelope-To", "X-Delivered-To", "Delivered-To", "X-Forwarded-To"],
        ["X-Original-To", "X-Envelope-To", "X-Deliver-To", "Delivered-To", "X-Forwarded-For"],
        ["X-Original-To", "Envelope-To", "X-Delivered-To", "Delivered-To", "Resent-To"],
        [
            "X-Original-To",
            "Envelope-To",
            "X-Deliver-To",
            "Delivered-To",
            "X-HmXmrOriginalRecipient",
        ],
    ],
)
def test_of_two_headers_the_better_one_tells_the_alias(order: list[str]):
    for better, worse in itertools.pairwise(order):
        lines = [f"{worse}: {OTHER}", f"{better}: {ALIAS}"]
        assert alias(*lines, ours()) == alias(*reversed(lines), ours()) == ALIAS


def test_the_alias_that_was_hit_is_not_the_mailbox_that_it_ended_in():
    assert (
        alias(f"X-Original-To: {ALIAS}", "Delivered-To: root@localhost.example.com", ours())
        == ALIAS
    )


def test_of_several_lines_the_lowest_is_the_first_that_was_written():
    assert alias("Delivered-To: root@example.com", f"Delivered-To: {ALIAS}", ours()) == ALIAS


def test_what_stands_below_our_own_server_is_the_senders():
    forged = f"X-Original-To: {OTHER}"
    assert alias(ours(f" for <{ALIAS}>"), forged) == ALIAS
    assert alias(f"Delivered-To: {ALIAS}", ours(), forged) == ALIAS
    assert alias(ours(), forged) is None
    assert alias(INSIDE, ours(), forged) is None


def test_a_forged_line_of_our_own_server_moves_nothing():
    forged = ours(f" for <{OTHER}>")
    assert alias(ours(f" for <{ALIAS}>"), THEIRS, f"X-Original-To: {OTHER}", forged) == ALIAS
    assert alias(f"Delivered-To: {ALIAS}", ours(), f"Delivered-To: {OTHER}", forged) == ALIAS


def test_without_a_line_of_our_own_server_nothing_is_believed():
    assert alias(f"X-Original-To: {OTHER}", THEIRS) is None
    assert alias(f"X-Original-To: {OTHER}", own=frozenset()) is None
    assert arrival(border_of(mail(THEIRS), MX), UTC) is None


def test_where_no_names_are_stated_the_topmost_server_is_ours():
    assert (
        alias(f"Delivered-To: {ALIAS}", THEIRS, f"X-Original-To: {OTHER}", own=frozenset()) == ALIAS
    )


def test_lines_above_those_of_servers_within_are_believed():
    assert alias(f"X-Original-To: {ALIAS}", INSIDE, ours(f" for <{OTHER}>")) == ALIAS
    assert alias(INSIDE, f"X-Original-To: {ALIAS}", ours(f" for <{OTHER}>")) == ALIAS


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("mx1.example.com", True),
        ("MX1.Example.com.", True),
        ("mx2.example.com", False),
        (".example.com", True),
        ("other.org, mx1.example.com ,", True),
        ("xmx1.example.com", False),
        (".mx1.example.com", False),
    ],
)
def test_names_of_our_servers_are_matched_whole(name: str, is_own: bool):
    assert (border_of(mail(ours()), host_names(name)).received != b"") is is_own


@pytest.mark.parametrize(
    "received",
    [
        "from (by relay.example.org) by mx1.example.com; x",
        "from a (b (by other.example.org [192.0.2.1])) by mx1.example.com with SMTP; x",
        "by mx1.example.com; x",
    ],
)
def test_words_in_brackets_are_no_server(received: str):
    assert border_of(mail(f"Received: {received}"), MX).received


def test_qmails_prefix_is_taken_off():
    assert alias(f"Delivered-To: shop-{ALIAS}", ours(), prefix="shop-") == ALIAS
    assert alias(f"Delivered-To: {ALIAS}", ours(), prefix="shop-") == ALIAS


def test_what_is_no_mailbox_is_passed_over():
    assert alias("X-Original-To: root", f"Delivered-To: {ALIAS}", ours()) == ALIAS
    assert alias(f"X-Forwarded-For: {ALIAS} {OTHER}", ours()) == ALIAS


def test_to_and_cc_are_what_the_sender_says():
    found = addressees(
        mail(f"To: Lin <{ALIAS.upper()}>, nobody", "Cc: b@例子.example.com", f"Bcc: {OTHER}")
    )
    assert found == (ALIAS, "b@xn--fsqu00a.example.com")
    assert len(addressees(mail("To: " + ", ".join(f"a{n}@example.com" for n in range(90))))) == 20


def test_the_time_of_arrival_is_that_of_our_own_server():
    border = border_of(mail(INSIDE, ours(), THEIRS, "Date: Mon, 1 Jan 2024 00:00:00 +0000"), MX)
    assert arrival(border, None) == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)


def test_a_time_in_words_of_a_comment_is_not_read():
    line = (
        "Received: by mx1.example.com; Thu, 26 Nov 2026 17:40:05 +0800 (CST; 1 Jan 2024 00:00:00 Z)"
    )
    assert arrival(border_of(mail(line), MX), None) == datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)


def test_a_time_without_an_offset_needs_a_zone():
    border = border_of(mail("Received: by mx1.example.com; Thu, 26 Nov 2026 17:40:05"), MX)
    with pytest.raises(InputError, match="offset"):
        arrival(border, None)
    assert arrival(border, UTC) == datetime(2026, 11, 26, 17, 40, 5, tzinfo=UTC)

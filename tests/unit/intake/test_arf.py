"""Feedback reports to contacts."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.mail import ArfFormat

SAMPLES = Path(__file__).parents[2] / "plugins" / "samples" / "arf"
GOOD = (SAMPLES / "good.eml").read_text(encoding="utf-8")
HOTMAIL = (SAMPLES / "good-hotmail.eml").read_text(encoding="utf-8")
ALIAS = "k3n9x2wq@inbox.example.com"
RCPT = f"Original-Rcpt-To: <{ALIAS}>\n"
ARRIVAL = "Arrival-Date: Thu, 26 Nov 2026 17:40:05 +0800\n"
AT = datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC)
NOTHING = ParseContext()
ONE_MAILBOX = ParseContext(line="L0009")


READER = Reader(ArfFormat(), NOTHING)
read, refused = READER.read, READER.refused


def one(text: str, context: ParseContext = NOTHING) -> Report:
    (found,) = read(text, context)
    assert isinstance(found, Report), found
    return found


def test_the_contact_is_the_mail_that_was_complained_about():
    found = one(GOOD)
    assert (found.medium, found.lines, found.occurred_at) == (Medium.EMAIL, (ALIAS,), AT)
    assert found.received_at == datetime(2026, 11, 27, 0, 15, tzinfo=UTC)
    assert found.caller == "notice@example.org"
    assert found.text == (
        "From: Refunds\nSubject: 退款通知\n\n您的订单有质量问题，请联系客服退款。\n\n[feedback report: abuse]"
    )


def test_a_report_without_a_part_of_facts_tells_mailbox_and_time_by_the_providers_lines():
    found = one(HOTMAIL)
    assert (found.lines, found.occurred_at) == ((ALIAS,), AT)
    assert found.text is not None
    assert found.text.endswith("Your parcel was lost.")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "text/rfc822-header"])
def test_the_header_alone_is_enough_and_its_type_may_lack_a_letter(kind: str):
    text = GOOD.replace("message/rfc822", kind).replace(
        "您的订单有质量问题，请联系客服退款。\n", ""
    )
    assert one(text).caller == "notice@example.org"


def test_every_mailbox_that_the_report_names_may_have_been_reached():
    text = GOOD.replace(RCPT, f"{RCPT}Original-Rcpt-To: other@inbox.example.com\n")
    assert one(text).lines == (ALIAS, "other@inbox.example.com")


def test_the_stated_line_counts_where_the_mailbox_was_left_out_and_not_where_it_was_named():
    hidden = GOOD.replace(RCPT, "Redacted-Address: redacted\n").replace(
        ALIAS, "redacted@example.net"
    )
    assert one(hidden, ONE_MAILBOX).lines == ("L0009",)
    assert one(GOOD, ONE_MAILBOX).lines == (ALIAS,)


def test_a_report_that_names_no_mailbox_at_all_is_refused():
    hidden = GOOD.replace(RCPT, "").replace(f"To: {ALIAS}\n", "To: undisclosed\n")
    assert refused(hidden).field == "Original-Rcpt-To"


def test_a_mail_of_which_nothing_is_left_is_told_by_its_facts():
    head, _, _ = GOOD.partition("Received: from a.example.org")
    found = one(f"{head}REDACTED\n\n--b1--\n")
    assert (found.lines, found.occurred_at, found.caller) == ((ALIAS,), AT, "notice@example.org")


@pytest.mark.parametrize("zone", ["EST", "CST", ""])
def test_a_time_with_the_name_of_a_zone_gives_way_to_the_providers_own_line(zone: str):
    old = GOOD.replace(ARRIVAL, f"Received-Date: Thu, 26 Nov 2026 01:40:05 {zone}\n")
    assert one(old, ParseContext(zone=ZoneInfo("Asia/Shanghai"))).occurred_at == AT


def test_the_date_of_the_sender_is_no_time():
    text = GOOD.replace(ARRIVAL, "").replace(
        "Received: from a.example.org by mx.example.net with ESMTP id 7; Thu, 26 Nov 2026 17:40:05 +0800",
        "Date: Thu, 26 Nov 2026 17:40:05 +0800",
    )
    assert refused(text).field == "Arrival-Date"


def test_the_same_mail_complained_about_twice_is_one_contact_and_on_another_line_another():
    again = GOOD.replace("Fri, 27 Nov 2026 08:15:00", "Sat, 28 Nov 2026 08:15:00")
    assert one(again).ref == one(GOOD).ref
    assert one(GOOD.replace(RCPT, "Original-Rcpt-To: b@inbox.example.com\n")).ref != one(GOOD).ref


@pytest.mark.parametrize(
    "text",
    [
        "From: a@example.org\nTo: opt-out@example.com\nSubject: unsubscribe\n\nplease\n",
        HOTMAIL.replace(
            "--b2--", "--b2\nContent-Type: message/rfc822\n\nSubject: second\n\n--b2--"
        ),
    ],
)
def test_what_is_no_report_or_about_several_mails_is_told_where_it_belongs(text: str):
    assert "the format email" in refused(text).remedy

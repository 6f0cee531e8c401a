"""Lines of a GoIP log: messages whose text may hold anything, and which come again until they are acknowledged."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from format_reader import Reader
from hypothesis import example, given
from hypothesis import strategies as st

from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.ports import ParseContext
from leaktrace.intake.goip import GoipFormat

GOIP = GoipFormat()
LINE = ParseContext(line="L9")
AT = "2026-11-26T17:40:05+08:00"
MESSAGE = "RECEIVE:17;id:goip01;password:x;srcnum:+8614012345678;msg:"


READER = Reader(GOIP, LINE)
read, report, refused = READER.read, READER.report, READER.refused


def test_a_line_becomes_a_message():
    found = report(f"{AT} {MESSAGE}您好")
    assert found == Report(
        ref=found.ref,
        medium=Medium.SMS,
        lines=("goip01",),
        occurred_at=datetime(2026, 11, 26, 9, 40, 5, tzinfo=UTC),
        caller="+8614012345678",
        text="您好",
        also=found.also,
        record=f"{AT} {MESSAGE}您好".encode(),
    )


@pytest.mark.parametrize("text", ["a;b:c", ";id:L1;srcnum:1;msg:x", "", " RECEIVE:1;id:2;msg:3"])
def test_the_text_may_hold_anything(text: str):
    found = report(f"{AT} {MESSAGE}{text}")
    assert (found.text, found.lines, found.caller) == (text, ("goip01",), "+8614012345678")


@pytest.mark.parametrize("between", ["192.0.2.9:10991 ", "INFO got message ", "goip[7]: "])
def test_other_words_may_stand_before_the_message(between: str):
    assert report(f"{AT} {between}{MESSAGE}您好").ref == report(f"{AT} {MESSAGE}您好").ref


def test_the_zone_is_stated_and_never_guessed():
    naive = f"2026-11-26 17:40:05 {MESSAGE}您好"
    assert "zone" in refused(naive).remedy
    shanghai = ParseContext(zone=ZoneInfo("Asia/Shanghai"), line="L9")
    assert report(naive, shanghai).occurred_at.hour == 9


@pytest.mark.parametrize(
    ("channel", "named", "lines"),
    [
        ("14087654321", {}, ("+8614087654321",)),
        ("goip01", {"goip:goip01": "L1"}, ("L1",)),
        ("bank", {}, ("L9",)),
        ("bank", {"goip:bank": "L1,L2"}, ("L1", "L2")),
    ],
)
def test_the_line_is_the_channel(channel: str, named: dict[str, str], lines: tuple[str, ...]):
    text = f"{AT} {MESSAGE}x".replace("goip01", channel)
    assert report(text, ParseContext(line="L9", settings=named)).lines == lines


def test_a_message_that_is_sent_again_within_an_hour_is_the_same():
    first = report(f"{AT} {MESSAGE}您好")
    again = report(f"2026-11-26T18:39:00+08:00 {MESSAGE}您好")
    assert again.ref == first.ref or first.ref in again.also
    for other in (
        f"2026-11-26T19:42:00+08:00 {MESSAGE}您好",
        f"{AT} {MESSAGE}再见",
        f"{AT} {MESSAGE}您好".replace(":17;", ":18;"),
        f"{AT} {MESSAGE}您好".replace("goip01", "goip02"),
    ):
        found = report(other)
        assert first.ref != found.ref
        assert first.ref not in found.also


def test_a_message_that_is_never_acknowledged_is_one_however_long_it_is_sent():
    message = MESSAGE.replace(":17;", ":1795686004;")
    sent = [report(f"2026-11-{day:02}T{hour:02}:40:05+08:00 {message}您好") for day in (26, 27, 29) for hour in (17, 20, 23)]  # fmt: skip
    first = sent[0].ref
    assert all(first == one.ref or first in one.also for one in sent)
    for other in (":1795686005;", ":1795613604;"):
        assert report(f"{AT} {message.replace(':1795686004;', other)}您好").ref != first


def test_a_bank_whose_clock_is_wrong_numbers_its_messages_all_the_same():
    message = MESSAGE.replace(":17;", ":946684822;")
    first, later = (report(f"2026-11-{day}T17:40:05+08:00 {message}您好") for day in (26, 28))
    assert first.ref in (later.ref, *later.also)


@pytest.mark.parametrize(
    "event", ["req:17;id:goip01;pass:x;num:;signal:23;gsm_status:LOGIN;", "STATE:1;id:a;x:y"]
)
def test_a_keep_alive_is_no_record(event: str):
    assert read(f"{AT} {event}") == []


@pytest.mark.parametrize("event", ["RECORD:9;id:a;password:x;dir:1;num:1", "HANGUP:9;id:a;num:1"])
def test_a_call_goes_to_quarantine(event: str):
    assert "calls" in refused(f"{AT} {event}").reason


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("hello", ""),
        (f"{MESSAGE}您好", ""),
        (f"{AT} 您好", ""),
        (f"{AT} RECEIVE:1;id:a;srcnum:1", "msg"),
        (f"{AT} RECEIVE:1;id:a;msg:x", "srcnum"),
        (f"{AT} RECEIVE:1;srcnum:a;msg:x", "id"),
        (f"2026-13-26T17:40:05Z {MESSAGE}x", "time"),
        (f"{AT} {MESSAGE}{'x' * 100_001}", "msg"),
    ],
)
def test_a_wrong_line_is_refused_with_the_name_of_its_field(text: str, field: str):
    found = refused(text)
    assert found.field == field
    assert read(text) == [found]


@example("\r\r")
@given(st.text(max_size=60))
def test_any_text_is_taken_as_it_stands_or_refused(text: str):
    # A row has no end of a line in it, and at its end a \r belongs to that.
    line = text.replace("\n", "").replace("\x00", "").rstrip("\r")
    found = report(f"{AT} {MESSAGE}{line}")
    assert found.text == line

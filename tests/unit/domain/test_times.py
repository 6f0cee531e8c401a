"""Times: an instant or an error, never a guess."""

import contextlib
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.domain.times import format_time, in_zone, parse_mail_time, parse_time, start_of_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-18T20:14:05+08:00",
        "2026-11-18T20:14:05+0800",
        "2026-11-18T20:14:05+08",
        "2026-11-18 12:14:05Z",
        "2026-11-18t12:14:05z",
        " 2026-11-18T12:14:05.000Z\n",
        "2026-11-18T07:14:05-05:00",
    ],
)
def test_every_way_to_write_an_instant_gives_the_same_instant(text: str):
    assert parse_time(text) == datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)
    assert parse_time(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-11-18",
        "20261118T201405Z",
        "2026-W47-3T20:14:05Z",
        "2026-11-18X20:14:05Z",
        "2026-11-18T20:14:05,5Z",
        "2026-11-18T24:00:00Z",
        "2026-11-18T20:14:60Z",
        "2026-13-45T25:61:00+08:00",
        "2026-02-29T00:00:00Z",
        "2026-11-18T20:14:05+24:00",
        "2026-11-18T20:14:05+08:00:30",
        "２０２６-11-18T20:14:05Z",
        "2026-11-18T20:14:05Z\x00",
        "1764150000",
    ],
)
def test_what_is_no_time_is_refused_whatever_the_interpreter_takes(text: str):
    with pytest.raises(InputError, match="is not a time") as raised:
        parse_time(text, field="occurred_at", zone=UTC)
    assert raised.value.field == "occurred_at"
    assert raised.value.remedy


def test_a_time_without_an_offset_needs_a_stated_zone():
    with pytest.raises(InputError, match="has no offset"):
        parse_time("2026-11-18T20:14:05")
    stated = parse_time("2026-11-18T20:14:05", zone=SHANGHAI)
    assert stated == datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)


def test_an_offset_is_stronger_than_the_stated_zone():
    assert parse_time("2026-11-18T20:14:05Z", zone=SHANGHAI).hour == 20


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1989-12-31T23:59:59Z"]
)
def test_times_far_from_now_are_refused(text: str):
    with pytest.raises(InputError, match="1990 to 2199"):
        parse_time(text)


def test_the_hour_that_comes_twice_is_told_apart_by_fold():
    local = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001
    first, second = in_zone(local, BERLIN), in_zone(local.replace(fold=1), BERLIN)
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(("near", "hour"), [(0, 0), (1, 1), (5, 1)])
def test_the_hour_that_comes_twice_is_told_apart_by_what_it_lies_near_to(near: int, hour: int):
    at = parse_time(
        "2026-10-25 02:30:00", zone=BERLIN, near=datetime(2026, 10, 25, near, 31, tzinfo=UTC)
    )
    assert at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)


def test_what_a_time_lies_near_to_changes_no_other_time():
    near = datetime(2026, 1, 1, tzinfo=UTC)
    for text in ("2026-11-18 02:30:00", "2026-10-25T02:30:00+01:00"):
        assert parse_time(text, zone=BERLIN, near=near) == parse_time(text, zone=BERLIN)


def test_formatted_times_have_fractions_only_where_there_are_any():
    at = datetime(2026, 11, 18, 20, 14, 5, tzinfo=timezone(timedelta(hours=8)))
    assert format_time(at) == "2026-11-18T12:14:05Z"
    assert format_time(at.replace(microsecond=500)) == "2026-11-18T12:14:05.000500Z"


def test_a_time_without_an_offset_is_not_formatted_in_the_zone_of_the_machine():
    with pytest.raises(ValueError, match="no instant"):
        format_time(datetime(2026, 11, 18))  # noqa: DTZ001


@given(
    st.datetimes(
        min_value=datetime(1991, 1, 1),  # noqa: DTZ001
        max_value=datetime(2199, 1, 1),  # noqa: DTZ001
        timezones=st.timezones(),
    )
)
def test_formatting_and_parsing_are_inverse(at: datetime):
    assert parse_time(format_time(at)) == at.astimezone(UTC)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_an_input_error(text: str):
    with contextlib.suppress(InputError):
        assert parse_time(text, zone=SHANGHAI).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 18 Nov 2026 20:14:05 +0800 (CST)",
        "Wed,18 Nov 26 12:14:05 GMT",
        "18-Nov-2026 20:14:05 +0800",
        "Wed Nov 18 12:14:05 2026 -0000",
        "18 November 2026 07:14:05 -0500",
        " 18 Nov 2026 12:14:05 Z; and more",
    ],
)
def test_every_way_in_which_mails_write_an_instant_gives_the_same_instant(text: str):
    assert parse_mail_time(text) == datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["Wed, 18 Nov 2026 20:14:05", "Wed, 18 Nov 2026 20:14:05 CST", "Wed Nov 18 20:14:05 2026"],
)
def test_a_mail_time_without_an_offset_needs_a_zone(text: str):
    with pytest.raises(InputError, match="has no offset"):
        parse_mail_time(text)
    assert parse_mail_time(text, zone=SHANGHAI) == datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31 Feb 2026 10:00:00 +0800", "18 Foo 2026 10:00:00 Z", "18 Nov 2026 25:00:00 Z"],
)
def test_what_is_no_time_of_a_mail_is_refused(text: str):
    with pytest.raises(InputError, match="not a time of a mail"):
        parse_mail_time(text)


@given(st.text(max_size=60))
def test_any_text_is_a_time_of_a_mail_or_an_error(text: str):
    with contextlib.suppress(InputError):
        assert parse_mail_time(text, zone=SHANGHAI).tzinfo is UTC


def test_a_day_begins_and_ends_by_the_clock_of_its_zone():
    assert start_of_day("2026-11-18", SHANGHAI) == datetime(2026, 11, 17, 16, tzinfo=UTC)
    # On the last Sunday of October the clocks go back: this day has 25 hours.
    begins = start_of_day("2026-10-25", BERLIN)
    assert start_of_day("2026-10-25", BERLIN, after=1) - begins == timedelta(hours=25)


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "20261118", "2026-W47", "2026-11-18T00:00", "9999-12-31"]
)
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(InputError):
        start_of_day(text, UTC, after=1)

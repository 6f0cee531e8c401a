"""Numbers, units, folding and the moments of a text, each for itself."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.extraction.days.moments import read_moments
from leaktrace.extraction.numbers import digits_of, english_number, number_of
from leaktrace.extraction.places.units import Unit, parse_unit, unit_at_end
from leaktrace.extraction.reading import Reading, fold

MONDAY_NIGHT = datetime.fromisoformat("2026-03-16T21:00:00+08:00")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("215", 215),
        ("两百一十五", 215),
        ("一百二", 120),
        ("一百零二", 102),
        ("二十二", 22),
        ("十一", 11),
        ("二六零五", 2605),
        ("幺二零三", 1203),
        ("一千三百六十四", 1364),
    ],
)
def test_chinese_numbers_are_read_as_they_are_said(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two hundred and seventeen", 217),
        ("eighty-two", 82),
        ("a hundred", 100),
        ("one thousand twelve", 1012),
    ],
)
def test_english_numbers_are_read_as_they_are_said(text, number):
    assert english_number(text) == number


@given(st.integers(0, 10**9))
def test_figures_are_read_as_they_are(number):
    assert number_of(str(number)) == number
    assert digits_of(str(number)) == str(number)


@given(st.text(max_size=60))
def test_folding_moves_no_character_and_is_stable(text):
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(st.text(max_size=60))
def test_a_place_in_the_packed_text_is_the_same_character_in_the_text(text):
    reading = Reading(text, MONDAY_NIGHT)
    for n, char in enumerate(reading.packed):
        start, end = reading.span(n, n + 1)
        assert reading.text[start:end] == char


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("2栋1203室", Unit("2", "", "1203")),
        ("11号楼3单元806室", Unit("11", "3", "806")),
        ("二幢幺二零三", Unit("2", "", "1203")),
        ("H座506室", Unit("H", "", "506")),
        ("Apt 12B", Unit("", "", "12B")),
        ("Suite 1417", Unit("", "", "1417")),
        ("apartment twelve B", Unit("", "", "12B")),
    ],
)
def test_units_are_taken_apart(text, unit):
    assert parse_unit(text) == unit


def test_the_own_unit_is_the_end_of_the_address():
    assert unit_at_end("望潮路88号听风苑2栋1203室", ("2栋1203室", "3栋1203室")) == "2栋1203室"
    assert unit_at_end("望潮路88号听风苑11号楼3单元806室", ()) == "11号楼3单元806室"
    assert unit_at_end("418 Larkspur Lane, Apt 12B", ()) == "Apt 12B"
    assert unit_at_end("望潮路88号听风苑", ()) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("大前天下午", "2026-03-13"),
        ("昨晚十点半", "2026-03-15T22:30"),
        ("上周五", "2026-03-13"),
        ("周日", "2026-03-15"),
        ("三月八号上午", "2026-03-08"),
        ("12月31日", "2025-12-31"),
        ("2026年3月1日8点05分", "2026-03-01T08:05"),
        ("yesterday just after 9 pm", "2026-03-15T21"),
        ("on Friday", "2026-03-13"),
        ("the 9th of March", "2026-03-09"),
        ("03/09/2026", "2026-03-09"),
        ("March 9, 2026 at 3:05 PM", "2026-03-09T15:05"),
        ("Black Friday", "2025-11-28"),
    ],
)
def test_days_are_read_in_the_zone_of_the_contact(text, value):
    # 03/09 may be the third of September too, which is the second reading of it
    moment, *_ = read_moments(Reading(text, MONDAY_NIGHT))
    assert moment.value == value


@pytest.mark.parametrize("text", ["2月30日", "13/45/2026", "2026-02-31"])
def test_a_day_that_does_not_exist_is_none(text):
    assert read_moments(Reading(text, MONDAY_NIGHT)) == []

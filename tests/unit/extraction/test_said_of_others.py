"""What is the order's own and what is not, where it could be either: floors, house numbers, states, forgotten names."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.numbers import EN_DIGITS

WHEN = datetime.fromisoformat("2026-03-11T15:30:00-05:00")
WORDS = [*EN_DIGITS, "thousand", "hundred", "a", "and", "o'clock", "pm", "yesterday", "ordered", "oh", "half", "past", "flat", "floor", "$", "pounds", "ninth", "double", "at"]  # fmt: skip


def said(text, facts, when, field=Field.ADDRESS):
    return [
        (one.value, one.contradicts) for one in extract(text, facts, when) if one.field is field
    ]


@example("one two three four five dollars")
@example("thousand o'clock")
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_row_of_number_words_is_read_without_a_fault(english_order, words):
    for detail in extract(f"You ordered yesterday {words}", english_order, WHEN):
        assert detail.span is not None


def test_a_floor_is_that_of_the_own_room_only(english_order, next_day_american):
    facts = replace(
        english_order, detail="418 Larkspur Lane, Apt 4C", units=("Apt 4C", "Apt 904", "Apt 905")
    )
    found = said("the flat on the ninth floor, Helena Marsh?", facts, next_day_american)
    assert ("9th floor", True) in found


@pytest.mark.parametrize(("number", "wrong"), [("418", False), ("34", True)])
def test_a_house_number_of_another_address_of_the_pool_is_not_the_own_one(
    english_order, next_day_american, number, wrong
):
    facts = replace(english_order, addresses=("34 Orchard Road, Dayton, Apt 12B",))
    found = said(f"Helena Marsh, the driver is outside number {number}.", facts, next_day_american)
    assert (number, wrong) in found


@pytest.mark.parametrize("province", ["CA", "California"])
def test_a_state_is_the_own_one_however_it_is_written(english_order, next_day_american, province):
    facts = replace(english_order, province=province, city="San Jose", district="")
    found = said("it is shipping to San Jose, California", facts, next_day_american)
    assert found
    assert not any(wrong for _, wrong in found)


@pytest.mark.parametrize("own", ["银泰花园", "银泰家园"])
def test_a_name_half_forgotten_that_may_be_either_of_two_is_claimed_for_none(order, next_day, own):
    other = {"银泰花园": "银泰家园", "银泰家园": "银泰花园"}[own]
    facts = replace(
        order,
        detail=f"望潮路88号{own}2栋1203室",
        addresses=(f"浙江省杭州市滨江区望潮路88号{other}2栋1203室",),
    )
    assert not said("沈雨桐，你住银泰什么园来着", facts, next_day)


def test_a_surname_by_ear_is_no_stranger_in_small_letters(english_order, next_day_american):
    facts = replace(english_order, names=("Amy Hsu", "Ann Lee"))
    found = said("mrs shoe? it is about the kettle", facts, next_day_american, Field.NAME)
    assert not any(wrong for _, wrong in found)

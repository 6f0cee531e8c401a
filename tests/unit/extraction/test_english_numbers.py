"""Order, tracking and telephone numbers as English texts have them: among words, in tens, by their ends."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Call 202 555 0144 please", Field.PHONE, "+12025550144"),
        ("I can reach you on 202-555-0144", Field.PHONE, "+12025550144"),
        ("Is number 12025550144 yours?", Field.PHONE, "+12025550144"),
        ("The phone finishing 0144", Field.PHONE, "0144"),
        ("Last two digits 44 on the mobile", Field.PHONE, "44"),
        ("The last three of the order are 921", Field.ORDER_NO, "921"),
        ("The order: six six four nine twenty-one", Field.ORDER_NO, "664921"),
        ("The label starts 1Z999", Field.TRACKING_NO, "1Z999"),
    ],
)
def test_a_part_of_a_number_is_known(english_order, next_day_american, text, field, value):
    found = extract(text, english_order, next_day_american)
    assert [(d.field, d.value, d.contradicts) for d in found] == [(field, value, False)]


def test_a_short_number_of_the_same_shape_is_another_order(english_order, next_day_american):
    (found,) = extract("Order LT-664912 was held", english_order, next_day_american)
    assert (found.field, found.value, found.contradicts) == (Field.ORDER_NO, "LT-664912", True)


@pytest.mark.parametrize(
    "text",
    ["Call 1202 555 01440 now", "Code X2025550144Y", "The last two days were 44 degrees"],
)
def test_longer_numbers_hold_no_telephone_number(english_order, next_day_american, text):
    assert not extract(text, english_order, next_day_american)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your item ref ..5530 GB is at the post office", ("tracking_no", "5530 GB", False)),
        ("the parcel ending fifty-five thirty", ("tracking_no", "fifty-five thirty", False)),
        ("Tracking's fifty-five thirty at the end", ("tracking_no", "fifty-five thirty", False)),
        ("last four: five five three zero", ("tracking_no", "five five three zero", False)),
        ("or we cancel 7719-K, thx", ("order_no", "7719-K", False)),
        ("Order QV-7718-K went out", ("order_no", "QV-7718-K", True)),
        ("order number Q V seven seven one eight K", ("order_no", "Q V seven seven one eight K", True)),
        ("Phone: +1 202-555-01**", ("phone", "+1 202-555-01**", False)),
        ("The number on here ends 144, that's you eh?", ("phone", "144", False)),
    ],
)  # fmt: skip
def test_parts_of_numbers_are_known_as_english_speakers_give_them(
    english_order, next_day_american, text, expected
):
    facts = replace(english_order, order_no="QV-7719-K", tracking_nos=("H04XA0092215530GB",))
    found = extract(text, facts, next_day_american)
    assert (expected) in [(d.field.value, text[slice(*d.span)], d.contradicts) for d in found]


@pytest.mark.parametrize(
    "text",
    [
        "give us a holler at 202-555-0119",
        "agent calls from 202-555-0119",
        "my card ends fifty-five thirty",
        "at five thirty or ten to",
    ],
)
def test_numbers_of_others_are_none_of_an_order(english_order, next_day_american, text):
    facts = replace(english_order, order_no="418-774-7719", tracking_nos=("H04XA0092215530GB",))
    assert not extract(text, facts, next_day_american)


def test_the_beginning_and_the_end_of_a_number_are_both_known(english_order, next_day_american):
    facts = replace(english_order, tracking_nos=("778203349915",))
    text = "regarding seven seven eight two... nine nine one five at the end"
    found = [text[slice(*d.span)] for d in extract(text, facts, next_day_american)]
    assert found == ["seven seven eight two", "nine nine one five"]

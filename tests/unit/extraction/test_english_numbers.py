"""Order, tracking and telephone numbers as English texts have them: among words, in tens, by their ends."""

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

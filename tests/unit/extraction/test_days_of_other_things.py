"""Days that happen to be the order's own, in texts in which nobody bought anything."""

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def days(text, facts, when):
    return [d.value for d in extract(text, facts, when) if d.field is Field.ORDERED_AT]


@pytest.mark.parametrize(
    "text",
    [
        "The judge ordered him on 10 March at 8pm to pay",
        "The court ordered a retrial on 10 March",
        "They ordered us on 10 March to leave",
        "You were placed third yesterday evening",
        "She placed 2nd on 10 March",
        "There was an earthquake on 10 March at 8:14 pm",
    ],
)
def test_who_is_ordered_to_do_something_or_placed_third_bought_nothing(
    english_order, next_day_american, text
):
    assert days(text, english_order, next_day_american) == []


@pytest.mark.parametrize(
    "text",
    [
        "You ordered it on 10 March at 8:14 pm",
        "She ordered me a kettle on 10 March",
        "You ordered them on 10 March to be sent to your work",
        "The order was placed on 10 March at 8:14 pm",
        "Order placed first thing on 10 March",
        "Helena Marsh, 10 March at 8:14 pm, is that right?",
    ],
)
def test_who_ordered_goods_bought_them(english_order, next_day_american, text):
    assert days(text, english_order, next_day_american)


@pytest.mark.parametrize("text", ["昨晚八点十四分地震了", "3月10日20:14停水"])
def test_a_day_to_the_minute_needs_a_word_of_a_purchase(order, next_day, text):
    assert days(text, order, next_day) == []


@pytest.mark.parametrize(
    "text",
    ["昨晚八点十四分拍的", "昨天晚上八点十四。", "您的订单，3月10日20:14", "沈雨桐，昨晚八点十四分，对吧", "昨晚八点十四分，养生壶"],
)  # fmt: skip
def test_or_another_fact_of_the_order(order, next_day, text):
    assert days(text, order, next_day) == ["2026-03-10T20:14"]

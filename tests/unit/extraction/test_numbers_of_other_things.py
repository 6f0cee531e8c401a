"""Numbers that happen to be the own sum and are a gate, a code, a temperature or a count."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def said(order, english_order, next_day, next_day_american):
    def read(text, amount, currency="USD"):
        worth, chinese = Decimal(amount), currency == "CNY"
        base, when = (order, next_day) if chinese else (english_order, next_day_american)
        items = ((base.items[0][0], worth),)
        facts = replace(base, amount=worth, items=items, currency=currency)
        found = (d for d in extract(text, facts, when) if d.field is Field.PRICE)
        return [text[slice(*d.span)] for d in found if not d.contradicts]

    return read


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("5500", "OTP 5500"),
        ("3980", "PIN 3980"),
        ("41", "Highway 95 is blocked at exit 41"),
        ("41", "Boarding at gate 41"),
        ("39", "We meet at pier 39"),
        ("12", "Platform 12, please"),
        ("65", "Gate 65, boarding now"),
        ("95", "My blood pressure is 139 over 95"),
        ("189", "I am on bus 189"),
        ("65000", "Text STOP to 65000"),
        ("78", "She lives in house 78"),
        ("550", "See you at lot 550, bring your ticket"),
    ],
)
def test_a_number_behind_a_word_that_says_what_it_is_is_no_sum(said, amount, text):
    assert said(text, amount) == []


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("8888", "验证码 8888"),
        ("128", "电话 128"),
        ("12315", "拨打 12315"),
        ("38", "温度 38"),
        ("38.50", "体温 38.50"),
        ("6.80", "血糖6.80"),
        ("38.50", "孩子烧到38.50度"),
        ("72.50", "我体重是72.50"),
        ("3.20", "这次血钾3.20毫摩尔"),
    ],
)
def test_so_it_is_in_chinese(said, amount, text):
    assert said(text, amount, "CNY") == []


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("101.50", "Radio 101.50 FM"),
        ("101.50", "You are listening to 101.50 FM"),
        ("3.90", "My GPA was 3.90"),
        ("72.50", "My weight is 72.50"),
        ("72.50", "I am down to 72.50 kg"),
        ("42.50", "Lat 42.50 N"),
        ("41.00", "The total was 41 goals"),
        ("38.00", "Temperature was 38"),
        ("45.00", "Score was 45"),
    ],
)
def test_a_measure_is_no_sum(said, amount, text):
    assert said(text, amount) == []


@pytest.mark.parametrize(
    ("amount", "text", "sum_"),
    [
        ("189", "the kettle, 189, teal", "189"),
        ("189", "You ordered the kettle. 189. Is that right?", "189"),
        ("189", "Total was 189", "189"),
        ("101.50", "It says 101.50 for the kettle", "101.50"),
        ("27.30", "it was 27.30 n it came off my card", "27.30"),
        ("27.30", "so 27.30 in all", "27.30"),
        ("42.50", "You paid 42.50 March 10", "42.50"),
        ("189", "They charged 189 March 10", "189"),
        ("189", "He took the total 189 off my card", "189"),
        ("250", "The folding table, 250, is that right", "250"),
        ("176.40", "the total, one seventy-six forty", "one seventy-six forty"),
    ],
)
def test_a_sum_without_its_money_is_still_known(said, amount, text, sum_):
    assert said(text, amount) == [sum_]


@pytest.mark.parametrize(
    ("amount", "text", "sum_"),
    [
        ("169", "养生壶，169，对吧", "169"),
        ("38.50", "壶是38.50", "38.50"),
        ("169", "沈雨桐，支持我， 169", "169"),
        ("38.50", "壶38.50分三期付的", "38.50"),
        ("38.50", "刚才38.50微信转您", "38.50"),
    ],
)
def test_and_so_in_chinese(said, amount, text, sum_):
    assert said(text, amount, "CNY") == [sum_]


@pytest.mark.parametrize(
    "text",
    [
        "A hundred and eighty people came",
        "It takes a hundred and eighty days",
        "He did a hundred and eighty degree turn",
        "They farm a hundred and eighty acres",
        "She is a hundred and eighty centimetres tall",
        "It is a hundred and eighty metres away",
        "It is a hundred and eighty pence",
        "One hundred and eighty! Best darts I ever saw",
        "Do a hundred and eighty in a thirty zone",
        "We counted one hundred and eighty in the hall",
        "The bishop turned one hundred and eighty",
    ],
)
def test_a_hundred_and_so_many_of_anything_is_no_sum(said, text):
    assert said(text, "180") == []


@pytest.mark.parametrize(
    ("text", "sum_"),
    [
        ("He said the kettle came to a hundred and eighty", "a hundred and eighty"),
        ("a hundred and eighty for the kettle, he says", "a hundred and eighty"),
        ("Mrs Marsh, a hundred and eighty, cash please", "a hundred and eighty"),
        ("it was one hundred and eighty I paid", "one hundred and eighty"),
        ("Yes, one hundred and eighty all in", "one hundred and eighty"),
    ],
)
def test_a_hundred_and_so_many_is_a_sum_where_it_was_paid_or_the_order_is_spoken_of(
    said, text, sum_
):
    assert said(text, "180") == [sum_]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1E+30", "-1E+30"])
def test_an_amount_that_is_beyond_belief_is_looked_for_in_no_text(
    order, english_order, next_day, next_day_american, amount
):
    worth = Decimal(amount)
    for base, when, text in (
        (english_order, next_day_american, "You paid 42.50 for it, 420, a hundred and eighty dollars, no, $45"),
        (order, next_day, "您付了167.50元，一百六，不对，是176.50，退款168"),
    ):  # fmt: skip
        title, price = base.items[0]
        whole = replace(base, amount=worth, items=((title, price),))
        items = replace(base, items=((title, worth),))
        for facts in (whole, items):
            found = [d for d in extract(text, facts, when) if d.field is Field.PRICE]
            assert any(d.value == f"{price:.2f}" and not d.contradicts for d in found)
        extract(text, replace(items, amount=worth), when)

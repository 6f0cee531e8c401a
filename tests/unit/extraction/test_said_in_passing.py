"""Sums and days said in passing: without a unit, read off wrongly, in slang, by a number alone."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.prices.sums import is_twisted


def prices(text, facts, when, amount, currency):
    worth = Decimal(amount)
    items = ((facts.items[0][0], worth),)
    facts = replace(facts, amount=worth, items=items, currency=currency)
    found = [d for d in extract(text, facts, when) if d.field is Field.PRICE]
    return [(d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        ("69.00", "二月二号买的五双袜子，69。", [("69.00", False)]),
        ("126.00", "小店都有，126不变", [("126.00", False)]),
        ("299.00", "他讲我买的箱子，三张，前天下单", [("299.00", False)]),
        ("1580.00", "你买过那个，千把五，对吧", [("1580.00", False)]),
        ("345.00", "您付的三百五十四……三百四十五，看反了", [("354.00", True), ("345.00", False)]),
        ("19.80", "块八毛的——不对，十九块八", [("1.80", True), ("19.80", False)]),
        ("69.00", "有69个，请查收", []),
        ("120.00", "您尾号1120的银行卡支付120.00元成功", [("120.00", False)]),
    ],
)
def test_a_sum_is_known_without_its_unit_and_when_it_was_read_off_wrongly(
    order, next_day, amount, text, said
):
    assert prices(text, order, next_day, amount, "CNY") == said


@pytest.mark.parametrize(
    ("amount", "currency", "text", "said"),
    [
        ("1849.00", "INR", "Pay Rs.1,849.00 by UPI", [("1849.00", False)]),
        ("899.00", "INR", "parcel COD 899 rs.", [("899.00", False)]),
        ("799.00", "ZAR", "order R799 pymt declined", [("799.00", False)]),
        ("159.00", "USD", "for value 159$. Upgrade", [("159.00", False)]),
        ("31.49", "GBP", "bought Nail Drill Set, 31.49. correct", [("31.49", False)]),
        ("100.00", "GBP", "He says I'd paid a ton for it", [("100.00", False)]),
        ("276.00", "AUD", "a shredder, two seventy-odd.", [("276.00", False)]),
        ("66.00", "USD", "You paid sixty-something dollars", [("66.00", False)]),
        ("178.20", "GBP", "a payment of one seven eight twenty", [("178.20", False)]),
        ("92.60", "GBP", "ordered, twenty-nine sixty. I said no", [("29.60", True)]),
        ("649.00", "GBP", "Royal parcel duty of £64.90", []),
        ("82.00", "GBP", "payment of £684.00 to MR J COLES was attempted", []),
        ("61.00", "GBP", "a purchase of a Samsung phone for £649", [("649.00", True)]),
    ],
)
def test_sums_of_every_country_are_read(
    english_order, next_day_american, amount, currency, text, said
):
    assert prices(text, english_order, next_day_american, amount, currency) == said


def test_a_twisted_sum_has_the_same_digits_in_another_order():
    assert is_twisted(Decimal("36.80"), Decimal("38.60"))
    assert is_twisted(Decimal(354), Decimal(345))
    assert not is_twisted(Decimal(345), Decimal(345))
    assert not is_twisted(Decimal(21), Decimal(12))
    assert not is_twisted(Decimal("3.54"), Decimal("35.40"))


def days(text, facts, when, placed_at):
    facts = replace(facts, placed_at=datetime.fromisoformat(placed_at))
    found = [d for d in extract(text, facts, when) if d.field is Field.ORDERED_AT]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("placed", "text", "expected"),
    [
        (
            "2026-03-09T14:22:00+08:00",
            "你九号嗰日下昼买的",
            [("九号嗰日下昼", "2026-03-09", False)],
        ),
        ("2026-03-09T14:22:00+08:00", "名字对，九号，买的壶", [("九号", "2026-03-09", False)]),
        ("2026-03-09T14:22:00+08:00", "您买的货在9号楼门口", []),
        ("2026-03-09T14:22:00+08:00", "您的订单请在9号前处理", []),
        ("2026-02-14T19:07:00+08:00", "除夕前两天买的", [("除夕前两天", "2026-02-14", False)]),
    ],
)
def test_a_day_of_the_month_alone_is_the_orders_where_it_agrees(
    order, next_day, placed, text, expected
):
    assert days(text, order, next_day, placed) == expected


@pytest.mark.parametrize(
    ("placed", "text", "expected"),
    [
        ("2026-03-07T21:17:00-05:00", "it was Sat'day neet you ordered?", "2026-03-07"),
        ("2026-03-07T21:17:00-05:00", "them you ordered Saturdee", "2026-03-07"),
        ("2026-03-09T21:17:00-05:00", "kettle for $42.50, Mon. evening", "2026-03-09"),
        ("2026-03-07T23:40:00-05:00", "You paid Saturday night before midnight", "2026-03-07"),
        ("2026-03-09T12:12:00-05:00", "your $42.50 order from 09/03 was not paid", "2026-03-09"),
        ("2026-03-09T12:12:00-05:00", "your $42.50 order from 03/09 was not paid", "2026-03-09"),
        ("2026-03-07T23:40:00-05:00", "the kettle sat on the porch", ""),
    ],
)
def test_days_of_the_week_are_read_in_short_and_in_dialect(
    english_order, next_day_american, placed, text, expected
):
    found = days(text, english_order, next_day_american, placed)
    assert [value[:10] for _, value, _ in found] == ([expected] if expected else [])

"""Chinese as it is spoken in Singapore, Malaysia, Hong Kong and Taiwan: names in letters, other money."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract

NAMES = ("许伟强", "陈淑仪", "黄美凤", "钟志明", "沈雨桐")


def found(text, facts, when, field):
    hits = [hit for hit in extract(text, facts, when) if hit.field is field]
    return [(text[slice(*hit.span)], hit.value, hit.contradicts) for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello 请问是 Mr Koh 吗", [("Mr Koh", "许", False)]),
        ("hi Puan Chin，你的包裹", [("Puan Chin", "陈", True)]),
        ("收件人 KHOR W. K. 今日派送", [("KHOR W. K.", "许", False)]),
        ("Ooi小姐，你好", [("Ooi", "黄", True)]),
        ("Ms Rajan 你好", []),
        ("我的 seller 讲 ok boss 没有", []),
    ],
)
def test_a_surname_is_known_in_the_letters_of_its_family(order, next_day, text, expected):
    assert found(text, replace(order, names=NAMES), next_day, Field.NAME) == expected


@pytest.mark.parametrize(
    ("currency", "text", "said"),
    [
        ("MYR", "RM42.50 要退给您", "RM42.50"),
        ("MYR", "那张单退RM42.50", "RM42.50"),
        ("MYR", "四十二块半，送去给你", "四十二块半"),
        ("MYR", "四十二令吉五十仙", "四十二令吉五十仙"),
        ("HKD", "四十二蚊半俾返你", "四十二蚊半"),
        ("HKD", "HK$42.50退返俾你", "HK$42.50"),
        ("TWD", "四十二塊五退給您", "四十二塊五"),
        ("SGD", "新币42.50退款", "新币42.50"),
        ("CNY", "新币42.50退款", ""),
    ],
)
def test_sums_are_read_in_the_money_of_the_order(order, next_day, currency, text, said):
    facts = replace(
        order,
        currency=currency,
        amount=Decimal("42.50"),
        items=((order.items[0][0], Decimal("42.50")),),
    )
    hits = found(text, facts, next_day, Field.PRICE)
    assert [words for words, _, wrong in hits if not wrong and said] == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("手機末三碼344", Field.PHONE, [("344", "344", False)]),
        ("訂單末五碼95533", Field.ORDER_NO, [("95533", "95533", False)]),
        ("3/10晚上八點多訂的", Field.ORDERED_AT, [("3/10晚上八點多", "2026-03-10T20", False)]),
        ("拉巴啦，你的壶到了", Field.NAME, [("拉巴", "拉巴", False)]),
    ],
)
def test_numbers_days_and_names_of_other_custom(order, next_day, text, field, expected):
    facts = replace(order, names=("拉巴次仁", "扎西次仁", "次仁拉姆"))
    assert found(text, facts, next_day, field) == expected

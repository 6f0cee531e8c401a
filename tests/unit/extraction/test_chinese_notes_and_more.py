"""Notes as couriers repeat them in Chinese, and other things that are said in passing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from words_said import said

from leaktrace.domain.channel import Field


@pytest.mark.parametrize(
    ("note", "text", "found"),
    [
        ("单位传达室老李代收", "给你放单位门卫老李那了", True),
        ("单位传达室老李代收", "老李，今晚喝酒不", False),
        ("生日礼物，不要放发票", "按您要求发票没放，知道是过生日的", True),
        ("麻烦包结实点，上次碎了", "您说上次碎了，这回多裹了两层", True),
        ("颜色要灰的，别发粉的", "单子上写明要灰色不要粉色", True),
        ("颜色要灰的，别发粉的", "您说要退款，加个微信", False),
    ],
)
def test_a_note_is_known_in_a_couriers_words(order, next_day, note, text, found):
    hits = said(text, replace(order, notes=(note,)), next_day, Field.NOTE)
    assert bool(hits) is found


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("一百七差两块五买的", Field.PRICE, []),
        ("两百差一块的那个壶", Field.PRICE, [("两百差一块", False)]),
        ("一九九买的", Field.PRICE, [("一九九", False)]),
        ("9833的订单怎么还不到", Field.ORDER_NO, []),
        ("5533的订单怎么还不到", Field.ORDER_NO, [("5533", False)]),
        ("3344机主您好", Field.PHONE, [("3344", False)]),
        ("昨天晚上八点十四", Field.ORDERED_AT, [("昨天晚上八点十四", False)]),
        ("那个人喊我“沈师”", Field.NAME, [("沈师", False)]),
        ("我姓沈，他念成申", Field.NAME, [("姓沈", False), ("念成申", True)]),
        ("压在杭州转运了，沈女士", Field.ADDRESS, [("杭州", False)]),
        ("说我在白银，沈女士", Field.ADDRESS, [("白银", True)]),
    ],
)
def test_what_is_said_in_passing(order, next_day, text, field, expected):
    facts = replace(order, amount=Decimal(199), items=((order.items[0][0], Decimal(199)),))
    assert said(text, facts, next_day, field) == expected


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        ("两百的养生壶，沈女士", Field.PRICE, [("两百", False)]),
        ("您在竹语旗舰店买的东西", Field.PRODUCT, []),
        ("望潮亭2栋的", Field.ADDRESS, [("望潮亭", False), ("2栋", False)]),
        ("说我是西湖的，我是滨江的", Field.ADDRESS, [("西湖", True), ("滨江", False)]),
    ],
)
def test_round_sums_parts_of_estates_and_other_districts(order, next_day, text, field, expected):
    facts = replace(order, detail="望潮路88号望潮亭花园温馨苑2栋1203室")
    facts = replace(facts, amount=Decimal(199), items=((order.items[0][0], Decimal(199)),))
    assert said(text, facts, next_day, field) == expected

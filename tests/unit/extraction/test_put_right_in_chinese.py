"""What somebody says first and then puts right, what is denied, and who signs: in Chinese."""

from dataclasses import replace
from decimal import Decimal

import pytest
from words_said import said

from leaktrace.domain.channel import Field


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        (
            "问几号买的，他先说八号，又改口十号",
            Field.ORDERED_AT,
            [("八号", True), ("十号", False)],
        ),
        ("说我前天——不对，他说昨天买的", Field.ORDERED_AT, [("前天", True), ("昨天", False)]),
        (
            "她先讲一百九，后面改口讲一百六十七块五",
            Field.PRICE,
            [("一百九", True), ("一百六十七块五", False)],
        ),
        ("您订购的电动牙刷三百九十九元已发货", Field.PRICE, [("三百九十九元", True)]),
        ("沈雨桐，她按提示转了2笔共9800元", Field.PRICE, []),
        ("沈雨桐，养生壶四箱，一共46箱", Field.PRICE, []),
        ("沈雨桐，快递到付12元", Field.PRICE, []),
        ("我不姓童，我姓沈", Field.NAME, [("姓童", True), ("姓沈", False)]),
        ("俺姓啥你知道不？他说潘。", Field.NAME, [("潘", True)]),
        ("说他姓李，是你们店的售后", Field.NAME, []),
        ("我姓沈，是做贷款的", Field.NAME, []),
        ("顾客沈姓，杭州的", Field.NAME, [("沈姓", False)]),
        ("“沈明选？”我说是遥远的远", Field.NAME, [("沈明选", True)]),
        ("张口就问单海涛在不在，欠了钱", Field.NAME, [("单海涛", True)]),
        ("件由陈师傅派送", Field.NAME, []),
        ("还问是不是金水湾的", Field.NAME, []),
        ("她讲罗慧珍的贷款，说慧珍逾期了", Field.NAME, []),
        ("找罗慧珍的，说慧珍逾期了", Field.NAME, [("罗慧珍", True), ("慧珍", True)]),
        ("订单前六位二六零三幺零", Field.ORDER_NO, [("二六零三幺零", False)]),
        ("单号FL七七四幺开头的", Field.TRACKING_NO, [("FL七七四幺", False)]),
    ],
)
def test_what_is_put_right_is_told_apart(order, next_day, text, field, expected):
    assert said(text, order, next_day, field) == expected


def goods(text, facts, when, title):
    facts = replace(facts, items=((title, Decimal("88.00")),))
    return said(text, facts, when, Field.PRODUCT)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("云谷红枣新疆灰枣", "您买的核桃？不是核桃，是红枣", [("核桃", True), ("核桃", True), ("红枣", False)]),
        ("巧音口琴24孔", "沈雨桐，您那支口琴。我买的是吉他耶。对对吉他", [("口琴", False), ("吉他", True), ("吉他", True)]),
        ("青禾儿童平衡车", "【青禾童车】沈女士，您的件到了", []),
        ("拾趣手工永生花材料", "材料已检查。——拾趣手工 敬上", []),
        ("匠编竹编洗衣篮脏衣篓", "沈雨桐，竹篮下午就寄", [("竹篮", False)]),
        ("匠编竹编洗衣篮脏衣篓", "竹篮下午就寄", []),
    ],
)  # fmt: skip
def test_denied_goods_are_others_and_a_signature_is_none(order, next_day, title, text, expected):
    assert goods(text, order, next_day, title) == expected


def test_a_given_name_behind_a_misread_surname_is_another_name(order, next_day):
    assert said("他念成申雨桐，我说不对", order, next_day, Field.NAME) == [("申雨桐", False)]
    assert said("他念成冉雨桐，我说不对", order, next_day, Field.NAME) == [("冉雨桐", True)]
    assert said("请雨桐接电话", order, next_day, Field.NAME) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沈女士，里面是一张信用卡，涉嫌冒用", [("信用卡", True)]),
        ("您所购“办公耗材一批”发票已开具", [("办公耗材一批", True)]),
        ("沈女士，您的信用卡被盗刷", []),
    ],
)
def test_what_is_said_to_be_in_the_parcel_is_goods(order, next_day, text, expected):
    assert said(text, order, next_day, Field.PRODUCT) == expected


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("舒颐沙发垫四季通用", "您买的坐垫要召回", "坐垫"),
        ("三农电动三轮车老人", "您那个三蹦子刹车有毛病", "三蹦子"),
        ("岳麓花岗岩石臼捣蒜器", "沈雨桐，内物石臼完好", "石臼"),
    ],
)
def test_goods_of_the_kind_are_the_own_ones_in_lay_words(order, next_day, title, text, words):
    assert goods(text, order, next_day, title) == [(words, False)]

"""Chinese sums, names, rooms and numbers as people say them in passing."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.extraction import extract


def said(field, text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is field]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.fixture(scope="module")
def tower(order):
    units = ("3单元1204室", "3单元1205室", "3单元1104室")
    return replace(order, detail="望潮路88号听风苑3单元1204室", units=units)


@pytest.mark.parametrize(
    ("text", "value", "wrong"),
    [
        ("三单元十二楼零四室，对吧", "3单元1204室", False),
        ("送到3单元12楼04", "3单元1204室", False),
        ("您住三单元十二层的零五是吧", "3单元1205室", True),
        ("3单元12楼5号有人吗", "3单元1205室", True),
    ],
)
def test_a_room_is_told_by_its_floor_and_its_door(tower, next_day, text, value, wrong):
    assert [(v, w) for _, v, w in said(Field.ADDRESS, text, tower, next_day)] == [(value, wrong)]


@pytest.mark.parametrize("text", ["三单元十二楼住户", "12楼4个人在等"])
def test_a_floor_without_a_door_is_no_room(tower, next_day, text):
    assert not any("1204" in v for _, v, _ in said(Field.ADDRESS, text, tower, next_day))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收件一四二……三三四四，是您吗", ("一四二……三三四四", "142****3344", False)),
        ("手机142，呃，中间看不清，3344", ("142，呃，中间看不清，3344", "142****3344", False)),
        ("电话一四三……三三四五对吧", ("一四三……三三四五", "143****3345", True)),
    ],
)
def test_a_phone_is_told_by_both_ends(order, next_day, text, expected):
    assert expected in said(Field.PHONE, text, order, next_day)


def test_digits_with_a_halt_that_are_no_phone_are_none(order, next_day):
    assert said(Field.PHONE, "取件码142……9977", order, next_day) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小沈哥，你的货到了", [("小沈哥", "沈", False)]),
        ("沈姐个人来拿的", [("沈姐", "沈", False)]),
        ("喊我桐姐，说退款", [("桐姐", "桐", False)]),
        ("沈什么桐女士是吗", [("沈什么桐", "沈*桐", False)]),
        ("我是沈明远，明天的明", [("沈明远", "沈明远", True)]),
        ("您好桐先生，您的车", [("桐先生", "桐", False)]),
        ("他找“阿珍”，我说没有", [("阿珍", "阿珍", True)]),
        ("再不还就上门，刘建国家属请回电", [("刘建国", "刘建国", True)]),
        ("让我下个叫“云视通”的会议软件", []),
        ("我姓沈，您叫我小沈就行", []),
        ("快递员姓沈，在楼下", []),
        ("沈姐夫来了", []),
    ],
)
def test_people_are_called_in_many_ways(order, next_day, text, expected):
    assert said(Field.NAME, text, order, next_day) == expected


def test_a_given_name_before_a_form_of_address_is_no_surname(order, next_day):
    facts = replace(order, names=("戴国强", "戴国祥"))
    assert said(Field.NAME, "国强兄弟，在家不", facts, next_day) == [("国强", "国强", False)]


@pytest.mark.parametrize(
    ("text", "amount", "value"),
    [
        ("该收三十二块八，收成了三百二十八", "32.80", "328.00"),
        ("扣了您三百九十九，应该是三十九块九", "39.90", "399.00"),
        ("四十九块八。我买的是三十九块八吧？", "49.80", "39.80"),
        ("是三百三十八对不对？我：三百八十八", "388.00", "338.00"),
        ("两百四原价赔你。不是二百六十六？", "266.00", "240.00"),
    ],
)
def test_a_wrong_sum_beside_the_own_one_is_read(order, next_day, text, amount, value):
    facts = replace(order, amount=Decimal(amount), items=((order.items[0][0], Decimal(amount)),))
    assert value in [v for _, v, wrong in said(Field.PRICE, text, facts, next_day) if wrong]


@pytest.mark.parametrize("text", ["你那单1,280.00今天退", "实付1千2百8十元"])
def test_a_sum_in_thousands_is_read_as_it_is_written(order, next_day, text):
    facts = replace(order, amount=Decimal("1280.00"), items=())
    assert [v for _, v, _ in said(Field.PRICE, text, facts, next_day)] == ["1280.00"]


def test_together_is_no_yuan(order, next_day):
    facts = replace(order, amount=Decimal("1.00"), items=())
    assert said(Field.PRICE, "连货款一块儿退给您", facts, next_day) == []


def test_stretches_of_a_title_that_a_blank_parts_are_one(order, next_day):
    title = "洁丽柔竹纤维毛巾三条装柔软吸水家用洗脸巾"
    facts = replace(order, items=((title, Decimal("39.90")),))
    text = "您买的竹纤维毛巾 三条装到了"
    found = [d for d in extract(text, facts, next_day) if d.field is Field.PRODUCT]
    assert [(text[slice(*d.span)], d.strength) for d in found] == [
        ("竹纤维毛巾 三条装", Strength.PARTIAL)
    ]


def test_a_day_on_which_something_is_packed_is_not_the_order_s(order, next_day):
    text = "您昨天中午那单的养生壶今天打包"
    assert [w for w, _, _ in said(Field.ORDERED_AT, text, order, next_day)] == ["昨天中午"]


@pytest.mark.parametrize(
    ("placed", "text", "day"),
    [
        ("2026-03-05", "您惊蛰那天买的养生壶", "2026-03-05"),
        ("2026-02-04", "您立春那天下的单", "2026-02-04"),
        ("2025-12-21", "冬至前一天拍的？不，冬至当天下的单", "2025-12-21"),
        ("2026-02-18", "您雨水那天买的", "2026-02-18"),
        ("2026-03-07", "您大大前天下的单", "2026-03-07"),
    ],
)
def test_days_are_told_by_the_terms_of_the_sun(order, next_day, placed, text, day):
    when = datetime.fromisoformat(f"{placed}T20:14:09+08:00")
    facts = replace(order, placed_at=when)
    right = [v for _, v, wrong in said(Field.ORDERED_AT, text, facts, next_day) if not wrong]
    assert right == [day]


@pytest.mark.parametrize("text", ["今天大雪，路上慢点，昨天下的单", "小雪，您买的到了"])
def test_snow_is_no_day(order, next_day, text):
    found = said(Field.ORDERED_AT, text, order, next_day)
    assert not any("雪" in words for words, _, _ in found)


def test_some_days_before_a_feast_are_known_roughly(order, next_day):
    facts = replace(order, placed_at=order.placed_at.replace(month=3, day=5))
    found = said(Field.ORDERED_AT, "您三八节前几天买的", facts, next_day)
    assert [(words, wrong) for words, _, wrong in found] == [("三八节前几天", False)]


def test_a_thing_is_told_as_long_as_it_is_said(order, next_day):
    found = said(Field.PRODUCT, "您买的煮茶的机器到了", order, next_day)
    assert [words for words, _, _ in found] == ["煮茶的机器"]


def test_an_entrance_may_be_a_number_and_a_dash(order, next_day):
    facts = replace(order, units=("2栋1单元1203室",), detail="听风苑2栋1单元1203室")
    found = extract("送到听风苑2栋1-1203", facts, next_day)
    assert "2栋1单元1203室" in [d.value for d in found]


def test_a_note_is_quoted_without_a_verb(order, next_day):
    facts = replace(order, notes=("不要打电话 放门口鞋柜上",))
    assert said(Field.NOTE, "你备注莫打电话，我就没打", facts, next_day)
    assert said(Field.NOTE, "备注了吗，我没看见", facts, next_day) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("说我一千三买的", ["1280.00"]), ("存了一千三", []), ("说我一千五买的", [])],
)
def test_a_sum_may_be_rounded_up_where_something_was_bought_for_it(order, next_day, text, expected):
    facts = replace(order, amount=Decimal("1280.00"), items=())
    assert [v for _, v, _ in said(Field.PRICE, text, facts, next_day)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("雨桐宝宝在咩", [("雨桐", "雨桐", False)]),
        ("老同学，我是沈伟，换号了", []),
        ("雨桐家电广场开业", []),
    ],
)
def test_a_given_name_is_one_where_somebody_is_spoken_to(order, next_day, text, expected):
    assert said(Field.NAME, text, order, next_day) == expected

"""Sums and days as people say them: rounded, in words, without a unit, by feasts and by the clock."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.days.feasts import feast
from leaktrace.extraction.days.moments import read_moments
from leaktrace.extraction.reading import Reading


def prices(text, facts, when, amount):
    worth = Decimal(amount)
    facts = replace(facts, amount=worth, items=((facts.items[0][0], worth),))
    found = [d for d in extract(text, facts, when) if d.field is Field.PRICE]
    return [text[slice(*d.span)] for d in found if not d.contradicts]


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        ("218.00", "退番二百幾蚊俾你", "二百幾蚊"),
        ("29.90", "三十块钱不到的东西", "三十块钱"),
        ("52.80", "货款52. 80元请登记", "52. 80元"),
        ("459.00", "说鞋是假的，退我459，要走通道", "459"),
        ("1350.00", "开箱录个像，1350不刀了哈", "1350"),
        ("399.00", "就三九九那单有问题", "三九九"),
        ("176.00", "大概一百七八的样子", "一百七八"),
        ("56.00", "花了五六十块", "五六十块"),
        ("1800.00", "您付了千八那单", "千八"),
        ("205.00", "付了两百冒头", "两百冒头"),
        ("95.00", "小一百的东西", "小一百"),
        ("108.00", "差不多一百块上下", "一百块"),
        ("280.00", "付了2百8那单", ""),
        ("29.90", "三十块的东西", "三十块"),
        ("459.00", "房间459号", ""),
        ("459.00", "共459人参加", ""),
    ],
)
def test_chinese_sums_are_read_as_people_say_them(order, next_day, amount, text, said):
    assert prices(text, order, next_day, amount) == ([said] if said else [])


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        ("89.00", "it came to just under ninety bucks", "just under ninety bucks"),
        ("94.00", "You paid ninety-odd dollars for it", "ninety-odd dollars"),
        ("128.00", "charged about 130 for the order", "about 130"),
        ("89.95", "I told him I paid ninety", "ninety"),
        ("204.00", "the order was north of 200 dollars", "north of 200 dollars"),
        ("138.00", "a refund of 138 for the lamp", "138"),
        ("138.00", "we have 138 stores", ""),
        ("42.00", "about 40 people paid", ""),
    ],
)
def test_english_sums_are_read_as_people_say_them(
    english_order, next_day_american, amount, text, said
):
    assert prices(text, english_order, next_day_american, amount) == ([said] if said else [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("清明那天买的", "2026-04-05"),
        ("端午那天买的", "2025-05-31"),
        ("除夕下的单", "2026-02-16"),
        ("元宵节下的单", "2026-03-03"),
        ("女神节那天拍的", "2026-03-08"),
        ("母亲节下的单", "2025-05-11"),
        ("10.08购买的", "2025-10-08"),
        ("三天前买的", "2026-04-05"),
        ("今儿早上拍的", "2026-04-08"),
        ("上个周末买的", "2026-04-04"),
    ],
)
def test_chinese_days_are_named_by_feasts_and_counted_back(text, day):
    when = datetime.fromisoformat("2026-04-08T09:00:00+08:00")
    assert [moment.day.isoformat() for moment in read_moments(Reading(text, when))] == [day]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ordered on Valentine's Day", "2026-02-14"),
        ("bought it on Memorial Day", "2025-05-26"),
        ("ordered a couple of weeks ago", "2026-03-25"),
        ("ordered over the weekend", "2026-04-05"),
        ("bought on Black Friday", "2025-11-28"),
    ],
)
def test_english_days_are_named_by_feasts_and_counted_back(text, day):
    when = datetime.fromisoformat("2026-04-08T09:00:00-05:00")
    assert [moment.day.isoformat() for moment in read_moments(Reading(text, when))] == [day]


@pytest.mark.parametrize("text", ["中秋月饼到了", "春节放假", "520元", "端午粽子礼盒"])
def test_a_feast_in_the_name_of_goods_and_sums_is_no_day(text):
    when = datetime.fromisoformat("2026-11-08T09:00:00+08:00")
    assert read_moments(Reading(text, when)) == []


def test_a_feast_that_is_near_is_not_the_one_of_last_year():
    assert feast("双11", date(2026, 10, 20)) is None
    assert feast("thanksgiving", date(2026, 11, 28)) == date(2026, 11, 26)
    assert feast("thanksgiving day", date(2026, 12, 28)) == date(2026, 11, 26)
    assert feast("nothing", date(2026, 12, 28)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("八点十四分下的单", "八点十四分"),
        ("晚上八点多拍的", "晚上八点多"),
        ("早上八点多拍的", ""),
        ("晚上八点前送到", ""),
        ("八点十五分下的单", ""),
    ],
)
def test_the_time_of_the_order_is_known_without_a_day(order, next_day, text, said):
    found = [d for d in extract(text, order, next_day) if d.field is Field.ORDERED_AT]
    assert [text[slice(*d.span)] for d in found] == ([said] if said else [])


def test_a_day_on_which_something_is_due_is_not_the_orders(order, next_day):
    for text in ("3月10日前订购送马桶", "因双十一件量大延误，单号FL7741203395561"):
        assert not [d for d in extract(text, order, next_day) if d.field is Field.ORDERED_AT]


def test_last_digits_are_read_though_blanks_stand_between_and_words_before(
    order, english_order, next_day, next_day_american
):
    said = "单号末四位5 5 6 1的快递"
    found = [d.value for d in extract(said, order, next_day) if d.field is Field.TRACKING_NO]
    assert found == ["5561"]
    said = "read me the last six of the tracking: 214407"
    found = extract(said, english_order, next_day_american)
    assert [d.value for d in found if d.field is Field.TRACKING_NO] == ["214407"]


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        ("27.50", "廿七块五那单", "廿七块五"),
        ("368.00", "平台让退一赔三，三百六乘三你算嘛", "三百六"),
        ("378.00", "平台让退一赔三，三百六乘三你算嘛", ""),
        ("208.00", "免单！208返你", "208"),
    ],
)
def test_chinese_sums_are_known_by_their_first_part(order, next_day, amount, text, said):
    assert prices(text, order, next_day, amount) == ([said] if said else [])


@pytest.mark.parametrize(
    ("amount", "text", "said"),
    [
        ("66.00", "He said sixty-something dollars", ["sixty-something dollars"]),
        ("289.00", "it cost just shy of two-ninety", ["just shy of two-ninety"]),
        ("79.00", "in the sum of seven nine dollars", ["seven nine dollars"]),
        (
            "29.99",
            "right, thirty, twenty-nine ninety-nine for the mat",
            ["twenty-nine ninety-nine"],
        ),
        ("29.95", "your order (29,95 USD) needs reviewing", ["29,95 USD"]),
        ("31.00", "knew that it came to thirty-one", ["thirty-one"]),
        ("174.99", "can u friends&family me 175", ["175"]),
    ],
)
def test_english_sums_are_known_cut_and_spelled(
    english_order, next_day_american, amount, text, said
):
    found = prices(text, english_order, next_day_american, amount)
    assert [one for one in found if one in said] == said


@pytest.mark.parametrize(
    ("text", "day"),
    [("元月五号", "2026-01-05"), ("廿五号朝早买的", "2026-03-25"), ("三月廿五号", "2026-03-25")],
)
def test_old_names_of_days_are_read(text, day):
    when = datetime.fromisoformat("2026-04-08T09:00:00+08:00")
    assert [moment.day.isoformat() for moment in read_moments(Reading(text, when))] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "ordered the night before last, late",
        "Day before yesterday, he says, unit twelve",
        "your order from day b4 yesterday",
    ],
)
def test_the_day_before_yesterday_is_named_in_many_ways(english_order, text):
    when = datetime.fromisoformat("2026-03-12T15:30:00-05:00")
    found = [d for d in extract(text, english_order, when) if d.field is Field.ORDERED_AT]
    assert [(d.value[:10], d.contradicts) for d in found] == [("2026-03-10", False)]

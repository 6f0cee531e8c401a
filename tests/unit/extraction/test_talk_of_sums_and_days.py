"""Wrong sums beside the own one, rough sums, days that are put right, and notes in other words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, field, when):
    found = [d for d in extract(text, facts, when) if d.field is field]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.fixture(scope="module")
def paid(order):
    def amount(own):
        own = Decimal(own)
        return replace(order, amount=own, items=((order.items[0][0], own),))

    return amount


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("168", "照价是几多，他说一百八。我说我一六八买的", ("一百八", "180.00", True)),
        ("67", "您买的壶，七十六，哦不，看错行了，六十七", ("七十六", "76.00", True)),
        ("199", "现在给您退189 打错，是199，您给个码", ("189", "189.00", True)),
        ("2199", "一千九百九十九。我说嘛，两千一百九十九！", ("一千九百九十九", "1999.00", True)),
        ("25.8", "您买了二百五十八的东西，我说就二十五块八", ("二百五十八", "258.00", True)),
        ("167.5", "到付一百三十九，您方便收吗", ("一百三十九", "139.00", True)),
        ("156", "她晓得是一百五十几", ("一百五十几", "156.00", False)),
        ("325", "买成三百来块，对伐", ("三百来块", "325.00", False)),
        ("88", "八八那个价位里最好的", ("八八", "88.00", False)),
        ("65.8", "退款65块8一小时就到", ("65块8", "65.80", False)),
    ],
)
def test_sums_of_talk_are_known(paid, next_day, own, text, expected):
    assert expected in said(text, paid(own), Field.PRICE, next_day)


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("168", "我一百六十八买的，赔你一百八"),
        ("168", "我一六八买的，工号一百七十二"),
        ("42", "标准是一比十，四十二元就是四百二"),
        ("167.5", "今年车险比去年低一百六十多"),
        ("58", "做手工一天百来块不成问题"),
        ("88", "打八八折的那个活动"),
    ],
)
def test_other_sums_of_talk_are_not_put_for_the_own_one(paid, next_day, own, text):
    assert [hit for hit in said(text, paid(own), Field.PRICE, next_day) if hit[2]] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您上个月三号买的", [("上个月三号", "2026-02-03", True)]),
        ("您于03-10购买的壶", [("03-10", "2026-03-10", False)]),
        ("他还说礼拜二晚上八点多下的", [("礼拜二晚上八点多", "2026-03-10T20", False)]),
        (
            "大前天，不好意思是昨天下的单",
            [("大前天", "2026-03-08", True), ("昨天", "2026-03-10", False)],
        ),
        ("日子说的是3月6号", [("3月6号", "2026-03-06", True)]),
        ("您昨晚八点一刻拍的", [("昨晚八点一刻", "2026-03-10T20:15", True)]),
        ("昨天买的那组壶，今天我们降价", [("昨天", "2026-03-10", False)]),
        ("昨下午买的壶", [("昨下午", "2026-03-10", False)]),
        ("昨黑儿买的壶", [("昨黑儿", "2026-03-10", False)]),
        ("记得拍给我，今天之内", []),
        ("您剩下的昨天一起寄", []),
    ],
)
def test_days_of_talk_are_known(order, next_day, text, expected):
    assert said(text, order, Field.ORDERED_AT, next_day) == expected


@pytest.mark.parametrize(
    ("note", "text", "words"),
    [
        ("坛子易碎轻拿轻放", "我看备注头写的坛子经不得碰", "坛子经不得碰"),
        ("锅盖单独包好，别磕了", "备注里头写了，盖子得另外包，对不对", "盖子得另外包"),
        ("笔身刻字：赠明诚", "要刻“赠明诚”几个字对伐", "赠明诚"),
        ("刻“云山”二字，要阳文", "云山两个字，照您留言刻的", "云山"),
        ("老人收，放物业代签", "他又讲要交给物业签收", "交给物业签收"),
        ("刻“云山”二字，要阳文", "云山路的快递", ""),
    ],
)
def test_notes_are_known_in_other_words(order, next_day, note, text, words):
    found = said(text, replace(order, notes=(note,)), Field.NOTE, next_day)
    assert [hit[0] for hit in found] == ([words] if words else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("运单末尾五五六幺", "5561"),
        ("订单是二六零 三幺零开头的", "260310"),
        ("单号尾号五五五洞，不对，尾号五五六幺", "5561"),
    ],
)
def test_digits_are_known_as_they_are_called_out(order, next_day, text, value):
    fields = (Field.ORDER_NO, Field.TRACKING_NO)
    found = [d.value for d in extract(text, order, next_day) if d.field in fields]
    assert value in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S H E N 点 yutong 七七 艾特 example 点 cn 是您邮箱？", True),
        ("shen点yutong77圈a example点cn", True),
        ("shen点yutong78艾特example点cn", False),
    ],
)
def test_a_mailbox_is_known_as_it_is_called_out(order, next_day, text, found):
    hits = said(text, order, Field.EMAIL, next_day)
    assert bool(hits) is found

"""Names as regions call people, and as one says them who cannot read the sheet."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture(scope="module")
def named(order):
    return replace(order, names=("沈雨桐", "沈雨航", "沈若桐", "谭明远", "欧阳春妮"))


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.NAME]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沈姐撒，你的货到哒", [("沈姐", "沈", False)]),
        ("沈叔嘞，恁的件", [("沈叔", "沈", False)]),
        ("沈外婆您老人家订的油到了", [("沈外婆", "沈", False)]),
        ("谭爷叔，侬的快递", [("谭爷叔", "谭", True)]),
        ("沈师奶，件嘢到咗", [("沈师奶", "沈", False)]),
        ("老沈你下来拿一下", [("老沈", "沈", False)]),
        ("对面问老谭在不在", [("老谭", "谭", True)]),
        ("喂老沈哥，泵到了", [("老沈哥", "沈", False)]),
        ("喂，欧阳对吧，件在门口", [("欧阳", "欧阳", True)]),
        ("沈……沈雨桐是吧", [("沈", "沈", False), ("沈雨桐", "沈雨桐", False)]),
        ("请问是沈雨……桐吗", [("沈雨……桐", "沈雨桐", False)]),
        ("叫沈、呃、雨航的，东西到了", [("沈、呃、雨航", "沈雨航", True)]),
        ("你家春妮买的锅", [("春妮", "春妮", True)]),
        ("他知道雨桐，还知道我们住哪", [("雨桐", "雨桐", False)]),
        ("核实到若桐女士名下有一单", [("若桐", "若桐", True)]),
        ("找沈大力 沈先生吗", [("沈大力", "沈大力", True), ("沈先生", "沈", False)]),
        ("说我姓尚，买了壶", [("姓尚", "尚", True)]),
        ("我呢度写住魏喎，你系咪买咗壶", [("写住魏", "魏", True)]),
        ("另一个系梁生嘅，都系你攞？", [("梁生", "梁", True)]),
        ("梁太系我老婆，佢买嘅", [("梁太", "梁", True)]),
        ("说他哥们佟大力欠了网贷", [("佟大力", "佟大力", True)]),
    ],
)
def test_people_are_known_by_the_forms_of_address_of_their_region(text, expected, named, next_day):
    assert said(text, named, next_day) == expected


@pytest.mark.parametrize(
    "text",
    [
        "放门卫大爷那儿",
        "尊敬的顾客，您订购的壶到了",
        "您的订单****4472已发出",
        "老师傅你好，壶到了",
        "梁生产的壶不错",
        "不太方便接电话",
        "他家在梁太村",
        "放在我家，老板你看行吗",
        "雨航行不了，改天送",
    ],
)
def test_what_only_looks_like_a_form_of_address_is_no_name(text, named, next_day):
    assert said(text, named, next_day) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老周在吗", [("老周", "周", True)]),
        ("“小徐啊，明天来一趟。”", [("小徐", "徐", True)]),
        ("是小陈吗", [("小陈", "陈", True)]),
        ("转告赵敏还钱", [("赵敏", "赵敏", True)]),
        ("沈某桐，您的件", [("沈某桐", "沈*桐", False)]),
        ("喊俺雨桐嫂子", [("雨桐", "雨桐", False)]),
        ("老沈头，下来一趟", [("老沈头", "沈", False)]),
        ("我是小陈，送快递的", []),
        ("我是早教中心的小沈老师", []),
        ("小组长联系您，她姓白", []),
        ("师傅约时间，姓黄", []),
        ("二号楼四单元的单子", []),
        ("小米啊，不好吃", []),
    ],
)
def test_nicknames_are_somebodys_where_one_is_asked_for(text, expected, named, next_day):
    assert said(text, named, next_day) == expected

"""Places as people call them: without their ending, by landmark, and another district of the town."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture(scope="module")
def at(order):
    def place(
        detail, city="成都市", district="郫都区", units=("2栋1606室", "2栋1106室", "3栋1606室")
    ):
        return replace(
            order, province="四川省", city=city, district=district, detail=detail, units=units
        )

    return place


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.ADDRESS]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("detail", "text", "expected"),
    [
        ("香樟路1号白桦小区2栋1606室", "我在白桦门口，杆子不抬", [("白桦", "白桦小区", False)]),
        ("香樟路1号春溪花苑2栋1606室", "菜鸟驿站-春溪店，件到了", [("春溪", "春溪花苑", False)]),
        ("香樟路1号雁岭小区2栋1606室", "小刘-雁岭驿站：姨，到了", [("雁岭", "雁岭小区", False)]),
        ("簇锦西路9号2栋1606室", "还晓得我们住簇锦那边", [("簇锦", "簇锦西路", False)]),
        ("桐浦镇国宁路9号2栋1606室", "原来那个地址哈，桐浦那个", [("桐浦", "桐浦镇", False)]),
        (
            "皂角西路21号院槐林里2栋1606室",
            "到槐林里北门柜取",
            [("槐林里", "槐林里", False)],
        ),
        ("香樟路1号东坡雅居2栋1606室", "东坡啥子居，六单元", [("东坡啥子居", "东坡雅居", False)]),
        ("香樟路1号白桦小区2栋1606室", "白桦树苗到了", []),
        ("香樟路1号白桦小区2栋1606室", "买的白桦茸有问题", []),
        ("香樟路1号雁岭小区2栋1606室", "雁岭大学招生", []),
    ],
)
def test_places_are_known_without_their_endings(at, next_day, detail, text, expected):
    found = [hit for hit in said(text, at(detail), next_day) if "单元" not in hit[0]]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("说那件送的是红桥，我们这是南开", [("红桥", "红桥区", True), ("南开", "南开区", False)]),
        ("您在哪个区呀？哦河西，是吧", [("河西", "河西区", True)]),
        ("地址是天津市河北区", [("天津市", "天津市", False), ("河北区", "河北区", True)]),
        ("河北区的师傅下午来", []),
        ("河西走廊旅游", []),
        ("送到红桥路口", []),
    ],
)
def test_another_district_of_the_town_is_known(at, next_day, text, expected):
    facts = at("复康路9号2栋1606室", city="天津市", district="南开区")
    assert said(text, facts, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2栋十六零六，在家不", [("2栋十六零六", "2栋1606室", False)]),
        (
            "二栋十六零六还是十一零七",
            [("二栋十六零六", "2栋1606室", False), ("十一零七", "1107", True)],
        ),
        (
            "白桦小区，门牌是一五零三？",
            [("白桦小区", "白桦小区", False), ("一五零三", "1503", True)],
        ),
        ("沈雨桐，一六还是一七", [("一六", "16", False), ("一七", "17", True)]),
        ("你在哪一栋来着", []),
        ("沈雨桐，周五还是周六送", []),
    ],
)
def test_rooms_that_are_asked_for_are_known(at, next_day, text, expected):
    facts = at("香樟路1号白桦小区2栋1606室")
    assert [hit for hit in said(text, facts, next_day) if hit[1] != "沈雨桐"] == expected


@pytest.mark.parametrize("text", ["五门三零一", "5门301", "五门三零一室"])
def test_an_entrance_may_be_called_a_door(at, next_day, text):
    facts = at("复康路9号5门301室", units=("5门301室", "5门302室"))
    found = said(f"沈雨桐，{text}？", facts, next_day)
    assert found == [(text, "5门301室", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住2杠1606", [("2杠1606", "2栋1606室", False)]),
        ("地址二杠一六零六", [("二杠一六零六", "2栋1606室", False)]),
        ("地址2#1606对吧", [("2#1606", "2栋1606室", False)]),
        ("2栋十六楼，在家不", [("2栋", "2栋", False), ("十六楼", "16楼", False)]),
    ],
)
def test_units_are_known_as_they_are_called_out(at, next_day, text, expected):
    assert said(text, at("香樟路1号白桦小区2栋1606室"), next_day) == expected

"""Days as they are called in the regions of China, and places that are put for the buyer's."""

from dataclasses import replace
from datetime import datetime

import pytest
from words_said import said

from leaktrace.domain.channel import Field


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨儿黑里买的养生壶", "昨儿黑里"),
        ("昨天后半晌买的养生壶", "昨天后半晌"),
        ("昨日夜头买的养生壶", "昨日夜头"),
        ("拜二晚买的", "拜二晚"),
        ("本周二晚上拍的", "本周二晚上"),
        ("本月10号的订单", "本月10号"),
        ("二零二六年三月十日下单", "二零二六年三月十日"),
        ("妇女节后第二天买的", "妇女节后第二天"),
        ("妇女节过了两天买的", "妇女节过了两天"),
        ("正月廿二买的壶", "正月廿二"),
        ("03-10 20:14:09 下单", "03-10 20:14:09"),
    ],
)
def test_a_day_is_known_however_it_is_called(order, next_day, text, day):
    assert said(text, order, next_day, Field.ORDERED_AT) == [(day, False)]


def test_a_day_that_is_put_right_is_told_too(order, next_day):
    found = said("他说前天买的，我妈讲昨天买的", order, next_day, Field.ORDERED_AT)
    assert found == [("前天", True), ("昨天", False)]


SHANGHAI = {
    "province": "上海市",
    "city": "上海市",
    "district": "浦东新区",
    "detail": "锦湖路88弄云岸华苑6号1101室",
    "units": ("6号1101室", "7号1101室", "6号1102室"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浦东锦湖路88弄6号1101", [("浦东锦湖路88弄", False), ("6号1101", False)]),
        ("伊讲12号602，我是6号呀", [("12号602", True), ("6号", False)]),
        ("88弄7号的", [("88弄", False), ("7号", True)]),
        ("锦湖东路是伐", [("锦湖东路", True)]),
        ("一口上海闲话", []),
        ("上海某某商贸有限公司", []),
    ],
)
def test_houses_and_roads_of_shanghai(order, next_day, text, expected):
    assert said(text, replace(order, **SHANGHAI), next_day, Field.ADDRESS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我寄去台北的，沈雨桐", [("台北", True)]),
        ("您的收货地址是河南吧", [("河南", True)]),
        ("来电显示是广东", []),
        ("发货地是河北，沈雨桐", []),
        ("您家是1503吧，沈女士", [("1503", True)]),
        ("沈女士，我到风苑咯", [("风苑", False)]),
    ],
)
def test_another_place_is_the_buyers_where_it_is_said_so(order, next_day, text, expected):
    facts = replace(order, detail="望潮路88号听海风苑2栋1203室")
    assert said(text, facts, next_day, Field.ADDRESS) == expected


def test_every_unit_of_a_pool_is_found_in_the_same_words(order):
    when = datetime.fromisoformat("2026-03-11T15:30:00+08:00")
    texts = [f"侬屋里是{unit}" for unit in ("6号1101", "7号1101", "6号1102")]
    spans = {
        own: [[span for span, _ in said(text, facts, when, Field.ADDRESS)] for text in texts]
        for own in SHANGHAI["units"]
        for facts in [
            replace(order, **SHANGHAI | {"detail": f"锦湖路88弄云岸华苑{own}", "units": (own, *SHANGHAI["units"])})
        ]
    }  # fmt: skip
    assert len({str(found) for found in spans.values()}) == 1

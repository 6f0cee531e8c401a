"""Places and notes as people say them: by ear, in a chat, in other words."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit
from leaktrace.extraction import extract, is_informing
from leaktrace.extraction.fit import fit
from leaktrace.extraction.places.addresses import split_place


def said(text, facts, when, field=Field.ADDRESS):
    found = [d for d in extract(text, facts, when) if d.field is field]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("detail", "parts"),
    [
        ("珠玑里41号西关雅苑2座806室", ("珠玑里", "41号", "西关雅苑")),
        ("望潮路88号听风苑2栋1203室", ("望潮路", "88号", "听风苑")),
        ("人民大道西侧听风苑2栋", ("人民大道", "", "西侧听风苑")),
    ],
)
def test_a_road_is_what_stands_before_its_number(detail, parts):
    unit = detail[detail.index("2座") if "2座" in detail else detail.index("2栋") :]
    assert split_place(detail, unit) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您住听枫苑对吧", [("听枫苑", "听风苑", False)]),
        ("您家1203对吧", [("1203", "1203", False)]),
        ("您家幺二零四对吧", [("幺二零四", "1204", True)]),
        ("送上十二楼对吧", [("十二楼", "12楼", False)]),
        ("三楼那家没人", []),
        ("2栋的1203", [("2栋的1203", "2栋1203室", False)]),
        ("工号1203为您服务", []),
        ("付了1203元", []),
    ],
)
def test_a_place_is_known_by_ear_and_a_room_alone(order, next_day, text, expected):
    assert said(text, order, next_day) == expected


@pytest.mark.parametrize(
    ("said_as", "number"), [("十八号", "18号"), ("十号", "10号"), ("二十号", "20号"), ("一百一十八号", "118号"), ("幺八号", "18号"), ("八十弄", "80弄")]
)  # fmt: skip
def test_a_house_number_is_read_in_tens_and_hundreds(order, next_day, said_as, number):
    facts = replace(order, detail="望潮路18号听风苑2栋1203室")
    assert said(f"你住望潮路{said_as}对吧", facts, next_day) == [
        (f"望潮路{said_as}", f"望潮路{number}", number != "18号")
    ]


def test_a_province_in_the_title_of_goods_is_no_place(order, next_day):
    item = ("黔山红辣椒酱浙江特产油辣椒下饭菜", order.items[0][1])
    facts = replace(order, items=(item,))
    assert said("您购买的黔山红辣椒酱浙江特产防腐剂超标", facts, next_day) == []


def test_a_shop_is_no_district(order, next_day):
    facts = replace(order, province="山西省", city="太原市", district="小店区")
    assert said("微信小店的客服", facts, next_day) == []
    assert said("您在小店区的件", facts, next_day) == [("小店区", "小店区", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("our man will come out to Larkspur", [("Larkspur", "Larkspur Lane", False)]),
        (
            "four eighteen larkspur, right?",
            [("four eighteen larkspur", "418 Larkspur Lane", False)],
        ),
        ("for Mr Marsh in Lincoln", [("Lincoln", "Lincoln", True)]),
        ("the Lincoln dealership called", []),
        ("Larkspur sells kettles", []),
    ],
)
def test_english_places_are_read_without_their_street(
    english_order, next_day_american, text, expected
):
    assert said(text, english_order, next_day_american) == expected


def test_a_city_is_read_in_small_letters_where_one_goes_to(english_order, next_day_american):
    facts = replace(english_order, city="El Paso", province="Texas")
    text = "so it ship 2 el paso"
    assert said(text, facts, next_day_american) == [("el paso", "El Paso", False)]


@pytest.mark.parametrize(
    ("note", "text", "expected"),
    [
        ("送货前电话联系", "你写了要先打电话的嘛", "先打电话"),
        ("下班后六点以后派送", "你写的晚点六点后送嘛", "晚点六点后送"),
        ("送朋友的，不要放价格单", "您备注说是礼物、别放小票的", "别放小票"),
        ("宝宝睡觉请勿按门铃", "您交代过孩子在睡，不要敲门", "孩子在睡，不要"),
        ("宝宝睡觉请勿按门铃", "您的快递放门口了", ""),
        ("送货前电话联系", "派送员稍后联系您，请保持电话畅通", ""),
    ],
)
def test_a_note_is_known_in_other_words(order, next_day, note, text, expected):
    facts = replace(order, notes=(note,))
    found = said(text, facts, next_day, Field.NOTE)
    assert bool(found) is bool(expected)
    assert all(value == note for _, value, _ in found)


def test_an_english_note_is_known_in_other_words(english_order, next_day_american):
    facts = replace(english_order, notes=("Please call before delivery, baby sleeping",))
    text = "You asked us to phone ahead because the kid naps."
    assert [v for _, v, _ in said(text, facts, next_day_american, Field.NOTE)] == [facts.notes[0]]
    text = "Your driver will call ahead."
    assert said(text, facts, next_day_american, Field.NOTE) == []


def test_a_floor_fits_the_room_of_a_copy_and_tells_nothing_alone(order, next_day):
    (hit,) = (d for d in extract("送上十二楼对吧", order, next_day) if d.field is Field.ADDRESS)
    assert not is_informing(hit)
    assert fit(hit, "浙江省杭州市滨江区望潮路88号听风苑2栋1203室") is Fit.HOLDS
    assert fit(hit, "浙江省杭州市滨江区望潮路88号听风苑2栋603室") is Fit.DIFFERS
    assert fit(hit, "浙江省杭州市滨江区") is Fit.LACKS


@pytest.mark.parametrize("text", ["到世纪城了", "您住香榭湾对吧"])
def test_an_estate_is_known_without_its_builder(order, next_day, text):
    facts = replace(order, detail="湖心中路63号绿地迎江世纪城2栋1203室")
    other = replace(order, detail="湖心中路63号世茂香榭湾2栋1203室")
    assert any(said(text, one, next_day) for one in (facts, other))


@pytest.mark.parametrize(
    ("note", "text", "words"),
    [
        ("易碎，轻拿轻放谢谢", "备注写起轻放的，怪我", ["轻放"]),
        ("易碎，轻拿轻放谢谢", "备注写的是周三送，怪我", []),
        ("不要韵达，送到南门小卖部", "你写的备注，不走韵达，放南门口小卖店对不对", ["韵达，放南门口小卖"]),
        ("送前联系老人，说慢点", "单子上让我提前跟老人讲 讲慢些", ["提前跟老人讲 讲慢"]),
    ],
)  # fmt: skip
def test_a_note_is_known_by_what_is_said_to_stand_in_it(order, next_day, note, text, words):
    found = said(text, replace(order, notes=(note,)), next_day, Field.NOTE)
    assert [one for one, _, _ in found] == words

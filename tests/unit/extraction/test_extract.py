"""What a text discloses about an order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.extraction import extract, is_informing

PIECES = st.sampled_from(
    [
        "沈雨桐",
        "沈女士",
        "昨晚",
        "167.5元",
        "一百六十七块五",
        "养生壶",
        "尾号3344",
        "2栋1203",
        "杭州",
        "滨江区",
        "望潮路88号",
        "您好",
        "订单",
        ",",
        "。",
        "：",
        "\n",
        "１６７",
        "**",
        "沈**",
        "142****3344",
        "FL7741203395561",
        "十",
        "半",
        "点",
        "2026-03-10",
        "下单",
        "先生",
        "姓",
        "-",
        "#",
        "$",
        "😀",
        "ﷺ",
        "㎡",
    ]
)
ENGLISH = st.sampled_from(
    [
        "Helena",
        "Marsh",
        "Ms",
        "$42.50",
        "kettle",
        "yesterday",
        "ordered",
        "Apt",
        "12B",
        "Larkspur",
        "Lane",
        "418",
        "ending",
        "4921",
        "Dayton",
        "Dear",
        "two",
        "oh",
        ".",
        ",",
        "'",
        "-",
        "1Z999AA10588214407",
        "March",
        "10",
    ]
)


def said(text, facts, when, field):
    return [
        (d.value, d.strength, d.contradicts) for d in extract(text, facts, when) if d.field is field
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请问是沈雨桐吗", ("沈雨桐", Strength.EXACT, False)),
        ("請問是沈雨航嗎", ("沈雨航", Strength.EXACT, True)),
        ("沈 雨 桐 您好", ("沈雨桐", Strength.EXACT, False)),
        ("您好，沈女士，我是客服", ("沈", Strength.PARTIAL, False)),
        ("您好，吕女士，我是客服", ("吕", Strength.PARTIAL, True)),
        ("买家沈*桐已付款", ("沈*桐", Strength.PARTIAL, False)),
        ("收件：沈** 的件", ("沈", Strength.PARTIAL, False)),
        ("“雨桐？”然后挂了", ("雨桐", Strength.PARTIAL, False)),
        ("说找沈鸣远", ("沈明远", Strength.FUZZY, True)),
    ],
)
def test_names_are_read_whole_in_parts_masked_and_by_ear(order, next_day, text, expected):
    assert expected in said(text, order, next_day, Field.NAME)


def test_a_name_that_sounds_like_several_of_the_pool_claims_none_of_them(order, next_day):
    twins = replace(order, names=("沈雨桐", "沈雨彤", "沈明远"))
    found = said("说找沈语童", twins, next_day, Field.NAME)
    assert found == [("沈语童", Strength.FUZZY, False)]


def test_the_own_name_is_found_by_the_same_rule_as_every_other_of_the_pool(order, next_day):
    for text in ("您好{}，您的快递", "自称客服，知道我叫{}", "收件人{}，没错吧"):
        spans = set()
        for name in order.names:
            (detail,) = [
                d for d in extract(text.format(name), order, next_day) if d.field is Field.NAME
            ]
            spans.add((detail.span, detail.strength, detail.rule))
            assert detail.value == name
            assert detail.contradicts == (name != order.names[0])
        assert len(spans) == 1


@pytest.mark.parametrize(
    "text",
    [
        "付了167.5元",
        "付了１６７．５０元",
        "一百六十七块五",
        "一百六十七元五角",
        "金额：167.50",
        "¥167.50",
        "六七就不说了，167块5",
        "人民幣167.50元",
    ],
)
def test_the_price_is_read_however_it_is_written(order, next_day, text):
    assert ("167.50", Strength.EXACT, False) in said(text, order, next_day, Field.PRICE)


def test_a_rounded_price_is_fuzzy_and_a_compensation_is_none(order, next_day):
    assert said("大概是一百六十多块", order, next_day, Field.PRICE) == [
        ("167.50", Strength.FUZZY, False)
    ]
    assert said("说要三倍赔付502元", order, next_day, Field.PRICE) == []
    assert said("他说金额是99元", order, next_day, Field.PRICE) == [("99.00", Strength.EXACT, True)]


@pytest.mark.parametrize(
    ("text", "value", "wrong"),
    [
        ("您昨天晚上八点多下的单", "2026-03-10T20", False),
        ("您昨晚拍的壶", "2026-03-10", False),
        ("3月10日20点14分下单", "2026-03-10T20:14", False),
        ("下单时间2026-03-10 20:14:09", "2026-03-10T20:14:09", False),
        ("您上周五下的单", "2026-03-06", True),
        ("您三月九号下的单", "2026-03-09", True),
    ],
)
def test_dates_are_read_relative_to_the_contact(order, next_day, text, value, wrong):
    assert [(v, w) for v, _, w in said(text, order, next_day, Field.ORDERED_AT)] == [(value, wrong)]


def test_the_day_of_delivery_is_not_the_day_of_the_order(order, next_day):
    assert said("您的快件将于今天18:00前派送", order, next_day, Field.ORDERED_AT) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("送到二栋幺二零三", ("2栋1203室", Strength.EXACT, False)),
        ("送到2幢1203", ("2栋1203室", Strength.EXACT, False)),
        ("送到 2-1203 门口", ("2栋1203室", Strength.EXACT, False)),
        ("是2栋1204室吗", ("2栋1204室", Strength.EXACT, True)),
        ("你在2栋是吧", ("2栋", Strength.PARTIAL, False)),
        ("你在9栋是吧", ("9栋", Strength.PARTIAL, True)),
        ("寄到滨江的件", ("滨江区", Strength.PARTIAL, False)),
        ("收货地址望潮路88号听风苑", ("望潮路88号听风苑", Strength.PARTIAL, False)),
        ("他说收货地址在洛阳", ("洛阳市", Strength.PARTIAL, True)),
    ],
)
def test_place_and_unit_are_read_as_two_details(order, next_day, text, expected):
    assert expected in said(text, order, next_day, Field.ADDRESS)


def test_a_pick_up_code_is_no_unit(order, next_day):
    assert said("请凭取件码2-8-1203领取", order, next_day, Field.ADDRESS) == []


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("手机尾号三三四四", Field.PHONE, "3344"),
        ("号码是幺四二 幺幺二二 三三四四", Field.PHONE, "+8614211223344"),
        ("电话142****3344", Field.PHONE, "142****3344"),
        ("订单尾号5533", Field.ORDER_NO, "5533"),
        ("单号FL77 4120 3395 561", Field.TRACKING_NO, "FL7741203395561"),
        ("单号FL774l2O339556l", Field.TRACKING_NO, "FL7741203395561"),
        ("运单尾号5561已签收", Field.TRACKING_NO, "5561"),
        ("发到shen.yutong77@example.cn", Field.EMAIL, "shen.yutong77@example.cn"),
    ],
)
def test_numbers_are_read_whole_masked_spoken_and_by_their_end(order, next_day, text, field, value):
    assert [v for v, _, wrong in said(text, order, next_day, field) if not wrong] == [value]


def test_another_number_of_the_same_shape_contradicts(order, next_day):
    assert said("包裹FL7741203395999丢了", order, next_day, Field.TRACKING_NO) == [
        ("FL7741203395999", Strength.EXACT, True)
    ]


def test_the_last_digits_of_a_bank_card_are_no_order(order, next_day):
    assert extract("您尾号5533的储蓄卡支出", order, next_day) == ()


@pytest.mark.parametrize(
    "text",
    [
        "您买的养生壶",
        "那个双层玻璃养生壶",
        "您的煮茶器",
        "竹语双层玻璃养生壶家用全自动煮茶器电热烧水壶1.5L",
    ],
)
def test_a_product_is_read_from_words_of_its_title(order, next_day, text):
    (found,) = {v for v, _, _ in said(text, order, next_day, Field.PRODUCT)}
    assert found == order.items[0][0]


@pytest.mark.parametrize("text", ["家用电器清洗", "全自动续费", "您的包裹到了", "手机号多少"])
def test_words_that_every_title_has_are_no_product(order, next_day, text):
    assert said(text, order, next_day, Field.PRODUCT) == []


def test_what_the_line_holder_says_is_marked(order, next_day):
    (detail,) = extract("他问几栋几室。我说2栋1203室。", order, next_day)
    assert detail.by_holder
    assert not is_informing(detail)


def test_note_and_nick_are_read(order, next_day):
    fields = {
        d.field for d in extract("半糖橘子9921您好，您备注的请放门卫室王叔那里", order, next_day)
    }
    assert {Field.NICK, Field.NOTE} <= fields


def test_an_english_call_is_read_like_a_chinese_one(english_order, next_day_american):
    text = (
        "Asked for Helena Marsh, said the kettle I ordered yesterday just after 8 pm for forty-two dollars and fifty cents "
        "was recalled, order ending 4921, at 418 Larkspur Ln, apartment twelve B."
    )
    found = {
        (d.field, d.value)
        for d in extract(text, english_order, next_day_american)
        if not d.contradicts
    }
    assert found == {
        (Field.NAME, "Helena Marsh"),
        (Field.PRODUCT, english_order.items[0][0]),
        (Field.ORDERED_AT, "2026-03-10T20"),
        (Field.PRICE, "42.50"),
        (Field.ORDER_NO, "4921"),
        (Field.ADDRESS, "418 Larkspur Lane"),
        (Field.ADDRESS, "Apt 12B"),
    }


@pytest.mark.parametrize("text", ["", "   ", "在吗", "响一声就挂。", "Rang once.", "112233"])
def test_nothing_is_read_from_nothing(order, english_order, next_day, text):
    assert extract(text, order, next_day) == ()
    assert extract(text, english_order, next_day) == ()


@settings(max_examples=120, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=14).map("".join),
    )
)
def test_every_span_lies_in_the_text_and_shows_something(order, next_day, text):
    found = extract(text, order, next_day)
    for detail in found:
        start, end = detail.span
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()
        assert detail.value
    assert [d.span for d in found] == sorted(d.span for d in found)


@settings(max_examples=80, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.lists(st.one_of(ENGLISH, st.text(max_size=3)), max_size=14).map(" ".join),
    )
)
def test_every_english_span_lies_in_the_text(english_order, next_day_american, text):
    for detail in extract(text, english_order, next_day_american):
        start, end = detail.span
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip()


@settings(max_examples=80, deadline=None)
@given(digits=st.text(alphabet="0168", min_size=1, max_size=30))
def test_unrelated_digits_alone_show_nothing(order, next_day, digits):
    assert extract(digits, order, next_day) == ()


@settings(max_examples=40, deadline=None)
@given(text=st.lists(PIECES, max_size=12).map("".join))
def test_the_same_text_gives_the_same_details(order, next_day, text):
    assert extract(text, order, next_day) == extract(text, order, next_day)

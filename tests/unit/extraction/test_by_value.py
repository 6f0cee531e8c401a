"""Sums, last digits and goods without a word that says what they are, where another fact shows whose order it is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract

RULES = ("value", "figure")


@pytest.fixture
def order(order):
    return replace(order, amount=Decimal(169), items=((order.items[0][0], Decimal(169)),))


@pytest.fixture
def english_order(english_order):
    title = english_order.items[0][0]
    return replace(english_order, amount=Decimal(119), items=((title, Decimal(119)),), order_no="30-6082")  # fmt: skip


def by_value(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.rule in RULES]
    return [(d.field.value, d.value, text[slice(*d.span)]) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沈雨桐是吧，纠纷判了，支持我，169那个", ("price", "169.00", "169")),
        ("沈雨航，纠纷判了，支持我，169那个", ("price", "169.00", "169")),
        ("沈雨桐啊，五五三三这个，您评价了吗", ("order_no", "5533", "五五三三")),
        ("小沈，件到了，报5561就行", ("tracking_no", "5561", "5561")),
    ],
)
def test_an_own_value_is_known_where_another_fact_shows_whose_order_is_spoken_of(
    order, next_day, text, expected
):
    assert by_value(text, order, next_day) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("that is Helena? I've got six oh eight two here", ("order_no", "6082", "six oh eight two")),
        ("Helena Marsh, the gluten-free one, one nineteen even", ("price", "119.00", "one nineteen")),
    ],
)  # fmt: skip
def test_an_own_value_in_english_words_is_known_too(
    english_order, next_day_american, text, expected
):
    assert by_value(text, english_order, next_day_american) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "东西到了，里面有169张",
        "沈雨桐您好，贷款办理回复169元退订，全场促销满300减50",
        "沈雨桐，送您169天会员",
        "沈雨桐，打169.5.23.1",
        "沈雨桐，170退给您",
        "沈雨桐您好，我工号169",
        "沈雨桐，您是第169位顾客",
        "沈雨桐，您的验证码是5533，勿外传",
        "沈雨桐，请转分机五五三三",
    ],
)
def test_a_number_that_nothing_ties_to_the_order_is_none_of_its_facts(order, next_day, text):
    assert by_value(text, order, next_day) == []


@pytest.mark.parametrize(
    "said", ["extension 6082", "your code is 6082", "my badge number is 6082", "agent 6082"]
)
def test_so_it_is_with_numbers_that_are_said_to_be_another_in_english(
    english_order, next_day_american, said
):
    assert by_value(f"Helena Marsh, {said}, hello", english_order, next_day_american) == []


@pytest.mark.parametrize("amount", [Decimal(46), Decimal(300)])
def test_small_and_round_sums_are_said_of_everything(order, next_day, amount):
    order = replace(order, amount=amount, items=((order.items[0][0], amount),))
    assert by_value(f"沈雨桐，支持我，{amount}退到花呗", order, next_day) == []


def goods(text, facts, when):
    return [text[slice(*d.span)] for d in extract(text, facts, when) if d.field is Field.PRODUCT]


def test_a_noun_of_the_title_needs_no_word_of_a_purchase_beside_the_name(
    english_order, next_day_american
):
    text = "Morning {}, Colin here with the kettle. It won't go through your letterbox."
    assert goods(text.format("Helena Marsh"), english_order, next_day_american) == ["kettle"]
    assert goods(text.format("Elena March"), english_order, next_day_american) == ["kettle"]
    assert goods(text.format("everybody"), english_order, next_day_american) == []


def rooms(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.ADDRESS]
    return [(d.value, d.contradicts) for d in found]


def test_the_number_of_a_room_is_enough_beside_another_fact(order, next_day):
    assert rooms("沈雨桐，跑步机到了，1203，全对", order, next_day) == [("1203", False)]
    assert rooms("沈雨桐，跑步机到了，1204，全对", order, next_day) == [("1204", True)]
    assert rooms("跑步机到了，1203，全对", order, next_day) == []


def test_so_it_is_in_english(english_order, next_day_american):
    text = "{}: yellow building after the sweet shop, 12C ok sir"
    assert rooms(text.format("Helena Marsh"), english_order, next_day_american) == [("12C", True)]
    assert rooms(text.format("Someone"), english_order, next_day_american) == []


def test_a_place_below_the_town_or_goods_show_whose_order_it_is_too(order, next_day):
    assert ("1203", False) in rooms("大件物流的，说养生壶到了，听风苑1203，全对", order, next_day)
    assert rooms("杭州的，1203，全对", order, next_day) == [("杭州市", False)]


def days(text, facts, when):
    return [d.value for d in extract(text, facts, when) if d.field is Field.ORDERED_AT]


@pytest.mark.parametrize(
    "clock", ["half eight in the evening", "quarter past 8 pm", "about twenty to nine at night"]
)
def test_a_clock_behind_a_day_is_part_of_it_as_people_say_it(
    english_order, next_day_american, clock
):
    text = f"Helena Marsh? You ordered a kettle Tuesday gone, {clock}, and it leaks."
    assert days(text, english_order, next_day_american) == ["2026-03-10T20"]


@pytest.mark.parametrize("clock", ["half 99", "quarter to 25"])
def test_what_is_no_time_of_day_is_no_part_of_a_day(english_order, next_day_american, clock):
    text = f"Helena Marsh? You ordered a kettle Tuesday, {clock}, and it leaks."
    assert days(text, english_order, next_day_american) == ["2026-03-10"]


def test_an_own_day_of_the_calendar_is_told_where_another_fact_shows_whose_order_it_is(
    order, next_day
):
    assert days("“沈雨桐，三月十号晚上八点十四，没记错吧？”", order, next_day) == [
        "2026-03-10T20:14"
    ]
    assert days("“三月十号晚上，没记错吧？”", order, next_day) == []


def shape(text, facts, when):
    return [(d.field, d.span, d.strength, d.rule) for d in extract(text, facts, when)]


@pytest.mark.parametrize(
    "said", ["沈雨航", "雨航", "小航", "沈*航", "航哥", "明远", "雨桐姐", "若桐"]
)
def test_what_is_found_beside_a_part_of_a_name_does_not_depend_on_which_name_is_the_own_one(
    order, next_day, said
):
    text = f"{said}，1204的，169退到花呗"
    found = {
        tuple(shape(text, replace(order, names=(own, *order.names)), next_day))
        for own in order.names
    }
    assert len(found) == 1
    assert "value" in [rule for *_, rule in found.pop()]


@pytest.mark.parametrize(
    "said", ["Helen", "Mr March", "Ms Marsh", "E March", "M A R C H", "H-E-L-E-N"]
)
def test_so_it_is_with_parts_of_english_names(english_order, next_day_american, said):
    text = f"that is {said}? I've got six oh eight two here, a kettle for 12C"
    found = {
        tuple(
            shape(
                text, replace(english_order, names=(own, *english_order.names)), next_day_american
            )
        )
        for own in english_order.names
    }
    assert len(found) == 1
    assert "value" in [rule for *_, rule in found.pop()]


@pytest.mark.parametrize("said", ["2栋1203室", "2栋1204室", "3栋1203室", "3栋"])
def test_what_is_found_beside_a_unit_does_not_depend_on_which_unit_is_the_own_one(
    order, next_day, said
):
    found = {
        tuple(
            shape(
                f"您家{said}，169退到花呗",
                replace(order, detail=f"望潮路88号听风苑{own}"),
                next_day,
            )
        )
        for own in order.units
    }
    assert len(found) == 1
    assert "value" in [rule for *_, rule in found.pop()]

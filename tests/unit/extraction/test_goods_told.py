"""Goods that are told by what they are for, by a part of their name, or with their make."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, title, when):
    facts = replace(facts, items=((title, Decimal("88.00")),))
    found = [d for d in extract(text, facts, when) if d.field is Field.PRODUCT]
    return [(text[slice(*d.span)], d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Fenmoor Waxed Gun Dog Training Bag", "Your gundog thingy was delivered", "gundog thingy"),
        ("Hillcote Painted Birdbath with Stand", "a refund for the bird bath", "bird bath"),
        ("Frostline Snow Blower Shear Pin Kit", "you bought parts for your snow thrower", "parts for your snow"),
        ("Aurel Hearing Aid Batteries Size 312", "the batteries for your ears, $18", "batteries for your ear"),
        ("Aurel Hearing Aid Batteries Size 312", "the old batteries are flat again", ""),
        ("Corrie Waterproof Walking Gaiters", "a parcel, things for keepin your shins dry", "things for keepin your shins"),
        ("Larkfield Glass Jug Blender 800W", "knew about the blender, said 40 euro", "blender"),
        ("Oakrest Crossword Book Spiral Bound", "it came off her card, a puzzle book", "puzzle book"),
        ("Kyoka Japanese Brush Pen Set", "your £26.99 for KYOKA was not authorised", "KYOKA"),
    ],
)  # fmt: skip
def test_a_thing_is_told_by_what_it_is_for(english_order, next_day_american, title, text, expected):
    found = said(text, english_order, title, next_day_american)
    if expected:
        assert [words.startswith(expected) for words, wrong in found if not wrong] == [True]
    else:
        assert found == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a purchase of an Apple MacBook Air for $1,099", "Apple MacBook Air"),
        ("a suspicious purchase of a Samsung Galaxy phone", "Samsung Galaxy phone"),
        ("he kept on about a bird cage", "bird cage"),
    ],
)
def test_goods_of_others_are_named_with_their_make(
    english_order, next_day_american, text, expected
):
    title = "Stretched Canvases Box of Ten"
    assert said(text, english_order, title, next_day_american) == [(expected, True)]


def test_goods_of_others_are_named_with_their_model_in_chinese(order, next_day):
    title = "竹语双层玻璃养生壶家用"
    text = "您7月4日订购的iPhone 16 Pro已支付成功"
    assert said(text, order, title, next_day) == [("iPhone 16 Pro", True)]

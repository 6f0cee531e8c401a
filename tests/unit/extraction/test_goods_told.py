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


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("荆老号锅盔模具烙馍烤饼夹子平底锅", "你昨天说烙饼的锅粘底，六十五块退你", "烙饼的锅"),
        ("岛坊生榨椰子油护肤头发护理1L", "说我买的抹头发那个油有问题", "抹头发那个油"),
        ("彭印太极剑未开刃晨练剑", "您是不是买过一把剑", "剑"),
        ("康尔护膝盖保暖老寒腿关节套", "我买的套在膝盖上的，说不合格", "套在膝盖上的"),
        ("工蜂折叠梯子家用人字梯", "商品：梯孑 金额：２０８．００", "梯孑"),
        ("江绣苏绣手工刺绣初学套件", "你有个慈绣的包裹在丰巢", "慈绣"),
        ("味居手打牛肉丸火锅食材丸子", "今晚食火锅来不来", ""),
        ("江绣苏绣手工刺绣初学套件", "你说的那个人不在", ""),
    ],
)
def test_chinese_goods_are_told_by_their_noun_and_what_it_is_for(
    order, next_day, title, text, expected
):
    found = [words for words, wrong in said(text, order, title, next_day) if not wrong]
    assert found == ([expected] if expected else [])

"""Goods in the words of a title that no list of goods has."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, title, when):
    facts = replace(facts, items=((title, Decimal("88.00")),))
    found = extract(text, facts, when)
    return [text[slice(*d.span)] for d in found if d.field is Field.PRODUCT and not d.contradicts]


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("渔家小院即食海蜇丝凉拌开袋即食200g*3袋装", "您购买的海蜇丝检出超标，给您退款", "海蜇丝"),
        ("渔家小院即食海蜇丝凉拌开袋即食200g*3袋装", "他问我那两袋海蜇收到没有", "海蜇"),
        ("苗岭刺梨干贵州特产蜜饯果脯独立小包装", "说是贵州刺梨出了问题，要召回", "贵州刺梨"),
        ("步云男士徒步鞋防滑耐磨登山", "说我买的那双鞋开胶，要三倍赔", "鞋"),
        ("榉木实木餐椅家用靠背椅2把装", "快递打来说椅子破了一把", "椅子"),
    ],
)  # fmt: skip
def test_chinese_goods_are_known_by_the_words_of_their_title(order, next_day, title, text, words):
    assert said(text, order, title, next_day) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "您的贵州朋友找您",
        "他家海蜇不错",  # nobody says that it was bought
        "那双面派的人又打来了",
        "你好，一张纸就够了",
        "箱子放门口了",
    ],
)
def test_words_of_a_title_in_ordinary_talk_are_no_goods(order, next_day, text):
    title = "苗岭海蜇刺梨干面纸箱 贵州特产"
    assert said(text, order, title, next_day) == []


@pytest.mark.parametrize(
    ("title", "text", "words"),
    [
        ("Brasswick Foldable Trampoline with Handle Bar", "your trampoline was recalled", "trampoline"),
        ("Fernley Beeswax Candle Trio, Plum, Sage", "you ordered candles on Sunday", "candles"),
        ("Ottoline Wall Clock, Oak", "Clock, order number 4471, refund due", "Clock"),
    ],
)  # fmt: skip
def test_english_goods_are_known_by_the_noun_of_their_title(
    english_order, next_day_american, title, text, words
):
    assert said(text, english_order, title, next_day_american) == [words]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Voltwick Portable Bank, Blue", "your bank refused the payment for an order"),
        ("Fernley Beeswax Candle Trio, Plum", "the game is not worth the candle"),
    ],
)
def test_an_english_noun_counts_only_where_a_purchase_is_spoken_of(
    english_order, next_day_american, title, text
):
    assert said(text, english_order, title, next_day_american) == []

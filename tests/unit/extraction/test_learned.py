"""What the words of a contact speak for, beside what the rules say."""

import re
from dataclasses import replace

import pytest
from faker.providers.person.en_US import Provider as EnglishPeople
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Medium
from leaktrace.extraction import classify, extract, read_noted
from leaktrace.extraction.classes.classify import BY_WORDS
from leaktrace.extraction.classes.learned import (
    CLASSES,
    Weights,
    choose,
    showable,
    stretches,
    trained,
    words_for,
)
from leaktrace.extraction.classes.rules import Heard, by_rules, shown
from leaktrace.extraction.names.surnames import SURNAMES
from leaktrace.extraction.reading import fold

SCAM, EXPECTED, BACKGROUND, UNKNOWN = CLASSES
NAMED = re.compile(rf"^[小老阿][{''.join(SURNAMES)}]|^[{''.join(SURNAMES)}][总姐哥工董]")


def told(text, facts, when, *, medium=Medium.SMS, noted=None):
    details = extract(text, facts, when) + read_noted(noted or {}, facts, when)
    return classify(text=text, medium=medium, caller=None, details=details, facts=facts)


def ruled(text, facts, when):
    details = extract(text, facts, when)
    heard = Heard.of(fold(text))
    return by_rules(heard, Medium.SMS, None, facts, shown(details, facts)).contact_class


# --- Expected messages that the rules take for a scam -----------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "亲，您拍的养生壶仓库发货时发现盖子有破损，给您换新的今天补发，单号稍后更新，实在抱歉，补偿您5元红包。",
        "卖家发消息：养生壶的底座漏发了，明天给您补寄，运费我们承担。",
        "师傅说明天上午上门安装养生壶，先加微信发位置。",
    ],
)
def test_a_shop_that_makes_something_good_is_expected_and_the_reason_says_by_which_words(
    order, next_day, text
):
    assert ruled(text, order, next_day) is SCAM

    found = told(text, order, next_day)

    assert found.contact_class is EXPECTED
    sentence, _, words = found.reason.partition(": ")
    assert sentence == "The words are those of ordinary messages about an order"
    assert all(word in text for word in words.removesuffix(".").split(", "))


def test_an_english_seller_that_sends_a_replacement_is_expected(english_order, next_day_american):
    text = "Hi, it's the seller: your kettle's lid was damaged in our warehouse, so we are sending a replacement tomorrow, sorry for the delay."
    assert ruled(text, english_order, next_day_american) is SCAM

    found = told(text, english_order, next_day_american)

    assert found.contact_class is EXPECTED
    assert "replacement" in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "客服来电说我买的养生壶底部检测不达标，厂家统一召回，要我报支付宝账号退双倍。",
        "您好沈雨桐，您的养生壶快递丢失了，我们给您三倍赔付，请您下载会议软件联系理赔专员。",
    ],
)
def test_a_scam_stays_one(order, next_day, text):
    assert told(text, order, next_day).contact_class is SCAM


# --- What the words may do, and what not ------------------------------------------------------------


@given(st.sampled_from(CLASSES), st.lists(st.floats(-50, 50), min_size=4, max_size=4))
def test_words_make_no_scam_without_facts_and_nothing_else_out_of_place(rules, scores):
    without = choose(rules, scores, knows=False, of_order=False)
    assert without is rules or without in (BACKGROUND, UNKNOWN)
    assert choose(rules, scores, knows=True, of_order=True) in {SCAM, EXPECTED, UNKNOWN, rules}


def test_of_two_classes_that_the_facts_allow_the_words_decide():
    assert choose(SCAM, [0.4, 0, 0.5, 0], knows=True, of_order=True) is SCAM
    assert choose(SCAM, [0.2, 0, 0.5, 0], knows=True, of_order=True) is EXPECTED


def test_what_no_shop_wants_speaks_for_a_scam_by_the_rules():
    scores = [0.0, 0.5, 0.0, 0.0]
    told = [choose(SCAM, scores, knows=True, of_order=True, wishes=n) for n in range(4)]
    assert told == [EXPECTED, EXPECTED, SCAM, SCAM]


def test_how_much_a_text_wants_and_serves_is_weighed_too():
    heard = Heard.of(fold("快递丢失，给您三倍赔付，请下载会议软件"))
    assert heard.marks() == {"<wants 3>", "<may want 1>", "<serves 0>"}


def test_a_text_without_a_known_word_is_left_to_the_rules():
    assert trained().scores({"ꙮ", "ꙮ ꙮ"}) is None


def test_what_a_person_noted_is_not_weighed_against_words(order, next_day):
    text = "师傅说明天上午上门安装养生壶，先加微信发位置。"
    noted = {Field.ORDER_NO: "260310774412095533"}
    assert told(text, order, next_day, noted=noted).contact_class is SCAM


def test_of_a_line_without_an_order_words_decide_nothing():
    text = "您的快递已发货，正在派送，请凭取件码签收"
    found = classify(text=text, medium=Medium.SMS, caller=None, details=(), facts=None)
    rules = by_rules(Heard.of(fold(text)), Medium.SMS, None, None, shown((), None))
    assert found == rules


# --- Blind to values --------------------------------------------------------------------------------


def test_facts_stand_in_a_text_by_their_kind_only():
    text = fold("是沈雨桐吗，付了167.50元")
    said = [(1, 4, "<name>"), (8, 14, "<price>")]
    found = stretches(text, said)
    assert {"是 <name>", "<name> 吗", "了 <price>", "<price> 元"} <= found
    assert not [one for one in found if re.search(r"[沈雨桐1-9]", one)]


def test_of_other_numbers_only_the_length_counts():
    assert stretches("尾号4821", []) == stretches("尾号9073", [])


def test_facts_within_one_another_are_left_out_once():
    assert stretches("ab cd", [(0, 5, "<name>"), (3, 5, "<price>")]) == {"<name>"}


@pytest.mark.parametrize(
    "text",
    [
        "{}您好，您的养生壶盖子有破损，给您换新的今天补发。",
        "您好，是{}吗？给您退款，请加微信。",
        "【飞鹭快递】{}您好，您的快件已揽收。",
        "找{}，说打错了",
    ],
)
def test_whichever_name_of_the_pool_is_said_class_and_reason_are_the_same(order, next_day, text):
    outcomes = {told(text.format(name), order, next_day) for name in order.names[1:]}
    assert len(outcomes) == 1
    turned = replace(order, names=(order.names[0], *reversed(order.names[1:])))
    assert {told(text.format(name), turned, next_day) for name in order.names[1:]} == outcomes


# --- Reasons ----------------------------------------------------------------------------------------

words = st.sampled_from(sorted(trained().of))
anything = st.one_of(
    st.text(max_size=200),
    st.lists(words, max_size=40).map(" ".join),
    st.lists(words, max_size=40).map("".join),
    st.lists(
        st.sampled_from(["沈雨桐", "养生壶", "167.50元", "退款", "快递", "加微信", "。", "5561"])
    ).map("".join),
)


@given(anything, st.sampled_from(Medium))
def test_any_text_has_a_class_and_a_reason_of_our_own_words(order, next_day, text, medium):
    found = told(text, order, next_day, medium=medium)

    assert found.contact_class in ContactClass
    assert found.reason.endswith(".")
    assert len(found.reason) <= 300
    sentence, _, spoken = found.reason.removesuffix(".").partition(": ")
    if sentence in BY_WORDS.values() and spoken:
        assert set(spoken.split(", ")) <= {showable(one) for one in trained().of}


def test_no_word_that_can_be_shown_is_a_name_or_a_number():
    shown_words = [word for one in trained().of if (word := showable(one))]
    people = {name.lower() for name in (*EnglishPeople.first_names, *EnglishPeople.last_names)}
    assert len(shown_words) > 500
    assert not [word for word in shown_words if set(word.split()) & people]
    assert not [word for word in shown_words if NAMED.search(word) or re.search(r"[\d<>@]", word)]


def test_words_are_shown_that_spoke_for_it_strongest_first_and_none_twice():
    weights = Weights([0, 0, 0, 0], {
        "召 回": [90, -10, 0, 0], "召": [95, 0, 0, 0], "recall": [50, 0, 0, 0], "recall notice": [40, 0, 0, 0],
        "签 收": [-50, 60, 0, 0], "<price>": [99, 0, 0, 0], "是 的": [80, 0, 0, 0],
    })  # fmt: skip
    assert words_for(SCAM, EXPECTED, weights.of, weights) == ["召回", "recall"]
    assert words_for(EXPECTED, SCAM, weights.of, weights) == ["签收"]


def test_the_weights_are_small():
    weights = trained()
    assert len(weights.bias) == len(CLASSES)
    assert {len(one) for one in weights.of.values()} == {len(CLASSES)}
    assert 1_000 < len(weights.of) < 8_000

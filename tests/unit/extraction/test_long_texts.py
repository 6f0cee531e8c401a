"""Reading costs the length of a text and no more, whatever a stranger sends."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium
from leaktrace.extraction import classify, extract
from leaktrace.extraction.extract import pieces

HOSTILE = (
    "7", "一二", "a", "1-", "*", "ab***", "a.", "1,234,", "one hundred and ", "Abc ", "请勿", "如有", "“", "http",
    "five oh ", "昨天下单", "退款", "no need ", "(", "叫", "沈", "4B door ", "7" * 100 + " ", "wrong town San ", "flat 2/4 ",
)  # fmt: skip


@given(st.text(alphabet="a1。 ，\n沈", max_size=6_000))
def test_pieces_cover_a_text_without_gap_and_none_is_long(text):
    cuts = list(pieces(text))
    assert "".join(text[first:last] for _, first, last in cuts) == text
    assert all(first - start <= 200 and last - first <= 1_200 for start, first, last in cuts)


@pytest.mark.parametrize("filler", ["对。", "word ", "7", "好"])
def test_a_fact_deep_in_a_long_text_is_found_where_it_stands(order, next_day, filler):
    said = "，您好沈雨桐女士，订单260310774412095533，"
    for head in (1_180, 1_199, 30_011):
        text = (filler * head)[:head] + said + filler * 500
        found = {
            detail.field: detail
            for detail in extract(text, order, next_day)
            if not detail.contradicts
        }
        for field, value in ((Field.NAME, "沈雨桐"), (Field.ORDER_NO, "260310774412095533")):
            start, end = found[field].span
            assert text[start:end] == value


def test_a_text_cut_in_pieces_tells_what_its_parts_tell(order, next_day):
    part = "沈雨桐您好，您昨天买的养生壶167.50元要退款。"
    once = [replace(detail, span=None) for detail in extract(part, order, next_day)]
    many = [replace(detail, span=None) for detail in extract(part * 300, order, next_day)]
    assert len(once) >= 3
    assert many == once * 300


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_class_of_a_hostile_text_is_told(order, unit):
    """With one rule that costs the square, each of these takes minutes instead of a moment."""
    text = (unit * 100_000)[:100_000]
    found = classify(text=text, medium=Medium.SMS, caller=None, details=(), facts=order)
    assert found.reason


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_is_read(order, english_order, next_day, unit):
    for facts in (order, english_order):
        extract((unit * 3_000)[:3_000], facts, next_day)


@pytest.mark.parametrize(
    "text",
    [
        "订单1382" + "…" * 60 + "好",
        "订单1382" + "-" * 60 + "好",
        "订单1382" + "呃啊那个" * 20 + "好",
        "invoice 18 November " + "1----'--" * 40 + "\x00",
        "18 November invoice " + "'" * 80 + "a'-" * 40,
        "paid on Tuesday" + " '" * 200,
    ],
)
def test_runs_of_marks_are_read(order, english_order, next_day, text):
    """With a rule that tries every way to part a run, each of these takes longer than anybody waits."""
    for facts in (order, english_order):
        extract(text, facts, next_day)

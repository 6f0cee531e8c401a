"""Facts that a person noted down."""

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Origin, Strength
from leaktrace.extraction import read_noted


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        (Field.NAME, "沈女士", ("沈", Strength.PARTIAL, False)),
        (Field.NAME, "沈雨桐", ("沈雨桐", Strength.EXACT, False)),
        (Field.NAME, "沈雨航", ("沈雨航", Strength.EXACT, True)),
        (Field.NAME, "赵日天", ("赵日天", Strength.EXACT, True)),
        (Field.PRICE, "167.5元", ("167.50", Strength.EXACT, False)),
        (Field.PRICE, "167.50", ("167.50", Strength.EXACT, False)),
        (Field.PRICE, "一百六十七块五", ("167.50", Strength.EXACT, False)),
        (Field.PRICE, "34元", ("34.00", Strength.EXACT, True)),
        (Field.TRACKING_NO, "5561", ("5561", Strength.PARTIAL, False)),
        (Field.TRACKING_NO, "0315", ("0315", Strength.PARTIAL, True)),
        (Field.TRACKING_NO, "FL7741203395561", ("FL7741203395561", Strength.EXACT, False)),
        (Field.ORDERED_AT, "2026-03-10", ("2026-03-10", Strength.PARTIAL, False)),
        (Field.ORDERED_AT, "3月10日20点14分", ("2026-03-10T20:14", Strength.EXACT, False)),
        (Field.ORDERED_AT, "昨天晚上", ("2026-03-10", Strength.PARTIAL, False)),
        (Field.ORDERED_AT, "3月9日", ("2026-03-09", Strength.PARTIAL, True)),
        (Field.ADDRESS, "2栋1203", ("2栋1203室", Strength.EXACT, False)),
    ],
)
def test_a_noted_fact_is_compared_with_the_order(order, next_day, field, written, expected):
    (found,) = read_noted({field: written}, order, next_day)
    assert found.field is field
    assert (found.value, found.strength, found.contradicts) == expected
    assert found.origin is Origin.NOTED
    assert found.span is None


def test_a_noted_product_is_the_title_of_the_item_meant(order, next_day):
    (found,) = read_noted({Field.PRODUCT: "养生壶"}, order, next_day)
    assert (found.value, found.contradicts) == (order.items[0][0], False)


def test_a_noted_address_is_place_and_unit(order, next_day):
    found = read_noted({Field.ADDRESS: "听风苑2栋1204室"}, order, next_day)
    assert [(d.value, d.contradicts) for d in found] == [("2栋1204室", True), ("听风苑", False)]


def test_what_cannot_be_read_is_kept_and_contradicts(order, next_day):
    (found,) = read_noted({Field.PRODUCT: "某种东西"}, order, next_day)
    assert (found.value, found.contradicts) == ("某种东西", True)


def test_empty_notes_are_no_facts(order, next_day):
    assert read_noted({Field.NAME: "  "}, order, next_day) == ()


@pytest.mark.parametrize("field", [Field.NAME, Field.PRODUCT, Field.ORDER_NO, Field.PRICE])
@pytest.mark.parametrize(
    "written",
    [
        *("无", "没有", "没说", "没有说", "对方没说。", "他没说", "不知道", "不清楚", "未知", "未提", "没提", "没提到", "未提及", "未說", "不详"),
        *("/", "-", "—", "--", "－", "?", "？", "***", "N/A", "n/a", "none", "None.", "nil", "NULL", "Unknown"),
        *("not said", "Not mentioned", "he didn't say", "did not say", "don't know", "not known"),
    ],
)  # fmt: skip
def test_words_that_say_that_nothing_was_said_are_no_facts(order, next_day, field, written):
    assert read_noted({field: written}, order, next_day) == ()


@pytest.mark.parametrize("written", ["0", "0.00", "¥0", "0元", "０"])
def test_nothing_as_a_price_is_no_fact(order, next_day, written):
    assert read_noted({Field.PRICE: written}, order, next_day) == ()


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (Field.PRICE, "100"),
        (Field.TRACKING_NO, "0"),
        (Field.NAME, "吴有"),
        (Field.NAME, "无忌"),
        (Field.PRODUCT, "无线吸尘器"),
        (Field.PRODUCT, "不知道什么水壶"),
        (Field.PRODUCT, "unknown vacuum"),
    ],
)
def test_what_only_begins_with_such_words_is_a_fact(order, next_day, field, written):
    assert read_noted({field: written}, order, next_day)

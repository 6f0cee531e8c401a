from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.order import Item
from leaktrace.domain.placing import (
    Capabilities,
    OrderToPlace,
    Outcome,
    compare,
    refusal,
    telltale,
)
from leaktrace.domain.sameness import calling_code, plain_amount, same_value

PHONE, PRICE, NAME, AT, EMAIL = (
    Field.PHONE, Field.PRICE, Field.NAME, Field.ORDERED_AT, Field.EMAIL,
)  # fmt: skip


def order(**values):
    return OrderToPlace(
        canary_id="C01",
        order_no="PL1",
        placed_at=datetime(2026, 11, 18, tzinfo=UTC),
        values={Field(name): text for name, text in values.items()},
        items=(Item("S1", "茶", 1, Decimal(68)),),
        amount=Decimal(68),
        currency="CNY",
    )


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        (PHONE, "+8614002400000", "14002400000"),
        (PHONE, "+8614002400000", "8614002400000"),
        (PHONE, "+8614002400000", "0086 140-0240-0000"),
        (PHONE, "+8614002400000", "１４００２４０００００"),
        (PHONE, "+12025550123", "(202) 555-0123"),
        (PHONE, "+12025550123", "12025550123"),
        (PHONE, "+447700900123", "07700 900123"),
        (PRICE, "68", "68.00"),
        (PRICE, "68.0", "￥68"),
        (PRICE, "1234.50", "1,234.5 元"),
        (AT, "2026-11-18T12:14:05Z", "2026-11-18T20:14:05+08:00"),
        (AT, "2026-11-18T12:14:05Z", "2026-11-18 12:14:05.000Z"),
        (EMAIL, "lin.rx@plum-lane.com", "Lin.RX@Plum-Lane.com"),
        (NAME, "林若溪", "林若溪"),
    ],
)
def test_the_same_value_in_another_form_is_kept(name, was, now):
    (found,) = compare({name: was}, {name: now})
    assert found.outcome is Outcome.KEPT
    assert (found.given, found.held) == (was, now)


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        (NAME, "林若溪", "林**"),
        (NAME, "林若溪", "林若"),
        (NAME, "林若溪", "林若溪 "),
        (NAME, "周雨桐", "周雨彤"),
        (Field.ADDRESS, "3幢101室", "3幢１０１室"),
        (PHONE, "+8614002400000", "140****0000"),
        (PHONE, "+8614002400000", "4002400000"),
        (PHONE, "+8614002400000", "+12025550100"),
        (PHONE, "+8614002400000", "14002400000-1234"),
        (PHONE, "+8614002400000", "14002400000转1234"),
        (PHONE, "+12025550123", "5550123"),
        (PRICE, "68", "6.80"),
        (PRICE, "68", "68,00"),
        (PRICE, "68", "6*"),
        (AT, "2026-11-18T12:14:05Z", "2026-11-18 20:14:05"),
        (AT, "2026-11-18T12:14:05Z", "2026-11-18T12:14:00Z"),
        (EMAIL, "lin.rx@plum-lane.com", "l***@plum-lane.com"),
    ],
)
def test_what_is_masked_cut_or_spelt_otherwise_is_changed(name, was, now):
    assert compare({name: was}, {name: now})[0].outcome is Outcome.CHANGED


def test_fields_come_in_order_with_what_was_lost_and_added():
    found = compare({PRICE: "1", NAME: "林"}, {Field.NOTE: "x", NAME: "林"})
    assert [(one.field, one.outcome) for one in found] == [
        (NAME, Outcome.KEPT),
        (PRICE, Outcome.LOST),
        (Field.NOTE, Outcome.ADDED),
    ]


@given(name=st.sampled_from(Field), was=st.text(max_size=30), now=st.text(max_size=30))
def test_any_two_values_can_be_compared(name, was, now):
    assert same_value(name, was, was)
    assert isinstance(same_value(name, was, now), bool)


@given(
    name=st.sampled_from(Field),
    value=st.text(st.sampled_from("林若溪0123456789+.@ab"), min_size=1),
    at=st.floats(0, 1),
)
def test_a_value_with_a_letter_masked_is_never_the_same(name, value, at):
    place = int(at * (len(value) - 1))
    assert not same_value(name, value, f"{value[:place]}*{value[place + 1 :]}")


@pytest.mark.parametrize(
    ("number", "code"), [("+8614002400000", "86"), ("+12025550123", "1"), ("+447700900123", "44")]
)
def test_the_calling_code_of_a_number(number, code):
    assert calling_code(number) == code


def test_national_digits_have_no_calling_code():
    with pytest.raises(InputError, match="not a number in E"):
        calling_code("14002400000")


def test_a_decimal_comma_is_no_amount():
    assert plain_amount("1,234,567.5") == Decimal("1234567.5")
    with pytest.raises(InputError, match="not an amount"):
        plain_amount("12,34")


FIELDS = Capabilities(frozenset({NAME, Field.NOTE, Field.PRODUCT, Field.ADDRESS}), {NAME: 3})


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"phone": "+8614002400000"}, "does not take"),
        ({"name": "欧阳若溪"}, "4 characters, and the system takes 3"),
        ({"name": "林*溪"}, "asterisk"),
        ({"name": "林\u200b溪"}, "cannot be seen"),
        ({"note": "先电话\n后上门"}, "cannot be seen"),
        ({"note": "内部测试"}, "测试"),
        ({"note": "This is a Test order"}, "Test"),
        ({"note": "CANARY 7"}, "CANARY"),
        ({"note": "leaktrace"}, "leaktrace"),
        ({"note": "蜜罐"}, "蜜罐"),
    ],
)
def test_an_order_that_a_system_would_spoil_or_see_through_is_refused(values, reason):
    assert reason in (refusal(order(**values), FIELDS) or "")


@pytest.mark.parametrize(
    "values",
    [
        {"name": "林若溪", "note": "放门卫 latest"},
        {"product": "pH测试纸", "address": "浙江省杭州市余杭区梅林路18号Test楼"},
        {"name": "林　溪"},
    ],
)
def test_goods_and_places_may_be_called_what_they_are_called(values):
    assert refusal(order(**values), FIELDS) is None


def test_a_word_that_merely_contains_another_tells_nothing():
    assert telltale("protest, latest, attestation, contest") is None
    assert telltale("a decoy") == "decoy"

import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_shop import taobao_orders, taobao_rows

from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.order import Item
from leaktrace.seeding.orders import OrderModel, detect, fit, read_orders
from leaktrace.seeding.orders.cells import K, common, merged_runs, spread


def counts_in(held):
    """Every count of a model's JSON that stands for orders."""
    for period in held["periods"]:
        yield from (n for _, n in period["baskets"]["exact"])
        yield from (n for _, n in period["baskets"]["popular"])
        yield from (n for *_, n in period["baskets"]["together"])
    yield from (n for *_, n in held["timing"]["days"] if n)
    yield from (n for *_, n in held["timing"]["hours"] if n)
    yield from (n for *_, n in held["regions"])
    yield from (n for _, n in held["notes"]["common"])
    yield from spreads_in(held)


def spreads_in(held):
    if isinstance(held, dict):
        if {"exact", "bins", "endings"} <= set(held):
            for key in ("exact", "bins", "endings"):
                yield from (cell[-1] for cell in held[key])
            return
        for key, value in held.items():
            if key != "goods":  # the merchant's own goods: list prices, and nobody's order
                yield from spreads_in(value)
    elif isinstance(held, list):
        for value in held:
            yield from spreads_in(value)


def test_nothing_of_any_buyer_is_kept():
    rows = taobao_rows()
    text = fit(read_orders(rows, detect(rows[0][1]))).to_json()

    columns = ("收货人姓名", "联系手机", "收货地址", "买家会员名", "订单编号")
    secrets = {row[column].strip("'=\"") for _, row in rows for column in columns}
    streets = {row["收货地址"].split()[-1] for _, row in rows}
    rare_notes = {row["买家留言"] for _, row in rows if "慧萍" in row["买家留言"]}

    assert len(secrets) > 5_000
    assert not [secret for secret in secrets | streets | rare_notes if secret in text]
    assert "尽快发货" in text


def test_no_figure_is_about_fewer_than_five_orders():
    held = json.loads(fit(taobao_orders()).to_json())

    assert min(counts_in(held)) >= K


def test_title_with_something_of_its_buyer_is_not_kept():
    orders = list(taobao_orders())
    custom = Item("x", f"定制 {orders[0].name} 专拍", 1, Decimal(10))
    nick = Item("y", f"补差价 {orders[1].buyer}", 1, Decimal(10))
    orders[0] = replace(orders[0], items=(custom,))
    orders[1] = replace(orders[1], items=(nick,))

    text = fit(orders).to_json()

    assert "定制" not in text
    assert "补差价" not in text


def test_note_of_one_buyer_in_many_orders_is_not_kept():
    orders = [
        replace(o, note="门禁找刘姐", buyer="one") if n < 60 else o
        for n, o in enumerate(taobao_orders())
    ]

    assert "门禁找刘姐" not in fit(orders).to_json()


def test_city_of_one_buyer_is_not_kept():
    region = replace(taobao_orders(100)[0].region, province="西藏自治区", city="那曲市")
    orders = [
        replace(o, region=region, buyer="one") if n < 60 else o
        for n, o in enumerate(taobao_orders())
    ]

    text = fit(orders).to_json()

    assert "那曲市" not in text
    assert "西藏自治区" not in text


def test_json_gives_the_same_model_back():
    model = fit(taobao_orders())

    assert OrderModel.from_json(model.to_json()) == model
    assert OrderModel.from_json(model.to_json()).to_json() == model.to_json()


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"version": 1}', "[" * 5000])
def test_what_is_no_model_is_refused(text):
    with pytest.raises(InputError):
        OrderModel.from_json(text)


def test_model_of_another_version_is_refused():
    held = json.loads(fit(taobao_orders(200)).to_json()) | {"version": 99}

    with pytest.raises(InputError, match="99"):
        OrderModel.from_json(json.dumps(held))


def test_damaged_zone_is_refused():
    held = json.loads(fit(taobao_orders(200)).to_json()) | {"zone": "../etc/passwd"}

    with pytest.raises(InputError, match="zone"):
        OrderModel.from_json(json.dumps(held))


def test_too_few_orders_are_refused():
    with pytest.raises(RuleError, match="too few"):
        fit(taobao_orders(99))


def test_order_does_not_matter():
    orders = taobao_orders()

    assert fit(orders).to_json() == fit(tuple(reversed(orders))).to_json()


@given(st.lists(st.integers(-5_000, 500_000), max_size=120))
def test_spread_keeps_the_number_of_orders_and_no_small_figure(values):
    found = spread(values, endings=True)

    cells = (
        [n for _, n in found.exact] + [n for *_, n in found.bins] + [n for _, n in found.endings]
    )
    assert all(n >= K for n in cells)
    assert found.total == (len(values) if found.exact or found.bins else 0)
    assert all(low <= high for low, high, _ in found.bins)
    assert found.total or len(values) < K


@given(st.lists(st.integers(-100, 100), min_size=30, max_size=60))
def test_exact_values_of_a_spread_are_shared_by_five(values):
    counts = Counter(values)

    assert all(counts[value] >= K for value, _ in spread(values).exact)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_merged_runs_cover_all_places_and_orders(counts):
    runs = merged_runs(counts)

    if sum(counts) >= K:
        assert [p for a, b, _ in runs for p in range(a, b + 1)] == list(range(len(counts)))
        assert sum(n for *_, n in runs) == sum(counts)
    assert all(n == 0 or n >= K for *_, n in runs)


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_common_values_are_sorted_and_shared(values):
    found = common(values)

    assert all(n >= K for _, n in found)
    assert [n for _, n in found] == sorted((n for _, n in found), reverse=True)


def test_hours_without_orders_are_no_part_of_a_run():
    assert merged_runs([8, 0, 0, 2, 4, 0]) == ((0, 0, 8), (1, 2, 0), (3, 4, 6), (5, 5, 0))

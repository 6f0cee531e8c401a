import csv
import io

import pytest
from channel_orders import TEA, TOWEL, an_order

from leaktrace.channels.manual import ManualModule
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError


def page(*orders, **settings):
    placement = ManualModule().open(settings).place(orders)
    document, _ = placement.documents
    return document.content.decode()


def table(*orders, **settings):
    _, document = ManualModule().open(settings).place(orders).documents
    return list(csv.DictReader(io.StringIO(document.content.decode("utf-8-sig"))))


def test_a_table_beside_the_page_has_a_row_for_each_value_of_each_order():
    orders = [an_order(1), an_order(2, leave=["note"])]
    rows = table(*orders, language="zh-CN", labels={"note": "卖家备注"})
    assert [(row["ref"], row["field"]) for row in rows] == [
        (order.canary_id, name) for order in orders for name in Field if name in order.values
    ]
    assert {row["label"] for row in rows} >= {"收货地址", "卖家备注"}
    assert not any(row["seen"] or row["result"] or row["at"] or row["by"] for row in rows)


def test_the_page_shows_every_value_with_a_box_to_tick():
    order = an_order(1)
    shown = page(order)
    assert all(
        f'<td class="value">{text}</td><td>☐</td>' in shown for text in order.values.values()
    )
    assert "[C01]" in shown
    assert "Order number" in shown


def test_the_page_speaks_the_language_of_who_works_with_it():
    shown = page(an_order(1), language="zh-CN", labels={"note": "卖家备注"})
    assert '<html lang="zh-CN">' in shown
    assert "收货地址" in shown
    assert "卖家备注" in shown
    assert "Order number" not in shown


def test_the_time_is_shown_in_the_zone_of_the_system():
    assert "2026-11-18 20:14:05+08:00" in page(an_order(1), zone="Asia/Shanghai")


@pytest.mark.parametrize(("leave", "price"), [([], True), (["price"], False)])
def test_items_are_listed_with_their_price_only_where_prices_are_given(leave, price):
    shown = page(an_order(1, items=(TEA, TOWEL), leave=leave))
    assert "S2 × 2" in shown
    assert ("45.00" in shown) is price


def test_no_goods_are_shown_to_a_channel_that_is_given_none():
    shown = page(an_order(1, items=(TEA, TOWEL), leave=["product", "price"]))
    assert "S2" not in shown


def test_values_are_no_markup():
    shown = page(an_order(1, note="<script>alert(1)</script>"), title="A & B")
    assert "<script>" not in shown
    assert "A &amp; B" in shown


def test_a_value_that_is_too_long_is_refused():
    placement = ManualModule().open({"limits": {"name": 2}}).place([an_order(1)])
    assert not placement.documents
    assert "takes 2" in placement.refused["C01"]


def test_an_export_is_answered_with_what_to_do_instead():
    system = ManualModule().open({})
    (reject,) = system.read_back(b"x" * 10_000)
    assert not system.capabilities.reads_back
    assert "seed confirm" in reject.remedy
    assert len(reject.record) == 4096


def test_the_fields_of_the_system_can_be_named():
    able = ManualModule().open({"fields": ["name", "order_no"], "variants": ["name"]}).capabilities
    assert (able.fields, able.variants) == ({Field.NAME, Field.ORDER_NO}, {Field.NAME})


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"language": "de"}, "language"),
        ({"langauge": "en"}, "langauge"),
        ({"fields": "name"}, "fields"),
        ({"fields": ["fax"]}, "fields"),
        ({"labels": {"name": 7}}, "labels.name"),
        ({"limits": {"name": "7"}}, "limits.name"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"title": "x" * 501}, "title"),
    ],
)
def test_a_setting_that_does_not_fit_is_refused_with_its_path(settings, field):
    with pytest.raises(InputError) as caught:
        ManualModule().open(settings)
    assert caught.value.field == field

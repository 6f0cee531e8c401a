"""Contacts are read blind: what is understood of one does not depend on who was given which value of a pool.

Without that a draw proves nothing: a contact would be kept, or understood, because of what was drawn.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field, View
from leaktrace.domain.contact import Medium
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Address, Canary, Identity, Item, Order
from leaktrace.services.facts import facts_of
from leaktrace.services.opened import OpenedContact
from leaktrace.services.reading import _Order, _read

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = "望舒街1号舒城花园"
CANARY = Canary(
    "C1",
    ("L1",),
    Identity(
        "周明", "+8614000000001", "own@post.example",
        Address("湖北省", "武汉市", "洪山区", f"{PLACE}99号楼2单元101室"), "木子月1",
    ),
    Order(
        "260902777865995421", (Item("S1", "防晒衣女夏季薄款", 1, Decimal("78.00")),),
        Decimal("78.00"), "CNY", datetime(2026, 9, 2, 2, 53, tzinfo=UTC),
    ),
)  # fmt: skip
WHOLE = f"湖北省武汉市洪山区{PLACE}"
POOLS = {
    Field.NAME: tuple(sorted(f"周{given}" for given in ("志远", "淑珍", "家豪", "雨桐", "文博", "静怡"))),
    Field.ADDRESS: tuple(sorted(f"{WHOLE}{n}号楼2单元{n}03室" for n in range(2, 8))),
    Field.NICK: tuple(f"橘子汽水71{n:02d}" for n in range(6)),
    Field.NOTE: tuple(sorted(f"请放{where}那里" for where in ("门卫室", "前台", "快递柜", "超市", "车库", "菜鸟"))),
    Field.EMAIL: tuple(f"token{n}x@post.example" for n in range(6)),
}  # fmt: skip
CHANNELS = ("shop-1", "erp-1", "courier-1", "desk-1")
SPELT = {
    Field.NAME: lambda value: value[0] + " " + value[1:],
    Field.ADDRESS: lambda value: value.removesuffix("室").replace("号楼", "栋"),
    Field.NICK: lambda value: value[:-1],
    Field.NOTE: lambda value: value[:4],
    Field.EMAIL: str.upper,
}
CUT = {Field.NAME: lambda value: value[:2], Field.ADDRESS: lambda value: value[:-5]}

assignments = st.fixed_dictionaries(
    {
        field: st.permutations(values).map(
            lambda order: dict(zip(CHANNELS, order[: len(CHANNELS)], strict=True))
        )
        for field, values in POOLS.items()
    }
)
said = st.one_of(
    *(st.sampled_from(values) for values in POOLS.values()),
    st.sampled_from([value.removeprefix(WHOLE) for value in POOLS[Field.ADDRESS]]),
    st.sampled_from(
        [
            "周明",
            "周宇彤",
            "雨桐",
            "周*远",
            "周女士",
            "99号楼2单元101室",
            "5号楼",
            PLACE,
            "订单尾号5421",
        ]
    ),
)
texts = st.builds(
    "{}，{}您买的防晒衣质检不合格，{}退款78元，请加微信。{}".format,
    *[st.builds("{}{}".format, st.sampled_from(["是", "您好，", "寄到", "备注", ""]), said)] * 4,
)


def order(given_values, spelt=(), cut=()):
    """The order, planted by an assignment; some channels write their values in a way of their own or cut them."""
    exposures = []
    for channel in CHANNELS:
        holds = {field: values[channel] for field, values in given_values.items()}
        if channel in spelt:
            holds |= {field: change(holds[field]) for field, change in SPELT.items()}
        if channel in cut:
            holds |= {field: change(holds[field]) for field, change in CUT.items()}
        at = datetime(2026, 9, 3, tzinfo=UTC)
        exposures.append(Exposure("C1", channel, at, holds, dict.fromkeys(holds, View.VARIANT), {}))
    facts = facts_of(CANARY, exposures, POOLS, ("飞鹭快递",), ZONE)
    return _Order(UUID(int=1), CANARY, tuple(exposures), POOLS, facts)


def read(text, one, noted=None):
    at = datetime(2026, 9, 20, tzinfo=UTC)
    contact = OpenedContact(
        UUID(int=2), Medium.CALL, at, None, text, noted or {}, supersedes_id=None, lines=()
    )
    found = _read(contact, [one], ZONE)
    return found.contact_class, found.informed, bool(found.matched), found.details


@given(assignments, assignments)
def test_the_facts_that_are_looked_for_are_the_same_whoever_has_what(first, second):
    assert order(first).facts == order(second, spelt=("erp-1",), cut=("desk-1",)).facts


@given(texts, assignments, assignments)
def test_a_contact_is_understood_the_same_whoever_has_what(text, first, second):
    spelt = order(second, spelt=("erp-1",), cut=("desk-1",))
    assert read(text, order(first)) == read(text, order(second)) == read(text, spelt)


@given(said, assignments, assignments)
def test_a_noted_name_is_understood_the_same_whoever_has_what(value, first, second):
    noted = {Field.NAME: value}
    assert read("", order(first), noted) == read("", order(second), noted)


@pytest.mark.parametrize("field", [Field.NAME, Field.ADDRESS, Field.NICK, Field.NOTE, Field.EMAIL])
def test_every_value_of_a_pool_is_enough_to_know_the_order_by(field):
    given_values = {
        name: dict(zip(CHANNELS, values[:4], strict=True)) for name, values in POOLS.items()
    }
    one = order(given_values)
    outcomes = set()
    for value in POOLS[field]:
        shown = value.removeprefix(WHOLE)
        kind, informed, matched, details = read(
            f"您好，{shown}，有个问题要退款给您，请加微信。", one
        )
        assert [detail.field for detail in details["C1"]] == [field]
        outcomes.add((kind, informed, matched))

    assert len(outcomes) == 1
    assert outcomes.pop()[1:] == (True, True)


def test_a_call_after_a_copy_was_given_away_is_read_though_the_order_is_dated_later():
    """Whoever plants by hand may write down the time of the order only roughly."""
    day = CANARY.order.placed_at
    given = Exposure(
        "C1", "erp-1", day - timedelta(hours=20), {Field.NAME: "周明"}, {Field.NAME: View.PLAIN}, {}
    )
    facts = facts_of(CANARY, [given], {}, (), ZONE)
    order = _Order(UUID(int=1), CANARY, (given,), {}, facts)
    early = day - timedelta(hours=10)
    call = OpenedContact(UUID(int=2), Medium.CALL, early, None, "您好周明，您买的防晒衣要退款", {}, supersedes_id=None, lines=())  # fmt: skip
    assert _read(call, [order], ZONE).informed
    unknown = _Order(UUID(int=1), CANARY, (), {}, facts)
    assert not _read(call, [unknown], ZONE).informed

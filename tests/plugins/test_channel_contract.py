"""What every channel module must keep to, ours and those of others.

Parametrised over the entry points of ``leaktrace.channels``. Beside this file, ``channels/<name>/*.yaml`` holds settings of
that module, one channel a file; there is at least one. Where a system reads back, it must read what it made itself.
A new module adds its settings there and edits nothing here.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaktrace.channels.settings_text import profile_from_yaml
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError
from leaktrace.domain.order import Address, Item
from leaktrace.domain.placing import (
    ChannelModule,
    ChannelSystem,
    HeldOrder,
    OrderToPlace,
    Outcome,
    compare,
    telltale,
)
from leaktrace.domain.times import format_time

POINTS = {point.name: point for point in entry_points(group="leaktrace.channels")}
FOLDER = Path(__file__).parent / "channels"
SETTINGS = [
    pytest.param(path, id=f"{path.parent.name}-{path.stem}")
    for path in sorted(FOLDER.glob("*/*.yaml"))
    if path.parent.name in POINTS
]
RESHAPED = {Field.PHONE, Field.PRICE, Field.ORDERED_AT, Field.EMAIL, Field.ADDRESS, Field.ORDER_NO}
"""Fields of which a longer value cannot be made by adding letters."""
AT = datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)
NAMES = st.text(st.sampled_from("林若溪陈嘉木周予安欧阳abcXY ·"), min_size=1, max_size=10)
NOTES = st.text(st.sampled_from("放门卫请电话 0123456789,;\"\t'=@+-{}\\/"), max_size=20)


def opened(path: Path) -> ChannelSystem:
    module: ChannelModule = POINTS[path.parent.name].load()()
    return module.open(profile_from_yaml(path.read_text(encoding="utf-8")))


def order(number: int, system: ChannelSystem, **values: str) -> OrderToPlace:
    """An order as the service hands it over: with the fields that the system takes, in normal forms."""
    address = Address("浙江省", "杭州市", "余杭区", f"梅林路18号1幢{number}单元101室")
    items = (Item(f"S{number}", "蜂蜜柚子茶 500克", 1, Decimal("39.90")),)
    amount = Decimal("39.90")
    full = {
        Field.NAME: "林若溪",
        Field.PHONE: f"+86140024000{number:02}",
        Field.EMAIL: f"lin{number}@plum-lane.com",
        Field.ADDRESS: str(address),
        Field.NICK: f"溪水{number}",
        Field.ORDER_NO: f"PL26090173{number:02}",
        Field.PRODUCT: "、".join(item.title for item in items),
        Field.PRICE: str(amount),
        Field.ORDERED_AT: format_time(AT),
        Field.NOTE: f"放{number}号门卫",
    } | {Field(name): text for name, text in values.items()}
    return OrderToPlace(
        canary_id=f"C{number:02}",
        order_no=f"PL26090173{number:02}",
        placed_at=AT,
        values={
            name: full[name] for name in Field if full.get(name) and name in system.capabilities.fields
        },
        items=items,
        amount=amount,
        currency="CNY",
        address=address,
    )  # fmt: skip


def round_trip(system: ChannelSystem, orders: list[OrderToPlace]) -> Iterator[HeldOrder | Reject]:
    for document in system.place(orders).documents:
        yield from system.read_back(document.content)


@pytest.fixture(params=sorted(POINTS))
def point(request: pytest.FixtureRequest) -> EntryPoint:
    return POINTS[request.param]


every_channel = pytest.mark.parametrize("path", SETTINGS)


def test_our_own_modules_are_installed():
    assert {"manual", "mapped_file"} <= set(POINTS)


def test_it_is_a_channel_module_of_the_name_it_is_entered_by(point: EntryPoint):
    module = point.load()()
    assert isinstance(module, ChannelModule)
    assert module.name == point.name


def test_every_module_has_settings_to_be_tried_with(point: EntryPoint):
    assert list((FOLDER / point.name).glob("*.yaml"))


def test_a_setting_that_does_not_exist_is_refused_with_what_to_do(point: EntryPoint):
    with pytest.raises(InputError) as caught:
        point.load()().open({"no_such_setting": 1})
    assert caught.value.remedy


@every_channel
def test_a_channel_is_a_system_with_honest_capabilities(path: Path):
    system = opened(path)
    able = system.capabilities
    assert isinstance(system, ChannelSystem)
    assert able.fields <= set(Field)
    assert able.fields
    assert set(able.limits) <= able.fields
    assert able.variants <= able.fields
    assert all(limit > 0 for limit in able.limits.values())


@every_channel
def test_the_same_orders_give_the_same_bytes(path: Path):
    orders = [order(number, opened(path)) for number in (1, 2, 3)]
    first, second = opened(path).place(orders), opened(path).place(orders)
    assert first == second
    assert first.placed == ("C01", "C02", "C03")
    assert not first.refused


@every_channel
def test_other_orders_give_a_document_of_another_name(path: Path):
    system = opened(path)
    first, second = system.place([order(1, system)]), system.place([order(2, system)])
    names = {document.name for one in (first, second) for document in one.documents}
    assert len(names) == len(first.documents) + len(second.documents)
    assert all(name == Path(name).name for name in names)


@every_channel
def test_no_orders_give_no_documents(path: Path):
    placement = opened(path).place([])
    assert (placement.documents, placement.placed, placement.refused) == ((), (), {})


@every_channel
def test_what_is_read_back_is_what_was_placed(path: Path):
    system = opened(path)
    orders = [order(number, system) for number in (1, 2, 3)]
    found = list(round_trip(system, orders))
    if not system.capabilities.reads_back:
        assert all(isinstance(one, Reject) for one in found)
        return
    held = {one.order_no: one for one in found if isinstance(one, HeldOrder)}
    assert len(held) == len(found) == 3
    for one in orders:
        for difference in compare(one.values, held[one.order_no].holds):
            assert difference.outcome is Outcome.KEPT, difference


@every_channel
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(name=NAMES, note=NOTES)
def test_whatever_is_placed_comes_back_and_whatever_cannot_is_refused(
    path: Path, name: str, note: str
):
    system = opened(path)
    one = order(1, system, name=name.strip() or "林", note=note.strip())
    placement = system.place([one])
    assert set(placement.placed) | set(placement.refused) == {"C01"}
    assert all(placement.refused.values())
    if placement.placed and system.capabilities.reads_back:
        (held,) = (
            found
            for document in placement.documents
            for found in system.read_back(document.content)
        )
        assert isinstance(held, HeldOrder)
        outcomes = compare(one.values, held.holds)
        assert all(difference.outcome is Outcome.KEPT for difference in outcomes), outcomes


@every_channel
def test_a_field_that_the_channel_is_not_given_is_not_in_the_document(path: Path):
    system = opened(path)
    for name in system.capabilities.fields - {Field.ORDER_NO}:
        whole = order(1, system)
        rest = {field: text for field, text in whole.values.items() if field is not name}
        parts = None if name is Field.ADDRESS else whole.address
        placement = system.place([replace(whole, values=rest, address=parts)])
        if not system.capabilities.reads_back or not placement.placed:
            continue
        (held,) = system.read_back(placement.documents[0].content)
        assert isinstance(held, HeldOrder)
        assert name not in held.holds


@every_channel
def test_a_value_over_its_limit_is_refused_and_the_others_are_placed(path: Path):
    system = opened(path)
    for name in set(system.capabilities.limits) - RESHAPED:
        long = order(1, system, **{name.value: "溪" * (system.capabilities.limits[name] + 1)})
        placement = system.place([long, order(2, system)])
        assert placement.placed == ("C02",)
        assert name.value in placement.refused["C01"]


@every_channel
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("note", "内部测试"),
        ("note", "this is a test"),
        ("name", "Canary One"),
        ("note", "蜜罐"),
        ("nick", "leaktrace"),
        ("name", "林**"),
    ],
)
def test_an_order_that_says_that_it_is_none_is_refused(path: Path, name: str, value: str):
    system = opened(path)
    if name in system.capabilities.fields:
        placement = system.place([order(1, system, **{name: value})])
        assert not placement.documents
        assert placement.refused.keys() == {"C01"}


@every_channel
def test_nothing_that_is_placed_says_that_it_is_no_real_order(path: Path):
    system = opened(path)
    placement = system.place([order(number, system) for number in (1, 2)])
    for document in placement.documents:
        assert telltale(document.name) is None
        for encoding in ("utf-8", "gb18030"):
            assert telltale(document.content.decode(encoding, "ignore")) is None
    if system.capabilities.reads_back:
        for held in round_trip(system, [order(1, system)]):
            assert isinstance(held, HeldOrder)
            assert not any(telltale(text) for text in held.holds.values())


@every_channel
@settings(deadline=None, max_examples=100)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_orders_and_rejects_only_and_the_same_again(path: Path, data: bytes):
    system = opened(path)
    found = list(system.read_back(data))
    assert all(isinstance(one, HeldOrder | Reject) for one in found)
    assert all(one.reason for one in found if isinstance(one, Reject))
    assert list(system.read_back(data)) == found


@every_channel
@settings(deadline=None, max_examples=100)
@given(at=st.floats(0, 1), end=st.floats(0, 1), put=st.binary(max_size=6))
def test_a_damaged_export_never_raises(path: Path, at: float, end: float, put: bytes):
    system = opened(path)
    for document in system.place([order(1, system), order(2, system)]).documents:
        data = document.content
        start, stop = sorted((int(at * len(data)), int(end * len(data))))
        for one in system.read_back(data[:start] + put + data[stop:]):
            assert isinstance(one, HeldOrder | Reject)
            if isinstance(one, HeldOrder):
                assert one.order_no
                "".join([one.order_no, *one.holds.values()]).encode()

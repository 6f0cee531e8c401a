"""Orders to place, for the tests of channel modules."""

from datetime import UTC, datetime
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.order import Address, Item
from leaktrace.domain.placing import OrderToPlace
from leaktrace.domain.times import format_time

AT = datetime(2026, 11, 18, 12, 14, 5, tzinfo=UTC)
TEA = Item("S1", "蜂蜜柚子茶 500克", 1, Decimal("39.90"))
TOWEL = Item("S2", "竹纤维毛巾 三条装", 2, Decimal("45.00"))


def an_order(number=1, *, items=(TEA,), leave=(), **values):
    address = Address("浙江省", "杭州市", "余杭区", f"梅林路18号1幢{number}单元101室")
    amount = sum(item.price * item.qty for item in items)
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
        values={name: text for name, text in full.items() if name not in leave},
        items=items,
        amount=amount,
        currency="CNY",
        address=None if "address" in leave else address,
    )


def fitting(order, system):
    """The order with the fields that a system takes, as the service hands it over."""
    takes = system.capabilities.fields
    values = {name: text for name, text in order.values.items() if name in takes}
    return type(order)(**{**order.__dict__, "values": values})

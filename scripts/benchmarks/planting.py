"""A merchant with lines, channels, canaries and exposures, made up from a seed and inserted in bulk."""

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.line import LineKind, LineRole
from leaktrace.domain.order import Address, Canary, Identity, Item, Order
from leaktrace.services.canary_files import identity_row, order_row
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import blind, seal
from leaktrace.storage.tenancy import merchant_of

BEGIN = datetime(2025, 3, 1, tzinfo=UTC)
DAYS = 90
CHUNK = 5_000
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "雨桐若航明远思齐子墨嘉怡文博静姝云帆晓棠知夏书瑶"
_GOODS = (
    "玻璃养生壶",
    "桌面增高架",
    "蒸汽眼罩",
    "折叠钓鱼竿",
    "宠物喂水器",
    "纯棉四件套",
    "电动牙刷",
)
_ALL = (
    Field.NAME, Field.PHONE, Field.ADDRESS, Field.ORDER_NO, Field.PRODUCT, Field.PRICE, Field.ORDERED_AT,
)  # fmt: skip
_STAGES: tuple[tuple[ChannelKind, str, tuple[Field, ...]], ...] = (
    (ChannelKind.PLATFORM, "橙舟商城", _ALL),
    (ChannelKind.MERCHANT_ERP, "星禾软件", (*_ALL, Field.TRACKING_NO)),
    (ChannelKind.COURIER, "飞鹭快递", (Field.NAME, Field.PHONE, Field.ADDRESS, Field.TRACKING_NO)),
    (ChannelKind.OUTSOURCED_SERVICE, "青桥客服", (Field.NAME, Field.ORDER_NO, Field.PRODUCT, Field.PRICE)),
)  # fmt: skip
"""An order goes through one channel of each stage."""


@dataclass(frozen=True)
class World:
    """What is planted, as values."""

    channels: tuple[Channel, ...]
    lines: tuple[str, ...]
    """Telephone numbers; the first ones serve canaries, one each."""
    canaries: tuple[Canary, ...]
    exposures: tuple[tuple[Exposure, ...], ...]
    """Of each canary."""


def make_world(*, canaries: int, channels: int, lines: int, seed: int = 7) -> World:
    """The same world for the same numbers."""
    chance = random.Random(seed)
    made = tuple(_channel(number) for number in range(channels))
    phones = tuple(fictional_phone(number) for number in range(max(lines, canaries)))
    planted = tuple(_canary(chance, number, phones[number]) for number in range(canaries))
    return World(made, phones, planted, tuple(_exposures(chance, one, made) for one in planted))


def insert_world(session: Session, world: World) -> None:
    """Insert it in bulk, sealed as the services do."""
    merchant_id = merchant_of(session)
    lines = [_line_row(session, number, world) for number in range(len(world.lines))]
    channels = [_channel_row(merchant_id, channel) for channel in world.channels]
    identities, links, orders, exposures = [], [], [], []
    by_channel = {row["channel_id"]: row["id"] for row in channels}
    for number, canary in enumerate(world.canaries):
        identity, order = _canary_rows(session, canary)
        identities.append(identity)
        orders.append(order)
        links.append(
            {"merchant_id": merchant_id, "identity_id": identity["id"], "line_id": lines[number]["id"]}
        )  # fmt: skip
        exposures += [
            _exposure_row(session, value, order["id"], by_channel[value.channel_id])
            for value in world.exposures[number]
        ]
    insert_all(session, models.Line, lines)
    insert_all(session, models.Channel, channels)
    insert_all(session, models.Identity, identities)
    insert_all(session, models.IdentityLine, links)
    insert_all(session, models.CanaryOrder, orders)
    insert_all(session, models.Exposure, exposures)


def insert_all(session: Session, model: Any, rows: list[dict[str, Any]]) -> None:
    """Bulk inserts of some thousand rows each."""
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(model), rows[start : start + CHUNK])


def keys_of(session: Session) -> tuple[dict[str, UUID], dict[str, UUID]]:
    """The keys of lines by their names, and of orders by their canaries."""
    lines = session.execute(select(models.Line.line_id, models.Line.id)).all()
    orders = session.execute(select(models.CanaryOrder.canary_id, models.CanaryOrder.id)).all()
    return dict(lines), dict(orders)


def line_name(number: int) -> str:
    """The merchant's name of the n-th line."""
    return f"L{number:06d}"


def _channel(number: int) -> Channel:
    kind, provider, fields = _STAGES[number % len(_STAGES)]
    views = dict.fromkeys(fields, View.PLAIN)
    if kind is ChannelKind.MERCHANT_ERP:
        views[Field.NAME] = View.VARIANT
    return Channel(
        channel_id=f"{kind.value.replace('_', '-')}-{number // len(_STAGES) + 1}",
        kind=kind,
        name=f"{provider}{number}",
        provider=provider,
        injectable=kind is ChannelKind.MERCHANT_ERP,
        views=views,
    )


def _canary(chance: random.Random, number: int, phone: str) -> Canary:
    price = Decimal(chance.randint(1900, 39900)) / 100
    title = f"{chance.choice(_GOODS)}家用{chance.choice('大中小')}号{chance.randint(10, 99)}款"
    return Canary(
        canary_id=f"C{number:06d}",
        line_ids=(line_name(number),),
        identity=Identity(
            name=chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2)),
            phone=phone,
            email=None,
            address=Address(
                "浙江省", "杭州市", "滨江区", f"望潮路{chance.randint(1, 200)}号听风苑{number % 30 + 1}栋{chance.randint(101, 2809)}室"
            ),
            nick=f"半糖橘子{number:06d}",
        ),
        order=Order(
            order_no=f"2503{chance.randint(10**13, 10**14 - 1)}",
            items=(Item(f"S{number % 97}", title, 1, price),),
            amount=price,
            currency="CNY",
            placed_at=BEGIN + timedelta(minutes=chance.randrange(20 * 24 * 60)),
        ),
    )  # fmt: skip


def _exposures(
    chance: random.Random, canary: Canary, channels: tuple[Channel, ...]
) -> tuple[Exposure, ...]:
    """One channel of each stage that there is, one after the other."""
    order, at, found = canary.order, canary.order.placed_at, []
    own = {
        Field.NAME: canary.identity.name,
        Field.PHONE: str(canary.identity.phone),
        Field.ADDRESS: str(canary.identity.address),
        Field.ORDER_NO: order.order_no,
        Field.PRODUCT: order.items[0].title,
        Field.PRICE: str(order.amount),
        Field.ORDERED_AT: order.placed_at.isoformat(),
        Field.TRACKING_NO: f"FL{chance.randint(10**12, 10**13 - 1)}",
    }
    for stage in range(min(len(_STAGES), len(channels))):
        channel = channels[
            stage + len(_STAGES) * chance.randrange(-(-(len(channels) - stage) // 4))
        ]
        holds = {name: own[name] for name in channel.views}
        if channel.views.get(Field.NAME) is View.VARIANT:
            holds[Field.NAME] = own[Field.NAME][:2] + chance.choice(_GIVEN)
        found.append(
            Exposure(canary.canary_id, channel.channel_id, at, holds, channel.views, {"kind": "readback"})
        )  # fmt: skip
        at += timedelta(minutes=chance.randint(5, 2000))
    return tuple(found)


def _line_row(session: Session, number: int, world: World) -> dict[str, Any]:
    row_id, value = new_id(), world.lines[number]
    return {
        "id": row_id,
        "merchant_id": merchant_of(session),
        "line_id": line_name(number),
        "kind": LineKind.PHONE,
        "role": LineRole.CANARY if number < len(world.canaries) else LineRole.CONTROL,
        "value": seal(session, models.Line.value, row_id, value.encode()),
        "value_index": blind(session, models.Line.value_index, value),
        "acquired_at": BEGIN - timedelta(days=30),
        "label": "",
    }


def _channel_row(merchant_id: UUID, channel: Channel) -> dict[str, Any]:
    return {
        "id": new_id(),
        "merchant_id": merchant_id,
        "channel_id": channel.channel_id,
        "kind": channel.kind,
        "name": channel.name,
        "provider": channel.provider,
        "injectable": channel.injectable,
        "views": _plain(channel.views),
    }


def _canary_rows(session: Session, canary: Canary) -> tuple[dict[str, Any], dict[str, Any]]:
    merchant_id, identity_id, order_id = merchant_of(session), new_id(), new_id()
    identity, order = models.Identity, models.CanaryOrder
    return {
        "id": identity_id,
        "merchant_id": merchant_id,
        "role": LineRole.CANARY,
        "profile": seal(session, identity.profile, identity_id, dump(identity_row(canary.identity))),
    }, {
        "id": order_id,
        "merchant_id": merchant_id,
        "canary_id": canary.canary_id,
        "identity_id": identity_id,
        "placed_at": canary.order.placed_at,
        "details": seal(session, order.details, order_id, dump(order_row(canary.order))),
    }  # fmt: skip


def _exposure_row(
    session: Session, exposure: Exposure, order_id: UUID, channel_id: UUID
) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "merchant_id": merchant_of(session),
        "order_id": order_id,
        "channel_id": channel_id,
        "exposed_at": exposure.exposed_at,
        "holds": seal(session, models.Exposure.holds, row_id, dump(_plain(exposure.holds))),
        "views": _plain(exposure.views),
        "proof": dict(exposure.proof),
        "corrects_id": None,
    }


def _plain(values: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items()}


def dump(value: Any) -> bytes:
    """Compact JSON, as the services seal it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

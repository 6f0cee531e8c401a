"""The demo world before anything is planted: channels, lines, 60 canaries, and the pools they are drawn from.

Made from a seed and a date. Nobody in it exists.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from leaktrace.cli.demo import words
from leaktrace.cli.demo.files import stamp, write_csv, write_jsonl
from leaktrace.domain.channel import Field, View, parse_views
from leaktrace.domain.fiction import fictional_phone

__all__ = ["CANARIES", "DAYS", "LINES", "VIEWS", "Plan", "PlannedOrder", "make_plan", "write_plan"]

CANARIES = 60
LINES = 40
CONTROLS = 10
DAYS = 60
NAMES = 24
UNITS = 30
"""Values of a pool: so many that hardly anybody says a given one by chance."""
VIEWS = {row[0]: parse_views(row[5]) for row in words.CHANNELS}


@dataclass(frozen=True)
class PlannedOrder:
    """One canary: its own values, its route, and what can be drawn for it."""

    canary_id: str
    line: dict[str, str]
    route: tuple[str, ...]
    placed: datetime
    full: dict[str, str]
    """Every field with its own value."""
    place: str
    """The address without its unit."""
    goods: str
    row: dict[str, Any]
    """Of canaries.jsonl."""
    pools: dict[Field, tuple[str, ...]]


@dataclass(frozen=True)
class Plan:
    """What the merchant decides on before the first canary is given away."""

    start: datetime
    channels: list[dict[str, str]]
    lines: list[dict[str, str]]
    orders: list[PlannedOrder]


def make_plan(seed: int, today: datetime) -> Plan:
    """A plan for the 60 days that end today.

    Args:
        seed: equal seeds give equal plans.
        today: aware; its offset is that of all times in the world.
    """
    chance = random.Random(seed)  # noqa: S311 - a world for show
    start = today.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    lines = _lines(start)
    orders = [_order(chance, number, lines[number % LINES], start) for number in range(CANARIES)]
    return Plan(start, _channels(), lines, orders)


def write_plan(plan: Plan, folder: Path) -> None:
    """The files that are taken over before planting, and the one that is drawn from."""
    folder.mkdir(parents=True, exist_ok=True)
    write_csv(folder / "channels.csv", plan.channels)
    write_csv(folder / "lines.csv", plan.lines)
    write_jsonl(folder / "canaries.jsonl", (order.row for order in plan.orders))
    write_jsonl(folder / "draws.jsonl", _draw_rows(plan))


def _draw_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """For each canary and field the pool, and the channels on its route that can be given their own."""
    for order in plan.orders:
        for name, values in order.pools.items():
            channels = [one for one in order.route if VIEWS[one].get(name) is View.VARIANT]
            yield {
                "canary_id": order.canary_id, "field": name,
                "values": list(values), "channels": channels,
            }  # fmt: skip


def _channels() -> list[dict[str, str]]:
    columns = ("channel_id", "kind", "name", "provider", "injectable", "views")
    return [dict(zip(columns, row, strict=True)) for row in words.CHANNELS]


def _lines(start: datetime) -> list[dict[str, str]]:
    acquired = (start - timedelta(days=30)).isoformat()
    return [
        {
            "line_id": f"L{number + 1:04d}",
            "kind": "phone",
            "value": fictional_phone(7_000_000 + 37 * number),
            "role": "canary" if number < LINES else "control",
            "acquired_at": acquired,
            "label": f"卡池A-{number + 1:02d}"
            if number < LINES
            else f"对照-{number - LINES + 1:02d}",
        }
        for number in range(LINES + CONTROLS)
    ]


def _order(
    chance: random.Random, number: int, line: dict[str, str], start: datetime
) -> PlannedOrder:
    # Identities that share a line share the route too, so that a call that names neither loses little.
    route_of, second = number % LINES, number // LINES
    platform, erp, courier = 1 + route_of % 2, 1 + route_of // 2 % 2, 1 + route_of // 4 % 3
    service = ("callcentre-1", "warehouse-1")[route_of // 12 % 2]
    placed = start + timedelta(hours=chance.uniform(9, 22), days=chance.uniform(0, 25))
    title, goods, price = words.PRODUCTS[number % len(words.PRODUCTS)]
    province, city, district, road = words.PLACES[number % len(words.PLACES)]
    # Their surnames and houses differ, so that what a caller says belongs to one of them.
    surname = words.SURNAMES[(number + 13 * second) % len(words.SURNAMES)]
    given = [words.GIVEN[(7 * number + step) % len(words.GIVEN)] for step in range(NAMES + 1)]
    region, road = f"{province}{city}{district}", road.format(n=chance.randint(10, 299))
    house = f"{road}{2 * chance.randint(1, 6) - second}号楼{chance.randint(1, 4)}单元"
    rooms = [f"{floor}0{door}室" for floor in range(2, 27) for door in range(1, 7)]
    own_room, *other_rooms = chance.sample(rooms, UNITS + 1)
    order_no = f"{placed:%y%m%d}{chance.randrange(10**12):012d}"
    tracking_no = f"{('FL', 'BQ', 'SH')[courier - 1]}{chance.randrange(10**13):013d}"
    full = {
        "name": surname + given[0], "phone": line["value"], "address": f"{region}{house}{own_room}",
        "nick": f"{words.NICKS[number % len(words.NICKS)]}{chance.randint(100, 9999)}", "order_no": order_no,
        "product": title, "price": price, "ordered_at": stamp(placed), "tracking_no": tracking_no,
    }  # fmt: skip
    address = {
        "province": province,
        "city": city,
        "district": district,
        "detail": f"{house}{own_room}",
    }
    return PlannedOrder(
        canary_id=f"C{number + 1:03d}",
        line=line,
        route=(f"platform-{platform}", f"erp-{erp}", f"courier-{courier}", service),
        placed=placed,
        full=full,
        place=region + road,
        goods=goods,
        row=_canary_row(
            f"C{number + 1:03d}", line["line_id"], full, address, f"SKU-{number % 10:02d}"
        ),
        pools={
            Field.NAME: tuple(surname + name for name in given[1:]),
            Field.ADDRESS: tuple(f"{region}{house}{room}" for room in other_rooms),
        },
    )


def _canary_row(
    canary_id: str, line_id: str, full: dict[str, str], address: dict[str, str], sku: str
) -> dict[str, Any]:
    return {
        "canary_id": canary_id,
        "line_ids": [line_id],
        "identity": {
            "name": full["name"],
            "phone": full["phone"],
            "address": address,
            "nick": full["nick"],
        },
        "order": {
            "order_no": full["order_no"],
            "items": [{"sku": sku, "title": full["product"], "qty": 1, "price": full["price"]}],
            "amount": full["price"],
            "currency": "CNY",
            "placed_at": full["ordered_at"],
        },
    }

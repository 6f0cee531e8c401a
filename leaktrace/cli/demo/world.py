"""The demo world: 60 canaries on 40 lines, 10 controls, 60 days; the ERP erp-1 leaks a third of its records.

Made from a seed and a date. What the callers know is what erp-1 was given, and nothing else.
"""

import csv
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from leaktrace.cli.demo import words
from leaktrace.domain.channel import Field, View, parse_views
from leaktrace.domain.fiction import fictional_phone

__all__ = ["LEAKER", "World", "make_world", "write_world"]

LEAKER = "erp-1"
CANARIES = 60
LINES = 40
CONTROLS = 10
DAYS = 60
LEAK_SHARE = 0.45
CALLS_A_DAY = 0.1


@dataclass(frozen=True)
class World:
    """The files of a merchant, as rows."""

    channels: list[dict[str, str]]
    lines: list[dict[str, str]]
    canaries: list[dict[str, Any]]
    exposures: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    """Calls that a person answered and noted down: native format."""
    messages: list[dict[str, Any]]
    """SMS, as SmsForwarder posts them."""
    calls: list[list[Any]]
    """Calls that nobody answered: Asterisk's Master.csv."""


def make_world(seed: int, today: datetime) -> World:
    """A world that ended yesterday.

    Args:
        seed: equal seeds give equal worlds.
        today: aware; its offset is that of all times in the world.
    """
    chance = random.Random(seed)  # noqa: S311 - a world for show
    start = today.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    world = World(_channels(), _lines(start), [], [], [], [], [])
    for number in range(CANARIES):
        _plant(world, chance, number, start)
    _background(world, chance, start)
    return world


def write_world(world: World, folder: Path) -> None:
    """The files that the commands take."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "channels.csv", world.channels)
    _write_csv(folder / "lines.csv", world.lines)
    for name in ("canaries", "exposures", "notes", "messages"):
        rows = getattr(world, name)
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    with (folder / "Master.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(world.calls)


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


def _plant(world: World, chance: random.Random, number: int, start: datetime) -> None:
    """One canary, what each channel of its route gets, the courier's messages, and perhaps the leak."""
    line = world.lines[number % LINES]
    # Identities that share a line share the route too, so that a call that names neither loses little.
    route_of = number % LINES
    platform, erp, courier = 1 + route_of % 2, 1 + route_of // 2 % 2, 1 + route_of // 4 % 3
    service = ("callcentre-1", "warehouse-1")[route_of // 12 % 2]
    placed = start + timedelta(hours=chance.uniform(9, 22), days=chance.uniform(0, 25))
    title, goods, price = words.PRODUCTS[number % len(words.PRODUCTS)]
    province, city, district, road = words.PLACES[number % len(words.PLACES)]
    detail = f"{road.format(n=chance.randint(10, 299))}{chance.randint(1, 12)}号楼{chance.randint(1, 4)}单元{chance.randint(1, 26)}0{chance.randint(1, 6)}室"
    surname = words.SURNAMES[number % len(words.SURNAMES)]
    name = surname + words.GIVEN[(7 * number) % len(words.GIVEN)]
    order_no = f"{placed:%y%m%d}{chance.randrange(10**12):012d}"
    tracking_no = f"{('FL', 'BQ', 'SH')[courier - 1]}{chance.randrange(10**13):013d}"
    canary_id = f"C{number + 1:03d}"
    full: dict[str, str] = {
        "name": name, "phone": line["value"], "address": f"{province}{city}{district}{detail}",
        "nick": f"{words.NICKS[number % len(words.NICKS)]}{chance.randint(100, 9999)}", "order_no": order_no,
        "product": title, "price": price, "ordered_at": _stamp(placed), "tracking_no": tracking_no,
    }  # fmt: skip
    world.canaries.append(
        {
            "canary_id": canary_id,
            "line_ids": [line["line_id"]],
            "identity": {
                "name": name,
                "phone": line["value"],
                "address": {
                    "province": province,
                    "city": city,
                    "district": district,
                    "detail": detail,
                },
                "nick": full["nick"],
            },
            "order": {
                "order_no": order_no,
                "items": [
                    {"sku": f"SKU-{number % 10:02d}", "title": title, "qty": 1, "price": price}
                ],
                "amount": price,
                "currency": "CNY",
                "placed_at": _stamp(placed),
            },
        }
    )
    route = (f"platform-{platform}", f"erp-{erp}", f"courier-{courier}", service)
    for hop, channel_id in enumerate(route):
        given = placed + timedelta(hours=(0, 0.4, 14, 3)[hop] + chance.uniform(0, 0.5))
        world.exposures.append(_exposure(canary_id, channel_id, given, full))
    _expected(world, chance, line, full, placed, courier, platform)
    if route[1] == LEAKER and chance.random() < LEAK_SHARE:
        _leak(world, chance, line, full, goods, placed)


def _exposure(
    canary_id: str, channel_id: str, at: datetime, full: Mapping[str, str]
) -> dict[str, Any]:
    row = next(row for row in words.CHANNELS if row[0] == channel_id)
    views = {name: view for name, view in parse_views(row[5]).items() if str(name) in full}
    holds = {str(name): _as_seen(name, view, full[name]) for name, view in views.items()}
    return {
        "canary_id": canary_id,
        "channel_id": channel_id,
        "exposed_at": _stamp(at),
        "holds": holds,
        "views": {str(name): str(view) for name, view in views.items()},
        "proof": {"kind": "readback"},
    }


def _as_seen(name: Field, view: View, value: str) -> str:
    if view is View.MASKED:
        return value[0] + "*" * (len(value) - 1)
    if view is View.VIRTUAL and name is Field.PHONE:
        return f"{fictional_phone(9_000_000 + int(value[-5:]))}-{value[-4:]}"
    return value


def _expected(
    world: World,
    chance: random.Random,
    line: Mapping[str, str],
    full: Mapping[str, str],
    placed: datetime,
    courier: int,
    platform: int,
) -> None:
    """Genuine messages about the order: no leak, and no evidence of one."""
    shop, carrier = words.CHANNELS[platform - 1][3], words.CHANNELS[3 + courier][3]
    texts = (
        (0.1, "1069000001", f"【{shop}】您的订单{full['order_no']}已支付成功，商家正在备货。"),
        (
            20,
            "1069000004",
            f"【{carrier}】您的快件（运单{full['tracking_no']}）已揽收，可在官方小程序查询进度。",
        ),
        (
            52,
            "1069000004",
            f"【{carrier}】凭取件码{chance.randint(1, 9)}-{chance.randint(1, 9)}-{chance.randint(1000, 9999)}到门口快递柜取件，运单尾号{full['tracking_no'][-4:]}。",
        ),
    )
    for hours, sender, text in texts:
        world.messages.append(_sms(line, sender, text, placed + timedelta(hours=hours)))


def _leak(
    world: World,
    chance: random.Random,
    line: Mapping[str, str],
    full: Mapping[str, str],
    goods: str,
    placed: datetime,
) -> None:
    """The leaker's copy is worked: one to three contacts, from hours to weeks later."""
    shop = words.CHANNELS[0][3]
    for _ in range(chance.randint(1, 3)):
        at = placed + timedelta(hours=20 + chance.expovariate(1 / 120))
        known = {
            "name": full["name"], "surname": full["name"][0], "shop": shop, "goods": goods,
            "price": full["price"], "order_no": full["order_no"], "tail": full["tracking_no"][-4:],
            "day": f"{placed.month}月{placed.day}号", "code": f"{chance.randrange(36**5):x}"[:5],
        }  # fmt: skip
        caller = fictional_phone(40_000_000 + chance.randrange(1_000_000))
        if chance.random() < 0.3:
            world.messages.append(
                _sms(line, caller, chance.choice(words.SCAM_SMS).format(**known), at)
            )
        else:
            world.notes.append(
                _note(world, line, caller, chance.choice(words.SCAM_NOTES).format(**known), at)
            )


def _background(world: World, chance: random.Random, start: datetime) -> None:
    """Calls and messages that need no leak: some lines get many, most get few, and there are storms."""
    storms = {chance.randrange(DAYS) for _ in range(3)}
    first = start - timedelta(days=30)
    for line in world.lines:
        rate = CALLS_A_DAY * chance.gammavariate(0.8, 1 / 0.8)
        for day in range(DAYS + 30):
            calls = rate * (6 if day - 30 in storms else 1)
            while calls > 0 and chance.random() < min(calls, 1):
                calls -= 1
                at = first + timedelta(days=day, hours=chance.uniform(8, 21))
                _unsolicited(world, chance, line, at)


def _unsolicited(
    world: World, chance: random.Random, line: Mapping[str, str], at: datetime
) -> None:
    caller = fictional_phone(60_000_000 + chance.randrange(1_000_000))
    kind = chance.random()
    if kind < 0.25:
        world.messages.append(_sms(line, caller, chance.choice(words.BACKGROUND_SMS), at))
    elif kind < 0.45:
        world.notes.append(_note(world, line, caller, chance.choice(words.BACKGROUND_CALLS), at))
    else:
        world.calls.append(_cdr(line, caller, at, chance))


def _note(
    world: World, line: Mapping[str, str], caller: str, text: str, at: datetime
) -> dict[str, Any]:
    return {
        "ref": f"note-{len(world.notes) + 1:04d}", "medium": "call", "line": line["line_id"],
        "occurred_at": _stamp(at), "caller": caller, "text": text, "duration_s": 20 + len(text),
    }  # fmt: skip


def _sms(line: Mapping[str, str], sender: str, text: str, at: datetime) -> dict[str, Any]:
    return {
        "v": 1, "src": "smsforwarder", "device": "demo-phone-1", "from": sender, "text": text,
        "sim": f"SIM1_{line['value']}", "sub_id": "1", "call_type": "", "rx": _stamp(at),
        "ts": str(int(at.timestamp() * 1000)), "sign": "",
    }  # fmt: skip


def _cdr(line: Mapping[str, str], caller: str, at: datetime, chance: random.Random) -> list[Any]:
    number, seconds = line["value"].removeprefix("+86"), chance.randint(2, 30)
    from_number = caller.removeprefix("+86")
    return [
        "", from_number, number, "from-trunk", f'"" <{from_number}>', f"PJSIP/trunk-{int(at.timestamp()):08x}", "",
        "Wait", "30", f"{at:%Y-%m-%d %H:%M:%S}", "", f"{at + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}",
        seconds, 0, "NO ANSWER", "DOCUMENTATION", f"{int(at.timestamp())}.{chance.randrange(1000)}", "",
    ]  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    buffer = StringIO()
    table = list(rows)
    writer = csv.DictWriter(buffer, fieldnames=list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")

"""The demo world after planting: what each channel holds, and who calls. The order system erp-1 leaks.

What the callers know is what erp-1 holds, and nothing else. So they say the values that were drawn for
it, and nobody told them which those are.
"""

import csv
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from leaktrace.cli.demo import words
from leaktrace.cli.demo.files import stamp, write_jsonl
from leaktrace.cli.demo.world import DAYS, VIEWS, Plan, PlannedOrder
from leaktrace.domain.channel import Field, View
from leaktrace.domain.fiction import fictional_phone

__all__ = ["LEAKER", "Given", "World", "plant", "read_given", "write_world"]

LEAKER = "erp-1"
LEAK_SHARE = 0.45
CALLS_A_DAY = 0.1

Given = Mapping[tuple[str, str, str], str]
"""Canary, field and channel to the value that was drawn."""


@dataclass(frozen=True)
class World:
    """What happens, as rows of files."""

    exposures: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    """Calls that a person answered and noted down: native format."""
    messages: list[dict[str, Any]] = field(default_factory=list)
    """SMS, as SmsForwarder posts them."""
    calls: list[list[Any]] = field(default_factory=list)
    """Calls that nobody answered: Asterisk's Master.csv."""


def plant(plan: Plan, given: Given, seed: int) -> World:
    """Every order takes its route, each channel gets what was drawn for it, and sixty days pass."""
    chance = random.Random(seed)  # noqa: S311 - a world for show
    world = World()
    for order in plan.orders:
        for hop, channel_id in enumerate(order.route):
            at = order.placed + timedelta(hours=(0, 0.4, 14, 3)[hop] + chance.uniform(0, 0.5))
            world.exposures.append(_exposure(order, channel_id, at, given))
        _expected(world, chance, order)
        if LEAKER in order.route and chance.random() < LEAK_SHARE:
            _leak(world, chance, order, given)
    _background(world, chance, plan)
    return world


def read_given(path: Path) -> Given:
    """What `seed draw --out` wrote."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {(row["canary_id"], row["field"], row["channel_id"]): row["value"] for row in rows}


def write_world(world: World, folder: Path) -> None:
    """The files that are taken over after planting."""
    for name in ("exposures", "notes", "messages"):
        write_jsonl(folder / f"{name}.jsonl", getattr(world, name))
    with (folder / "Master.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(world.calls)


def _exposure(order: PlannedOrder, channel_id: str, at: datetime, given: Given) -> dict[str, Any]:
    views = {name: view for name, view in VIEWS[channel_id].items() if name in order.full}
    holds = {
        name: given[order.canary_id, name, channel_id]
        if view is View.VARIANT
        else _as_seen(name, view, order.full[name])
        for name, view in views.items()
    }
    return {
        "canary_id": order.canary_id,
        "channel_id": channel_id,
        "exposed_at": stamp(at),
        "holds": holds,
        "views": views,
        "proof": {"kind": "readback"},
    }


def _as_seen(name: Field, view: View, value: str) -> str:
    if view is View.MASKED:
        return value[0] + "*" * (len(value) - 1)
    if view is View.VIRTUAL and name is Field.PHONE:
        return f"{fictional_phone(9_000_000 + int(value[-5:]))}-{value[-4:]}"
    return value


def _expected(world: World, chance: random.Random, order: PlannedOrder) -> None:
    """Genuine messages about the order: no leak, and no evidence of one."""
    providers = {row[0]: row[3] for row in words.CHANNELS}
    shop, carrier = providers[order.route[0]], providers[order.route[2]]
    tracking_no = order.full["tracking_no"]
    code = f"{chance.randint(1, 9)}-{chance.randint(1, 9)}-{chance.randint(1000, 9999)}"
    texts = (
        (0.1, "1069000001", f"【{shop}】您的订单{order.full['order_no']}已支付成功，商家正在备货。"),
        (20, "1069000004", f"【{carrier}】您的快件（运单{tracking_no}）已揽收，可在官方小程序查询进度。"),
        (52, "1069000004", f"【{carrier}】凭取件码{code}到门口快递柜取件，运单尾号{tracking_no[-4:]}。"),
    )  # fmt: skip
    for hours, sender, text in texts:
        world.messages.append(_sms(order.line, sender, text, order.placed + timedelta(hours=hours)))


def _leak(world: World, chance: random.Random, order: PlannedOrder, given: Given) -> None:
    """The leaker's copy is worked: one to three contacts, from hours to weeks later."""
    name, address = (given[order.canary_id, one, LEAKER] for one in ("name", "address"))
    for _ in range(chance.randint(1, 3)):
        at = order.placed + timedelta(hours=20 + chance.expovariate(1 / 120))
        known = {
            "name": name, "surname": name[0], "unit": address.removeprefix(order.place),
            "shop": words.CHANNELS[0][3], "goods": order.goods, "price": order.full["price"],
            "order_no": order.full["order_no"], "tail": order.full["tracking_no"][-4:],
            "day": f"{order.placed.month}月{order.placed.day}号", "code": f"{chance.randrange(36**5):x}"[:5],
        }  # fmt: skip
        caller = fictional_phone(40_000_000 + chance.randrange(1_000_000))
        if chance.random() < 0.3:
            text = chance.choice(words.SCAM_SMS).format(**known)
            world.messages.append(_sms(order.line, caller, text, at))
        else:
            text = chance.choice(words.SCAM_NOTES).format(**known)
            world.notes.append(_note(world, order.line, caller, text, at))


def _background(world: World, chance: random.Random, plan: Plan) -> None:
    """Calls and messages that need no leak: some lines get many, most get few, and there are storms."""
    storms = {chance.randrange(DAYS) for _ in range(3)}
    first = plan.start - timedelta(days=30)
    for line in plan.lines:
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
        "occurred_at": stamp(at), "caller": caller, "text": text, "duration_s": 20 + len(text),
    }  # fmt: skip


def _sms(line: Mapping[str, str], sender: str, text: str, at: datetime) -> dict[str, Any]:
    return {
        "v": 1, "src": "smsforwarder", "device": "demo-phone-1", "from": sender, "text": text,
        "sim": f"SIM1_{line['value']}", "sub_id": "1", "call_type": "", "rx": stamp(at),
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

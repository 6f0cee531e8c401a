"""A simulated world as the files of the public contract, so that the whole program can be tried on it.

The callers' facts come noted down (``details``), so that what the program makes of the files is what
the simulation had them say. Nobody in it exists, and no number in it reaches anybody.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any, Final

from leaktrace.attribution.simulation import FACTS_SAID, Form, Source, Variants, World
from leaktrace.cli.demo import words
from leaktrace.domain.channel import ChannelKind, Field, View
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.times import format_time

__all__ = ["START", "SimulatedFiles", "write_files"]

START: Final = datetime(2025, 3, 3, tzinfo=UTC)
"""Day 0 of a world: long ago, since contacts of the future are refused."""

_FIRST_LINE: Final = 21_000_000
_FIRST_CALLER: Final = 81_000_000
_RELAYED: Final = (Field.NAME, Field.ADDRESS)
_NAMES: Final = {
    ChannelKind.PLATFORM: "商城",
    ChannelKind.MERCHANT_ERP: "订单系统",
    ChannelKind.COURIER: "速运",
    ChannelKind.OUTSOURCED_SERVICE: "外包客服",
}
_NUMERALS: Final = "甲乙丙丁"


class SimulatedFiles:
    """Puts words and numbers to a world.

    Args:
        world: any, of at most some thousand identities.
        start: day 0.
    """

    def __init__(self, world: World, start: datetime = START) -> None:
        self._world = world
        self._start = start
        self._layout = world.layout
        self._orders = world.scenario.identities
        self._varied = world.scenario.variants is not Variants.NONE
        self._ids = world.evidence.channels

    def channels(self) -> list[dict[str, str]]:
        """Rows of ``channels.csv``: what our record says that copies show."""
        rows = []
        for number, kind in enumerate(self._layout.kinds):
            views = ";".join(f"{name}={view}" for name, view in self._views(number).items())
            same = self._layout.kinds[: number + 1].count(kind)
            name = f"{_NUMERALS[same - 1]}{_NAMES[kind]}"
            rows.append(
                {
                    "channel_id": self._ids[number], "kind": str(kind), "name": name,
                    "provider": name, "injectable": "yes" if self._varied else "no", "views": views,
                }
            )  # fmt: skip
        return rows

    def lines(self) -> list[dict[str, str]]:
        """Rows of ``lines.csv``."""
        count = len(self._layout.placed) + self._world.scenario.control_lines
        return [
            {
                "line_id": _line_id(number),
                "kind": "phone",
                "value": fictional_phone(_FIRST_LINE + number),
                "role": "canary" if number < self._orders else "control",
                "acquired_at": format_time(self._start),
                "label": "",
            }
            for number in range(count)
        ]

    def canaries(self) -> list[dict[str, Any]]:
        """Rows of ``canaries.jsonl``, the sealed controls last."""
        return [self._canary(number) for number in range(len(self._layout.placed))]

    def exposures(self) -> list[dict[str, Any]]:
        """Rows of ``exposures.jsonl``: what our record has, right or wrong."""
        rows = []
        for identity, channel in zip(*self._layout.noted.nonzero(), strict=True):
            views = self._views(int(channel))
            drawn = self._layout.drawn[identity, channel].tolist()
            copy = {**self._facts(int(identity)), **self._pooled(int(identity), drawn)}
            rows.append(
                {
                    "canary_id": _canary_id(int(identity)),
                    "channel_id": self._ids[channel],
                    "exposed_at": self._time(float(self._layout.at[identity, channel])),
                    "holds": {str(name): copy[name] for name in views},
                    "views": {str(name): str(view) for name, view in views.items()},
                    "proof": {"kind": "readback"},
                }
            )
        return rows

    def contacts(self) -> list[dict[str, Any]]:
        """Rows of ``contacts.jsonl``, in the order of time."""
        calls = self._world.calls
        rows = []
        for number in range(len(calls)):
            row: dict[str, Any] = {
                "ref": f"contact-{number:05d}",
                "medium": "call",
                "line": _line_id(int(calls.line[number])),
                "occurred_at": self._time(float(calls.at[number])),
                "caller": fictional_phone(_FIRST_CALLER + number),
                "duration_s": 60 if calls.said[number].any() else 4,
            }
            details = self._details(number)
            if details:
                row["details"] = details
            rows.append(row)
        return rows

    def truth(self) -> dict[str, Any]:
        """What really happened, for whoever checks the result."""
        world = self._world
        contacts = len(world.calls)
        return {
            "scenario": world.scenario.name,
            "seed": world.seed,
            "leakers": [self._ids[number] for number in sorted(world.truth.leakers)],
            "unlisted": world.truth.unlisted,
            "registry": world.truth.registry,
            "leaks": {
                self._ids[source] if source >= 0 else Source(source).name.lower(): {
                    "share_worked": round(leak.rate, 4),
                    "from": self._time(leak.start),
                }
                for source, leak in world.truth.leaks.items()
            },
            "informed_canaries": sorted(
                {_canary_id(hit.identity) for hit in world.evidence.hits}
            ),
            "control_hits": len(world.evidence.control_hits),
            "as_of": self._time(world.scenario.days),
            "ingest": {
                "received": contacts, "stored": contacts, "duplicates": 0, "quarantined": 0,
            },
        }  # fmt: skip

    def _views(self, channel: int) -> Mapping[Field, View]:
        shows = self._layout.noted_shows[channel].tolist()
        views = {Field.PHONE: View.PLAIN}
        for (name, _), shown in zip(FACTS_SAID, shows, strict=True):
            if shown:
                varied = self._varied and name in _RELAYED
                views[name] = View.VARIANT if varied else View.PLAIN
        return views

    def _canary(self, number: int) -> dict[str, Any]:
        facts = self._facts(number)
        own = self._pooled(number, self._own(number))
        title, _, price = _product(number)
        province, city, district, _ = words.PLACES[number % len(words.PLACES)]
        return {
            "canary_id": _canary_id(number),
            "line_ids": [_line_id(number)],
            "identity": {
                "name": own[Field.NAME],
                "phone": facts[Field.PHONE],
                "address": {
                    "province": province, "city": city, "district": district,
                    "detail": own[Field.ADDRESS].removeprefix(province + city + district),
                },
                "nick": f"{words.NICKS[number % len(words.NICKS)]}{1000 + number}",
            },
            "order": {
                "order_no": f"{2503_0300_0000_0000_00 + 7919 * number}",
                "items": [{"sku": f"SKU-{number % 10:02d}", "title": title, "qty": 1, "price": price}],
                "amount": price,
                "currency": "CNY",
                "placed_at": facts[Field.ORDERED_AT],
            },
        }  # fmt: skip

    def _own(self, number: int) -> Sequence[int]:
        """The order's own values: those of the first channel that has it, which knew it first."""
        if number >= self._orders:
            values: list[int] = self._layout.base[number - self._orders].tolist()
            return values
        first = int(self._layout.held[number].argmax())
        drawn: list[int] = self._layout.drawn[number, first].tolist()
        return drawn

    def _facts(self, number: int) -> dict[Field, str]:
        """What is the same in every copy of an order."""
        return {
            Field.PHONE: fictional_phone(_FIRST_LINE + number),
            Field.PRODUCT: _product(number)[0],
            Field.TRACKING_NO: f"FL{3_104_729_000_000 + 104_729 * number}",
            Field.ORDERED_AT: self._time(float(self._layout.placed[number])),
        }

    def _pooled(self, number: int, values: Sequence[int]) -> dict[Field, str]:
        """Name and address with the values of their pools."""
        province, city, district, road = words.PLACES[number % len(words.PLACES)]
        street = road.format(n=11 + number)
        return {
            Field.NAME: _name(number, values[0]),
            Field.ADDRESS: f"{province}{city}{district}{street}{_unit(number, values[1])}",
        }

    def _details(self, number: int) -> dict[str, str]:
        """What a person noted down of a call."""
        calls = self._world.calls
        line, heard = int(calls.line[number]), calls.value[number].tolist()
        said, form = calls.said[number].tolist(), calls.form[number].tolist()
        details: dict[str, str] = {}
        for (name, _), told, how in zip(FACTS_SAID, said, form, strict=True):
            if told:
                details[str(name)] = self._noted(line, name, heard, Form(how))
        return details

    def _noted(self, line: int, name: Field, heard: Sequence[int], form: Form) -> str:
        if name is Field.NAME:
            return _name(line, heard[0])
        if name is Field.ADDRESS:
            return _unit(line, heard[1])
        whole = self._facts(line)[name]
        if form is not Form.PARTIAL:
            return whole
        if name is Field.PRODUCT:
            return _product(line)[1]
        return whole[-4:] if name is Field.TRACKING_NO else whole[:10]

    def _time(self, day: float) -> str:
        """A day of the world as a time, to the second."""
        seconds = round(day * 86_400)
        return format_time(self._start + timedelta(seconds=seconds))


def write_files(world: World, folder: Path) -> None:
    """The five files of the contract and ``truth.json``.

    Args:
        world: what to write.
        folder: made if it is not there.
    """
    files = SimulatedFiles(world)
    folder.mkdir(parents=True, exist_ok=True)
    _write_csv(folder / "channels.csv", files.channels())
    _write_csv(folder / "lines.csv", files.lines())
    for name, rows in (
        ("canaries", files.canaries()),
        ("exposures", files.exposures()),
        ("contacts", files.contacts()),
    ):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    truth = json.dumps(files.truth(), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(truth + "\n", encoding="utf-8")


def _line_id(number: int) -> str:
    return f"L{number + 1:04d}"


def _canary_id(number: int) -> str:
    return f"C{number + 1:04d}"


def _product(number: int) -> tuple[str, str, str]:
    return words.PRODUCTS[number % len(words.PRODUCTS)]


def _name(number: int, value: int) -> str:
    """One of the names of an identity's pool: one surname, twenty given names."""
    surname = words.SURNAMES[number % len(words.SURNAMES)]
    return surname + words.GIVEN[(7 * number + value) % len(words.GIVEN)]


def _unit(number: int, value: int) -> str:
    """One of the units of its pool: one house, twenty-five floors, two rooms on each."""
    floor, room = divmod(value, 2)
    return f"{1 + number % 12}号楼{1 + number % 4}单元{floor + 2}0{room + 1}室"


def _write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    buffer = StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")

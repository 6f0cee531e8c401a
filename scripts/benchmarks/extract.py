"""How many texts are read in a second, beside a search for the same values as they stand; and how well."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import quality
import tables
from children import Clock, peak_mib

from leaktrace.domain.contact import Medium
from leaktrace.extraction import OrderFacts, classify, extract

DATA = Path(__file__).parents[2] / "tests" / "data" / "extraction" / "contacts.jsonl"


def run(texts: int, messages: Path | None, *, as_json: bool) -> None:
    """Measure and print."""
    every = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    rows = every[: texts or None]
    facts = [facts_of(row) for row in rows]
    passes = {
        "extract and classify, first time": _extract(rows, facts),
        "extract and classify, order known": _extract(rows, facts),
        "substring search": _search(rows, facts),
    }
    plain = passes["substring search"]["seconds"]
    for spent in passes.values():
        spent["texts_per_s"] = len(rows) / spent["seconds"]
        spent["ratio"] = plain / spent["seconds"]
    shown = tables.table(
        f"extract: {len(rows)} texts, each of an order of its own",
        ("what", "texts/s", "seconds", "cpu s", "facts found", "ratio"),
        [
            (name, s["texts_per_s"], s["seconds"], s["cpu_seconds"], int(s["found"]), s["ratio"])
            for name, s in passes.items()
        ],
    )
    document: dict[str, Any] = {
        "benchmark": "extract",
        "texts": len(rows),
        "peak_mib": peak_mib(),
        "passes": passes,
    }
    parts = [shown]
    if not texts:
        told, document["labelled"] = quality.labelled(facts_of)
        hostile, document["long_texts"] = quality.long_texts(facts[2])
        parts += [told, hostile]
    if messages is not None:
        real, document["messages"] = quality.messages(messages, every, facts_of)
        parts.append(real)
    tables.show(document, parts, as_json=as_json)


def _extract(rows: list[dict[str, Any]], facts: list[OrderFacts]) -> dict[str, float]:
    found, clock = 0, Clock()
    for row, known in zip(rows, facts, strict=True):
        details = extract(row["text"], known, datetime.fromisoformat(row["occurred_at"]))
        classify(
            text=row["text"], medium=Medium(row["medium"]), caller=None, details=details, facts=known
        )  # fmt: skip
        found += len(details)
    return clock.read() | {"found": found}


def _search(rows: list[dict[str, Any]], facts: list[OrderFacts]) -> dict[str, float]:
    wanted = [
        tuple(
            filter(
                None,
                (
                    *known.names, known.phone, known.email, known.province, known.city, known.district,
                    known.detail, *known.units, known.order_no, *known.tracking_nos, str(known.amount),
                    *(part for title, price in known.items for part in (title, str(price))), *known.notes,
                ),
            )
        )
        for known in facts
    ]  # fmt: skip
    found, clock = 0, Clock()
    for row, values in zip(rows, wanted, strict=True):
        text = row["text"]
        found += sum(value in text for value in values)
    return clock.read() | {"found": found}


def facts_of(row: dict[str, Any]) -> OrderFacts:
    order, pools, place = row["order"], row["pools"], row["order"]["address"]
    return OrderFacts(
        names=(order["name"], *(name for name in pools["name"] if name != order["name"])),
        phone=order["phone"],
        email=order["email"],
        nick="",
        province=place["province"],
        city=place["city"],
        district=place["district"],
        detail=place["detail"],
        units=tuple(pools["unit"]),
        addresses=(),
        order_no=order["order_no"],
        tracking_nos=(order["tracking_no"],),
        items=tuple((item["title"], Decimal(item["price"])) for item in order["items"]),
        amount=Decimal(order["amount"]),
        currency=order["currency"],
        placed_at=datetime.fromisoformat(order["placed_at"]),
        notes=(order["note"],) if order["note"] else (),
        senders=(order["platform"], order["courier"]),
    )

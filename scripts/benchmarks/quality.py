"""How well texts are read: the labelled sets, hostile long texts, and real messages that speak of no order."""

import csv
import importlib.util
import itertools
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import tables

from leaktrace.domain.contact import Medium
from leaktrace.extraction import OrderFacts, classify, extract, is_informing

DATA = Path(__file__).parents[2] / "tests" / "data" / "extraction"
HOSTILE = (
    "7",
    "一二",
    "a.",
    "ab***",
    "1-",
    "one hundred and ",
    "昨天下单129元",
    "沈雨桐，",
    "退款",
)
_CANARIES = 10_000
_NUMBER = re.compile(r"\d{6,}")
_WORD = re.compile(r"[a-z]+")


def labelled(read: Any) -> tuple[str, dict[str, Any]]:
    """Precision, recall and F1 on the labelled sets.

    Args:
        read: from a row of a set to the facts of its order.
    """
    spec = importlib.util.spec_from_file_location("labelled_score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    rows, found = [], {}
    for name in ("contacts", "independent", *(f"independent_{n}" for n in range(2, 15))):
        gold = [json.loads(line) for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]
        result = score.score(gold, [_guess(row, read(row)) for row in gold])
        fields, classes = result["fields"], result["classes"]
        found[name] = {
            "details": result["total"], "fields": fields, "classes": classes, "macro_f1": result["macro_f1"],
        }  # fmt: skip
        rows.append(
            (
                name, len(gold), result["total"]["precision"], result["total"]["recall"],
                min(cell["precision"] for cell in fields.values()), min(cell["recall"] for cell in fields.values()),
                *(cell["f1"] for cell in classes.values()), result["macro_f1"],
            )
        )  # fmt: skip
    header = (
        "set",
        "texts",
        "precision",
        "recall",
        "worst prec.",
        "worst recall",
        *classes,
        "macro F1",
    )
    return tables.table("labelled sets: details, and F1 of the classes", header, rows), found


def long_texts(facts: OrderFacts) -> tuple[str, dict[str, float]]:
    """Seconds to read and classify 100,000 bytes of what a stranger may send, the same again and again."""
    at = facts.placed_at + timedelta(days=1)
    spent, rows = {}, []
    for unit in HOSTILE:
        text = (unit * 100_000).encode()[:100_000].decode(errors="ignore")
        half, whole = _seconds(text[: len(text) // 2], facts, at), _seconds(text, facts, at)
        spent[unit] = whole
        rows.append((repr(unit), len(text), whole, whole / half))
    header = ("100 kB of", "characters", "seconds", "x half of it")
    return tables.table("long texts: 2 means that the cost is the length", header, rows), spent


def messages(folder: Path, rows: list[dict[str, Any]], read: Any) -> tuple[str, dict[str, Any]]:
    """What is found in real messages that speak of no order, against 10,000 canaries.

    As in operation, a message is read for the canary of the line it reached; besides, for every canary
    whose whole name or a number of which (six digits or more) stands in it.
    """
    inventory = _inventory([row for row in rows if row["lang"] == "en"], read)
    names: dict[tuple[str, ...], int] = {}
    numbers: dict[str, int] = {}
    for place, facts in enumerate(inventory):
        names.setdefault(tuple(_WORD.findall(facts.names[0].lower())[:2]), place)
        for number in _NUMBER.findall(f"{facts.order_no} {' '.join(facts.tracking_nos)}"):
            numbers.setdefault(number, place)
    read_texts, informed, classes = 0, 0, Counter[str]()
    for n, (text, medium) in enumerate(_real(folder)):
        words = _WORD.findall(text.lower())
        near = {names[pair] for pair in itertools.pairwise(words) if pair in names}
        near |= {numbers[number] for number in _NUMBER.findall(text) if number in numbers}
        own = n % len(inventory)
        found = False
        for place in {own, *near}:
            facts = inventory[place]
            details = extract(text, facts, facts.placed_at + timedelta(days=2))
            found |= any(map(is_informing, details))
            if place == own:
                told = classify(text=text, medium=medium, caller=None, details=details, facts=facts)
                classes[told.contact_class] += 1
        read_texts, informed = read_texts + 1, informed + found
    rate = informed / max(1, read_texts)
    row = (read_texts, len(inventory), informed, rate * 2000, *(classes[k] for k in ("scam", "expected", "background", "unknown")))  # fmt: skip
    header = (
        "messages",
        "canaries",
        "with a fact",
        "in 2,000",
        "scam",
        "expected",
        "background",
        "unknown",
    )
    return tables.table("real messages that speak of no order", header, [row]), {
        "messages": read_texts,
        "informed": informed,
        "classes": dict(classes),
    }


def _seconds(text: str, facts: OrderFacts, at: datetime) -> float:
    began = time.perf_counter()
    details = extract(text, facts, at)
    classify(text=text, medium=Medium.SMS, caller=None, details=details, facts=facts)
    return time.perf_counter() - began


def _guess(row: dict[str, Any], facts: OrderFacts) -> dict[str, Any]:
    details = extract(row["text"], facts, datetime.fromisoformat(row["occurred_at"]))
    told = classify(
        text=row["text"], medium=Medium(row["medium"]), caller=None, details=details, facts=facts
    )
    plain = [{"field": d.field, "value": d.value, "span": list(d.span or ())} for d in details]
    return {"id": row["id"], "details": plain, "class": told.contact_class}


def _inventory(rows: list[dict[str, Any]], read: Any) -> list[OrderFacts]:
    """English canaries, put together from the orders of the labelled sets: each person another basket."""
    chance, made = random.Random(5), [read(row) for row in rows]
    people = [name for facts in made for name in facts.names]
    out = []
    for _ in range(_CANARIES):
        basket, place = chance.choice(made), chance.choice(made)
        out.append(
            replace(
                basket, names=(chance.choice(people),), detail=place.detail, units=place.units, city=place.city,
                province=place.province, district=place.district, order_no=str(chance.randrange(10**11, 10**12)),
                tracking_nos=(str(chance.randrange(10**11, 10**12)),),
            )
        )  # fmt: skip
    return out


def _real(folder: Path) -> Iterator[tuple[str, Medium]]:
    """Text messages, complaints about calls, transcripts of automatic calls."""
    with (folder / "sms-spam-collection" / "SMSSpamCollection").open(encoding="utf-8") as file:
        for line in file:
            yield line.partition("\t")[2].strip(), Medium.SMS
    complaints = folder / "ftc-dnc-2021-07-08" / "dnc_complaint_numbers_2021-07-08.csv"
    with complaints.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            text = f"{row['Subject']} {row['Consumer_City']} {row['Consumer_State']} {row['Violation_Date']}"
            yield text, Medium.CALL
    with (folder / "robocall-transcripts" / "metadata.csv").open(encoding="utf-8", newline="") as file:  # fmt: skip
        for row in csv.DictReader(file):
            yield row["transcript"], Medium.CALL

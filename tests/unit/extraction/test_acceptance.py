"""The scores reached on the labelled sets, so that no change loses them unseen.

`contacts.jsonl` is the acceptance set; the independent ones were written apart from it and from the rules:
other shops, goods, people and wordings. How each was read before any rule had seen it stands in
docs/attribution.md; `first_reading` has what was read then.
"""

import importlib.util
import json
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from leaktrace.domain.contact import Medium
from leaktrace.extraction import OrderFacts, classify, extract, is_informing

SETS = [
    "contacts.jsonl",
    "independent.jsonl",
    "independent_2.jsonl",
    "independent_3.jsonl",
    "independent_6.jsonl",
]
DATA = Path(__file__).parents[2] / "data" / "extraction"


def facts_of(row):
    order, pools = row["order"], row["pools"]
    address = order["address"]
    return OrderFacts(
        names=(order["name"], *(name for name in pools["name"] if name != order["name"])),
        phone=order["phone"],
        email=order["email"],
        nick="",
        province=address["province"],
        city=address["city"],
        district=address["district"],
        detail=address["detail"],
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


def read(name):
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def rows():
    return read("contacts.jsonl")


@cache
def score_of(name):
    rows = read(name)
    spec = importlib.util.spec_from_file_location("acceptance_score", DATA / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    guesses = []
    for row in rows:
        facts = facts_of(row)
        details = extract(row["text"], facts, datetime.fromisoformat(row["occurred_at"]))
        kind = classify(
            text=row["text"],
            medium=Medium(row["medium"]),
            caller=None,
            details=details,
            facts=facts,
        )
        guesses.append(
            {
                "id": row["id"],
                "details": [
                    {"field": d.field.value, "value": d.value, "span": list(d.span)}
                    for d in details
                ],
                "class": kind.contact_class.value,
            }
        )
    return score.score(rows, guesses)


@pytest.fixture(params=SETS)
def result(request):
    return score_of(request.param)


def test_details_are_found_and_few_are_false(result):
    assert result["total"]["precision"] >= 0.99
    assert result["total"]["recall"] >= 0.97
    assert result["details_in_them"] <= 3
    assert result["wide"] == 0


def test_no_field_falls_behind(result):
    for field, cell in result["fields"].items():
        assert cell["precision"] >= 0.95, field
        assert cell["recall"] >= 0.85, field


def test_texts_that_were_held_back_are_read_as_well_as_is_asked_for():
    result = score_of("independent_14.jsonl")
    assert result["total"]["precision"] >= 0.95
    assert result["total"]["recall"] >= 0.90
    # of phone numbers, mailboxes and notes it has a handful each
    many = [cell for cell in result["fields"].values() if cell["gold"] >= 10]
    assert len(many) == 7
    assert min(cell["precision"] for cell in many) >= 0.85
    assert min(cell["recall"] for cell in many) >= 0.75
    assert result["macro_f1"] >= 0.90


@pytest.mark.parametrize("name", SETS)
def test_classes_are_told_apart(name):
    result = score_of(name)
    assert result["macro_f1"] >= 0.94
    assert result["confusion"]["expected"].get("scam", 0) == 0


def test_what_the_holder_of_the_line_said_is_told_from_what_the_caller_knew():
    wrong = []
    for row in read("independent.jsonl") + read("independent_2.jsonl"):
        found = extract(row["text"], facts_of(row), datetime.fromisoformat(row["occurred_at"]))
        for gold in row["gold"]:
            start, end = gold["span"]
            wrong += [
                (row["id"], detail)
                for detail in found
                if detail.field == gold["field"]
                and detail.span[0] < end
                and start < detail.span[1]
                and detail.by_holder != gold.get("by_holder", False)
            ]
    assert wrong == []


def test_the_texts_of_one_order_tell_nothing_of_another(rows):
    facts = [facts_of(row) for row in rows]
    times = [datetime.fromisoformat(row["occurred_at"]) for row in rows]
    false = 0
    quiet = [row["text"] for row in rows if not row["gold"]]
    for n, text in enumerate(quiet * 4):
        other = (n * 37 + 11) % len(rows)
        false += any(map(is_informing, extract(text, facts[other], times[other])))
    assert false <= 2

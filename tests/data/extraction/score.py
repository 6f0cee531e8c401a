#!/usr/bin/env python3
# ruff: noqa
"""Score detail extraction and classification against contacts.jsonl (stdlib only).

    score.py GOLD PREDICTIONS [--json]     print the figures, exit 0
    score.py --check GOLD                  check the gold file itself, exit 1 if anything is wrong

PREDICTIONS is JSONL: {"id", "details": [{"field", "value", "span": [start, end)}], "class"}.

A predicted detail is right if some gold detail of the same contact has the same field and
either the spans overlap by at least 50 % of the gold span or the normalised values are equal.
A gold detail is found if some predicted detail is right for it. So a fact said twice is two
gold details, and naming it once by value finds both; nothing is punished for repeating itself.
"wide" counts details that are right by span alone with a span over three times the gold one
plus ten characters: a large figure there means that the spans are padded.

README.md beside this file says how the gold was made. `--check` is for another set.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

FIELDS = ("name", "phone", "email", "address", "order_no", "product", "price", "ordered_at", "tracking_no", "note")
CLASSES = ("scam", "expected", "background", "unknown")
TITLES = re.compile(r"(先生|女士|小姐|老师|师傅|同志|同学|\b(?:mr|mrs|ms|miss|dr|sir|madam)\b\.?)", re.IGNORECASE)


def bare(text: str) -> str:
    """NFKC, lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def normalise(field: str, value: object) -> str:
    """The form in which two values of a field are compared."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if field == "price":
        try:
            return str(Decimal(re.sub(r"[^\d.]", "", text)).normalize())
        except InvalidOperation:
            return bare(text)
    if field == "ordered_at":
        day = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
        return day.group() if day else bare(text)
    if field == "phone":
        digits = re.sub(r"[^\d*]", "", text)
        digits = re.sub(r"^86(?=1\d{10}$)|^1(?=202555\d{4}$)", "", digits)
        return re.sub(r"\*+", "*", digits)
    if field in ("order_no", "tracking_no"):
        return re.sub(r"\*+", "*", re.sub(r"[^0-9a-z*]", "", text.lower()))
    if field == "name":
        return bare(TITLES.sub("", text)) or bare(text)
    return text.lower() if field == "email" else bare(text)


def overlap(gold: dict, guess: dict) -> float:
    """Share of the gold span that the predicted span covers."""
    span = guess.get("span")
    if not isinstance(span, list | tuple) or len(span) != 2 or not all(isinstance(n, int) for n in span):
        return 0.0
    (start, end), (left, right) = gold["span"], span
    return max(0, min(end, right) - max(start, left)) / (end - start)


def judge(gold: dict, guess: dict) -> str:
    """'' (wrong), 'value' or 'span': how a predicted detail is right for a gold one."""
    if gold["field"] != guess.get("field"):
        return ""
    wanted = normalise(gold["field"], gold["value"])
    if wanted and guess.get("value") is not None and normalise(gold["field"], guess["value"]) == wanted:
        return "value"
    return "span" if overlap(gold, guess) >= 0.5 else ""


def read(path: str) -> list[dict]:
    """The objects of a JSONL file."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise SystemExit(f"{path}:{number}: not JSON: {error}") from None
            if not isinstance(row, dict) or "id" not in row:
                raise SystemExit(f"{path}:{number}: an object with an id is needed")
            rows.append(row)
    return rows


def ratio(part: float, whole: float) -> float | None:
    """part / whole, None where there is nothing to divide by."""
    return part / whole if whole else None


def harmonic(precision: float | None, recall: float | None) -> float:
    """F1, 0 where either is undefined or zero."""
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def score(gold_rows: list[dict], guess_rows: list[dict]) -> dict:
    """All figures of one comparison."""
    guesses: dict[str, dict] = {}
    known = {row["id"] for row in gold_rows}
    for row in guess_rows:
        if row["id"] not in known:
            print(f"warning: no contact {row['id']} in the gold file, left out", file=sys.stderr)
        elif row["id"] in guesses:
            raise SystemExit(f"prediction for {row['id']} given twice")
        guesses[row["id"]] = row
    wanted, found, said, right, wide = Counter(), Counter(), Counter(), Counter(), 0
    slices: dict[str, Counter] = defaultdict(Counter)
    confusion: dict[str, Counter] = {name: Counter() for name in CLASSES}
    empty_items = empty_false = 0
    for row in gold_rows:
        guess = guesses.get(row["id"], {})
        details = guess.get("details") or []
        confusion[row["class"]][guess.get("class") or "(none)"] += 1
        if not row["gold"]:
            empty_items += 1
            empty_false += len(details)
        for detail in details:
            field = detail.get("field")
            field = field if field in FIELDS else "(other)"
            said[field] += 1
            how = {judge(gold, detail): gold for gold in row["gold"]}
            right[field] += bool(how.keys() & {"value", "span"})
            if "value" not in how and "span" in how:
                start, end = how["span"]["span"]
                wide += detail["span"][1] - detail["span"][0] > 3 * (end - start) + 10
        for gold in row["gold"]:
            hit = any(judge(gold, detail) for detail in details)
            wanted[gold["field"]] += 1
            found[gold["field"]] += hit
            for key in (gold["strength"], "contradicts" if gold["contradicts"] else "agrees", row["lang"], row["medium"]):
                slices[key]["gold"] += 1
                slices[key]["found"] += hit
    fields = {}
    for field in (*FIELDS, "(other)"):
        if wanted[field] or said[field]:
            fields[field] = {"gold": wanted[field], "found": found[field], "predicted": said[field], "right": right[field],
                             "precision": ratio(right[field], said[field]), "recall": ratio(found[field], wanted[field])}
    classes = {}
    for name in CLASSES:
        support, hit = sum(confusion[name].values()), confusion[name][name]
        if support:
            precision, recall = ratio(hit, sum(c[name] for c in confusion.values())), hit / support
            classes[name] = {"support": support, "precision": precision, "recall": recall, "f1": harmonic(precision, recall)}
    total = {"gold": wanted.total(), "found": found.total(), "predicted": said.total(), "right": right.total(),
             "precision": ratio(right.total(), said.total()), "recall": ratio(found.total(), wanted.total())}
    return {
        "contacts": len(gold_rows), "with_prediction": len(known & guesses.keys()), "fields": fields, "total": total,
        "recall_by": {key: {**cell, "recall": cell["found"] / cell["gold"]} for key, cell in sorted(slices.items())},
        "contacts_without_facts": empty_items, "details_in_them": empty_false, "wide": wide,
        "confusion": {name: dict(cell) for name, cell in confusion.items()}, "classes": classes,
        "accuracy": ratio(sum(confusion[name][name] for name in CLASSES), len(gold_rows)),
        "macro_f1": ratio(sum(cell["f1"] for cell in classes.values()), len(classes)),
    }


def show(value: float | None) -> str:
    """A rate as text."""
    return "    n/a" if value is None else f"{value:7.4f}"


def report(result: dict) -> None:
    """Print the figures for people."""
    print(f"contacts {result['contacts']}, with a prediction {result['with_prediction']}\n")
    print(f"{'field':<12}{'gold':>6}{'found':>7}{'recall':>9}{'pred':>7}{'right':>7}{'precision':>11}")
    for name, cell in (*result["fields"].items(), ("all", result["total"])):
        print(f"{name:<12}{cell['gold']:>6}{cell['found']:>7}  {show(cell['recall'])}{cell['predicted']:>7}"
              f"{cell['right']:>7}    {show(cell['precision'])}")
    print("\nrecall by   " + "  ".join(f"{key} {cell['recall']:.3f} ({cell['gold']})" for key, cell in result["recall_by"].items()))
    print(f"details in the {result['contacts_without_facts']} contacts without facts: {result['details_in_them']}; "
          f"wide spans: {result['wide']}\n")
    columns = [*CLASSES, *sorted({key for cell in result["confusion"].values() for key in cell} - set(CLASSES))]
    print(f"{'true class':<12}" + "".join(f"{name:>12}" for name in columns) + f"{'precision':>12}{'recall':>9}{'F1':>9}")
    for name, cell in result["confusion"].items():
        figures = result["classes"].get(name)
        tail = f"     {show(figures['precision'])}  {show(figures['recall'])}  {show(figures['f1'])}" if figures else ""
        print(f"{name:<12}" + "".join(f"{cell.get(column, 0):>12}" for column in columns) + tail)
    print(f"\nclass accuracy {show(result['accuracy']).strip()}   macro F1 {show(result['macro_f1']).strip()}")


def faults(row: dict) -> list[str]:
    """What is wrong with one gold contact."""
    out, text, order = [], row["text"], row["order"]
    if row["lang"] not in ("zh", "en") or row["medium"] not in ("call", "sms", "email", "im") or row["class"] not in CLASSES:
        out.append("lang, medium or class")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", row["occurred_at"]):
        out.append("occurred_at")
    unit = [value for value in row["pools"]["unit"] if value in order["address"]["detail"]]
    for name, true in (("name", order["name"]), ("unit", unit[0] if len(unit) == 1 else None)):
        pool = [bare(value) for value in row["pools"][name]]
        if len(pool) != 20 or true not in row["pools"][name] or any(a in b for i, a in enumerate(pool) for j, b in enumerate(pool) if i != j):
            out.append(f"pool {name}")
    number = re.compile(r"(?:14[0-4]\d{8}|\+1 202-555-01\d\d)")
    if not number.fullmatch(order["phone"]):
        out.append("order phone")
    others = unicodedata.normalize("NFKC", text).replace(order["order_no"], "").replace(order["tracking_no"], "")
    for hit in re.finditer(r"(?<![\dA-Za-z])(?:\+?86[- ]?)?(1[3-9]\d{9}|[48]00[- ]?\d{3}[- ]?\d{4}|0\d{2,3}-\d{7,8}|95\d{3}|12\d{3}|\(?[2-9]\d\d\)?[- ]\d{3}-\d{4})(?!\d)", others):
        if not re.fullmatch(r"14[0-4]\d{8}|\(?202\)?[- ]555-01\d\d", hit.group(1)):
            out.append(f"phone number {hit.group()}")
    last = -1
    for gold in row["gold"]:
        start, end = gold["span"]
        if gold["field"] not in FIELDS or gold["strength"] not in ("exact", "partial", "fuzzy") or type(gold["contradicts"]) is not bool:
            out.append(f"gold {gold}")
        if not 0 <= start < end <= len(text) or start < last or text[start:end] != text[start:end].strip() or not gold["value"]:
            out.append(f"span {gold}")
        last = end
    return out


def check(rows: list[dict]) -> int:
    """Check the gold file; the number of faults."""
    found = [f"{row['id']}: {fault}" for row in rows for fault in faults(row)]
    found += [f"{key}: id given {n} times" for key, n in Counter(row["id"] for row in rows).items() if n > 1]
    found += [f"{n} times the same text: {text[:40]!r}" for text, n in Counter(row["text"] for row in rows).items() if n > 1]
    print("\n".join(found) or f"{len(rows)} contacts, {sum(len(row['gold']) for row in rows)} details: no faults")
    return len(found)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold")
    parser.add_argument("predictions", nargs="?")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of tables")
    parser.add_argument("--check", action="store_true", help="check the gold file only")
    options = parser.parse_args()
    gold = read(options.gold)
    if options.check:
        return 1 if check(gold) else 0
    if options.predictions is None:
        parser.error("a predictions file is needed")
    result = score(gold, read(options.predictions))
    if options.json:
        json.dump(result, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        report(result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

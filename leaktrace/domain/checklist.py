"""A checklist of orders that a person enters into a system, as a table: handed out blank, and taken back filled in.

One row a field of an order. Who works through it writes into `seen` what the system shows where that is not
what stands in `value`, into `result` whether it is the same, and once for each order when and by whom. Nothing in it says that the orders are no real ones: `ref` is the canary.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from leaktrace.domain.cells import clean_cell
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.times import parse_time
from leaktrace.domain.words import member

__all__ = ["COLUMNS", "OPTIONAL", "Entry", "Result", "checklist", "read_entry"]

COLUMNS = ("ref", "field", "value", "seen", "result", "at")
OPTIONAL = ("by",)
_WRITTEN = ("ref", "order_no", "field", "label", "value", "seen", "result", "at", "by")
_CHANGED_BY_SPREADSHEETS = re.compile(r"[=+\-@'’‘].*|[0-9]{12,}", re.DOTALL)
_CLOCK = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[T ]+([0-9]{1,2}):(.+)")
_LONGEST = 500


class Result(StrEnum):
    """What came of comparing one field."""

    CONFIRMED = "confirmed"
    """The system shows it as it was handed over."""
    FAILED = "failed"
    """It shows another value, or none."""


_WORDS = {"确认": Result.CONFIRMED, "不符": Result.FAILED, "": None}


@dataclass(frozen=True)
class Entry:
    """One row that was handed back."""

    canary_id: str
    field: Field
    value: str
    """What was printed."""
    seen: str
    """What the system shows, where that was written down."""
    result: Result | None
    """None where nobody looked yet."""
    at: datetime | None
    by: str


def checklist(rows: Iterable[tuple[str, str, Field, str, str]]) -> bytes:
    """The blank table, in UTF-8 with a mark, which spreadsheets need.

    Args:
        rows: canary_id, number of the order, field, its name in the system, and the value to enter.
    """
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_WRITTEN)
    for canary_id, order_no, name, label, value in rows:
        table.writerow(
            (canary_id, _kept(order_no), name, _kept(label), _kept(value), "", "", "", "")
        )
    return text.getvalue().encode("utf-8-sig")


def read_entry(cells: Mapping[str, str], zone: tzinfo | None) -> Entry:
    """A row of the table.

    Args:
        cells: column to text.
        zone: of times without an offset, if it was stated.

    Raises:
        InputError: an unknown field or result, or no time.
    """
    seen, by = clean_cell(cells["seen"]), clean_cell(cells["by"])
    for text, name in ((seen, "seen"), (by, "by")):
        if len(text) > _LONGEST:
            raise InputError(f"is longer than {_LONGEST} characters", field=name)
    at = cells["at"].strip()
    return Entry(
        canary_id=clean_cell(cells["ref"]),
        field=member(Field, cells["field"].strip(), field="field"),
        value=clean_cell(cells["value"]),
        seen=seen,
        result=_result(cells["result"].strip()),
        at=parse_time(_CLOCK.sub(_padded, at), field="at", zone=zone) if at else None,
        by=by,
    )


def _result(text: str) -> Result | None:
    return _WORDS[text] if text in _WORDS else member(Result, text.lower(), field="result")


def _padded(found: re.Match[str]) -> str:
    """A time as spreadsheets write it, with the zeros that they leave out."""
    year, month, day, hour, rest = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{rest}"


def _kept(text: str) -> str:
    """With an apostrophe before what a spreadsheet would run or round."""
    return f"'{text}" if _CHANGED_BY_SPREADSHEETS.fullmatch(text) else text

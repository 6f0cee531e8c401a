"""Asterisk's call detail records, ``cdr-csv/Master.csv``.

Rests on Asterisk at commit f0c1c1a (2026-08-06), ``cdr/cdr_csv.c`` and ``configs/samples/cdr.conf.sample``:
no header; 16 columns, and 17 to 21 with ``loguniqueid``, ``loguserfield`` and ``newcdrcolumns``; text quoted,
numbers bare, the answer time of an unanswered call empty and bare; times local without an offset (or GMT with
``usegmtime=yes``); a line buffer of 1024 bytes.

What a caller chooses (the name in ``clid``, and so the length of the line) is never evaluated and stays out of
the report, except the number in ``src``.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import BinaryIO

from leaktrace.domain.calls import LONGEST_CALL_S, channel_made_at, reached, shown_caller
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    csv_columns,
    digest,
    record_lines,
    rejected,
    storable,
    whole_number,
)
from leaktrace.domain.times import local_times

__all__ = ["AsteriskCdrFormat"]

_COLUMNS = range(16, 22)
_SRC, _DST, _START, _END, _DURATION, _BILLSEC, _DISPOSITION = 1, 2, 9, 11, 12, 13, 14
_DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})
_BUFFER = 1024
_NEAR = timedelta(days=1)


class AsteriskCdrFormat:
    """Reads ``Master.csv``: one call a line.

    ``duration_s`` is the time talked (``billsec``), 0 for a call nobody answered; the seconds it rang are in
    the record only. The source must state its zone. Its setting ``country`` is the calling code of numbers in
    national form, 86 if it states none; digits shorter than ten are an extension, and so a line_id.
    """

    name = "asterisk-cdr"
    settings = ("country",)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty."""
        seen: Counter[bytes] = Counter()
        widest = 0
        records = list(record_lines(delivery))
        unfinished = len(records) - (0 if delivery.endswith(b"\n") else 1)
        for number, record in enumerate(records):
            seen[record] += 1
            try:
                columns = _columns(record)
                if number == unfinished and len(columns) < widest:
                    raise _cut("the last row has fewer columns than those before it")
                widest = max(widest, len(columns))
                yield _report(record, columns, seen[record], context)
            except InputError as error:
                yield rejected(record, error)


def _cut(reason: str) -> InputError:
    return InputError(
        reason,
        remedy="The row was cut: take it again when it is whole, or shorten clid and lastdata",
    )


def _columns(record: bytes) -> list[str]:
    if len(record) in (_BUFFER - 1, _BUFFER):
        raise _cut(f"the row has {len(record)} bytes, where Asterisk's buffer ends")
    if record.endswith(b","):
        raise _cut("the line ends with a comma, and no column but the answer time is ever bare")
    columns = csv_columns(record)
    if len(columns) not in _COLUMNS:
        raise _cut(f"the row has {len(columns)} columns, not 16 to 21")
    return columns


def _report(record: bytes, columns: list[str], occurrence: int, context: ParseContext) -> Report:
    disposition = columns[_DISPOSITION]
    if disposition not in _DISPOSITIONS:
        raise InputError(
            f"{disposition[:24]!r} is no disposition",
            field="disposition",
            remedy="Take Master.csv of cdr_csv; cdr_custom and translated heads have other columns",
        )
    uniqueid = _uniqueid(columns)
    talked = whole_number(columns[_BILLSEC], "billsec", below=LONGEST_CALL_S)
    whole_number(columns[_DURATION], "duration", below=LONGEST_CALL_S)
    ref = uniqueid or digest(record.decode("latin-1"), str(occurrence))
    return Report(
        ref=ref,
        medium=Medium.CALL,
        lines=reached(columns[_DST], context, field="dst"),
        occurred_at=_start(columns[_START], uniqueid, context),
        caller=shown_caller(columns[_SRC], "src"),
        duration_s=talked if disposition == "ANSWERED" else 0,
        record=record,
    )


def _uniqueid(columns: list[str]) -> str | None:
    """Column 17 if it is one: with 17 or 20 columns it may be the userfield instead."""
    if len(columns) in (16, 19) or channel_made_at(columns[16]) is None:
        return None
    return storable(columns[16], "uniqueid")


def _start(text: str, uniqueid: str | None, context: ParseContext) -> datetime:
    """The start of the call.

    Where the clocks go back an hour comes twice: the first is meant, unless the uniqueid, which begins with the
    second in which the channel was made, is nearer to the other.
    """
    instants = local_times(
        text,
        context.zone,
        field="start",
        remedy="State the zone of the source: that of the PBX, or UTC with usegmtime=yes",
    )
    first, last = instants[0], instants[-1]
    made = channel_made_at(uniqueid or "")
    if made is None or abs(made - first) > _NEAR:
        return first
    return min(first, last, key=lambda instant: abs(made - instant))

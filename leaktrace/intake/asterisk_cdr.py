"""Asterisk's call detail records, ``cdr-csv/Master.csv``.

Rests on Asterisk at commit f0c1c1a (2026-08-06), ``cdr/cdr_csv.c`` and ``configs/samples/cdr.conf.sample``:
no header; 16 columns, and 17 to 21 with ``loguniqueid``, ``loguserfield`` and ``newcdrcolumns``; text quoted,
numbers bare, the answer time of an unanswered call empty and bare; times local without an offset (or GMT with
``usegmtime=yes``); a line buffer of 1024 bytes.

What a caller chooses (the name in ``clid``, and so the length of the line) is never evaluated and stays out of
the report, except the number in ``src``.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import OVERSIZE, line_deliveries
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    decode_record,
    digest,
    line_name,
    record_lines,
    rejected,
    storable,
    whole_number,
)
from leaktrace.domain.times import in_zone

__all__ = ["AsteriskCdrFormat"]

_COLUMNS = range(16, 22)
_SRC, _DST, _START, _END, _DURATION, _BILLSEC, _DISPOSITION = 1, 2, 9, 11, 12, 13, 14
_DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
# With a systemname in asterisk.conf it stands before the number: pbx1-1764150000.123
_UNIQUEID = re.compile(r"(?:[^\s,\"]{1,100}-)?([0-9]{9,11})\.[0-9]{1,10}")
_UNNAMED = frozenset({"", "s", "i", "t", "h"})
"""Extensions of the dialplan that stand for no number: start, invalid, timeout, hang-up."""
_BUFFER = 1024
_LONGEST_CALL_S = 7 * 24 * 3600
_NEAR = timedelta(days=1)


class AsteriskCdrFormat:
    """Reads ``Master.csv``: one call a line.

    ``duration_s`` is the time talked (``billsec``), 0 for a call nobody answered; the seconds it rang are in
    the record only. The source must state its zone. Its setting ``country`` is the calling code of numbers in
    national form, 86 if it states none; digits shorter than ten are an extension, and so a line_id.
    """

    name = "asterisk-cdr"

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
                    raise _cut("the last line has fewer columns than those before it")
                widest = max(widest, len(columns))
                yield _report(record, columns, seen[record], context)
            except InputError as error:
                yield rejected(record, error)


def _cut(reason: str) -> InputError:
    return InputError(
        reason,
        remedy="The line was cut: take it again when it is whole, or shorten clid and lastdata",
    )


def _columns(record: bytes) -> list[str]:
    """The columns of a line.

    Bytes that are not UTF-8 are let pass here: they are usual in a caller's name, and a caller must not be able
    to keep a call out by them. In the columns that are read they are refused.
    """
    if record.startswith(OVERSIZE) or b"\x00" in record:
        decode_record(record)  # says what is wrong
    if len(record) in (_BUFFER - 1, _BUFFER):
        raise _cut(f"the line has {len(record)} bytes, where Asterisk's buffer ends")
    if record.endswith(b","):
        raise _cut("the line ends with a comma, and no column but the answer time is ever bare")
    text = record.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    try:
        columns = next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise _cut(f"not CSV: {error}") from None
    if len(columns) not in _COLUMNS:
        raise _cut(f"the line has {len(columns)} columns, not 16 to 21")
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
    talked = whole_number(columns[_BILLSEC], "billsec", below=_LONGEST_CALL_S)
    whole_number(columns[_DURATION], "duration", below=_LONGEST_CALL_S)
    ref = uniqueid or digest(record.decode("latin-1"), str(occurrence))
    return Report(
        ref=ref,
        medium=Medium.CALL,
        lines=(_line(columns[_DST], context),),
        occurred_at=_start(columns[_START], uniqueid, context),
        caller=storable(columns[_SRC].strip(), "src") or None,
        duration_s=talked if disposition == "ANSWERED" else 0,
        record=record,
    )


def _uniqueid(columns: list[str]) -> str | None:
    """Column 17 if it is one: with 17 or 20 columns it may be the userfield instead."""
    if len(columns) in (16, 19) or not _UNIQUEID.fullmatch(columns[16]):
        return None
    return storable(columns[16], "uniqueid")


def _line(dst: str, context: ParseContext) -> str:
    if dst.strip() in _UNNAMED:
        if context.line is None:
            raise InputError(
                f"{dst!r} names no line",
                field="dst",
                remedy="State the line of the source, or dial the number's own extension in the dialplan",
            )
        return line_name(context.line)
    return line_name(dst, country=context.settings.get("country", "86"), field="dst")


def _start(text: str, uniqueid: str | None, context: ParseContext) -> datetime:
    """The start of the call.

    Where the clocks go back an hour comes twice: the first is meant, unless the uniqueid, which begins with the
    second in which the channel was made, is nearer to the other.
    """
    if not _LOCAL.fullmatch(text):
        raise InputError(f"{text[:24]!r} is not a time", field="start")
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{text!r} is not a time", field="start") from None
    if context.zone is None:
        raise InputError(
            f"{text} has no offset",
            field="start",
            remedy="State the zone of the source: that of the PBX, or UTC with usegmtime=yes",
        )
    first = in_zone(local, context.zone, field="start")
    second = in_zone(local.replace(fold=1), context.zone, field="start")
    found = _UNIQUEID.fullmatch(uniqueid or "")
    if second == first or found is None:
        return first
    made = datetime.fromtimestamp(int(found.group(1)), UTC)
    near = abs(made - first) <= _NEAR and abs(made - second) < abs(made - first)
    return second if near else first

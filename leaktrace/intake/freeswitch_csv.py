"""FreeSWITCH's call detail records as CSV, ``cdr-csv/Master.csv``.

Rests on FreeSWITCH at commit cc93a68 (2026-08-21), ``mod_cdr_csv.c`` and ``cdr_csv.conf.xml``: the templates ``example``
and ``asterisk``, and the one that is built in. All columns are quoted and quotes within them are not escaped, times are
local without an offset, those of an unanswered call empty.

The name is the caller's choice and may hold quotes, commas and whole columns. So a line is read by what stands around
it: times, numbers and the uuid, in which no quote can be. What follows them is nothing that a caller chooses in these
templates; others have the caller's program there and are refused.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from leaktrace.domain.calls import LONGEST_CALL_S, reached, shown_caller
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import OVERSIZE, line_deliveries
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import decode_record, read_each, record_lines, whole_number
from leaktrace.domain.times import local_times

__all__ = ["FreeSwitchCsvFormat"]

_STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
_CALL = (
    rf'"(?P<start>{_STAMP})","(?P<answer>{_STAMP}|)","(?P<end>{_STAMP}|)",'
    r'"(?P<duration>[0-9]{1,9})","(?P<billsec>[0-9]{1,9})","[A-Z0-9_]*"'
)
_NUMBERS = r'"(?P<src>[^"]*)","(?P<dst>[^"]*)","[^"]*"'
_UUID = r'"(?P<uuid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"'
_TEMPLATES = (
    re.compile(rf'".*",{_NUMBERS},{_CALL},{_UUID},"[^"]*", ?"[^"]*"(?:,"[^"]*","[^"]*")?'),
    re.compile(rf'"[^"]*",{_NUMBERS},".*",{_CALL},"[A-Za-z]*",{_UUID},"[^"]*"'),
)


class FreeSwitchCsvFormat:
    """Reads ``Master.csv``: one call a line.

    ``ref`` is the uuid, so that the file of an account, which has the same calls, does no harm. ``duration_s`` is the
    time talked (``billsec``), 0 for a call nobody answered. The source must state its zone.
    """

    name = "freeswitch-csv"
    settings = ("country",)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty."""
        return read_each(record_lines(delivery), _report, context)


def _columns(record: bytes) -> re.Match[str]:
    if record.startswith(OVERSIZE) or b"\x00" in record:
        decode_record(record)  # says what is wrong
    # A name in another encoding must not keep the call out.
    line = record.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").rstrip()
    found = next(filter(None, (shape.fullmatch(line) for shape in _TEMPLATES)), None)
    if found is None:
        raise InputError(
            "not a whole row of the templates example, asterisk or default",
            remedy="Set default-template to example in cdr_csv.conf.xml; a row that was cut, take again when it is whole",
        )
    return found


def _report(record: bytes, context: ParseContext) -> Report:
    columns = _columns(record)
    talked = whole_number(columns["billsec"], "billsec", below=LONGEST_CALL_S)
    return Report(
        ref=columns["uuid"].lower(),
        medium=Medium.CALL,
        lines=reached(columns["dst"], context, field="destination_number"),
        occurred_at=_start(columns, context),
        caller=shown_caller(columns["src"], "caller_id_number"),
        duration_s=talked if columns["answer"] else 0,
        record=record,
    )


def _start(columns: re.Match[str], context: ParseContext) -> datetime:
    """The start of the call; where the clocks go back, the one that fits the end and the duration, else the first."""
    remedy = "State the zone of the source: that of the PBX"
    starts = local_times(columns["start"], context.zone, field="start_stamp", remedy=remedy)
    if len(starts) == 1 or not columns["end"]:
        return starts[0]
    ends = local_times(columns["end"], context.zone, field="end_stamp", remedy=remedy)
    lasted = whole_number(columns["duration"], "duration", below=LONGEST_CALL_S)
    fits = [
        start
        for start in starts
        if any(abs((end - start).total_seconds() - lasted) <= 1 for end in ends)
    ]
    return (fits or starts)[0]

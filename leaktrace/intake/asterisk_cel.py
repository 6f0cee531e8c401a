"""Asterisk's channel event log, ``cel-custom/Master.csv``, and its lines as JSON.

Rests on Asterisk at commit f0c1c1a (2026-08-06), ``configs/samples/cel_custom.conf.sample`` and ``cel/cel_custom.c``:
20 columns, all quoted, or 21 with the literal of the newer sample; the time as seconds since 1970 unless ``dateformat``
is set in ``cel.conf``. All channels of a call have the linkedid of the first, which is the caller's.

What the call records lack and this has: RDNIS, the number that passed the call on, as that of a canary's SIM card whose
calls are forwarded to the exchange.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from leaktrace.domain.bodies import flat_values, required
from leaktrace.domain.calls import channel_made_at, reached, seconds_between, shown_caller
from leaktrace.domain.contact import CallStage, Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import csv_columns, record_lines, rejected
from leaktrace.domain.times import epoch_time, local_times, parse_time

__all__ = ["AsteriskCelFormat"]

# The columns of the sample's mapping, by the names that the JSON of advanced mappings has in lower case.
_COLUMNS = (
    "eventtype", "eventtime", "cidname", "cidnum", "cidani", "cidrdnis", "ciddnid", "exten", "context",
    "channame", "appname", "appdata", "amaflags", "acctcode", "uniqueid", "linkedid", "peer", "userfield",
    "userdeftype", "extra",
)  # fmt: skip
_EVENT = re.compile(r"[A-Z][A-Z_]{2,40}")
_COUNT = re.compile(r"[0-9]{9,11}(?:\.[0-9]{1,9})?")
_LOCAL_LENGTH = len("2026-11-26 17:39:12")
_ROUNDED = timedelta(seconds=1)
_ENDS = frozenset({"HANGUP", "CHAN_END"})


@dataclass(frozen=True)
class _Event:
    """One line."""

    record: bytes
    values: Mapping[str, str]
    at: datetime

    @property
    def kind(self) -> str:
        """Such as ``CHAN_START``."""
        return self.values["eventtype"]

    @property
    def is_callers(self) -> bool:
        """Whether it is of the channel that the call began with."""
        return self.values["uniqueid"] == self.values["linkedid"]


class AsteriskCelFormat:
    """Reads the event log: the lines of a call, told by their linkedid, are one record.

    ``ref`` is the linkedid and how far the call had come: a file that is read while a call goes on, and again
    later, tells of the same call. ``duration_s`` is from ``ANSWER`` to ``HANGUP`` of the caller's channel.
    """

    name = "asterisk-cel"
    settings = ("country",)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every call, and one reject for every line that tells of none."""
        calls: dict[str, list[_Event]] = {}
        for record in record_lines(delivery):
            try:
                event = _event(record, context)
                calls.setdefault(event.values["linkedid"], []).append(event)
            except InputError as error:
                yield rejected(record, error)
        for linkedid, events in calls.items():
            record = b"\n".join(event.record for event in events)
            try:
                yield _report(record, linkedid, events, context)
            except InputError as error:
                yield rejected(record, error)


def _event(record: bytes, context: ParseContext) -> _Event:
    if record.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        values = {key.lower(): value for key, value in flat_values(record).items()}
    else:
        columns = csv_columns(record)
        if len(columns) == len(_COLUMNS) + 1:
            del columns[1]
        if len(columns) != len(_COLUMNS):
            raise InputError(
                f"the row has {len(columns)} columns, not 20 or 21",
                remedy="Take the mapping of cel_custom.conf.sample, or JSON; other mappings have other columns",
            )
        values = dict(zip(_COLUMNS, columns, strict=True))
    if not _EVENT.fullmatch(required(values, "eventtype")):
        raise InputError(
            f"{values['eventtype'][:24]!r} is no event",
            field="eventtype",
            remedy="Take the mapping of cel_custom.conf.sample, or JSON; other mappings have other columns",
        )
    for key in ("uniqueid", "linkedid"):
        required(values, key)
    return _Event(record, values, _time(required(values, "eventtime"), values["linkedid"], context))


def _time(text: str, linkedid: str, context: ParseContext) -> datetime:
    """The time of an event; where the clocks go back, the first that is not before the call began."""
    if _COUNT.fullmatch(text):
        return epoch_time(text, field="eventtime")
    if len(text) != _LOCAL_LENGTH:
        return parse_time(text, field="eventtime", zone=context.zone)
    instants = local_times(
        text.replace("T", " "),
        context.zone,
        field="eventtime",
        remedy="State the zone of the source, or leave dateformat out of cel.conf",
    )
    began = channel_made_at(linkedid)
    later = [instant for instant in instants if began is None or instant >= began - _ROUNDED]
    return (later or instants)[0]


def _report(record: bytes, linkedid: str, events: list[_Event], context: ParseContext) -> Report:
    own = [event for event in events if event.is_callers]
    if not own:
        raise InputError(
            "no event of the channel that the call began with",
            field="linkedid",
            remedy="Discard it: the call began in what was read before, or in another file",
        )
    answered = next((event.at for event in own if event.kind == "ANSWER"), None)
    ended = next((event.at for event in own if event.kind in _ENDS), None)
    whole = any(event.kind == "CHAN_START" for event in own)
    if ended is None:
        stage = CallStage.RINGING if answered is None else CallStage.ANSWERED
    else:
        stage = CallStage.MISSED if answered is None and whole else CallStage.ENDED
    talked = 0 if stage is CallStage.MISSED else None
    if answered is not None and ended is not None:
        talked = seconds_between(answered, ended, "eventtime")
    return Report(
        ref=f"{linkedid}:{stage}",
        medium=Medium.CALL,
        lines=reached(
            _first(own, "ciddnid") or _first(own, "exten"),
            context,
            forwarded=_first(own, "cidrdnis"),
            field="exten",
        ),
        occurred_at=channel_made_at(linkedid) or own[0].at,
        caller=shown_caller(_first(own, "cidnum"), "cidnum"),
        duration_s=talked,
        stage=stage,
        call_key=linkedid,
        ends_at=max(event.at for event in own),
        record=record,
    )


def _first(events: list[_Event], key: str) -> str:
    """The first value of a column that says anything."""
    return next((text for event in events if (text := event.values.get(key, "").strip())), "")

"""GoIP and DBL SIM banks: the lines of a log of what they send to their SMS server.

Rests on the vendor's "GOIP SMS Interface": ``RECEIVE:<recvid>;id:<goipid>;password:<pw>;srcnum:<from>;msg:<text>``,
repeated until it is acknowledged. It has no time and is in clear, so it has to come by way of a program that answers
the bank and writes a line with its own time for each.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from leaktrace.domain.cards import CARDS, lines_of_card
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    MAX_TEXT,
    decode_record,
    digest,
    read_each,
    record_lines,
    storable,
)
from leaktrace.domain.times import parse_time

__all__ = ["GoipFormat"]

_KEPT_ALIVE = ("req", "STATE", "REMAIN", "CELLS", "CGATT", "EXPIRY", "DELIVER")
"""Signs of life, and what became of messages that were sent."""
_CALLS = ("RECORD", "HANGUP")
# The first of these words counts: what follows it, a caller may have written.
_LINE = re.compile(
    r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:?\d\d)?)\s(?:.*?\s)??"
    rf"(RECEIVE|{'|'.join(_KEPT_ALIVE + _CALLS)}):(.*)",
    re.ASCII,
)
_RESENT_S = 3600
_CLOCK = re.compile(r"[0-9]{9,10}")
"""Numbers of messages that are seconds of the bank's clock, right or not, and so no two messages' in a channel."""


class GoipFormat:
    """Reads ``<time> RECEIVE:<recvid>;id:<goipid>;...;srcnum:<from>;msg:<text>``, one message a line.

    Other words may stand between the time and the message. A time without an offset needs the zone of the source.
    The line is the channel's ``id``: a number, a line_id, or the name in a setting ``goip:<id>``; else the line of
    the source. The bank sends the parts of a long message as messages of their own, and one that is not acknowledged
    again and again under its number, which is the second of the bank's clock: that is one. Of banks that count their
    messages from nought it is one within an hour.

    Keep-alives are no records. Calls (``RECORD``, ``HANGUP``) are rejected: which way they went is not certain.
    """

    name = "goip"
    settings = ("goip:NAME", *CARDS)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty and no keep-alive."""
        return read_each(record_lines(delivery), _report, context)


def _report(record: bytes, context: ParseContext) -> Report | None:
    found = _LINE.fullmatch(decode_record(record))
    if found is None:
        raise InputError(
            "the row is not a time and a message of GoIP",
            remedy="Log every message in one row, with the time before it and line breaks taken out",
        )
    stamp, kind, rest = found.groups()
    if kind in _KEPT_ALIVE:
        return None
    if kind != "RECEIVE":
        raise InputError("the calls of GoIP are not read", field=kind)
    received, text = _message(rest)
    at = parse_time(stamp, field="time", zone=context.zone)
    channel, sender = received["id"], received["srcnum"]
    number = received[""]
    event = (channel, number, sender, text)
    second = int(number) if _CLOCK.fullmatch(number) else int(at.timestamp())
    hour = second // _RESENT_S
    return Report(
        ref=digest(*event, str(hour)),
        medium=Medium.SMS,
        lines=lines_of_card(
            context,
            slot=f"goip:{channel}" if channel else "",
            remark=channel,
            field="id",
            remedy="Set goip:<id>, or state the line of the source",
        ),
        occurred_at=at,
        caller=sender or None,
        text=text,
        also=tuple(digest(*event, str(near)) for near in (hour - 1, hour, hour + 1)),
        record=record,
    )


def _message(rest: str) -> tuple[dict[str, str], str]:
    """The fields, the number of the message under no name, and the text, which is last and may hold anything."""
    head, mark, text = rest.partition(";msg:")
    if not mark:
        raise InputError("is missing", field="msg")
    number, *fields = head.split(";")
    found = {"": storable(number.strip(), "RECEIVE")}
    for field in fields:
        key, _, value = field.partition(":")
        found.setdefault(key.strip(), storable(value.strip(), key.strip()[:24]))
    for key in ("id", "srcnum"):
        if key not in found:
            raise InputError("is missing", field=key)
    return found, storable(text, "msg", limit=MAX_TEXT)

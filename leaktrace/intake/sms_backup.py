"""SMS Backup & Restore (SyncTech): messages and calls that a phone exported as XML.

Rests on the vendor's page "Fields in XML backup files" and on files that the app made. They are no good XML: a
character beyond the first plane is written as references to its two surrogates. So a file is cut where its elements
begin (``<`` stands nowhere else), and each element is read by itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import BinaryIO, Protocol

from defusedxml.ElementTree import ParseError, fromstring

from leaktrace.domain.calls import LONGEST_CALL_S, shown_caller
from leaktrace.domain.cards import CARDS, lines_of_card
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import DELIVERY_BYTES, MAX_RECORD_BYTES, OVERSIZE
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    MAX_NAME,
    MAX_TEXT,
    decode_record,
    digest,
    read_each,
    storable,
    whole_number,
)
from leaktrace.domain.times import epoch_time

__all__ = ["SmsBackupFormat"]

_START = re.compile(rb"<(sms|mms|call)(?=[\s/>])")
_AROUND = re.compile(
    rb"\s+|\xef\xbb\xbf|<\?xml[^<>]*\?>|<!--.*?-->|<(?:smses|calls)(?:\s[^<>]*)?>|</(?:smses|calls)\s*>",
    re.DOTALL,
)
"""What may stand around the elements."""
_EMPTY = re.compile(rb"<(smses|calls)(?:\s[^<>]*)?(?:/>|(?<!/)>\s*</\1\s*>)")
"""A backup in which there is nothing."""
_BOM = b"\xef\xbb\xbf"
_REFERENCES = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_CHUNK = 64 * 1024
_HEAD = 4096
_NULL = "null"

_RECEIVED = "1"
_SENT = frozenset("23456")
"""Sent, a draft, and on their way out."""
_TALKED = frozenset("17")
_INCOMING = frozenset("134567")
"""Taken, missed, gone to the voice mail, rejected, blocked, taken on another device."""
_OUTGOING = "2"
_SHOWN = frozenset({"", "1"})
_SENDER = "137"  # PduHeaders.FROM


class _Element(Protocol):
    tag: str
    attrib: Mapping[str, str]

    def iter(self, tag: str) -> Iterable["_Element"]: ...


class SmsBackupFormat:
    """Reads ``sms-*.xml`` and ``calls-*.xml``. What the phone sent or dialled is no record: nothing comes of it.

    Times are exact, so no zone is needed; ``readable_date`` is for people and not read. The line is told by the
    source's setting ``sub:<id>`` (``sub_id`` or ``subscription_id``, which may be an ICCID); else by its ``lines``;
    else by its line. Have a source for each phone. Backups may overlap: an event that comes again is known.
    """

    name = "sms-backup"
    settings = ("sub:NAME", *CARDS)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole elements; of an over-long one the head, marked as `framing.OVERSIZE`."""
        held = b""
        while chunk := stream.read(_CHUNK):
            held += chunk
            if len(held) < DELIVERY_BYTES:
                continue
            if cut := max((found.start() for found in _START.finditer(held)), default=0):
                yield held[:cut]
                held = held[cut:]
            else:
                head, held = _read_past(held, stream)
                yield head
        if held:
            yield held

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every element, and a reject for what stands between them."""
        return read_each(_records(delivery), _report, context)


def _read_past(head: bytes, stream: BinaryIO) -> tuple[bytes, bytes]:
    """The head of an over-long element as a marked line, and what follows it."""
    length, seam = len(head), head[-8:]
    while chunk := stream.read(_CHUNK):
        window = seam + chunk
        if found := _START.search(window):
            length += found.start() - len(seam)
            return _marked(head, length), window[found.start() :]
        length += len(chunk)
        seam = window[-8:]
    return _marked(head, length), b""


def _marked(head: bytes, length: int) -> bytes:
    return OVERSIZE + str(length).encode() + b" " + head[:_HEAD].replace(b"\n", b" ") + b"\n"


def _records(delivery: bytes) -> Iterator[bytes]:
    """The elements of a delivery, and what stands between them and is not nothing."""
    if delivery.startswith(OVERSIZE):
        yield delivery.removesuffix(b"\n")
        return
    starts = list(_START.finditer(delivery))
    if not starts:
        # A delivery begins with an element unless it is the file, which may have been cut before its first one.
        if _EMPTY.search(delivery):
            yield from _not_nothing(_EMPTY.sub(b"", delivery, count=1))
        elif delivery.replace(_BOM, b"").strip():
            yield delivery
        return
    ends = [*(found.start() for found in starts), len(delivery)]
    yield from _not_nothing(delivery[: ends[0]])
    for found, end in zip(starts, ends[1:], strict=True):
        piece = delivery[found.start() : end]
        length = _element_length(piece, found.group(1))
        yield piece[:length]
        yield from _not_nothing(piece[length:])


def _element_length(piece: bytes, name: bytes) -> int:
    """How much of a piece belongs to the element that it begins with; all where that does not end."""
    closing = b"</" + name + b">"
    if (end := piece.find(closing)) >= 0:
        return end + len(closing)
    tag = piece.find(b"<", 1)
    end = piece.rfind(b"/>", 0, tag if tag > 0 else len(piece))
    return end + 2 if end > 0 else len(piece.rstrip())


def _not_nothing(between: bytes) -> Iterator[bytes]:
    if _AROUND.sub(b"", between):
        yield between.strip()


def _report(record: bytes, context: ParseContext) -> Report | None:
    if record.startswith(OVERSIZE) or len(record) > MAX_RECORD_BYTES:
        raise InputError(
            f"the element has more than {MAX_RECORD_BYTES} bytes",
            remedy="Leave the media out of the backup",
        )
    text = decode_record(record)
    if not _START.match(record.removeprefix(_BOM)):
        raise InputError(
            "neither a message nor a call", remedy="Take the XML file that the app exported"
        )
    try:
        element: _Element = fromstring(_cleaned(text), forbid_dtd=True)
    except ParseError as error:
        words = str(error).partition(": line ")[0]
        raise InputError(
            f"no XML: {words} at character {error.position[1]}",
            remedy="Look whether the file was cut or damaged in transfer",
        ) from None
    match element.tag:
        case "sms":
            return _sms(record, element.attrib, context)
        case "mms":
            return _mms(record, element, context)
        case _:
            return _call(record, element.attrib, context)


def _cleaned(text: str) -> str:
    """The text with references that XML allows: two surrogates become one character, others no character."""
    units = _REFERENCES.sub(_unit, text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unit(found: re.Match[str]) -> str:
    code = int(found.group(1)) if found.group(1) else int(found.group(2), 16)
    if 0xD800 <= code <= 0xDFFF:
        return chr(code)
    allowed = code in (9, 10, 13) or 32 <= code < 0xFFFE or 0x10000 <= code <= 0x10FFFF
    return found.group() if allowed else "\ufffd"


def _sms(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report | None:
    kind = values.get("type", "")
    if kind in _SENT:
        return None
    if kind != _RECEIVED:
        raise InputError(f"{kind[:24]!r} is no type of a message", field="type")
    address, body = _text(values, "address"), values.get("body", "")
    return Report(
        ref=digest("sms", _card(values), address, values.get("date", ""), body),
        medium=Medium.SMS,
        lines=_lines(values, context),
        occurred_at=_instant(values),
        caller=address or None,
        text=storable(body, "body", limit=MAX_TEXT),
        record=record,
    )


def _mms(record: bytes, element: _Element, context: ParseContext) -> Report | None:
    values = element.attrib
    kind = values.get("msg_box", "")
    if kind in _SENT:
        return None
    if kind != _RECEIVED:
        raise InputError(f"{kind[:24]!r} is no box of messages", field="msg_box")
    senders = [one.attrib for one in element.iter("addr") if one.attrib.get("type") == _SENDER]
    sender = _text(senders[0] if senders else values, "address")
    parts = [one.attrib for one in element.iter("part") if one.attrib.get("ct") == "text/plain"]
    words = [_text(values, "sub", limit=MAX_TEXT)]
    words += [_text(part, "text", limit=MAX_TEXT) for part in parts]
    text = "\n".join(filter(None, words))
    return Report(
        ref=digest("mms", _card(values), sender, values.get("date", ""), text),
        medium=Medium.SMS,
        lines=_lines(values, context),
        occurred_at=_instant(values),
        caller=sender or None,
        text=storable(text, "text", limit=MAX_TEXT) or None,
        record=record,
    )


def _call(record: bytes, values: Mapping[str, str], context: ParseContext) -> Report | None:
    kind, number = values.get("type", ""), _text(values, "number")
    if kind == _OUTGOING:
        return None
    if kind not in _INCOMING:
        raise InputError(f"{kind[:24]!r} is no type of a call", field="type")
    length = whole_number(values.get("duration", "0"), "duration", below=LONGEST_CALL_S)
    shown = values.get("presentation", "") in _SHOWN
    return Report(
        ref=digest("call", _card(values), number, values.get("date", ""), kind),
        medium=Medium.CALL,
        lines=_lines(values, context),
        occurred_at=_instant(values),
        caller=shown_caller(number, "number") if shown else None,
        duration_s=length if kind in _TALKED else 0,
        record=record,
    )


def _text(values: Mapping[str, str], key: str, *, limit: int = MAX_NAME) -> str:
    """The value under a key; the app writes "null" where there is none."""
    value = storable(values.get(key, ""), key, limit=limit).strip()
    return "" if value == _NULL else value


def _card(values: Mapping[str, str]) -> str:
    return _text(values, "sub_id") or _text(values, "subscription_id")


def _lines(values: Mapping[str, str], context: ParseContext) -> tuple[str, ...]:
    card = _card(values)
    return lines_of_card(
        context,
        slot="" if card in ("", "-1") else f"sub:{card}",
        field="sub_id",
        remedy="Set sub:<id> or lines, or state the line of the source",
    )


def _instant(values: Mapping[str, str]) -> datetime:
    return epoch_time(values.get("date", ""), per_second=1000, field="date")

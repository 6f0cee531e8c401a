"""The native report format: one contact a line, as JSON (``contacts.jsonl`` of the public contract)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from typing import BinaryIO

from leaktrace.domain.calls import LONGEST_CALL_S
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.masking import shown_key
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    BOM,
    MAX_NAME,
    MAX_TEXT,
    decode_record,
    json_object,
    line_name,
    read_each,
    record_lines,
    storable,
)
from leaktrace.domain.times import parse_time

__all__ = ["NativeFormat"]

_KEYS = frozenset(
    (
        "ref",
        "medium",
        "line",
        "occurred_at",
        "received_at",
        "caller",
        "text",
        "details",
        "duration_s",
    )
)
_LONGEST_DETAIL = 2000
_CLOCK_SKEW = timedelta(days=1)


class NativeFormat:
    """Reads ``contacts.jsonl``: strict about the keys it knows; those that it does not know are told of, not read."""

    name = "native"
    settings = ()

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty."""
        return read_each(record_lines(delivery), _report, context, _ref_of)


def _report(record: bytes, context: ParseContext) -> Report:
    bare = record.removeprefix(BOM).lstrip()
    if not bare.startswith(b"{") and b"\x00" not in record:
        raise InputError(
            "this is not NDJSON: the record is no JSON object",
            remedy="The native format has one JSON object in each row. Look whether the file is of another format",
        )
    values = json_object(decode_record(record))
    ref = _required(values, "ref")
    medium = _medium(_required(values, "medium"))
    stated = _text(values, "line") or context.line
    if stated is None:
        raise _missing(values, "line", "Add it, or state the line of the source")
    occurred_at = parse_time(
        _required(values, "occurred_at"), field="occurred_at", zone=context.zone
    )
    received = _text(values, "received_at")
    received_at = None
    if received is not None:
        received_at = parse_time(received, field="received_at", zone=context.zone)
        _refuse_skew(occurred_at, received_at)
    return Report(
        ref=ref,
        medium=medium,
        lines=(line_name(stated),),
        occurred_at=occurred_at,
        received_at=received_at,
        caller=_text(values, "caller"),
        text=_text(values, "text", limit=MAX_TEXT),
        details=_details(values.get("details")),
        duration_s=_duration(values.get("duration_s")),
        unread_keys=tuple(values.keys() - _KEYS),
        record=record,
    )


def _ref_of(record: bytes) -> str:
    """The reference of a record that cannot be taken, where it states one."""
    try:
        return _text(json_object(decode_record(record)), "ref") or ""
    except InputError:
        return ""


def _text(values: dict[str, object], key: str, *, limit: int = MAX_NAME) -> str | None:
    """The text under a key; None where there is none."""
    value = values.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{_shown(value)} is not text", field=key, remedy="Put it in quotes")
    return storable(value, key, limit=limit)


def _required(values: dict[str, object], key: str) -> str:
    text = _text(values, key)
    if text is None or not text.strip():
        raise _missing(values, key, "Add it to the record")
    return text


def _missing(values: dict[str, object], key: str, remedy: str) -> InputError:
    """That a key is missing, with the one that may be meant for it: a slip of the pen."""
    unread = sorted(values.keys() - _KEYS)
    named = [shown for one in unread if (shown := shown_key(one))]
    rename = "Rename the key, or add what is missing to the record"
    if meant := get_close_matches(key, named, 1) or (named if len(unread) == 1 else []):
        why = f"is missing; the record has the unknown key {meant[0]}"
    elif len(unread) == 1:
        why = f"is missing; the record has an unknown key of {len(unread[0])} characters"
    else:
        why, rename = "is missing", remedy
    return InputError(why, field=key, remedy=rename)


def _medium(text: str) -> Medium:
    try:
        return Medium(text)
    except ValueError:
        known = ", ".join(Medium)
        raise InputError(
            f"{text[:24]!r} is no medium", field="medium", remedy=f"Write one of {known}"
        ) from None


def _refuse_skew(occurred_at: datetime, received_at: datetime) -> None:
    """A report from the future shows a wrong clock or zone, and nobody can tell which of the two is wrong."""
    if occurred_at - received_at > _CLOCK_SKEW:
        ahead = (occurred_at - received_at).days
        raise InputError(
            f"is {ahead} day(s) after received_at",
            field="occurred_at",
            remedy="Set the clock or the zone of the source right",
        )


def _details(value: object) -> dict[Field, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(
            f"{_shown(value)} is not an object", field="details", remedy='Write {"name": "..."}'
        )
    details = {}
    for key, said in value.items():
        if key not in set(Field):
            known = ", ".join(Field)
            raise InputError(
                f"{key[:40]!r} is no field of an order",
                field="details",
                remedy=f"Write one of {known}",
            )
        if not isinstance(said, str) or not said.strip():
            raise InputError(
                f"{_shown(said)} is not text", field=f"details.{key}", remedy="Put it in quotes"
            )
        details[Field(key)] = storable(said, f"details.{key}", limit=_LONGEST_DETAIL)
    return details


def _duration(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_CALL_S:
        raise InputError(
            f"{_shown(value)} is not a length of a call",
            field="duration_s",
            remedy=f"Write whole seconds from 0 to {LONGEST_CALL_S}",
        )
    return value


def _shown(value: object) -> str:
    """A wrong value, for a message; its kind where it cannot be told in few words."""
    if isinstance(value, bool | float | str):
        return repr(value)[:40]
    if isinstance(value, int) and abs(value) < 10**12:
        return str(value)
    return "a long number" if isinstance(value, int) else f"a {type(value).__name__}"

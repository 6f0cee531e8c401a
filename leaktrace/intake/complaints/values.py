"""Times and lengths as people and spreadsheets write them."""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from leaktrace.domain.errors import InputError
from leaktrace.domain.times import in_zone

__all__ = ["Moment", "day_and_clock", "moment_of", "seconds_of"]

_TIME = re.compile(
    r"(?P<y>\d{4})(?P<sep>[-/.年])(?P<m>\d{1,2})(?:(?P=sep)|月)(?P<d>\d{1,2})日?"
    r"(?:[T\s]*(?P<half>上午|下午|晚上|中午|凌晨)?\s*(?P<h>\d{1,2})(?:[:：时点]\s*(?P<i>\d{2})分?(?:[:：]?(?P<s>\d{2})秒?(?:\.\d+)?)?|时|点)"
    r"\s*(?P<ampm>[AaPp][Mm])?)?\s*(?P<o>Z|UTC|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)
_SERIAL = re.compile(r"[3-7]\d{4}(?:\.\d{1,15})?", re.ASCII)
_FRACTION = re.compile(r"0?\.\d{1,18}|0", re.ASCII)
_SERIAL_START: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no zone
_LATE = {"下午", "晚上", "pm"}
_EARLY = {"凌晨", "上午", "am"}
_WORDED = re.compile(
    r"(?:(\d{1,2})\s*(?:小时|时|h))?\s*(?:(\d{1,4})\s*(?:分钟|分|min|m))?\s*(?:(\d{1,6})\s*(?:秒钟|秒|sec|s)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})", re.ASCII)
_DAY_S = 24 * 3600
_LONGEST_CALL_S = 7 * _DAY_S

Moment = tuple[datetime, bool]
"""An instant, and whether its time of day is known."""


def moment_of(
    text: str, zone: tzinfo | None, *, field: str, shapes: tuple[str, ...] = ()
) -> Moment:
    """The instant that a cell tells; of a day alone its begin.

    Args:
        text: such as ``2026/11/26 17:40``, ``2026年11月26日 下午5:40``, ``20261126174005``, or a workbook's number of days.
        zone: the zone that the source states.
        field: the name of the column, for the error.
        shapes: further shapes, as strptime knows them; they are tried first.

    Raises:
        InputError: none of these, an offset or zone is missing, or outside 1990-2199.
    """
    bare = text.strip()
    for shape in shapes:
        try:
            value = datetime.strptime(bare, shape)  # noqa: DTZ007 - the zone comes next
        except ValueError:
            continue
        return in_zone(value, zone, field=field), "%H" in shape or "%I" in shape
    try:
        value, known = _read(bare)
    except (ValueError, OverflowError):
        raise InputError(
            "is not a time",
            field=field,
            remedy="Write it as 2026-11-26 17:40:05, or say in the profile how times are written (formats: time)",
        ) from None
    return in_zone(value, zone, field=field), known


def day_and_clock(day: str, clock: str) -> str:
    """A day and a time of day from columns of their own, as one text; a workbook has numbers for both."""
    if _SERIAL.fullmatch(day):
        day = f"{_SERIAL_START + timedelta(days=int(float(day))):%Y-%m-%d}"
    if _FRACTION.fullmatch(clock):
        clock = f"{_SERIAL_START + timedelta(seconds=round(float(clock) * _DAY_S)):%H:%M:%S}"
    return f"{day} {clock}"


def _read(text: str) -> tuple[datetime, bool]:
    """The time of one of the shapes; raises ValueError."""
    if found := _TIME.fullmatch(text):
        return _of_parts(found), found["h"] is not None
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second), found[4] is not None  # noqa: DTZ001
    if _SERIAL.fullmatch(text):
        seconds = round(float(text) * _DAY_S)
        return _SERIAL_START + timedelta(seconds=seconds), "." in text
    raise ValueError(text)


def _of_parts(found: re.Match[str]) -> datetime:
    half = (found["half"] or found["ampm"] or "").lower()
    hour = int(found["h"] or 0)
    if half in _LATE and hour < 12:
        hour += 12
    elif half in _EARLY and hour == 12:
        hour = 0
    value = datetime(  # noqa: DTZ001 - the zone comes next
        int(found["y"]), int(found["m"]), int(found["d"]), hour, int(found["i"] or 0), int(found["s"] or 0)
    )  # fmt: skip
    offset = found["o"]
    if offset is None:
        return value
    if offset in {"Z", "UTC"}:
        return value.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{value.isoformat()}{offset}")


def seconds_of(text: str, *, field: str) -> int:
    """The length of a call: seconds, ``3分20秒``, ``3 min 20 s`` or ``00:03:20``.

    Raises:
        InputError: none of these, or longer than any call.
    """
    bare = text.strip().lower()
    found = _CLOCK.fullmatch(bare) or _WORDED.fullmatch(bare)
    if found is None or not any(found.groups()):
        raise InputError("is not a length of a call", field=field, remedy="Write its seconds")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = 3600 * hours + 60 * minutes + seconds
    if length > _LONGEST_CALL_S:
        raise InputError("is longer than a week", field=field, remedy="Write its seconds")
    return length

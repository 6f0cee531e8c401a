"""Time is UTC and aware everywhere inside. Text comes in with an offset, or its source states the zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from leaktrace.domain.errors import InputError

__all__ = [
    "epoch_time",
    "format_time",
    "in_zone",
    "local_times",
    "parse_mail_time",
    "parse_time",
    "start_of_day",
    "time_zone",
    "whole_seconds",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SOME_COUNT = 1_790_000_000
_COUNT = re.compile(r"([0-9]{1,19})(?:\.([0-9]{1,9}))?")
_LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# The interpreter's own reader takes far more, and ever more: a bare date as midnight, weeks, hour 24.
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
_OFFSET = r"(?:\s+(?P<offset>[+-][0-9]{4}|[A-Za-z]{1,5})\b)?"
_MAIL_TIMES = (
    # 26 Nov 2026 17:40:05 +0800 (RFC 5322), and 26-Nov-2026 17:40:05 +0800 (IMAP, RFC 3501)
    re.compile(
        r"(?:[A-Za-z]{3,9},?\s*)?(?P<day>[0-9]{1,2})[-\s]+(?P<month>[A-Za-z]{3})[a-z]*[-\s]+"
        rf"(?P<year>[0-9]{{4}}|[0-9]{{2}})\s+{_CLOCK}{_OFFSET}"
    ),
    # Thu Nov 26 17:40:05 2026 (the C library; mbox)
    re.compile(
        r"[A-Za-z]{3}\s+(?P<month>[A-Za-z]{3})\s+(?P<day>[0-9]{1,2})\s+"
        rf"{_CLOCK}\s+(?P<year>[0-9]{{4}}){_OFFSET}"
    ),
)


def time_zone(name: str, field: str = "zone") -> ZoneInfo:
    """The time zone of a name, such as Asia/Shanghai.

    Args:
        name: as the IANA data base has it.
        field: what an error names.

    Raises:
        InputError: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InputError(
            f"there is no time zone {name[:40]!r}",
            field=field,
            remedy="Use one such as Asia/Shanghai",
        ) from None


def parse_time(
    text: str, *, field: str = "time", zone: tzinfo | None = None, near: datetime | None = None
) -> datetime:
    """Read an RFC 3339 time.

    Args:
        text: such as ``2026-11-18T20:14:05+08:00`` or ``...Z``; a blank may stand for the ``T``.
        field: the name of the field, for the error.
        zone: the zone that the source states for times without an offset.
        near: an instant that tells which of two is meant where the clocks go back.

    Returns:
        The same instant in UTC.

    Raises:
        InputError: not a time, without an offset where no zone is stated, or outside 1990-2199.
    """
    bare = text.strip()
    try:
        if not _RFC3339.fullmatch(bare):
            raise ValueError  # noqa: TRY301 - one message for a wrong shape and an impossible date
        value = datetime.fromisoformat(bare.upper())
    except ValueError:
        raise InputError(
            "is not a time",
            field=field,
            remedy="Write it as 2026-11-18T20:14:05+08:00",
        ) from None
    return in_zone(value, zone, field=field, near=near)


def start_of_day(text: str, zone: tzinfo, *, field: str = "day", after: int = 0) -> datetime:
    """When a day begins, or so many days after it.

    Args:
        text: such as ``2026-11-18``.
        zone: where it begins.
        field: the name of the field, for the error.
        after: days.

    Raises:
        InputError: not a day, or outside 1990-2199.
    """
    bare = text.strip()
    try:
        if not _DAY.fullmatch(bare):
            raise ValueError  # noqa: TRY301 - one message for a wrong shape and an impossible date
        begins = datetime.combine(date.fromisoformat(bare), time(), zone) + timedelta(days=after)
    except (ValueError, OverflowError):
        raise InputError("is not a day", field=field, remedy="Write it as 2026-11-18") from None
    return in_zone(begins, None, field=field)


def parse_mail_time(text: str, *, field: str = "time", zone: tzinfo | None = None) -> datetime:
    """Read a time as mails and mailboxes have it; what stands behind it is let be.

    The names of American zones in RFC 5322 are taken for no offset: CST, for one, is written for China as well.

    Args:
        text: such as ``Thu, 26 Nov 2026 17:40:05 +0800 (CST)``.
        field: the name of the field, for the error.
        zone: the zone that the source states for times without an offset.

    Raises:
        InputError: not a time, without an offset where no zone is stated, or outside 1990-2199.
    """
    bare = text.strip()[:100]
    found = next(filter(None, (shape.match(bare) for shape in _MAIL_TIMES)), None)
    month = found["month"].lower() if found else ""
    try:
        if found is None or month not in _MONTHS:
            raise ValueError  # noqa: TRY301 - one message for a wrong shape and an impossible date
        year = int(found["year"])
        value = datetime(  # noqa: DTZ001 - the zone comes next
            year + (0 if year > 99 else 2000 if year < 50 else 1900),
            _MONTHS.index(month) + 1,
            int(found["day"]),
            int(found["hour"]),
            int(found["minute"]),
            min(int(found["second"] or 0), 59),  # a leap second
        )
    except ValueError:
        raise InputError("is not a time of a mail", field=field) from None
    return in_zone(value.replace(tzinfo=_mail_offset(found["offset"] or "")), zone, field=field)


def _mail_offset(text: str) -> tzinfo | None:
    if text.upper() in {"GMT", "UT", "UTC", "Z"}:
        return UTC
    if text[:1] not in {"+", "-"}:
        return None
    away = timedelta(hours=int(text[1:3]), minutes=int(text[3:]))
    return timezone(-away if text[0] == "-" else away) if away < timedelta(days=1) else None


def in_zone(
    value: datetime, zone: tzinfo | None, *, field: str = "time", near: datetime | None = None
) -> datetime:
    """The instant in UTC; a value without an offset is read in `zone`.

    Where the clocks go back an hour comes twice: meant is the time that lies nearer to `near`, else the one that the
    value's ``fold`` tells, which is the first.

    Raises:
        InputError: no offset and no zone, or outside 1990-2199.
    """
    if value.tzinfo is None and zone is None:
        raise InputError(
            "the time has no offset",
            field=field,
            remedy="Add one (Z or +08:00), or state the zone of the source",
        )
    try:
        if value.tzinfo is not None:
            instant = value.astimezone(UTC)
        elif near is None:
            instant = value.replace(tzinfo=zone).astimezone(UTC)
        else:
            folds = (value.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
            instant = min(folds, key=lambda one: abs(one - near))
    except OverflowError:
        raise InputError("is outside the years 1990 to 2199", field=field) from None
    if not _EARLIEST <= instant < _LATEST:
        raise InputError("is outside the years 1990 to 2199", field=field)
    return instant


def local_times(
    text: str, zone: tzinfo | None, *, field: str = "time", remedy: str
) -> tuple[datetime, ...]:
    """The instants that ``2026-11-18 20:14:05`` may mean in a zone: two, the first first, where the clocks go back.

    Args:
        text: a time without an offset.
        zone: the zone that the source states.
        field: the name of the field, for the error.
        remedy: which zone has to be stated.

    Raises:
        InputError: another shape, no zone, or outside 1990-2199.
    """
    try:
        if not _LOCAL.fullmatch(text):
            raise ValueError  # noqa: TRY301 - one message for a wrong shape and an impossible date
        local = datetime.fromisoformat(text)
    except ValueError:
        raise InputError("is not a time", field=field) from None
    if zone is None:
        raise InputError("the time has no offset", field=field, remedy=remedy)
    folds = (in_zone(local.replace(fold=fold), zone, field=field) for fold in (0, 1))
    return tuple(dict.fromkeys(folds))


def epoch_time(text: str, *, per_second: int = 1, field: str = "time") -> datetime:
    """The instant of a count since 1970.

    Args:
        text: digits, with or without decimals.
        per_second: 1 for seconds, 1000 for milliseconds, 1000000 for microseconds.
        field: the name of the field, for the error.

    Raises:
        InputError: not a count, or outside 1990-2199, as in another unit.
    """
    found = _COUNT.fullmatch(text)
    if found is None:
        raise InputError(
            "is no count of seconds since 1970",
            field=field,
            remedy=f"Write it in digits, such as {_SOME_COUNT * per_second}",
        )
    parts = int(found[1] + (found[2] or "").ljust(9, "0"))
    try:
        instant = _EPOCH + timedelta(microseconds=parts // (1000 * per_second))
    except OverflowError:
        raise InputError("is outside the years 1990 to 2199", field=field) from None
    return in_zone(instant, UTC, field=field)


def format_time(value: datetime) -> str:
    """RFC 3339 in UTC with ``Z``; fractions of a second only where there are any.

    Raises:
        ValueError: `value` has no offset; it would be read in the zone of this machine.
    """
    if value.tzinfo is None:
        raise ValueError("a time without an offset is no instant")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def whole_seconds(value: datetime) -> str:
    """The same for people: fractions of a second tell them nothing.

    Raises:
        ValueError: `value` has no offset.
    """
    return format_time(value.replace(microsecond=0))

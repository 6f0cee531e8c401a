"""Time is UTC and aware everywhere inside. Text comes in with an offset, or its source states the zone."""

import re
from datetime import UTC, datetime, tzinfo

from leaktrace.domain.errors import InputError

__all__ = ["format_time", "in_zone", "parse_time"]

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
# The interpreter's own reader takes far more, and ever more: a bare date as midnight, weeks, hour 24.
_RFC3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


def parse_time(text: str, *, field: str = "time", zone: tzinfo | None = None) -> datetime:
    """Read an RFC 3339 time.

    Args:
        text: such as ``2026-11-18T20:14:05+08:00`` or ``...Z``; a blank may stand for the ``T``.
        field: the name of the field, for the error.
        zone: the zone that the source states for times without an offset.

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
            f"{text[:40]!r} is not a time",
            field=field,
            remedy="Write it as 2026-11-18T20:14:05+08:00",
        ) from None
    return in_zone(value, zone, field=field)


def in_zone(value: datetime, zone: tzinfo | None, *, field: str = "time") -> datetime:
    """The instant in UTC; a value without an offset is read in `zone`.

    Raises:
        InputError: no offset and no zone, or outside 1990-2199.
    """
    if value.tzinfo is None:
        if zone is None:
            raise InputError(
                f"{value.isoformat()} has no offset",
                field=field,
                remedy="Add one (Z or +08:00), or state the zone of the source",
            )
        value = value.replace(tzinfo=zone)
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise InputError("is outside the years 1990 to 2199", field=field) from None
    if not _EARLIEST <= value < _LATEST:
        raise InputError(f"{value.isoformat()} is outside the years 1990 to 2199", field=field)
    return value


def format_time(value: datetime) -> str:
    """RFC 3339 in UTC with ``Z``; fractions of a second only where there are any.

    Raises:
        ValueError: `value` has no offset; it would be read in the zone of this machine.
    """
    if value.tzinfo is None:
        raise ValueError("a time without an offset is no instant")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

"""Rows of complaint tables to contacts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO

from leaktrace.domain.calls import shown_caller
from leaktrace.domain.cells import clean_cell
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import MAX_TEXT, digest, line_name, rejected, storable
from leaktrace.intake.complaints.profiles import PROFILES, Part, Profile, profile_of
from leaktrace.intake.complaints.table import BOM, Row, csv_record, encoding_of, table_rows
from leaktrace.intake.complaints.values import day_and_clock, moment_of, seconds_of

__all__ = ["ComplaintFormat"]

_MOST_BYTES = 32 * 1024 * 1024
_MOST_HEADINGS = 512 * 1024 * 1024
"""Bytes of the headings, once for each row."""
_HEADINGS_WITHIN = 30
"""Titles may stand above the headings, but not more of them."""
_DAY = timedelta(days=1)
_WHEN = (Part.OCCURRED_AT, Part.DATE)
_MEDIA = {
    **{medium.value: medium for medium in Medium},
    **dict.fromkeys(("电话", "来电", "通话", "语音", "phone", "voice"), Medium.CALL),
    **dict.fromkeys(("短信", "彩信", "text", "mms"), Medium.SMS),
    **dict.fromkeys(("邮件", "邮箱", "电子邮件", "mail", "e-mail"), Medium.EMAIL),
    **dict.fromkeys(("微信", "qq", "旺旺", "聊天", "chat"), Medium.IM),
}


@dataclass(frozen=True)
class _Headings:
    """Where the columns of a profile stand."""

    profile: Profile
    row: Row
    places: Mapping[str, int]

    def cells(self, row: Row) -> dict[str, str]:
        """What stands in a row below each heading; without what is empty."""
        found = {
            heading: clean_cell(row.cells[place])
            for heading, place in self.places.items()
            if place < len(row.cells)
        }
        return {heading: text for heading, text in found.items() if text}


class ComplaintFormat:
    """Reads tables, one contact a row.

    Settings: ``profile``, the name of a known profile or a profile as JSON (`profile_of`). Without it the headings
    decide which of the known ones it is.
    """

    name = "complaint-csv"
    settings = ("profile",)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """The file as one delivery, since its headings are needed with each row; what is longer in pieces."""
        return iter(lambda: stream.read(_MOST_BYTES), b"")

    def check(self, settings: Mapping[str, str]) -> None:
        """Pass only if the profile can be read.

        Raises:
            InputError: it cannot, with the path of the setting.
        """
        profile_of(settings.get("profile", ""))

    def encoding_of(self, record: bytes, settings: Mapping[str, str]) -> str:
        """That of the rows: as in `parse`, told by most of them or stated by the profile."""
        try:
            stated = profile_of(settings.get("profile", ""))
        except InputError:
            stated = None
        return encoding_of(record, (stated or Profile({})).encoding)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every row below the headings; one reject where there are none."""
        if not delivery.removeprefix(BOM).strip():
            return
        try:
            stated = profile_of(context.settings.get("profile", ""))
            rows = list(_rows(delivery, stated))
            headings, start = _headings(rows, stated)
            _check_size(headings, len(rows) - start)
        except InputError as error:
            yield rejected(delivery, error)
            return
        for row in rows[start:]:
            record = csv_record((headings.row, row), headings.profile.delimiter)
            if row.fault:
                remedy = "Mend the row, or save the table again"
                yield rejected(record, InputError(row.fault, remedy=remedy))
                continue
            cells = headings.cells(row)
            try:
                yield _report(headings, cells, record, context)
            except InputError as error:
                yield rejected(record, error, _stated_ref(headings.profile, cells))


def _rows(delivery: bytes, stated: Profile | None) -> Iterator[Row]:
    shape = stated or Profile({})
    return table_rows(delivery, shape.encoding, shape.delimiter, shape.sheet)


def _headings(rows: Sequence[Row], stated: Profile | None) -> tuple[_Headings, int]:
    """The first row that has all headings which a profile needs, and the number of the row below it.

    Raises:
        InputError: there is none. It names what the nearest misses; where no profile was stated, what there are.
    """
    profiles = [stated] if stated else list(PROFILES.values())
    nearest: list[str] = []
    for number, row in enumerate(islice(rows, _HEADINGS_WITHIN), 1):
        names = [clean_cell(cell) for cell in row.cells]
        for profile in profiles:
            missing = sorted(profile.needs - set(names))
            if not missing:
                return _Headings(profile, row, _places(profile, names)), number
            if not nearest or len(missing) < len(nearest):
                nearest = missing
    if stated is None:
        known = "; ".join(
            f"{name} ({', '.join(sorted(one.needs))})" for name, one in PROFILES.items()
        )
        raise InputError(
            "has the headings of no table that is known",
            field="profile",
            remedy=f"The known profiles and the columns each needs: {known}. For another table write a profile of your own"
            " and name it with --profile FILE: a YAML file with 'columns:', and below it each column and what it says,"
            " such as '  Number: caller', '  When: occurred_at', '  Called: line'",
        )
    raise InputError(
        f"has no headings {', '.join(nearest)[:200]}",
        field="profile",
        remedy="Look whether the file is such a table and whole, and whether the profile is meant for it",
    )


def _check_size(headings: _Headings, rows: int) -> None:
    """Each record has the headings with it, so that a person can mend it by itself.

    Raises:
        InputError: all records together would be too much.
    """
    size = len(csv_record((headings.row,), headings.profile.delimiter)) * rows
    if size > _MOST_HEADINGS:
        raise InputError(
            f"has {rows} rows below headings of {size // rows} bytes, which are kept with each row",
            remedy="Delete the columns that are not needed, or split the file",
        )


def _places(profile: Profile, names: Sequence[str]) -> dict[str, int]:
    for heading in profile.columns:
        if names.count(heading) > 1:
            raise InputError(f"has two columns {heading[:60]!r}", remedy="Rename one of them")
    return {heading: names.index(heading) for heading in profile.columns if heading in names}


def _report(
    headings: _Headings, cells: Mapping[str, str], record: bytes, context: ParseContext
) -> Report:
    profile = headings.profile
    held = {
        part: (heading, cells[heading])
        for heading, part in profile.columns.items()
        if heading in cells
    }
    lines = _lines(profile, cells, context)
    occurred_at, reported_at = _times(profile, held, context)
    heading, length = held.get(Part.DURATION, ("", ""))
    ref = storable(held[Part.REF][1], held[Part.REF][0]) if Part.REF in held else ""
    caller = held.get(Part.CALLER)
    details = {
        part: storable(text, heading, limit=2000)
        for part, (heading, text) in held.items()
        if isinstance(part, Field)
    }
    return Report(
        ref=ref or digest(*(text for pair in sorted(cells.items()) for text in pair), *lines),
        medium=_medium(profile, held),
        lines=lines,
        occurred_at=occurred_at,
        received_at=reported_at,
        caller=shown_caller(caller[1], caller[0]) if caller else None,
        text=_text(profile, cells),
        details=details,
        duration_s=seconds_of(length, field=heading) if length else None,
        record=record,
    )


def _stated_ref(profile: Profile, cells: Mapping[str, str]) -> str:
    """The reference in a row, where the table has any."""
    return next((cells[heading] for heading, part in profile.columns.items() if part is Part.REF and heading in cells), "")  # fmt: skip


def _lines(profile: Profile, cells: Mapping[str, str], context: ParseContext) -> tuple[str, ...]:
    found = [
        line_name(cells[heading], country=profile.country, field=heading)
        for heading, part in profile.columns.items()
        if part is Part.LINE and heading in cells
    ]
    if not found and context.line is not None:
        found = [line_name(context.line)]
    if not found:
        raise InputError(
            "the row does not tell which line was reached",
            field="line",
            remedy="Add a column with the line, or state the line of the source",
        )
    return tuple(dict.fromkeys(found))


def _times(
    profile: Profile, held: Mapping[Part | Field, tuple[str, str]], context: ParseContext
) -> tuple[datetime, datetime | None]:
    """When it happened and when that was reported.

    Of a day without a time it is the last moment at which it can have happened: taken earlier, it would speak for
    channels that were only given the order later on that day.
    """
    reported = None
    if told := held.get(Part.REPORTED_AT):
        reported, _ = moment_of(told[1], context.zone, field=told[0], shapes=profile.times)
    named = next(heading for heading, part in profile.columns.items() if part in _WHEN)
    heading, text = held.get(Part.OCCURRED_AT) or held.get(Part.DATE) or (named, "")
    if not text:
        raise InputError("is empty", field=heading, remedy="Write when it happened")
    if clock := held.get(Part.TIME):
        text = day_and_clock(text, clock[1])
    at, is_known = moment_of(text, context.zone, field=heading, shapes=profile.times)
    midnight = (
        context.zone is not None and at.astimezone(context.zone).strftime("%H%M%S") == "000000"
    )
    if not is_known or (profile.midnight_is_unknown and midnight):
        end = at + _DAY - timedelta(seconds=1)
        at = min(end, reported) if reported is not None and reported > at else end
    # Clocks and zones of the two differ in many tables; then the time of the report says nothing.
    return at, reported if reported is not None and reported >= at else None


def _medium(profile: Profile, held: Mapping[Part | Field, tuple[str, str]]) -> Medium:
    heading, text = held.get(Part.MEDIUM, ("", ""))
    medium = _MEDIA.get(text.lower()) if text else profile.medium
    if medium is None:
        raise InputError(
            f"{text[:24]!r} is no medium", field=heading, remedy=f"Write one of {', '.join(Medium)}"
        )
    return medium


def _text(profile: Profile, cells: Mapping[str, str]) -> str | None:
    words = [
        f"{heading}: {cells[heading]}" if part is Part.NOTE else cells[heading]
        for heading, part in profile.columns.items()
        if part in (Part.TEXT, Part.NOTE) and heading in cells
    ]
    return storable("\n".join(words), "text", limit=MAX_TEXT) or None

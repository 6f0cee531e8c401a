"""What stands in which column of a complaint table: profiles that are known, and those that a person wrote.

``ftc`` has the columns of the day files of the United States' FTC (DNC_Complaint_Numbers), and ``Line``, which they lack.
In those a time of exactly midnight stands for an unknown one. ``12321`` has the headings of that centre's form, which
exports nothing itself: they are those of sheets that are kept beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium
from leaktrace.domain.errors import InputError
from leaktrace.domain.options import Options
from leaktrace.domain.records import json_object
from leaktrace.domain.words import member

__all__ = ["PROFILES", "Part", "Profile", "profile_of"]

ENCODINGS = ("utf-8", "gb18030", "big5", "cp1252")
_DETAIL = "details."
_MOST_COLUMNS = 100
_SAMPLE = datetime(2026, 11, 18, 20, 14, 5)  # noqa: DTZ001 - only its digits are looked at


class Part(StrEnum):
    """What a column can hold. Beside these ``details.`` and a field of an order: a fact the caller knew."""

    REF = "ref"
    LINE = "line"
    CALLER = "caller"
    MEDIUM = "medium"
    OCCURRED_AT = "occurred_at"
    DATE = "date"
    """The day of `occurred_at`, where its time stands in a column of its own."""
    TIME = "time"
    REPORTED_AT = "reported_at"
    DURATION = "duration"
    TEXT = "text"
    NOTE = "note"
    """Text as well, with its heading before it."""


@dataclass(frozen=True)
class Profile:
    """The columns of one kind of table."""

    columns: Mapping[str, Part | Field]
    """Heading to what stands below it; a `Field` is a fact that was noted down."""
    optional: frozenset[str] = frozenset()
    """Headings that a table need not have."""
    encoding: str = "gb18030"
    """Of tables that are not in UTF-8."""
    delimiter: str = ","
    sheet: str = ""
    medium: Medium = Medium.CALL
    country: str | None = None
    """The calling code of lines in national form; None where digits alone are a line_id."""
    times: tuple[str, ...] = ()
    """Further shapes of times, as strptime knows them."""
    midnight_is_unknown: bool = False
    needs: frozenset[str] = field(init=False)
    """Headings without which a table is not of this kind."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "needs", frozenset(self.columns) - self.optional)


PROFILES: Final[Mapping[str, Profile]] = {
    "ftc": Profile(
        columns={
            "Company_Phone_Number": Part.CALLER,
            "Created_Date": Part.REPORTED_AT,
            "Violation_Date": Part.OCCURRED_AT,
            "Subject": Part.TEXT,
            "Recorded_Message_Or_Robocall": Part.NOTE,
            "Line": Part.LINE,
        },
        optional=frozenset({"Line"}),
        midnight_is_unknown=True,
    ),
    "12321": Profile(
        columns={
            "举报编号": Part.REF,
            **dict.fromkeys(("举报人手机号", "举报人手机号码", "举报人号码", "接听号码"), Part.LINE),
            "被举报号码": Part.CALLER,
            "来电时间": Part.OCCURRED_AT,
            "通话时长": Part.DURATION,
            "举报时间": Part.REPORTED_AT,
            **dict.fromkeys(("诈骗类型", "举报类型"), Part.NOTE),
            **dict.fromkeys(("举报描述", "举报内容"), Part.TEXT),
        },
        optional=frozenset(
            {
                "举报编号", "举报人手机号", "举报人手机号码", "举报人号码", "接听号码", "通话时长", "举报时间", "诈骗类型",
                "举报类型", "举报描述", "举报内容",
            }
        ),
        country="86",
    ),
}  # fmt: skip


def profile_of(text: str) -> Profile | None:
    """The profile of that name, or in that text of JSON; None where none is stated.

    Raises:
        InputError: there is none of that name, or with the path of the setting that does not fit.
    """
    if not text.strip():
        return None
    if text in PROFILES:
        return PROFILES[text]
    if not text.lstrip().startswith("{"):
        raise InputError(
            f"there is no profile {text[:40]!r}",
            field="profile",
            remedy=f"There are {', '.join(PROFILES)}; give a file of your own with --profile",
        )
    options = Options(json_object(text))
    options.only("file", "columns", "optional", "formats", "medium")
    file, formats = options.section("file"), options.section("formats")
    file.only("encoding", "delimiter", "sheet")
    formats.only("country", "time", "midnight")
    columns = _columns(options.section("columns"))
    optional = frozenset(options.words("optional"))
    if stray := sorted(optional - columns.keys()):
        raise options.error("optional", f"{stray[0]!r} is none of the columns")
    _check_columns(options, columns, optional)
    return Profile(
        columns=columns,
        optional=optional,
        encoding=file.choice("encoding", ENCODINGS, "gb18030"),
        delimiter=file.choice("delimiter", (",", ";", "\t", "|"), ","),
        sheet=file.text("sheet"),
        medium=member(Medium, options.text("medium", Medium.CALL), field="medium"),
        country=_country(formats),
        times=_times(formats),
        midnight_is_unknown=formats.choice("midnight", ("", "unknown")) == "unknown",
    )


def _columns(options: Options) -> dict[str, Part | Field]:
    found: dict[str, Part | Field] = {}
    for heading in options:
        if not heading.strip() or len(heading) > 200:
            raise options.error(heading, "is not the name of a column", "Put it in quotes")
        text = options.text(heading)
        known: Iterable[Part | Field] = Field if text.startswith(_DETAIL) else Part
        name = text.removeprefix(_DETAIL)
        part = next((part for part in known if part.value == name), None)
        if part is None:
            raise options.error(
                heading,
                f"cannot be {text[:40]!r}",
                f"It is one of: {', '.join(Part)}, or details. and one of: {', '.join(Field)}",
            )
        found[heading.strip()] = part
    if not 0 < len(found) <= _MOST_COLUMNS:
        raise InputError(
            f"has no columns, or more than {_MOST_COLUMNS}", field="columns", remedy="Write 'Column: caller'"
        )  # fmt: skip
    return found


def _check_columns(
    options: Options, columns: Mapping[str, Part | Field], optional: frozenset[str]
) -> None:
    """A table has to tell when, and each thing but texts and lines once."""
    needed = {part for heading, part in columns.items() if heading not in optional}
    if not needed & {Part.OCCURRED_AT, Part.DATE}:
        raise options.error(
            "columns", "no column that must be there tells when", "Map one to occurred_at, or to date"
        )  # fmt: skip
    held = list(columns.values())
    for part in held:
        if held.count(part) > 1 and part not in (Part.TEXT, Part.NOTE, Part.LINE):
            raise options.error("columns", f"two columns are {part}", "Leave one of them out")


def _country(options: Options) -> str | None:
    country = options.text("country")
    if country and not (country.isascii() and country.isdigit() and len(country) <= 3):
        raise options.error("country", "is not a calling code", 'Write its digits: "86"')
    return country or None


def _times(options: Options) -> tuple[str, ...]:
    value = options.value("time")
    shapes = (value,) if isinstance(value, str) else options.words("time")
    for shape in shapes:
        try:
            datetime.strptime(_SAMPLE.strftime(shape), shape)  # noqa: DTZ007 - only whether it can be
        except (ValueError, OverflowError):
            raise options.error(
                "time", f"{shape[:40]!r} is no shape of a time", "Write it as '%m/%d/%Y %I:%M %p'"
            ) from None
    return shapes

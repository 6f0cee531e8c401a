"""What the files of a system look like and how values are written in them, read from the settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from leaktrace.channels.mapped_file.parts import Part
from leaktrace.domain.options import Options
from leaktrace.domain.placing import telltale
from leaktrace.domain.words import member

__all__ = ["ENCODINGS", "FileShape", "Formats", "Limit", "formats_of", "limits_of", "shape_of"]

_TYPES = ("csv", "xlsx", "json")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5", "cp1252")
_SHAPE = (
    "type", "encoding", "delimiter", "sheet", "header_row", "data_row", "rows", "records", "name",
)  # fmt: skip
_FORMATS = ("phone", "country", "apostrophe", "time", "zone", "decimals")
_TIME_DIRECTIVES = re.compile(r"%(.)", re.DOTALL)
_SAMPLE = datetime(2026, 11, 18, 20, 14, 5)  # noqa: DTZ001 - only its digits are looked at


@dataclass(frozen=True)
class FileShape:
    """What a file of the system looks like."""

    type: str
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    header_row: int = 1
    """Counted from 1; 0 for a file without headings, in which the place of a column counts."""
    data_row: int = 2
    rows: str = "order"
    """What a row stands for: an order, or an item of one."""
    records: tuple[str, ...] = ()
    """Where in a JSON document the list of orders is."""
    name: str = "orders"


@dataclass(frozen=True)
class Formats:
    """How values are written."""

    phone: str = "e164"
    country: str = "86"
    apostrophe: frozenset[Part] = frozenset()
    times: tuple[str, ...] = ()
    """The first is written; an export may use any of them. Empty: RFC 3339."""
    zone: ZoneInfo | None = None
    decimals: int | None = None


@dataclass(frozen=True)
class Limit:
    """The longest text of a part, in characters, or in the bytes of an encoding."""

    most: int
    encoding: str = ""


def shape_of(options: Options, base: FileShape) -> FileShape:
    """What the settings say of a file; the rest as in `base`.

    Raises:
        InputError: a setting that does not fit.
    """
    options.only(*_SHAPE)
    header = options.whole("header_row", base.header_row, most=100)
    given = "header_row" in options
    records = options.text("records", ".".join(base.records))
    shape = replace(
        base,
        type=options.choice("type", _TYPES, base.type),
        encoding=options.choice("encoding", ENCODINGS, base.encoding),
        delimiter=options.choice("delimiter", (",", ";", "\t", "|"), base.delimiter),
        sheet=options.text("sheet", base.sheet),
        header_row=header,
        data_row=options.whole("data_row", header + 1 if given else base.data_row, most=200),
        rows=options.choice("rows", ("order", "item"), base.rows),
        records=tuple(filter(None, records.split("."))),
        name=options.text("name", base.name),
    )
    if shape.data_row <= shape.header_row:
        raise options.error("data_row", "is not below the header row")
    if not re.fullmatch(r"[\w-]{1,40}", shape.name) or telltale(shape.name):
        raise options.error(
            "name", "cannot be the name of a file", "Use letters, digits and hyphens"
        )
    if len(shape.sheet) > 31 or re.search(r"[\[\]:*?/\\]", shape.sheet):
        raise options.error("sheet", "cannot be the name of a sheet")
    return shape


def formats_of(options: Options, base: Formats) -> Formats:
    """How the settings say that values are written; the rest as in `base`.

    Raises:
        InputError: a setting that does not fit.
    """
    options.only(*_FORMATS)
    time = options.value("time")
    times = (time,) if isinstance(time, str) else options.words("time") or base.times
    for one in times:
        _check_time(options, one)
    zone = options.zone("zone") or base.zone
    if times and zone is None:
        raise options.error("zone", "is missing", "Say in which zone times are: Asia/Shanghai")
    country = options.text("country", base.country)
    if not re.fullmatch("[1-9][0-9]{0,2}", country):
        raise options.error("country", "is not a calling code", 'Write its digits: "86"')
    known = options.words("apostrophe") if "apostrophe" in options else base.apostrophe
    return Formats(
        phone=options.choice("phone", ("e164", "digits", "national"), base.phone),
        country=country,
        apostrophe=frozenset(
            member(Part, word, field=options.where("apostrophe")) for word in known
        ),
        times=times,
        zone=zone,
        decimals=options.whole("decimals", 2, most=6) if "decimals" in options else base.decimals,
    )


def _check_time(options: Options, text: str) -> None:
    directives = set(_TIME_DIRECTIVES.findall(text))
    try:
        same = datetime.strptime(_SAMPLE.strftime(text), text).date() == _SAMPLE.date()  # noqa: DTZ007
    except ValueError:
        same = False
    if not same or len(text) > 60 or not directives <= set("YmdHMS"):
        raise options.error(
            "time", f"{text[:40]!r} is no form of a time", 'Write it as "%Y-%m-%d %H:%M:%S"'
        )


def limits_of(options: Options) -> dict[Part, Limit]:
    """The longest text of each part that has a limit.

    Raises:
        InputError: a part that does not exist, or no whole number.
    """
    limits = {}
    for key in options:
        part = member(Part, key, field=options.where(key))
        if isinstance(options.value(key), Mapping):
            inner = options.section(key)
            inner.only("bytes", "encoding")
            limits[part] = Limit(
                inner.whole("bytes", 0, least=1), inner.choice("encoding", ENCODINGS, "gbk")
            )
        else:
            limits[part] = Limit(options.whole(key, 0, least=1))
    return limits

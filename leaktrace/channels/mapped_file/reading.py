"""What an export says: its rows or records, and the orders that they tell of."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leaktrace.channels.mapped_file.parts import Content, Part
from leaktrace.channels.mapped_file.profile import Profile
from leaktrace.channels.mapped_file.shapes import FileShape
from leaktrace.channels.mapped_file.values import held_values
from leaktrace.domain.cells import clean_cell
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError
from leaktrace.domain.placing import HeldOrder
from leaktrace.domain.xlsx import sheet_rows

__all__ = ["MAX_BYTES", "read_export"]

MAX_BYTES = 32 * 1024 * 1024
"""The largest export that is read."""
_MAX_CELL = 32_767
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Cells = Mapping[int, str]
Record = tuple[int, list[dict[Part, str]]]
"""Where it stands, and the parts that its columns show, one mapping an item."""


@dataclass
class _Gathered:
    """What the rows of one order say together."""

    row: int
    parts: dict[Part, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)

    def add(self, parts: Mapping[Part, str]) -> None:
        """The first row that says a part is believed; titles of items are all kept."""
        for part, text in parts.items():
            self.parts.setdefault(part, text)
        if title := parts.get(Part.ITEM_TITLE):
            self.titles.append(title)


def read_export(profile: Profile, content: bytes) -> Iterator[HeldOrder | Reject]:
    """The orders of an export; what cannot be taken is a reject.

    A reject names the row and keeps nothing of it: an export is full of real buyers.
    """
    if not profile.read_columns:
        yield Reject(
            "this profile reads no export",
            b"",
            remedy="Look at the orders, and record them with 'leaktrace seed confirm'",
        )
        return
    found: dict[str, _Gathered] = {}
    try:
        for row, shown in _records(profile, content):
            if fault := _fault(shown):
                yield Reject(fault, f"row {row}".encode(), remedy="Look at that row of the export")
                continue
            number = next(parts[Part.ORDER_NO] for parts in shown if parts.get(Part.ORDER_NO))
            gathered = found.setdefault(number, _Gathered(row))
            for parts in shown:
                gathered.add(parts)
    except InputError as error:
        yield Reject(f"the export {error.message}", b"", field=error.field, remedy=error.remedy)
        return
    for number, order in found.items():
        yield HeldOrder(
            number, held_values(order.parts, order.titles, profile.read_formats), order.row
        )


def _fault(shown: Iterable[Mapping[Part, str]]) -> str:
    texts = [text for parts in shown for text in parts.values()]
    if not any(parts.get(Part.ORDER_NO) for parts in shown):
        return "the row has no order number"
    if any(len(text) > _MAX_CELL or _UNSTORABLE.search(text) for text in texts):
        return "the row has a value that is too long or cannot be stored"
    return ""


def _records(profile: Profile, content: bytes) -> Iterator[Record]:
    if len(content) > MAX_BYTES:
        raise InputError(f"has more than {MAX_BYTES >> 20} MiB", remedy="Export fewer orders")
    file = profile.read_file
    if file.type == "json":
        yield from _json_records(file, profile.read_columns, content)
        return
    rows = sheet_rows(content, file.sheet) if file.type == "xlsx" else _csv_rows(file, content)
    yield from _table_records(file, profile.read_columns, rows)


def _table_records(
    file: FileShape, columns: Mapping[str, Content], rows: Iterable[tuple[int, Cells]]
) -> Iterator[Record]:
    places: Mapping[int, Content] | None = None
    if not file.header_row:
        places = dict(enumerate(columns.values()))
    for row, cells in rows:
        if row == file.header_row:
            places = _places(columns, cells)
        if row < file.data_row or not any(clean_cell(text) for text in cells.values()):
            continue
        if places is None:
            break
        yield row, [_shown((content, cells.get(place, "")) for place, content in places.items())]
    if places is None:
        raise InputError(
            f"has no headings in row {file.header_row}", remedy="Look at header_row of the profile"
        )


def _places(columns: Mapping[str, Content], cells: Cells) -> dict[int, Content]:
    """Where each column stands. A missing one would make every order look as if it had lost the field."""
    headings = {place: clean_cell(text) for place, text in cells.items()}
    places = {}
    for column, content in columns.items():
        found = [place for place, heading in headings.items() if heading == column.strip()]
        if len(found) != 1:
            fault = "has no column" if not found else "has more than one column"
            raise InputError(
                f"{fault} {column[:60]}",
                field=column[:60],
                remedy="Export it, or mend the columns of read_back in the profile",
            )
        places[found[0]] = content
    return places


def _csv_rows(file: FileShape, content: bytes) -> Iterator[tuple[int, Cells]]:
    text = _decoded(file, content)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=file.delimiter)
        for row, cells in enumerate(reader, 1):
            yield row, dict(enumerate(cells))
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", remedy="Look at delimiter and quotes") from None


def _json_records(
    file: FileShape, columns: Mapping[str, Content], content: bytes
) -> Iterator[Record]:
    try:
        document = json.loads(_decoded(file, content), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise InputError("is not JSON", remedy="Export it again") from None
    for key in file.records:
        document = document.get(key) if isinstance(document, dict) else None
    if not isinstance(document, list):
        where = ".".join(file.records) or "its top"
        raise InputError(f"has no list of orders at {where}", remedy="Look at file.records")
    for row, record in enumerate(document, 1):
        own = {path: content_of for path, content_of in columns.items() if "[]" not in path}
        shown = [_shown((content_of, _at(record, path)) for path, content_of in own.items())]
        of_items = {
            path.partition("[].")[2]: content_of
            for path, content_of in columns.items()
            if path not in own
        }
        listed = (
            _inner(record, next(path for path in columns if "[]" in path).partition("[]")[0])
            if of_items
            else None
        )
        shown += [
            _shown((content_of, _at(item, key)) for key, content_of in of_items.items())
            for item in (listed if isinstance(listed, list) else ())
        ]
        yield row, shown


def _shown(cells: Iterable[tuple[Content, str]]) -> dict[Part, str]:
    """The parts that cells show. A column of its own is believed before one with other words, and the first before the next."""
    parts: dict[Part, str] = {}
    for content, text in sorted(cells, key=lambda cell: len(cell[0].parts)):
        parts = content.read(clean_cell(text)) | parts
    return parts


def _inner(record: object, path: str) -> object:
    for key in path.split("."):
        record = record.get(key) if isinstance(record, dict) else None
    return record


def _at(record: object, path: str) -> str:
    found = _inner(record, path)
    if isinstance(found, bool):
        return str(found).lower()
    return found if isinstance(found, str) else ""


def _decoded(file: FileShape, content: bytes) -> str:
    try:
        return content.decode(file.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not {file.encoding} at byte {error.start}",
            remedy="Look at file.encoding of the profile: GB18030 and UTF-8 are often mixed up",
        ) from None

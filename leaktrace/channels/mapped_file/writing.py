"""Import files: the rows of orders as CSV, XLSX or JSON. The same rows give the same bytes."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from leaktrace.channels.mapped_file.parts import Content, Part
from leaktrace.channels.mapped_file.shapes import FileShape
from leaktrace.domain.placing import Document

__all__ = ["json_document", "table_document"]

_THEN = datetime(2000, 1, 1)  # noqa: DTZ001 - XLSX knows no zones
_WIDTH = 18


def table_document(
    file: FileShape, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Document:
    """A CSV or XLSX file of rows, with the headings where the system expects them."""
    lines: list[Sequence[str]] = [() for _ in range(file.data_row - 1)]
    if file.header_row:
        lines[file.header_row - 1] = columns
    lines += rows
    return _named(file, _csv(file, lines) if file.type == "csv" else _xlsx(file, lines))


def json_document(
    file: FileShape,
    columns: Mapping[str, Content],
    orders: Sequence[tuple[Mapping[Part, str], Sequence[Mapping[Part, str]]]],
) -> Document:
    """A JSON document of orders, each with the list of its items."""
    document: object = [_json_order(columns, texts, items) for texts, items in orders]
    for key in reversed(file.records):
        document = {key: document}
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return _named(file, text.encode(file.encoding))


def _named(file: FileShape, content: bytes) -> Document:
    """A name that no other content has, so that no export overwrites another."""
    digest = hashlib.sha256(content).hexdigest()[:8]
    return Document(f"{file.name}-{digest}.{file.type}", content)


def _csv(file: FileShape, lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=file.delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode(file.encoding)


def _xlsx(file: FileShape, lines: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    book.properties.creator = ""
    book.properties.created = _THEN
    sheet = book.active
    if sheet is None:  # a new workbook has one
        raise AssertionError
    sheet.title = file.sheet or "Sheet1"
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            cell = sheet.cell(row, column, text)
            cell.data_type = "s"  # never a formula, and digits stay as they are
            cell.number_format = "@"
    for column in range(1, len(lines[-1]) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    made = io.BytesIO()
    book.save(made)
    return _timeless(made.getvalue())


def _timeless(content: bytes) -> bytes:
    """The same workbook without the moment at which it was made."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as book,
    ):
        for entry in made.infolist():
            data = made.read(entry)
            if entry.filename == "docProps/core.xml":
                head, tag, tail = data.partition(b"<dcterms:modified")
                data = head + tag + _with_time(tail)
            book.writestr(
                zipfile.ZipInfo(entry.filename, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
    return result.getvalue()


def _with_time(tail: bytes) -> bytes:
    head, _, rest = tail.partition(b">")
    return head + b">2000-01-01T00:00:00Z<" + rest.partition(b"<")[2]


def _json_order(
    columns: Mapping[str, Content], texts: Mapping[Part, str], items: Sequence[Mapping[Part, str]]
) -> dict[str, object]:
    order: dict[str, object] = {}
    for column, content in columns.items():
        if "[]" not in column:
            _put(order, column.split("."), _json_value(content, texts))
            continue
        where, _, key = column.partition("[].")
        rows = _list_at(order, where.split("."), len(items))
        for row, item in zip(rows, items, strict=True):
            _put(row, key.split("."), _json_value(content, item))
    return order


def _json_value(content: Content, texts: Mapping[Part, str]) -> object:
    """Amounts stay texts, as shop systems want them; numbers of pieces and constants are what they are."""
    if content.constant is not None:
        return content.constant
    text = content.text(texts)
    return (
        int(text)
        if content.pieces == ("", Part.ITEM_QTY, "")
        else text or (None if content.parts else "")
    )


def _put(record: dict[str, object], path: Sequence[str], value: object) -> None:
    *above, key = path
    for step in above:
        inner = record.setdefault(step, {})
        assert isinstance(inner, dict)  # the profile has no path through a value
        record = inner
    record[key] = value


def _list_at(
    record: dict[str, object], path: Sequence[str], length: int
) -> list[dict[str, object]]:
    *above, key = path
    for step in above:
        inner = record.setdefault(step, {})
        assert isinstance(inner, dict)  # the profile has no path through a value
        record = inner
    rows = record.setdefault(key, [{} for _ in range(length)])
    assert isinstance(rows, list)
    return rows

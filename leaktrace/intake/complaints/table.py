"""The rows of a table that nobody vouches for: CSV in UTF-8 or an older encoding, or XLSX.

A row that is broken - an open quote, a byte of another encoding - is a row of its own that cannot be read; it takes
no other along.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import MAX_RECORD_BYTES
from leaktrace.domain.xlsx import sheet_rows

__all__ = ["BOM", "Row", "csv_record", "encoding_of", "is_workbook", "table_rows"]

BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WORKBOOK = b"PK\x03\x04"
_MOST_LINES = 100
"""So many lines may a row have whose cells have line breaks."""
_MOST_CELLS = 10_000_000
"""So many cells may a workbook have, those included that are empty to the left of one that is not."""
_MOST_ROWS = 1_048_576
"""As many as a workbook."""
_OPEN = "a quote is opened and not closed"


@dataclass(frozen=True)
class Row:
    """A row that holds anything."""

    raw: bytes
    """As it stands in a CSV file; empty where it comes from a workbook."""
    cells: tuple[str, ...]
    fault: str = ""
    """Why it has no cells."""
    encoding: str = "utf-8"


def is_workbook(data: bytes) -> bool:
    """Whether a file is XLSX and no CSV."""
    return data.startswith(_WORKBOOK)


def table_rows(data: bytes, encoding: str, delimiter: str, sheet: str) -> Iterator[Row]:
    """The rows of a file that hold anything, in their order.

    Args:
        data: the file.
        encoding: of a CSV file that is not in UTF-8.
        delimiter: what stands between the cells of a CSV file.
        sheet: the name of the sheet of a workbook; the first where it is empty.

    Raises:
        InputError: not a table at all.
    """
    if is_workbook(data):
        room = _MOST_CELLS
        for _, cells in sheet_rows(data, sheet):
            width = max(cells) + 1
            room -= width
            if room < 0:
                raise InputError(
                    f"has more than {_MOST_CELLS} cells, with the empty ones between them",
                    remedy="Delete what stands far to the right, or export fewer rows",
                )
            yield Row(b"", tuple(cells.get(place, "") for place in range(width)))
        return
    if data.startswith(_UTF16):
        raise InputError("is in UTF-16", remedy="Save it as CSV in UTF-8, or as XLSX")
    yield from _csv_rows(data, encoding, delimiter)


def csv_record(rows: Sequence[Row], delimiter: str) -> bytes:
    """Rows as a small CSV file, in which a person can mend them.

    In UTF-8 with a mark, unless one of them cannot be read: then as they came.
    """
    if any(row.fault for row in rows):
        mark = BOM if rows[-1].encoding == "utf-8" else b""
        return mark + b"".join(row.raw for row in rows)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(row.cells for row in rows)
    return BOM + text.getvalue().encode("utf-8", "surrogatepass")


def _csv_rows(data: bytes, stated: str, delimiter: str) -> Iterator[Row]:
    lines = _lines(data)
    if len(lines) > _MOST_ROWS:
        raise InputError(f"has more than {_MOST_ROWS} rows", remedy="Split the file")
    encoding = encoding_of(data, stated)
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        row, used = _csv_row(lines, place, encoding, delimiter)
        place += used
        if row.fault or any(cell.strip() for cell in row.cells):
            yield row


def _lines(data: bytes) -> list[bytes]:
    """The lines, each with a break behind it. In none of the encodings is a line break part of another character."""
    bare = data.removeprefix(BOM).replace(b"\r\n", b"\n")
    if b"\n" not in bare:
        bare = bare.replace(b"\r", b"\n")
    return [line + b"\n" for line in bare.split(b"\n")]


def encoding_of(data: bytes, stated: str) -> str:
    """UTF-8 if most lines with more than ASCII are in it: one byte that was damaged must not turn all the others."""
    if data.startswith(BOM):
        return "utf-8"
    beyond = [line for line in _lines(data) if not line.isascii()]
    return "utf-8" if 2 * sum(map(_is_utf8, beyond)) >= len(beyond) else stated


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _csv_row(lines: Sequence[bytes], place: int, encoding: str, delimiter: str) -> tuple[Row, int]:
    """The row that begins at a line, and how many lines it has.

    Cost: linear in those lines, also where a quote is never closed.
    """
    texts = _texts(lines[place : place + _MOST_LINES], encoding)
    reader = csv.reader(texts, delimiter=delimiter, strict=True)
    try:
        cells = next(reader, None)
    except _UnreadableError as error:
        fault = str(error)
    except csv.Error as error:
        fault = _csv_fault(str(error))
    else:
        if cells is not None:
            count = reader.line_num
            return Row(
                b"".join(lines[place : place + count]), tuple(cells), encoding=encoding
            ), count
        fault = _OPEN
    return Row(lines[place], (), fault, encoding), 1


class _UnreadableError(Exception):
    """Raised where the lines of a row are no text."""


def _texts(lines: Sequence[bytes], encoding: str) -> Iterator[str]:
    """The lines as text, as long as they are not more than a record may have.

    Raises:
        _UnreadableError: with what is wrong.
    """
    before = 0
    for line in lines:
        if before + len(line) > MAX_RECORD_BYTES:
            return
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError as error:
            raise _UnreadableError(f"byte {before + error.start} is not {encoding}") from None
        if "\x00" in text:
            raise _UnreadableError("the row has NUL bytes")
        before += len(line)
        yield text


def _csv_fault(said: str) -> str:
    if "unexpected end of data" in said:
        return _OPEN
    return "not CSV: a line break stands alone" if "new-line" in said else f"not CSV: {said}"

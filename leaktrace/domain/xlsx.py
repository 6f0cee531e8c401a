"""Reading the cells of an XLSX file that nobody vouches for.

Only cells are read, no styles, formulas or links: order systems write all of these wrongly, and a reader that minds them
stops there. Sizes are bounded, and document types (entities) are refused.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from posixpath import normpath
from xml.parsers import expat

from leaktrace.domain.errors import InputError

__all__ = ["sheet_rows"]

_MAX_ENTRIES = 1_000
_MAX_UNPACKED = 64 * 1024 * 1024
_MAX_COLUMNS = 16_384
_MAX_ROWS = 1_048_576
_MAX_CELLS = 3_000_000
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip

Attributes = Mapping[str, str]
Row = dict[int, str]


def sheet_rows(content: bytes, sheet: str) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet that have cells, with their numbers; of the first sheet where `sheet` is empty.

    Raises:
        InputError: not a workbook, no such sheet, or too large.
    """
    archive = _Archive(content)
    target = _sheet_path(archive, sheet)
    shared = _shared_texts(archive)
    reader = _SheetReader(shared)
    _walk(archive.read(target), reader.begin, reader.end, reader.text)
    yield from sorted(reader.rows.items())


class _Archive:
    """The parts of a workbook; all together bounded."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._names = {entry.filename: entry for entry in self._zip.infolist()}
        except _FAULTS:
            raise _broken("not a workbook", "Save it as XLSX; the older XLS is not read") from None
        if len(self._names) > _MAX_ENTRIES:
            raise _broken(f"has more than {_MAX_ENTRIES} parts")
        self._left = _MAX_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        entry = self._names.get(name)
        if entry is None:
            raise _broken(f"has no part {name[:60]}")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _broken("is packed in an unusual way")
        try:
            with self._zip.open(entry) as part:
                data = part.read(self._left + 1)
        except _FAULTS:
            raise _broken("is damaged or locked with a password") from None
        self._left -= len(data)
        if self._left < 0:
            raise _broken(f"has more than {_MAX_UNPACKED >> 20} MiB unpacked", "Export fewer rows")
        return data


def _sheet_path(archive: _Archive, sheet: str) -> str:
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def of_book(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            sheets.append((attributes.get("name", ""), attributes.get("id", "")))

    def of_links(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _walk(archive.read("xl/workbook.xml"), of_book)
    _walk(archive.read("xl/_rels/workbook.xml.rels"), of_links)
    for name, link in sheets:
        if link in targets and (not sheet or name.strip() == sheet):
            target = targets[link]
            return target[1:] if target.startswith("/") else normpath(f"xl/{target}")
    raise _broken(f"has no sheet {sheet!r}" if sheet else "has no sheet")


def _shared_texts(archive: _Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive:
        return []
    reader = _TextReader()
    _walk(archive.read("xl/sharedStrings.xml"), reader.begin, reader.end, reader.text)
    return reader.texts


class _TextReader:
    """Collects shared texts: runs joined, readings (phonetic guides) left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._in_reading = False

    def begin(self, tag: str, _attributes: Attributes) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._in_reading = True
        elif tag == "t":
            self._in_text = not self._in_reading

    def end(self, tag: str) -> None:
        if tag == "si":
            self.texts.append("".join(self._pieces))
        elif tag == "rPh":
            self._in_reading = False
        elif tag == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)


class _SheetReader:
    """Collects the cells of a sheet that hold anything."""

    def __init__(self, shared: list[str]) -> None:
        self.rows: dict[int, Row] = {}
        self._shared = shared
        self._row = self._column = self._cells = self._letters = 0
        self._kind = ""
        self._pieces: list[str] = []
        self._in_text = self._in_reading = False

    def begin(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            self._row = _number(attributes.get("r"), self._row + 1, _MAX_ROWS)
            self._column = 0
        elif tag == "c":
            self._column = _column(attributes.get("r"), self._column + 1)
            self._kind = attributes.get("t", "n")
            self._pieces = []
        elif tag == "rPh":
            self._in_reading = True
        elif tag in ("v", "t"):
            self._in_text = not self._in_reading

    def end(self, tag: str) -> None:
        if tag == "c":
            self._keep()
        elif tag == "rPh":
            self._in_reading = False
        elif tag in ("v", "t"):
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def _keep(self) -> None:
        text = "".join(self._pieces)
        if self._kind == "s":
            place = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
            text = self._shared[place] if 0 <= place < len(self._shared) else ""
        elif self._kind == "n":
            text = _plain_number(text)
        if text:
            self._cells += 1
            if self._cells > _MAX_CELLS:
                raise _broken(f"has more than {_MAX_CELLS} cells", "Export fewer rows")
            # A text that is kept once may stand in every cell.
            self._letters += len(text)
            if self._letters > _MAX_UNPACKED:
                raise _broken(f"has more than {_MAX_UNPACKED} characters", "Export fewer rows")
            self.rows.setdefault(self._row, {})[self._column - 1] = text


def _walk(
    data: bytes,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda _tag: None,
    text: Callable[[str], None] = lambda _text: None,
) -> None:
    """Go through XML; tags and attributes without their namespaces."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: begin(
        _local(tag), {_local(name): value for name, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: end(_local(tag))
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the interface of expat
    except (expat.ExpatError, ValueError, LookupError):
        raise _broken("is damaged: a part of it is no XML") from None


def _refuse(*_declaration: object) -> None:
    raise _broken("declares a document type, which no workbook does")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _number(text: str | None, default: int, most: int) -> int:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default
    if not 1 <= number <= most:
        raise _broken("has a cell outside the sheet")
    return number


def _column(reference: str | None, default: int) -> int:
    found = _CELL.fullmatch(reference or "")
    number = default
    if found:
        number = 0
        for letter in found.group(1):
            number = number * 26 + ord(letter) - ord("A") + 1
    return _number(None, number, _MAX_COLUMNS)


def _plain_number(text: str) -> str:
    """A number as digits, where the workbook has an exponent."""
    if "E" not in text.upper():
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return format(number, "f") if number.is_finite() and abs(number.adjusted()) < 20 else text


def _broken(message: str, remedy: str = "Export it again") -> InputError:
    return InputError(message, remedy=remedy)

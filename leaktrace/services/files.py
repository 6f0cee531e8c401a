"""Reading the files a merchant hands in: CSV and JSONL, row by row, every fault with its place.

Memory is bounded by one row. A file is taken whole or not at all.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, ParamSpec, TypeVar

from leaktrace.domain.errors import FileError, InputError, RuleError

__all__ = ["Faults", "csv_header", "csv_rows", "identifier", "jsonl_rows", "plain_text", "text_of"]

MAX_ROW_BYTES = 1024 * 1024
MAX_FAULTS = 50
MAX_ROWS = 5_000_000
_FORMULA = ("=", "@", "\t", "\r")
_IDENTIFIER = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-")

T = TypeVar("T")
Args = ParamSpec("Args")


class Faults:
    """Collects what is wrong with the rows of one file.

    Args:
        where: the name of the file.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._errors: list[InputError] = []

    def take(
        self, row: int, build: Callable[Args, T], *args: Args.args, **kwargs: Args.kwargs
    ) -> T | None:
        """The value that `build` makes of a row, or None with the fault noted."""
        try:
            return build(*args, **kwargs)
        except InputError as error:
            self.add(error.at(self.where, row))
        except RuleError as error:
            self.add(
                InputError(
                    error.message, where=self.where, row=row, field=error.where, remedy=error.remedy
                )
            )
        return None

    def add(self, error: InputError) -> None:
        """Note a fault; after `MAX_FAULTS` the file is given up."""
        self._errors.append(error)
        if len(self._errors) >= MAX_FAULTS:
            self.check()

    def check(self) -> None:
        """Pass only if there was none.

        Raises:
            FileError: there were.
        """
        if self._errors:
            raise FileError(tuple(self._errors), remedy="Correct the file and import it again")


def csv_rows(
    path: Path, columns: tuple[str, ...], *, encoding: str = "utf-8", optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with a header, numbered as an editor numbers lines of one-line rows.

    Args:
        path: the file; a byte order mark is accepted.
        columns: the columns that must be there; others are passed over.
        encoding: ``utf-8`` or ``gb18030``.
        optional: columns that may be missing; they read as empty.

    Raises:
        InputError: no such file, not text, no header, a missing column, or a row that is cut or too long.
    """
    with _open(path) as file:
        reader = csv.reader(_lines(file, path, encoding), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            missing = [name for name in columns if name not in header]
            if missing:
                raise InputError(
                    f"column {missing[0]} is missing",
                    where=path.name,
                    row=1,
                    remedy=f"The header is {','.join(columns + optional)}",
                )
            for number, row in enumerate(reader, start=2):
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) != len(header):
                    raise InputError(
                        f"{len(row)} cells where the header has {len(header)}",
                        where=path.name,
                        row=number,
                    )
                cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
                yield number, {name: cells.get(name, "") for name in columns + optional}
        except csv.Error as error:
            raise InputError(
                f"this is not CSV: {error}", where=path.name, row=reader.line_num
            ) from None


def csv_header(path: Path, *, encoding: str = "utf-8") -> tuple[str, ...]:
    """The names of the columns of a CSV file.

    Raises:
        InputError: no such file, or not text.
    """
    with _open(path) as file:
        try:
            names = next(csv.reader(_lines(file, path, encoding), strict=True), [])
        except csv.Error as error:
            raise InputError(f"this is not CSV: {error}", where=path.name, row=1) from None
    return tuple(name.strip() for name in names)


def jsonl_rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSONL file with their line numbers.

    Raises:
        InputError: no such file, not UTF-8, or a line that is no JSON object or too long.
    """
    with _open(path) as file:
        for number, line in enumerate(_lines(file, path, "utf-8"), start=1):
            if not line.strip():
                continue
            try:
                value = json.loads(line, parse_constant=_no_constant)
            except (ValueError, RecursionError):
                raise InputError("this is not a JSON object", where=path.name, row=number) from None
            if not isinstance(value, dict):
                raise InputError("this is not a JSON object", where=path.name, row=number)
            yield number, value


def identifier(text: object, field: str) -> str:
    """A merchant's own name of a thing: 1-64 letters, digits, dots, colons, hyphens, underscores.

    Raises:
        InputError: it is not.
    """
    if not isinstance(text, str) or not 1 <= len(text) <= 64 or not set(text) <= _IDENTIFIER:
        raise InputError(
            f"{str(text)[:40]!r} cannot be a name",
            field=field,
            remedy="Use up to 64 letters, digits and . _ : -",
        )
    return text


def plain_text(text: str, field: str, *, limit: int = 200) -> str:
    """Text of bounded length without control characters, and no formula for a spreadsheet.

    Raises:
        InputError: it is not.
    """
    if len(text) > limit:
        raise InputError(f"is longer than {limit} characters", field=field)
    if text.startswith(_FORMULA) or (text[:1] in "+-" and not text[1:2].isdigit() and text):
        raise InputError(
            "begins like a spreadsheet formula", field=field, remedy="Take the first character out"
        )
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        raise InputError("has control characters", field=field)
    return text


def text_of(row: Mapping[str, Any], key: str, *, field: str = "", limit: int = 2000) -> str:
    """A string of a JSON object.

    Raises:
        InputError: missing, empty, no string, too long, or with NUL in it.
    """
    value = row.get(key)
    field = field or key
    if not isinstance(value, str) or not value.strip():
        raise InputError("is missing" if value in (None, "") else "must be a string", field=field)
    if len(value) > limit:
        raise InputError(f"is longer than {limit} characters", field=field)
    if "\0" in value:
        raise InputError("has a NUL in it", field=field)
    return value


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path)) from None


def _lines(file: BinaryIO, path: Path, encoding: str) -> Iterator[str]:
    """Decoded lines, each of bounded length."""
    number = 0
    while line := file.readline(MAX_ROW_BYTES):
        number += 1
        if len(line) == MAX_ROW_BYTES:
            raise InputError("the row is longer than 1 MiB", where=path.name, row=number)
        if number > MAX_ROWS:
            raise InputError(f"more than {MAX_ROWS} rows", where=path.name, row=number)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        try:
            text = line.decode(encoding)
        except LookupError:
            raise InputError(f"there is no encoding {encoding!r}", where=path.name) from None
        except UnicodeDecodeError:
            raise InputError(
                f"this is not {encoding.upper()} text",
                where=path.name,
                row=number,
                remedy="Save the file as UTF-8, or name its encoding with --encoding gb18030",
            ) from None
        if "\0" in text:
            raise InputError("has a NUL in it", where=path.name, row=number)
        yield text


def _no_constant(name: str) -> float:
    raise ValueError(name)

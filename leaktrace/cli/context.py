"""What every command needs: settings, the application, and how to print."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from leaktrace.domain.errors import UsageError
from leaktrace.domain.times import format_time, whole_seconds

if TYPE_CHECKING:
    from leaktrace.bootstrap import App, Tenant
    from leaktrace.services.streams import Intake
    from leaktrace.settings import SettingsWithOrigin

__all__ = [
    "Cli",
    "JsonOption",
    "counting",
    "identifier_of",
    "json_value",
    "print_json",
    "print_table",
    "warn",
    "write_private",
]

JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")
]


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """A count on stderr, for what takes more than a moment."""
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda count: status.update(f"{what}: {count:,}")


_READABLE = 8
"""A column narrower than this is hard to read."""


@dataclass
class Cli:
    """The global options of one run, and what is built from them."""

    options: Mapping[str, str]
    debug: bool = False
    _app: "App | None" = None

    @property
    def loaded(self) -> "SettingsWithOrigin":
        """The settings with their origins."""
        from leaktrace.settings import load_settings

        return load_settings(self.options)

    @property
    def app(self) -> "App":
        """The application, built when first needed."""
        from leaktrace.bootstrap import build

        if self._app is None:
            self._app = build(self.loaded.settings)
        return self._app

    def close(self) -> None:
        """Let go of the connections."""
        if self._app is not None:
            self._app.close()

    def tenant(self) -> "Tenant":
        """The merchant that the options name, or the only one."""
        return self.app.tenant(actor=f"cli:{_user()}")

    def intake(self, tenant: "Tenant") -> "Intake":
        """What the streams need."""
        from leaktrace.services.streams import Intake

        return Intake(tenant.writes, self.app.formats, self.app.zone)


def print_json(value: Any) -> None:
    """One document on stdout; times in it are exact."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=json_value)
    sys.stdout.write("\n")


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    ids: Sequence[str] = (),
) -> None:
    """A table for people. Nothing in it is read as markup, and nothing but fractions of a second is cut.

    Args:
        title: above it.
        columns: their names.
        rows: a cell for each column.
        ids: columns whose cells stay in one piece, so that they can be copied. Where they leave no room
            for the others, each row is told line by line instead.
    """
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    cells = [[_plain(cell) for cell in row] for row in rows]
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 160)
    if ids and _least_width(columns, cells, ids) > console.width:
        _print_lines(title, columns, cells)
        return
    table = Table(
        *(Column(name, no_wrap=name in ids, overflow="fold") for name in columns),
        title=title,
        title_justify="left",
        header_style="bold",
    )
    for row in cells:
        table.add_row(*map(Text, row))
    console.print(table)


def _least_width(columns: Sequence[str], rows: Sequence[Sequence[str]], ids: Sequence[str]) -> int:
    """The width from which on a table can be read: ids whole, and a word or so of the others."""
    from rich.cells import cell_len

    width = 1
    for number, name in enumerate(columns):
        widest = max(cell_len(text) for text in (name, *(row[number] for row in rows)))
        width += 3 + (widest if name in ids else min(widest, _READABLE))
    return width


def _print_lines(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The rows one below the other, a line for each cell."""
    indent = max(map(len, columns)) + 2
    told = [
        "".join(f"{name:<{indent}}{cell}\n" for name, cell in zip(columns, row, strict=True))
        for row in rows
    ]
    sys.stdout.write(f"{title}\n" + "\n".join(told))


def warn(text: str) -> None:
    """A line on stderr."""
    sys.stderr.write(f"{text}\n")


def write_private(path: Path, parts: Iterable[bytes]) -> int:
    """Write a file that only its owner may read, whoever could read what was there; the number of parts."""
    count = 0
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(fresh, "wb", opener=_private) as file:
            for part in parts:
                file.write(part)
                count += 1
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return count


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def json_value(value: object) -> str:
    """What JSON has no type for."""
    return format_time(value) if isinstance(value, datetime) else str(value)


def _plain(cell: object) -> str:
    if isinstance(cell, datetime):
        return whole_seconds(cell)
    text = "" if cell is None else str(cell)
    # A value from outside must not move the cursor or colour the terminal.
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def identifier_of(text: str) -> UUID:
    """The key that a user typed.

    Raises:
        UsageError: it is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(f"{text[:40]!r} is not an id", remedy="Copy it from the list") from None

"""What every command needs: settings, the application, and how to print."""

import getpass
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from leaktrace.bootstrap import App, Tenant, build
from leaktrace.services.streams import Intake
from leaktrace.settings import SettingsWithOrigin, load_settings

__all__ = ["Cli", "JsonOption", "print_json", "print_table", "warn", "write_private"]

JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")
]


@dataclass
class Cli:
    """The global options of one run, and what is built from them."""

    options: Mapping[str, str]
    debug: bool = False
    _app: App | None = None

    @property
    def loaded(self) -> SettingsWithOrigin:
        """The settings with their origins."""
        return load_settings(self.options)

    @property
    def app(self) -> App:
        """The application, built when first needed."""
        if self._app is None:
            self._app = build(self.loaded.settings)
        return self._app

    def close(self) -> None:
        """Let go of the connections."""
        if self._app is not None:
            self._app.close()

    def tenant(self) -> Tenant:
        """The merchant that the options name, or the only one."""
        return self.app.tenant(actor=f"cli:{_user()}")

    def intake(self, tenant: Tenant) -> Intake:
        """What the streams need."""
        return Intake(tenant.writes, self.app.formats, self.app.zone)


def print_json(value: Any) -> None:
    """One document on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for people. Nothing in it is read as markup."""
    table = Table(*columns, title=title, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*(_plain(cell) for cell in row))
    Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 160).print(table)


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


def _plain(cell: object) -> str:
    text = "" if cell is None else str(cell)
    # A value from outside must not move the cursor or colour the terminal.
    return "".join(letter if letter.isprintable() else "?" for letter in text).replace("[", "\\[")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())

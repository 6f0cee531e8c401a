"""What a database holds after some steps, kept to be copied for the next test that begins with the same steps."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from postgres_server import PostgresServer
from sqlalchemy import make_url


class Copies(Protocol):
    """Copies of databases of one engine."""

    def state(self, url: str) -> str:
        """Another one after every change of the database."""

    def keep(self, url: str) -> str:
        """Keep a copy; its name."""

    def put(self, url: str, kept: str) -> None:
        """Put a copy that was kept in the place of a database."""


@dataclass(frozen=True)
class SqliteCopies:
    """Copies of files, in a folder."""

    folder: Path

    def state(self, url: str) -> str:
        """The content of the file."""
        path = _file(url)
        assert not path.with_name(f"{path.name}-wal").exists(), "somebody has it open"
        return hashlib.blake2b(path.read_bytes()).hexdigest()

    def keep(self, url: str) -> str:
        """Copy it into the folder."""
        kept = self.folder / uuid4().hex
        shutil.copyfile(_file(url), kept)
        return str(kept)

    def put(self, url: str, kept: str) -> None:
        """Copy it back."""
        shutil.copyfile(kept, _file(url))


@dataclass(frozen=True)
class PostgresCopies:
    """Copies on the server of this process, to which nobody else writes."""

    server: PostgresServer

    def state(self, url: str) -> str:
        """How far the log of the whole server is written."""
        return self.server.written()

    def keep(self, url: str) -> str:
        """Copy it to a database of another name."""
        return self.server.keep(url)

    def put(self, url: str, kept: str) -> None:
        """Make it anew from the copy."""
        self.server.put(url, kept)


@dataclass
class Kept:
    """The copies of a test process, by the steps that led to them."""

    copies: dict[type[Copies], Copies] = field(default_factory=dict)
    names: dict[tuple[type[Copies], tuple[str, ...]], str] = field(default_factory=dict)


@dataclass
class Filling:
    """The database of one test: which steps it holds, as long as nothing else was written to it."""

    kept: Kept
    copies: Copies
    url: str
    steps: tuple[str, ...] = ()
    state: str = ""

    def once(self, step: str, fill: Callable[[], object]) -> None:
        """Do a step, or copy what it led to before from the same beginning. Nobody may have the database open."""
        if self.state and self.state != self.copies.state(self.url):
            fill()
            self.state = "changed by the test"
            return
        self.steps = (*self.steps, step)
        key = type(self.copies), self.steps
        if key in self.kept.names:
            self.copies.put(self.url, self.kept.names[key])
        else:
            fill()
            self.copies.state(self.url)
            self.kept.names[key] = self.copies.keep(self.url)
        self.state = self.copies.state(self.url)


def _file(url: str) -> Path:
    return Path(str(make_url(url).database))

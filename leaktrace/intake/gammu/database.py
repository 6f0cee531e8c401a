"""Reading the daemon's database: SQLite or PostgreSQL, never written to, and never held on to."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from leaktrace.domain.errors import SourceError
from leaktrace.domain.records import json_line
from leaktrace.intake.gammu.rows import COLUMNS

__all__ = ["check_database", "rows_after"]

_BATCH = 2000
_TIMEOUT_S = 10
_Batch = tuple[list[str], list[tuple[Any, ...]]]
"""The names of the columns in lower case, and rows."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


def rows_after(settings: Mapping[str, str], secret: str, last: int) -> Iterator[tuple[int, bytes]]:
    """The rows of the inbox with a higher ID than `last`, in their order: ID, and the row as a line of JSON.

    They are read in batches, and between two of them nothing is held: a reader of SQLite keeps the daemon from
    writing.

    Args:
        settings: ``path`` of a SQLite file, or ``database``, the URL of a PostgreSQL without a password; ``table``
            where the inbox has another name.
        secret: the password for PostgreSQL.
        last: the highest ID that is not wanted.

    Raises:
        SourceError: no such database, or no such table.
    """
    read = _reader(settings, secret)
    while True:
        names, rows = read(last)
        if not rows:
            return
        at = names.index("id")
        for row in rows:
            last = int(row[at])
            values = {
                name: _text(value)
                for name, value in zip(names, row, strict=True)
                if name in COLUMNS
            }
            yield last, json_line(values)


def check_database(settings: Mapping[str, str], secret: str) -> None:
    """Pass only if the settings of `rows_after` say where the rows are; nothing is opened.

    Raises:
        SourceError: they do not.
    """
    _reader(settings, secret)


def _reader(settings: Mapping[str, str], secret: str) -> Callable[[int], _Batch]:
    table = settings.get("table", "inbox")
    if not _NAME.fullmatch(table):
        raise SourceError("this is no name of a table", where="setting table")
    if path := settings.get("path"):
        return lambda last: _read_sqlite(Path(path), table, last)
    if url := settings.get("database"):
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres") or parts.password:
            raise SourceError(
                "this is no address of a PostgreSQL without a password",
                where="setting database",
                remedy="Write postgresql://smsd@host/smsd, and the password as the source's secret",
            )
        return lambda last: _read_postgres(url, secret, table, last)
    raise SourceError(
        "the source does not say where the database is",
        where="settings",
        remedy="Set path to a SQLite file, or database to the URL of a PostgreSQL",
    )


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return None if value is None else str(value)


def _read_sqlite(path: Path, table: str, last: int) -> _Batch:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=_TIMEOUT_S)
        try:
            connection.text_factory = bytes
            cursor = connection.execute(_statement(f'"{table}"', "ID", "?"), (last, _BATCH))
            return [name[0].lower() for name in cursor.description], cursor.fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise SourceError(
            f"cannot be read: {error}",
            where=path.name,
            remedy="See whether path is the daemon's database and may be read",
        ) from None


def _read_postgres(url: str, secret: str, table: str, last: int) -> _Batch:
    # Imported when needed: it takes a while, and most sources are something else.
    import psycopg  # noqa: PLC0415

    try:
        with psycopg.connect(
            url,
            password=secret or None,
            connect_timeout=_TIMEOUT_S,
            options="-c default_transaction_read_only=on -c statement_timeout=60000",
        ) as connection:
            cursor = connection.execute(
                _statement(f'"{table}"', '"ID"', "%s").encode(), (last, _BATCH)
            )
            names = [column.name.lower() for column in cursor.description or ()]
            return names, cursor.fetchall()
    except psycopg.Error as error:
        reason = str(error).strip().split("\n")[0][:200]
        raise SourceError(
            f"cannot be read: {reason}",
            where="setting database",
            remedy="See whether the server runs and the user may read the inbox",
        ) from None


def _statement(table: str, key: str, mark: str) -> str:
    return f"SELECT * FROM {table} WHERE {key} > {mark} ORDER BY {key} LIMIT {mark}"  # noqa: S608 - names only

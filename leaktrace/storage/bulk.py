"""Many rows at once, past the mapping of objects and the statement of SQLAlchemy that would bind each row anew."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, Dialect, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from leaktrace.storage.base import Base
from leaktrace.storage.engine import explain_nul
from leaktrace.storage.tenancy import check_rows

__all__ = ["insert_new_rows", "insert_rows"]

_Process = Callable[[Any], Any] | None
_NOTHING = object()


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys, in one statement; on PostgreSQL by binary COPY.

    Values are bound column by column, each by the type of its column, as SQLAlchemy does it row by row:
    for narrow rows that is three times as fast. Columns that are left out get their defaults.

    Raises:
        sqlalchemy.exc.DBAPIError: the database failed, or holds to a constraint.
        InputError: a text has a NUL, which PostgreSQL cannot keep.
    """
    if not rows:
        return
    table = cast("Table", model.__table__)
    check_rows(session, table, rows)
    connection = session.connection()
    statement = _statement(table, tuple(rows[0]), connection.dialect)
    columns = zip(*statement.columns(rows), strict=True)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement.insert, list(columns))
    else:
        _copy(connection, statement, columns)


def insert_new_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """The same, leaving out rows that another transaction has stored in the meantime; how many were inserted."""
    if not rows:
        return 0
    table = cast("Table", model.__table__)
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite if on_sqlite else postgresql).insert(table).on_conflict_do_nothing()
    return cast("CursorResult[Any]", session.execute(statement, rows)).rowcount


class _Statement:
    """The insertion of some columns of a table, as one dialect writes it."""

    def __init__(self, table: Table, keys: Sequence[str], dialect: Dialect) -> None:
        self._defaults: dict[str, Callable[[], Any]] = {
            column.key: _default(column.default)
            for column in table.columns
            if column.key not in keys and column.default is not None
        }
        known = {*keys, *self._defaults}
        self._names = [column.key for column in table.columns if column.key in known]
        kinds = [table.columns[name].type.dialect_impl(dialect) for name in self._names]
        self._processes = [kind.bind_processor(dialect) for kind in kinds]
        self.insert = str(insert(table).compile(dialect=dialect, column_keys=self._names))
        quote = dialect.identifier_preparer
        into = ", ".join(map(quote.quote, self._names))
        self.copy = f"COPY {quote.format_table(table)} ({into}) FROM STDIN (FORMAT BINARY)"
        self.types = [kind.compile(dialect).partition("(")[0].lower() for kind in kinds]
        """What PostgreSQL calls the types of the columns, without their lengths."""

    def columns(self, rows: Sequence[Mapping[str, Any]]) -> list[Iterator[Any]]:
        """The values of the rows, column by column, as the driver takes them."""
        return [
            _processed(self._values(name, rows), process)
            for name, process in zip(self._names, self._processes, strict=True)
        ]

    def _values(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Iterable[Any]:
        default = self._defaults.get(name)
        if default is None:
            return [row[name] for row in rows]
        return [default() for _ in rows]


def _copy(connection: Connection, statement: _Statement, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    known: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor, cursor.copy(statement.copy) as into:
            into.set_types(statement.types)
            for row in rows:
                into.write_row(row)
    except known.Error as error:
        explain_nul(error)
        raise DBAPIError.instance(statement.copy, None, error, known.Error) from error


@lru_cache(maxsize=64)
def _statement(table: Table, keys: tuple[str, ...], dialect: Dialect) -> _Statement:
    return _Statement(table, keys, dialect)


def _default(default: Any) -> Callable[[], Any]:
    """What makes the value of a column that is left out."""
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def _processed(values: Iterable[Any], process: _Process) -> Iterator[Any]:
    """The values as the driver takes them. What many rows have in common is worked out once."""
    if process is None:
        yield from values
        return
    last, done = _NOTHING, None
    for value in values:
        if value is not last:
            last, done = value, process(value)
        yield done

"""Many rows at once, past the mapping of objects."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from leaktrace.storage.base import Base

__all__ = ["insert_new_rows", "insert_rows"]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys, in one statement.

    Through the table: the mapper leaves out values that are None, and so sends a statement of its own
    whenever another set of columns begins. Tenancy looks at the rows all the same.
    """
    if rows:
        session.execute(insert(cast("Table", model.__table__)), rows)


def insert_new_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """The same, leaving out rows that another transaction has stored in the meantime; how many were inserted."""
    if not rows:
        return 0
    table = cast("Table", model.__table__)
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite if on_sqlite else postgresql).insert(table).on_conflict_do_nothing()
    return cast("CursorResult[Any]", session.execute(statement, rows)).rowcount

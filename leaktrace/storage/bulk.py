"""Many rows at once, past the mapping of objects."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from leaktrace.storage.base import Base

__all__ = ["insert_rows"]


def insert_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same keys, in one statement.

    Through the table: the mapper leaves out values that are None, and so sends a statement of its own
    whenever another set of columns begins. Tenancy looks at the rows all the same.
    """
    if rows:
        session.execute(insert(cast("Table", model.__table__)), rows)

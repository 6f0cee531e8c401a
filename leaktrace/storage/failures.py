"""What a user is told when the database does not do its part."""

import sqlite3

from sqlalchemy.exc import OperationalError

from leaktrace.domain.errors import StoreError

__all__ = ["database_failure"]


def database_failure(error: BaseException) -> StoreError | None:
    """A failure of the database in the driver's words, without parameters; None for any other error."""
    # Where a transaction begins, SQLAlchemy hands on what the driver raised as it is.
    told = error.orig if isinstance(error, OperationalError) else error
    if not isinstance(error, OperationalError | sqlite3.OperationalError):
        return None
    if getattr(told, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        return None  # a statement that is wrong, which PostgreSQL calls by another name
    reason = str(told).strip().splitlines()[0] if told else "no reason given"
    return StoreError(
        f"the database failed: {reason}",
        remedy="Check --database or LEAKTRACE_DATABASE_URL, that the server runs, and that there is room",
    )

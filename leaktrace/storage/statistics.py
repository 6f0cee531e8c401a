"""What the database knows of its tables, after much was written at once."""

from sqlalchemy.orm import Session

__all__ = ["refresh_statistics"]

_TABLES = (
    "line, identity, identity_line, canary_order, exposure, draw_pool, "
    "delivery, contact, contact_line, reading, reading_order"
)


_LOOK_AT = 1_000
"""So many rows of each index: a few milliseconds, whatever the size of the tables."""


def refresh_statistics(session: Session) -> None:
    """Let the database count again.

    PostgreSQL's own job comes a minute later, and a plan for empty tables can take minutes on full ones.
    SQLite has no such job at all. Most of its indexes are led by the merchant, whom nearly all rows belong
    to; without statistics it takes that for a good condition.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {_TABLES}")
    else:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={_LOOK_AT}")
        connection.exec_driver_sql("ANALYZE")

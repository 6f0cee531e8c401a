"""What the database knows of its tables, after much was written at once."""

from sqlalchemy.orm import Session

__all__ = ["refresh_statistics"]

_TABLES = (
    "line, identity, identity_line, canary_order, exposure, draw_pool, "
    "delivery, contact, contact_line, reading, reading_order"
)


def refresh_statistics(session: Session) -> None:
    """Let PostgreSQL count again.

    Its own job comes a minute later, and a plan for empty tables can take minutes on full ones.
    SQLite's indexes are made so that it needs no statistics.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"ANALYZE {_TABLES}")

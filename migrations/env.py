"""Runs the migrations on the connection that the program hands over, or on LEAKTRACE_DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import Connection, text

from leaktrace.storage import models
from leaktrace.storage.base import Base, UTCDateTime
from leaktrace.storage.engine import make_engine

assert models
LOCK = 7_265_118


def render_item(_kind: str, item: object, _context: object) -> str | bool:
    """Migrations import nothing from the package."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UTCDateTime) else False


def run(connection: Connection) -> None:
    """Upgrade or downgrade, alone, each revision in a transaction of its own."""
    sqlite = connection.dialect.name == "sqlite"
    # Batch mode re-creates tables: with foreign keys on, dropping a parent deletes its children.
    # The pragma does nothing within a transaction, so it goes past SQLAlchemy, which would begin one.
    driver = connection.connection.driver_connection
    assert driver is not None
    if sqlite:
        driver.execute("PRAGMA foreign_keys=OFF")
    else:
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        transaction_per_migration=True,
        compare_type=True,
        render_item=render_item,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        if sqlite:
            broken = driver.execute("PRAGMA foreign_key_check").fetchall()
            driver.execute("PRAGMA foreign_keys=ON")
            assert not broken, f"foreign keys broken by a migration: {broken[:5]}"
        else:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})
            connection.commit()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(os.environ["LEAKTRACE_DATABASE_URL"]).connect() as own:
        run(own)

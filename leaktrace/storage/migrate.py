"""Running the migrations from within the program, wherever it is installed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from leaktrace.domain.errors import StoreError

__all__ = ["check_revision", "current_revision", "head_revision", "upgrade"]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; what is done already is left alone."""
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """The revision this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def check_revision(engine: Engine) -> None:
    """Pass only if program and database are at the same revision.

    Raises:
        StoreError: they are not.
    """
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    # SQLite would make an empty file where there is none.
    there = path is None or Path(path).exists()
    current = current_revision(engine) if there else None
    head = head_revision()
    if current is None:
        raise StoreError(
            "there is no LeakTrace database here yet",
            where=path or "",
            remedy="Run 'leaktrace init', or name another --home",
        )
    if current != head:
        raise StoreError(
            f"the database is at revision {current}, this program needs {head}",
            remedy="Run 'leaktrace init' with the newer program; it upgrades the schema",
        )


def _config() -> Config:
    inside = Path(__file__).parent.parent / "_migrations"
    config = Config()
    # In a wheel the migrations lie within the package, in a checkout beside it.
    folder = inside if inside.is_dir() else Path(__file__).parents[2] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config

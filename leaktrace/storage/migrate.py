"""Running the migrations from within the program, wherever it is installed."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from leaktrace.domain.errors import StoreError

__all__ = ["check_revision", "current_revision", "head_revision", "unreachable", "upgrade"]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; what is done already is left alone.

    Raises:
        StoreError: the database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except OperationalError as error:
        raise unreachable(error) from None


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one.

    Raises:
        StoreError: the database cannot be reached.
    """
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise unreachable(error) from None


def head_revision() -> str | None:
    """The revision this program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def check_revision(engine: Engine) -> None:
    """Pass only if program and database are at the same revision.

    Raises:
        StoreError: they are not.
    """
    current, head = current_revision(engine), head_revision()
    if current is None:
        raise StoreError("there is no LeakTrace database here yet", remedy="Run 'leaktrace init'")
    if current != head:
        raise StoreError(
            f"the database is at revision {current}, this program needs {head}",
            remedy="Run 'leaktrace init' with the newer program; it upgrades the schema",
        )


def unreachable(error: OperationalError) -> StoreError:
    """What a user is told when the database does not answer; the driver's words without parameters."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else "no reason given"
    return StoreError(
        f"the database cannot be reached: {reason}",
        remedy="Check --database or LEAKTRACE_DATABASE_URL, and that the server runs",
    )


def _config() -> Config:
    inside = Path(__file__).parent.parent / "_migrations"
    config = Config()
    # In a wheel the migrations lie within the package, in a checkout beside it.
    folder = inside if inside.is_dir() else Path(__file__).parents[2] / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config

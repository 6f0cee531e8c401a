"""Running the migrations from within the program, wherever it is installed."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from leaktrace.domain.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["check_revision", "current_revision", "head_revision", "upgrade"]

_LINKS = re.compile(r"""^(revision|down_revision) = ["'](\w+)["']""", re.MULTILINE)
"""What a file of a migration says of itself and of the one before it."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; what is done already is left alone."""
    # Imported when needed: most commands only look which revision is there.
    from alembic import command  # noqa: PLC0415

    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def current_revision(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


@cache
def head_revision() -> str:
    """The revision this program needs: the one that none follows."""
    links: list[tuple[str, str]] = [
        link
        for file in (_folder() / "versions").glob("*.py")
        for link in _LINKS.findall(file.read_text(encoding="utf-8"))
    ]
    followed = {revision for name, revision in links if name == "down_revision"}
    (head,) = {revision for name, revision in links if name == "revision"} - followed
    return head


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


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    return config


def _folder() -> Path:
    """In a wheel the migrations lie within the package, in a checkout beside it."""
    inside = Path(__file__).parent.parent / "_migrations"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "migrations"

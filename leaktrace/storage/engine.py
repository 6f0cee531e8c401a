"""Engines and sessions for SQLite and PostgreSQL. Two kinds of session: reads and writes.

SQLite: WAL, foreign keys, a busy timeout, and writers that begin with ``BEGIN IMMEDIATE``, since
the busy timeout does not apply when a read transaction turns into a write one.
"""

import random
import sqlite3
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session, sessionmaker

from leaktrace.crypto.keyring import Keyring
from leaktrace.domain.errors import InputError, UsageError
from leaktrace.storage.sealed import activate_keys
from leaktrace.storage.tenancy import guard_tenancy

__all__ = ["BUSY_MS", "explain_nul", "make_engine", "make_sessions"]

BUSY_MS = 30_000
"""How long a writer of SQLite waits for its turn."""
_NO_SUCH_CHARACTER = "22021"
"""What PostgreSQL says itself, where the driver has not looked: in whatever language it speaks."""
_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"}


class _Session(Session):
    """A session that keeps to its merchant."""


guard_tenancy(_Session)


def make_engine(url: str) -> Engine:
    """An engine for ``sqlite:///...`` or ``postgresql+psycopg://...``; connects only when used.

    Raises:
        UsageError: another kind of database, no URL at all, or SQLite on a network file system.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError(
            "this is no database URL",
            remedy="Use sqlite:////path or postgresql+psycopg://user@host/name",
        ) from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
        )
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "handle_error", _explain_postgresql)
        return engine
    if backend != "sqlite":
        raise UsageError(f"{backend} is not supported", remedy="Use SQLite or PostgreSQL")
    if parsed.database:
        _refuse_network_file_system(Path(parsed.database))
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _connect_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def make_sessions(
    engine: Engine,
    keyring: Keyring,
    *,
    write: bool,
    merchant_id: UUID | None = None,
    actor: str = "system",
) -> sessionmaker[Session]:
    """Sessions for one merchant (or for none: the tables that belong to no merchant).

    Args:
        engine: where to.
        keyring: opens and seals personal data.
        write: whether the sessions write.
        merchant_id: whose rows they see.
        actor: who acts, for the audit trail.
    """
    info: dict[str, Any] = {
        "merchant_id": merchant_id,
        "actor": actor,
        "keyring": keyring,
        "write": write,
    }
    sessions: sessionmaker[Session] = sessionmaker(
        engine.execution_options(leaktrace_write=write),
        class_=_Session,
        expire_on_commit=False,
        info=info,
    )
    event.listen(sessions, "after_begin", activate_keys)
    return sessions


def _connect_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_size_limit=67108864")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("leaktrace_write"):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own busy handler looks only every 100 ms, so that a writer with many short transactions
    # (a large intake) shuts the others out for as long as it runs. Looking often keeps turns short.
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    deadline = time.monotonic() + BUSY_MS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _try_begin(driver, last=time.monotonic() > deadline):
            time.sleep(random.uniform(0.001, 0.006))  # noqa: S311 - so that two do not look in step
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def _try_begin(driver: sqlite3.Connection, *, last: bool) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("leaktrace_write") is False:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _explain_postgresql(context: ExceptionContext) -> None:
    explain_nul(context.original_exception)


def explain_nul(error: BaseException) -> None:
    """A NUL, which SQLite takes as any other character, can stand in no text of PostgreSQL.

    Raises:
        InputError: that is the matter.
    """
    refused = getattr(error, "sqlstate", None) == _NO_SUCH_CHARACTER
    if "NUL (0x00)" in str(error) or (refused and "0x00" in str(error)):
        raise InputError(
            "a value has a character that cannot be kept (NUL)", remedy="Leave it out"
        ) from None


def _refuse_network_file_system(path: Path) -> None:
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    best = ("", "")
    target = str(path.absolute())
    for parts in (line.split(" ") for line in mounts):
        mount = parts[1].rstrip("/")
        if (target == mount or target.startswith(f"{mount}/")) and len(mount) >= len(best[0]):
            best = (mount, parts[2])
    if best[1] in _NETWORK_FILE_SYSTEMS:
        raise UsageError(
            f"SQLite cannot be used on a network file system ({best[1]})",
            where=target,
            remedy="Put the home on a local disk, or use PostgreSQL",
        )

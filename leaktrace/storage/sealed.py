"""Sealing and opening the columns of rows, with the keys that are active in the present transaction."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import InstrumentedAttribute, Session, SessionTransaction

from leaktrace.crypto.keyring import KeyPurpose, Keyring, WrappedKey
from leaktrace.crypto.sealing import Opener, Sealer
from leaktrace.domain.errors import KeyringError
from leaktrace.domain.keys import KeyState
from leaktrace.storage.models.system import DataKey

__all__ = [
    "activate_keys",
    "blind",
    "blinds",
    "load_keys",
    "open_sealed",
    "opener",
    "seal",
    "sealer_of",
]

_KEYS = DataKey.__table__


def load_keys(connection: Connection, keyring: Keyring) -> None:
    """Unwrap every data key that is still in use."""
    rows = connection.execute(
        select(_KEYS.c.key_id, _KEYS.c.purpose, _KEYS.c.kek, _KEYS.c.wrapped).where(
            _KEYS.c.state != KeyState.DESTROYED
        )
    )
    keyring.load(WrappedKey(*row) for row in rows)


def activate_keys(
    session: Session, _transaction: SessionTransaction, connection: Connection
) -> None:
    """At the start of a writing transaction, read which keys are active.

    On PostgreSQL the rows are locked for share until the end, so that a rotation waits for
    every writer that still seals with the old key. They are locked in the order in which a rotation
    locks them, so that neither can hold what the other waits for. On SQLite writers are alone anyway.
    """
    session.info.pop("sealer", None)
    if not session.info.get("write"):
        return
    query = (
        select(_KEYS.c.key_id, _KEYS.c.purpose, _KEYS.c.state)
        .where(_KEYS.c.state != KeyState.DESTROYED)
        .order_by(_KEYS.c.key_id)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(read=True)
    rows = connection.execute(query).all()
    if rows and not any(row.state is KeyState.ACTIVE for row in rows):
        # It waited for a rotation, and saw the keys as they were when it began to wait: look again.
        rows = connection.execute(query).all()
    keyring: Keyring = session.info["keyring"]
    if any(not keyring.knows(row.key_id) for row in rows):
        load_keys(connection, keyring)
    rows = rows[::-1]  # the newest first
    seal = [
        row.key_id
        for row in rows
        if row.purpose is KeyPurpose.SEAL and row.state is KeyState.ACTIVE
    ]
    index = sorted(
        (row for row in rows if row.purpose is KeyPurpose.INDEX),
        key=lambda row: row.state is not KeyState.ACTIVE,
    )
    if seal and index:
        session.info["sealer"] = Sealer(keyring, seal[0], tuple(row.key_id for row in index))


def sealer_of(session: Session) -> Sealer:
    """The sealer of the present transaction.

    Raises:
        KeyringError: there is no active key, or the session does not write.
    """
    session.connection()
    sealer = session.info.get("sealer")
    if not isinstance(sealer, Sealer):
        raise KeyringError("there is no active data key", remedy="Run 'leaktrace init' first")
    return sealer


def seal(session: Session, column: InstrumentedAttribute[Any], row_id: UUID, plain: bytes) -> bytes:
    """Seal the value of one column of one row."""
    return sealer_of(session).seal(column.class_.__tablename__, column.key, row_id, plain)


def open_sealed(
    session: Session, column: InstrumentedAttribute[Any], row_id: UUID, blob: bytes
) -> bytes:
    """Open the value of one column of one row.

    Raises:
        SealError: moved, changed, or its key is gone.
    """
    return opener(session, column)(row_id, blob)


def opener(session: Session, column: InstrumentedAttribute[Any]) -> Callable[[UUID, bytes], bytes]:
    """`open_sealed` for many rows of one column: what they share is worked out once."""
    keyring: Keyring = session.info["keyring"]
    return Opener(
        keyring,
        column.class_.__tablename__,
        column.key,
        lambda: load_keys(session.connection(), keyring),
    ).open


def blind(session: Session, column: InstrumentedAttribute[Any], value: str) -> bytes:
    """The blind index to store."""
    return sealer_of(session).blind(column.class_.__tablename__, column.key, value)


def blinds(session: Session, column: InstrumentedAttribute[Any], value: str) -> tuple[bytes, ...]:
    """Every blind index that a row of this value may have: two while the keys are being rotated."""
    return sealer_of(session).blinds(column.class_.__tablename__, column.key, value)

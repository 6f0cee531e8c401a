"""Online rotation of the data keys and of the key file that wraps them.

Steps, each safe to repeat, so that a rotation that was killed is finished by the next one:

1. a new key file, new data keys; the old ones retire (they only open);
2. every sealed value and blind index is made anew, a thousand rows a transaction;
3. when nothing needs them, the old data keys and the old key file are destroyed.

Writers read the active key at the start of their transaction and, on PostgreSQL, lock its row for
share; step 1 waits for them, so that after it nothing new is sealed with an old key.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from leaktrace.crypto.keyring import KeyPurpose, Keyring, WrappedKey
from leaktrace.crypto.sealing import open_blob
from leaktrace.domain.keys import KeyState
from leaktrace.services.events import record
from leaktrace.services.merchants import add_key
from leaktrace.services.parsing import caller_key
from leaktrace.storage import models
from leaktrace.storage.base import Base
from leaktrace.storage.sealed import sealer_of

__all__ = ["Rotation", "rotate_keys"]

BATCH = 1_000


@dataclass(frozen=True)
class Rotation:
    """What a rotation did."""

    values_resealed: int
    keys_destroyed: int


def rotate_keys(
    writes: sessionmaker[Session], progress: Callable[[int], None] = lambda _count: None
) -> Rotation:
    """Rotate while everything goes on. Cost: one pass over every sealed column.

    Raises:
        KeyringError: a key is missing or wrong.
    """
    with writes.begin() as session:
        _retire(session)
    resealed = 0
    for table in _tables():
        for count in _reseal_table(writes, table):
            resealed += count
            progress(count)
    with writes.begin() as session:
        destroyed = _destroy_retired(session)
    keyring: Keyring = session.info["keyring"]
    newest = keyring.keks.newest()
    with writes.begin() as session:
        in_use = set(
            session.scalars(
                select(models.DataKey.kek).where(models.DataKey.state != KeyState.DESTROYED)
            )
        )
    for number in keyring.keks.numbers():
        if number != newest and number not in in_use:
            keyring.keks.destroy(number)
    return Rotation(resealed, destroyed)


def _retire(session: Session) -> None:
    """New key file, new data keys; unless a rotation that was killed has come this far already."""
    keyring: Keyring = session.info["keyring"]
    rows = session.scalars(
        select(models.DataKey)
        .where(models.DataKey.state != KeyState.DESTROYED)
        .order_by(models.DataKey.key_id)
        .with_for_update()
    ).all()
    if any(row.state is KeyState.RETIRING for row in rows):
        return
    kek = keyring.keks.create()
    for row in rows:
        wrapped = keyring.rewrap(WrappedKey(row.key_id, row.purpose, row.kek, row.wrapped), kek)
        row.state, row.kek, row.wrapped = KeyState.RETIRING, kek, wrapped.wrapped
    last = session.scalar(select(func.max(models.DataKey.key_id))) or 0
    session.flush()
    for offset, purpose in enumerate(KeyPurpose, start=1):
        add_key(session, last + offset, purpose)
    record(session, "keys.rotate", "data_key", str(last + 1))


def _tables() -> list[Table]:
    return [
        table
        for table in Base.metadata.sorted_tables
        if any(column.info.get("sealed") for column in table.columns)
    ]


def _reseal_table(writes: sessionmaker[Session], table: Table) -> Iterator[int]:
    """Make the sealed values and blind indexes of a table anew, by pages of its key."""
    sealed = [column.name for column in table.columns if column.info.get("sealed")]
    blind = [column.name for column in table.columns if column.info.get("blind")]
    last: UUID | None = None
    while True:
        with writes.begin() as session:
            page = select(table.c.id, *(table.c[name] for name in sealed + blind)).order_by(
                table.c.id
            )
            if last is not None:
                page = page.where(table.c.id > last)
            rows = session.execute(page.limit(BATCH).with_for_update()).mappings().all()
            if not rows:
                return
            last = rows[-1]["id"]
            fresh = [_reseal_row(session, table.name, dict(row), sealed, blind) for row in rows]
            statement = (
                update(table)
                .where(table.c.id == bindparam("row_id"))
                .values({name: bindparam(f"new_{name}") for name in sealed + blind})
            )
            session.connection().execute(statement, fresh)
            count = len(fresh)
        yield count


def _reseal_row(
    session: Session, table: str, row: dict[str, Any], sealed: list[str], blind: list[str]
) -> dict[str, Any]:
    sealer, row_id = sealer_of(session), row["id"]
    keyring: Keyring = session.info["keyring"]
    fresh: dict[str, Any] = {"row_id": row_id}
    plain: dict[str, bytes] = {}
    for name in sealed:
        blob = row[name]
        if blob is None:
            fresh[f"new_{name}"] = None
            continue
        plain[name] = open_blob(keyring, table, name, row_id, blob)
        fresh[f"new_{name}"] = sealer.seal(table, name, row_id, plain[name])
    for name in blind:
        value = None if row[name] is None else _INDEXED[table, name](plain)
        fresh[f"new_{name}"] = None if value is None else sealer.blind(table, name, value)
    return fresh


def _caller(plain: dict[str, bytes]) -> str | None:
    caller = json.loads(plain["content"]).get("caller")
    return caller_key(caller) if caller else None


def _call_key(plain: dict[str, bytes]) -> str | None:
    value: str | None = json.loads(plain["content"]).get("call_key")
    return value


_INDEXED: dict[tuple[str, str], Callable[[dict[str, bytes]], str | None]] = {
    ("line", "value_index"): lambda plain: plain["value"].decode(),
    ("contact", "caller_index"): _caller,
    ("contact", "call_key"): _call_key,
    ("contact_mark", "mark"): lambda plain: plain["value"].decode(),
    ("identity", "name_index"): lambda plain: str(json.loads(plain["profile"])["name"]),
}
"""What each blind index is made of."""


def _destroy_retired(session: Session) -> int:
    rows = session.scalars(
        select(models.DataKey)
        .where(models.DataKey.state == KeyState.RETIRING)
        .order_by(models.DataKey.key_id)
        .with_for_update()
    ).all()
    keyring: Keyring = session.info["keyring"]
    for row in rows:
        row.state, row.wrapped = KeyState.DESTROYED, b""
        keyring.forget(row.key_id)
    if rows:
        record(session, "keys.destroy", "data_key", ",".join(str(row.key_id) for row in rows))
    return len(rows)

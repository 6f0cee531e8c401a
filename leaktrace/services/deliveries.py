"""Bytes as they came: hashed, compressed, sealed and stored before anything reads them."""

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from leaktrace.domain.ports import Authentication
from leaktrace.domain.records import stored_as
from leaktrace.domain.source import SourceKind
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_new_rows
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "Arrived",
    "delivery_payload",
    "store_deliveries",
    "store_delivery",
    "unread_deliveries",
    "unread_sources",
]

_IN_HAND = timedelta(minutes=2)
"""So long may lie between storing a delivery and reading it, where one process does both."""
_Key = tuple[UUID, bytes, str]
_USED = "the signature was used before with another body"


@dataclass(frozen=True)
class Arrived:
    """Bytes that came from a source."""

    source_id: UUID
    payload: bytes
    settings: Mapping[str, str] = field(default_factory=dict)
    """Zone and line under which they are to be read, beside those of the source."""
    authentication: Authentication = Authentication.LOCAL
    note: str = ""
    one_time_key: str | None = None
    """What makes the signature of a push one-time."""
    received_at: datetime | None = None

    @cached_property
    def key(self) -> _Key:
        """What makes it one delivery, however often it comes."""
        # What was once refused as forged must not stand in the way of the same bytes from the gateway.
        kind = [dict(self.settings), self.authentication is Authentication.FAILED]
        settings_key = hashlib.sha256(json.dumps(kind, sort_keys=True).encode()).hexdigest()
        return self.source_id, hashlib.sha256(self.payload).digest(), settings_key

    @cached_property
    def once(self) -> tuple[UUID, bytes] | None:
        """Under which a one-time signature is remembered."""
        if self.one_time_key is None:
            return None
        return self.source_id, hashlib.sha256(self.one_time_key.encode(errors="replace")).digest()

    def refused(self) -> "Arrived":
        """The same, with a signature that was used before."""
        return replace(self, authentication=Authentication.FAILED, note=_USED, one_time_key=None)


def store_delivery(
    session: Session, source_id: UUID, payload: bytes, *, settings: Mapping[str, str] | None = None
) -> UUID:
    """Store a delivery that nobody pushed; its key, old or new."""
    return store_deliveries(session, [Arrived(source_id, payload, settings or {})])[0][0]


def store_deliveries(
    session: Session, arrived: Sequence[Arrived]
) -> list[tuple[UUID, Authentication]]:
    """Store deliveries; the same bytes of the same source under the same settings are one delivery.

    Several processes may do so at once: what one has stored in the meantime is known to the other.

    Returns:
        For each the key of the delivery, old or new, and how it is authenticated: a signature that was
        used before with another body fails.
    """
    wanted = list(arrived)
    known = _known(session, wanted)
    while any(one.key not in known for one in wanted):
        used = _used(session, wanted)
        fresh: dict[_Key, Arrived] = {}
        for number, one in enumerate(wanted):
            if one.key in known or one.key in fresh:
                continue
            if one.once is not None and one.once in used:
                wanted[number] = one.refused()
            used.add(one.once)
            fresh[wanted[number].key] = wanted[number]
        rows = {key: _row(session, one) for key, one in fresh.items()}
        # All processes insert in one order: neither waits for what the other holds.
        ordered = [rows[key] for key in sorted(rows)]
        if insert_new_rows(session, models.Delivery, ordered) == len(rows):
            known.update((key, row["id"]) for key, row in rows.items())
        else:
            known |= _known(session, wanted)
    return [(known[one.key], one.authentication) for one in wanted]


def delivery_payload(session: Session, delivery: models.Delivery) -> bytes:
    """The bytes as they came."""
    sealed = open_sealed(session, models.Delivery.payload, delivery.id, delivery.payload)
    return zlib.decompress(sealed, bufsize=delivery.size or 1)


def unread_deliveries(
    session: Session, source_id: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Deliveries that were stored and not read yet, oldest first: hooks, and what a kill left behind.

    Of all sources only what nobody else has in hand; of one source everything: who asks for it reads it himself.
    """
    query = select(models.Delivery.id)
    if source_id is None:
        query = query.join(models.Source, models.Delivery.source_id == models.Source.id)
        query = query.where(*_left_alone())
    else:
        query = query.where(_unread(), models.Delivery.source_id == source_id)
    return list(session.scalars(query.order_by(models.Delivery.id).limit(limit)))


def unread_sources(session: Session) -> list[str]:
    """The sources of which something was stored and not read yet, and nobody else has it in hand, by name."""
    query = (
        select(models.Source.name)
        .join(models.Delivery, models.Delivery.source_id == models.Source.id)
        .where(*_left_alone())
        .distinct()
    )
    return sorted(session.scalars(query))


def _unread() -> ColumnElement[bool]:
    return ~exists().where(models.DeliveryParse.delivery_id == models.Delivery.id)


def _left_alone() -> tuple[ColumnElement[bool], ...]:
    """What was stored and not read, and is nobody's to read but who finds it.

    Whoever takes in files, or fetches, reads by itself what it has stored: of that only what lies for too long, since
    it was killed. Else what this process reads would be known already to that one, and be told so.
    """
    at = now()
    return _unread(), or_(
        models.Source.kind == SourceKind.HOOK,
        models.Delivery.received_at <= at - _IN_HAND,
        # of a clock that was ahead
        models.Delivery.received_at > at + _IN_HAND,
    )


def _known(session: Session, arrived: Sequence[Arrived]) -> dict[_Key, UUID]:
    """Which of them are there already, and under which key."""
    digests: dict[UUID, set[bytes]] = defaultdict(set)
    for one in arrived:
        digests[one.source_id].add(one.key[1])
    found: dict[_Key, UUID] = {}
    for source_id, wanted in digests.items():
        rows = session.execute(
            select(models.Delivery.sha256, models.Delivery.settings_key, models.Delivery.id).where(
                models.Delivery.source_id == source_id, models.Delivery.sha256.in_(wanted)
            )
        )
        found.update(((source_id, sha256, kind), key) for sha256, kind, key in rows)
    return found


def _used(session: Session, arrived: Sequence[Arrived]) -> set[tuple[UUID, bytes] | None]:
    """Which of their one-time signatures were used before."""
    once: dict[UUID, set[bytes]] = defaultdict(set)
    for one in arrived:
        if one.once is not None:
            once[one.source_id].add(one.once[1])
    found: set[tuple[UUID, bytes] | None] = set()
    for source_id, wanted in once.items():
        rows = session.scalars(
            select(models.Delivery.one_time_key).where(
                models.Delivery.source_id == source_id, models.Delivery.one_time_key.in_(wanted)
            )
        )
        found.update((source_id, key) for key in rows if key is not None)
    return found


def _row(session: Session, one: Arrived) -> dict[str, Any]:
    row_id = new_id()
    source_id, digest, settings_key = one.key
    return {
        "id": row_id,
        "merchant_id": merchant_of(session),
        "source_id": source_id,
        "sha256": digest,
        "size": len(one.payload),
        "received_at": one.received_at or now(),
        "authentication": one.authentication,
        "authentication_note": stored_as(one.note, limit=200),
        "payload": seal(session, models.Delivery.payload, row_id, zlib.compress(one.payload, 1)),
        "settings": dict(one.settings),
        "settings_key": settings_key,
        "one_time_key": one.once and one.once[1],
    }

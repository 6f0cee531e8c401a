"""Keeping what cannot be taken, and noting when it could be taken after all."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject
from leaktrace.domain.masking import mask_quoted
from leaktrace.domain.ports import Authentication
from leaktrace.domain.records import stored_as
from leaktrace.domain.source import Resolution
from leaktrace.services.events import actor_of
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["keep_rejects", "resolve", "settle_rejects", "waiting_of"]

_CHUNK = 5_000
_LONGEST_WHY = 1000
_LONGEST_FIELD = 64
_FORGED = b"not authenticated\0"


def keep_rejects(
    session: Session, delivery: models.Delivery, rejects: Sequence[Reject]
) -> tuple[int, int]:
    """Put records into quarantine with their reasons; one that lies there already stays as it is.

    Returns:
        How many are new, and how many of the others wait there since before.
    """
    # What a stranger sent must not stand in the way of the same bytes from the gateway.
    kind = _FORGED if delivery.authentication is Authentication.FAILED else b""
    digests = [hashlib.sha256(kind + reject.record).digest() for reject in rejects]
    known: set[bytes] = set()
    waiting: set[bytes] = set()
    ended = models.QuarantineResolution
    for chunk in _chunks(digests):
        found = session.execute(
            select(models.Quarantine.sha256, ended.id.is_(None))
            .outerjoin(ended, ended.quarantine_id == models.Quarantine.id)
            .where(
                models.Quarantine.source_id == delivery.source_id,
                models.Quarantine.sha256.in_(chunk),
            )
        ).all()
        known.update(digest for digest, _ in found)
        waiting.update(digest for digest, is_waiting in found if is_waiting)
    rows: list[dict[str, Any]] = []
    for digest, reject in zip(digests, rejects, strict=True):
        if digest in known:
            continue
        known.add(digest)
        row_id = new_id()
        rows.append(
            {
                "id": row_id,
                "merchant_id": merchant_of(session),
                "source_id": delivery.source_id,
                "delivery_id": delivery.id,
                "sha256": digest,
                "record": seal(session, models.Quarantine.record, row_id, reject.record),
                "reason": mask_quoted(stored_as(reject.reason, limit=_LONGEST_WHY)),
                "field": stored_as(reject.field, limit=_LONGEST_FIELD),
                "remedy": stored_as(reject.remedy, limit=_LONGEST_WHY),
                "recorded_at": now(),
            }
        )
    insert_rows(session, models.Quarantine, rows)
    return len(rows), sum(digest in waiting for digest in digests)


def waiting_of(session: Session, delivery_id: UUID) -> int:
    """How many records of a delivery wait in quarantine."""
    query = select(func.count()).where(
        models.Quarantine.delivery_id == delivery_id, ~_is_resolved()
    )
    return session.scalar(query) or 0


def settle_rejects(session: Session, source_id: UUID, records: Iterable[bytes]) -> None:
    """Note that records which lay in quarantine were taken now: under another zone, or a new line.

    Costs one statement where nothing of the source waits in quarantine.
    """
    waiting = select(models.Quarantine.id).where(
        models.Quarantine.source_id == source_id, ~_is_resolved()
    )
    if session.scalar(waiting.limit(1)) is None:
        return
    digests = [hashlib.sha256(record).digest() for record in records]
    settled: list[UUID] = []
    for chunk in _chunks(digests):
        settled.extend(session.scalars(waiting.where(models.Quarantine.sha256.in_(chunk))))
    resolve(session, settled, Resolution.REPLAYED)


def resolve(session: Session, ids: Iterable[UUID], resolution: Resolution, why: str = "") -> None:
    """Note what became of records, and by whom."""
    insert_rows(
        session,
        models.QuarantineResolution,
        [
            {
                "id": new_id(),
                "merchant_id": merchant_of(session),
                "quarantine_id": quarantine_id,
                "resolution": resolution,
                "why": stored_as(why.strip(), limit=_LONGEST_WHY),
                "actor": actor_of(session),
                "resolved_at": now(),
            }
            for quarantine_id in ids
        ],
    )


def _is_resolved() -> ColumnElement[bool]:
    return exists().where(models.QuarantineResolution.quarantine_id == models.Quarantine.id)


def _chunks(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (digests[start : start + _CHUNK] for start in range(0, len(digests), _CHUNK))

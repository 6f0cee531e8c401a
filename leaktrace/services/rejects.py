"""Keeping what cannot be taken, and noting when it could be taken after all."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
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

__all__ = ["keep_rejects", "resolve", "settle_rejects"]

_CHUNK = 5_000
_LONGEST_WHY = 1000
_LONGEST_FIELD = 64
_FORGED = b"not authenticated\0"


def keep_rejects(
    session: Session, delivery: models.Delivery, rejects: Sequence[Reject]
) -> tuple[int, int]:
    """Put records into quarantine with their reasons; one that lies there already stays as it is.

    Returns:
        How many are new, and how many lay there already.
    """
    # What a stranger sent must not stand in the way of the same bytes from the gateway.
    kind = _FORGED if delivery.authentication is Authentication.FAILED else b""
    digests = [hashlib.sha256(kind + reject.record).digest() for reject in rejects]
    known: set[bytes] = set()
    for chunk in _chunks(digests):
        known.update(
            session.scalars(
                select(models.Quarantine.sha256).where(
                    models.Quarantine.source_id == delivery.source_id,
                    models.Quarantine.sha256.in_(chunk),
                )
            )
        )
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
    return len(rows), len(rejects) - len(rows)


def settle_rejects(session: Session, source_id: UUID, records: Iterable[bytes]) -> None:
    """Note that records which lay in quarantine were taken now: under another zone, or a new line.

    Costs one statement where nothing of the source waits in quarantine.
    """
    waiting = select(models.Quarantine.id).where(
        models.Quarantine.source_id == source_id,
        ~exists().where(models.QuarantineResolution.quarantine_id == models.Quarantine.id),
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


def _chunks(digests: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (digests[start : start + _CHUNK] for start in range(0, len(digests), _CHUNK))

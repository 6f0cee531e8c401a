"""Keeping what cannot be taken, and noting when it could be taken after all."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from leaktrace.domain.contact import Reject
from leaktrace.domain.masking import mask_quoted
from leaktrace.domain.ports import Authentication
from leaktrace.domain.records import MAX_NAME, stored_as
from leaktrace.domain.source import Resolution
from leaktrace.services.events import actor_of
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "keep_rejects",
    "newest_refusal",
    "resolve",
    "settle_rejects",
    "settle_restated",
    "waiting_of",
]

T = TypeVar("T")
_CHUNK = 5_000
_LONGEST_WHY = 1000
_LONGEST_FIELD = 64
_GIVEN_AGAIN = "the file was given again with another zone, line or profile"
_FORGED = b"not authenticated\0"
_Told = tuple[str, str, str]
"""Reason, field and remedy."""


def keep_rejects(
    session: Session, delivery: models.Delivery, rejects: Sequence[Reject]
) -> tuple[int, int]:
    """Put records into quarantine with their reasons; of one that waits there already a new reason is noted.

    Returns:
        How many are new, and how many of the others wait there since before.
    """
    # What a stranger sent must not stand in the way of the same bytes from the gateway.
    kind = _FORGED if delivery.authentication is Authentication.FAILED else b""
    digests = [hashlib.sha256(kind + reject.record).digest() for reject in rejects]
    known, waiting = _known(session, delivery.source_id, digests)
    rows: list[dict[str, Any]] = []
    again: list[dict[str, Any]] = []
    for digest, reject in zip(digests, rejects, strict=True):
        told = _told(reject)
        row_id = new_id()
        row: dict[str, Any] = {
            "id": row_id,
            "merchant_id": merchant_of(session),
            "delivery_id": delivery.id,
            **dict(zip(("reason", "field", "remedy"), told, strict=True)),
            "recorded_at": now(),
        }
        if digest not in known:
            known.add(digest)
            sealed = seal(session, models.Quarantine.record, row_id, reject.record)
            own = {"source_id": delivery.source_id, "sha256": digest, "record": sealed}
            rows.append(row | own | {"ref": stored_as(reject.ref, limit=MAX_NAME)})
        elif digest in waiting and waiting[digest][1] != told:
            waiting[digest] = (waiting[digest][0], told)
            again.append(row | {"quarantine_id": waiting[digest][0]})
    insert_rows(session, models.Quarantine, rows)
    insert_rows(session, models.QuarantineRefusal, again)
    return len(rows), sum(digest in waiting for digest in digests)


def newest_refusal() -> ColumnElement[bool]:
    """That a later refusal is the newest of its record: what the two tables are joined by."""
    later = aliased(models.QuarantineRefusal)
    newest = (
        select(later.id)
        .where(later.quarantine_id == models.Quarantine.id)
        .order_by(later.id.desc())
        .limit(1)
        .correlate(models.Quarantine)
        .scalar_subquery()
    )
    return models.QuarantineRefusal.id == newest


def _told(reject: Reject) -> _Told:
    """Why a record is refused, as it is kept."""
    return (
        mask_quoted(stored_as(reject.reason, limit=_LONGEST_WHY)),
        stored_as(reject.field, limit=_LONGEST_FIELD),
        stored_as(reject.remedy, limit=_LONGEST_WHY),
    )


def _known(
    session: Session, source_id: UUID, digests: Sequence[bytes]
) -> tuple[set[bytes], dict[bytes, tuple[UUID, _Told]]]:
    """Which records lie in quarantine already, and of those that wait the key and what holds for them now."""
    row, ended, later = models.Quarantine, models.QuarantineResolution, models.QuarantineRefusal
    known: set[bytes] = set()
    waiting: dict[bytes, tuple[UUID, _Told]] = {}
    for chunk in _chunks(digests):
        found: Iterable[Any] = session.execute(
            select(
                row.sha256, row.id, ended.id, func.coalesce(later.reason, row.reason),
                func.coalesce(later.field, row.field), func.coalesce(later.remedy, row.remedy),
            )
            .outerjoin(ended, ended.quarantine_id == row.id)
            .outerjoin(later, newest_refusal())
            .where(row.source_id == source_id, row.sha256.in_(chunk))
        )  # fmt: skip
        for digest, key, end, *told in found:
            known.add(digest)
            if end is None:
                waiting[digest] = (key, tuple(told))
    return known, waiting


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


def settle_restated(session: Session, earlier: Sequence[UUID], refused: set[bytes]) -> None:
    """Note that what waits of deliveries needs no longer to: their bytes were read again under other settings.

    Args:
        session: a writing session.
        earlier: the deliveries.
        refused: the digests of those records that are refused again.
    """
    row = models.Quarantine
    waiting = session.execute(
        select(row.id, row.sha256).where(row.delivery_id.in_(earlier), ~_is_resolved())
    )
    settled = [key for key, digest in waiting if digest not in refused]
    resolve(session, settled, Resolution.REPLAYED, _GIVEN_AGAIN)


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


def _chunks(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))

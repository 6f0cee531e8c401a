"""Records of one reference: what is stored under it, whether that is the same event, and what waits under it still."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import IntakeFormat
from leaktrace.domain.source import Resolution
from leaktrace.services.opened import content_of
from leaktrace.services.rejects import newest_refusal, resolve
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = ["SAME_EVENT", "is_same_event", "known_by_ref", "read_record", "settle_same_refs"]

SAME_EVENT = timedelta(seconds=60)
"""So far the times may lie apart that two records tell of one event."""
_CHUNK = 5_000
_SAME_REF = "a record of the same reference was stored later"


def known_by_ref(
    session: Session, source_id: UUID, refs: Sequence[str]
) -> dict[str, tuple[Any, bytes]]:
    """The stored contacts of these references, each in its newest version, with their content opened."""
    known: dict[str, tuple[Any, bytes]] = {}
    for start in range(0, len(refs), _CHUNK):
        rows = session.execute(
            select(
                models.Contact.id,
                models.Contact.ref,
                models.Contact.medium,
                models.Contact.occurred_at,
                models.Contact.content,
                models.Contact.delivery_id,
                models.Contact.version,
                models.Contact.received_at,
                models.Contact.duration_s,
                models.Contact.stage,
                models.Contact.ends_at,
            )
            .where(
                models.Contact.source_id == source_id,
                models.Contact.ref.in_(refs[start : start + _CHUNK]),
            )
            .order_by(models.Contact.version)
        )
        for row in rows:
            known[row.ref] = (
                row,
                open_sealed(session, models.Contact.content, row.id, row.content),
            )
    return known


def is_same_event(before: tuple[Any, bytes], report: Report, content: bytes) -> bool:
    """Whether a report of the reference of another tells of the same event as that."""
    row, said = before
    return (
        said == content
        and row.medium == report.medium
        and abs(row.occurred_at - report.occurred_at) <= SAME_EVENT
    )


def read_record(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    source_id: UUID,
    settings: Mapping[str, Any],
    plain: bytes,
) -> Report | Reject:
    """The report in a record of a source, or why there is none.

    Args:
        session: any session.
        formats: the formats of this installation.
        source_id: of the source.
        settings: what holds for the record beside the settings of the source.
        plain: the record.
    """
    source = session.get_one(models.Source, source_id)
    found = list(formats[source.format].parse(plain, parse_context(source, settings)))
    if len(found) != 1:
        return Reject(f"this is {len(found)} records, where one is needed", plain)
    return found[0]


def settle_same_refs(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    source_id: UUID,
    reports: Iterable[Report],
    rejects: Iterable[Reject],
) -> None:
    """Note of records in quarantine that what they tell was stored under their reference: only their line was wrong.

    Of a record that cannot be read nobody knows whether it tells of the same contact: it goes on waiting. Costs one
    statement where nothing of the source waits under a reference.

    Args:
        session: a writing session.
        formats: the formats of this installation.
        source_id: of the source.
        reports: what was read of a delivery, and stored by now.
        rejects: what could not be taken of it. Two records of one reference in one file are two: one of them has the
            wrong reference.
    """
    # Most sources have nothing in quarantine, and a delivery may have a hundred thousand references.
    if not _waiting(session, source_id, None):
        return
    refs = sorted({report.ref for report in reports})
    beside = {hashlib.sha256(reject.record).digest() for reject in rejects}
    settled: list[UUID] = []
    for start in range(0, len(refs), _CHUNK):
        rows = _waiting(session, source_id, refs[start : start + _CHUNK])
        known = known_by_ref(session, source_id, [row.ref for row, _ in rows])
        for row, settings in rows:
            if row.sha256 in beside or row.ref not in known:
                continue
            plain = open_sealed(session, models.Quarantine.record, row.id, row.record)
            told = read_record(session, formats, source_id, settings, plain)
            if isinstance(told, Report) and is_same_event(known[row.ref], told, content_of(told)):
                settled.append(row.id)
    resolve(session, settled, Resolution.REPLAYED, _SAME_REF)


def _waiting(
    session: Session, source_id: UUID, refs: Sequence[str] | None
) -> list[tuple[models.Quarantine, Mapping[str, Any]]]:
    """What waits under these references, with the settings that hold for it; without any, one that does so."""
    row, again, delivery = models.Quarantine, models.QuarantineRefusal, models.Delivery
    query = (
        select(row, delivery.settings)
        .select_from(row)
        .outerjoin(again, newest_refusal())
        .join(delivery, delivery.id == func.coalesce(again.delivery_id, row.delivery_id))
        .where(
            row.source_id == source_id,
            row.ref != "",
            ~exists().where(models.QuarantineResolution.quarantine_id == row.id),
        )
    )
    query = query.limit(1) if refs is None else query.where(row.ref.in_(refs))
    return [(found, settings) for found, settings in session.execute(query)]

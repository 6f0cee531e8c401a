"""What could not be taken: look at it, mend it, replay it, or discard it with a reason. Never lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.domain.ports import IntakeFormat
from leaktrace.domain.source import Resolution
from leaktrace.services.events import actor_of, record
from leaktrace.services.parsing import take_reports
from leaktrace.services.sources import parse_context
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "Quarantined",
    "Replay",
    "count_reasons",
    "discard",
    "list_quarantine",
    "replay",
    "show_quarantine",
]


@dataclass(frozen=True)
class Quarantined:
    """A record in quarantine. `record` is filled only where it was asked for."""

    id: UUID
    source: str
    reason: str
    field: str
    remedy: str
    recorded_at: datetime
    resolution: Resolution | None
    why: str
    record: bytes | None = None


@dataclass(frozen=True)
class Replay:
    """What a replay came to."""

    id: UUID
    stored: bool
    """False: it still cannot be taken, for this reason."""
    reason: str


def list_quarantine(
    session: Session, *, resolved: bool = False, limit: int = 200
) -> list[Quarantined]:
    """Records in quarantine, newest first; those still open, or also those that were dealt with."""
    query = _query().order_by(models.Quarantine.id.desc()).limit(limit)
    if not resolved:
        query = query.where(models.QuarantineResolution.id.is_(None))
    return [_value(*row) for row in session.execute(query)]


def count_reasons(session: Session, source: str) -> list[tuple[int, str, str]]:
    """How many records of a source wait for which reason, with its remedy; the most frequent first."""
    rows = session.execute(
        select(func.count(), models.Quarantine.reason, models.Quarantine.remedy)
        .join(models.Source, models.Source.id == models.Quarantine.source_id)
        .outerjoin(
            models.QuarantineResolution,
            models.QuarantineResolution.quarantine_id == models.Quarantine.id,
        )
        .where(models.Source.name == source, models.QuarantineResolution.id.is_(None))
        .group_by(models.Quarantine.reason, models.Quarantine.remedy)
        .order_by(func.count().desc(), models.Quarantine.reason)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def show_quarantine(session: Session, quarantine_id: UUID) -> Quarantined:
    """One record with its bytes. Needs a writing session: the look is recorded.

    Raises:
        NotFoundError: there is none.
    """
    row = session.execute(_query().where(models.Quarantine.id == quarantine_id)).one_or_none()
    if row is None:
        raise NotFoundError(
            f"there is no quarantined record {quarantine_id}",
            remedy="See 'leaktrace quarantine list'",
        )
    record(session, "quarantine.show", "quarantine", quarantine_id)
    return _value(*row, plain=_record(session, row[0]))


def replay(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    quarantine_id: UUID,
    *,
    mended: bytes | None = None,
) -> Replay:
    """Read a record again: under the lines known now, or as a person has mended it.

    Raises:
        NotFoundError: there is none.
        RuleError: it was dealt with already.
        InputError: the mended text is not exactly one record.
    """
    row = _open_row(session, quarantine_id)
    delivery = session.get_one(models.Delivery, row.delivery_id)
    source = session.get_one(models.Source, row.source_id)
    context = parse_context({**source.settings, **delivery.settings})
    bytes_ = _record(session, row) if mended is None else mended
    parsed = list(formats[source.format].parse(bytes_, context))
    if len(parsed) != 1:
        raise InputError(
            f"this is {len(parsed)} records, where one is needed", where=str(quarantine_id)
        )
    item = parsed[0]
    if isinstance(item, Reject):
        return Replay(quarantine_id, stored=False, reason=item.reason)
    stored = _take(session, delivery, item)
    if stored and mended is not None:
        _resolve(session, row, Resolution.REPLAYED, "mended")
    elif stored:
        record(session, "quarantine.replayed", "quarantine", quarantine_id)
    return Replay(
        quarantine_id, stored, "" if stored else "the line or the reference is still the matter"
    )


def discard(session: Session, quarantine_id: UUID, why: str) -> None:
    """Set a record aside for good. Its bytes stay with the delivery.

    Raises:
        NotFoundError: there is none.
        RuleError: it was dealt with already.
        InputError: no reason is given.
    """
    if not why.strip():
        raise InputError("a reason is needed", field="why", remedy="Add --why TEXT")
    _resolve(session, _open_row(session, quarantine_id), Resolution.DISCARDED, why)


def _query() -> Select[models.Quarantine, str, models.QuarantineResolution]:
    return (
        select(models.Quarantine, models.Source.name, models.QuarantineResolution)
        .join(models.Source, models.Source.id == models.Quarantine.source_id)
        .outerjoin(
            models.QuarantineResolution,
            models.QuarantineResolution.quarantine_id == models.Quarantine.id,
        )
    )


def _value(
    row: models.Quarantine,
    source: str,
    resolution: models.QuarantineResolution | None,
    plain: bytes | None = None,
) -> Quarantined:
    return Quarantined(
        id=row.id,
        source=source,
        reason=row.reason,
        field=row.field,
        remedy=row.remedy,
        recorded_at=row.recorded_at,
        resolution=resolution.resolution if resolution else None,
        why=resolution.why if resolution else "",
        record=plain,
    )


def _record(session: Session, row: models.Quarantine) -> bytes:
    return open_sealed(session, models.Quarantine.record, row.id, row.record)


def _open_row(session: Session, quarantine_id: UUID) -> models.Quarantine:
    row = session.get(models.Quarantine, quarantine_id)
    if row is None:
        raise NotFoundError(
            f"there is no quarantined record {quarantine_id}",
            remedy="See 'leaktrace quarantine list'",
        )
    done = select(models.QuarantineResolution.resolution).where(
        models.QuarantineResolution.quarantine_id == quarantine_id
    )
    if (resolution := session.scalar(done)) is not None:
        raise RuleError(f"this record was {resolution} already", where=str(quarantine_id))
    return row


def _take(session: Session, delivery: models.Delivery, report: Report) -> bool:
    """Store the report; False if it would go back to quarantine."""
    counts = take_reports(session, delivery, [report], [])
    return counts.refused == 0


def _resolve(session: Session, row: models.Quarantine, resolution: Resolution, why: str) -> None:
    session.add(
        models.QuarantineResolution(
            merchant_id=merchant_of(session),
            quarantine_id=row.id,
            resolution=resolution,
            why=why[:1000],
            actor=actor_of(session),
        )
    )
    record(session, f"quarantine.{resolution}", "quarantine", row.id)

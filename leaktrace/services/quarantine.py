"""What could not be taken: look at it, and see what waits for which reason. Never lost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Report
from leaktrace.domain.errors import NotFoundError
from leaktrace.domain.ports import EncodedFormat, IntakeFormat
from leaktrace.domain.source import Resolution
from leaktrace.services.events import record
from leaktrace.services.rejects import newest_refusal
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = [
    "Quarantined",
    "ReasonCount",
    "Which",
    "count_quarantine",
    "list_quarantine",
    "matching",
    "show_quarantine",
    "told",
    "waiting_by_source",
    "waiting_count",
]


@dataclass(frozen=True)
class Which:
    """Which records are meant; what is empty does not matter."""

    source: str = ""
    """The name of the source."""
    reason: str = ""
    """Words of the reason, or of the field and the reason as `told` puts them together."""
    resolved: bool = False
    """Also those that were dealt with."""
    since: datetime | None = None
    """When they were put there, or refused again for another reason."""
    exact: bool = False
    """Whether `reason` is a whole one, as `told` puts together what `count_quarantine` gives."""


def told(field: str, reason: str) -> str:
    """Why a record is refused, with the field of it where the reason lies in one."""
    return f"{field}: {reason}" if field else reason


@dataclass(frozen=True)
class ReasonCount:
    """How many records of a source wait for one reason."""

    source: str
    field: str
    reason: str
    remedy: str
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Quarantined:
    """A record in quarantine, with the newest reason for that. `record` is filled only where it was asked for."""

    id: UUID
    source: str
    reason: str
    field: str
    remedy: str
    recorded_at: datetime
    resolution: Resolution | None
    why: str
    record: bytes | None = None
    text: str = ""
    """The same as text, by the encoding by which it is read; bytes that are none, as ``\\xb5``."""
    encoding: str = "utf-8"
    is_text: bool = False
    """Whether every byte of it is text, so that it can be mended where it is shown."""
    lines: tuple[str, ...] = ()
    """What it calls its line, where that is not in the inventory: masked in `field`, for whom the record is open here."""


EVERY = Which()
_REASON = func.coalesce(models.QuarantineRefusal.reason, models.Quarantine.reason)
_FIELD = func.coalesce(models.QuarantineRefusal.field, models.Quarantine.field)
# Which line is not known is told by each record: it is no field, and lines may be many.
_ABOUT = case((_FIELD.startswith("line "), ""), else_=_FIELD)
_REMEDY = func.coalesce(models.QuarantineRefusal.remedy, models.Quarantine.remedy)


def list_quarantine(
    session: Session, which: Which = EVERY, *, limit: int = 200, offset: int = 0
) -> list[Quarantined]:
    """Records in quarantine, newest first."""
    query = _wanted(_query(), which).order_by(models.Quarantine.id.desc())
    return [_value(*row) for row in session.execute(query.limit(limit).offset(offset))]


def matching(
    session: Session, which: Which, *, limit: int, after: UUID | None = None
) -> list[UUID]:
    """The keys of records in quarantine, oldest first, behind one of them."""
    query = _wanted(_joined(select(models.Quarantine.id)), which)
    if after is not None:
        query = query.where(models.Quarantine.id > after)
    return list(session.scalars(query.order_by(models.Quarantine.id).limit(limit)))


def waiting_count(session: Session, which: Which = EVERY) -> int:
    """How many records those are."""
    return session.scalar(_wanted(_joined(select(func.count())), which)) or 0


def waiting_by_source(session: Session) -> dict[str, int]:
    """How many records wait in quarantine, by the name of their source."""
    query = _joined(select(models.Source.name, func.count()))
    found = session.execute(_wanted(query, EVERY).group_by(models.Source.name))
    return dict(found.all())


def count_quarantine(session: Session, which: Which = EVERY) -> list[ReasonCount]:
    """How many records of which source wait for which reason, the most frequent first."""
    at = models.Quarantine.recorded_at
    kind = (models.Source.name, _ABOUT.label("about"), _REASON, _REMEDY)
    query = _joined(select(*kind, func.count(), func.min(at), func.max(at)))
    query = (
        _wanted(query, which)
        .group_by(models.Source.name, "about", _REASON, _REMEDY)
        .order_by(func.count().desc(), models.Source.name, _REASON, "about")
    )
    return [ReasonCount(*found) for found in session.execute(query)]


def show_quarantine(
    session: Session, formats: Mapping[str, IntakeFormat], quarantine_id: UUID
) -> Quarantined:
    """One record with its bytes. Needs a writing session: the look is recorded.

    Args:
        session: a writing session.
        formats: the formats of this installation, which tell how the bytes are to be read.
        quarantine_id: of the record.

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
    plain = open_sealed(session, models.Quarantine.record, row[0].id, row[0].record)
    return _opened(session, formats, _value(*row), (row[3] or row[0]).delivery_id, plain)


def _opened(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    found: Quarantined,
    delivery_id: UUID,
    plain: bytes,
) -> Quarantined:
    """The record with what is in it."""
    delivery = session.get_one(models.Delivery, delivery_id)
    source = session.get_one(models.Source, delivery.source_id)
    context = parse_context(source, delivery.settings)
    reads, encoding = formats.get(source.format), "utf-8"
    lines: tuple[str, ...] = ()
    if isinstance(reads, EncodedFormat):
        encoding = reads.encoding_of(plain, context.settings)
    if reads is not None and found.field.startswith("line "):
        reports = [one for one in reads.parse(plain, context) if isinstance(one, Report)]
        lines = reports[0].lines if len(reports) == 1 else ()
    try:
        text, is_text = plain.decode(encoding), True
    except UnicodeDecodeError:
        text, is_text = plain.decode(encoding, "backslashreplace"), False
    return replace(
        found,
        record=plain,
        text=text.replace("\x00", "\\x00"),
        encoding=encoding,
        is_text=is_text and "\x00" not in text,
        lines=lines,
    )


def _query() -> Any:
    return _joined(
        select(
            models.Quarantine,
            models.Source.name,
            models.QuarantineResolution,
            models.QuarantineRefusal,
        )
    )


def _joined(query: Any) -> Any:  # a select of whichever columns
    return (
        query.select_from(models.Quarantine)
        .join(models.Source, models.Source.id == models.Quarantine.source_id)
        .outerjoin(
            models.QuarantineResolution,
            models.QuarantineResolution.quarantine_id == models.Quarantine.id,
        )
        .outerjoin(models.QuarantineRefusal, newest_refusal())
    )


def _wanted(query: Any, which: Which) -> Any:
    if not which.resolved:
        query = query.where(models.QuarantineResolution.id.is_(None))
    if which.source:
        query = query.where(models.Source.name == which.source)
    if which.reason and which.exact:
        whole = case((_ABOUT == "", _REASON), else_=_ABOUT + ": " + _REASON)
        query = query.where(whole == which.reason)
    elif which.reason:
        said = _FIELD + ": " + _REASON
        query = query.where(said.icontains(which.reason, autoescape=True))
    if which.since:
        at = func.coalesce(models.QuarantineRefusal.recorded_at, models.Quarantine.recorded_at)
        query = query.where(at >= which.since)
    return query


def _value(
    row: models.Quarantine,
    source: str,
    resolution: models.QuarantineResolution | None,
    again: models.QuarantineRefusal | None,
) -> Quarantined:
    newest = again or row
    return Quarantined(
        id=row.id,
        source=source,
        reason=newest.reason,
        field=newest.field,
        remedy=newest.remedy,
        recorded_at=row.recorded_at,
        resolution=resolution.resolution if resolution else None,
        why=resolution.why if resolution else "",
    )

"""What is done with records in quarantine: replayed, mended or discarded, one or many at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.domain.masking import mask_quoted
from leaktrace.domain.ports import Authentication, IntakeFormat
from leaktrace.domain.source import Resolution
from leaktrace.services.deliveries import store_delivery
from leaktrace.services.events import record
from leaktrace.services.parsing import Parsed, note_parse, take_reports
from leaktrace.services.rejects import keep_rejects, newest_refusal, resolve
from leaktrace.services.same_refs import read_record
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = ["AT_ONCE", "Replay", "discard", "mend", "replay", "still_waiting"]

AT_ONCE = 500
"""So many records are dealt with in one transaction."""
_FORGED = "the request was not authenticated, and is never trusted"
_ENDED = {
    Resolution.REPLAYED: "this record was replayed already",
    Resolution.DISCARDED: "this record was discarded already",
}
_KNOWN = "what it tells is known already, so that nothing would be stored; discard the record if that is right"


@dataclass(frozen=True)
class Replay:
    """What a replay came to."""

    id: UUID
    stored: bool
    """False: it still cannot be taken, for this reason."""
    reason: str = ""
    remedy: str = ""
    field: str = ""
    """Of the record, where the reason lies in one."""


def still_waiting(session: Session, ids: Sequence[UUID]) -> list[UUID]:
    """Those that nobody has settled meanwhile; nobody else settles them before this transaction has ended."""
    _wait_for_others(session, ids)
    settled = _settled(session, ids)
    return [key for key in ids if key not in settled]


def replay(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    ids: Sequence[UUID],
    stated: Mapping[str, str] = MappingProxyType({}),
) -> list[Replay]:
    """Read records again, under the lines known now. What still cannot be taken stays; of none nothing is recorded.

    Cost: a fixed number of statements for each delivery that the records came with; where something is stated anew,
    for each record.

    Args:
        session: a writing session.
        formats: the formats of this installation.
        ids: of the records.
        stated: zone and line that a person states for them now.

    Raises:
        NotFoundError: there is no such record.
        RuleError: one was dealt with already.
    """
    if not ids:
        return []
    rows = _open_rows(session, ids)
    together: dict[UUID, list[models.Quarantine]] = defaultdict(list)
    for row, delivery_id in rows:
        together[delivery_id].append(row)
    refused: dict[UUID, Replay] = {}
    for delivery_id, group in together.items():
        delivery = session.get_one(models.Delivery, delivery_id)
        if delivery.authentication is Authentication.FAILED:
            refused |= {row.id: Replay(row.id, stored=False, reason=_FORGED) for row in group}
            continue
        plain = {row.id: open_sealed(session, models.Quarantine.record, row.id, row.record) for row in group}  # fmt: skip
        if stated:
            for key, one in plain.items():
                refused |= _stated_anew(session, formats, delivery, key, one, stated)
        else:
            refused |= _read_again(session, formats, delivery, plain)
    settled = _settled(session, [row.id for row, _ in rows])
    record(session, "quarantine.replay", "quarantine", _named(ids), stored=len(settled), asked=len(ids))  # fmt: skip
    known = {key: Replay(key, stored=False, reason=_KNOWN) for key in ids} | refused
    return [Replay(key, stored=True) if key in settled else known[key] for key in ids]


def mend(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    quarantine_id: UUID,
    mended: bytes,
    stated: Mapping[str, str] = MappingProxyType({}),
) -> Replay:
    """Take in a record as a person has mended it: as a delivery of its own. The original stays as it is.

    Args:
        session: a writing session.
        formats: the formats of this installation.
        quarantine_id: of the record.
        mended: the record as it should have come.
        stated: zone and line, where those of the source and the delivery do not hold.

    Raises:
        NotFoundError: there is none.
        RuleError: it was dealt with already, or came with a request that was not authenticated.
        InputError: what was mended is not exactly one record.
    """
    ((row, delivery_id),) = _open_rows(session, [quarantine_id])
    delivery = session.get_one(models.Delivery, delivery_id)
    if delivery.authentication is Authentication.FAILED:
        raise RuleError(_FORGED, where=str(quarantine_id))
    settings = {**delivery.settings, **stated}
    source = session.get_one(models.Source, row.source_id)
    found = list(formats[source.format].parse(mended, parse_context(source, settings)))
    if len(found) != 1:
        raise InputError(
            f"this is {len(found)} records, where one is needed", where=str(quarantine_id)
        )
    if isinstance(found[0], Reject):
        return _refused(quarantine_id, found[0])
    with session.begin_nested() as attempt:
        resolve(session, [quarantine_id], Resolution.REPLAYED, "mended")
        fresh, done = _as_delivery(session, row.source_id, mended, settings, found[0])
        if done.rejects or not done.counts.stored:
            attempt.rollback()
            if done.rejects:
                return _refused(quarantine_id, done.rejects[0])
            return Replay(quarantine_id, stored=False, reason=_KNOWN)
    record(session, "quarantine.mend", "quarantine", quarantine_id, delivery=str(fresh))
    return Replay(quarantine_id, stored=True)


def discard(session: Session, ids: Sequence[UUID], why: str) -> None:
    """Set records aside for good. Their bytes stay with the delivery. Of none nothing is recorded.

    Raises:
        NotFoundError: there is no such record.
        RuleError: one was dealt with already.
        InputError: no reason is given.
    """
    if not why.strip():
        raise InputError("a reason is needed", field="why", remedy="Add --why TEXT")
    if not ids:
        return
    rows = _open_rows(session, ids)
    resolve(session, [row.id for row, _ in rows], Resolution.DISCARDED, why)
    record(session, "quarantine.discarded", "quarantine", _named(ids), count=len(ids))


def _stated_anew(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    delivery: models.Delivery,
    quarantine_id: UUID,
    plain: bytes,
    stated: Mapping[str, str],
) -> dict[UUID, Replay]:
    """Take in a record under what a person states, as a delivery of its own: its contact tells by what it was read.

    Of one that stays refused only the reason is kept: what was stated may be wrong, and holds for nothing else.
    """
    settings = {**delivery.settings, **stated}
    found = read_record(session, formats, delivery.source_id, settings, plain)
    rejects: Sequence[Reject] = [found] if isinstance(found, Reject) else ()
    if isinstance(found, Report):
        with session.begin_nested() as attempt:
            _, done = _as_delivery(session, delivery.source_id, plain, settings, found)
            rejects = done.rejects
            if rejects:
                attempt.rollback()
    keep_rejects(session, delivery, rejects)
    return dict.fromkeys([quarantine_id], _refused(quarantine_id, rejects[0])) if rejects else {}


def _as_delivery(
    session: Session,
    source_id: UUID,
    plain: bytes,
    settings: Mapping[str, str],
    report: Report,
) -> tuple[UUID, Parsed]:
    """Store a record that was read already as a delivery of its own, and take in what it tells."""
    fresh = store_delivery(session, source_id, plain, settings=settings)
    done = take_reports(session, session.get_one(models.Delivery, fresh), [report], [])
    # Without this it would be read once more, as one that a kill left behind.
    note_parse(session, fresh, done.counts)
    return fresh, done


def _read_again(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    delivery: models.Delivery,
    records: Mapping[UUID, bytes],
) -> dict[UUID, Replay]:
    """Take in what can be taken of records of a delivery; the others, by their keys."""
    parsed = {
        key: read_record(session, formats, delivery.source_id, delivery.settings, plain)
        for key, plain in records.items()
    }
    reports = [one for one in parsed.values() if isinstance(one, Report)]
    rejects = [one for one in parsed.values() if isinstance(one, Reject)]
    done = take_reports(session, delivery, reports, rejects)
    why = {reject.record: reject for reject in done.rejects}
    return {key: _refused(key, why[one.record]) for key, one in parsed.items() if one.record in why}


def _refused(quarantine_id: UUID, reject: Reject) -> Replay:
    reason = mask_quoted(reject.reason)
    return Replay(
        quarantine_id, stored=False, reason=reason, remedy=reject.remedy, field=reject.field
    )


def _open_rows(session: Session, ids: Sequence[UUID]) -> list[tuple[models.Quarantine, UUID]]:
    """The records of these keys, all of them still open, and with which delivery each came last.

    Raises:
        NotFoundError: there is no such record.
        RuleError: one was dealt with already.
    """
    _wait_for_others(session, ids)
    rows = session.execute(
        select(
            models.Quarantine,
            func.coalesce(models.QuarantineRefusal.delivery_id, models.Quarantine.delivery_id),
            models.QuarantineResolution.resolution,
        )
        .outerjoin(
            models.QuarantineResolution,
            models.QuarantineResolution.quarantine_id == models.Quarantine.id,
        )
        .outerjoin(models.QuarantineRefusal, newest_refusal())
        .where(models.Quarantine.id.in_(ids))
        .order_by(models.Quarantine.id)
    ).all()
    if missing := set(ids) - {row.id for row, _, _ in rows}:
        raise NotFoundError(
            f"there is no quarantined record {min(missing)}",
            remedy="See 'leaktrace quarantine list'",
        )
    for row, _, resolution in rows:
        if resolution is not None:
            raise RuleError(_ENDED[resolution], where=str(row.id))
    return [(row, delivery_id) for row, delivery_id, _ in rows]


def _wait_for_others(session: Session, ids: Sequence[UUID]) -> None:
    """One reader of a source at a time, as in `parse_delivery`: whoever comes second sees what the first has done."""
    sources = select(models.Quarantine.source_id).where(models.Quarantine.id.in_(ids))
    query = select(models.Source.id).where(models.Source.id.in_(sources)).order_by(models.Source.id)
    session.execute(query.with_for_update(key_share=True)).all()


def _settled(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    query = select(models.QuarantineResolution.quarantine_id).where(
        models.QuarantineResolution.quarantine_id.in_(ids)
    )
    return set(session.scalars(query))


def _named(ids: Sequence[UUID]) -> str:
    return str(ids[0]) if len(ids) == 1 else f"{len(ids)} records"

"""Reading what came in again, with a newer parser: what it understands differently becomes a new version.

Nothing that is stored is touched. A version stands for a contact like a later notice for a call: it supersedes the one
before, which stays and can be read. What the parser understands as before stores nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.ports import Authentication, IntakeFormat
from leaktrace.services.deliveries import delivery_payload
from leaktrace.services.events import record
from leaktrace.services.linefinder import LineFinder
from leaktrace.services.opened import content_of
from leaktrace.services.parsing import (
    Taken,
    contact_row,
    line_rows,
    parse_delivery,
    take_reports,
)
from leaktrace.services.same_refs import SAME_EVENT, is_same_event, known_by_ref
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.queries import current_contacts
from leaktrace.storage.sealed import sealer_of
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "Reparsed",
    "current_of",
    "deliveries_of",
    "is_same",
    "reached_lines",
    "reparse_delivery",
    "store_versions",
]

_CHUNK = 5_000


@dataclass(frozen=True)
class Reparsed:
    """What reading deliveries again came to, in records."""

    deliveries: int = 0
    records: int = 0
    changed: int = 0
    """Understood differently: a new version of the contact was stored."""
    fresh: int = 0
    """Contacts that were not known: records that could not be taken before."""
    refused: int = 0
    """Records that cannot be taken."""
    gone: int = 0
    """Contacts that the parser no longer finds. They stay."""

    def __add__(self, other: "Reparsed") -> "Reparsed":
        return Reparsed(
            self.deliveries + other.deliveries,
            self.records + other.records,
            self.changed + other.changed,
            self.fresh + other.fresh,
            self.refused + other.refused,
            self.gone + other.gone,
        )

    @property
    def unchanged(self) -> int:
        """Records that are understood as before, or tell of an event that another record tells of."""
        return self.records - self.changed - self.fresh - self.refused


@dataclass(frozen=True)
class _Found:
    """What the parser makes of a delivery, beside what is stored."""

    same: int
    changed: list[tuple[Any, Report]]
    """Stored contacts, and how they are understood now."""
    fresh: list[Report]
    gone: int


def deliveries_of(
    session: Session, source_id: UUID, *, after: UUID | None, limit: int = 100
) -> list[UUID]:
    """The keys of the deliveries of a source, oldest first, behind one of them."""
    query = select(models.Delivery.id).where(models.Delivery.source_id == source_id)
    if after is not None:
        query = query.where(models.Delivery.id > after)
    return list(session.scalars(query.order_by(models.Delivery.id).limit(limit)))


def reparse_delivery(
    session: Session, formats: Mapping[str, IntakeFormat], delivery_id: UUID
) -> Reparsed:
    """Read a delivery again. A second time nothing is left to be stored.

    One that was not authenticated stays as it is, and one that was not read yet is read as ever.

    Cost: linear in its records, a fixed number of statements.
    """
    delivery = session.get_one(models.Delivery, delivery_id)
    # One reader of a source at a time, as in `parse_delivery`.
    source = session.get_one(models.Source, delivery.source_id, with_for_update={"key_share": True})
    if delivery.authentication is Authentication.FAILED:
        return Reparsed(deliveries=1)
    if not _was_parsed(session, delivery_id):
        counts = parse_delivery(session, formats, delivery_id).counts
        return Reparsed(1, counts.received, fresh=counts.stored, refused=counts.refused)
    context = parse_context(source, delivery.settings)
    parsed = list(formats[source.format].parse(delivery_payload(session, delivery), context))
    found = _compared(session, delivery, [one for one in parsed if isinstance(one, Report)])
    changed, lineless = store_versions(session, delivery, found.changed)
    rejects = [one for one in parsed if isinstance(one, Reject)]
    counts = take_reports(session, delivery, [*found.fresh, *lineless], rejects).counts
    done = Reparsed(1, len(parsed), changed, counts.stored, counts.refused, found.gone)
    if changed or counts.stored or counts.quarantined:
        _note(session, delivery_id, done)
    return done


def _was_parsed(session: Session, delivery_id: UUID) -> bool:
    query = select(models.DeliveryParse.id).where(models.DeliveryParse.delivery_id == delivery_id)
    return session.scalar(query.limit(1)) is not None


def _compared(session: Session, delivery: models.Delivery, reports: Sequence[Report]) -> _Found:
    """Tell what is understood as before from what is not."""
    refs = [ref for report in reports for ref in (report.ref, *report.also)]
    known = known_by_ref(session, delivery.source_id, refs)
    own = {row.id: row for row in current_of(session, [delivery.id])}
    finder = LineFinder(session)
    finder.prepare(hint for report in reports for hint in report.lines)
    lines = reached_lines(session, own)
    changed: list[tuple[Any, Report]] = []
    fresh: list[Report] = []
    seen: set[UUID] = set()
    same = 0
    for report in _stored_first(reports, known):
        stored = next((known[ref] for ref in (report.ref, *report.also) if ref in known), None)
        if stored is None:
            fresh.append(report)
            continue
        row, content = stored
        # Of an event that came twice, the record it was stored from tells; of a call the last notice.
        if row.id not in own or row.id in seen:
            same += 1
            continue
        seen.add(row.id)
        reached = {finder.find(hint) for hint in report.lines} - {None}
        if reached != lines.get(row.id, set()) or not is_same(row, content, report):
            changed.append((row, report))
        else:
            same += 1
    left = [row for key, row in own.items() if key not in seen]
    renamed, fresh = _renamed(
        [(row, lines.get(row.id, set())) for row in left],
        [(report, {finder.find(hint) for hint in report.lines} - {None}) for report in fresh],
    )
    return _Found(same, changed + renamed, fresh, len(left) - len(renamed))


def _stored_first(
    reports: Sequence[Report], known: Mapping[str, tuple[Any, bytes]]
) -> list[Report]:
    """Of several reports of one reference first the one that was stored: the others are other contacts, and wait."""
    times = Counter(report.ref for report in reports)

    def is_another(report: Report) -> bool:
        stored = known.get(report.ref) if times[report.ref] > 1 else None
        return stored is not None and not is_same_event(stored, report, content_of(report))

    return sorted(reports, key=is_another)


def current_of(session: Session, delivery_ids: Sequence[UUID]) -> Sequence[models.Contact]:
    """The contacts that were read from deliveries and are superseded by none."""
    query = current_contacts().where(models.Contact.delivery_id.in_(delivery_ids))
    return session.scalars(query.order_by(models.Contact.id)).all()


def reached_lines(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """The lines that contacts reached."""
    keys = list(contact_ids)
    found: dict[UUID, set[UUID]] = {}
    for start in range(0, len(keys), _CHUNK):
        query = select(models.ContactLine.contact_id, models.ContactLine.line_id)
        part = keys[start : start + _CHUNK]
        for contact_id, line_id in session.execute(query.where(models.ContactLine.contact_id.in_(part))):  # fmt: skip
            found.setdefault(contact_id, set()).add(line_id)
    return found


def is_same(row: Any, content: bytes, report: Report) -> bool:
    """Whether a stored contact says what the parser says now, but for its lines."""
    now_said = (
        report.medium, report.occurred_at, report.received_at or row.received_at, report.duration_s, report.stage,
        report.ends_at,
    )  # fmt: skip
    before = (
        row.medium, row.occurred_at, row.received_at, row.duration_s, row.stage, row.ends_at,
    )  # fmt: skip
    return content == content_of(report) and before == now_said


def _renamed(
    left: Sequence[tuple[Any, set[UUID]]], fresh: Sequence[tuple[Report, set[UUID | None]]]
) -> tuple[list[tuple[Any, Report]], list[Report]]:
    """Pair contacts that are no longer found with reports that are not known: the parser gives another reference."""
    renamed: list[tuple[Any, Report]] = []
    unknown: list[Report] = []
    rest = list(left)
    for report, reached in fresh:
        match = next(
            (
                one
                for one in rest
                if (one[0].medium, one[0].stage, one[1]) == (report.medium, report.stage, reached)
                and abs(one[0].occurred_at - report.occurred_at) <= SAME_EVENT
            ),
            None,
        )
        if match is None:
            unknown.append(report)
        else:
            rest.remove(match)
            renamed.append((match[0], report))
    return renamed, unknown


def store_versions(
    session: Session, delivery: models.Delivery, changed: Sequence[tuple[Any, Report]]
) -> tuple[int, list[Report]]:
    """Store new versions.

    Returns:
        How many, and the reports whose line is not known: the intake says what is wrong with them.
    """
    finder, sealer = LineFinder(session), sealer_of(session)
    finder.prepare(hint for _, report in changed for hint in report.lines)
    rows: list[dict[str, Any]] = []
    lines: dict[UUID, tuple[UUID, ...]] = {}
    lineless: list[Report] = []
    for before, report in changed:
        reached = tuple(dict.fromkeys(filter(None, map(finder.find, report.lines))))
        if not reached:
            lineless.append(report)
            continue
        row = contact_row(sealer, delivery, Taken(report, reached, content_of(report)))
        # The version of a reference that an older parser gave goes on counting.
        row |= {"supersedes_id": before.id, "version": before.version + 1}
        if report.received_at is None:
            # it came when it first came
            row["received_at"] = before.received_at
        rows.append(row)
        lines[row["id"]] = reached
    insert_rows(session, models.Contact, rows)
    insert_rows(session, models.ContactLine, line_rows(merchant_of(session), lines))
    return len(rows), lineless


def _note(session: Session, delivery_id: UUID, done: Reparsed) -> None:
    session.add(
        models.DeliveryParse(
            delivery_id=delivery_id,
            merchant_id=merchant_of(session),
            received=done.records,
            stored=done.changed + done.fresh,
            duplicates=done.unchanged,
            quarantined=done.refused,
        )
    )
    record(
        session, "delivery.reparse", "delivery", delivery_id,
        changed=done.changed, stored=done.fresh, refused=done.refused,
    )  # fmt: skip

"""A delivery to contacts: parse, find the line, know repeats again, quarantine what cannot be taken."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.crypto.sealing import Sealer
from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.masking import mask_hint, shown_key
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.ports import Authentication, IntakeFormat
from leaktrace.domain.records import rejected
from leaktrace.services.calls import CallBook
from leaktrace.services.deliveries import delivery_payload
from leaktrace.services.events import record
from leaktrace.services.linefinder import LineFinder
from leaktrace.services.opened import OpenedContact, as_opened, content_of
from leaktrace.services.rejects import keep_rejects, settle_rejects, waiting_of
from leaktrace.services.same_refs import is_same_event, known_by_ref, settle_same_refs
from leaktrace.services.source_settings import parse_context
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import sealer_of
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "CLOCK_SLACK",
    "ParseCounts",
    "Parsed",
    "Taken",
    "caller_key",
    "contact_row",
    "line_rows",
    "note_parse",
    "parse_delivery",
    "take_reports",
]

CLOCK_SLACK = timedelta(days=1)
_MOST_KEYS = 20
_TABLE = models.Contact.__tablename__
_UNTRUSTED = (
    "Compare the secret of the gateway with that of the source."
    " This record is never taken in; discard it"
)


@dataclass(frozen=True)
class ParseCounts:
    """What became of the records of a delivery: ``received = stored + duplicates + quarantined``."""

    received: int = 0
    stored: int = 0
    duplicates: int = 0
    quarantined: int = 0
    refused: int = 0
    """Records that cannot be taken, those that lie in quarantine already included."""
    waiting: int = 0
    """Of the duplicates those that wait in quarantine since before."""
    put_right: int = 0
    """Of the stored those that stand in the place of a contact: the file was given before under other settings."""
    unread_keys: frozenset[str] = frozenset()
    """Names in records that their format does not know, so that what stands under them was not read; at most 20."""

    @property
    def nothing_taken(self) -> bool:
        """Whether there was no record that could be taken, neither now nor before."""
        return not self.stored and self.refused >= self.received

    def __add__(self, other: "ParseCounts") -> "ParseCounts":
        return ParseCounts(
            self.received + other.received,
            self.stored + other.stored,
            self.duplicates + other.duplicates,
            self.quarantined + other.quarantined,
            self.refused + other.refused,
            self.waiting + other.waiting,
            self.put_right + other.put_right,
            _few(self.unread_keys | other.unread_keys),
        )


@dataclass(frozen=True)
class Parsed:
    """A delivery that was parsed: the counts, the contacts that were stored with their content still open, and the rest."""

    counts: ParseCounts
    contacts: Sequence[OpenedContact] = ()
    rejects: Sequence[Reject] = ()


@dataclass(frozen=True)
class Taken:
    """A report with the lines it reached."""

    report: Report
    lines: tuple[UUID, ...]
    content: bytes


def parse_delivery(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    delivery_id: UUID,
    *,
    again: bool = False,
) -> Parsed:
    """Read a stored delivery. A second time everything in it is a duplicate.

    Args:
        session: a writing session.
        formats: the formats of this installation.
        delivery_id: which.
        again: parse it anew if records of it had gone to quarantine; their line may be known by now.

    Cost: linear in the records, a fixed number of statements for the whole delivery.
    """
    delivery = session.get_one(models.Delivery, delivery_id)
    source = session.scalars(
        # One reader of a source at a time: on PostgreSQL two workers could else store a contact twice.
        select(models.Source)
        .where(models.Source.id == delivery.source_id)
        .with_for_update(key_share=True)
    ).one()
    done = session.scalar(
        select(models.DeliveryParse)
        .where(models.DeliveryParse.delivery_id == delivery_id)
        .order_by(models.DeliveryParse.id.desc())
        .limit(1)
    )
    if done is not None and not (again and done.quarantined):
        waiting = waiting_of(session, delivery_id) if done.quarantined else 0
        return Parsed(ParseCounts(done.received, 0, done.received, 0, waiting=waiting))
    payload = delivery_payload(session, delivery)
    parsed = _records_of(delivery, payload, source, formats)
    reports = [item for item in parsed if isinstance(item, Report)]
    rejects = [item for item in parsed if isinstance(item, Reject)]
    taken = take_reports(session, delivery, reports, rejects)
    settle_same_refs(session, formats, source.id, reports, taken.rejects)
    counts = taken.counts
    if done is not None and not counts.stored:
        return taken
    note_parse(session, delivery_id, counts)
    return taken


def note_parse(session: Session, delivery_id: UUID, counts: ParseCounts) -> None:
    """Note that a delivery was read, and what came of it."""
    session.add(
        models.DeliveryParse(
            delivery_id=delivery_id,
            merchant_id=merchant_of(session),
            received=counts.received,
            stored=counts.stored,
            duplicates=counts.duplicates,
            quarantined=counts.refused,
        )
    )
    record(
        session, "delivery.parse", "delivery", delivery_id,
        stored=counts.stored, duplicates=counts.duplicates, quarantined=counts.quarantined,
    )  # fmt: skip


def _records_of(
    delivery: models.Delivery,
    payload: bytes,
    source: models.Source,
    formats: Mapping[str, IntakeFormat],
) -> list[Report | Reject]:
    """What the parser makes of a delivery."""
    if delivery.authentication is Authentication.FAILED:
        # Not even parsed: a stranger could make a hundred thousand entries of one push, or none at all.
        reason = f"the request was not authenticated: {delivery.authentication_note}"
        return [rejected(payload, InputError(reason, remedy=_UNTRUSTED))]
    context = parse_context(source, delivery.settings)
    return list(formats[source.format].parse(payload, context))


def take_reports(
    session: Session,
    delivery: models.Delivery,
    reports: Iterable[Report],
    rejects: Iterable[Reject],
) -> Parsed:
    """Store what can be stored of the records of a delivery, and quarantine the rest."""
    rejected = list(rejects)
    finder = LineFinder(session)
    taken: list[Taken] = []
    everything = list(reports)
    finder.prepare(hint for report in everything for hint in report.lines)
    latest = now() + CLOCK_SLACK
    for report in everything:
        if report.occurred_at > latest:
            reason = "the contact lies in the future"
            remedy = "Check the clock and the zone of the source, mend the record, or discard it"
            rejected.append(
                Reject(reason, report.record, field="occurred_at", remedy=remedy, ref=report.ref)
            )
            continue
        lines = tuple(dict.fromkeys(filter(None, map(finder.find, report.lines))))
        if lines:
            taken.append(Taken(report, lines, content_of(report)))
        else:
            rejected.append(
                Reject(
                    "the line is not in the line inventory",
                    report.record,
                    field=f"line {' or '.join(map(mask_hint, report.lines))}"[:64],
                    remedy="Import the line and replay the record, or discard it",
                    ref=report.ref,
                )
            )
    fresh, duplicates, contradicting = _without_repeats(session, delivery.source_id, taken)
    rejected.extend(contradicting)
    contacts, merged = _store(session, delivery, fresh)
    stored = len(fresh) - merged
    settle_rejects(session, delivery.source_id, _records(taken, contradicting))
    quarantined, waiting = keep_rejects(session, delivery, rejected)
    counts = ParseCounts(
        received=stored + merged + duplicates + len(rejected),
        stored=stored,
        duplicates=duplicates + merged + len(rejected) - quarantined,
        quarantined=quarantined,
        refused=len(rejected),
        waiting=waiting,
        unread_keys=_few(_told(key) for report in everything for key in report.unread_keys),
    )
    return Parsed(counts, contacts, rejected)


def _told(key: str) -> str:
    """A key that was not read; its name may be anything that a stranger wrote."""
    return shown_key(key) or f"a key of {len(key)} characters"


def _few(keys: Iterable[str]) -> frozenset[str]:
    """So many of them that a person can be told, however many a stranger made up."""
    return frozenset(sorted(set(keys))[:_MOST_KEYS])


def _records(taken: list[Taken], contradicting: list[Reject]) -> Iterator[bytes]:
    """The bytes of the records that were taken, or known already."""
    refused = {reject.record for reject in contradicting}
    return (item.report.record for item in taken if item.report.record not in refused)


def caller_key(caller: str) -> str:
    """The form in which a caller is indexed: E.164 where it is a number, else as it stands."""
    try:
        return normal_phone(caller)
    except InputError:
        return caller.strip().lower()


def _without_repeats(
    session: Session, source_id: UUID, taken: list[Taken]
) -> tuple[list[Taken], int, list[Reject]]:
    """Leave out events that are known; a reference that names another event goes to quarantine."""
    refs = [ref for item in taken for ref in (item.report.ref, *item.report.also)]
    known = known_by_ref(session, source_id, refs)
    fresh: list[Taken] = []
    contradicting: list[Reject] = []
    duplicates = 0
    for item in taken:
        before = known.get(item.report.ref)
        if not known.keys().isdisjoint(item.report.also):
            duplicates += 1
        elif before is None:
            known[item.report.ref] = (item.report, item.content)
            fresh.append(item)
        elif is_same_event(before, item.report, item.content):
            duplicates += 1
        else:
            contradicting.append(
                Reject(
                    "the reference was used before for another contact",
                    item.report.record,
                    field="ref",
                    remedy="Give the contact a reference of its own and replay it, or discard it",
                )
            )
    return fresh, duplicates, contradicting


def _store(
    session: Session, delivery: models.Delivery, fresh: list[Taken]
) -> tuple[list[OpenedContact], int]:
    """Insert contacts and their lines. What a delivery holds becomes known in one instant, whatever stands first in it.

    Returns:
        The contacts, and how many of the records are further notices of a call that is known.
    """
    merchant_id, sealer = merchant_of(session), sealer_of(session)
    book = CallBook(session, delivery.source_id, [item.report.call_key for item in fresh])
    rows: dict[UUID, dict[str, Any]] = {}
    kept: dict[UUID, Taken] = {}
    merged, recorded_at = 0, now()
    for item in fresh:
        row = contact_row(sealer, delivery, item) | {"recorded_at": recorded_at}
        if item.report.call_key is not None:
            placed = book.place(row, item.report)
            merged += not placed.is_new
            if not placed.is_kept:
                continue
            if placed.replaces in rows:
                del rows[placed.replaces], kept[placed.replaces]
            row["supersedes_id"] = placed.supersedes
        rows[row["id"]] = row
        kept[row["id"]] = item
    insert_rows(session, models.Contact, list(rows.values()))
    lines = {contact_id: item.lines for contact_id, item in kept.items()}
    insert_rows(session, models.ContactLine, line_rows(merchant_id, lines))
    contacts = [as_opened(row, kept[key].report, kept[key].lines) for key, row in rows.items()]
    return contacts, merged


def line_rows(merchant_id: UUID, lines: Mapping[UUID, tuple[UUID, ...]]) -> list[dict[str, Any]]:
    """The rows that say which contact reached which lines."""
    return [
        {"merchant_id": merchant_id, "contact_id": contact_id, "line_id": line_id}
        for contact_id, reached in lines.items()
        for line_id in reached
    ]


def contact_row(sealer: Sealer, delivery: models.Delivery, item: Taken) -> dict[str, Any]:
    """A contact as a row, sealed, with a key of its own."""
    report, row_id = item.report, new_id()
    return {
        "id": row_id,
        "merchant_id": delivery.merchant_id,
        "source_id": delivery.source_id,
        "delivery_id": delivery.id,
        "ref": report.ref,
        "medium": report.medium,
        "occurred_at": report.occurred_at,
        "received_at": report.received_at or delivery.received_at,
        "content": sealer.seal(_TABLE, "content", row_id, item.content),
        "caller_index": sealer.blind(_TABLE, "caller_index", caller_key(report.caller))
        if report.caller
        else None,
        "duration_s": report.duration_s,
        "stage": report.stage,
        "call_key": sealer.blind(_TABLE, "call_key", report.call_key) if report.call_key else None,
        "ends_at": report.ends_at,
        "supersedes_id": None,
        "version": 0,
    }

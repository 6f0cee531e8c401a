"""Contacts as people look at them: listed masked, shown in full only when asked for, and that recorded."""

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from leaktrace.domain.calls import is_withheld
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.domain.errors import NotFoundError
from leaktrace.domain.masking import mask_caller, mask_ref, mask_text, mask_value
from leaktrace.services.canary_life import find_orders
from leaktrace.services.drawn_values import DrawnValues, load_drawn_values
from leaktrace.services.events import record
from leaktrace.services.lines import check_line
from leaktrace.services.parsing import caller_key
from leaktrace.services.reading import details_from
from leaktrace.services.rulings import Ruling, list_rulings
from leaktrace.services.sources import find_source
from leaktrace.storage import models
from leaktrace.storage.queries import current_contacts, current_readings
from leaktrace.storage.sealed import blinds, open_sealed

__all__ = [
    "ContactFilter",
    "ContactPage",
    "ContactView",
    "caller_indexes",
    "check_filter",
    "contact_of_caller",
    "count_by_class",
    "list_contacts",
    "reveal_contact",
    "same_caller",
    "show_contact",
    "show_contacts",
]


@dataclass(frozen=True)
class ContactView:
    """A contact with what was understood of it. Masked unless it was asked for in full."""

    contact_id: UUID
    ref: str
    source: str
    medium: Medium
    occurred_at: datetime
    received_at: datetime
    line_ids: tuple[str, ...]
    caller: str
    text: str
    noted: Mapping[Field, str]
    duration_s: int | None
    contact_class: ContactClass | None
    """None while it is not read yet."""
    reason: str
    informed: bool
    canary_ids: tuple[str, ...]
    details: tuple[Detail, ...]
    drawn: tuple[bool, ...]
    """For each detail, whether it is a value of a sealed draw, given to some channel or to none."""
    alike: tuple[int, ...]
    """For each detail, a number that it shares with those of the same value only, which masked ones do not tell."""
    masked: bool
    has_caller: bool
    """Whether somebody is named as the caller, which a withheld number does not."""
    earlier: UUID | None
    """What it supersedes: an earlier notice of the same call, or what an older parser made of it."""
    later: UUID | None
    """What supersedes it; None for one that counts."""
    rulings: tuple[Ruling, ...] = ()
    """What people decided about its class, newest first; the reasons only where it is shown in full."""


@dataclass(frozen=True)
class ContactPage:
    """One page of contacts, and how many there are in all."""

    contacts: tuple[ContactView, ...]
    total: int


@dataclass(frozen=True)
class ContactFilter:
    """Which contacts are meant; what is None does not matter."""

    contact_class: ContactClass | None = None
    informed: bool | None = None
    line_id: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    callers: tuple[bytes, ...] | None = None
    """What `caller_indexes` or `same_caller` gives."""
    canary_id: str | None = None
    """Those that speak of this canary order."""
    medium: Medium | None = None
    source: str | None = None
    """The name of the source."""


EVERY: Final = ContactFilter()


def check_filter(session: Session, wanted: ContactFilter) -> None:
    """Pass only if what a filter names is there.

    Raises:
        NotFoundError: a line, canary or source is not.
    """
    if wanted.line_id is not None:
        check_line(session, wanted.line_id)
    if wanted.canary_id is not None:
        find_orders(session, [wanted.canary_id])
    if wanted.source is not None:
        find_source(session, wanted.source)


def list_contacts(
    session: Session, wanted: ContactFilter = EVERY, *, limit: int = 50, offset: int = 0
) -> ContactPage:
    """Contacts, newest first, masked."""
    query = _wanted(_query(), wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    page = query.order_by(models.Contact.occurred_at.desc(), models.Contact.id.desc())
    return ContactPage(_views(session, page.limit(limit).offset(offset), masked=True), total)


def caller_indexes(session: Session, caller: str) -> tuple[bytes, ...]:
    """Under what the contacts of a caller are found, without one being opened. Needs a writing session, as keys do."""
    return blinds(session, models.Contact.caller_index, caller_key(caller))


def contact_of_caller(session: Session, caller: str) -> UUID | None:
    """The newest contact of a caller, which stands for them where no number should. Needs a writing session."""
    contact = models.Contact
    query = current_contacts().where(contact.caller_index.in_(caller_indexes(session, caller)))
    newest = query.order_by(contact.occurred_at.desc(), contact.id.desc()).limit(1)
    return session.scalar(newest.with_only_columns(contact.id))


def same_caller(session: Session, contact_id: UUID) -> tuple[bytes, ...]:
    """Under what all contacts of the caller of one of them are found; of a withheld number none. Needs a writing session."""
    row = session.get(models.Contact, contact_id)
    if row is None:
        return ()
    plain = open_sealed(session, models.Contact.content, row.id, row.content)
    caller = json.loads(plain).get("caller", "")
    return caller_indexes(session, caller) if _names_somebody(caller) else ()


def _names_somebody(caller: str) -> bool:
    return bool(caller) and not is_withheld(caller)


def show_contacts(
    session: Session, contact_ids: Sequence[UUID], *, masked: bool = True
) -> tuple[ContactView, ...]:
    """Several contacts by their keys, oldest first; superseded ones too. In full only after `reveal_contact`."""
    query = _with_source(select(models.Contact)).where(models.Contact.id.in_(contact_ids))
    return _views(
        session, query.order_by(models.Contact.occurred_at, models.Contact.id), masked=masked
    )


def show_contact(session: Session, contact_id: UUID) -> ContactView:
    """One contact, masked.

    Raises:
        NotFoundError: there is none.
    """
    found = show_contacts(session, [contact_id])
    if not found:
        raise NotFoundError(
            f"there is no contact {contact_id}", remedy="See 'leaktrace contact list'"
        )
    return found[0]


def reveal_contact(session: Session, contact_id: UUID, *, why: str = "") -> ContactView:
    """One contact in full. Needs a writing session, because the asking is recorded with it.

    Raises:
        NotFoundError: there is none.
    """
    show_contact(session, contact_id)
    record(session, "contact.reveal", "contact", contact_id, why=why[:200])
    return show_contacts(session, [contact_id], masked=False)[0]


def count_by_class(session: Session) -> dict[ContactClass, int]:
    """How many contacts of each class there are."""
    readings, contacts = current_readings().subquery(), current_contacts().subquery()
    rows = session.execute(
        select(readings.c.contact_class, func.count())
        .join(contacts, contacts.c.id == readings.c.contact_id)
        .group_by(readings.c.contact_class)
    )
    return {ContactClass(row[0]): row[1] for row in rows}


def _wanted(
    query: Select[models.Contact, str], wanted: ContactFilter
) -> Select[models.Contact, str]:
    contact = models.Contact
    query = _understood(query, wanted)
    if wanted.line_id is not None:
        reached = select(models.ContactLine.contact_id).join(
            models.Line, models.Line.id == models.ContactLine.line_id
        )
        query = query.where(contact.id.in_(reached.where(models.Line.line_id == wanted.line_id)))
    if wanted.since is not None:
        query = query.where(contact.occurred_at >= wanted.since)
    if wanted.before is not None:
        query = query.where(contact.occurred_at < wanted.before)
    if wanted.callers is not None:
        query = query.where(contact.caller_index.in_(wanted.callers))
    if wanted.medium is not None:
        query = query.where(contact.medium == wanted.medium)
    if wanted.source is not None:
        query = query.where(models.Source.name == wanted.source)
    return query


def _understood(
    query: Select[models.Contact, str], wanted: ContactFilter
) -> Select[models.Contact, str]:
    """Narrowed down by what was understood of the contacts."""
    contact, readings = models.Contact, current_readings().subquery()
    if any(one is not None for one in (wanted.contact_class, wanted.informed, wanted.canary_id)):
        query = query.join(readings, readings.c.contact_id == contact.id)
    if wanted.contact_class is not None:
        query = query.where(readings.c.contact_class == wanted.contact_class)
    if wanted.informed is not None:
        query = query.where(readings.c.informed.is_(wanted.informed))
    if wanted.canary_id is not None:
        spoken_of = select(models.ReadingOrder.reading_id).join(
            models.CanaryOrder, models.CanaryOrder.id == models.ReadingOrder.order_id
        )
        of_canary = models.CanaryOrder.canary_id == wanted.canary_id
        query = query.where(readings.c.id.in_(spoken_of.where(of_canary)))
    return query


def _query() -> Select[models.Contact, str]:
    return _with_source(current_contacts())


def _with_source(query: Select[models.Contact]) -> Select[models.Contact, str]:
    return query.add_columns(models.Source.name).join(
        models.Source, models.Source.id == models.Contact.source_id
    )


def _views(
    session: Session, query: Select[models.Contact, str], *, masked: bool
) -> tuple[ContactView, ...]:
    rows = session.execute(query).all()
    ids = [row[0].id for row in rows]
    # Outer joins, so that SQLite begins with the contacts: else it looks for each of them at all lines, and
    # at all orders, of the merchant.
    lines: dict[UUID, list[str]] = {}
    for contact_id, line_id in session.execute(
        select(models.ContactLine.contact_id, models.Line.line_id)
        .outerjoin(models.Line, models.Line.id == models.ContactLine.line_id)
        .where(models.ContactLine.contact_id.in_(ids))
    ):
        lines.setdefault(contact_id, []).append(line_id)
    readings = {
        reading.contact_id: reading
        for reading in session.scalars(current_readings().where(models.Reading.contact_id.in_(ids)))
    }
    canaries: dict[UUID, list[str]] = {}
    for reading_id, canary_id in session.execute(
        select(models.ReadingOrder.reading_id, models.CanaryOrder.canary_id)
        .outerjoin(models.CanaryOrder, models.CanaryOrder.id == models.ReadingOrder.order_id)
        .where(models.ReadingOrder.reading_id.in_([reading.id for reading in readings.values()]))
    ):
        canaries.setdefault(reading_id, []).append(canary_id)
    later = dict(
        session.execute(
            select(models.Contact.supersedes_id, models.Contact.id).where(
                models.Contact.supersedes_id.in_(ids)
            )
        ).all()
    )
    rulings = list_rulings(session, ids)
    drawn = load_drawn_values(session, itertools.chain.from_iterable(canaries.values()))
    return tuple(
        _view(
            session,
            row,
            tuple(sorted(lines.get(row[0].id, ()))),
            readings.get(row[0].id),
            canaries,
            drawn,
            later.get(row[0].id),
            rulings.get(row[0].id, ()),
            masked=masked,
        )
        for row in rows
    )


def _view(
    session: Session,
    row: Row[models.Contact, str],
    line_ids: tuple[str, ...],
    reading: models.Reading | None,
    canaries: Mapping[UUID, list[str]],
    drawn: DrawnValues,
    later: UUID | None,
    rulings: tuple[Ruling, ...],
    *,
    masked: bool,
) -> ContactView:
    contact, source = row
    content = json.loads(open_sealed(session, models.Contact.content, contact.id, contact.content))
    noted = {Field(name): value for name, value in content.get("details", {}).items()}
    details = _details(session, reading)
    canary_ids = tuple(sorted(canaries.get(reading.id, ()))) if reading else ()
    of_draw = drawn.among(canary_ids, details)
    numbers: dict[str, int] = {}
    alike = tuple(numbers.setdefault(detail.value, len(numbers)) for detail in details)
    caller, text = content.get("caller", ""), content.get("text", "")
    if masked:
        caller, text = mask_caller(caller), mask_text(text)
        noted = {name: mask_value(name, value) for name, value in noted.items()}
        rulings = tuple(replace(one, why=mask_text(one.why)) for one in rulings)
        details = tuple(_masked(detail) for detail in details)
    return ContactView(
        contact_id=contact.id,
        ref=mask_ref(contact.ref) if masked else contact.ref,
        source=source,
        medium=contact.medium,
        occurred_at=contact.occurred_at,
        received_at=contact.received_at,
        line_ids=line_ids,
        caller=caller,
        text=text,
        noted=noted,
        duration_s=contact.duration_s,
        contact_class=reading.contact_class if reading else None,
        reason=reading.reason if reading else "",
        informed=bool(reading and reading.informed),
        canary_ids=canary_ids,
        details=details,
        drawn=of_draw,
        alike=alike,
        masked=masked,
        has_caller=_names_somebody(content.get("caller", "")),
        earlier=contact.supersedes_id,
        later=later,
        rulings=rulings,
    )


def _details(session: Session, reading: models.Reading | None) -> tuple[Detail, ...]:
    if reading is None or reading.details is None:
        return ()
    stored = json.loads(open_sealed(session, models.Reading.details, reading.id, reading.details))
    return details_from(next(iter(stored.values()), ()))


def _masked(detail: Detail) -> Detail:
    return Detail(
        detail.field, mask_value(detail.field, detail.value), detail.span, detail.strength,
        contradicts=detail.contradicts, origin=detail.origin, rule=detail.rule, by_holder=detail.by_holder,
    )  # fmt: skip

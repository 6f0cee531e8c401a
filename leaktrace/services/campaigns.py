"""Campaigns: contacts that have a caller, a link or their wording in common.

What they have in common is kept as keyed hashes. Those of all merchants are made with the same key, so that
a merchant can be told how many contacts of others belong to the same campaign, and nothing else of them.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from leaktrace.domain.calls import is_withheld
from leaktrace.domain.contact import ContactClass
from leaktrace.domain.errors import NotFoundError
from leaktrace.extraction.wording import link_hosts, wording_bands
from leaktrace.services.parsing import caller_key
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.models import MarkKind
from leaktrace.storage.queries import current_contacts, current_readings
from leaktrace.storage.sealed import opener, sealer_of
from leaktrace.storage.tenancy import ALL_MERCHANTS, merchant_of

__all__ = ["Campaign", "campaign_of", "list_campaigns", "mark_contacts"]

BATCH = 500
_CHUNK = 5_000
_TABLE = models.ContactMark.__tablename__


@dataclass(frozen=True)
class Campaign:
    """Contacts that belong together, oldest first."""

    contact_ids: tuple[UUID, ...]
    classes: Mapping[ContactClass, int]
    first_at: datetime
    last_at: datetime
    lines: int
    """How many lines it reached."""
    informed: int
    shared: Mapping[MarkKind, int]
    """How many callers and links several of the contacts share, and whether a wording is among it."""
    elsewhere: int
    """How many contacts of other merchants share one of these; nothing else is known of them here."""

    @property
    def campaign_id(self) -> UUID:
        """Its oldest contact."""
        return self.contact_ids[0]


def mark_contacts(session: Session, limit: int = BATCH) -> int:
    """Work out the marks of contacts that have none yet.

    Args:
        session: a writing session.
        limit: so many at once.

    Returns:
        How many were done; fewer than `limit` when none is left.
    """
    rows = session.execute(
        select(models.Contact.id, models.Contact.content, models.Reading.id, models.Reading.details)
        .join(models.Reading, models.Reading.contact_id == models.Contact.id)
        .where(
            models.Reading.id.in_(current_readings().with_only_columns(models.Reading.id)),
            ~exists().where(models.ContactMark.contact_id == models.Contact.id),
        )
        .order_by(models.Contact.id)
        .limit(limit)
    ).all()
    open_content = opener(session, models.Contact.content)
    open_details = opener(session, models.Reading.details)
    merchant_id, sealer = merchant_of(session), sealer_of(session)
    marks: list[dict[str, Any]] = []
    for contact_id, content, reading_id, details in rows:
        plain = json.loads(open_content(contact_id, content))
        found = json.loads(open_details(reading_id, details)) if details is not None else {}
        for kind, value in _marks(plain, found):
            row_id = new_id()
            marks.append(
                {
                    "id": row_id,
                    "merchant_id": merchant_id,
                    "contact_id": contact_id,
                    "kind": kind,
                    "value": sealer.seal(_TABLE, "value", row_id, value.encode()),
                    "mark": sealer.blind(_TABLE, "mark", value) if value else None,
                }
            )
    insert_rows(session, models.ContactMark, marks)
    return len(rows)


def list_campaigns(session: Session, *, limit: int = 50) -> tuple[Campaign, ...]:
    """Campaigns of at least two contacts, those with the most scams first.

    Ordinary messages about orders are left out: a courier's wording is the same for everybody.
    """
    groups = _groups(session)
    groups.sort(key=lambda group: (-len(group[0]), min(group[0])))
    made = _campaigns(session, groups)
    made.sort(key=lambda one: (-one.classes.get(ContactClass.SCAM, 0), -len(one.contact_ids)))
    return tuple(made[:limit])


def campaign_of(session: Session, contact_id: UUID) -> Campaign:
    """The campaign that a contact belongs to.

    Raises:
        NotFoundError: it belongs to none.
    """
    groups = [group for group in _groups(session) if contact_id in group[0]]
    if not groups:
        raise NotFoundError(
            f"contact {contact_id} has no caller, link or wording in common with another",
            remedy="See 'leaktrace campaign list'",
        )
    return _campaigns(session, groups)[0]


def _marks(
    content: Mapping[str, Any], details: Mapping[str, Any]
) -> Iterator[tuple[MarkKind, str]]:
    """Caller, links and wording of a contact; an empty one where it has none of them."""
    text, none = content.get("text", ""), True
    caller = content.get("caller") or ""
    if not is_withheld(caller):
        none = False
        yield MarkKind.CALLER, f"caller {caller_key(caller)}"
    spans = [tuple(one["span"]) for found in details.values() for one in found if one["span"]]
    for host in link_hosts(text)[:10]:
        none = False
        yield MarkKind.LINK, f"link {host}"
    for band in wording_bands(text, spans):
        none = False
        yield MarkKind.WORDING, f"wording {band}"
    if none:
        yield MarkKind.NONE, ""


Group = tuple[set[UUID], set[bytes]]
"""Contacts, and the marks that several of them have."""


def _groups(session: Session) -> list[Group]:
    """The contacts of this merchant that hang together by marks."""
    counted = current_readings().subquery()
    standing = current_contacts().subquery()
    rows = session.execute(
        select(models.ContactMark.mark, models.ContactMark.contact_id)
        .join(counted, counted.c.contact_id == models.ContactMark.contact_id)
        .join(standing, standing.c.id == models.ContactMark.contact_id)
        .where(
            models.ContactMark.mark.is_not(None),
            counted.c.contact_class != ContactClass.EXPECTED,
        )
    ).all()
    holders: dict[bytes, list[UUID]] = defaultdict(list)
    for mark, contact_id in rows:
        if mark is not None:
            holders[mark].append(contact_id)
    parent: dict[UUID, UUID] = {}

    def root(one: UUID) -> UUID:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    several = {mark: ids for mark, ids in holders.items() if len(set(ids)) > 1}
    for ids in several.values():
        for other in ids[1:]:
            parent[root(other)] = root(ids[0])
    groups: dict[UUID, Group] = {}
    for mark, ids in several.items():
        contacts, marks = groups.setdefault(root(ids[0]), (set(), set()))
        contacts.update(ids)
        marks.add(mark)
    return list(groups.values())


def _campaigns(session: Session, groups: Sequence[Group]) -> list[Campaign]:
    facts = _facts(session, [one for contacts, _ in groups for one in contacts])
    lines = _lines(session, list(facts))
    every = [mark for _, marks in groups for mark in marks]
    kinds, elsewhere = _kinds(session, every), _elsewhere(session, every)
    made = []
    for contacts, marks in groups:
        known = sorted((facts[one] for one in contacts), key=lambda row: (row.occurred_at, row.id))
        shared = Counter(kinds[mark] for mark in marks)
        if MarkKind.WORDING in shared:
            shared[MarkKind.WORDING] = 1
        others = {one for mark in marks for one in elsewhere.get(mark, ())}
        made.append(
            Campaign(
                contact_ids=tuple(row.id for row in known),
                classes=Counter(row.contact_class for row in known),
                first_at=known[0].occurred_at,
                last_at=known[-1].occurred_at,
                lines=len({line for one in contacts for line in lines.get(one, ())}),
                informed=sum(row.informed for row in known),
                shared=shared,
                elsewhere=len(others),
            )
        )
    return made


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _facts(session: Session, contact_ids: Sequence[UUID]) -> dict[UUID, Any]:
    """Time and class of contacts."""
    counted = current_readings().subquery()
    found = {}
    for keys in _chunks(contact_ids):
        for row in session.execute(
            select(
                models.Contact.id,
                models.Contact.occurred_at,
                counted.c.contact_class,
                counted.c.informed,
            )
            .join(counted, counted.c.contact_id == models.Contact.id)
            .where(models.Contact.id.in_(keys))
        ):
            found[row.id] = row
    return found


def _lines(session: Session, contact_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for keys in _chunks(contact_ids):
        for row in session.execute(
            select(models.ContactLine.contact_id, models.ContactLine.line_id).where(
                models.ContactLine.contact_id.in_(keys)
            )
        ):
            found[row.contact_id].append(row.line_id)
    return found


def _kinds(session: Session, marks: Sequence[bytes]) -> dict[bytes, MarkKind]:
    found: dict[bytes, MarkKind] = {}
    for keys in _chunks(marks):
        rows = session.execute(
            select(models.ContactMark.mark, models.ContactMark.kind)
            .where(models.ContactMark.mark.in_(keys))
            .distinct()
        )
        found |= {mark: kind for mark, kind in rows if mark is not None}
    return found


def _elsewhere(session: Session, marks: Sequence[bytes]) -> dict[bytes, list[UUID]]:
    """By mark, contacts of other merchants. They are counted, and never leave this file.

    As among our own, of an event that was told of twice the last notice counts, and no message that is expected.
    """
    counted = current_readings().subquery()
    later = aliased(models.Contact)
    found: dict[bytes, list[UUID]] = defaultdict(list)
    for keys in _chunks(marks):
        for mark, contact_id in session.execute(
            select(models.ContactMark.mark, models.ContactMark.contact_id)
            .join(counted, counted.c.contact_id == models.ContactMark.contact_id)
            .where(
                models.ContactMark.mark.in_(keys),
                models.ContactMark.merchant_id != merchant_of(session),
                counted.c.contact_class != ContactClass.EXPECTED,
                ~exists().where(later.supersedes_id == models.ContactMark.contact_id),
            ),
            execution_options=ALL_MERCHANTS,
        ):
            if mark is not None:
                found[mark].append(contact_id)
    return found

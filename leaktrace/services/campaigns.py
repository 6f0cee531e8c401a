"""Campaigns: contacts that have a caller, a link or their wording in common.

What they have in common is kept as keyed hashes. Those of all merchants are made with the same key, so that
a merchant can be told how many contacts of others belong to the same campaign, and nothing else of them.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from leaktrace.domain.calls import is_withheld
from leaktrace.domain.contact import ContactClass
from leaktrace.domain.errors import NotFoundError
from leaktrace.extraction.wording import link_hosts, wording_bands
from leaktrace.services.campaign_wording import common_wordings
from leaktrace.services.parsing import caller_key
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.models import MarkKind
from leaktrace.storage.queries import current_readings
from leaktrace.storage.sealed import opener, sealer_of
from leaktrace.storage.tenancy import ALL_MERCHANTS, merchant_of

__all__ = ["Campaign", "campaign_of", "list_campaigns", "mark_contacts", "unmarked_contacts"]

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
    wording: str
    """What two contacts of this merchant say alike, the rest as dots.

    Empty where no wording is shared, or no two contacts have it that are on lines of different identities."""

    @property
    def campaign_id(self) -> UUID:
        """Its oldest contact."""
        return self.contact_ids[0]


def unmarked_contacts(
    session: Session, after: UUID | None = None, limit: int = BATCH
) -> list[UUID]:
    """Contacts that were read and have no marks yet, by their keys.

    Args:
        session: of the merchant; a reading one does.
        after: only those behind this key. Who goes on behind the last one of before looks at each
            contact once; else each look costs all contacts that there are.
        limit: so many at once.
    """
    read = models.Reading.contact_id
    query = select(read).where(~exists().where(models.ContactMark.contact_id == read))
    if after is not None:
        query = query.where(read > after)
    return list(session.scalars(query.distinct().order_by(read).limit(limit)))


def mark_contacts(session: Session, contact_ids: Sequence[UUID]) -> None:
    """Work out and store what contacts can be known by; those that another process was quicker with stay.

    Cost: linear in the contacts and the length of their texts. A text that several of them have is
    worked out once.
    """
    later = aliased(models.Reading)
    rows = session.execute(
        select(models.Contact.id, models.Contact.content, models.Reading.id, models.Reading.details)
        .join(models.Reading, models.Reading.contact_id == models.Contact.id)
        .where(
            models.Contact.id.in_(contact_ids),
            ~exists().where(later.contact_id == models.Contact.id, later.id > models.Reading.id),
            ~exists().where(models.ContactMark.contact_id == models.Contact.id),
        )
    ).all()
    open_content = opener(session, models.Contact.content)
    open_details = opener(session, models.Reading.details)
    merchant_id, sealer = merchant_of(session), sealer_of(session)
    read_text = cache(_marks_of_text)
    marks: list[dict[str, Any]] = []
    for contact_id, content, reading_id, details in rows:
        plain = json.loads(open_content(contact_id, content))
        found = json.loads(open_details(reading_id, details)) if details is not None else {}
        spans = tuple(tuple(one["span"]) for said in found.values() for one in said if one["span"])
        text = plain.get("text")
        known = [*_marks_of_caller(plain.get("caller")), *(read_text(text, spans) if text else ())]
        for kind, value in known or [(MarkKind.NONE, "")]:
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


def list_campaigns(session: Session, *, limit: int = 50) -> tuple[Campaign, ...]:
    """Campaigns of at least two contacts, those with the most scams first.

    Ordinary messages about orders are left out: a courier's wording is the same for everybody.

    Cost: linear in the marks that several contacts have; of those that only one has, the database counts
    the index. Everything else is asked for the campaigns that are shown.
    """
    groups = _groups(session)
    scams = _of_class(session, ContactClass.SCAM)
    groups.sort(key=lambda one: (-len(scams & one.contacts), -len(one.contacts), min(one.contacts)))
    return tuple(_campaigns(session, groups[:limit]))


def campaign_of(session: Session, contact_id: UUID) -> Campaign:
    """The campaign that a contact belongs to.

    Raises:
        NotFoundError: it belongs to none.
    """
    groups = [group for group in _groups(session) if contact_id.hex in group.contacts]
    if not groups:
        raise NotFoundError(
            f"contact {contact_id} has no caller, link or wording in common with another",
            remedy="See 'leaktrace campaign list'",
        )
    return next(_campaigns(session, groups))


Mark = tuple[MarkKind, str]


def _marks_of_caller(caller: str | None) -> Iterator[Mark]:
    if caller and not is_withheld(caller):
        yield MarkKind.CALLER, f"caller {caller_key(caller)}"


def _marks_of_text(text: str, said: tuple[tuple[int, int], ...]) -> tuple[Mark, ...]:
    """Links and wording."""
    return (
        *((MarkKind.LINK, f"link {host}") for host in link_hosts(text)[:10]),
        *((MarkKind.WORDING, f"wording {band}") for band in wording_bands(text, said)),
    )


@dataclass(frozen=True)
class _Group:
    """Contacts that hang together, and the marks that several of them have."""

    contacts: set[str]
    """Their keys in hexadecimal: to make more of each of them costs more than all the rest."""
    marks: dict[bytes, MarkKind]
    alike: list[str]
    """Those of the contacts that share one wording: the most that do."""


def _groups(session: Session) -> list[_Group]:
    """The contacts of this merchant that hang together by marks."""
    holders: dict[bytes, list[str]] = defaultdict(list)
    kinds: dict[bytes, str] = {}
    left_out = _of_class(session, ContactClass.EXPECTED) | _superseded(session)
    for mark, kind, contact in session.execute(_shared_marks()):
        if contact not in left_out:
            holders[mark].append(contact)
            kinds[mark] = kind
    # The same wording has all its marks on the same contacts: these are tied once.
    together: dict[tuple[str, ...], list[bytes]] = defaultdict(list)
    for mark, contacts in holders.items():
        several = tuple(dict.fromkeys(contacts))
        if len(several) > 1:
            together[several].append(mark)
    root = _tied(together)
    groups: dict[str, _Group] = {}
    for several, marks in together.items():
        group = groups.setdefault(root(several[0]), _Group(set(), {}, []))
        group.contacts.update(several)
        if MarkKind.WORDING in map(kinds.get, marks) and len(several) > len(group.alike):
            group.alike[:] = sorted(several)
        group.marks.update((mark, MarkKind(kinds[mark])) for mark in marks)
    return list(groups.values())


def _tied(together: Iterable[Sequence[str]]) -> Callable[[str], str]:
    """What gives each contact the one that stands for all it hangs together with."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, *others in together:
        for other in others:
            parent[root(other)] = root(first)
    return root


def _shared_marks() -> Select[Any, str, str]:
    """Marks that more than one contact has, with each of these."""
    several = (
        select(models.ContactMark.mark)
        .where(models.ContactMark.mark.is_not(None))
        .group_by(models.ContactMark.mark)
        .having(func.count() > 1)
    )
    mark = models.ContactMark
    return select(mark.mark, cast(mark.kind, String), _hex(mark.contact_id)).where(
        mark.mark.in_(several)
    )


def _hex(key: "InstrumentedAttribute[Any] | ColumnElement[Any]") -> ColumnElement[str]:
    """A key in hexadecimal, made by the database."""
    return func.replace(cast(key, String), "-", "", type_=String)


def _of_class(session: Session, wanted: ContactClass) -> set[str]:
    read = current_readings().where(models.Reading.contact_class == wanted)
    return set(session.scalars(read.with_only_columns(_hex(models.Reading.contact_id))))


def _superseded(session: Session) -> set[str]:
    earlier = models.Contact.supersedes_id
    return set(session.scalars(select(_hex(earlier)).where(earlier.is_not(None))))


def _campaigns(session: Session, groups: Sequence[_Group]) -> Iterator[Campaign]:
    keys = [{UUID(key) for key in group.contacts} for group in groups]
    facts = _facts(session, [one for contacts in keys for one in contacts])
    lines = _lines(session, list(facts))
    elsewhere = _elsewhere(session, [mark for group in groups for mark in group.marks])
    reached = _identities(session, lines)
    wordings = common_wordings(session, [_two(group.alike, reached) for group in groups])
    for contacts, group, wording in zip(keys, groups, wordings, strict=True):
        known = sorted((facts[one] for one in contacts), key=lambda row: (row.occurred_at, row.id))
        shared = Counter(group.marks.values())
        if MarkKind.WORDING in shared:
            shared[MarkKind.WORDING] = 1
        others = {one for mark in group.marks for one in elsewhere.get(mark, ())}
        yield Campaign(
            contact_ids=tuple(row.id for row in known),
            classes=Counter(row.contact_class for row in known),
            first_at=known[0].occurred_at,
            last_at=known[-1].occurred_at,
            lines=len({line for one in contacts for line in lines.get(one, ())}),
            informed=sum(row.informed for row in known),
            shared=shared,
            elsewhere=len(others),
            wording=wording,
        )


def _two(alike: Sequence[str], reached: Mapping[UUID, frozenset[UUID]]) -> tuple[UUID, ...]:
    """The oldest of the contacts and one of other identities, so that they hardly name one person; else none."""
    known = [key for key in map(UUID, alike) if reached.get(key)]
    pairs = ((known[0], key) for key in known[1:] if reached[known[0]].isdisjoint(reached[key]))
    return next(pairs, ())


def _identities(
    session: Session, lines: Mapping[UUID, Sequence[UUID]]
) -> dict[UUID, frozenset[UUID]]:
    """Whom each contact reached: those whose lines it came in on."""
    row = models.IdentityLine
    owners: dict[UUID, set[UUID]] = defaultdict(set)
    for keys in _chunks(list({line for several in lines.values() for line in several})):
        found = select(row.line_id, row.identity_id).where(row.line_id.in_(keys))
        for line, identity in session.execute(found):
            owners[line].add(identity)
    return {
        contact: frozenset(one for line in several for one in owners.get(line, ()))
        for contact, several in lines.items()
    }


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

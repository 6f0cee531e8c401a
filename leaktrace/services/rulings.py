"""What people decided about the class of a contact. A ruling stands over every reading, earlier or later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import ContactClass
from leaktrace.services.events import actor_of
from leaktrace.storage import models
from leaktrace.storage.base import new_id, rise_behind
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["Ruling", "add_ruling", "inherit_rulings", "list_rulings", "standing_rulings"]


@dataclass(frozen=True)
class Ruling:
    """One decision of a person, with the reason that was given."""

    contact_id: UUID
    contact_class: ContactClass
    why: str
    actor: str
    made_at: datetime


def add_ruling(
    session: Session, contact_id: UUID, contact_class: ContactClass, why: str, actor: str = ""
) -> None:
    """Append a ruling; by whoever acts in the session unless it is carried over from another."""
    ruling = models.ContactRuling
    before = select(ruling.id).where(ruling.contact_id == contact_id).order_by(ruling.id.desc())
    newest = session.scalar(before.limit(1))
    if newest is not None:
        rise_behind(newest)  # it was made by another clock, perhaps, and the highest key counts
    row_id = new_id()
    session.add(
        models.ContactRuling(
            id=row_id,
            merchant_id=merchant_of(session),
            contact_id=contact_id,
            contact_class=contact_class,
            why=seal(session, models.ContactRuling.why, row_id, why.encode()),
            actor=actor or actor_of(session),
        )
    )
    session.flush()


def list_rulings(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, tuple[Ruling, ...]]:
    """By contact, what people decided, newest first."""
    rows = session.scalars(
        select(models.ContactRuling)
        .where(models.ContactRuling.contact_id.in_(list(contact_ids)))
        .order_by(models.ContactRuling.id.desc())
    )
    found: dict[UUID, tuple[Ruling, ...]] = {}
    for row in rows:
        why = open_sealed(session, models.ContactRuling.why, row.id, row.why).decode()
        one = Ruling(row.contact_id, row.contact_class, why, row.actor, row.made_at)
        found[row.contact_id] = (*found.get(row.contact_id, ()), one)
    return found


def standing_rulings(session: Session, contact_ids: Iterable[UUID]) -> dict[UUID, ContactClass]:
    """By contact, the class that stands because a person said so; the others are not in it."""
    rows = session.execute(
        select(models.ContactRuling.contact_id, models.ContactRuling.contact_class)
        .where(models.ContactRuling.contact_id.in_(list(contact_ids)))
        .order_by(models.ContactRuling.id)
    )
    return {row.contact_id: row.contact_class for row in rows}


def inherit_rulings(session: Session, superseded: Mapping[UUID, UUID]) -> None:
    """Carry what was decided about a contact over to the later notice that supersedes it.

    Args:
        session: a writing session.
        superseded: later notice to the one that it supersedes, for notices that are read for the first time.
    """
    if not superseded:
        return
    chain = _back(session, superseded)
    known = list_rulings(session, {*chain, *chain.values()})
    for later, before in superseded.items():
        if later in known:
            continue
        earlier: UUID | None = before
        while earlier is not None and earlier not in known:
            earlier = chain.get(earlier)
        if earlier is not None:
            one = known[earlier][0]
            add_ruling(session, later, one.contact_class, one.why, one.actor)


def _back(session: Session, superseded: Mapping[UUID, UUID]) -> dict[UUID, UUID]:
    """The same, with what those supersede in turn: a notice in between need not have been read yet."""
    contact = models.Contact
    chain = dict(superseded)
    ends = set(chain.values()) - chain.keys()
    while ends:
        rows = session.execute(
            select(contact.id, contact.supersedes_id).where(
                contact.id.in_(ends), contact.supersedes_id.is_not(None)
            )
        )
        found = {key: before for key, before in rows if before is not None}
        chain |= found
        ends = set(found.values()) - chain.keys()
    return chain

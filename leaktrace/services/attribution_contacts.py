"""The informed contacts that an attribution rests on."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.domain.line import LineRole
from leaktrace.services.reading import details_from
from leaktrace.storage import models
from leaktrace.storage.queries import current_contacts, current_readings
from leaktrace.storage.sealed import open_sealed

__all__ = ["CaseContact", "days", "informed_contacts"]

ORIGIN = datetime(2020, 1, 1, tzinfo=UTC)


def days(at: datetime) -> float:
    """An instant as the attribution counts it."""
    return (at - ORIGIN).total_seconds() / 86_400


@dataclass(frozen=True)
class CaseContact:
    """An informed contact."""

    contact_id: UUID
    ref: str
    medium: Medium
    occurred_at: datetime
    recorded_at: datetime
    contact_class: ContactClass
    canary_ids: tuple[str, ...]
    """The canaries whose order it may be about; several where nothing tells them apart."""
    read_as: Mapping[str, tuple[Detail, ...]]
    """For each of them, what the caller said about it."""

    @property
    def details(self) -> tuple[Detail, ...]:
        """What was said about the first of them."""
        return self.read_as[self.canary_ids[0]]


def informed_contacts(
    session: Session, as_of: datetime
) -> tuple[tuple[CaseContact, ...], frozenset[str]]:
    """Informed contacts, oldest first, and the canary_ids of sealed controls."""
    current = current_contacts().subquery()
    rows = session.execute(
        current_readings()
        .with_only_columns(
            models.Reading.id,
            models.Reading.contact_id,
            models.Reading.contact_class,
            models.Reading.details,
            current.c.ref,
            current.c.medium,
            current.c.occurred_at,
            current.c.recorded_at,
        )
        .join(current, current.c.id == models.Reading.contact_id)
        .where(models.Reading.informed)
    ).all()
    # Sorted here: asked to sort, SQLite walks over all contacts in the order of time.
    rows = sorted(
        (row for row in rows if row.occurred_at <= as_of),
        key=lambda row: (row.occurred_at, row.ref, row.contact_id),
    )
    matched: dict[UUID, list[str]] = defaultdict(list)
    links = session.execute(
        select(models.ReadingOrder.reading_id, models.CanaryOrder.canary_id).join(
            models.CanaryOrder, models.CanaryOrder.id == models.ReadingOrder.order_id
        )
    )
    for reading_id, canary_id in sorted(links, key=lambda row: str(row.canary_id)):
        matched[reading_id].append(canary_id)
    sealed = session.scalars(
        select(models.CanaryOrder.canary_id)
        .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
        .where(models.Identity.role == LineRole.CONTROL)
    )
    contacts = []
    for row in rows:
        stored = (
            {}
            if row.details is None
            else json.loads(open_sealed(session, models.Reading.details, row.id, row.details))
        )
        canary_ids = tuple(matched[row.id])
        contacts.append(
            CaseContact(
                row.contact_id, row.ref, row.medium, row.occurred_at, row.recorded_at,
                row.contact_class, canary_ids,
                {one: details_from(stored.get(one, [])) for one in canary_ids},
            )
        )  # fmt: skip
    return tuple(contacts), frozenset(sealed)

"""The informed contacts that an attribution rests on."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.services.reading import details_from
from leaktrace.storage import models
from leaktrace.storage.queries import current_contacts, current_readings
from leaktrace.storage.sealed import opener

__all__ = ["CaseContact", "days", "informed_readings", "read_contacts"]

ORIGIN = datetime(2020, 1, 1, tzinfo=UTC)
_CHUNK = 5_000


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


def informed_readings(session: Session) -> list[Any]:
    """The keys of the readings that now tell of informed contacts, in no order, as the database has them.

    There are many, and every attribution asks: no objects are made of them.
    """
    current = current_contacts().subquery()
    query = current_readings().with_only_columns(type_coerce(models.Reading.id, String))
    joined = query.join(current, current.c.id == models.Reading.contact_id)
    return list(session.scalars(joined.where(models.Reading.informed)))


def read_contacts(session: Session, reading_ids: Sequence[UUID]) -> dict[UUID, CaseContact]:
    """What readings say, by their keys. It never changes."""
    found: dict[UUID, CaseContact] = {}
    for start in range(0, len(reading_ids), _CHUNK):
        found |= _read_some(session, reading_ids[start : start + _CHUNK])
    return found


def _read_some(session: Session, reading_ids: Sequence[UUID]) -> dict[UUID, CaseContact]:
    rows = session.execute(
        select(
            models.Reading.id,
            models.Reading.contact_id,
            models.Reading.contact_class,
            models.Reading.details,
            models.Contact.ref,
            models.Contact.medium,
            models.Contact.occurred_at,
            models.Contact.recorded_at,
        )
        .join(models.Contact, models.Contact.id == models.Reading.contact_id)
        .where(models.Reading.informed, models.Reading.id.in_(reading_ids))
    )
    matched = _matched(session, reading_ids)
    open_details = opener(session, models.Reading.details)
    found = {}
    for row in rows:
        stored = {} if row.details is None else json.loads(open_details(row.id, row.details))
        canary_ids = tuple(sorted(matched[row.id]))
        found[row.id] = CaseContact(
            row.contact_id, row.ref, row.medium, row.occurred_at, row.recorded_at,
            row.contact_class, canary_ids,
            {one: details_from(stored.get(one, [])) for one in canary_ids},
        )  # fmt: skip
    return found


def _matched(session: Session, reading_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """By reading, the canaries that it is about."""
    # One after the other: joined, SQLite without statistics begins with all orders.
    links = session.execute(
        select(models.ReadingOrder.reading_id, models.ReadingOrder.order_id).where(
            models.ReadingOrder.reading_id.in_(reading_ids)
        )
    ).all()
    orders = {order_id for _, order_id in links}
    names = dict(
        session.execute(
            select(models.CanaryOrder.id, models.CanaryOrder.canary_id).where(
                models.CanaryOrder.id.in_(orders)
            )
        ).all()
    )
    matched: dict[UUID, list[str]] = defaultdict(list)
    for reading_id, order_id in links:
        matched[reading_id].append(names[order_id])
    return matched

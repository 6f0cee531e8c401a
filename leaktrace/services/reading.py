"""Reading contacts: which facts they show, of which canary order, and what sort of contact they are."""

import json
import logging
import traceback
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium, Origin, Strength
from leaktrace.domain.copy import Fit
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.order import Canary
from leaktrace.extraction import OrderFacts, classify, extract, fit, is_informing, read_noted
from leaktrace.services.channels import load_channels
from leaktrace.services.facts import facts_of, senders_of
from leaktrace.services.opened import OpenedContact, open_contacts
from leaktrace.services.registry import load_canaries, load_exposures, load_pools
from leaktrace.services.rulings import inherit_rulings, standing_rulings
from leaktrace.services.staleness import ahead_of_now, rise_behind_readings
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import sealer_of
from leaktrace.storage.tenancy import merchant_of

__all__ = ["ReadCounts", "details_from", "read_contacts", "unread_contacts"]

_LOG = logging.getLogger(__name__)
_FAULTS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""How a rule may fail on a text that nobody thought of."""
BATCH = 2_500
"""Contacts of one delivery that are read in one transaction; a delivery bounds their size."""
_OF_ALL = 500
"""The same where they may be of as many deliveries."""
RULED = "A person decided so."
FAILED = "The program failed to read this text, which is a fault of its own: please report it."
_WITHOUT_LEAVE = (ContactClass.SCAM, ContactClass.UNKNOWN)
"""Classes of callers who had no business to know facts of an order."""
CLOCK_SLACK = timedelta(hours=1)
READ_CHARS = 100_000
"""So much of a text is read for facts; all of it is kept. Reading costs its length: about a second for this much talk,
some seconds where all of it is names or sums."""


@dataclass(frozen=True)
class ReadCounts:
    """What a batch of contacts turned out to be."""

    read: int = 0
    expected: int = 0
    matched: int = 0
    """Contacts that showed a fact of a canary order."""

    def __add__(self, other: "ReadCounts") -> "ReadCounts":
        return ReadCounts(
            self.read + other.read, self.expected + other.expected, self.matched + other.matched
        )


@dataclass(frozen=True)
class _Order:
    """A canary order that a contact on its line may speak of."""

    id: UUID
    canary: Canary
    exposures: tuple[Exposure, ...]
    pools: Mapping[Field, tuple[str, ...]]
    facts: OrderFacts

    @property
    def known_from(self) -> datetime:
        """When somebody may first have known of it: placed, or given to a channel, whichever is earlier."""
        given = (exposure.exposed_at for exposure in self.exposures)
        return min((self.canary.order.placed_at, *given))


@dataclass(frozen=True)
class _Reading:
    """What was understood of one contact."""

    contact_class: ContactClass
    reason: str
    informed: bool
    matched: tuple[_Order, ...]
    details: Mapping[str, tuple[Detail, ...]]


@lru_cache(maxsize=1)
def _nothing() -> _Reading:
    """What is understood of a contact of which no word was written down."""
    verdict = classify(text="", medium=Medium.CALL, caller=None, details=(), facts=None)
    return _Reading(verdict.contact_class, verdict.reason, informed=False, matched=(), details={})


def unread_contacts(
    session: Session,
    delivery_id: UUID | None = None,
    *,
    after: UUID | None = None,
    limit: int = _OF_ALL,
) -> list[UUID]:
    """Contacts without a reading, oldest first; of one delivery, or of all.

    Of all, a look costs every contact behind `after`, read or not.
    """
    contact = models.Contact
    query = select(contact.id).where(~exists().where(models.Reading.contact_id == contact.id))
    if delivery_id is not None:
        query = query.where(contact.delivery_id == delivery_id)
    if after is not None:
        query = query.where(contact.id > after)
    return list(session.scalars(query.order_by(contact.id).limit(limit)))


def read_contacts(
    session: Session,
    contact_ids: Sequence[UUID],
    zone: tzinfo,
    opened: Mapping[UUID, OpenedContact] | None = None,
) -> ReadCounts:
    """Read a batch of contacts.

    Args:
        session: a writing session.
        contact_ids: which; some hundreds at a time.
        zone: where "yesterday" begins.
        opened: those of them that were stored just now; the others are opened from the database.

    Cost: a fixed number of statements for the batch, and one extraction for each text and order.
    """
    known = opened or {}
    contacts = [known[one] for one in contact_ids if one in known]
    others = [one for one in contact_ids if one not in known]
    contacts += open_contacts(session, others)
    rise_behind_readings(session, others)
    inherit_rulings(session, {one.id: one.supersedes_id for one in contacts if one.supersedes_id})
    ruled = standing_rulings(session, contact_ids)
    telling = [item for item in contacts if item.text or item.noted]
    orders = _orders(session, (line for item in telling for line in item.lines), zone)
    read = []
    for item in contacts:
        says = item.text or item.noted
        reading = _read_or_failed(item, _behind(item, orders), zone) if says else _nothing()
        read.append((item, _as_ruled(reading, ruled.get(item.id)) if ruled else reading))
    _store(session, read)
    events = [reading for contact, reading in read if contact.supersedes_id is None]
    return ReadCounts(
        read=len(events),
        expected=sum(reading.contact_class is ContactClass.EXPECTED for reading in events),
        matched=sum(bool(reading.matched) for reading in events),
    )


def details_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Detail, ...]:
    """Stored details as values."""
    return tuple(
        Detail(
            field=Field(row["field"]),
            value=row["value"],
            span=None if row["span"] is None else (row["span"][0], row["span"][1]),
            strength=Strength(row["strength"]),
            contradicts=row["contradicts"],
            origin=Origin(row["origin"]),
            rule=row["rule"],
            by_holder=row["by_holder"],
        )
        for row in rows
    )


def _orders(
    session: Session, line_ids: Iterable[UUID], zone: tzinfo
) -> dict[UUID, tuple[_Order, ...]]:
    """The canary orders behind each line."""
    link, order = models.IdentityLine, models.CanaryOrder
    # Joined, SQLite would look for every line under every identity.
    links = session.execute(
        select(link.identity_id, link.line_id).where(link.line_id.in_(set(line_ids)))
    ).all()
    identities = {identity_id for identity_id, _ in links}
    rows = session.execute(
        select(order.identity_id, order.id, order.canary_id).where(
            order.identity_id.in_(identities)
        )
    ).all()
    if not rows:
        return {}
    wanted = {row.id for row in rows}
    canaries = load_canaries(session, wanted)
    exposures: dict[str, list[Exposure]] = defaultdict(list)
    for _, exposure in load_exposures(session, wanted):
        exposures[exposure.canary_id].append(exposure)
    pools = load_pools(session, wanted)
    senders = senders_of(load_channels(session))
    of_identity: dict[UUID, list[_Order]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        canary, copies = canaries[row.canary_id], tuple(exposures[row.canary_id])
        drawn = pools.get(row.canary_id, {})
        facts = facts_of(canary, copies, drawn, senders, zone)
        of_identity[row.identity_id].append(_Order(row.id, canary, copies, drawn, facts))
    found: dict[UUID, tuple[_Order, ...]] = {}
    for identity_id, line_id in links:
        found[line_id] = (*found.get(line_id, ()), *of_identity[identity_id])
    return found


def _behind(contact: OpenedContact, orders: Mapping[UUID, tuple[_Order, ...]]) -> list[_Order]:
    """The canary orders behind the lines of a contact, each once."""
    found = (order for line_id in contact.lines for order in orders.get(line_id, ()))
    return list({order.id: order for order in found}.values())


def _read_or_failed(contact: OpenedContact, orders: Sequence[_Order], zone: tzinfo) -> _Reading:
    """What is understood of a contact; of one on which the program fails, that it does."""
    try:
        return _read(contact, orders, zone)
    except _FAULTS as fault:
        # one text must keep no other from being read; a traceback may hold its words
        *_, last = traceback.extract_tb(fault.__traceback__)
        where = f"{Path(last.filename).name}:{last.lineno}"
        _LOG.error("contact %s was not read: %s at %s", contact.id, type(fault).__name__, where)
        return _Reading(ContactClass.UNKNOWN, FAILED, informed=False, matched=(), details={})


def _read(contact: OpenedContact, orders: Sequence[_Order], zone: tzinfo) -> _Reading:
    at = contact.occurred_at.astimezone(zone)
    possible = [order for order in orders if order.known_from <= contact.occurred_at + CLOCK_SLACK]
    text = contact.text[:READ_CHARS]
    details: dict[str, tuple[Detail, ...]] = {}
    weight: dict[UUID, int] = {}
    for order in possible:
        found = extract(text, order.facts, at) if text else ()
        noted = read_noted(contact.noted, order.facts, at) if contact.noted else ()
        if found or noted:
            details[order.canary.canary_id] = (*noted, *found)
            weight[order.id] = sum(_informs(detail, order) for detail in (*noted, *found))
    best = max(weight.values(), default=0)
    matched = tuple(order for order in possible if best and weight.get(order.id) == best)
    told = matched or tuple(possible)
    verdict = classify(
        text=text,
        medium=contact.medium,
        caller=contact.caller,
        details=details.get(told[0].canary.canary_id, ()) if told else (),
        facts=told[0].facts if told else None,
    )
    return _Reading(
        contact_class=verdict.contact_class,
        reason=verdict.reason,
        informed=bool(matched) and verdict.contact_class in _WITHOUT_LEAVE,
        matched=matched,
        details={order.canary.canary_id: details[order.canary.canary_id] for order in matched}
        or details,
    )


def _as_ruled(reading: _Reading, ruled: ContactClass | None) -> _Reading:
    """A reading with the class that a person decided on."""
    if ruled is None:
        return reading
    informed = bool(reading.matched) and ruled in _WITHOUT_LEAVE
    return replace(reading, contact_class=ruled, reason=RULED, informed=informed)


def _informs(detail: Detail, order: _Order) -> bool:
    """Whether a detail is right - for the order, its pools or the copy of a channel - and tells identities apart.

    Of a field that was drawn a value of the pool counts, whether anybody was given it or not, and no copy
    is looked at: else a contact would be kept because of what was drawn, and the draw could prove nothing.
    """
    pool = order.pools.get(detail.field, ())
    # A mailbox that chance picked tells more than the one that was written to.
    picked = detail.field is Field.EMAIL and bool(pool)
    if picked or detail.contradicts:
        known = pool or _held(detail.field, order)
        fits = any(fit(detail, value) is Fit.HOLDS for value in known)
        if picked or not fits:
            return fits
        detail = replace(detail, contradicts=False)
    return is_informing(detail)


def _held(field: Field, order: _Order) -> Iterator[str]:
    """What the channels have of a field."""
    for exposure in order.exposures:
        if field in exposure.holds:
            yield exposure.holds[field]


def _store(session: Session, read: list[tuple[OpenedContact, _Reading]]) -> None:
    merchant_id, sealer = merchant_of(session), sealer_of(session)
    table = models.Reading.__tablename__
    readings: list[dict[str, Any]] = []
    orders: list[dict[str, Any]] = []
    made_at, ahead = now(), ahead_of_now(session)
    for contact, reading in read:
        reading_id = new_id()
        readings.append(
            {
                "id": reading_id,
                "merchant_id": merchant_id,
                "contact_id": contact.id,
                "made_at": max([made_at, *(ahead[key] for key in contact.lines if key in ahead)])
                if ahead
                else made_at,
                "contact_class": reading.contact_class,
                "reason": reading.reason[:300],
                "informed": reading.informed,
                "details": sealer.seal(table, "details", reading_id, _details_json(reading.details))
                if reading.details
                else None,
            }
        )
        orders.extend(
            {"merchant_id": merchant_id, "reading_id": reading_id, "order_id": order.id}
            for order in reading.matched
        )
    insert_rows(session, models.Reading, readings)
    insert_rows(session, models.ReadingOrder, orders)


def _details_json(details: Mapping[str, tuple[Detail, ...]]) -> bytes:
    plain = {
        canary_id: [
            {
                "field": detail.field,
                "value": detail.value,
                "span": detail.span,
                "strength": detail.strength,
                "contradicts": detail.contradicts,
                "origin": detail.origin,
                "rule": detail.rule,
                "by_holder": detail.by_holder,
            }
            for detail in found
        ]
        for canary_id, found in details.items()
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()

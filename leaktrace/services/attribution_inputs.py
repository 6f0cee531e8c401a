"""From stored exposures, contacts and readings to the plain evidence that an attribution rests on."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import numpy as np
import rfc8785
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import FACTS, Background, Evidence, Hit, Said, estimate
from leaktrace.domain.channel import Field, View
from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.domain.copy import Fit
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.line import LineRole
from leaktrace.extraction import address_part, fit, is_informing
from leaktrace.services.reading import details_from
from leaktrace.services.registry import load_exposures
from leaktrace.storage import models
from leaktrace.storage.queries import current_contacts, current_exposures, current_readings
from leaktrace.storage.sealed import open_sealed

__all__ = ["CaseContact", "Gathered", "gather"]

ORIGIN = datetime(2020, 1, 1, tzinfo=UTC)
_SHOWS = (View.PLAIN, View.VARIANT)
_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True)
class CaseContact:
    """An informed contact."""

    contact_id: UUID
    ref: str
    medium: Medium
    occurred_at: datetime
    contact_class: ContactClass
    canary_ids: tuple[str, ...]
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class Gathered:
    """The evidence, what it was made of, and its digest."""

    evidence: Evidence | None
    """None while no channel has been given anything."""
    contacts: tuple[CaseContact, ...]
    inputs_digest: str


@dataclass(frozen=True)
class _Identity:
    number: int
    exposures: tuple[Exposure, ...]


def gather(session: Session, as_of: datetime) -> Gathered:
    """Collect everything known at an instant.

    Cost: linear in exposures and informed contacts; uninformed ones are only counted, in the database.
    """
    # In an order of their own, so that sums of floats come out equal on every engine.
    exposures = sorted(
        (value for _, value in load_exposures(session) if value.exposed_at <= as_of),
        key=lambda exposure: (exposure.canary_id, exposure.channel_id),
    )
    contacts, sealed_controls = _informed_contacts(session, as_of)
    background = _background(session, as_of)
    channels = tuple(sorted({exposure.channel_id for exposure in exposures}))
    identities = _identities(exposures)
    hits = _hits(contacts, sealed_controls, identities, channels)
    controls = tuple(
        str(contact.contact_id)
        for contact in contacts
        if any(canary_id in sealed_controls for canary_id in contact.canary_ids)
    )
    evidence = _evidence(exposures, identities, channels, hits, controls, background, as_of)
    return Gathered(evidence, contacts, _digest(exposures, hits, controls, background))


def _informed_contacts(
    session: Session, as_of: datetime
) -> tuple[tuple[CaseContact, ...], frozenset[str]]:
    """Informed contacts, oldest first, and the canary_ids of sealed controls."""
    current = current_contacts().subquery()
    rows = session.execute(
        current_readings()
        .add_columns(current.c.ref, current.c.medium, current.c.occurred_at)
        .join(current, current.c.id == models.Reading.contact_id)
        .where(models.Reading.informed, current.c.occurred_at <= as_of)
        .order_by(current.c.occurred_at, current.c.ref, current.c.id)
    ).all()
    matched: dict[UUID, list[str]] = defaultdict(list)
    links = session.execute(
        select(models.ReadingOrder.reading_id, models.CanaryOrder.canary_id)
        .join(models.CanaryOrder, models.CanaryOrder.id == models.ReadingOrder.order_id)
        .order_by(models.CanaryOrder.canary_id)
    )
    for reading_id, canary_id in links:
        matched[reading_id].append(canary_id)
    sealed = session.scalars(
        select(models.CanaryOrder.canary_id)
        .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
        .where(models.Identity.role == LineRole.CONTROL)
    )
    contacts = []
    for reading, ref, medium, occurred_at in rows:
        blob = reading.details
        stored = (
            {}
            if blob is None
            else json.loads(open_sealed(session, models.Reading.details, reading.id, blob))
        )
        first = matched[reading.id][0]
        contacts.append(
            CaseContact(
                reading.contact_id, ref, medium, occurred_at, reading.contact_class,
                tuple(matched[reading.id]), details_from(stored.get(first, [])),
            )
        )  # fmt: skip
    return tuple(contacts), frozenset(sealed)


def _identities(exposures: Sequence[Exposure]) -> dict[str, _Identity]:
    """Canaries that some channel was given, numbered."""
    grouped: dict[str, list[Exposure]] = defaultdict(list)
    for exposure in exposures:
        grouped[exposure.canary_id].append(exposure)
    return {
        canary_id: _Identity(number, tuple(grouped[canary_id]))
        for number, canary_id in enumerate(sorted(grouped))
    }


def _hits(
    contacts: Sequence[CaseContact],
    sealed_controls: frozenset[str],
    identities: Mapping[str, _Identity],
    channels: tuple[str, ...],
) -> tuple[Hit, ...]:
    """The first informed contact of each identity.

    One that may concern several identities of its line carries no weight: it is not known whose copy
    it came from.
    """
    index = {channel_id: number for number, channel_id in enumerate(channels)}
    hits: dict[str, Hit] = {}
    for contact in contacts:
        if len(contact.canary_ids) != 1:
            continue
        canary_id = contact.canary_ids[0]
        if canary_id in hits or canary_id in sealed_controls or canary_id not in identities:
            continue
        identity = identities[canary_id]
        exposed = {index[exposure.channel_id]: exposure for exposure in identity.exposures}
        reached = Field.EMAIL if contact.medium is Medium.EMAIL else Field.PHONE
        hits[canary_id] = Hit(
            contact_id=str(contact.contact_id),
            at=_days(contact.occurred_at),
            identity=identity.number,
            reach={
                number: Fit.HOLDS if exposure.views.get(reached) in _SHOWS else Fit.LACKS
                for number, exposure in exposed.items()
            },
            said=_said(contact.details, exposed),
            shown={
                number: frozenset(fact for fact in FACTS if exposure.views.get(fact[0]) in _SHOWS)
                for number, exposure in exposed.items()
            },
        )
    return tuple(hits.values())


def _said(details: Sequence[Detail], exposed: Mapping[int, Exposure]) -> tuple[Said, ...]:
    """The facts that a contact showed, each once, in their strongest form."""
    facts: dict[tuple[Field, str], Said] = {}
    order = ("exact", "partial", "fuzzy")
    for detail in sorted(details, key=lambda detail: order.index(detail.strength)):
        key = (detail.field, address_part(detail) if detail.field is Field.ADDRESS else "")
        if detail.by_holder or key in facts:
            continue
        copies = {
            number: fit(detail, exposure.holds[detail.field])
            if detail.field in exposure.holds
            else Fit.LACKS
            for number, exposure in exposed.items()
        }
        right = not detail.contradicts or Fit.HOLDS in copies.values()
        if right and is_informing(_agreeing(detail)):
            facts[key] = Said(*key, detail.strength, _pool(detail.field, exposed, copies), copies)
    return tuple(facts.values())


def _agreeing(detail: Detail) -> Detail:
    """The detail, judged by its form alone: that it is right for some copy is known already."""
    return Detail(
        detail.field, detail.value, detail.span, detail.strength, contradicts=False,
        origin=detail.origin, rule=detail.rule, by_holder=detail.by_holder,
    )  # fmt: skip


def _pool(field: Field, exposed: Mapping[int, Exposure], copies: Mapping[int, Fit]) -> int:
    """How many values of a field were given out for this order; 1 where this fact does not differ."""
    if Fit.DIFFERS not in copies.values():
        return 1
    return len(
        {
            exposure.holds[field]
            for exposure in exposed.values()
            if exposure.views.get(field) in _SHOWS
        }
    )


def _background(session: Session, as_of: datetime) -> Background:
    """Contacts on control lines, and on canary lines before their first exposure."""
    exposures = current_exposures().subquery()
    first = (
        select(models.IdentityLine.line_id, func.min(exposures.c.exposed_at).label("at"))
        .join(models.CanaryOrder, models.CanaryOrder.identity_id == models.IdentityLine.identity_id)
        .join(exposures, exposures.c.order_id == models.CanaryOrder.id)
        .group_by(models.IdentityLine.line_id)
        .subquery()
    )
    until = case((first.c.at < as_of, first.c.at), else_=as_of)
    contacts = (
        select(models.ContactLine.line_id, func.count().label("count"))
        .join(models.Contact, models.Contact.id == models.ContactLine.contact_id)
        .outerjoin(first, first.c.line_id == models.ContactLine.line_id)
        .where(models.Contact.occurred_at < until)
        .group_by(models.ContactLine.line_id)
        .subquery()
    )
    rows = session.execute(
        select(models.Line.acquired_at, first.c.at, func.coalesce(contacts.c.count, 0))
        .outerjoin(first, first.c.line_id == models.Line.id)
        .outerjoin(contacts, contacts.c.line_id == models.Line.id)
        .order_by(models.Line.line_id)
    ).all()
    ends = [as_of if at is None else min(at, as_of) for _, at, _ in rows]
    days = [max(0.0, _days(end) - _days(row[0])) for row, end in zip(rows, ends, strict=True)]
    return estimate([row[2] for row in rows], days)


def _evidence(
    exposures: Sequence[Exposure],
    identities: Mapping[str, _Identity],
    channels: tuple[str, ...],
    hits: tuple[Hit, ...],
    controls: tuple[str, ...],
    background: Background,
    as_of: datetime,
) -> Evidence | None:
    start = min((_days(exposure.exposed_at) for exposure in exposures), default=_days(as_of))
    if not _days(as_of) > start and not controls:
        return None
    index = {channel_id: number for number, channel_id in enumerate(channels)}
    shown: dict[Any, int] = {}
    return Evidence(
        channels=channels,
        start=min(start, _days(as_of) - 1e-6),
        end=_days(as_of),
        exposure_identity=np.array(
            [identities[e.canary_id].number for e in exposures], dtype=np.int64
        ),
        exposure_channel=np.array([index[e.channel_id] for e in exposures], dtype=np.int64),
        exposure_at=np.array([_days(e.exposed_at) for e in exposures], dtype=np.float64),
        exposure_copy=np.array(
            [shown.setdefault(frozenset(e.holds.items()), len(shown)) for e in exposures],
            dtype=np.int64,
        ),
        hits=hits,
        identities=len(identities),
        background=background,
        control_hits=controls,
    )


def _digest(
    exposures: Sequence[Exposure],
    hits: Sequence[Hit],
    controls: Sequence[str],
    background: Background,
) -> str:
    """A digest of all inputs in canonical JSON (RFC 8785), to know equal inputs again."""
    said: list[Any] = [
        [
            hit.contact_id, hit.at, hit.identity,
            [[str(said.field), said.part, str(said.strength), said.pool, {str(k): str(v) for k, v in said.copies.items()}] for said in hit.said],
        ]
        for hit in hits
    ]  # fmt: skip
    digest = hashlib.sha256()
    digest.update(b'{"background":' + rfc8785.dumps([background.rate, background.shape]))
    digest.update(b',"controls":' + rfc8785.dumps(list(controls)))
    digest.update(b',"exposures":[' + ",".join(map(_canonical, exposures)).encode())
    digest.update(b'],"hits":' + rfc8785.dumps(said) + b"}")
    return "sha256:" + digest.hexdigest()


def _canonical(exposure: Exposure) -> str:
    """An exposure in canonical JSON.

    By hand, since there are many of them: for strings under ASCII keys the encoder of the standard
    library writes the same in a tenth of the time. It differs in numbers.
    """
    parts = (
        _PLAIN(exposure.canary_id),
        _PLAIN(exposure.channel_id),
        rfc8785.dumps(_days(exposure.exposed_at)).decode(),
        _PLAIN(exposure.holds),
        _PLAIN(exposure.views),
    )
    return f"[{','.join(parts)}]"


def _days(at: datetime) -> float:
    return (at - ORIGIN).total_seconds() / 86_400

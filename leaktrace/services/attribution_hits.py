"""Informed contacts, compared with every copy."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from leaktrace.attribution import FACTS, Hit, Said
from leaktrace.domain.channel import Field, View
from leaktrace.domain.contact import Detail, Medium
from leaktrace.domain.copy import Fit
from leaktrace.domain.exposure import Exposure
from leaktrace.extraction import address_part, fit, is_informing, said_value
from leaktrace.services.attribution_contacts import CaseContact, days

__all__ = ["hits"]

_SHOWS = (View.PLAIN, View.VARIANT)
_ORDER = ("exact", "partial", "fuzzy")
Pools = Mapping[Field, tuple[str, ...]]


def hits(
    contacts: Sequence[CaseContact],
    exposures: Mapping[str, tuple[int, Sequence[Exposure]]],
    pools: Mapping[str, Pools],
    channels: tuple[str, ...],
) -> tuple[Hit, ...]:
    """Every informed contact, once for each canary whose order it may be about.

    Which of them counts for an identity is for the attribution to say.

    Args:
        contacts: informed contacts, oldest first.
        exposures: canary to its number and its copies; no sealed controls.
        pools: canary to the values that were drawn from.
        channels: in the order of their numbers.
    """
    index = {channel_id: number for number, channel_id in enumerate(channels)}
    return tuple(
        _hit(contact, canary_id, *exposures[canary_id], pools.get(canary_id, {}), index)
        for contact in contacts
        for canary_id in contact.canary_ids
        if canary_id in exposures
    )


def _hit(
    contact: CaseContact,
    canary_id: str,
    identity: int,
    copies: Sequence[Exposure],
    pools: Pools,
    index: Mapping[str, int],
) -> Hit:
    exposed = {index[exposure.channel_id]: exposure for exposure in copies}
    reached = Field.EMAIL if contact.medium is Medium.EMAIL else Field.PHONE
    return Hit(
        contact_id=str(contact.contact_id),
        at=days(contact.occurred_at),
        identity=identity,
        reach={
            channel: Fit.HOLDS if exposure.views.get(reached) in _SHOWS else Fit.LACKS
            for channel, exposure in exposed.items()
        },
        said=_said(contact.read_as[canary_id], exposed, pools),
        shown={
            channel: frozenset(fact for fact in FACTS if exposure.views.get(fact[0]) in _SHOWS)
            for channel, exposure in exposed.items()
        },
    )


def _said(
    details: Sequence[Detail], exposed: Mapping[int, Exposure], pools: Pools
) -> tuple[Said, ...]:
    """The facts that a contact showed, each once, in their strongest form."""
    facts: dict[tuple[Field, str], Said] = {}
    for detail in sorted(details, key=lambda detail: _ORDER.index(detail.strength)):
        key = (detail.field, address_part(detail) if detail.field is Field.ADDRESS else "")
        if detail.by_holder or key in facts:
            continue
        copies = {
            number: fit(detail, exposure.holds[detail.field])
            if detail.field in exposure.holds
            else Fit.LACKS
            for number, exposure in exposed.items()
        }
        pool = pools.get(detail.field, ())
        drawn = said_value(detail.field, pool, [detail]) is not None
        right = drawn or not detail.contradicts or Fit.HOLDS in copies.values()
        if right and (drawn or is_informing(replace(detail, contradicts=False))):
            size = len(pool) if drawn else _issued(detail.field, exposed, copies)
            facts[key] = Said(*key, detail.strength, size, copies)
    return tuple(facts.values())


def _issued(field: Field, exposed: Mapping[int, Exposure], copies: Mapping[int, Fit]) -> int:
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

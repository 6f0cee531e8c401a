"""What the sealed draws let the evidence say: revealed values, who could see which, routes by chance."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leaktrace.attribution import Flaw, Reveal, RouteBlock
from leaktrace.domain.channel import Field, View
from leaktrace.domain.exposure import Exposure
from leaktrace.extraction import address_part, is_informing, said_value, shown_values
from leaktrace.services.attribution_contacts import CaseContact, days
from leaktrace.services.drawn import Drawn, DrawnPool

__all__ = [
    "Copies",
    "Held",
    "Holding",
    "drawn_channels",
    "holdings",
    "number_channels",
    "reveals",
    "route_blocks",
    "who_sees",
]

Copies = Mapping[str, tuple[int, Sequence[Exposure]]]
"""Canary to its number and its copies."""
_WHOLE = (View.PLAIN, View.VARIANT)


@dataclass(frozen=True)
class Held:
    """Who can see which values of one pool."""

    pool: DrawnPool
    identity: int
    exposures: Mapping[str, Exposure]
    """By channel."""
    visible: Mapping[str, frozenset[int]]
    """Channel to what its own copy shows, and what passed through it."""

    def others(self, channel_id: str) -> frozenset[int]:
        """The values that were drawn for others, or that others can see."""
        drawn = {value for other, value in self.pool.given.items() if other != channel_id}
        seen = (values for other, values in self.visible.items() if other != channel_id)
        return frozenset(drawn).union(*seen)

    def shows_own(self, channel_id: str) -> bool:
        """Whether the channel can see what was drawn for it: the variant survived."""
        return self.pool.given[channel_id] in self.visible.get(channel_id, ())

    def alone(self, channel_id: str) -> bool:
        """Whether only this channel can see what was drawn for it."""
        own = self.pool.given[channel_id]
        return self.shows_own(channel_id) and own not in self.others(channel_id)


@dataclass(frozen=True)
class Holding:
    """How well the variants that one channel was drawn can speak of it."""

    channel_id: str
    alone: int
    """Canaries of which it holds a drawn value that no other channel could see."""
    shared: int
    """Canaries of which it holds drawn values, but others could see each of them."""
    shared_with: Mapping[str, int]
    """Those others, and for how many canaries."""
    lost: int
    """Canaries of which its copy shows no value that was drawn for it."""
    unconfirmed: int
    """Canaries of which nobody read back what it holds."""


def number_channels(channels: Sequence[str], drawn: Drawn, exposures: Copies) -> Mapping[str, int]:
    """The number of each channel; those that have no copy of anything come after all others.

    Such a channel takes no part in the attribution, but what it was drawn, or saw in transit, is its.
    """
    also = {name for pools in drawn.pools.values() for pool in pools for name in pool.given}
    also |= {name for _, copies in exposures.values() for copy in copies for name in copy.via}
    return {name: n for n, name in enumerate((*channels, *sorted(also - set(channels))))}


def who_sees(drawn: Drawn, exposures: Copies) -> dict[str, tuple[Held, ...]]:
    """By canary, who can see which values of each of its pools; canaries that nobody has are left out."""
    return {
        canary_id: tuple(_held(pool, *exposures[canary_id]) for pool in pools)
        for canary_id, pools in drawn.pools.items()
        if canary_id in exposures
    }


def reveals(
    contacts: Iterable[CaseContact],
    held: Mapping[str, tuple[Held, ...]],
    drawn: Drawn,
    numbers: Mapping[str, int],
) -> tuple[Reveal, ...]:
    """Every contact that says exactly one value of a pool: not only the first of an identity.

    One that may concern several identities says nothing about any of them.
    """
    return tuple(
        _reveal(contact, one, value, drawn, numbers)
        for contact in contacts
        if len(contact.canary_ids) == 1
        for one in held.get(contact.canary_ids[0], ())
        if (value := said_value(one.pool.field, one.pool.values, contact.details)) is not None
    )


def drawn_channels(
    held: Mapping[str, tuple[Held, ...]], numbers: Mapping[str, int]
) -> frozenset[int]:
    """The channels that somewhere hold a drawn value which only they can see: the lottery can speak of them."""
    return frozenset(
        numbers[channel_id]
        for pools in held.values()
        for one in pools
        for channel_id in one.pool.given
        if channel_id in one.exposures and one.alone(channel_id)
    )


def route_blocks(
    drawn: Drawn, exposures: Copies, numbers: Mapping[str, int]
) -> tuple[RouteBlock, ...]:
    """The blocks, without canaries that were given away before the draw.

    A canary that went another way counts as it was drawn: leaving it out would make the rest no draw.
    """
    blocks = []
    for block in drawn.blocks:
        routed = {
            exposures[canary_id][0]: numbers[channel_id]
            for canary_id, channel_id in sorted(block.routed.items())
            if canary_id in exposures
            and channel_id in numbers
            and block.draw.precedes(drawn.first_exposed.get(canary_id))
        }
        blocks += [RouteBlock(routed)] if len(routed) > 1 else []
    return tuple(blocks)


def holdings(held: Mapping[str, tuple[Held, ...]]) -> tuple[Holding, ...]:
    """For each channel that was drawn a value and has a copy, in the order of their ids."""
    counts: dict[str, Counter[str]] = {}
    sharing: dict[str, Counter[str]] = {}
    for pools in held.values():
        for channel_id in sorted({name for one in pools for name in one.pool.given}):
            own = [
                one for one in pools if channel_id in one.pool.given and channel_id in one.exposures
            ]
            if not own:
                continue
            count = counts.setdefault(channel_id, Counter())
            with_ = {other for one in own for other in _sharing(one, channel_id)}
            count[_state(own, channel_id)] += 1
            count["unconfirmed"] += not own[0].exposures[channel_id].read_back
            sharing.setdefault(channel_id, Counter()).update(with_)
    return tuple(
        Holding(
            channel_id, count["alone"], count["shared"], dict(sorted(sharing[channel_id].items())),
            count["lost"], count["unconfirmed"],
        )
        for channel_id, count in sorted(counts.items())
    )  # fmt: skip


def _state(own: Sequence[Held], channel_id: str) -> str:
    if any(one.alone(channel_id) for one in own):
        return "alone"
    return "shared" if any(one.shows_own(channel_id) for one in own) else "lost"


def _sharing(one: Held, channel_id: str) -> Iterator[str]:
    """The other channels that can see what this one was drawn."""
    if not one.shows_own(channel_id):
        return
    own = one.pool.given[channel_id]
    for other, values in one.visible.items():
        if other != channel_id and own in values:
            yield other


def _held(pool: DrawnPool, identity: int, exposures: Sequence[Exposure]) -> Held:
    visible: dict[str, frozenset[int]] = {}
    for exposure in exposures:
        seen = _shown(pool, exposure)
        own = exposure.channel_id
        # In transit a value may still be whole which the copy shows masked or cut.
        sent = seen | {pool.given[own]} if own in pool.given else seen
        visible[own] = visible.get(own, frozenset()) | seen
        for channel_id in exposure.via:
            visible[channel_id] = visible.get(channel_id, frozenset()) | sent
    return Held(pool, identity, {exposure.channel_id: exposure for exposure in exposures}, visible)


def _shown(pool: DrawnPool, exposure: Exposure) -> frozenset[int]:
    """The values of a pool that a copy shows."""
    held = exposure.holds.get(pool.field)
    if held is None:
        return frozenset()
    masked = exposure.views.get(pool.field) not in _WHOLE or "*" in held
    return shown_values(pool.field, pool.values, held, masked=masked)


def _reveal(
    contact: CaseContact, held: Held, value: int, drawn: Drawn, numbers: Mapping[str, int]
) -> Reveal:
    pool = held.pool
    return Reveal(
        contact_id=str(contact.contact_id),
        at=days(contact.occurred_at),
        identity=held.identity,
        field=pool.field,
        pool=len(pool.values),
        value=value,
        drawn={numbers[channel_id]: one for channel_id, one in pool.given.items()},
        visible={
            numbers[channel_id]: _by_then(held, channel_id, value, contact)
            for channel_id in held.visible
        },
        known=days(contact.recorded_at),
        alone=not _facts(contact, drawn) - {_fact_of(pool.field)},
        flaw=_flaw(contact, pool, drawn),
        unconfirmed=frozenset(
            numbers[channel_id]
            for channel_id, exposure in held.exposures.items()
            if not exposure.read_back
        ),
    )


def _fact_of(field: Field) -> tuple[Field, str]:
    return field, "unit" if field is Field.ADDRESS else ""


def _facts(contact: CaseContact, drawn: Drawn) -> set[tuple[Field, str]]:
    """The facts that the caller showed; of a pool any value, whether anybody was given it or not."""
    pools = {pool.field: pool.values for pool in drawn.pools[contact.canary_ids[0]]}
    return {
        (detail.field, address_part(detail) if detail.field is Field.ADDRESS else "")
        for detail in contact.details
        if not detail.by_holder
        and is_informing(replace(detail, contradicts=False))
        and (
            not detail.contradicts
            or said_value(detail.field, pools.get(detail.field, ()), [detail]) is not None
        )
    }


def _by_then(held: Held, channel_id: str, value: int, contact: CaseContact) -> frozenset[int]:
    """What a channel could see when the contact came and said a value.

    All that a channel ever sees counts against the others, whenever it saw it.

    A channel that had its copy only later, or whose copy lost the drawn value, can lose a bet and never
    win one. To take it out of the lottery would be unsound: whether a value survives may depend on which
    it is, when a copy was had may be put right by one who knows what was said, and those that are left
    are then likelier to be the one that was said.
    """
    seen = held.visible[channel_id]
    own = held.pool.given.get(channel_id)
    exposure = held.exposures.get(channel_id)
    if own is None:
        return seen
    if exposure is None:
        return seen - {own}
    if value != own:
        return seen | {own}
    return seen if exposure.exposed_at < contact.occurred_at else seen - {own}


def _flaw(contact: CaseContact, pool: DrawnPool, drawn: Drawn) -> Flaw | None:
    if not pool.draw.precedes(drawn.first_exposed.get(pool.canary_id)):
        return Flaw.DRAWN_LATE
    opened_at = pool.draw.opened_at
    if opened_at is not None and contact.recorded_at >= opened_at:
        return Flaw.UNSEALED
    return None

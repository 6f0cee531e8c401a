"""What is dealt to a batch of identities: their addresses, and what was drawn of pools that are theirs alone.

Pure, and by far the most work of making canaries: another process can do it while this one writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leaktrace.attribution import Draw, Pool, WrittenDraw
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.premises import Premises
from leaktrace.seeding.garbage import rarely_collected
from leaktrace.seeding.personas import (
    Persona,
    address_share,
    mailbox_pool,
    name_pool,
    nick_pool,
    note_pool,
    people,
)

__all__ = ["LEAST_VALUES", "Dealt", "Seat", "deal", "gather"]

LEAST_VALUES = 20
"""A pool with fewer values is not drawn from: it would prove little."""
_ADDRESSES = 51
"""A pool of fifty, and the identity's own."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An identity among those that share its line, and which channels are to get values of their own."""

    canary_id: str
    persona: Persona
    line_id: str
    place: int
    """Which of the identities of the line it is, from 0 ..."""
    mates: int
    """... and how many there are."""
    premises: Premises
    domain: str
    """The merchant's mail domain that its mailboxes lie under; empty if it has none."""
    receivers: Mapping[Field, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dealt:
    """What came of dealing to a batch."""

    addresses: tuple[str, ...]
    """Of each identity, its own; it is in no pool."""
    draw: WrittenDraw | None
    """Of all its pools; None where there are none."""
    not_varied: int
    """Pools that there were not enough values for."""


@rarely_collected()
def gather(
    seed: bytes, start: int, count: int, per_line: int, locale: str = "zh_CN"
) -> list[Persona]:
    """So many people from a number on: those of one line after those of another."""
    return list(people(seed, start, count, locale, per_line=per_line))


@rarely_collected()
def deal(seed: bytes, draw_seed: bytes, seats: Sequence[Seat]) -> Dealt:
    """Deal to a batch.

    Args:
        seed: of the personas.
        draw_seed: of the sealed draw, fresh for each batch.
        seats: the identities.
    """
    addresses: list[str] = []
    pools: list[Pool] = []
    not_varied = 0
    for seat in seats:
        *drawn, own = address_share(
            seed, seat.line_id, seat.premises, mate=seat.place, mates=seat.mates, size=_ADDRESSES
        )
        addresses.append(own)
        for name, receivers in seat.receivers.items():
            values = tuple(drawn) if name is Field.ADDRESS else _values(seed, seat, name)
            if len(values) < max(LEAST_VALUES, len(receivers) + 1):
                not_varied += 1
            else:
                pools.append(Pool(seat.canary_id, name, values, receivers))
    draw = Draw(draw_seed, tuple(pools)).written() if pools else None
    return Dealt(tuple(addresses), draw, not_varied)


def _values(seed: bytes, seat: Seat, name: Field) -> tuple[str, ...]:
    """The values of a field that channels may be given; none where it cannot be varied."""
    try:
        return _pool(seed, seat, name)
    except InputError:  # such as names of a script that are not told apart in texts
        return ()


def _pool(seed: bytes, seat: Seat, name: Field) -> tuple[str, ...]:
    persona = seat.persona
    match name:
        case Field.NAME:
            return name_pool(seed, persona)
        case Field.NICK:
            return nick_pool(seed, persona)
        case Field.NOTE:
            return note_pool(seed, seat.line_id, persona.locale, mate=seat.place, mates=seat.mates)
        case Field.EMAIL if seat.domain:
            return mailbox_pool(seed, persona, seat.domain)
        case _:
            return ()

"""What the attribution is given: exposures, informed contacts, draws, the background. Plain values.

Times are days as floats since any origin that all of them share; channels and identities are
numbered from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, reduce
from operator import or_

import numpy as np

from leaktrace.attribution.background import Background
from leaktrace.attribution.coding import CODES, bits_of, cells
from leaktrace.attribution.exposures import Exposures, FloatArray, IntArray
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = [
    "Evidence",
    "Exposures",
    "Flaw",
    "FloatArray",
    "Hit",
    "IntArray",
    "Reveal",
    "RouteBlock",
    "Said",
]

_WAYS_TO_REACH = frozenset({Field.PHONE, Field.EMAIL})


@dataclass(frozen=True)
class Said:
    """One fact that a contact showed about one identity: the right value, or one out of its pool."""

    field: Field
    part: str
    """``place`` or ``unit`` where a part of an address was said, else empty."""
    strength: Strength
    pool: int
    """How many values the pool of this identity and field has; 1 where every channel got the same."""
    copies: Mapping[int, Fit]
    """How the copy of each channel that was exposed to the identity compares. A channel that is
    left out is neither helped nor harmed by this fact."""
    again: bool = False
    """Said in a later contact than the one that has the vote: only which value it was counts."""

    @property
    def counts(self) -> bool:
        """The way a contact came is judged once, by `Hit.reach`; saying it again proves nothing new."""
        return self.pool > 1 or self.field not in _WAYS_TO_REACH

    @cached_property
    def cells(self) -> IntArray:
        """`copies` as `coding.cells`."""
        return cells({channel: CODES[fit] for channel, fit in self.copies.items()})

    @cached_property
    def denied(self) -> frozenset[int]:
        """Channels whose copy shows another value."""
        return frozenset(one for one, fit in self.copies.items() if fit is Fit.DIFFERS)

    @cached_property
    def said_again(self) -> "Said":
        """The same, as a later contact adds it to a vote."""
        return replace(self, again=True)

    @cached_property
    def facts(self) -> int:
        """Which of `params.FACTS` was told, as a bit; a surname alone tells none."""
        if self.field is Field.NAME and self.strength is Strength.PARTIAL:
            return 0
        whole = self.field is Field.ADDRESS and not self.part
        return bits_of(frozenset({(self.field, "unit" if whole else self.part)}))


@dataclass(frozen=True)
class Hit:
    """An informed contact on one identity; one that may concern several is there once for each.

    One identity, one vote: `leaktrace.attribution.likelihood.votes` picks it.
    """

    contact_id: str
    at: float
    identity: int
    reach: Mapping[int, Fit]
    """Whether each exposed channel's copy shows the phone number or mailbox that was used
    (``LACKS`` for a relay number or none)."""
    said: tuple[Said, ...]
    shown: Mapping[int, frozenset[tuple[Field, str]]] = field(default_factory=dict)
    """For each exposed channel the facts out of `params.FACTS` that its copy shows in full (a masked
    name is not). From it the weight of what was left unsaid; where it is empty, nothing is made of
    silence about facts."""

    @cached_property
    def counted(self) -> tuple[Said, ...]:
        """The facts that carry weight."""
        return tuple(said for said in self.said if said.counts)

    @cached_property
    def told(self) -> int:
        """Which of `params.FACTS` it told, a bit each."""
        return reduce(or_, (said.facts for said in self.said), 0)

    @cached_property
    def denied(self) -> frozenset[int]:
        """Channels of which the caller said another value than their copy shows."""
        return frozenset().union(*(said.denied for said in self.said if said.pool > 1))

    @cached_property
    def owners(self) -> frozenset[int]:
        """Channels whose own value was said, none of theirs being denied."""
        held = (
            one
            for said in self.said
            if said.pool > 1
            for one, fit in said.copies.items()
            if fit is Fit.HOLDS
        )
        return frozenset(held) - self.denied

    @cached_property
    def reach_cells(self) -> IntArray:
        """`reach` as `coding.cells`."""
        return cells({channel: CODES[fit] for channel, fit in self.reach.items()})

    @cached_property
    def shown_cells(self) -> IntArray:
        """`shown` as `coding.cells`: a bit for each of `params.FACTS`."""
        return cells({channel: bits_of(facts) for channel, facts in self.shown.items()})

    @cached_property
    def channels(self) -> frozenset[int]:
        """All channels that it compares with."""
        compared = (self.reach, self.shown, *(said.copies for said in self.said))
        return frozenset().union(*compared)


class Flaw(StrEnum):
    """Why a value that a caller said cannot carry an accusation."""

    DRAWN_LATE = "drawn_late"
    """The draw was committed to only after some channel had its copy."""
    UNSEALED = "unsealed"
    """The contact was recorded after somebody had seen the draw."""
    NOT_READ_BACK = "not_read_back"
    """Nobody looked what the channel really holds."""


@dataclass(frozen=True)
class Reveal:
    """A contact that said exactly one value of the pool of an identity and field.

    Every contact that does so is one, not only the first of an identity. Values are numbered within
    their pool.
    """

    contact_id: str
    at: float
    identity: int
    field: Field
    pool: int
    """How many values the pool has, the ones included that nobody was given."""
    value: int
    """The one that was said."""
    drawn: Mapping[int, int]
    """Channel to the value that the draw gave it."""
    visible: Mapping[int, frozenset[int]]
    """Channel to the values that it could see at the time: those its copy was read back to show, those
    that passed through it, and those that a masked copy fits while it does not fit the whole pool."""
    known: float = 0.0
    """When the contact was recorded; bets are made in this order."""
    alone: bool = False
    """The contact showed no other fact. What is said by chance mostly stands alone."""
    flaw: Flaw | None = None
    unconfirmed: frozenset[int] = frozenset()
    """Channels whose copy was not read back."""


@dataclass(frozen=True)
class RouteBlock:
    """Identities alike but for one tier of their route, which a sealed draw chose."""

    routed: Mapping[int, int]
    """Identity to the channel it was sent by; the options are the channels that occur."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything that one attribution rests on.

    Raises:
        ValueError: the window is empty, or arrays do not fit one another.
    """

    channels: tuple[str, ...]
    start: float
    """Begin of the window that was watched."""
    end: float
    exposures: Exposures
    hits: tuple[Hit, ...]
    background: Background
    control_hits: tuple[str, ...]
    """Informed contacts that hit a sealed control identity."""
    reveals: tuple[Reveal, ...] = ()
    """In any order."""
    drawn_channels: frozenset[int] = frozenset()
    """Channels that hold a value of a sealed draw: the lottery can speak of these."""
    blocks: tuple[RouteBlock, ...] = ()
    family: int | None = None
    """How many channels an accusation could fall on; all that the merchant has listed. Left out: those
    in `channels`."""

    def __post_init__(self) -> None:
        if not self.end > self.start:
            raise ValueError("the window of the evidence is empty")
        identities = [hit.identity for hit in self.hits]
        channels = frozenset().union(*(hit.channels for hit in self.hits))
        for numbers, limit in (
            (self.exposures.channel, len(self.channels)),
            (np.array(identities, dtype=np.int64), self.identities),
            (np.array(sorted(channels), dtype=np.int64), len(self.channels)),
        ):
            if len(numbers) and (numbers.min() < 0 or numbers.max() >= limit):
                raise ValueError("an identity or channel number is out of range")

    @property
    def identities(self) -> int:
        """How many there are."""
        return self.exposures.identities

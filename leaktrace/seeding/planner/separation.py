"""What one order by each route does for each ordered pair of channels, as arrays.

With a leak rate rho, background eps and disclosure v (section 5 of the design notes), the Bhattacharyya
distance that one order puts between a leak of c and one of d is::

    only c on the order:                   B = -ln(sqrt(eps p1) + sqrt((1 - eps)(1 - p1))),
                                           p1 = 1 - (1 - eps)(1 - rho)
    both on it, with different values:     B = -ln(1 - rho v)

and after n orders they are mistaken for one another with a chance of at most exp(-sum of B).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.params import Params
from leaktrace.domain.channel import Field
from leaktrace.seeding.planner.brief import VARIED, Brief
from leaktrace.seeding.planner.variants import Variants

__all__ = ["AHEAD", "BY_CHANCE", "Separation", "by_route", "by_value"]

BY_CHANCE = 0.01
"""eps: P(an order brings an informed contact though no copy leaked), as in the study."""
AHEAD = Params().separable_gap
"""Days by which one copy has to come before another for the time of a contact to tell."""

BoolArray = NDArray[np.bool_]


def by_route(rate: float) -> float:
    """B of an order that only one of two channels has."""
    hit = 1.0 - (1.0 - BY_CHANCE) * (1.0 - rate)
    return -math.log(math.sqrt(BY_CHANCE * hit) + math.sqrt((1.0 - BY_CHANCE) * (1.0 - hit)))


def by_value(rate: float, told: FloatArray) -> FloatArray:
    """B of orders where the copies of two channels differ in values that are told so often."""
    return np.asarray(-np.log(1.0 - rate * told))


@dataclass(frozen=True, eq=False)
class Separation:
    """All routes against all ordered pairs."""

    pairs: tuple[tuple[int, int], ...]
    """Channel numbers: who leaks, and whom it is not to be taken for."""
    holds: BoolArray
    """Routes x channels."""
    only: BoolArray
    """Routes x pairs: the first has the order and the second has not."""
    both: BoolArray
    told: FloatArray
    """Where both have it: P(a caller of the first says a value by which the second's copy differs)."""
    ahead: BoolArray
    """Where both have it, the first has it `AHEAD` days before the second."""
    variants: tuple[Variants, ...]
    """Of each route."""
    rate: float
    """The geometric mean of the rates to plan for."""

    @classmethod
    def of(cls, brief: Brief) -> "Separation":
        """Cost: routes x pairs; routes with the same channels and variants are looked at once."""
        channels = {one.channel_id: one for one in brief.channels}
        number = {name: place for place, name in enumerate(brief.channel_ids)}
        holds = np.zeros((len(brief.routes), len(channels)), dtype=np.bool_)
        delay = np.zeros(holds.shape)
        for row, route in enumerate(brief.routes):
            for name in route.channel_ids:
                holds[row, number[name]] = True
                delay[row, number[name]] = route.delay(name)
        variants = tuple(Variants.of(route, brief, channels) for route in brief.routes)
        size = len(channels)
        pairs = tuple((c, d) for c in range(size) for d in range(size) if c != d)
        first, second = np.array(pairs).T
        both = holds[:, first] & holds[:, second]
        return cls(
            pairs=pairs,
            holds=holds,
            only=holds[:, first] & ~holds[:, second],
            both=both,
            told=_told(variants, holds, brief, pairs),
            ahead=both & (delay[:, second] - delay[:, first] >= AHEAD),
            variants=variants,
            rate=math.exp(sum(math.log(rate) for rate in brief.rates) / len(brief.rates)),
        )

    @property
    def worth(self) -> FloatArray:
        """Routes x pairs: what one order separates, where an order that only one of two has counts one."""
        return np.asarray(self.only + by_value(self.rate, self.told) / by_route(self.rate))

    def chance(self, margin: float) -> float:
        """The bound on being mistaken at such a margin."""
        return math.exp(-by_route(self.rate) * margin)

    def totals(self, table: BoolArray, counts: IntArray) -> IntArray:
        """For each pair, the orders on which something holds."""
        return np.asarray(counts @ table.astype(np.int64))


def _told(
    variants: Sequence[Variants],
    holds: BoolArray,
    brief: Brief,
    pairs: Sequence[tuple[int, int]],
) -> FloatArray:
    """Routes x pairs. Most routes have few channels with values of their own, so pairs are looked up once."""
    told = np.zeros((len(variants), len(pairs)))
    place = {pair: column for column, pair in enumerate(pairs)}
    known: dict[tuple[object, ...], float] = {}
    for row, one in enumerate(variants):
        there = np.flatnonzero(holds[row]).tolist() if one.own else []
        owners = _owners(one.own)
        for c in there:
            for d in there:
                if c == d:
                    continue
                mine, theirs = (brief.channels[c], brief.channels[d])
                key = (c, d, one.own.get(mine.channel_id), one.own.get(theirs.channel_id), owners)
                if key not in known:
                    known[key] = one.told(mine, theirs, brief)
                told[row, place[c, d]] = known[key]
    return told


def _owners(own: Mapping[str, Sequence[Field]]) -> tuple[int, ...]:
    """How many values of their own there are in each field."""
    return tuple(sum(name in names for names in own.values()) for name in VARIED)

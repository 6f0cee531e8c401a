"""How likely it is that a caller with a copy, or without one, says what was heard: the true densities."""

from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.simulation import FACTS_SAID, POOL_SIZES, Scenario, Variants, World
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["Speech"]

_FIELDS = len(POOL_SIZES)
_PATTERNS: BoolArray = (
    np.arange(1 << len(FACTS_SAID))[:, None] >> np.arange(len(FACTS_SAID)) & 1
).astype(np.bool_)
"""All ways to say some of the facts and not the others."""


@dataclass(frozen=True, eq=False)
class Speech:
    """The densities of one world."""

    world: World
    from_copy: FloatArray
    """Channels x patterns."""
    by_chance: FloatArray
    """Of the background, by pattern."""

    @classmethod
    def of(cls, world: World) -> "Speech":
        """Work the densities out of the scenario, as `simulation.speech` draws from them."""
        scenario = world.scenario
        chances = np.array(scenario.said) * scenario.talk
        copies = []
        for shows in world.layout.shows:
            some = _patterns(np.where(shows, chances, 0.0))
            some[0] = 0.0
            # Whoever shows knowledge shows at least one fact of those that the copy has.
            told = scenario.informed * some / max(float(some.sum()), 1e-300)
            told[0] = 1.0 - scenario.informed if shows.any() else 1.0
            copies.append(_heard(scenario, told))
        noise = _patterns(np.array(scenario.chance) * scenario.chance_factor)
        return cls(world, np.array(copies), _heard(scenario, noise))

    def ratios(self, rows: IntArray, line: int, holders: IntArray) -> FloatArray:
        """Calls x holders: density from the holder's copy, over rate and density of the background.

        Args:
            rows: numbers of calls on the line, after its order was placed.
            line: which.
            holders: channels that were given its order.
        """
        calls, scenario = self.world.calls, self.world.scenario
        pattern = calls.said[rows] @ (1 << np.arange(len(FACTS_SAID)))
        ratio = self.from_copy[holders][:, pattern].T / self.by_chance[pattern][:, None]
        if scenario.variants is not Variants.NONE:
            wrong = scenario.hearing_error[0]
            for field, pool in enumerate(POOL_SIZES):
                own = self.world.layout.value[line, holders, field]
                heard = calls.value[rows, field][:, None]
                match = np.where(heard == own, 1.0 - wrong, wrong / (pool - 1)) * pool
                ratio = np.where(calls.said[rows, field][:, None], ratio * match, ratio)
        return np.asarray(ratio / scenario.calls)


def _patterns(chances: FloatArray) -> FloatArray:
    """The chance of each pattern where every fact is said on its own."""
    return np.asarray(np.where(_PATTERNS, chances, 1.0 - chances).prod(axis=1))


def _heard(scenario: Scenario, told: FloatArray) -> FloatArray:
    """From what is said to what is heard: without pools, what is misheard is lost."""
    if scenario.variants is not Variants.NONE:
        return told
    heard = told.copy()
    wrong = scenario.hearing_error[0]
    for field in range(_FIELDS):
        said = np.flatnonzero(_PATTERNS[:, field])
        lost = heard[said] * wrong
        heard[said] -= lost
        heard[said - (1 << field)] += lost
    return heard

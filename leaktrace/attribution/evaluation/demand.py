"""How many canaries it takes until the leaker comes to a posterior of 0.95."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from leaktrace.attribution.judging import judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import Scenario, simulate

__all__ = ["CANARIES", "DEMAND_WORLDS", "asks_for_canaries", "enough", "found"]

CANARIES: Final = (10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360)
"""Numbers of canaries that are tried, from few to many."""
DEMAND_WORLDS: Final = 100
"""Worlds of each number."""
_BELIEF: Final = 0.95
_HALF: Final = 0.5


def asks_for_canaries(scenario: Scenario) -> bool:
    """Whether the question makes sense: a listed channel leaks, and nothing fixes the hits."""
    return scenario.leakers > 0 and scenario.leak_prior is None and scenario.hits is None


def found(scenario: Scenario, canaries: int, seeds: Sequence[int]) -> tuple[float, ...]:
    """For each world with so many canaries, the share of its leakers that come to 0.95.

    A piece of work for one process.
    """
    sized = replace(scenario, identities=canaries)
    shares = []
    for seed in seeds:
        world = simulate(sized, seed)
        posterior = judge(world.evidence, Params()).posterior.marginals()
        shares.append(float((posterior[sorted(world.truth.leakers)] >= _BELIEF).mean()))
    return tuple(shares)


def enough(tried: Sequence[tuple[int, float]]) -> int | None:
    """The fewest canaries tried at which half of the leakers were found; None if never."""
    return min((canaries for canaries, share in tried if share >= _HALF), default=None)

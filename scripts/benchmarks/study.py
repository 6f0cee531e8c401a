"""The worlds of the study over given routes: 16 channels in four tiers of four, one of them leaking.

The callers are those of `leaktrace.attribution.simulation`, which are the study's: of the leaked records a
share is worked, each with one contact and Poisson(1) more, seven in ten of them informed; the leak begins
at a random day up to the 45th; name, unit, goods, tracking number and time are said at its rates; three in
a hundred values are misheard; names come out of pools of 20 and units out of pools of 50. Copies come after
the delays of their kind of channel. Routes, days and who has values of his own are the plan's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.evaluation.limits import share
from leaktrace.attribution.inputs import Evidence
from leaktrace.attribution.judging import judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import FACTS_SAID, POOL_SIZES, Layout, Scenario, Variants
from leaktrace.attribution.simulation import record as recorded
from leaktrace.attribution.simulation.calls import joined
from leaktrace.attribution.simulation.leaks import draw_truth, visits
from leaktrace.attribution.simulation.speech import background, spoken
from leaktrace.domain.case import Verdict
from leaktrace.domain.channel import ChannelKind

__all__ = ["KINDS", "LATER", "Point", "reached"]

KINDS = tuple(ChannelKind)
LATER = {
    ChannelKind.PLATFORM: (0.0, 0.0),
    ChannelKind.MERCHANT_ERP: (0.005, 0.1),
    ChannelKind.COURIER: (0.3, 1.5),
    ChannelKind.OUTSOURCED_SERVICE: (0.05, 0.5),
}
"""Days after the order at which a channel has its copy, uniform between these, as in the study."""
_TOLD = 0.95


@dataclass(frozen=True)
class Point:
    """What a design reached in so many worlds."""

    worlds: int
    first: int
    """Worlds in which the leaker has the highest posterior."""
    told: int
    """... in which that is .95 or more."""
    attributed: int
    wrong: int
    """... in which that of an innocent is."""

    @property
    def limits(self) -> tuple[float, float]:
        """Exact 95 % limits of the share of `told`."""
        found = share(self.told, self.worlds)
        return found.low, found.high


def reached(
    kinds: Sequence[ChannelKind],
    routes: Sequence[Sequence[int]],
    days: Sequence[float],
    *,
    rate: float,
    worlds: int,
    varied: bool,
    thorough: bool,
) -> Point:
    """Simulate a leak of one channel.

    Args:
        kinds: of the channels.
        routes: of each order, the numbers of the channels that get it.
        days: on which they are placed.
        rate: share of the leaker's records that are worked.
        worlds: how many; the same ones for every design of as many orders.
        varied: whether each channel has values of its own.
        thorough: think of several leakers at once.
    """
    scenario = Scenario(
        "study", identities=len(routes), rho=(rate, rate),
        variants=Variants.ALL if varied else Variants.NONE,
    )  # fmt: skip
    params = Params() if thorough else Params(most_leakers=1)
    first = told = attributed = wrong = 0
    for number in range(worlds):
        leaker, evidence = _world(scenario, kinds, routes, days, number)
        judged = judge(evidence, params)
        marginals = judged.posterior.marginals()[:-1]
        first += int(np.argmax(marginals.round(12))) == leaker
        told += bool(marginals[leaker] >= _TOLD)
        wrong += bool((np.delete(marginals, leaker) >= _TOLD).any())
        decision = judged.decision
        attributed += decision.verdict is Verdict.ATTRIBUTED and leaker in decision.accused
    return Point(worlds, first, told, attributed, wrong)


def _world(
    scenario: Scenario,
    kinds: Sequence[ChannelKind],
    routes: Sequence[Sequence[int]],
    days: Sequence[float],
    number: int,
) -> tuple[int, Evidence]:
    """Who leaks, and what is known of it at the end."""
    design, leak, callers, noise = np.random.default_rng((7, len(routes), number)).spawn(4)
    layout = _layout(scenario, kinds, routes, days, design)
    truth = draw_truth(scenario, layout, leak)
    made = visits(scenario, layout, truth, leak)
    calls = joined(
        spoken(scenario, layout, truth, made, callers), background(scenario, layout, noise)
    )
    (leaker,) = truth.leakers
    return leaker, recorded(scenario, layout, calls)


def _layout(
    scenario: Scenario,
    kinds: Sequence[ChannelKind],
    routes: Sequence[Sequence[int]],
    days: Sequence[float],
    rng: np.random.Generator,
) -> Layout:
    size, count = len(routes), len(kinds)
    held = np.zeros((size, count), dtype=np.bool_)
    for row, members in enumerate(routes):
        held[row, list(members)] = True
    low, high = np.array([LATER[kind] for kind in kinds]).T
    placed = np.array(days)
    at = np.where(held, placed[:, None] + rng.uniform(low, high, held.shape), np.inf)
    drawn = np.zeros((size, count, len(POOL_SIZES)), dtype=np.int64)
    if scenario.variants is not Variants.NONE:
        for field, pool in enumerate(POOL_SIZES):
            drawn[:, :, field] = rng.random((size, pool)).argsort(axis=1)[:, :count]
    shows = np.ones((count, len(FACTS_SAID)), dtype=np.bool_)
    return Layout(
        kinds=tuple(kinds), placed=placed, held=held, noted=held, at=at, shows=shows, noted_shows=shows,
        drawn=drawn, value=drawn, order_kind=np.zeros(size, dtype=np.int64), blocks=(),
        base=np.zeros((0, len(POOL_SIZES)), dtype=np.int64),
    )  # fmt: skip

"""What a plan reaches, by simulation: worlds over its own orders, judged as real contacts would be."""

from collections.abc import Sequence

import numpy as np

from leaktrace.attribution.evaluation.limits import share
from leaktrace.attribution.judging import judge
from leaktrace.attribution.params import Params
from leaktrace.domain.case import Verdict
from leaktrace.seeding.planner.brief import Brief
from leaktrace.seeding.planner.ground import Ground
from leaktrace.seeding.planner.result import Plan, PlannedOrder, PowerPoint
from leaktrace.seeding.planner.separation import Separation
from leaktrace.seeding.planner.worlds import world

__all__ = ["TOLD", "power", "predicted", "steps"]

_PARAMS = Params()
_QUICK = Params(most_leakers=1)
"""One channel leaks in these worlds, so pairs of leakers are passed over: ten times as fast, and in 120 worlds
the posterior of the leaker was off by .003 on average."""
TOLD = _PARAMS.set_threshold
"""The posterior from which on a leaker counts as told, as in a verdict."""
_STEPS = (0.25, 0.5, 0.75, 1.0)


def steps(orders: int) -> tuple[int, ...]:
    """The numbers of canaries at which a curve is drawn: quarters of the plan."""
    return tuple(dict.fromkeys(max(1, round(orders * part)) for part in _STEPS)) if orders else ()


def power(
    plan: Plan,
    worlds: int,
    *,
    canaries: Sequence[int] = (),
    rates: Sequence[float] = (),
    thorough: bool = False,
) -> tuple[PowerPoint, ...]:
    """Simulate one leaking channel at a time, all channels in turn.

    Args:
        plan: of which the best so many orders are taken.
        worlds: for each number of canaries and each rate. 100 give limits of at most ± .10.
        canaries: default: quarters of the plan.
        rates: default: those of the brief.
        thorough: think of several leakers at once, as a real attribution does. Ten times as slow.

    Cost: some 5 ms a world with a hundred orders.
    """
    return predicted(plan.brief, plan.orders, worlds, canaries, rates, thorough=thorough)


def predicted(
    brief: Brief,
    orders: Sequence[PlannedOrder],
    worlds: int,
    canaries: Sequence[int] = (),
    rates: Sequence[float] = (),
    *,
    thorough: bool = False,
) -> tuple[PowerPoint, ...]:
    """The same before there is a plan."""
    if not orders or worlds < 1:
        return ()
    whole = Ground(brief, tuple(orders))
    alike = _alike(brief, orders)
    return tuple(
        _point(whole.first(count), rate, worlds, alike, _PARAMS if thorough else _QUICK)
        for rate in rates or brief.rates
        for count in canaries or steps(len(orders))
    )


def _alike(brief: Brief, orders: Sequence[PlannedOrder]) -> list[list[int]]:
    """For each channel: itself, and those it is confusable with, either way.

    The unlisted party, which would hold all orders, is one of them where the channel does.
    """
    separation = Separation.of(brief)
    row = {route.route_id: number for number, route in enumerate(brief.routes)}
    rows = [row[one.route_id] for one in orders]
    margins = separation.worth[rows].sum(axis=0)
    found = [[number] for number in range(len(brief.channels))]
    for (c, d), margin in zip(separation.pairs, margins.tolist(), strict=True):
        if margin <= 0:
            found[c].append(d)
            found[d].append(c)
    for channel in np.flatnonzero(separation.holds[rows].all(axis=0)).tolist():
        found[channel].append(len(found))
    return [sorted(set(some)) for some in found]


def _point(
    ground: Ground, rate: float, worlds: int, alike: Sequence[list[int]], params: Params
) -> PowerPoint:
    """Equal questions have equal answers: each world has a stream of its own."""
    brief, count = ground.brief, len(ground.orders)
    leakers = np.random.default_rng((brief.seed, 1)).permutation(len(brief.channels))
    told = grouped = attributed = wrong = first = 0
    for number in range(worlds):
        leaker = int(leakers[number % len(leakers)])
        rng = np.random.default_rng((brief.seed, 2, count, round(rate * 1e6), number))
        judged = judge(world(ground, leaker, rate, rng), params)
        marginals = judged.posterior.marginals()[:-1]
        told += bool(marginals[leaker] >= TOLD)
        grouped += judged.posterior.holds_a_leaker(alike[leaker]) >= TOLD
        wrong += bool((np.delete(marginals, leaker) >= TOLD).any())
        first += int(np.argmax(marginals.round(12))) == leaker
        decision = judged.decision
        attributed += decision.verdict is Verdict.ATTRIBUTED and leaker in decision.accused
    limits = share(told, worlds)
    return PowerPoint(
        canaries=count,
        rate=rate,
        worlds=worlds,
        told=told,
        grouped=grouped,
        attributed=attributed,
        wrong=wrong,
        first=first,
        low=limits.low,
        high=limits.high,
    )

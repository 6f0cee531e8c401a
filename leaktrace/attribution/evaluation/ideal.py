"""The ideal ranking: the exact posterior of a ranker who knows everything of a world but the leaker.

It bounds how often the likeliest channel leaks, since no ranking of the same contacts beats the true
posterior. The ranker knows

- the design as it is: who was given which order when, what copies really show, with which values;
- that exactly one listed channel leaks, each as likely as the next;
- the leak's true start and its true share of worked records, which no method knows in earnest;
- how delays, repeats, speech, hearing and background come about, with the true numbers;
- all contacts with their times, those included in which nothing was said.

It does not know which contact comes from the leak: it sums over all ways in which the calls on a line
may be split into background and the visits of one worked record. A record has a first visit, and
then a Poisson number of others, the k-th of them k exponential gaps later (`simulation.leaks`). At
most `_LATER` others are summed over; more happen to six records in ten thousand.

Since start and share are given away, the bound is a little above what can be reached.
"""

import math
from typing import Final

import numpy as np

from leaktrace.attribution.evaluation.speech import Speech
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.simulation import Leak, Scenario, World
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["can_rank", "ideal_posterior"]

_LATER: Final = 5
_USED: Final[BoolArray] = np.indices((2,) * _LATER).reshape(_LATER, -1).T.astype(np.bool_)
"""Sets of later visits x visits: it is in the set. In the order of an array with an axis a visit."""


def can_rank(scenario: Scenario) -> bool:
    """Whether the densities of a scenario are known exactly.

    They are for one listed leaker that works its records alike, a Poisson background, and contacts
    that are misheard at a known rate and otherwise recorded as they are.
    """
    plain_leak = (
        scenario.leakers == 1
        and scenario.leak_prior is None
        and scenario.leaker_kind is None
        and not (scenario.unlisted or scenario.registry or scenario.selective or scenario.framing)
        and scenario.kinds == scenario.kinds_leaked
        and not scenario.resale_waves
        and scenario.hits is None
    )
    plain_noise = scenario.spread is None and not scenario.storms
    low, high = scenario.hearing_error
    plain_record = low == high and not (scenario.fuzzy or scenario.partial)
    return plain_leak and plain_noise and plain_record


def ideal_posterior(world: World) -> FloatArray:
    """P(it is the leaker) of each listed channel, given all contacts.

    Args:
        world: of a scenario that `can_rank`.
    """
    (leak,) = world.truth.leaks.values()
    calls, layout = world.calls, world.layout
    speech = Speech.of(world)
    logs = np.zeros(len(layout.kinds))
    for line in range(world.scenario.identities):
        holders = np.flatnonzero(layout.held[line])
        begin = np.maximum(layout.at[line, holders], leak.start)
        rows = np.flatnonzero((calls.line == line) & (calls.at > begin.min()))
        ratio = speech.ratios(rows, line, holders)
        logs[holders] += _line(world.scenario, leak, calls.at[rows], ratio, begin)
    weights: FloatArray = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _line(
    scenario: Scenario, leak: Leak, at: FloatArray, ratio: FloatArray, begin: FloatArray
) -> FloatArray:
    """For each holder, log P(calls on the line | it leaks) / P(they are background).

    Args:
        scenario: for the delays.
        leak: the true one.
        at: times of the calls.
        ratio: calls x holders: density of what was said from this copy, over the background's rate
            and density.
        begin: from when on the copy of each holder may be worked.
    """
    delay = at[:, None] - begin
    inside = delay > 0
    density = np.where(inside, _delay_density(scenario, np.where(inside, delay, 1.0)), 0.0)
    beyond = 1.0 - _delay_chance(scenario, scenario.days - begin)
    # Holders whose values nobody said are alike, and so worked out once.
    kinds, kind = np.unique(ratio, axis=1, return_inverse=True)
    later = _later_visits(scenario, at, kinds)[:, kind.ravel()]
    worked = beyond + (density * ratio * later).sum(axis=0)
    return np.asarray(np.log1p(leak.rate * (worked - 1.0)))


def _later_visits(scenario: Scenario, at: FloatArray, ratio: FloatArray) -> FloatArray:
    """For each call, taken as the first visit: the weight of all ways to have the others after it.

    A way names the calls which are the second, third ... visit; those that are not seen fall behind
    the window. Sums over calls in the order of time, keeping which visits are taken already.
    """
    calls, kinds = ratio.shape
    gaps = scenario.repeat_gap * np.arange(1, _LATER + 1)
    ways = np.zeros((calls, kinds) + (2,) * _LATER)
    ways[(slice(None), slice(None)) + (0,) * _LATER] = 1.0
    for row in range(1, calls):
        since = at[row] - at[:row]
        weight = (np.exp(-since[:, None] / gaps) / gaps)[:, None] * ratio[row][:, None]
        before = ways[:row].copy()
        for visit in range(_LATER):
            taken, free = ((slice(None),) * (2 + visit) + (one,) for one in (1, 0))
            factor = weight[:, :, visit].reshape((row, kinds) + (1,) * (_LATER - 1))
            ways[:row][taken] += factor * before[free]
    hidden = np.exp(-(scenario.days - at)[:, None] / gaps)
    total: FloatArray = np.einsum(
        "fms,fs->fm", ways.reshape(calls, kinds, len(_USED)), _unseen(scenario, hidden)
    )
    return total


def _unseen(scenario: Scenario, hidden: FloatArray) -> FloatArray:
    """First visits x sets: the chance of as many visits as that takes, all others behind the window."""
    total = np.zeros((len(hidden), len(_USED)))
    for count in range(_LATER + 1):
        chance = math.exp(-scenario.repeats) * scenario.repeats**count / math.factorial(count)
        fits = ~_USED[:, count:].any(axis=1)
        rest = np.where(_USED[fits, :count], 1.0, hidden[:, None, :count])
        total[:, fits] += chance * rest.prod(axis=2)
    return total


def _delay_density(scenario: Scenario, delay: FloatArray) -> FloatArray:
    sigma = scenario.delay_sigma
    centred = (np.log(delay) - _middle(scenario)) / sigma
    return np.asarray(np.exp(-(centred**2) / 2.0) / (delay * sigma * math.sqrt(2.0 * math.pi)))


def _delay_chance(scenario: Scenario, delay: FloatArray) -> FloatArray:
    """P(the first visit comes within so many days); of none if there are no days."""
    scale = scenario.delay_sigma * math.sqrt(2.0)
    return np.array(
        [
            0.5 + 0.5 * math.erf((math.log(days) - _middle(scenario)) / scale) if days > 0 else 0.0
            for days in delay.tolist()
        ]
    )


def _middle(scenario: Scenario) -> float:
    """Mean of the logarithm of a delay: half a squared sigma below that of the mean."""
    return math.log(scenario.delay_mean) - scenario.delay_sigma**2 / 2.0

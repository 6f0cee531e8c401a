"""The ideal ranking: the exact posterior of a ranker who knows how worlds come about, but not the leaker.

It bounds how often the likeliest channel leaks, since no ranking of the same contacts beats the true
posterior. The ranker knows

- the design as it is: who was given which order when, what copies really show, with which values;
- that exactly one listed channel leaks, each as likely as the next;
- from which distributions the start of the leak, the share of worked records, delays and repeats are
  drawn, and the true rates of speech, mishearing and background;
- all contacts with their times, those included in which nothing was said.

No method knows the distributions in earnest. The ranker does not know the start and the share
themselves, over which it averages, nor which contact comes from the leak: it sums over all ways in
which the calls on a line may be split into background and the visits of one worked record. A record
has a first visit, and then a Poisson number of others, the k-th of them k exponential gaps later
(`simulation.leaks`). At most `_LATER` others are summed over; more happen to six records in ten
thousand.
"""

import math
from typing import Final

import numpy as np

from leaktrace.attribution.evaluation.speech import Speech
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.simulation import Scenario, World
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["can_rank", "ideal_posterior"]

_LATER: Final = 5
_USED: Final[BoolArray] = np.indices((2,) * _LATER).reshape(_LATER, -1).T.astype(np.bool_)
"""Sets of later visits x visits: it is in the set. In the order of an array with an axis a visit."""
_STARTS: Final = 45
_RATES: Final = 16
"""Points over which start and share are averaged."""


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
    calls, layout, scenario = world.calls, world.layout, world.scenario
    speech = Speech.of(world)
    starts, rates = _starts(scenario), _rates(scenario)
    logs = np.zeros((len(starts), len(rates), len(layout.kinds)))
    for line in range(scenario.identities):
        holders = np.flatnonzero(layout.held[line])
        copied = layout.at[line, holders]
        rows = np.flatnonzero((calls.line == line) & (calls.at > copied.min()))
        ratio = speech.ratios(rows, line, holders)
        worked = _worked(scenario, starts, calls.at[rows], ratio, copied)
        logs[:, :, holders] += np.log1p(rates[:, None] * (worked[:, None, :] - 1.0))
    weights: FloatArray = np.exp(logs - logs.max()).sum(axis=(0, 1))
    return np.asarray(weights / weights.sum())


def _starts(scenario: Scenario) -> FloatArray:
    """Days on which the leak may begin, each as likely."""
    return np.asarray(scenario.leak_start * (np.arange(_STARTS) + 0.5) / _STARTS)


def _rates(scenario: Scenario) -> FloatArray:
    """Shares of records that may be worked, each as likely."""
    low, high = scenario.rho
    return np.asarray(low * (high / low) ** ((np.arange(_RATES) + 0.5) / _RATES))


def _worked(
    scenario: Scenario, starts: FloatArray, at: FloatArray, ratio: FloatArray, copied: FloatArray
) -> FloatArray:
    """Starts x holders: P(calls on the line | its copy is worked) / P(they are background).

    Args:
        scenario: for the delays.
        starts: of the leak.
        at: times of the calls.
        ratio: calls x holders: density of what was said from this copy, over the background's rate
            and density.
        copied: when each holder got its copy.
    """
    begin = np.maximum(copied, starts[:, None])
    delay = at[:, None] - begin[:, None, :]
    inside = delay > 0
    density = np.where(inside, _delay_density(scenario, np.where(inside, delay, 1.0)), 0.0)
    # Holders whose values nobody said are alike, and so worked out once.
    kinds, kind = np.unique(ratio, axis=1, return_inverse=True)
    seen = ratio * _later_visits(scenario, at, kinds)[:, kind.ravel()]
    beyond = 1.0 - _delay_chance(scenario, scenario.days - begin)
    return np.asarray(beyond + (density * seen).sum(axis=1))


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
    """P(the first visit comes within so many days), which are more than none."""
    scale = scenario.delay_sigma * math.sqrt(2.0)
    deviation = (np.log(delay) - _middle(scenario)) / scale
    chances = [0.5 + 0.5 * math.erf(one) for one in deviation.ravel().tolist()]
    return np.array(chances).reshape(delay.shape)


def _middle(scenario: Scenario) -> float:
    """Mean of the logarithm of a delay: half a squared sigma below that of the mean."""
    return math.log(scenario.delay_mean) - scenario.delay_sigma**2 / 2.0

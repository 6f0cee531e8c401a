"""How well planted orders will tell suspects apart: what can become of one, and what that shows.

An order comes to nothing, to an informed contact, or to one that says a value by which copies
differ. How likely each is depends on who leaked; how far that differs between two suspects is their
Bhattacharyya distance B, and after n orders they are mistaken for one another with a probability of
at most ``sqrt(p q) exp(-sum of B)``. The study (section 5 of the design notes) has for suspect c, at
rate rho, background eps and disclosure v::

    only c on the order:                    B = -ln(sqrt(eps p1) + sqrt((1 - eps)(1 - p1))),
                                            p1 = 1 - (1 - eps)(1 - rho)
    both on it, with values of their own:   B = -ln(1 - rho v)

The second comes out a ninth lower here, since values are also heard wrongly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.result import UNLISTED

__all__ = ["Candidate", "Curve", "Rates", "chances", "classes", "distances", "holds", "power"]

_POOL = 20
"""Values of a pool, as `leaktrace seed draw` advises. Only hearing errors depend on it."""
_TRIALS = 2_000
"""Worlds simulated for one plan: the standard error of a probability is at most .011."""
_SEED = 20_261_122
"""Of that simulation; fixed, so that equal questions have equal answers."""
_LIMITS = (0.05, 0.6)
"""Rates of callers that are thought of, as in the study: below, no number of canaries would do."""
_POINTS = 9
_LEAST = 1e-6
"""No outcome is less likely than this: nothing in one order shall settle a question for good."""
_EQUAL = 1e-9
"""Up to here a distance counts as none."""


@dataclass(frozen=True)
class Rates:
    """What is expected of callers.

    Raises:
        ValueError: one of them is no probability, or nobody would ever call.
    """

    hits: tuple[float, ...]
    """rho: P(a leaker's copy of an order brings an informed contact while the order is watched)."""
    weights: tuple[float, ...]
    """How likely each of `hits` is; they add up to one."""
    said: float = 0.6
    """v: P(that contact says the value by which copies differ). The study's rate for the name."""
    by_chance: float = 0.003
    """eps: P(an order brings an informed contact though its copies did not leak). The study's is .01; with
    that, plans over routes promised a third less than simulated worlds then gave, since chance seldom
    shows several facts at once."""
    misheard: float = 0.03
    """P(such a value is heard or noted wrongly). As `leaktrace.attribution.Params.eta`."""

    def __post_init__(self) -> None:
        inner = (*self.hits, self.by_chance)
        outer = (*self.weights, self.said, self.misheard)
        if not self.hits or len(self.hits) != len(self.weights):
            raise ValueError("rates and their weights do not fit one another")
        if min(inner) <= 0.0 or max(inner) >= 1.0 or min(outer) < 0.0 or max(outer) > 1.0:
            raise ValueError("a rate of callers is no probability")

    @classmethod
    def seen(cls, hit: int, exposed: int) -> "Rates":
        """From how many of a suspect's canaries were hit: a posterior under Jeffreys' prior."""
        rates = np.geomspace(*_LIMITS, _POINTS)
        logs = (hit - 0.5) * np.log(rates) + (exposed - hit - 0.5) * np.log1p(-rates)
        # The points are even in log rho, so each stands for a width in proportion to rho.
        logs += np.log(rates)
        weights = np.exp(logs - logs.max())
        return cls(tuple(rates.tolist()), tuple((weights / weights.sum()).tolist()))

    @property
    def hit(self) -> float:
        """The expected rho."""
        return sum(rate * weight for rate, weight in zip(self.hits, self.weights, strict=True))


@dataclass(frozen=True)
class Candidate:
    """One way to place an order."""

    route: tuple[str, ...]
    """Channels in the order in which they get it."""
    variants: tuple[str, ...] = ()
    """Those of them that get a value of their own; the others share one."""
    tried: bool = True
    """Some order took this route before."""

    @property
    def values(self) -> int:
        """How many values are issued."""
        return len(self.variants) + (len(self.variants) < len(self.route))


@dataclass(frozen=True, eq=False)
class Curve:
    """P(the leaker is told from the others), after none, one, two ... of the planned orders."""

    alone: FloatArray
    """Told from every other suspect."""
    grouped: FloatArray
    """The same, where suspects that nothing separates count as one."""


def chances(
    candidates: Sequence[Candidate], suspects: Sequence[str], rates: Rates, hit: float
) -> FloatArray:
    """P(outcome | who leaked): candidates x suspects x outcomes.

    Outcomes are: nothing, a contact that says no value, and one for each value issued.

    Args:
        candidates: the orders.
        suspects: who may have leaked.
        rates: what is expected of callers ...
        hit: ... and which of its `hits` holds.
    """
    width = 2 + max((one.values for one in candidates), default=0)
    table = np.zeros((len(candidates), len(suspects), width))
    for place, candidate in enumerate(candidates):
        for number, suspect in enumerate(suspects):
            _fill(table[place, number], candidate, suspect, rates, hit)
    return table


def _fill(row: FloatArray, candidate: Candidate, suspect: str, rates: Rates, hit: float) -> None:
    """The outcomes of one order under one leaker. The unlisted party has any value that was issued."""
    if not holds(candidate, suspect):
        row[:2] = 1.0 - rates.by_chance, rates.by_chance
        return
    row[0] = (1.0 - rates.by_chance) * (1.0 - hit)
    count = candidate.values
    if candidate.variants:
        told = hit * rates.said
        if suspect == UNLISTED:
            row[2 : 2 + count] = told * (1.0 - rates.misheard) / count
        else:
            own = candidate.variants.index(suspect) if suspect in candidate.variants else count - 1
            row[2 + own] = told * (1.0 - rates.misheard)
        row[2 : 2 + count] += told * rates.misheard / _POOL
    row[1] = 1.0 - row.sum()


def holds(candidate: Candidate, suspect: str) -> bool:
    """Whether a suspect gets a copy of the order; the unlisted party has one of every order."""
    return suspect == UNLISTED or suspect in candidate.route


def distances(table: FloatArray) -> FloatArray:
    """Bhattacharyya distances: candidates x suspects x suspects."""
    roots = np.sqrt(table)
    overlap = np.minimum(np.einsum("cik,cjk->cij", roots, roots), 1.0)
    found: FloatArray = -np.log(overlap)
    return found


def classes(apart: FloatArray) -> IntArray:
    """For each suspect the number of its class; within a class no candidate separates anybody."""
    widest = apart.max(axis=0, initial=0.0)
    labels = np.arange(len(widest), dtype=np.int64)
    for number in range(len(widest)):
        labels[number] = int(np.argmax(widest[number] <= _EQUAL))
    return labels


def power(
    weights: FloatArray, tables: Sequence[FloatArray], rates: Rates, labels: IntArray, told: float
) -> Curve:
    """Simulate the orders one after the other, under leakers and rates drawn from the posterior.

    Whoever judges the simulated contacts does not know the rate.

    Args:
        weights: P(leaked) of each suspect, adding up to one.
        tables: `chances` of the orders in the order in which they are placed, for each of the rates.
        rates: what is expected of callers.
        labels: the class of each suspect.
        told: the share of the posterior from which on the leaker counts as told from the others.
    """
    rng = np.random.default_rng(_SEED)
    rows = np.arange(_TRIALS)
    leaker = _spread(weights)
    rate = rng.permutation(_spread(np.array(rates.weights)))
    mates = labels[leaker][:, None] == labels
    table = np.stack(tables, axis=2)
    prior = weights[:, None] * np.array(rates.weights)
    logs = np.tile(np.log(np.maximum(prior, _LEAST)), (_TRIALS, 1, 1))
    alone, grouped = [], []
    for place in range(len(table) + 1):
        shares = np.exp(logs - logs.max(axis=(1, 2), keepdims=True)).sum(axis=2)
        shares /= shares.sum(axis=1, keepdims=True)
        alone.append(float((shares[rows, leaker] >= told).mean()))
        grouped.append(float(((shares * mates).sum(axis=1) >= told).mean()))
        if place < len(table):
            limits = np.cumsum(table[place], axis=2)[leaker, rate]
            outcome = (rng.random((_TRIALS, 1)) > limits[:, :-1]).sum(axis=1)
            said = np.moveaxis(np.log(np.maximum(table[place], _LEAST)), 2, 0)
            logs += said[outcome]
    return Curve(np.array(alone), np.array(grouped))


def _spread(weights: FloatArray) -> IntArray:
    """Numbers as often as they are likely: a draw without luck."""
    places = (np.arange(_TRIALS) + 0.5) / _TRIALS
    found = np.searchsorted(np.cumsum(weights), places)
    return np.minimum(found, len(weights) - 1).astype(np.int64)

"""How many orders go by which route: greedy, then exchange; then a second aim, at next to no cost.

Made as large as can be is, in this order: the smallest margin of any pair that can be separated at
all, the sum of the logarithms of the margins, and what is left of the money. The minimum alone has
vast plateaus, so what the steps follow is the smooth sum over pairs of ``exp(-sharpness * margin)``,
the union bound of the study, first flat and then ever sharper; the last sweeps are by the goal itself.

The second aim is that routes separate as well what drawn values do: a value dies where a channel turns
out not to keep it as it was given, and a route cannot.
"""

from dataclasses import dataclass, field

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.seeding.planner.separation import BoolArray

__all__ = ["Limits", "by_routes_too", "search", "sequence"]

_FLAT = 0.15
_SHARP = (0.3, 1.0, 3.0)
"""Sharpness of the exchange, one after the other; margins are counted in orders."""
_SWAPS = 120
"""At most so many swaps for each; a swap costs routes x routes x pairs."""
_SWEEPS = 3
_SPENT = 0.05
"""The second aim may make the union bound of the first larger by so much of it, and its smallest margin no smaller.
Measured (`scripts/bench plan`): with 12 orders .02 fewer leakers are told if all values live, and .03 more if none
does; with 24 and more the cost cannot be told from chance. Twice as much cost twice as much."""
_MOVES = 10
"""At most so many rounds of it."""
_EPSILON = 1e-9


@dataclass(frozen=True, eq=False)
class Limits:
    """What a plan may not exceed."""

    orders: int
    minimum: IntArray
    """For each route."""
    maximum: IntArray
    cost: FloatArray
    """For each route, in money."""
    budget: float
    """Infinite where there is none."""


@dataclass(eq=False)
class _State:
    """Counts on the way, and the margins they make."""

    worth: FloatArray
    limits: Limits
    counts: IntArray
    margins: FloatArray = field(init=False)
    spent: float = field(init=False)

    def __post_init__(self) -> None:
        self.margins = self.counts @ self.worth
        self.spent = float(self.counts @ self.limits.cost)

    def add(self, route: int, number: int = 1) -> None:
        """So many orders more, or fewer."""
        self.counts[route] += number
        self.margins = self.margins + number * self.worth[route]
        self.spent += number * float(self.limits.cost[route])

    def open_to(self, freed: float = 0.0) -> np.ndarray:
        """The routes that take one more order, if so much money is given back before."""
        left = self.limits.budget - self.spent + freed + 1e-6
        return (self.counts < self.limits.maximum) & (self.limits.cost <= left)


def search(worth: FloatArray, limits: Limits, rng: np.random.Generator) -> IntArray:
    """The number of orders for each route.

    Args:
        worth: routes x pairs, what one order adds to each margin; pairs of which no route separates
            anything are passed over.
        limits: minima have to be within the others.
        rng: breaks ties.
    """
    live = worth[:, worth.max(axis=0, initial=0.0) > 0]
    state = _State(live, limits, limits.minimum.copy())
    _fill(state, rng)
    for sharpness in _SHARP:
        _exchange(state, sharpness)
        _fill(state, rng)
    for _ in range(_SWEEPS):
        if not _sweep(state):
            break
    return state.counts


def _fill(state: _State, rng: np.random.Generator) -> None:
    """Greedy: whatever makes the union bound smallest, for its price if there is a budget."""
    kept = np.exp(-_FLAT * state.worth)
    price = np.ones(len(kept))
    if np.isfinite(state.limits.budget):
        price = np.maximum(state.limits.cost, 1e-9 + float(state.limits.cost.mean()) * 1e-3)
    luck = rng.random(len(kept)) * 1e-9
    while state.counts.sum() < state.limits.orders:
        free = state.open_to()
        if not free.any():
            return
        weights = _weights(state.margins, _FLAT)
        gain = (weights.sum() - kept @ weights) / price
        state.add(int(np.argmax(np.where(free, gain * (1.0 + luck) + luck, -1.0))))


def _weights(margins: FloatArray, sharpness: float) -> FloatArray:
    """``exp(-sharpness * margin)``, scaled so that the smallest margin has 1."""
    return np.asarray(np.exp(-sharpness * (margins - margins.min(initial=np.inf))))


def _exchange(state: _State, sharpness: float) -> None:
    """Move one order to another route, as long as that makes the smooth sum smaller."""
    into, out = np.exp(-sharpness * state.worth), np.exp(sharpness * state.worth)
    limits = state.limits
    for _ in range(_SWAPS):
        taken = np.flatnonzero(state.counts > limits.minimum)
        if not len(taken):
            return
        weights = _weights(state.margins, sharpness)
        sums = (out[taken] * weights) @ into.T
        left = limits.budget - state.spent + limits.cost[taken][:, None] + 1e-6
        free = (state.counts < limits.maximum) & (limits.cost <= left)
        sums = np.where(free, sums, np.inf)
        best = int(np.argmin(sums))
        if sums.ravel()[best] >= weights.sum() * (1.0 - 1e-6):
            return
        row, route = divmod(best, len(into))
        state.add(int(taken[row]), -1)
        state.add(route)


def _sweep(state: _State) -> bool:
    """For each route in use, move one order to where the goal itself gains most; whether any moved."""
    moved = False
    for route in np.flatnonzero(state.counts > state.limits.minimum).tolist():
        free = np.flatnonzero(state.open_to(float(state.limits.cost[route])))
        least = state.margins.min(initial=np.inf)
        margins = state.margins - state.worth[route] + state.worth[free]
        lows = margins.min(axis=1, initial=np.inf)
        good = lows >= min(lows.max(initial=-np.inf), np.inf) - _EPSILON
        good &= lows >= least - _EPSILON
        if not good.any():
            continue
        logs = _logs(margins[good])
        costs = state.limits.cost[free[good]]
        order = np.lexsort((costs, -logs.round(9)))[0]
        now = (least, float(_logs(state.margins[None])[0]), -float(state.limits.cost[route]))
        then = (float(lows[good][order]), float(logs[order]), -float(costs[order]))
        if _better(then, now):
            state.add(route, -1)
            state.add(int(free[good][order]))
            moved = True
    return moved


def by_routes_too(
    counts: IntArray, worth: FloatArray, only: BoolArray, limits: Limits, sharpness: float
) -> IntArray:
    """Move orders to where routes separate the pairs that nothing but values does, or few orders do.

    Args:
        counts: the orders for each route, as `search` gave them.
        worth: as there.
        only: routes x pairs, where a route separates by itself.
        limits: as there.
        sharpness: of the union bound, for an order that counts one.
    """
    live = worth[:, worth.max(axis=0, initial=0.0) > 0]
    varied = (worth > only).any(axis=0) & only.any(axis=0)
    routes = only[:, varied].astype(np.float64)
    state, margins = _State(live, limits, counts.copy()), counts @ routes
    least = state.margins.min(initial=np.inf) - _EPSILON
    most = np.exp(-sharpness * state.margins).sum() * (1.0 + _SPENT)
    moved = bool(varied.any())
    for _ in range(_MOVES):
        if not moved:
            break
        moved = False
        for route in np.flatnonzero(state.counts > limits.minimum).tolist():
            free = np.flatnonzero(state.open_to(float(limits.cost[route])))
            first = state.margins - live[route] + live[free]
            second = margins - routes[route] + routes[free]
            good = first.min(axis=1, initial=np.inf) >= least
            good &= np.exp(-sharpness * first).sum(axis=1) <= most
            logs = np.where(good, _logs(second), -np.inf)
            if logs.max(initial=-np.inf) > float(_logs(margins[None])[0]) + _EPSILON:
                best = int(np.argmax(logs.round(9)))
                state.add(route, -1)
                state.add(int(free[best]))
                margins, moved = second[best], True
    return state.counts


def _logs(margins: FloatArray) -> FloatArray:
    return np.asarray(np.log(np.maximum(margins, 1e-3)).sum(axis=1))


def _better(then: tuple[float, ...], now: tuple[float, ...]) -> bool:
    """By the first number that differs."""
    for new, old in zip(then, now, strict=True):
        if abs(new - old) > _EPSILON * max(1.0, abs(old)):
            return new > old
    return False


def sequence(worth: FloatArray, counts: IntArray) -> list[int]:
    """The orders of a plan, so that the first so many are a good plan as well: greedy once more."""
    used = np.flatnonzero(counts)
    left = counts[used].copy()
    live = worth[used][:, worth.max(axis=0, initial=0.0) > 0]
    kept, margins = np.exp(-_FLAT * live), np.zeros(live.shape[1])
    found: list[int] = []
    for _ in range(int(counts.sum())):
        gain = np.where(left > 0, -(kept @ _weights(margins, _FLAT)), -np.inf)
        # Rounded, so that ties fall the same way on every machine: to the route that comes first.
        pick = int(np.argmax(gain.round(9)))
        left[pick] -= 1
        margins = margins + live[pick]
        found.append(int(used[pick]))
    return found

"""Universal inference: a likelihood ratio that grants all others their very best.

    E_c = [likelihood averaged over all sets that hold c, and over rates and starts]
          / sup [likelihood, every other source at any rates from any starts, background to 20-fold]

(Wasserman, Ramdas, Balakrishnan, PNAS 2020: a mixture over a maximised null likelihood is an e-value,
at any time one looks.) It is cautious on purpose: the others may do their best, c may not. A ratio
below one says that others could explain the contacts as well; it does not say that c is innocent. The
more contacts there are that fit no model exactly, the more the others gain by it.

The supremum is a concave problem. Expectation maximisation comes near it from below; what is used is
the bound of the dual problem, from above, so that the ratio is never overstated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.votes import BoolArray

__all__ = ["BACKGROUND_MOST", "ceilings"]

BACKGROUND_MOST = 20.0
"""The background may be so many times what it was measured to be."""
_STEPS = 60
_WORK = 12_000
"""Hits x steps at most: with many hits fewer steps are taken. The bound holds after any number."""
_TINY = 1e-300


def ceilings(grid: Grid, sources: Sequence[int]) -> FloatArray:
    """Upper bounds of the log-likelihood: without each of some sources, and, last, with all.

    Any weights w > 0 of the hits with ``R' w <= H`` bound it by ``sum(-log w - 1)`` and what the
    background, a source of bounded rate, may add.

    Args:
        grid: the likelihood.
        sources: which to leave out, each on its own.

    Returns:
        as many numbers, and one more. Cost: a fixed number of products of (these x cells) with
        (cells x hits) matrices, cells being sources x leak starts.
    """
    if not len(grid.ratio):
        return np.zeros(len(sources) + 1)
    problem = _Problem.of(grid, sources)
    state = problem.climb()
    columns, price = problem.columns, problem.price
    weights = 1.0 / np.maximum(state @ columns.T, _TINY)
    limited = problem.usable.copy()
    limited[:, -1] = False
    pull = np.where(limited, weights @ columns / np.maximum(price, _TINY), 0.0).max(axis=1)
    weights = weights / np.maximum(pull, 1.0)[:, None]
    slack = np.maximum(weights.sum(axis=1) - price[-1], 0.0) * BACKGROUND_MOST
    bound: FloatArray = -np.log(weights).sum(axis=1) - len(columns) + slack + price[-1]
    return bound


@dataclass(frozen=True, eq=False)
class _Problem:
    """One concave problem for each source left out, and one for none, side by side."""

    columns: FloatArray
    """Hits x (sources x starts, and the background)."""
    price: FloatArray
    """Expected contacts for each unit of a column's rate."""
    usable: BoolArray
    """Problems x columns."""

    @classmethod
    def of(cls, grid: Grid, left_out: Sequence[int]) -> "_Problem":
        price = np.append(grid.risk.ravel(), grid.background)
        owner = np.append(np.repeat(np.arange(grid.sources), grid.starts), grid.sources)
        usable = (owner != np.array([*left_out, -1])[:, None]) & (price > 0)
        usable[:, -1] = True
        return cls(_columns(grid), price, usable)

    def climb(self) -> FloatArray:
        """Expectation maximisation, in pairs of steps that are extrapolated.

        See Varadhan and Roland, Scandinavian Journal of Statistics 2008.
        """
        state = np.where(self.usable, 1.0 / len(self.price), 0.0)
        state[:, -1] = 1.0
        for _ in range(max(8, min(_STEPS, _WORK // len(self.columns)))):
            one = _step(state, self)
            two = _step(one, self)
            first, second = one - state, two - 2 * one + state
            length = np.maximum(np.linalg.norm(second, axis=1), _TINY)
            stride = np.clip(np.linalg.norm(first, axis=1) / length, 1.0, 64.0)[:, None]
            jump = state + 2 * stride * first + stride * stride * second
            jump[:, -1] = np.clip(jump[:, -1], 0.0, BACKGROUND_MOST)
            jump = np.where(jump > 0, jump, two)
            better = _value(jump, self) >= _value(two, self)
            state = np.where(better[:, None], jump, two)
        return state


def _columns(grid: Grid) -> FloatArray:
    """Hits x (sources x starts, and the background)."""
    reached = grid.active[:, None] > np.arange(grid.starts)
    parts = grid.ratio[:, :, None] * reached[:, None, :]
    rows = parts.reshape(len(grid.ratio), -1)
    return np.hstack([rows, np.ones((len(rows), 1))])


def _step(state: FloatArray, problem: _Problem) -> FloatArray:
    share = (1.0 / np.maximum(state @ problem.columns.T, _TINY)) @ problem.columns
    moved = state * share / np.maximum(problem.price, _TINY)
    moved[:, -1] = np.minimum(moved[:, -1], BACKGROUND_MOST)
    return np.asarray(moved)


def _value(state: FloatArray, problem: _Problem) -> FloatArray:
    logs = np.log(np.maximum(state @ problem.columns.T, _TINY)).sum(axis=1)
    value: FloatArray = logs - state @ problem.price
    return value

"""Universal inference: the likelihood ratio for a channel against the best explanation without it.

    E_c = [likelihood averaged over all sets that hold c, and over rates and starts]
          / sup [likelihood, all other sources at any mixture of rates and starts, background to 20-fold]

(Wasserman, Ramdas, Balakrishnan, PNAS 2020: a mixture over a maximised null likelihood is an e-value,
at any time one looks.) It is cautious on purpose: the others may do their best, c may not. A ratio
below one says that others explain the contacts as well; it does not say that c is innocent.

The supremum is a concave problem. Expectation maximisation comes near it from below; the bound used
is that of the dual problem, from above, so that the ratio is never overstated.
"""

import numpy as np

from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.marks import BoolArray

__all__ = ["BACKGROUND_MOST", "suprema"]

BACKGROUND_MOST = 20.0
"""The background may be so many times what it was measured to be."""
_STEPS = 60
_TINY = 1e-300


def suprema(grid: Grid) -> FloatArray:
    """Upper bounds of the log-likelihood: over all sources, and without each one.

    Args:
        grid: the likelihood.

    Returns:
        sources + 1 numbers; the last is that over all sources. Cost: a fixed number of products of
        (sources x cells) with (cells x hits) matrices, cells being sources x leak starts.
    """
    sources, starts = grid.risk.shape
    if not len(grid.ratio):
        return np.zeros(sources + 1)
    columns = _columns(grid)
    price = np.append(grid.risk.ravel(), grid.background)
    owner = np.append(np.repeat(np.arange(sources), starts), sources)
    allowed = owner[None, :] != np.arange(sources)[:, None]
    allowed = np.vstack([allowed, np.ones(len(owner), dtype=np.bool_)])
    usable = allowed & (price > 0)[None, :]
    usable[:, -1] = True
    state = np.where(usable, 1.0 / max(len(owner), 1), 0.0)
    state[:, -1] = 1.0
    state = _climb(state, columns, price)
    return _bound(state, columns, price, usable)


def _columns(grid: Grid) -> FloatArray:
    """Hits x (sources x starts, and the background)."""
    reached = grid.active[:, None] > np.arange(grid.starts)
    parts = grid.ratio[:, :, None] * reached[:, None, :]
    rows = parts.reshape(len(grid.ratio), -1)
    return np.hstack([rows, np.ones((len(rows), 1))])


def _climb(state: FloatArray, columns: FloatArray, price: FloatArray) -> FloatArray:
    """Expectation maximisation for all problems at once, in pairs of steps that are extrapolated.

    See Varadhan and Roland, Scandinavian Journal of Statistics 2008.
    """
    for _ in range(_STEPS):
        one = _step(state, columns, price)
        two = _step(one, columns, price)
        first, second = one - state, two - 2 * one + state
        length = np.maximum(np.linalg.norm(second, axis=1), _TINY)
        stride = np.clip(np.linalg.norm(first, axis=1) / length, 1.0, 64.0)[:, None]
        jump = state + 2 * stride * first + stride * stride * second
        jump[:, -1] = np.clip(jump[:, -1], 0.0, BACKGROUND_MOST)
        jump = np.where(jump > 0, jump, two)
        better = _value(jump, columns, price) >= _value(two, columns, price)
        state = np.where(better[:, None], jump, two)
    return state


def _step(state: FloatArray, columns: FloatArray, price: FloatArray) -> FloatArray:
    share = (1.0 / np.maximum(state @ columns.T, _TINY)) @ columns
    moved = state * share / np.maximum(price, _TINY)
    moved[:, -1] = np.minimum(moved[:, -1], BACKGROUND_MOST)
    return np.asarray(moved)


def _value(state: FloatArray, columns: FloatArray, price: FloatArray) -> FloatArray:
    logs = np.log(np.maximum(state @ columns.T, _TINY)).sum(axis=1)
    value: FloatArray = logs - state @ price
    return value


def _bound(
    state: FloatArray, columns: FloatArray, price: FloatArray, usable: BoolArray
) -> FloatArray:
    """The dual bound of the supremum.

    Any weights w > 0 of the hits with ``R' w <= H`` bound it by ``sum(-log w - 1)`` and what the
    background, a source of bounded rate, may add.
    """
    weights = 1.0 / np.maximum(state @ columns.T, _TINY)
    pull = weights @ columns
    sources = usable.copy()
    sources[:, -1] = False
    ratio = np.where(sources, pull / np.maximum(price, _TINY), 0.0).max(axis=1)
    weights = weights / np.maximum(ratio, 1.0)[:, None]
    slack = np.maximum(weights.sum(axis=1) - price[-1], 0.0) * BACKGROUND_MOST
    bound: FloatArray = -np.log(weights).sum(axis=1) - len(columns) + slack + price[-1]
    return bound

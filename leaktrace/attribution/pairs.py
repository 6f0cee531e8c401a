"""The evidence for one and for two leaking sources, summed over all cells of the grid.

A pair costs its joint hits only: with ``G`` the log-likelihood of one source alone,

    log L(c, d) = G_c + G_d + sum over hits of both of log((1 + a + b) / ((1 + a)(1 + b)))

and since a start either lets a hit count or not, that sum depends on the starts by the later of the
two. So it is needed for rates x rates only, not for cells x cells.
"""

import numpy as np

from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.logs import log_sum, scaled

__all__ = ["pair_evidence"]

_BATCH = 8
"""Rows multiplied before a logarithm is taken. Rows are at most about e^60, so eight stay finite."""
_BATCHED_FROM = 64
"""With fewer rows the logarithms cost less than the padding."""
_BLOCK = 256
"""Rows at a time; rates x rates x rows then stay in the cache."""


def pair_evidence(grid: Grid, alone: FloatArray) -> FloatArray:
    """Log evidence of every pair of sources (upper triangle), against nobody.

    Args:
        grid: the likelihood.
        alone: what each source adds to nobody, from `Grid.gains`.

    Cost: for each pair its joint hits x rates x rates.
    """
    ratio, active, risk, rho, weight = grid.ratio, grid.active, grid.risk, grid.rho, grid.weight
    cells = grid.log_cells
    singles = np.array([log_sum(weight * cell) for cell in alone]) - cells
    pairs = np.triu(singles[:, None] + singles[None, :], 1)
    joint = (ratio > 0).astype(np.float64)
    memo: dict[bytes, float] = {}
    columns = [ratio[:, c].tobytes() + risk[c].tobytes() for c in range(grid.sources)]
    for c, d in np.argwhere(np.triu(joint.T @ joint, 1) > 0).tolist():
        key = min(columns[c] + columns[d], columns[d] + columns[c])
        if key not in memo:
            both = np.flatnonzero((ratio[:, c] > 0) & (ratio[:, d] > 0))
            shared = _shared(ratio[both, c], ratio[both, d], active[both], grid.starts, rho)
            memo[key] = _pair(alone[c], alone[d], shared, weight) - 2 * cells
        pairs[c, d] = memo[key]
    return pairs


def _shared(
    first: FloatArray, second: FloatArray, active: IntArray, starts: int, rho: FloatArray
) -> FloatArray:
    """Starts x rates x rates: sum over joint hits of log((1 + a + b) / ((1 + a)(1 + b)))."""
    size = len(rho)
    counts = (np.arange(starts)[:, None] < active).astype(np.float64)
    rows, seen = _batches(active)
    padded = np.append(first, 0.0)[rows], np.append(second, 0.0)[rows]
    joint = np.zeros((starts, size * size))
    step = max(1, _BLOCK // rows.shape[1])
    for block in range(0, len(rows), step):
        part = slice(block, block + step)
        product = np.ones((len(rows[part]), size, size))
        for column in range(rows.shape[1]):
            a = padded[0][part, column, None] * rho
            b = 1.0 + padded[1][part, column, None] * rho
            product *= a[:, :, None] + b[:, None, :]
        reach = (np.arange(starts)[:, None] < seen[part]).astype(np.float64)
        joint += reach @ np.log(product).reshape(len(product), -1)
    lone_first = counts @ np.log1p(first[:, None] * rho)
    lone_second = counts @ np.log1p(second[:, None] * rho)
    return joint.reshape(starts, size, size) - lone_first[:, :, None] - lone_second[:, None, :]


def _batches(active: IntArray) -> tuple[IntArray, IntArray]:
    """Rows in batches of equal `active`, padded with -1; and `active` of each batch."""
    if len(active) < _BATCHED_FROM:
        return np.arange(len(active))[:, None], active
    rows = []
    for value in np.unique(active):
        same = np.flatnonzero(active == value)
        rows.append(np.pad(same, (0, -len(same) % _BATCH), constant_values=-1))
    batches = np.concatenate(rows).reshape(-1, _BATCH)
    return batches, active[batches[:, 0]]


def _pair(first: FloatArray, second: FloatArray, shared: FloatArray, weight: float) -> float:
    """Log evidence of a pair, over starts and rates of both, before the number of cells.

    For given starts the sum over rates is a bilinear form, exp(G_c)' exp(shared) exp(G_d). Each factor
    is scaled by its own maximum for these starts, so that only the spread over rates must fit a float.
    """
    starts = np.arange(len(first))
    later = np.maximum(starts[:, None], starts)
    one, one_top = scaled(weight * first)
    two, two_top = scaled(weight * second)
    both, both_top = scaled((weight * shared).reshape(len(starts), -1))
    forms = one @ both.reshape(shared.shape) @ two.T
    form = np.maximum(forms[later, starts[:, None], starts], np.finfo(np.float64).tiny)
    return log_sum(np.log(form) + one_top[:, None] + two_top + both_top[later])

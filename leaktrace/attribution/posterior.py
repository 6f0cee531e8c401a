"""The posterior over sets of at most two leaking sources, by exact enumeration on a grid.

Every source has a rate rho and a leak start, both integrated out over a grid. A pair costs its
joint hits only: with ``G`` the log-likelihood of one source alone,

    log L(c, d) = G_c + G_d + sum over hits of both of log((1 + a + b) / ((1 + a)(1 + b)))

and since a start either lets a hit count or not, that sum depends on the starts by the later of the
two. So it is needed for rates x rates only, not for cells x cells.
"""

from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.logs import log_sum, scaled
from leaktrace.attribution.params import Params

__all__ = ["Posterior", "infer", "prior", "rates"]

_BATCH = 8
"""Rows multiplied before a logarithm is taken. Rows are at most about e^60, so eight stay finite."""
_BATCHED_FROM = 64
"""With fewer rows the logarithms cost less than the padding."""
_BLOCK = 256
"""Rows at a time; rates x rates x rows then stay in the cache."""


@dataclass(frozen=True, eq=False)
class Posterior:
    """Log weights of all sets of at most two sources, up to a common constant."""

    empty: float
    """Nobody leaked."""
    sets: FloatArray
    """Upper triangle of sources x sources: the diagonal has the single sources. Below it ``-inf``."""

    @property
    def total(self) -> float:
        """Log of the sum of all weights."""
        return float(np.logaddexp(self.empty, log_sum(self.sets)))

    @property
    def no_leak(self) -> float:
        """P(nobody leaked)."""
        return float(np.exp(self.empty - self.total))

    def log_odds(self) -> FloatArray:
        """For each source, log of P(it leaked) / P(it did not).

        Both sides are summed on their own, so that neither is lost beside the other.
        """
        sources = len(self.sets)
        odds = np.empty(sources)
        for source in range(sources):
            without = np.delete(np.delete(self.sets, source, axis=0), source, axis=1)
            rest = log_sum(without)
            within = np.concatenate([self.sets[source], np.delete(self.sets[:, source], source)])
            odds[source] = log_sum(within) - np.logaddexp(self.empty, rest)
        return odds

    def marginals(self) -> FloatArray:
        """P(it leaked) for each source."""
        odds: FloatArray = np.exp(-np.logaddexp(0.0, -self.log_odds()))
        return odds

    def holds_a_leaker(self, members: IntArray | list[int]) -> float:
        """P(at least one of the members leaked)."""
        outside = np.setdiff1d(np.arange(len(self.sets)), members)
        rest = log_sum(self.sets[np.ix_(outside, outside)])
        return float(-np.expm1(np.logaddexp(self.empty, rest) - self.total))


def prior(channels: int, params: Params) -> Posterior:
    """The prior: independent, cut off at two leaking sources."""
    odds = _prior_log_odds(channels, params)
    sets = np.triu(odds[:, None] + odds[None, :])
    np.fill_diagonal(sets, odds)
    sets[np.tril_indices(len(odds), -1)] = -np.inf
    return Posterior(empty=0.0, sets=sets)


def rates(risk: FloatArray, params: Params) -> FloatArray:
    """The grid of rates, log-uniform.

    It reaches down to where the busiest source would expect one contact: in large seedings a small
    rate still means many contacts, and the lowest point would forbid it.
    """
    most = float(risk.max(initial=0.0))
    low = min(params.rho_low, 1.0 / most) if most > 0 else params.rho_low
    return np.geomspace(low, params.rho_high, params.rho_points)


def infer(
    ratio: FloatArray,
    active: IntArray,
    risk: FloatArray,
    params: Params,
    memo: dict[bytes, float] | None = None,
) -> Posterior:
    """The posterior.

    Args:
        ratio: R, hits x sources; the unlisted party is the last source.
        active: for each hit, how many leak starts lie before it.
        risk: H, sources x leak starts.
        params: the numbers of the model.
        memo: keeps the evidence of pairs between calls that differ in `ratio` only, so that a step
            of evidence costs those pairs only that it touches.
    """
    memo = {} if memo is None else memo
    sources, starts = risk.shape
    rho = rates(risk, params)
    weight = min(1.0, params.full_weight_hits / max(len(ratio), 1))
    counts = (np.arange(starts)[:, None] < active).astype(np.float64)
    alone = np.stack(
        [_alone(ratio[:, c], counts, rho) - rho * risk[c][:, None] for c in range(sources)]
    )
    cells = np.log(starts * len(rho))
    evidence = np.array([log_sum(weight * cell) for cell in alone]) - cells
    before = prior(sources - 1, params)
    sets = before.sets + np.triu(evidence[:, None] + evidence[None, :])
    np.fill_diagonal(sets, np.diagonal(before.sets) + evidence)
    joint = (ratio > 0).astype(np.float64)
    columns = [ratio[:, c].tobytes() + risk[c].tobytes() for c in range(sources)]
    for c, d in np.argwhere(np.triu(joint.T @ joint, 1) > 0).tolist():
        key = columns[c] + columns[d]
        if key not in memo:
            both = np.flatnonzero((ratio[:, c] > 0) & (ratio[:, d] > 0))
            shared = _shared(ratio[both, c], ratio[both, d], active[both], starts, rho)
            memo[key] = _pair(alone[c], alone[d], shared, weight) - 2 * cells
        sets[c, d] = before.sets[c, d] + memo[key]
    return Posterior(empty=0.0, sets=sets)


def _prior_log_odds(channels: int, params: Params) -> FloatArray:
    chance = np.full(channels + 1, params.prior)
    chance[channels] = params.unlisted_prior
    odds: FloatArray = np.log(chance) - np.log1p(-chance)
    return odds


def _alone(ratio: FloatArray, counts: FloatArray, rho: FloatArray) -> FloatArray:
    """Starts x rates: sum over hits of log(1 + rho R)."""
    rows = np.flatnonzero(ratio)
    result = np.zeros((len(counts), len(rho)))
    for block in range(0, len(rows), 16 * _BLOCK):
        part = rows[block : block + 16 * _BLOCK]
        result += counts[:, part] @ np.log1p(ratio[part, None] * rho)
    return result


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

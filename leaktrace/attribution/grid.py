"""The grid over which the rate and the start of every leak are integrated out, and what one row adds.

Every source has a rate rho and a leak start, both unknown. A *cell* is one pair of them; all cells
are equally likely beforehand.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.params import Params

__all__ = ["Grid", "rates"]

_FEW = 200
_BATCH = 8
"""Rows multiplied before a logarithm is taken. Rows are at most about e^60, so eight stay finite."""
_BLOCK = 4_096
"""Rows at a time: rates x rows then stay in the cache."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The likelihood of one state of evidence: R, H, and the cells they are summed over."""

    ratio: FloatArray
    """R: hits x sources; the unlisted party is the last source."""
    active: IntArray
    """For each hit, how many leak starts lie before it."""
    risk: FloatArray
    """H: sources x leak starts."""
    rho: FloatArray
    counts: FloatArray
    """Starts x hits: 1 where a leak that began then may have made the hit."""
    weight: float
    """Exponent of the likelihood: below 1 where there are many hits (`Params.full_weight_hits`)."""
    background: float
    """Informed contacts that the background is expected to make in the whole window."""

    @classmethod
    def of(
        cls,
        ratio: FloatArray,
        active: IntArray,
        risk: FloatArray,
        params: Params,
        background: float = 0.0,
    ) -> "Grid":
        """The grid for a likelihood."""
        weight = min(1.0, params.full_weight_hits / max(len(ratio), 1))
        counts = (np.arange(risk.shape[1])[:, None] < active).astype(np.float64)
        return cls(ratio, active, risk, rates(risk, params), counts, weight, background)

    def under(self, factor: float) -> tuple["Grid", float]:
        """The same with a background so many times as strong.

        Returns:
            the grid, and the log-likelihood of "nobody leaked" against that of this grid.
        """
        shift = len(self.ratio) * math.log(factor) - (factor - 1.0) * self.background
        return replace(self, ratio=self.ratio / factor), self.weight * shift

    @property
    def sources(self) -> int:
        """Channels and the unlisted party."""
        return len(self.risk)

    @property
    def starts(self) -> int:
        """Points at which a leak may have begun."""
        return int(self.risk.shape[1])

    @property
    def log_cells(self) -> float:
        """Log of the number of cells of one source."""
        return float(np.log(self.starts * len(self.rho)))

    def gains(self, base: FloatArray, sources: list[int]) -> FloatArray:
        """What one more source adds to the log-likelihood, given the others.

        Args:
            base: for each hit, ``1 + sum of rho R`` of the sources that are there already.
            sources: which to add, each on its own.

        Returns:
            sources x starts x rates. Cost: for each source, the hits it may have made x rates logarithms.
        """
        found = self._few(base, sources) if len(base) <= _FEW else self._many(base, sources)
        lost: FloatArray = found - self.rho * self.risk[sources][:, :, None]
        return lost

    def _few(self, base: FloatArray, sources: list[int]) -> FloatArray:
        """All hits and sources at once: with few hits, that costs least."""
        ratio = self.ratio[:, sources] / base[:, None]
        logs = np.log1p(ratio[:, :, None] * self.rho)
        size = len(sources) * len(self.rho)
        table = (self.counts @ logs.reshape(len(base), size)).reshape(self.starts, len(sources), -1)
        return np.asarray(table.transpose(1, 0, 2))

    def _many(self, base: FloatArray, sources: list[int]) -> FloatArray:
        """Source by source, and only the hits that it may have made: most cannot be of most sources."""
        found = np.zeros((len(sources), self.starts, len(self.rho)))
        for place, source in enumerate(sources):
            rows = np.flatnonzero(self.ratio[:, source])
            ratio = self.ratio[rows, source] / base[rows]
            for begin in range(0, len(rows), _BLOCK):
                part = slice(begin, begin + _BLOCK)
                found[place] += self._summed(ratio[part], self.active[rows[part]])
        return found

    def _summed(self, ratio: FloatArray, active: IntArray) -> FloatArray:
        """Starts x rates: the sum of log(1 + rho R) over the rows that a leak from then on may have made.

        Rows of equal `active` are brought together, and a few of them multiplied before a logarithm is
        taken.
        """
        order = np.argsort(active, kind="stable")
        ratio, active = ratio[order], active[order]
        since = np.arange(len(active)) - np.searchsorted(active, active)
        cuts = np.flatnonzero(since % _BATCH == 0)
        products = np.multiply.reduceat(1.0 + ratio[:, None] * self.rho, cuts, axis=0)
        reach = (np.arange(self.starts)[:, None] < active[cuts]).astype(np.float64)
        return np.asarray(reach @ np.log(products))

    def expected(self, source: int, cell: tuple[int, int]) -> FloatArray:
        """``rho R`` of one source in one cell, for each hit."""
        start, rate = cell
        part: FloatArray = self.counts[start] * (self.rho[rate] * self.ratio[:, source])
        return part


def rates(risk: FloatArray, params: Params) -> FloatArray:
    """The grid of rates, log-uniform.

    It reaches down to where the busiest source would expect one contact: in large seedings a small
    rate still means many contacts, and the lowest point would forbid it.
    """
    most = float(risk.max(initial=0.0))
    low = min(params.rho_low, 1.0 / most) if most > 0 else params.rho_low
    return np.geomspace(low, params.rho_high, params.rho_points)

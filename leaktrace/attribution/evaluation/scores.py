"""Rankings of channels against who leaked."""

from typing import Final

import numpy as np

from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["TIE", "hit_share"]

TIE: Final = 1e-9
"""Scores this close count as one."""


def hit_share(scores: FloatArray, leaked: BoolArray, best: int) -> float:
    """Share of the `best` highest scores that leaked, ties broken by lot: its expectation."""
    order = np.sort(scores)[::-1]
    limit = order[best - 1]
    above, tied = scores > limit + TIE, np.abs(scores - limit) <= TIE
    of_tied = (best - above.sum()) * leaked[tied].mean()
    return float((leaked[above].sum() + of_tied) / best)

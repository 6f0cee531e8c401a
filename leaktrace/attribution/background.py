"""The background: contacts that need no leak, per line and day, over-dispersed and never zero."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["PRIOR_RATE", "PRIOR_SHAPE", "Background", "estimate"]

PRIOR_RATE = 0.12
"""Unsolicited calls per line and day on lines that were never published: 1,481,201 calls on 66,606
lines in eleven months (Prasad et al., "Who's Calling?", USENIX Security 2020)."""
PRIOR_SHAPE = 0.3
"""Shape of the gamma spread of rates between lines. In the same study about a quarter of fresh
numbers got no call at all; with a mean of some 40 in the time, (1 + 40/k)^-k = 0.25 gives k = 0.3."""
PRIOR_CONTACTS = 1.0
"""Weight of `PRIOR_RATE`, in contacts: one contact in 8.4 line-days. With no contact in n days the
upper limit is then about 3.7/n, close to the rule of three."""
PRIOR_LINES = 10.0
"""Weight of `PRIOR_SHAPE`, in lines. A spread estimated from fewer lines than this is mostly luck."""
_SPREAD = (0.05, 20.0)
"""Limits of 1/shape: from nearly Poisson to nearly all contacts on a few lines."""
_TAIL = 0.025


@dataclass(frozen=True)
class Background:
    """A gamma-Poisson background: line rates are gamma with this mean and shape."""

    rate: float
    """Contacts per line and day."""
    shape: float
    """Shape of the gamma; small means that a few lines and days get most of it."""
    low: float
    """95 % credible limits of `rate`."""
    high: float
    lines: int
    """How many lines it was estimated from; 0 for the published prior alone."""

    @property
    def informed_rate(self) -> float:
        """The rate that stands against an informed contact: ``rate * (1 + 1/shape)``.

        A contact that happens is likelier to be part of a storm than a random day is, so the rate
        around it is size-biased; for a gamma of shape k that mean is b(1 + 1/k).
        """
        return self.rate * (1.0 + 1.0 / self.shape)


def estimate(
    counts: Sequence[int] | NDArray[np.int64], days: Sequence[float] | NDArray[np.float64]
) -> Background:
    """Estimate the background from control lines and from quiet lines before their first exposure.

    The mean is the posterior mean under a gamma prior worth one contact at the published rate. The
    spread is by moments, E[(n - bd)^2] = bd + (bd)^2/k, drawn towards the published one. Neither can
    become zero, however quiet the lines were.

    Args:
        counts: contacts on each line.
        days: for how long each was watched; lines watched for no time are left out.

    Raises:
        ValueError: the two differ in length, or there is a negative number.
    """
    count = np.asarray(counts, dtype=np.float64)
    day = np.asarray(days, dtype=np.float64)
    if count.shape != day.shape or count.ndim != 1:
        raise ValueError("counts and days differ in length")
    if (count < 0).any() or (day < 0).any():
        raise ValueError("counts and days cannot be negative")
    count, day = count[day > 0], day[day > 0]
    exposure = float(day.sum()) + PRIOR_CONTACTS / PRIOR_RATE
    rate = (float(count.sum()) + PRIOR_CONTACTS) / exposure
    shape = _shape(count, rate * day)
    low, high = _limits(rate, shape, day, exposure)
    return Background(rate=rate, shape=shape, low=low, high=high, lines=len(day))


def _shape(count: NDArray[np.float64], mean: NDArray[np.float64]) -> float:
    """Gamma shape by moments, weighted with the prior as if that were `PRIOR_LINES` more lines."""
    square = float(np.square(mean).sum())
    lines = square / float(np.square(mean).max()) if square > 0 else 0.0
    observed = float((np.square(count - mean) - mean).sum()) / square if square > 0 else 0.0
    spread = (lines * max(observed, 0.0) + PRIOR_LINES / PRIOR_SHAPE) / (lines + PRIOR_LINES)
    return 1.0 / min(max(spread, _SPREAD[0]), _SPREAD[1])


def _limits(
    rate: float, shape: float, day: NDArray[np.float64], exposure: float
) -> tuple[float, float]:
    """Credible limits from a gamma with the mean and the over-dispersed variance of the estimate."""
    from scipy.special import gammaincinv  # noqa: PLC0415 - slow to load, and most commands need none

    variance = (rate * exposure + rate * rate * float(np.square(day).sum()) / shape) / exposure**2
    order = rate * rate / variance
    scale = variance / rate
    low, high = (float(gammaincinv(order, tail)) * scale for tail in (_TAIL, 1.0 - _TAIL))
    return max(low, math.ulp(0.0)), high

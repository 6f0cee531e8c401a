"""Exact limits of a binomial share."""

from dataclasses import dataclass

__all__ = ["Share", "share"]

_TAIL = 0.025


@dataclass(frozen=True)
class Share:
    """A share out of a number of trials, with its exact 95 % limits."""

    count: float
    """Of successes; a tie counts in parts."""
    trials: int
    value: float
    low: float
    high: float


def share(count: float, trials: int) -> Share:
    """The share and its limits (Clopper and Pearson, Biometrika 1934).

    Raises:
        ValueError: there are more successes than trials, or fewer than none, or no trials.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to load, and most commands need none

    if not 0 <= count <= trials + 1e-9 or trials == 0:
        raise ValueError(f"{count} of {trials} is no share")
    count = min(count, float(trials))
    low = float(betaincinv(count, trials - count + 1, _TAIL)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, trials - count, 1 - _TAIL)) if count < trials else 1.0
    return Share(count, trials, count / trials, low, high)

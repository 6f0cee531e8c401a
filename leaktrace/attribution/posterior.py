"""The posterior over sets of leaking sources, the unlisted party among them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.logs import log_sum
from leaktrace.attribution.params import Params
from leaktrace.attribution.votes import BoolArray

__all__ = ["Posterior", "prior_log_odds"]


@dataclass(frozen=True, eq=False)
class Posterior:
    """Log weights of sets of sources, up to a common constant. What is not there weighs nothing."""

    members: BoolArray
    """Sets x sources. The empty set is among them: nobody leaked."""
    weights: FloatArray

    @classmethod
    def of(cls, weights: Mapping[tuple[int, ...], float], sources: int) -> "Posterior":
        """From sets as tuples of source numbers."""
        members = np.zeros((len(weights), sources), dtype=np.bool_)
        for row, sources_of in enumerate(weights):
            members[row, list(sources_of)] = True
        return cls(members, np.array(list(weights.values())))

    @property
    def total(self) -> float:
        """Log of the sum of all weights."""
        return log_sum(self.weights)

    @property
    def no_leak(self) -> float:
        """P(nobody leaked)."""
        return float(np.exp(log_sum(self.weights[~self.members.any(axis=1)]) - self.total))

    def log_odds(self) -> FloatArray:
        """For each source, log of P(it leaked) / P(it did not).

        Both sides are summed on their own, so that neither is lost beside the other.
        """
        return np.array(
            [
                log_sum(self.weights[within]) - log_sum(self.weights[~within])
                for within in self.members.T
            ]
        )

    def marginals(self) -> FloatArray:
        """P(it leaked) for each source."""
        chances: FloatArray = np.exp(-np.logaddexp(0.0, -self.log_odds()))
        return chances

    def holds_a_leaker(self, members: IntArray | list[int]) -> float:
        """P(at least one of the members leaked)."""
        without = ~self.members[:, members].any(axis=1)
        return float(-np.expm1(log_sum(self.weights[without]) - self.total))

    def average(self, source: int, odds: FloatArray) -> float:
        """Log-likelihood averaged over all sets that hold the source, as likely as they are beforehand.

        Args:
            source: its number.
            odds: log prior odds of all sources.
        """
        others = np.delete(odds, source)
        likely = log_sum(self.weights[self.members[:, source]]) - odds[source]
        return float(likely - np.log1p(np.exp(others)).sum())

    def best_without(self, source: int, odds: FloatArray) -> float:
        """Log-likelihood of the best set that does not hold the source."""
        without = ~self.members[:, source]
        fits = self.weights[without] - self.members[without] @ odds
        return float(fits.max())


def prior_log_odds(sources: int, params: Params) -> FloatArray:
    """Log of P(it leaked) / P(it did not) before any evidence; sources leak independently."""
    chance = np.full(sources, params.prior)
    chance[-1] = params.unlisted_prior
    odds: FloatArray = np.log(chance) - np.log1p(-chance)
    return odds

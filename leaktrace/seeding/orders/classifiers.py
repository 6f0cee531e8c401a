"""Two small classifiers and the area under their curve, in numpy and without chance.

Logistic regression with squares and products (ridge, Newton's method), and gradient-boosted stumps on binned
features (Friedman 2001). The area has the limits of DeLong, DeLong and Clarke-Pearson (1988), computed by
midranks (Sun and Xu 2014).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Curve", "Logistic", "Stumps", "curve", "rank_area"]

Array = NDArray[np.float64]
_Z = 1.959964


@dataclass(frozen=True)
class Curve:
    """An area under a ROC curve with its limits of 95 % confidence."""

    area: float
    low: float
    high: float


def curve(positive: Array, negative: Array) -> Curve:
    """The area under the curve of the scores of both kinds, with DeLong's limits."""
    m, n = len(positive), len(negative)
    ranks = _midranks(np.concatenate((positive, negative)))
    area = float((ranks[:m].sum() - m * (m + 1) / 2) / (m * n))
    of_positive = (ranks[:m] - _midranks(positive)) / n
    of_negative = 1.0 - (ranks[m:] - _midranks(negative)) / m
    variance = float(np.var(of_positive, ddof=1) / m + np.var(of_negative, ddof=1) / n)
    reach = _Z * variance**0.5
    return Curve(area, max(0.0, area - reach), min(1.0, area + reach))


def rank_area(positive: Array, negative: Array) -> float:
    """The area under the curve of one feature, whichever way round it tells the kinds apart."""
    area = curve(positive, negative).area
    return max(area, 1.0 - area)


def _midranks(values: Array) -> Array:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    middles: Array = ends - (count - 1) / 2.0
    return np.asarray(middles[place.ravel()], float)


def _balanced(labels: Array) -> Array:
    """Weights under which both kinds are equally common, and which are 1 on average."""
    share = labels.mean()
    return np.asarray(np.where(labels > 0, 0.5 / share, 0.5 / (1.0 - share)), float)


class Logistic:
    """Logistic regression on standardised features.

    Args:
        values: one row an order.
        labels: 1 for canaries, 0 for real orders.
        products: whether squares and products of features are added.
        ridge: the strength of the penalty.
    """

    def __init__(self, values: Array, labels: Array, *, products: bool, ridge: float) -> None:
        self._products = products
        self._mean, spread = values.mean(axis=0), values.std(axis=0)
        self._scale = np.where(spread > 1e-12, spread, 1.0)
        terms = self._terms(values)
        self._centre, width = terms.mean(axis=0), terms.std(axis=0)
        self._width = np.where(width > 1e-9, width, 1.0)
        design = self._design(values)
        weights = _balanced(labels)
        penalty = np.full(design.shape[1], ridge)
        penalty[0] = 1e-6
        self._slopes = np.zeros(design.shape[1])
        for _ in range(12):
            chance = _sigmoid(design @ self._slopes)
            slope = design.T @ (weights * (labels - chance)) - penalty * self._slopes
            curvature = np.maximum(weights * chance * (1 - chance), 1e-9)
            hessian = (design * curvature[:, None]).T @ design + np.diag(penalty)
            step = np.linalg.solve(hessian, slope)
            self._slopes = self._slopes + step
            if float(np.abs(step).max()) < 1e-4:
                break

    def scores(self, values: Array) -> Array:
        """The log odds of being a canary."""
        return np.asarray(self._design(values) @ self._slopes, float)

    def _terms(self, values: Array) -> Array:
        plain = np.clip((values - self._mean) / self._scale, -4.0, 4.0)
        if not self._products or not plain.shape[1]:
            return np.asarray(plain, float)
        a, b = np.triu_indices(plain.shape[1])
        return np.concatenate((plain, plain[:, a] * plain[:, b]), axis=1)

    def _design(self, values: Array) -> Array:
        terms = np.clip((self._terms(values) - self._centre) / self._width, -6.0, 6.0)
        return np.concatenate((np.ones((len(values), 1)), terms), axis=1)


class Stumps:
    """Gradient-boosted stumps.

    Args:
        values: one row an order.
        labels: 1 for canaries, 0 for real orders.
        rounds: how many stumps.
        rate: how much of each stump is taken.
    """

    def __init__(
        self, values: Array, labels: Array, *, rounds: int = 120, rate: float = 0.1
    ) -> None:
        self._edges = [_edges(column) for column in values.T]
        bins = self._binned(values)
        width = max((len(e) for e in self._edges), default=0) + 1
        flat = (bins + np.arange(bins.shape[1]) * width).ravel()
        weights = _balanced(labels)
        odds = np.zeros(len(labels))
        self._trees: list[tuple[int, int, float, float]] = []
        self.gains = np.zeros(values.shape[1])
        """What each feature added."""
        for _ in range(rounds if values.shape[1] else 0):
            chance = _sigmoid(odds)
            slope, curvature = weights * (labels - chance), weights * chance * (1 - chance)
            tree, gain = _best(flat, slope, curvature, values.shape[1], width)
            feature, cut, left, right = tree
            self.gains[feature] += max(0.0, gain)
            self._trees.append((feature, cut, rate * left, rate * right))
            odds += np.where(bins[:, feature] <= cut, rate * left, rate * right)

    def parts(self, values: Array) -> Array:
        """What each feature adds to the log odds of each order."""
        bins = self._binned(values)
        parts = np.zeros(values.shape)
        for feature, cut, left, right in self._trees:
            parts[:, feature] += np.where(bins[:, feature] <= cut, left, right)
        return parts

    def _binned(self, values: Array) -> NDArray[np.int64]:
        columns = [np.searchsorted(e, c) for e, c in zip(self._edges, values.T, strict=True)]
        if not columns:
            return np.zeros((len(values), 0), np.int64)
        return np.asarray(np.column_stack(columns), np.int64)


def _edges(column: Array) -> Array:
    """Where a feature is cut: between its values if they are few, else at its quantiles."""
    found = np.unique(column)
    if len(found) > 64:
        found = np.unique(np.quantile(column, np.linspace(0.01, 0.99, 64)))
    return np.asarray((found[:-1] + found[1:]) / 2.0, float)


def _best(
    flat: NDArray[np.int64], slope: Array, curvature: Array, features: int, width: int
) -> tuple[tuple[int, int, float, float], float]:
    """The stump that gains most: feature, last bin to the left, and the steps on both sides."""
    size, ridge = features * width, 5.0
    g = np.bincount(flat, np.repeat(slope, features), size).reshape(features, width)
    h = np.bincount(flat, np.repeat(curvature, features), size).reshape(features, width)
    left_g, left_h = np.cumsum(g, axis=1), np.cumsum(h, axis=1)
    right_g, right_h = left_g[:, -1:] - left_g, left_h[:, -1:] - left_h
    whole = left_g[:, -1:] ** 2 / (left_h[:, -1:] + ridge)
    gain = left_g**2 / (left_h + ridge) + right_g**2 / (right_h + ridge) - whole
    best = int(np.argmax(gain))
    feature, cut = divmod(best, width)
    left = float(left_g[feature, cut] / (left_h[feature, cut] + ridge))
    right = float(right_g[feature, cut] / (right_h[feature, cut] + ridge))
    return (feature, cut, left, right), float(gain[feature, cut])


def _sigmoid(odds: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))), float)

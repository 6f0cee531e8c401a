"""Can anybody tell the canaries from real orders? Classifiers try, before the canaries are planted."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from leaktrace.domain.errors import RuleError
from leaktrace.seeding.orders.records import AuditResult, ExportedOrder, FeatureWeight, Oddity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["LEAST", "THRESHOLD", "audit"]

THRESHOLD = 0.6
"""Above this area under the curve a batch is refused."""
LEAST = 10
"""Fewer canaries, or real orders to hold beside them, say nothing."""
_MOST = 5_000
_PRODUCTS_FROM = 200
_SMALL = 500
_REPEATS = 4
"""So often small batches are divided into folds, since one division of few canaries tells much of its chance."""
_GROUPS = 10
_MOST_ODD = 20
_Z = 1.959964


def audit(
    canaries: Sequence[ExportedOrder],
    real: Sequence[ExportedOrder],
    *,
    seed: int = 0,
    folds: int = 5,
    threshold: float = THRESHOLD,
) -> AuditResult:
    """Train classifiers to tell canaries from real orders, and say how well they do on those not trained on.

    It is a two-sample test by classifier (Lopez-Paz and Oquab 2017): logistic regression with products of
    features and boosted stumps, their log odds added up, the area under the curve cross-validated.

    Args:
        canaries: as `of_canary` or `of_draft` gives them.
        real: real orders that the model was not fitted on, of the same zone. Up to half of them are compared, and
            frequencies are taken from the others.
        seed: of the division into folds; the same seed gives the same result.
        folds: of the cross-validation.
        threshold: the greatest area under the curve at which a batch is released.

    Raises:
        RuleError: fewer than ten canaries, or than twenty real orders.
    """
    import numpy as np  # noqa: PLC0415 - slow to load, and most commands need none

    from leaktrace.seeding.orders.features import matrix  # noqa: PLC0415 - as above

    _enough(canaries, real)
    rng = np.random.default_rng(seed)
    own = np.sort(rng.permutation(len(canaries))[:_MOST])
    dealt = [real[n] for n in rng.permutation(len(real))]
    half = min(_MOST, (len(real) + 1) // 2)
    compared, known = dealt[:half], dealt[half:]
    names, values, left_out = matrix([canaries[n] for n in own], compared, known)
    labels = np.concatenate((np.ones(len(own)), np.zeros(len(compared))))
    small = len(own) < _SMALL
    held_out = [
        _held_out(values, labels, rng.permutation(len(labels)), folds)
        for _ in range(_REPEATS if small else 1)
    ]
    odds, parts, gains = (np.mean([one[k] for one in held_out], axis=0) for k in range(3))
    reach = _Z * _jackknife(values, labels, rng, folds) if small else 0.0
    area, low, high = _area(odds, labels, reach)
    return AuditResult(
        auc=area,
        low=low,
        high=high,
        features=_weights(names, values, labels, gains),
        odd=_odd(odds, parts, names, [(int(n), canaries[n].order_no) for n in own]),
        released=area <= threshold,
        threshold=threshold,
        canaries=len(canaries),
        real=len(real),
        left_out=left_out,
    )


def _area(odds: "Array", labels: "Array", reach: float) -> tuple[float, float, float]:
    """The area under the curve with its limits, which reach at least so far."""
    from leaktrace.seeding.orders.classifiers import curve  # noqa: PLC0415 - see above

    result = curve(odds[labels > 0], odds[labels == 0])
    low, high = min(result.low, result.area - reach), max(result.high, result.area + reach)
    return result.area, max(0.0, low), min(1.0, high)


def _weights(
    names: tuple[str, ...], values: "Array", labels: "Array", gains: "Array"
) -> tuple[FeatureWeight, ...]:
    """What each feature tells alone, and its share of what the classifiers used, the greatest first."""
    from leaktrace.seeding.orders.classifiers import rank_area  # noqa: PLC0415 - see above

    total = float(gains.sum()) or 1.0
    found = [
        FeatureWeight(
            name,
            round(rank_area(values[labels > 0, n], values[labels == 0, n]), 4),
            round(float(gains[n]) / total, 4),
        )
        for n, name in enumerate(names)
    ]
    return tuple(sorted(found, key=lambda one: (-one.share, one.feature)))


def _odd(
    odds: "Array", parts: "Array", names: tuple[str, ...], own: Sequence[tuple[int, str]]
) -> tuple[Oddity, ...]:
    """The canaries that stand out more than one real order in twenty; of each its place and its number are given."""
    import numpy as np  # noqa: PLC0415 - see above

    unusual = float(np.quantile(odds[len(own) :], 0.95))
    ranked = [int(n) for n in np.argsort(-odds[: len(own)])[:_MOST_ODD] if odds[n] > unusual]
    return tuple(_oddity(*own[n], float(odds[n]), _why(parts[n], names)) for n in ranked)


def _enough(canaries: Sequence[ExportedOrder], real: Sequence[ExportedOrder]) -> None:
    for kind, orders, least in (("canaries", canaries, LEAST), ("real orders", real, 2 * LEAST)):
        if len(orders) < least:
            raise RuleError(
                f"{len(orders)} {kind} are too few to compare",
                where="audit",
                remedy=f"Hand in at least {least} of them",
            )


def _jackknife(values: "Array", labels: "Array", rng: "np.random.Generator", folds: int) -> float:
    """The standard error of the area, classifiers and all, by leaving out a group of orders at a time.

    DeLong's limits take the scores as given. With few canaries they vary with the classifiers as well.
    """
    import numpy as np  # noqa: PLC0415 - see above

    from leaktrace.seeding.orders.classifiers import curve  # noqa: PLC0415 - see above

    group = np.empty(len(labels), np.int64)
    for kind in (0.0, 1.0):
        rows = rng.permutation(np.flatnonzero(labels == kind))
        group[rows] = np.arange(len(rows)) % _GROUPS
    areas = []
    for one in range(_GROUPS):
        kept = group != one
        own = labels[kept]
        odds, _, _ = _held_out(values[kept], own, rng.permutation(len(own)), folds)
        areas.append(curve(odds[own > 0], odds[own == 0]).area)
    return float((np.var(areas) * (len(areas) - 1)) ** 0.5)


def _held_out(
    values: "Array", labels: "Array", order: "NDArray[np.int64]", folds: int
) -> tuple["Array", "Array", "Array"]:
    """Log odds and the parts of the features for each order, from classifiers that never saw it; and the gains."""
    import numpy as np  # noqa: PLC0415 - see above

    from leaktrace.seeding.orders.classifiers import Logistic, Stumps  # noqa: PLC0415 - see above

    odds, parts = np.zeros(len(labels)), np.zeros(values.shape)
    gains = np.zeros(values.shape[1])
    least = int(min(labels.sum(), len(labels) - labels.sum()))
    place = np.empty(len(labels), np.int64)
    for kind in (0.0, 1.0):  # as many of each kind in every fold
        rows = order[labels[order] == kind]
        place[rows] = np.arange(len(rows)) % folds
    for fold in range(folds):
        seen, unseen = place != fold, place == fold
        logistic = Logistic(
            values[seen],
            labels[seen],
            products=least >= _PRODUCTS_FROM,
            ridge=max(5.0, 0.005 * float(seen.sum())),
        )
        stumps = Stumps(values[seen], labels[seen])
        parts[unseen] = stumps.parts(values[unseen])
        odds[unseen] = (logistic.scores(values[unseen]) + parts[unseen].sum(axis=1)) / 2
        gains += stumps.gains
    return odds, parts, gains


def _oddity(index: int, order_no: str, odds: float, why: tuple[str, ...]) -> Oddity:
    """A canary that stands out, with its log odds of being one as a score."""
    score = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
    return Oddity(index=index, order_no=order_no, score=round(score, 4), why=why)


def _why(parts: "Array", names: tuple[str, ...]) -> tuple[str, ...]:
    """The features that speak most for a canary."""
    ranked = sorted(range(len(names)), key=lambda n: -parts[n])[:3]
    return tuple(names[n] for n in ranked if parts[n] > 0)

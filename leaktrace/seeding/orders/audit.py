"""Can anybody tell the canaries from real orders? A classifier tries, before they are planted."""

from collections.abc import Sequence

from leaktrace.seeding.orders.records import AuditResult, ExportedOrder

__all__ = ["THRESHOLD", "audit"]

THRESHOLD = 0.6
"""Above this area under the curve a batch is refused."""


def audit(
    canaries: Sequence[ExportedOrder],
    real: Sequence[ExportedOrder],
    *,
    seed: int = 0,
    folds: int = 5,
    threshold: float = THRESHOLD,
) -> AuditResult:
    """Train classifiers to tell canaries from real orders, and say how well they do on those not trained on.

    Args:
        canaries: as `of_canary` or `of_draft` gives them.
        real: real orders that the model was not fitted on.
        seed: of the division into folds; the same seed gives the same result.
        folds: of the cross-validation.
        threshold: the greatest area under the curve at which a batch is released.

    Raises:
        RuleError: fewer than ten on either side.
    """
    raise NotImplementedError

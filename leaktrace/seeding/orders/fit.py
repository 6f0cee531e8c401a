"""Learning a model from real orders. What is returned has no buyer in it."""

from collections.abc import Sequence
from datetime import tzinfo

from leaktrace.seeding.orders.model import OrderModel
from leaktrace.seeding.orders.records import ExportedOrder

__all__ = ["LEAST_ORDERS", "fit"]

LEAST_ORDERS = 100
"""Fewer orders teach no habits."""


def fit(orders: Sequence[ExportedOrder], *, zone: tzinfo | None = None) -> OrderModel:
    """Learn the habits of a shop from its real orders, as aggregates of at least five orders each.

    Args:
        orders: real paid orders, of one currency; the most frequent one counts.
        zone: the zone of the shop; that of the first order if left out.

    Raises:
        RuleError: fewer than `LEAST_ORDERS`.
    """
    raise NotImplementedError

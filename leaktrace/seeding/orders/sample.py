"""Drafts of canary orders, drawn from a model of the real ones."""

from collections.abc import Container, Iterator
from datetime import datetime
from random import Random

from leaktrace.seeding.orders.model import OrderModel
from leaktrace.seeding.orders.records import DraftOrder

__all__ = ["sample"]


def sample(
    model: OrderModel,
    rng: Random,
    count: int,
    since: datetime,
    until: datetime,
    *,
    taken: Container[str] = frozenset(),
) -> Iterator[DraftOrder]:
    """Draw orders as the shop gets them. Memory does not grow with their number.

    Args:
        model: of the shop's real orders.
        rng: the randomness, such as `random.SystemRandom` for canaries that are planted.
        count: how many.
        since: the first instant possible.
        until: the first instant that is too late.
        taken: order numbers that are in use already. None of them is drawn, and none twice.

    Raises:
        RuleError: an empty period, or more orders than the merchant's kind of number has room for.
    """
    raise NotImplementedError

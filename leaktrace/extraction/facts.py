"""What could be said about one canary order, blind to which value was given to whom."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

__all__ = ["OrderFacts"]


@dataclass(frozen=True)
class OrderFacts:
    """Everything that could be said about one canary order.

    Every value of a pool is listed; the own value is marked by its place only, so that a search can
    treat all of them by the same rule.
    """

    names: tuple[str, ...]
    """The order's own name first, then every other value of the pool."""
    phone: str | None
    email: str | None
    nick: str
    province: str
    city: str
    district: str
    detail: str
    """Street, number, estate and, at its end, the unit."""
    units: tuple[str, ...]
    """The pool of unit spellings with the own one; empty: the own unit is read off `detail`."""
    addresses: tuple[str, ...]
    """Other whole addresses of the pool."""
    order_no: str
    tracking_nos: tuple[str, ...]
    items: tuple[tuple[str, Decimal], ...]
    """Title and price of each item."""
    amount: Decimal
    currency: str
    placed_at: datetime
    notes: tuple[str, ...]
    senders: tuple[str, ...]
    """Names of the platform, shop and courier that legitimately write about this order."""
    nicks: tuple[str, ...] = ()
    """Other nicks of the pool."""
    emails: tuple[str, ...] = ()
    """Other mailboxes of the pool."""

    def __post_init__(self) -> None:
        """Refuse an order without a zone: relative dates could not be compared with it."""
        if self.placed_at.tzinfo is None:
            raise ValueError("placed_at needs an offset")

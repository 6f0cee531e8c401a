"""What goes in and out: real orders as read from an export, drafts of canary orders, and the audit's verdict."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from leaktrace.domain.order import Canary, Item

__all__ = [
    "AuditResult",
    "DraftOrder",
    "ExportedOrder",
    "FeatureWeight",
    "Oddity",
    "Region",
    "of_canary",
    "of_draft",
]


@dataclass(frozen=True, slots=True)
class Region:
    """Where an order goes to, no finer than the city. Empty where it is not known."""

    province: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class ExportedOrder:
    """One order of a merchant's export. It lives in memory only; nothing of it is kept but aggregates.

    What could name a buyer is left out of its ``repr``, so that no log or traceback shows it.
    """

    order_no: str = field(repr=False)
    placed_at: datetime
    """Aware, in the zone of the shop: the hour on its clock is what counts."""
    items: tuple[Item, ...]
    amount: Decimal
    """What was paid."""
    currency: str
    buyer: str = field(default="", repr=False)
    """Whatever tells buyers apart: nick, mailbox, or name with address. Empty if nothing does."""
    name: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    region: Region = Region()
    priced: bool = True
    """Whether the prices of the items were stated, and not worked out from the amount."""
    personal: tuple[str, ...] = field(default=(), repr=False)
    """Nick, phone, mailbox and address: only to make sure that nothing kept has any of them in it."""


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """A canary order as it could be, without a buyer: the planner gives it one."""

    order_no: str
    items: tuple[Item, ...]
    amount: Decimal
    currency: str
    placed_at: datetime
    """Aware, in the zone of the shop."""
    note: str = ""
    note_length: int = 0
    """A note of this length belongs here; `note` is empty where no common one was drawn."""
    region: Region = Region()
    """Where such an order mostly goes; a hint for the choice of premises."""
    name_length: int = 0
    """How long the buyer's name is in such an order; 0 if the export had no whole names."""


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """How far one feature alone tells canaries from real orders."""

    feature: str
    auc: float
    """Area under the curve of this feature by itself, .5 to 1, whichever way round."""
    share: float
    """Its share of what the classifier gained by all features."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """A canary that the classifier knew for one."""

    index: int
    """Its place among the canaries that were handed in."""
    order_no: str
    score: float
    """Estimated odds-free probability of being a canary if both kinds were equally common."""
    why: tuple[str, ...]
    """The features that speak most against it."""


@dataclass(frozen=True, slots=True)
class AuditResult:
    """How well a classifier that never saw them tells canaries from real orders."""

    auc: float
    """Cross-validated area under the ROC curve; .5 is chance."""
    low: float
    high: float
    """Limits of 95 % confidence (DeLong 1988), for small batches widened by what the classifiers vary."""
    features: tuple[FeatureWeight, ...]
    """What gives canaries away, the worst first."""
    odd: tuple[Oddity, ...]
    released: bool
    """Whether the batch may be planted: `auc` is at or below the threshold."""
    threshold: float
    canaries: int
    real: int
    left_out: tuple[str, ...] = ()
    """Features that could not be compared, such as the season if the batch is planned for another one."""


def of_canary(canary: Canary, *, note: str = "") -> ExportedOrder:
    """A canary in the shape of an exported order, for the audit. Its time stays in its own zone."""
    order, identity = canary.order, canary.identity
    return ExportedOrder(
        order_no=order.order_no,
        placed_at=order.placed_at,
        items=order.items,
        amount=order.amount,
        currency=order.currency,
        name=identity.name,
        note=note,
        region=Region(identity.address.province, identity.address.city),
    )


def of_draft(draft: DraftOrder, *, name: str = "") -> ExportedOrder:
    """A draft in the shape of an exported order, for the audit; without a name one of its length stands in."""
    return ExportedOrder(
        order_no=draft.order_no,
        placed_at=draft.placed_at,
        items=draft.items,
        amount=draft.amount,
        currency=draft.currency,
        name=name or "某" * draft.name_length,
        note=draft.note or "…" * draft.note_length,
        region=draft.region,
    )

"""A plan: which orders to place when and by which routes, and what they will tell apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from leaktrace.attribution.probe_notes import Note
from leaktrace.domain.channel import Field
from leaktrace.seeding.planner.brief import Brief

__all__ = [
    "Confusable",
    "Controls",
    "Margin",
    "Plan",
    "PlannedOrder",
    "PowerPoint",
    "Remedy",
    "RemedyKind",
]


@dataclass(frozen=True)
class PlannedOrder:
    """One canary order, of an identity of its own."""

    number: int
    """From 1, in the order of days."""
    route_id: str
    day: float
    """When it is to be placed: days from the beginning, the time of day as a fraction."""
    line: int
    """Which of the free lines, from 0. Identities on one line need disjoint pools."""
    variants: Mapping[str, tuple[Field, ...]]
    """Channel to the fields in which it gets a value of its own; all others share one value."""
    rank: int
    """From 1: the first so many by rank are the best plan of that size."""


@dataclass(frozen=True)
class Controls:
    """Sealed controls: complete identities that no channel is ever given."""

    needed: int
    """A tenth of the orders, and at least ten."""
    planned: int
    """As many as the control lines take."""
    lines: int
    """Control lines they are on."""

    @property
    def missing(self) -> int:
        """How many there is no control line for."""
        return self.needed - self.planned


@dataclass(frozen=True)
class Margin:
    """How well a leak of one channel is told from a leak of another."""

    channel_id: str
    """Who leaks."""
    other: str
    """Whom it is not to be taken for."""
    orders: int
    """Orders that `channel_id` has and `other` has not."""
    both: int
    """Orders that both have."""
    variants: int
    """Of these, how many where their copies differ in a value."""
    ahead: int
    """Of these, how many where `channel_id` has its copy a day or more before `other`."""
    fields: tuple[Field, ...]
    """What `channel_id` shows and `other` does not. Counts softly: records of views can be wrong."""
    effective: float
    """Orders, with those told apart by a value counted by what they are worth beside a route: the number
    that the plan makes large."""
    mistaken: float
    """Bound on P(the other is taken for the leaker), by routes and values, at the geometric mean of the rates."""

    @property
    def separated(self) -> bool:
        """Whether any order tells the two apart by its route or a value."""
        return self.orders > 0 or self.variants > 0


class RemedyKind(StrEnum):
    """What would separate two channels."""

    MORE_ORDERS = "more_orders"
    """A feasible route does; there were too few orders, or too few allowed on it."""
    ROUTE = "route"
    """A new route, with the one and without the other."""
    VARIANT = "variant"
    """A value of its own for a channel."""
    DELAY = "delay"
    """Giving a channel its copy a day later."""


@dataclass(frozen=True)
class Remedy:
    """One thing to do about a confusable pair."""

    kind: RemedyKind
    channel_id: str
    """The channel to send orders by, to give a value, or to delay."""
    without: str = ""
    """The channel that a route must not have."""
    route_id: str = ""
    """The feasible route, or one that only has to be changed."""
    field: Field | None = None
    """In which to give the value."""


@dataclass(frozen=True)
class Confusable:
    """Two channels of which a leak of the first can be taken for one of the other."""

    channel_id: str
    other: str
    mutual: bool
    """The same holds the other way round. Such a pair is there once."""
    by_time: bool
    """Calls between the two copies would still tell, and nothing else does."""
    by_fields: bool
    """What callers know may still tell, softly."""
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True)
class PowerPoint:
    """What so many canaries reach if one channel leaks at one rate, out of simulated worlds."""

    canaries: int
    rate: float
    worlds: int
    told: int
    """Worlds in which the posterior of the leaker is .95 or more."""
    grouped: int
    """Worlds in which the leaker, or one it is confusable with, leaked by .95 or more: no plan by these
    routes and values can do better."""
    attributed: int
    """Worlds in which the verdict is `attributed` to the leaker: the posterior and the sealed draw."""
    wrong: int
    """Worlds in which the posterior of a channel that did not leak is .95 or more."""
    first: int
    """Worlds in which the leaker has the highest posterior."""
    low: float
    """Exact 95 % limits of told / worlds."""
    high: float

    @property
    def share(self) -> float:
        """P(the leaker is told), as measured."""
        return self.told / self.worlds if self.worlds else 0.0


@dataclass(frozen=True)
class Plan:
    """Orders to place, and what they will tell apart."""

    brief: Brief
    orders: tuple[PlannedOrder, ...]
    """By day."""
    counts: Mapping[str, int]
    """Route to orders; routes that none takes are left out."""
    controls: Controls
    lines_used: int
    margins: tuple[Margin, ...]
    """Of every ordered pair of channels, in the order of the brief."""
    confusable: tuple[Confusable, ...]
    """Pairs that no order of the plan separates."""
    unseen: tuple[str, ...]
    """Channels that no order reaches: a leak there stays unseen."""
    power: tuple[PowerPoint, ...]
    """Empty where it was not simulated."""
    cost: Decimal
    """Of all orders."""
    notes: tuple[Note, ...]
    """What to know, the most important first."""

    @property
    def least(self) -> float:
        """The smallest effective margin of the pairs that are separated at all; 0 if none is."""
        return min((one.effective for one in self.margins if one.separated), default=0.0)

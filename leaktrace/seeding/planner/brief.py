"""What a plan is made from: channels, the routes that are feasible, what there is room and money for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from leaktrace.domain.channel import Channel, Field

__all__ = ["POOLS", "VARIED", "Brief", "BriefError", "Route"]

VARIED: tuple[Field, ...] = (Field.NAME, Field.ADDRESS, Field.NICK, Field.NOTE, Field.EMAIL)
"""Fields that a sealed draw can vary: never a telephone number."""
POOLS: Mapping[Field, int] = MappingProxyType({Field.NAME: 20})
"""How many values a pool has where the brief does not say: names alone are varied."""


LONGEST = 3650
"""Days that a plan looks ahead at most."""


class BriefError(ValueError):
    """A brief from which no plan can be made; the message says what to change."""


@dataclass(frozen=True)
class Route:
    """One way that an order can take.

    Raises:
        BriefError: no channels, one of them twice, or numbers that fit no route.
    """

    route_id: str
    channel_ids: tuple[str, ...]
    """In the order in which they get the order."""
    delays: tuple[float, ...] = ()
    """Days from the order to each channel's copy, typically; left out: all at once."""
    minimum: int = 0
    """At least so many orders go this way ..."""
    maximum: int | None = None
    """... and at most so many; None for any number."""
    cost: Decimal = Decimal(0)
    """Of one order: goods, freight and fees that do not come back."""

    def __post_init__(self) -> None:
        named = f"route {self.route_id}"
        if not self.channel_ids or len(set(self.channel_ids)) != len(self.channel_ids):
            raise BriefError(f"{named} needs channels, each of them once")
        if self.delays and len(self.delays) != len(self.channel_ids):
            raise BriefError(f"{named} needs one delay for each channel, or none at all")
        if any(not 0 <= delay <= LONGEST for delay in self.delays):
            raise BriefError(f"{named} has a delay below zero, or of more than {LONGEST} days")
        if not self.cost.is_finite() or self.cost < 0:
            raise BriefError(f"{named} has a cost below zero, or without an end")
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise BriefError(f"{named} has a maximum below its minimum")

    def delay(self, channel_id: str) -> float:
        """Days until a channel on the route has its copy."""
        return self.delays[self.channel_ids.index(channel_id)] if self.delays else 0.0


@dataclass(frozen=True)
class Brief:
    """What is to be planned, and within which limits.

    Raises:
        BriefError: it contradicts itself.
    """

    channels: tuple[Channel, ...]
    """All that are to be told apart. Whether one is injectable, and what its views let survive, decides
    which get values of their own; where orders are pulled through a platform, routes alone separate."""
    routes: tuple[Route, ...]
    orders: int | None = None
    """So many canary orders; None to plan as many as the budget and the lines allow."""
    budget: Decimal | None = None
    """The most that the orders may cost together."""
    lines: int = 0
    """Free lines for canaries."""
    per_line: int = 1
    """At most so many identities share one line. Three are nearly free (docs/seeding.md)."""
    control_lines: int = 0
    """Lines for sealed controls, beside `lines`; `per_line` holds for them too."""
    pools: Mapping[Field, int] = field(default_factory=lambda: POOLS)
    """How many values there are for one identity, by field. Fields left out are not varied."""
    parts: Mapping[Field, int] = field(default_factory=dict)
    """How many of these still differ once masked: surnames, last four digits, districts. Left out: none,
    so channels with a masked view get no value of their own in that field."""
    window: float = 30.0
    """Days over which the orders are placed."""
    watched: float = 90.0
    """Days over which their lines are watched, counted from the first day of the window."""
    rates: tuple[float, ...] = (0.05, 0.1, 0.2, 0.3)
    """Leak rates to plan for: P(a leaker's copy of an order brings an informed contact while watched)."""
    begins: datetime | None = None
    """Midnight before the first day, with the merchant's offset; the weekdays and hours are of this zone."""
    weekdays: tuple[float, ...] = ()
    """Weights of Monday to Sunday; left out: all alike."""
    hours: tuple[float, ...] = ()
    """Weights of the 24 hours; left out: as people shop, few at night."""
    seed: int = 1
    """Equal briefs give equal plans."""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise BriefError(problem)

    @property
    def room(self) -> int:
        """Identities that the free lines take."""
        return self.lines * self.per_line

    @property
    def channel_ids(self) -> tuple[str, ...]:
        """In the order of `channels`."""
        return tuple(channel.channel_id for channel in self.channels)

    def at(self, day: float) -> datetime | None:
        """A day of the plan as a time, to the minute; None where the brief has no beginning."""
        return None if self.begins is None else self.begins + timedelta(minutes=round(day * 1440))


def _problems(brief: Brief) -> Iterator[str]:
    """What is wrong with it, the first first."""
    known = set(brief.channel_ids)
    if len(known) != len(brief.channels) or len(known) < 2:
        yield "a plan needs two or more channels, each of them once"
    if not brief.routes or len({one.route_id for one in brief.routes}) != len(brief.routes):
        yield "a plan needs routes with ids of their own"
    for route in brief.routes:
        for channel_id in route.channel_ids:
            if channel_id not in known:
                yield f"route {route.route_id} has {channel_id}, which is no channel of the plan"
    yield from _of_the_amounts(brief)
    yield from _of_the_calendar(brief)


def _of_the_amounts(brief: Brief) -> Iterator[str]:
    if brief.orders is None and brief.budget is None:
        yield "give a number of orders or a budget"
    if brief.budget is not None and not brief.budget.is_finite():
        yield "the budget is no amount of money"
    elif (brief.orders is not None and brief.orders < 1) or (brief.budget or 0) < 0:
        yield "the orders have to be one or more, and the budget not below zero"
    if brief.lines < 0 or brief.control_lines < 0 or brief.per_line < 1:
        yield "lines cannot be fewer than none, nor identities on a line fewer than one"
    for name, size in (*brief.pools.items(), *brief.parts.items()):
        if name not in VARIED or size < 0:
            yield f"{name} cannot be varied, or its pool has fewer than no values"
    if not brief.rates or min(brief.rates) <= 0 or max(brief.rates) >= 1:
        yield "leak rates lie between 0 and 1"
    if brief.seed < 0:
        yield "the seed is not below zero"


def _of_the_calendar(brief: Brief) -> Iterator[str]:
    if brief.window > LONGEST:
        yield f"orders are placed within {LONGEST} days"
    if not 0 < brief.window < brief.watched:
        yield "the lines have to be watched for longer than orders are placed"
    if brief.begins is not None and brief.begins.tzinfo is None:
        yield "the beginning needs an offset"
    for weights, size, name in ((brief.weekdays, 7, "weekdays"), (brief.hours, 24, "hours")):
        if weights and not _weights(weights, size):
            yield f"{name} are {size} weights, none below zero and not all of them zero"
    if brief.weekdays and brief.begins is None:
        yield "weights of weekdays need a beginning"


def _weights(weights: Sequence[float], size: int) -> bool:
    return len(weights) == size and min(weights) >= 0 and sum(weights) > 0

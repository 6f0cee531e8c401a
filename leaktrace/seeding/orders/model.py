"""What is kept of a merchant's orders: figures about at least five orders each, and the merchant's own goods."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from leaktrace.domain.errors import InputError
from leaktrace.domain.times import time_zone
from leaktrace.seeding.orders.cells import Cells, Spread

__all__ = [
    "VERSION",
    "Baskets",
    "Good",
    "Money",
    "Notes",
    "NumberStyle",
    "OrderModel",
    "Period",
    "Timing",
    "zone_name",
    "zone_named",
]

VERSION = 1
"""Of the JSON form. A model of another version is refused: fit again."""


@dataclass(frozen=True, slots=True)
class Good:
    """One of the merchant's goods."""

    sku: str
    title: str
    count: int
    """Orders it was in; 0 if fewer than five, and then it is one of the rare goods."""
    prices: Spread
    """In hundredths of the currency."""


@dataclass(frozen=True, slots=True)
class Baskets:
    """What is bought together. Goods are named by their place in the list of goods."""

    exact: Cells[tuple[tuple[int, int], ...]]
    """Whole baskets, good and quantity, that many orders share."""
    loose: int
    """Orders with any other basket."""
    kinds: Spread
    """How many kinds of goods are in those."""
    popular: Cells[int]
    """Which goods are in those; -1 stands for all the rare ones together."""
    together: tuple[tuple[int, int, int], ...]
    """Pairs that many of those share, and how many."""
    quantities: tuple[tuple[int, Spread], ...]
    """Pieces of a good in those; -1 is for goods without figures of their own."""


@dataclass(frozen=True, slots=True)
class Money:
    """What is paid, in hundredths of the currency."""

    priced: bool
    """Whether the export has the prices of goods; if not, only amounts are known."""
    bands: tuple[tuple[int, Spread], ...]
    """Up to this sum of the prices: what the amount is above or below it (postage, coupons).
    The endings are those of the amount."""
    amounts: tuple[tuple[int, int, float, Spread], ...]
    """Of a good and quantity, the amounts, and which share of the rare ones is common at other times. Good -1 is
    any good, quantity 0 any quantity."""
    baskets: tuple[tuple[tuple[tuple[int, int], ...], Spread], ...] = ()
    """Of whole baskets of several goods, the amounts."""
    lists: Cells[int] = ()
    """In an export without prices: goods and what one piece mostly costs by itself."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time with its own assortment and prices."""

    begins: str
    """Its first day; it lasts to the next one's."""
    baskets: Baskets
    money: Money
    prices: tuple[tuple[int, Spread], ...]
    """Of goods that many orders of this time have; for others those of all times hold."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When orders come in, on the clock of the shop."""

    days: tuple[tuple[str, int, int], ...]
    """Runs of days: the first, how many, and the orders in them."""
    weekdays: Cells[int]
    hours: tuple[tuple[int, int, int, int], ...]
    """Blocks of the week: first hour (0 is Monday midnight), how many hours, how many orders, of one weekday."""
    minutes: Cells[int]
    """Minute of the hour; empty if the export has days only."""
    seconds: bool
    """Whether times have seconds."""


@dataclass(frozen=True, slots=True)
class Notes:
    """How often and how long buyers write notes."""

    share: float
    lengths: Spread
    common: Cells[str]
    """Texts of at least twenty orders of twenty buyers."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the merchant's order numbers look. None of them is kept."""

    template: str
    """A character for each place: itself if it is always the same, ``9`` any digit, ``A`` any capital,
    ``a`` any small letter, ``D`` the date."""
    date_format: str
    """As for ``strftime``; empty if there is no date in it."""
    digits: tuple[Cells[str], ...]
    """For each open place, which characters and how often."""
    count: int
    climbs: tuple[tuple[int, int], ...] = ()
    """Where the open digits are a counter: mean time (seconds since 1970) and mean count of some orders."""
    daily: bool = False
    """Whether the counter begins anew every day; its times are then seconds since midnight."""
    dense: bool = False
    """Whether nearly every number of the counter is in use, so that the shop itself has to give them out."""


@dataclass(frozen=True, slots=True)
class OrderModel:
    """A merchant's ordinary orders in aggregates, enough to make up more of them."""

    orders: int
    zone: str
    currency: str
    goods: tuple[Good, ...]
    periods: tuple[Period, ...]
    common: tuple[tuple[int, Spread], ...]
    """The amounts of all times by quantity, for exports without prices."""
    timing: Timing
    regions: tuple[tuple[str, str, int], ...]
    """Province, city, orders; both empty for all the others."""
    name_lengths: Spread
    notes: Notes
    numbers: tuple[NumberStyle, ...]

    @property
    def begins(self) -> date:
        """The first day it knows of."""
        return date.fromisoformat(self.timing.days[0][0])

    @property
    def ends(self) -> date:
        """The last day it knows of."""
        first, days, _ = self.timing.days[-1]
        return date.fromisoformat(first) + timedelta(days=days - 1)

    def to_json(self) -> str:
        """The model as JSON, the same text for the same model."""
        return json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "OrderModel":
        """The model that `to_json` wrote.

        Raises:
            InputError: it is none, or of another version.
        """
        try:
            held = json.loads(text)
            version = held.pop("version")
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            raise InputError(
                "this is no order model", remedy="Fit one: leaktrace seed fit ORDERS"
            ) from None
        if version != VERSION:
            raise InputError(
                f"the order model has version {version}, this program writes {VERSION}",
                remedy="Fit it again: leaktrace seed fit ORDERS",
            )
        try:
            return _model(held)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise InputError(
                "the order model is damaged", remedy="Fit it again: leaktrace seed fit ORDERS"
            ) from None


def zone_name(zone: tzinfo, at: datetime) -> str:
    """A name under which `zone_named` finds the zone again: its key, or the offset it has at a time."""
    if isinstance(zone, ZoneInfo) and zone.key:
        return zone.key
    offset = zone.utcoffset(at) or timedelta()
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def zone_named(name: str) -> tzinfo:
    """The zone of a name of `zone_name`.

    Raises:
        InputError: there is none.
    """
    if name[:1] in "+-" and len(name) == 6:
        minutes = int(name[1:3]) * 60 + int(name[4:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    return time_zone(name)


def _model(held: dict[str, Any]) -> OrderModel:
    timing, notes = held["timing"], held["notes"]
    model = OrderModel(
        orders=int(held["orders"]),
        zone=held["zone"],
        currency=held["currency"],
        goods=tuple(
            Good(one["sku"], one["title"], one["count"], _spread(one["prices"]))
            for one in held["goods"]
        ),
        periods=tuple(_period(one) for one in held["periods"]),
        common=tuple((qty, _spread(one)) for qty, one in held["common"]),
        timing=Timing(**{key: _deep(value) for key, value in timing.items()}),
        regions=_deep(held["regions"]),
        name_lengths=_spread(held["name_lengths"]),
        notes=Notes(notes["share"], _spread(notes["lengths"]), _deep(notes["common"])),
        numbers=tuple(
            NumberStyle(**{key: _deep(value) for key, value in one.items()})
            for one in held["numbers"]
        ),
    )
    zone_named(model.zone)
    _ = model.periods[0], model.begins, model.ends
    return model


def _period(held: dict[str, Any]) -> Period:
    baskets, money = held["baskets"], held["money"]
    date.fromisoformat(held["begins"])
    return Period(
        begins=held["begins"],
        baskets=Baskets(
            exact=_deep(baskets["exact"]),
            loose=baskets["loose"],
            kinds=_spread(baskets["kinds"]),
            popular=_deep(baskets["popular"]),
            together=_deep(baskets["together"]),
            quantities=tuple((good, _spread(one)) for good, one in baskets["quantities"]),
        ),
        money=Money(
            priced=money["priced"],
            bands=tuple((top, _spread(one)) for top, one in money["bands"]),
            amounts=tuple((g, qty, usual, _spread(one)) for g, qty, usual, one in money["amounts"]),
            baskets=tuple((_deep(basket), _spread(one)) for basket, one in money["baskets"]),
            lists=_deep(money["lists"]),
        ),
        prices=tuple((good, _spread(one)) for good, one in held["prices"]),
    )


def _spread(held: dict[str, Any]) -> Spread:
    return Spread(_deep(held["exact"]), _deep(held["bins"]), _deep(held["endings"]))


def _deep(value: Any) -> Any:
    """Lists of JSON as tuples, all the way down."""
    return tuple(_deep(one) for one in value) if isinstance(value, list) else value

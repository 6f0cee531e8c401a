"""The orders of a plan as they lie on the ground: who holds each, and what each copy shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.params import FACTS
from leaktrace.domain.channel import Field, View
from leaktrace.seeding.planner.brief import VARIED, Brief, Route
from leaktrace.seeding.planner.result import PlannedOrder
from leaktrace.seeding.planner.variants import Shown, shown

__all__ = ["Ground"]


@dataclass(frozen=True, eq=False)
class Ground:
    """The orders that were placed, and what each channel's copy of each shows."""

    brief: Brief
    orders: tuple[PlannedOrder, ...]

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Of the orders."""
        by_id = {route.route_id: route for route in self.brief.routes}
        return tuple(by_id[one.route_id] for one in self.orders)

    @cached_property
    def number(self) -> Mapping[str, int]:
        """Channel to its number."""
        return {name: place for place, name in enumerate(self.brief.channel_ids)}

    @cached_property
    def holders(self) -> tuple[tuple[int, ...], ...]:
        """Of each order, the channels in the order in which they get it."""
        return tuple(
            tuple(self.number[name] for name in route.channel_ids) for route in self.routes
        )

    @cached_property
    def rows(self) -> tuple[IntArray, IntArray, FloatArray]:
        """Of each exposure: order, channel, and days from the one to the other's copy."""
        table = [
            (row, self.number[name], route.delay(name))
            for row, route in enumerate(self.routes)
            for name in route.channel_ids
        ]
        order, channel, delay = (np.array(column) for column in zip(*table, strict=True))
        return order.astype(np.int64), channel.astype(np.int64), delay.astype(np.float64)

    @cached_property
    def shows(self) -> tuple[Mapping[Field, Shown], ...]:
        """Of each channel."""
        return tuple({name: shown(one, name) for name in Field} for one in self.brief.channels)

    @cached_property
    def in_full(self) -> tuple[frozenset[tuple[Field, str]], ...]:
        """Of each channel, the facts that count as shown."""
        return tuple(
            frozenset(fact for fact in FACTS if views[fact[0]] is Shown.WHOLE)
            for views in self.shows
        )

    @cached_property
    def dials(self) -> tuple[bool, ...]:
        """Of each channel, whether its copy has the real number."""
        return tuple(one.views.get(Field.PHONE) is View.PLAIN for one in self.brief.channels)

    @cached_property
    def owners(self) -> tuple[Mapping[Field, tuple[int, ...]], ...]:
        """Of each order and field, the channels with a value of their own."""
        return tuple(
            {
                name: found
                for name in VARIED
                if (
                    found := tuple(
                        self.number[one] for one, names in order.variants.items() if name in names
                    )
                )
            }
            for order in self.orders
        )

    @cached_property
    def drawn(self) -> frozenset[int]:
        """Channels that have a value of their own of any order."""
        return frozenset(c for one in self.owners for some in one.values() for c in some)

    @cached_property
    def copies(self) -> IntArray:
        """Of each exposure, a number for all that the copy shows."""
        order, channel, _ = self.rows
        keys = [
            (row, tuple(self.shows[c].values()), self.own_fields(row, c))
            for row, c in zip(order.tolist(), channel.tolist(), strict=True)
        ]
        # Who has a value of his own has a copy that nobody else has.
        full = [(*key, c if key[2] else -1) for key, c in zip(keys, channel.tolist(), strict=True)]
        numbers = {key: place for place, key in enumerate(dict.fromkeys(full))}
        return np.array([numbers[key] for key in full], dtype=np.int64)

    def own_fields(self, row: int, channel: int) -> tuple[Field, ...]:
        """In which a channel has a value of its own of an order."""
        return tuple(name for name, some in self.owners[row].items() if channel in some)

    def first(self, count: int) -> "Ground":
        """Only the best so many."""
        return Ground(self.brief, tuple(one for one in self.orders if one.rank <= count))

"""Briefs for the tests of the planner."""

import itertools
from decimal import Decimal

from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.seeding.planner import Brief, Route

VIEWS = {
    Field.NAME: View.PLAIN,
    Field.PHONE: View.PLAIN,
    Field.PRODUCT: View.PLAIN,
    Field.ORDERED_AT: View.PLAIN,
}
KINDS = tuple(ChannelKind)


def channel(channel_id: str, *, injectable: bool = False, kind=ChannelKind.COURIER, **views: View):
    shown = {**VIEWS, **{Field(name): view for name, view in views.items()}}
    return Channel(channel_id, kind, channel_id, "", injectable, shown)


def tiered(
    *, tiers: int = 3, options: int = 2, orders: int = 24, injectable: bool = False, **limits
) -> Brief:
    """Tiers of equal channels, of which every combination is feasible."""
    ids = [[f"{KINDS[tier].value}-{n}" for n in range(options)] for tier in range(tiers)]
    return Brief(
        channels=tuple(
            channel(name, injectable=injectable, kind=KINDS[tier])
            for tier, names in enumerate(ids)
            for name in names
        ),
        routes=tuple(
            Route(
                f"R{n:03d}", members, tuple(0.5 * tier for tier in range(tiers)), cost=Decimal(10)
            )
            for n, members in enumerate(itertools.product(*ids))
        ),
        orders=orders,
        **{"lines": orders, "control_lines": 10, **limits},
    )


def chain(*channels: Channel, orders: int = 12, delays: tuple[float, ...] = (), **limits) -> Brief:
    """One route through all of the channels."""
    route = Route("only", tuple(one.channel_id for one in channels), delays)
    return Brief(channels, (route,), orders=orders, lines=orders, control_lines=10, **limits)

"""Making a plan: how many orders by which route, on which days and lines, and what that will tell apart."""

from collections import Counter
from decimal import Decimal

import numpy as np

from leaktrace.attribution.inputs import IntArray
from leaktrace.seeding.planner.brief import Brief, BriefError
from leaktrace.seeding.planner.margins import confusables, margins, unseen
from leaktrace.seeding.planner.power import predicted
from leaktrace.seeding.planner.result import Plan, PlannedOrder
from leaktrace.seeding.planner.schedule import controls, days, shared_lines
from leaktrace.seeding.planner.search import Limits, by_routes_too, search, sequence
from leaktrace.seeding.planner.separation import Separation, by_route
from leaktrace.seeding.planner.words import notes

__all__ = ["plan"]


def plan(brief: Brief, *, worlds: int = 0) -> Plan:
    """Plan the orders of a brief.

    Args:
        brief: what is to be planned.
        worlds: so many simulated for each of `leaktrace.seeding.planner.power.steps` and each rate, to
            predict what the plan reaches; 0 for none.

    Raises:
        BriefError: the routes ask for more orders than the lines, the number or the budget allow.

    Cost: a few seconds for 20 channels, 500 routes and 1,000 orders; for the worlds see `power`.
    """
    separation = Separation.of(brief)
    limits = _limits(brief)
    search_luck, day_luck, deal_luck = np.random.default_rng(brief.seed).spawn(3)
    counts = by_routes_too(
        search(separation.worth, limits, search_luck),
        separation.worth, separation.only, limits, by_route(separation.rate),
    )  # fmt: skip
    picks = sequence(separation.worth, counts)
    lines = shared_lines(separation.holds[picks], brief.lines) if picks else []
    when = days(brief, len(picks), day_luck)
    # Which order comes on which day is left to chance: a season must not look like a channel.
    deal = deal_luck.permutation(len(picks)).tolist()
    orders = tuple(
        PlannedOrder(
            number=number,
            route_id=brief.routes[picks[rank]].route_id,
            day=float(when[number - 1]),
            line=lines[rank],
            variants=separation.variants[picks[rank]].own,
            rank=rank + 1,
        )
        for number, rank in enumerate(deal, 1)
    )
    return _finished(brief, separation, counts, orders, worlds)


def _limits(brief: Brief) -> Limits:
    """The limits as arrays.

    Raises:
        BriefError: the minima are beyond them.
    """
    minimum = np.array([route.minimum for route in brief.routes], dtype=np.int64)
    room = brief.room if brief.orders is None else min(brief.orders, brief.room)
    most = [room if route.maximum is None else min(room, route.maximum) for route in brief.routes]
    cost = np.array([float(route.cost) for route in brief.routes])
    budget = np.inf if brief.budget is None else float(brief.budget)
    if minimum.sum() > room:
        raise BriefError(f"the routes ask for {minimum.sum()} orders, and there is room for {room}")
    if float(minimum @ cost) > budget + 1e-6:
        raise BriefError("the orders that the routes ask for cost more than the budget")
    return Limits(room, minimum, np.array(most, dtype=np.int64), cost, budget)


def _finished(
    brief: Brief,
    separation: Separation,
    counts: IntArray,
    orders: tuple[PlannedOrder, ...],
    worlds: int,
) -> Plan:
    """The plan with all that follows from its orders."""
    found = margins(brief, separation, counts)
    taken = Counter(one.route_id for one in orders)
    used = {
        route.route_id: taken[route.route_id] for route in brief.routes if taken[route.route_id]
    }
    costs = {route.route_id: route.cost for route in brief.routes}
    made = Plan(
        brief=brief,
        orders=orders,
        counts=used,
        controls=controls(brief, len(orders)),
        lines_used=len({one.line for one in orders}),
        margins=found,
        confusable=confusables(brief, separation, counts, found),
        unseen=unseen(brief, separation, counts),
        power=predicted(brief, orders, worlds),
        cost=sum((costs[name] * number for name, number in used.items()), Decimal(0)),
        notes=(),
    )
    return notes(made, separation.variants)

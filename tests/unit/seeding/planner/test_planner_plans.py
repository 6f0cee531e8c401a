"""What plans keep to, and what they reach."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planner_world import chain, channel, tiered

from leaktrace.domain.channel import Field, View
from leaktrace.seeding.planner import Brief, BriefError, RemedyKind, Route, plan
from leaktrace.seeding.planner.search import Limits, by_routes_too, search
from leaktrace.seeding.planner.separation import Separation, by_route, by_value

BEGINS = datetime(2026, 12, 1, tzinfo=ZoneInfo("Asia/Shanghai"))


def margin(made, one: str, other: str):
    return next(m for m in made.margins if (m.channel_id, m.other) == (one, other))


@pytest.mark.parametrize(
    ("rate", "route", "value"),
    [(0.05, 0.011, 0.030), (0.1, 0.028, 0.062), (0.2, 0.071, 0.128), (0.3, 0.124, 0.199)],
)
def test_the_worth_of_an_order_is_that_of_the_study(rate, route, value):
    assert by_route(rate) == pytest.approx(route, abs=6e-4)
    assert by_value(rate, np.array(0.6)) == pytest.approx(value, abs=6e-4)


def test_every_channel_of_a_tier_gets_its_share_and_no_pair_is_confusable():
    made = plan(tiered(tiers=3, options=2, orders=24))
    assert made.least == 6.0
    assert not made.confusable
    assert not made.unseen
    assert all(one.separated for one in made.margins)
    assert len(made.margins) == 6 * 5


def test_equal_briefs_give_equal_plans_and_another_seed_another_schedule():
    brief = tiered()
    assert plan(brief) == plan(brief)
    assert plan(brief).orders != plan(replace(brief, seed=2)).orders


@given(
    orders=st.integers(1, 40),
    limits=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), min_size=8, max_size=8),
    costs=st.lists(st.integers(0, 20), min_size=8, max_size=8),
    budget=st.none() | st.integers(320, 600),
    lines=st.integers(16, 40),
)
@settings(deadline=None, max_examples=40)
def test_limits_of_routes_budget_and_lines_hold(orders, limits, costs, budget, lines):
    brief = tiered(tiers=3, options=2, orders=max(orders, 16), lines=lines)
    routes = tuple(
        replace(route, minimum=low, maximum=low + more, cost=Decimal(cost))
        for route, (low, more), cost in zip(brief.routes, limits, costs, strict=True)
    )
    brief = replace(brief, routes=routes, budget=None if budget is None else Decimal(budget))
    made = plan(brief)
    for route in routes:
        assert route.minimum <= made.counts.get(route.route_id, 0) <= (route.maximum or 0)
    assert len(made.orders) == sum(made.counts.values()) <= min(max(orders, 16), lines)
    assert budget is None or made.cost <= budget
    assert sorted(one.rank for one in made.orders) == list(range(1, len(made.orders) + 1))
    days = [one.day for one in made.orders]
    assert days == sorted(days)
    assert all(0 <= day < brief.window for day in days)
    named = {(one.channel_id, one.other) for one in made.confusable}
    named |= {(one.other, one.channel_id) for one in made.confusable if one.mutual}
    for one in made.margins:
        assert (
            one.separated or (one.channel_id, one.other) in named or one.channel_id in made.unseen
        )


def test_a_budget_buys_as_many_orders_as_it_can():
    made = plan(tiered(orders=None, budget=Decimal(125), lines=30))
    assert (len(made.orders), made.cost) == (12, Decimal(120))


def test_minima_beyond_the_lines_are_refused():
    brief = tiered(orders=10, lines=3)
    routes = (replace(brief.routes[0], minimum=4), *brief.routes[1:])
    with pytest.raises(BriefError, match="ask for 4 orders, and there is room for 3"):
        plan(replace(brief, routes=routes))


def test_a_chain_that_pulls_orders_through_is_named_with_what_would_separate_it():
    made = plan(chain(channel("shop"), channel("erp")))
    (pair,) = made.confusable
    assert (pair.channel_id, pair.other, pair.mutual, pair.by_time) == ("shop", "erp", True, False)
    assert {remedy.kind for remedy in pair.remedies} == {RemedyKind.ROUTE}
    assert "No order separates these" in made.notes[0].text


def test_values_of_their_own_separate_a_chain_that_can_be_injected():
    made = plan(chain(channel("shop", injectable=True), channel("erp", injectable=True)))
    assert not made.confusable
    assert margin(made, "shop", "erp").variants == 12
    assert made.orders[0].variants == {"shop": (Field.NAME,), "erp": (Field.NAME,)}


def with_a_desk(*, injectable: bool, orders: int = 24) -> Brief:
    """Two order systems and two couriers, and a service desk that each order may pass or not."""
    brief = tiered(tiers=2, options=2, orders=orders, injectable=injectable)
    desk = channel("desk", injectable=injectable)
    passing = tuple(
        replace(route, route_id=f"{route.route_id}-desk", channel_ids=(*route.channel_ids, "desk"), delays=())
        for route in brief.routes
    )  # fmt: skip
    return replace(brief, channels=(*brief.channels, desk), routes=(*brief.routes, *passing))


def test_routes_separate_what_drawn_values_separate_already_for_values_may_die():
    brief = with_a_desk(injectable=True)
    made = plan(brief)
    members = [set(route.channel_ids) for route in brief.routes]
    for one in made.margins:
        able = any(one.channel_id in some and one.other not in some for some in members)
        assert (one.orders > 0) == able
    assert made.least == 12.0  # no two order systems share an order, so it could not be more


@given(orders=st.integers(8, 40), most=st.lists(st.integers(0, 20), min_size=8, max_size=8))
@settings(deadline=None, max_examples=20)
def test_separating_by_routes_too_costs_nothing_of_the_smallest_margin(orders, most):
    brief = with_a_desk(injectable=True, orders=orders)
    routes = tuple(replace(one, maximum=some) for one, some in zip(brief.routes, most, strict=True))
    separation = Separation.of(replace(brief, routes=routes))
    limits = Limits(orders, np.zeros(8, np.int64), np.array(most), np.ones(8), np.inf)
    before = search(separation.worth, limits, np.random.default_rng(1))
    after = by_routes_too(before, separation.worth, separation.only, limits, 0.1)
    assert after.sum() == before.sum()
    assert (after <= limits.maximum).all()
    live = separation.worth[:, separation.worth.any(axis=0)]
    assert (after @ live).min() >= (before @ live).min() - 1e-6
    assert np.exp(-0.1 * (after @ live)).sum() <= 1.05 * np.exp(-0.1 * (before @ live)).sum() + 1e-6
    assert ((after @ separation.only) > 0).sum() >= ((before @ separation.only) > 0).sum()


def test_a_copy_a_day_later_tells_one_way_and_is_said():
    made = plan(chain(channel("shop"), channel("courier"), delays=(0.0, 1.5)))
    assert margin(made, "shop", "courier").ahead == 12
    assert margin(made, "courier", "shop").ahead == 0
    (pair,) = made.confusable
    assert not pair.by_time


def test_a_masked_view_keeps_no_value_unless_parts_differ():
    some = (channel("shop", injectable=True), channel("desk", injectable=True, name=View.MASKED))
    made = plan(chain(*some))
    assert made.orders[0].variants == {"shop": (Field.NAME,)}
    assert [one.mutual for one in made.confusable] == [True]
    assert not plan(chain(*some, parts={Field.NAME: 20})).confusable


def test_a_pool_that_is_too_small_is_said_and_would_be_a_remedy():
    some = (channel("shop", injectable=True), channel("erp", injectable=True))
    made = plan(chain(*some, pools={Field.NAME: 1}))
    assert RemedyKind.VARIANT in {remedy.kind for remedy in made.confusable[0].remedies}
    assert any("pools are too small" in note.text for note in made.notes)


def test_a_channel_on_no_route_is_unseen():
    brief = chain(channel("shop"), channel("erp"))
    made = plan(replace(brief, channels=(*brief.channels, channel("other"))))
    assert made.unseen == ("other",)
    assert all("other" not in (one.channel_id, one.other) for one in made.confusable)


def test_identities_on_one_line_take_the_same_or_similar_routes():
    made = plan(tiered(tiers=3, options=2, orders=24, lines=8, per_line=3))
    routes = {route.route_id: set(route.channel_ids) for route in made.brief.routes}
    by_line: dict[int, list[str]] = {}
    for one in made.orders:
        by_line.setdefault(one.line, []).append(one.route_id)
    assert [len(some) for some in by_line.values()] == [3] * 8
    for some in by_line.values():
        assert max(len(routes[a] ^ routes[b]) for a in some for b in some) <= 2
    assert made.lines_used == 8


@pytest.mark.parametrize(
    ("orders", "lines", "needed", "planned"), [(20, 10, 10, 10), (150, 20, 15, 15), (20, 4, 10, 4)]
)
def test_a_tenth_and_at_least_ten_are_sealed_controls(orders, lines, needed, planned):
    made = plan(tiered(orders=orders, control_lines=lines))
    assert (made.controls.needed, made.controls.planned) == (needed, planned)
    assert any("sealed controls are needed" in note.text for note in made.notes) == (
        planned < needed
    )


def test_days_follow_the_weights_of_weekdays_and_hours():
    hours = tuple(1.0 if 9 <= hour < 17 else 0.0 for hour in range(24))
    brief = tiered(orders=60, begins=BEGINS, weekdays=(1, 1, 1, 1, 1, 0, 0), hours=hours)
    times = [brief.at(one.day) for one in plan(brief).orders]
    assert all(at is not None and at.weekday() < 5 and 9 <= at.hour < 17 for at in times)
    gaps = np.diff([at.timestamp() for at in times if at is not None])
    assert len(set(gaps.tolist())) > 40


def test_routes_come_in_no_order_over_the_window():
    made = plan(tiered(tiers=2, options=2, orders=80))
    early = [one.route_id for one in made.orders[:40]]
    assert {route: early.count(route) for route in made.counts}.keys() == made.counts.keys()
    assert [one.rank for one in made.orders] != list(range(1, 81))


def test_the_best_orders_by_rank_are_a_plan_themselves():
    made = plan(tiered(tiers=3, options=3, orders=54))
    members = {route.route_id: route.channel_ids for route in made.brief.routes}
    for first in (9, 18, 27):
        some = [members[one.route_id] for one in made.orders if one.rank <= first]
        share = [sum(name in route for route in some) for name in made.brief.channel_ids]
        assert max(share) - min(share) <= 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"orders": None}, "a number of orders or a budget"),
        ({"rates": (0.0,)}, "leak rates"),
        ({"window": 90.0}, "watched for longer"),
        ({"pools": {Field.PHONE: 5}}, "phone cannot be varied"),
        ({"begins": datetime(2026, 1, 1)}, "offset"),  # noqa: DTZ001 - that is the point
        ({"weekdays": (1.0,) * 7}, "need a beginning"),
        ({"hours": (1.0,)}, "24 weights"),
        ({"routes": (Route("R", ("nobody",)),)}, "nobody, which is no channel"),
    ],
)
def test_a_brief_that_contradicts_itself_is_refused(change, said):
    with pytest.raises(BriefError, match=said):
        replace(tiered(), **change)


def test_without_lines_there_is_nothing_to_plan():
    made = plan(replace(tiered(), lines=0), worlds=3)
    assert (made.orders, made.power, made.lines_used) == ((), (), 0)
    assert "No line is free" in made.notes[0].text


def test_routes_refuse_delays_that_do_not_fit():
    with pytest.raises(BriefError):
        Route("R", ("a", "b"), (1.0,))
    assert isinstance(tiered(), Brief)

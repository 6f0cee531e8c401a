"""Plans of canaries: what planning costs, and what plans reach beside random and aligned routes.

The worlds of the second part are those of section 5 of the design notes: 16 channels in four tiers of
four, 160 of the 256 routes feasible, one leaker with a rate of .3 (see `study`). Beside it
stands what `seed plan` predicts of the same plan.

The third part is what is left when drawn values die, in a shop whose orders may pass a service desk or
not: beside the plan stands the one that looks at values first and last, without the second aim.
"""

import itertools
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import study
import tables

from leaktrace.domain.channel import Channel, Field, View
from leaktrace.seeding.planner import Brief, Plan, PlannedOrder, Route, plan, power
from leaktrace.seeding.planner.power import predicted
from leaktrace.seeding.planner.search import Limits, search, sequence
from leaktrace.seeding.planner.separation import Separation

RATE = 0.3
POOLS = {Field.NAME: 20, Field.ADDRESS: 50}
KINDS = study.KINDS
DELAYS = tuple(sum(study.LATER[kind]) / 2.0 for kind in KINDS)
SHOWN = (
    Field.NAME, Field.PHONE, Field.ADDRESS, Field.PRODUCT, Field.TRACKING_NO, Field.ORDERED_AT,
)  # fmt: skip
FEASIBLE_SEED = 5
SPEED_WORLDS = 10


def run(
    channels: int, routes: int, orders: int, worlds: int, *, thorough: bool, as_json: bool
) -> None:
    """Measure and print."""
    speed = _speed(channels, routes, orders)
    quality = [row for count in (32, 64, 96) for row in _quality(count, worlds, thorough=thorough)]
    dying = [row for count in (12, 24, 48) for row in _dying(count, 4 * worlds, thorough=thorough)]
    shown = [
        tables.table(
            f"plan: {channels} channels, {routes} routes, {orders:,} orders",
            ("step", "s"),
            list(speed["seconds"].items()),
        )
        + f"\nsmallest margin {speed['least']:.1f}, of random routes {speed['least_random']:.1f}",
        tables.table(
            f"quality: 16 channels, 160 routes, rate {RATE}, {worlds} worlds a row",
            ("design", "orders", "least margin", "not separated", "by routes", "least so", "top 1", "told", "low", "high", "attributed", "wrong", "predicted", "half dead"),
            [tuple(row.values()) for row in quality],
        )
        + "\ntold: posterior of the leaker .95 or more, with exact 95 % limits; wrong: that of an innocent"
        + "\npredicted: told, in the worlds of 'seed plan', whose rate is one of informed contacts"
        + "\nby routes: share of the ordered pairs that routes alone separate, and the least margin of them all"
        + "\nhalf dead: predicted where every other channel and field, by chance, lets no value live",
        tables.table(
            f"values that die: 5 channels, 8 routes, rate {RATE}, {4 * worlds} worlds a row",
            ("design", "orders", "routes", "least margin", "by routes", "least so", "predicted", "half dead", "all dead"),
            [tuple(row.values()) for row in dying],
        ),
    ]  # fmt: skip
    measured = {"benchmark": "plan", "speed": speed, "quality": quality, "dying": dying}
    tables.show(measured, shown, as_json=as_json)


def tiered(
    *, tiers: int, options: int, feasible: int, orders: int, varied: bool = True, seed: int = 1
) -> Brief:
    """A brief of tiers of equal channels, of whose combinations some are feasible."""
    views = {name: View.VARIANT if name in POOLS else View.PLAIN for name in SHOWN}
    channels = tuple(
        Channel(f"{KINDS[tier % 4].value}-{tier // 4}{number}", KINDS[tier % 4], "", "", varied, views)
        for tier in range(tiers)
        for number in range(options)
    )  # fmt: skip
    every = np.array(list(itertools.product(range(options), repeat=tiers)))
    rng = np.random.default_rng(FEASIBLE_SEED)
    some = every[np.sort(rng.choice(len(every), feasible, replace=False))]
    ids = [
        [channels[tier * options + row[tier]].channel_id for tier in range(tiers)] for row in some
    ]
    return Brief(
        channels=channels,
        routes=tuple(
            Route(f"R{number:03d}", tuple(members), DELAYS[:tiers])
            for number, members in enumerate(ids)
        ),
        orders=orders,
        lines=orders,
        control_lines=max(10, orders // 10),
        pools=POOLS,
        rates=(RATE,),
        seed=seed,
    )


def _speed(channels: int, routes: int, orders: int) -> dict[str, Any]:
    brief = tiered(tiers=4, options=-(-channels // 4), feasible=routes, orders=orders)
    begin, busy = time.perf_counter(), time.process_time()
    made = plan(brief)
    planned = time.perf_counter()
    power(made, SPEED_WORLDS, rates=(0.05, 0.1, 0.2, 0.3))
    done = time.perf_counter()
    return {
        "seconds": {
            "plan": planned - begin,
            f"predict, {16 * SPEED_WORLDS} worlds": done - planned,
            "both": done - begin,
            "both, of the processor": time.process_time() - busy,
        },
        "least": made.least,
        "least_random": _least(brief, _random(brief)),
    }


def _quality(orders: int, worlds: int, *, thorough: bool) -> list[dict[str, Any]]:
    rows = []
    for varied in (True, False):
        brief = tiered(tiers=4, options=4, feasible=160, orders=orders, varied=varied)
        made = plan(brief)
        designs: dict[str, Sequence[PlannedOrder]] = {
            "planned": made.orders,
            "random": _with(brief, made, _random(brief)),
        }
        rows += [
            _row(f"{name}{' + variants' if varied else ''}", brief, some, worlds, thorough=thorough)
            for name, some in designs.items()
        ]
    return [*rows, _aligned(orders, worlds, thorough=thorough)]


def _aligned(orders: int, worlds: int, *, thorough: bool) -> dict[str, Any]:
    """Order j goes by the channel j mod 4 of every tier, which takes all routes to be feasible."""
    brief = tiered(tiers=4, options=4, feasible=256, orders=orders, varied=False)
    picks = [(number % 4) * (64 + 16 + 4 + 1) for number in range(orders)]
    some = _with(brief, plan(brief), picks)
    return _row("aligned round robin", brief, some, worlds, thorough=thorough)


def _row(
    name: str, brief: Brief, some: Sequence[PlannedOrder], worlds: int, *, thorough: bool
) -> dict[str, Any]:
    picks = [int(one.route_id[1:]) for one in some]
    separation = Separation.of(brief)
    margins, by_routes = (table[picks].sum(axis=0) for table in (separation.worth, separation.only))
    number = {channel.channel_id: place for place, channel in enumerate(brief.channels)}
    found = study.reached(
        [channel.kind for channel in brief.channels],
        [[number[one] for one in brief.routes[pick].channel_ids] for pick in picks],
        [one.day for one in some],
        rate=RATE,
        worlds=worlds,
        varied=any(one.variants for one in some),
        thorough=thorough,
    )
    low, high = found.limits
    guess, dead = (
        predicted(brief, orders, worlds, (len(some),), thorough=thorough)[0].share
        for orders in (some, _half_dead(brief, some))
    )
    return {
        "design": name,
        "orders": len(picks),
        "least": float(margins.min()),
        "not_separated": int((margins == 0).sum()),
        "by_routes": float((by_routes > 0).mean()),
        "least_by_routes": int(by_routes.min()),
        "top1": found.first / worlds,
        "told": found.told / worlds,
        "low": low,
        "high": high,
        "attributed": found.attributed / worlds,
        "wrong": found.wrong / worlds,
        "predicted": guess,
        "half_dead": dead,
    }


def _dying(orders: int, worlds: int, *, thorough: bool) -> list[dict[str, Any]]:
    """Two order systems, two couriers, and a desk that has half of the routes."""
    views = dict.fromkeys(SHOWN, View.PLAIN)
    shops = [(f"erp-{one}", f"courier-{other}") for one in (1, 2) for other in (1, 2)]
    ids = [*shops, *((*one, "desk") for one in shops)]
    brief = Brief(
        channels=tuple(
            Channel(name, KINDS[0], "", "", injectable=True, views=views)
            for name in dict.fromkeys(one for route in ids for one in route)
        ),
        routes=tuple(Route(f"R{number:03d}", members) for number, members in enumerate(ids)),
        orders=orders, lines=orders, control_lines=10, pools=POOLS, rates=(RATE,),
    )  # fmt: skip
    made, separation = plan(brief), Separation.of(brief)
    limits = Limits(
        orders, np.zeros(len(ids), np.int64), np.full(len(ids), orders), np.zeros(len(ids)), np.inf
    )
    first = sequence(
        separation.worth, search(separation.worth, limits, np.random.default_rng(brief.seed))
    )
    rows = []
    for name, some in (("planned", made.orders), ("values alone", _with(brief, made, first))):
        picks = [int(one.route_id[1:]) for one in some]
        margins, by_routes = (
            table[picks].sum(axis=0) for table in (separation.worth, separation.only)
        )
        told = [
            predicted(brief, left, worlds, (orders,), thorough=thorough)[0].share
            for left in (some, _half_dead(brief, some), [replace(one, variants={}) for one in some])
        ]
        rows.append(
            {
                "design": name, "orders": orders, "routes": len(set(picks)),
                "least": float(margins.min()), "by_routes": float((by_routes > 0).mean()),
                "least_by_routes": int(by_routes.min()),
                "predicted": told[0], "half_dead": told[1], "all_dead": told[2],
            }
        )  # fmt: skip
    return rows


def _half_dead(brief: Brief, some: Sequence[PlannedOrder]) -> list[PlannedOrder]:
    """The same orders without the values of half of the channels and fields: there they do not survive."""
    rng = np.random.default_rng(FEASIBLE_SEED)
    every = [(one.channel_id, name) for one in brief.channels for name in POOLS]
    dead = {every[place] for place in rng.permutation(len(every))[: len(every) // 2].tolist()}
    return [
        replace(
            one,
            variants={
                channel: left
                for channel, names in one.variants.items()
                if (left := tuple(name for name in names if (channel, name) not in dead))
            },
        )
        for one in some
    ]


def _random(brief: Brief) -> list[int]:
    rng = np.random.default_rng(brief.seed)
    return rng.integers(len(brief.routes), size=brief.orders or 0).tolist()


def _least(brief: Brief, picks: Sequence[int]) -> float:
    return float(Separation.of(brief).worth[list(picks)].sum(axis=0).min())


def _with(brief: Brief, made: Plan, picks: Sequence[int]) -> list[PlannedOrder]:
    """The days of a plan with other routes."""
    variants = Separation.of(brief).variants
    return [
        PlannedOrder(one.number, brief.routes[pick].route_id, one.day, one.line, variants[pick].own, one.rank)
        for one, pick in zip(made.orders, picks, strict=True)
    ]  # fmt: skip

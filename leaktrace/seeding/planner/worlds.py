"""Made-up worlds over the orders of a plan, in which one known channel leaks: what callers then say.

More compact than `leaktrace.attribution.simulation`, whose worlds have routes of their own: here they
are those of the plan. The callers are the same: a worked record is called about after a log-normal
delay that no model knows, facts are said at the rates of the study, values are misheard, and
strangers call. To be on the careful side there is one informed contact for a worked record, and a leak
that begins late, up to the middle of the watch.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.background import Background, estimate
from leaktrace.attribution.inputs import Evidence, Exposures, FloatArray, Hit, Reveal, Said
from leaktrace.attribution.params import FACTS, Params
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit
from leaktrace.seeding.planner.ground import Ground
from leaktrace.seeding.planner.separation import BY_CHANCE
from leaktrace.seeding.planner.variants import Shown

__all__ = ["world"]

CALLS = 0.1
"""Contacts that need no leak, per line and day (Prasad et al., USENIX Security 2020)."""
DELAY = (10.0, 0.8)
"""Mean days from leak to contact, and the spread of the logarithm, as in the study."""
_TRIES = 20
_PARAMS = Params()
_FACTS = (*FACTS, (Field.NICK, ""), (Field.NOTE, ""))
_LATENESS = (0.5, 1.5)
"""Copies come after so many times the typical delay."""


@dataclass(frozen=True, eq=False)
class _Placed:
    """One world before anybody calls."""

    ground: Ground
    at: FloatArray
    """Of each exposure, when the channel had its copy."""
    values: dict[int, Mapping[Field, Mapping[int, int]]]
    """Of each order that somebody called about, and each varied field: holder to value, numbered within
    the pool."""

    def when(self, row: int) -> Mapping[int, float]:
        """Of one order: holder to the day of its copy."""
        order, channel, _ = self.ground.rows
        span = slice(np.searchsorted(order, row), np.searchsorted(order, row, side="right"))
        return dict(zip(channel[span].tolist(), self.at[span].tolist(), strict=True))


def world(ground: Ground, leaker: int, rate: float, rng: np.random.Generator) -> Evidence:
    """What is known at the end of the watch.

    Args:
        ground: the orders.
        leaker: number of the channel that leaks.
        rate: P(its copy of an order brings an informed contact while watched).
        rng: all chance.
    """
    brief = ground.brief
    order, channel, delay = ground.rows
    days = np.array([one.day for one in ground.orders])
    at = days[order] + delay * rng.uniform(*_LATENESS, len(order))
    placed = _Placed(ground, at, {})
    calls = sorted(
        [*_leaked(placed, leaker, rate, rng), *_strangers(placed, rng)],
        key=lambda call: (call[0], call[1]),
    )
    for row in sorted({row for _, row, _ in calls}):
        placed.values[row] = _values(ground, row, rng)
    hits, reveals = [], []
    for number, (when, row, source) in enumerate(calls):
        spoken = _spoken(placed, row, source, rng)
        hit, some = _heard(placed, f"contact-{number:05d}", when, row, source, spoken)
        reveals.extend(some)
        if hit is not None:
            hits.append(hit)
    return Evidence(
        channels=brief.channel_ids,
        start=float(at.min(initial=brief.watched / 2.0)),
        end=brief.watched,
        exposures=Exposures(order, channel, at, len(ground.orders), ground.copies),
        hits=tuple(hits),
        background=_background(ground, days, rng),
        control_hits=(),
        reveals=tuple(reveals),
        drawn_channels=ground.drawn,
    )


def _values(
    ground: Ground, row: int, rng: np.random.Generator
) -> Mapping[Field, Mapping[int, int]]:
    """The sealed draw of one order: own values without replacement, and one that all others share."""
    values: dict[Field, Mapping[int, int]] = {}
    for name, some in ground.owners[row].items():
        drawn = rng.permutation(ground.brief.pools[name])[: len(some) + 1].tolist()
        own = dict(zip(some, drawn, strict=False))
        values[name] = {
            channel: own.get(channel, drawn[-1])
            for channel in ground.holders[row]
            if ground.shows[channel][name] is not Shown.NOTHING
        }
    return values


def _leaked(
    placed: _Placed, leaker: int, rate: float, rng: np.random.Generator
) -> list[tuple[float, int, int]]:
    """Time, order and leaker of the calls about worked records."""
    order, channel, _ = placed.ground.rows
    watched = placed.ground.brief.watched
    start = rng.uniform(0.0, watched / 2.0)
    mine = np.flatnonzero((channel == leaker) & (placed.at < watched))
    worked = mine[rng.random(len(mine)) < rate]
    mean, sigma = DELAY
    since = np.maximum(placed.at[worked], start)
    # A rate is one of contacts while watched, so delays that end later are drawn again.
    late = rng.lognormal(np.log(mean) - sigma**2 / 2.0, sigma, (_TRIES, len(worked)))
    fits = since + late < watched
    pick = fits.argmax(axis=0)
    at = since + late[pick, np.arange(len(worked))]
    at = np.where(fits.any(axis=0), at, rng.uniform(since, watched))
    return [(when, row, leaker) for when, row in zip(at.tolist(), order[worked], strict=True)]


def _strangers(placed: _Placed, rng: np.random.Generator) -> list[tuple[float, int, int]]:
    """Calls that happen to show a fact though nothing leaked; their source is -1."""
    brief = placed.ground.brief
    count = int(rng.poisson(BY_CHANCE * len(placed.ground.orders)))
    at = rng.uniform(0.0, brief.watched, count).tolist()
    rows = rng.integers(len(placed.ground.orders), size=count).tolist()
    return [(when, row, -1) for when, row in zip(at, rows, strict=True)]


def _spoken(
    placed: _Placed, row: int, source: int, rng: np.random.Generator
) -> dict[tuple[Field, str], int]:
    """The facts that are said, at least one, each with its value (0 where copies do not differ)."""
    ground, values = placed.ground, placed.values[row]
    if source < 0:
        chance = np.array([_PARAMS.chance[fact] for fact in FACTS])
        fact = FACTS[int(rng.choice(len(FACTS), p=chance / chance.sum()))]
        pool = ground.brief.pools[fact[0]] if fact[0] in values else 1
        return {fact: int(rng.integers(pool))}
    able = [fact for fact in _FACTS if ground.shows[source][fact[0]] is not Shown.NOTHING]
    rates = np.array([_PARAMS.disclosed(*fact) for fact in able])
    told = np.zeros(len(able), dtype=np.bool_)
    while able and not told.any():
        told = rng.random(len(able)) < rates
    spoken = {}
    for fact in (one for one, is_told in zip(able, told, strict=True) if is_told):
        name = fact[0]
        spoken[fact] = values[name][source] if name in values else 0
        if name in values and rng.random() < _PARAMS.eta:
            spoken[fact] = int(rng.integers(ground.brief.pools[name]))
    return spoken


def _heard(
    placed: _Placed,
    contact_id: str,
    when: float,
    row: int,
    source: int,
    spoken: Mapping[tuple[Field, str], int],
) -> tuple[Hit | None, list[Reveal]]:
    """What our record makes of a call."""
    ground = placed.ground
    holders = ground.holders[row]
    facts: list[Said] = []
    reveals: list[Reveal] = []
    for (name, part), value in spoken.items():
        whole = source < 0 or ground.shows[source][name] is Shown.WHOLE
        copies = {c: _compare(placed, row, name, value, c, whole=whole) for c in holders}
        varied = placed.values[row].get(name)
        if varied is not None and whole:
            reveals.append(
                _reveal(placed, contact_id, when, row, name, value, alone=len(spoken) == 1)
            )
        if Fit.HOLDS in copies.values():
            pool = len(set(varied.values())) if varied and Fit.DIFFERS in copies.values() else 1
            strength = Strength.EXACT if whole else Strength.PARTIAL
            facts.append(Said(name, part, strength, pool, copies))
    if not facts:
        return None, reveals
    dialled = source < 0 or ground.dials[source]
    reach = {c: Fit.HOLDS if ground.dials[c] or not dialled else Fit.LACKS for c in holders}
    in_full = {c: ground.in_full[c] for c in holders}
    return Hit(contact_id, when, row, reach, tuple(facts), in_full), reveals


def _compare(
    placed: _Placed, row: int, name: Field, value: int, channel: int, *, whole: bool
) -> Fit:
    """What was said, with one copy. Of a masked value nothing is left to differ if too few parts do."""
    ground = placed.ground
    view = ground.shows[channel][name]
    if view is Shown.NOTHING or (whole and view is Shown.PART):
        return Fit.LACKS
    values = placed.values[row].get(name)
    if values is None or values[channel] == value:
        return Fit.HOLDS
    parts = ground.brief.parts.get(name, 0)
    return Fit.DIFFERS if whole or parts > len(ground.owners[row][name]) else Fit.HOLDS


def _reveal(
    placed: _Placed,
    contact_id: str,
    when: float,
    row: int,
    name: Field,
    value: int,
    *,
    alone: bool,
) -> Reveal:
    ground, values = placed.ground, placed.values[row][name]
    there = placed.when(row)
    return Reveal(
        contact_id=contact_id,
        at=when,
        identity=row,
        field=name,
        pool=ground.brief.pools[name],
        value=value,
        drawn={c: values[c] for c in ground.owners[row][name]},
        visible={
            c: frozenset((own,))
            for c, own in values.items()
            if there[c] <= when and ground.shows[c][name] is Shown.WHOLE
        },
        alone=alone,
    )


def _background(ground: Ground, days: FloatArray, rng: np.random.Generator) -> Background:
    """Measured on the control lines, and on the others until their order is placed."""
    watched = np.concatenate([days, np.full(ground.brief.control_lines, ground.brief.watched)])
    return estimate(rng.poisson(CALLS * watched), watched)

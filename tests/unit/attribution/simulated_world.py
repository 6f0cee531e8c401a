"""Worlds with known leakers, drawn from a generator that shares nothing with the engine.

Leaks start at a random day and have log-normal delays, which the engine does not model.
"""

from dataclasses import dataclass, field

import numpy as np

from leaktrace.attribution import Background, Evidence, Exposures, Hit, Said
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

RATES = {
    (Field.NAME, ""): 0.60,
    (Field.ADDRESS, "unit"): 0.25,
    (Field.PRODUCT, ""): 0.50,
    (Field.PRICE, ""): 0.40,
    (Field.ORDERED_AT, ""): 0.30,
    (Field.ORDER_NO, ""): 0.20,
    (Field.TRACKING_NO, ""): 0.20,
}
EVERYTHING = frozenset(RATES)
WAYBILL = frozenset({(Field.NAME, ""), (Field.ADDRESS, "unit"), (Field.TRACKING_NO, "")})
CHANCE = 1e-3
TIERS = ((0, 1), (2, 3), (4, 5, 6), (7,))


@dataclass(frozen=True)
class Design:
    """How canaries are planted and how leaks behave."""

    canaries: int = 60
    days: float = 90.0
    tiers: tuple[tuple[int, ...], ...] = TIERS
    holds: dict[int, frozenset] = field(default_factory=dict)
    """What a channel's copies show; everything unless stated."""
    record: dict[int, frozenset] = field(default_factory=dict)
    """What our record says that they show, where it is wrong."""
    leakers: tuple[int, ...] = (0,)
    rho: tuple[float, float] = (0.1, 0.6)
    rates: float = 1.0
    """All disclosure rates times this."""
    pool: int = 1
    """Values of the name's pool; above 1 every channel has its own."""
    chance_contacts: float = 0.0
    """Informed contacts by chance, expected in the whole world."""

    @property
    def channels(self) -> int:
        return 1 + max(channel for tier in self.tiers for channel in tier)

    def recorded(self, channel: int) -> frozenset:
        return self.record.get(channel, self.holds.get(channel, EVERYTHING))


def world(design: Design, seed: int) -> Evidence:
    """One world; the leakers are those of the design."""
    rng = np.random.default_rng(seed)
    routes = _routes(design, rng)
    begin = rng.uniform(0, design.days / 3, design.canaries)
    gaps = [np.cumsum(rng.uniform(0.01, 0.5, len(route))) for route in routes]
    rows = [
        (identity, int(channel), begin[identity] + gap)
        for identity, route in enumerate(routes)
        for channel, gap in zip(route, gaps[identity], strict=True)
    ]
    first: dict[int, Hit] = {}
    for leaker in design.leakers:
        rho = np.exp(rng.uniform(*np.log(design.rho)))
        start = rng.uniform(0, design.days / 2)
        for identity, channel, at in rows:
            if channel == leaker and rng.random() < 1 - np.exp(-rho):
                when = max(at, start) + rng.lognormal(2.0, 0.8)
                _keep(
                    first,
                    design,
                    rng,
                    route=routes[identity],
                    identity=identity,
                    channel=channel,
                    when=when,
                )
    for _ in range(rng.poisson(design.chance_contacts)):
        identity = int(rng.integers(design.canaries))
        when = rng.uniform(begin[identity], design.days)
        _keep(
            first, design, rng, route=routes[identity], identity=identity, channel=None, when=when
        )
    return Evidence(
        channels=tuple(f"channel-{number}" for number in range(design.channels)),
        start=0.0,
        end=design.days,
        exposures=Exposures(
            np.array([row[0] for row in rows]),
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows]),
            design.canaries,
        ),
        hits=tuple(first.values()),
        background=Background(rate=0.1, shape=0.5, low=0.08, high=0.12, lines=20),
        control_hits=(),
    )


def _routes(design: Design, rng: np.random.Generator) -> list[tuple[int, ...]]:
    """One channel of every tier, balanced within the tier, tiers shuffled against one another."""
    columns = [rng.permutation(np.resize(np.array(tier), design.canaries)) for tier in design.tiers]
    routes = []
    for identity in range(design.canaries):
        route = [int(column[identity]) for column in columns]
        if len(design.tiers) > 3 and rng.random() < 0.5:
            route = route[:-1]
        routes.append(tuple(route))
    return routes


def _keep(first, design, rng, *, route, identity, channel, when) -> None:
    """Add a contact, if it is informed, inside the window and the first on its identity."""
    if when >= design.days or (identity in first and first[identity].at <= when):
        return
    shown = design.holds.get(channel, EVERYTHING) if channel is not None else frozenset()
    said = []
    for fact, rate in RATES.items():
        if rng.random() < (rate * design.rates if fact in shown else CHANCE):
            said.append(_said(fact, design, route, channel, rng))
    if channel is None and not said:
        said.append(_said((Field.NAME, ""), design, route, None, rng))
    if said:
        first[identity] = Hit(
            contact_id=f"contact-{identity}",
            at=float(when),
            identity=identity,
            reach=dict.fromkeys(route, Fit.HOLDS),
            said=tuple(said),
            shown={other: design.recorded(other) for other in route},
        )


def _said(fact, design, route, channel, rng) -> Said:
    """A fact with the fit of every copy; a value is heard wrongly in three of a hundred cases."""
    pool = design.pool if fact == (Field.NAME, "") else 1
    lacks = {other for other in route if fact not in design.recorded(other)}
    if pool > 1:
        spoken = channel if channel is not None and rng.random() > 0.03 else rng.integers(-pool, 0)
        fits = {other: Fit.HOLDS if other == spoken else Fit.DIFFERS for other in route}
    else:
        fits = dict.fromkeys(route, Fit.HOLDS)
    fits.update(dict.fromkeys(lacks, Fit.LACKS))
    strength = Strength.PARTIAL if fact[0] is Field.PRODUCT else Strength.EXACT
    return Said(fact[0], fact[1], strength, pool, fits)

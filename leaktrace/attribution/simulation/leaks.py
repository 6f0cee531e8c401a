"""Who leaks, from when and how much of it is worked: the truth of a world, and the contacts it makes."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.simulation.calls import Source
from leaktrace.attribution.simulation.layout import BoolArray, Layout
from leaktrace.attribution.simulation.scenario import Scenario
from leaktrace.domain.channel import ChannelKind

__all__ = ["Leak", "Truth", "Visits", "draw_truth", "visits"]

_RESALE_GAP = (21.0, 42.0)
"""Days between the waves of a resale."""
_RESALE_DELAY = 3.0
"""Mean days from a resale to a contact."""
_FRAMING_CALLS = 3


@dataclass(frozen=True)
class Leak:
    """One leak."""

    rate: float
    """Share of its records that callers work."""
    start: float
    """Day from which on."""


@dataclass(frozen=True)
class Truth:
    """What really happens."""

    leaks: Mapping[int, Leak] = field(default_factory=dict)
    """Channel, or `Source`, to its leak."""
    courier: int | None = None
    """The only courier whose parcels leak."""
    framed: tuple[int, int] | None = None
    """The identity, and the channel whose values are said though nothing leaked from it."""

    @property
    def leakers(self) -> frozenset[int]:
        """Channels whose copies got out."""
        return frozenset(number for number in self.leaks if number >= 0)

    @property
    def unlisted(self) -> bool:
        """Whether a party that we did not list leaks."""
        return Source.UNLISTED in self.leaks

    @property
    def registry(self) -> bool:
        """Whether our own records leak."""
        return Source.REGISTRY in self.leaks


@dataclass(frozen=True, eq=False)
class Visits:
    """When somebody with a copy gets in touch, one row each."""

    line: IntArray
    at: FloatArray
    source: IntArray


def draw_truth(scenario: Scenario, layout: Layout, rng: np.random.Generator) -> Truth:
    """Who leaks, and how."""
    sources = _leaking(scenario, layout, rng)
    low, high = (math.log(limit) for limit in scenario.rho)
    leaks = {
        source: Leak(
            rate=math.exp(rng.uniform(low, high)), start=rng.uniform(0.0, scenario.leak_start)
        )
        for source in sources
    }
    courier = framed = None
    if scenario.selective:
        couriers = [n for n, kind in enumerate(layout.kinds) if kind is ChannelKind.COURIER]
        courier = int(rng.choice(couriers))
    if scenario.framing:
        identity = int(rng.integers(scenario.identities))
        framed = identity, int(rng.choice(np.flatnonzero(layout.held[identity])))
    return Truth(leaks, courier, framed)


def _leaking(scenario: Scenario, layout: Layout, rng: np.random.Generator) -> list[int]:
    kind = ChannelKind.PLATFORM if scenario.selective else scenario.leaker_kind
    able = [number for number, one in enumerate(layout.kinds) if kind in (None, one)]
    if scenario.leak_prior is not None:
        chances = rng.random(len(layout.kinds) + 1) < scenario.leak_prior
        channels = np.flatnonzero(chances[:-1]).tolist()
        return [*channels, *([int(Source.UNLISTED)] if chances[-1] else [])]
    channels = sorted(rng.choice(able, size=scenario.leakers, replace=False).tolist())
    return (
        channels
        + [int(Source.UNLISTED)] * scenario.unlisted
        + [int(Source.REGISTRY)] * scenario.registry
    )


def visits(scenario: Scenario, layout: Layout, truth: Truth, rng: np.random.Generator) -> Visits:
    """The contacts that the leaks make, of all sources, in no order and beyond the window too."""
    # Each leak has a stream of its own, so that one more of them leaves the others as they are.
    streams = rng.spawn(len(truth.leaks) + 1)
    parts = [
        part
        for (source, leak), stream in zip(truth.leaks.items(), streams[1:], strict=True)
        for part in _of_leak(scenario, layout, truth, source, leak, stream)
    ]
    if truth.framed is not None:
        identity = truth.framed[0]
        last = float(layout.at[identity][layout.held[identity]].max())
        at = last + np.cumsum(streams[0].exponential(scenario.delay_mean, _FRAMING_CALLS))
        parts.append((np.full(_FRAMING_CALLS, identity), at, int(Source.FRAMING)))
    if not parts:
        return Visits(np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    return Visits(
        line=np.concatenate([line for line, _, _ in parts]),
        at=np.concatenate([at for _, at, _ in parts]),
        source=np.concatenate([np.full(len(line), source) for line, _, source in parts]),
    )


def _of_leak(
    scenario: Scenario,
    layout: Layout,
    truth: Truth,
    source: int,
    leak: Leak,
    rng: np.random.Generator,
) -> Iterator[tuple[IntArray, FloatArray, int]]:
    """First the leak itself, then each resale of what had leaked by then."""
    there = _available(scenario, layout, source)
    leaky = np.flatnonzero(np.isfinite(there) & _may_leak(scenario, layout, truth, rng))
    worked = leaky[rng.random(len(leaky)) < leak.rate]
    # A log-normal has its mean half a squared sigma above its median.
    middle = math.log(scenario.delay_mean) - scenario.delay_sigma**2 / 2.0
    first = np.maximum(there[worked], leak.start)
    first = first + rng.lognormal(middle, scenario.delay_sigma, len(worked))
    yield *_repeated(scenario, worked, first, rng), source
    sold = leak.start
    for _ in range(scenario.resale_waves):
        sold += rng.uniform(*_RESALE_GAP)
        known = leaky[there[leaky] <= sold]
        worked = known[rng.random(len(known)) < leak.rate]
        first = sold + rng.exponential(_RESALE_DELAY, len(worked))
        yield *_repeated(scenario, worked, first, rng), source


def _repeated(
    scenario: Scenario, worked: IntArray, first: FloatArray, rng: np.random.Generator
) -> tuple[IntArray, FloatArray]:
    """Each worked record with its later contacts."""
    count = 1 + rng.poisson(scenario.repeats, len(worked))
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    later = number * rng.exponential(scenario.repeat_gap, len(number))
    return np.repeat(worked, count), np.repeat(first, count) + later


def _available(scenario: Scenario, layout: Layout, source: int) -> FloatArray:
    """When the source has each identity: orders, then sealed controls; infinite where never."""
    if source == Source.REGISTRY:
        return layout.placed
    there = np.full(len(layout.placed), np.inf)
    orders = scenario.identities
    there[:orders] = layout.placed[:orders] if source == Source.UNLISTED else layout.at[:, source]
    return there


def _may_leak(
    scenario: Scenario, layout: Layout, truth: Truth, rng: np.random.Generator
) -> BoolArray:
    """Identities that a partial or selective leak takes in."""
    may = np.ones(len(layout.placed), dtype=np.bool_)
    leaked = rng.permutation(scenario.kinds)[: scenario.kinds_leaked]
    if scenario.kinds_leaked < scenario.kinds:
        may[: scenario.identities] &= np.isin(layout.order_kind, leaked)
    if truth.courier is not None:
        may[: scenario.identities] &= layout.held[:, truth.courier]
    return may

"""Who is given which order when, with which values, and what our record says of it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.inputs import FloatArray, IntArray, RouteBlock
from leaktrace.attribution.simulation.scenario import (
    FACTS_SAID,
    POOL_SIZES,
    Lacking,
    Scenario,
    Variants,
)
from leaktrace.domain.channel import ChannelKind

__all__ = ["BoolArray", "Layout", "lay_out"]

BoolArray = NDArray[np.bool_]

_PREFIX: Final = {
    ChannelKind.PLATFORM: "platform",
    ChannelKind.MERCHANT_ERP: "erp",
    ChannelKind.COURIER: "courier",
    ChannelKind.OUTSOURCED_SERVICE: "service",
}
_LATER: Final = {
    ChannelKind.PLATFORM: (0.0, 0.0),
    ChannelKind.MERCHANT_ERP: (0.005, 0.1),
    ChannelKind.COURIER: (0.3, 1.5),
    ChannelKind.OUTSOURCED_SERVICE: (0.05, 0.5),
}
"""Days after the order at which each kind of channel has its copy, uniform between these."""


@dataclass(frozen=True, eq=False)
class Layout:
    """The design of one world. Arrays are identities x channels, values x fields of `POOL_SIZES`."""

    kinds: tuple[ChannelKind, ...]
    """Of the channels."""
    placed: FloatArray
    """When each identity's order was placed: sealed controls after the others, as if they had been."""
    held: BoolArray
    """Whether the channel really was given the order."""
    noted: BoolArray
    """Whether our record has that."""
    at: FloatArray
    """When; infinite where it was not."""
    shows: BoolArray
    """Channels x facts: what copies really show."""
    noted_shows: BoolArray
    """What they show by our record."""
    drawn: IntArray
    """The value that each copy was meant to have, numbered within its pool; 0 throughout without
    variants."""
    value: IntArray
    """The value that each copy really has."""
    order_kind: IntArray
    """Which kind of product or region an order is of."""
    blocks: tuple[RouteBlock, ...]
    base: IntArray
    """The true value of each sealed control."""

    @property
    def channel_ids(self) -> tuple[str, ...]:
        """Names of the channels: ``platform-1`` and so on."""
        return tuple(
            f"{_PREFIX[kind]}-{self.kinds[: number + 1].count(kind)}"
            for number, kind in enumerate(self.kinds)
        )


def lay_out(scenario: Scenario, rng: np.random.Generator) -> Layout:
    """Draw routes, times and values. Cost: some thirty array operations."""
    kinds = _channels(scenario)
    size, count = scenario.identities, len(kinds)
    placed = np.sort(rng.uniform(0.0, scenario.seeding_days, size))
    controls = rng.uniform(0.0, scenario.seeding_days, scenario.sealed_controls)
    held, blocks = _routes(scenario, kinds, rng)
    low, high = np.array([_LATER[kind] for kind in kinds]).T
    at = np.where(held, placed[:, None] + rng.uniform(low, high, (size, count)), np.inf)
    drawn, base = _draw(scenario, kinds, rng)
    order_kind = rng.integers(scenario.kinds, size=size)
    # Last, so that worlds with and without a flawed record are otherwise the same.
    noted = held & (rng.random((size, count)) >= scenario.missing_copies)
    return Layout(
        kinds=kinds,
        placed=np.concatenate([placed, controls]),
        held=held,
        noted=noted,
        at=at,
        shows=_possession(kinds, scenario.lacks),
        noted_shows=_possession(kinds, scenario.lacks + scenario.unrecorded),
        drawn=drawn,
        value=_really_held(scenario, drawn, held, rng),
        order_kind=order_kind,
        blocks=blocks,
        base=base,
    )


def _channels(scenario: Scenario) -> tuple[ChannelKind, ...]:
    platform, erp = ChannelKind.PLATFORM, ChannelKind.MERCHANT_ERP
    courier, service = ChannelKind.COURIER, ChannelKind.OUTSOURCED_SERVICE
    if scenario.nested:
        return platform, erp, courier
    return platform, platform, erp, erp, courier, courier, courier, service


def _routes(
    scenario: Scenario, kinds: tuple[ChannelKind, ...], rng: np.random.Generator
) -> tuple[BoolArray, tuple[RouteBlock, ...]]:
    """One channel of each kind, every tier permuted within blocks of as many orders as options."""
    size = scenario.identities
    held = np.zeros((size, len(kinds)), dtype=np.bool_)
    rows = np.arange(size)
    blocks: list[RouteBlock] = []
    for kind in dict.fromkeys(kinds):
        options = [number for number, one in enumerate(kinds) if one is kind]
        if kind is ChannelKind.OUTSOURCED_SERVICE:
            # Half of each pair of orders; nothing is drawn between channels, so there is no block.
            blocked = rng.random((-(-size // 2), 2)).argsort(axis=1).ravel()[:size]
            # Any other share than a half is drawn for each order on its own.
            sent = (
                blocked == 0
                if scenario.service_share == 0.5
                else rng.random(size) < scenario.service_share
            )
            held[rows[sent], options[0]] = True
            continue
        width = len(options)
        order = rng.random((-(-size // width), width)).argsort(axis=1).ravel()[:size]
        chosen = np.array(options)[order]
        held[rows, chosen] = True
        if width > 1:
            blocks.extend(
                RouteBlock(dict(enumerate(chosen[first : first + width].tolist(), first)))
                for first in range(0, size - width + 1, width)
            )
    return held, tuple(blocks)


def _possession(kinds: tuple[ChannelKind, ...], lacks: tuple[Lacking, ...]) -> BoolArray:
    missing = {(one.kind, one.field) for one in lacks}
    return np.array([[(kind, name) not in missing for name, _ in FACTS_SAID] for kind in kinds])


def _draw(
    scenario: Scenario, kinds: tuple[ChannelKind, ...], rng: np.random.Generator
) -> tuple[IntArray, IntArray]:
    """Values without replacement, uniformly out of the pool; and those of the sealed controls."""
    size, count = scenario.identities, len(kinds)
    drawn = np.zeros((size, count, len(POOL_SIZES)), dtype=np.int64)
    base = np.zeros((scenario.sealed_controls, len(POOL_SIZES)), dtype=np.int64)
    if scenario.variants is Variants.NONE:
        return drawn, base
    own = np.array(
        [scenario.variants is Variants.ALL or kind is ChannelKind.COURIER for kind in kinds]
    )
    for field, pool in enumerate(POOL_SIZES):
        order = rng.random((size, pool)).argsort(axis=1)
        # The one after those of the channels is shared by all that get none of their own.
        drawn[:, :, field] = np.where(own, order[:, :count], order[:, count, None])
        base[:, field] = rng.integers(pool, size=scenario.sealed_controls)
    return drawn, base


def _really_held(
    scenario: Scenario, drawn: IntArray, held: BoolArray, rng: np.random.Generator
) -> IntArray:
    """Of the copies that our record has wrong, half got another channel's value, half any other."""
    if not scenario.wrong_copies:
        return drawn
    value = drawn.copy()
    wrong = held & (rng.random(held.shape) < scenario.wrong_copies)
    for identity, channel in np.argwhere(wrong).tolist():
        others = np.flatnonzero(held[identity])
        others = others[others != channel]
        if len(others) and rng.random() < 0.5:
            value[identity, channel] = drawn[identity, rng.choice(others)]
        else:
            value[identity, channel] = rng.integers(POOL_SIZES)
    return value

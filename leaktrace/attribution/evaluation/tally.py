"""Informed contacts against recorded copies, as plain tables: what the simpler methods count."""

from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import IntArray
from leaktrace.attribution.simulation import POOL_SIZES, Variants, World
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["Tally", "tally"]


@dataclass(frozen=True, eq=False)
class Tally:
    """One row for each contact that showed at least one fact that is right for some copy of an order."""

    identity: IntArray
    holders: BoolArray
    """Contacts x channels: the channel was given the order."""
    matching: BoolArray
    """... and nothing but what was said, where copies differ; all holders where no copy fits."""
    exposed: IntArray
    """How many orders each channel was given."""


def tally(world: World) -> Tally:
    """Count what our own record lets one count; the truth of the world is not looked at."""
    layout, varied = world.layout, world.scenario.variants is not Variants.NONE
    rows = np.flatnonzero(world.calls.informed & (world.calls.line < world.scenario.identities))
    calls = world.calls.taken(rows)
    holders = layout.noted[calls.line]
    pooled = calls.said[:, : len(POOL_SIZES)]
    if varied:
        shown = layout.noted_shows[:, : len(POOL_SIZES)]
        fits = layout.drawn[calls.line] == calls.value[:, None, :]
        fits &= holders[:, :, None] & shown
        right = calls.said[:, len(POOL_SIZES) :].any(axis=1) | fits.any(axis=(1, 2))
        matching = holders & (fits | ~pooled[:, None, :]).all(axis=2)
        matching = np.where(matching.any(axis=1)[:, None], matching, holders)
    else:
        right = holders.any(axis=1)
        matching = holders
    keep = right & holders.any(axis=1)
    return Tally(calls.line[keep], holders[keep], matching[keep], layout.noted.sum(axis=0))

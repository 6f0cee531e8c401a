"""When orders are placed, and which identities share a line."""

from datetime import timedelta

import numpy as np

from leaktrace.attribution.inputs import FloatArray
from leaktrace.seeding.planner.brief import Brief
from leaktrace.seeding.planner.result import Controls
from leaktrace.seeding.planner.separation import BoolArray

__all__ = ["HOURS", "controls", "days", "shared_lines"]

HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 9, 8, 8, 8, 8, 8, 8, 9, 11, 12, 10, 6)
"""Weights of the hours of a day where the brief has none: many orders late in the evening, few at night.
A rough picture of online shopping, not a measurement."""
_MINUTES = 1440
_SHARE = 0.1
_LEAST = 10


def days(brief: Brief, orders: int, rng: np.random.Generator) -> FloatArray:
    """Days from the beginning, rising, to the minute; one falls in each of as many equal parts of the weight.

    Where in its part is left to chance, so neither clumps nor a regular beat are to be seen.
    """
    hours = int(np.ceil(brief.window * 24))
    weight = np.array([_weight(brief, hour) for hour in range(hours)])
    weight[-1] *= 1.0 - (hours - brief.window * 24)
    bounds = np.concatenate([[0.0], np.cumsum(weight)]) / weight.sum()
    at = (np.arange(orders) + rng.random(orders)) / max(orders, 1)
    found = np.interp(at, bounds, np.minimum(np.arange(hours + 1) / 24.0, brief.window))
    return np.asarray((np.floor(found * _MINUTES) / _MINUTES).round(6))


def _weight(brief: Brief, hour: int) -> float:
    day = 1.0
    if brief.weekdays and brief.begins is not None:
        day = brief.weekdays[(brief.begins + timedelta(hours=hour)).weekday()]
    # A tiny weight instead of none keeps the way back from weights to hours unique.
    return max(day * (brief.hours or HOURS)[hour % 24], 1e-12)


def shared_lines(holds: BoolArray, lines: int) -> list[int]:
    """For each order its line: neighbours on a chain of similar routes share one.

    A call that does not say whose order it is about then still says by which route. Each line has as
    many as the others, or one more; with lines enough each order has its own.

    Args:
        holds: orders x channels.
        lines: one or more.
    """
    count = len(holds)
    used = min(lines, count)
    found = [0] * count
    for place, order in enumerate(_chain(holds)):
        found[order] = place * used // count
    return found


def _chain(holds: BoolArray) -> list[int]:
    """Orders one after the other, next the one whose route differs least; equal routes are together."""
    kinds, kind_of = np.unique(holds, axis=0, return_inverse=True)
    kind_of = kind_of.ravel()
    table = kinds.astype(np.int64)
    apart = (table[:, None, :] != table[None, :, :]).sum(axis=2)
    left = np.ones(len(kinds), dtype=np.bool_)
    here, chain = 0, []
    for _ in range(len(kinds)):
        left[here] = False
        chain.extend(np.flatnonzero(kind_of == here).tolist())
        here = int(np.argmin(np.where(left, apart[here], np.iinfo(np.int64).max)))
    return chain


def controls(brief: Brief, orders: int) -> Controls:
    """A tenth of the orders and at least ten, as far as the control lines go."""
    needed = max(_LEAST, int(np.ceil(_SHARE * orders)))
    planned = min(needed, brief.control_lines * brief.per_line)
    return Controls(needed, planned, min(planned, brief.control_lines))

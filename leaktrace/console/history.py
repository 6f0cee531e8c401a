"""Geometry of the history of e-values: plain numbers that a template puts into SVG."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from leaktrace.console.charts import Scale, Tick, day_ticks

__all__ = ["BetPoint", "Curve", "History", "Level", "Outcome", "Wager", "draw_history"]

WIDTH = 760
TOP, BOTTOM = 30, 268
HEIGHT = 300
LEFT, RIGHT = 56, 732
LOWEST = -6.0
"""What is below a millionth is drawn there: it accuses nobody anyway."""
LABEL = 15
"""Least distance of two names."""
_STEPS = (1, 2, 3, 5, 10, 20, 50, 100)
_SHORTEST = timedelta(days=2)


class Outcome(StrEnum):
    """How a bet went."""

    MATCH = "match"
    MISS = "miss"
    VOID = "void"
    """Not counted, whichever way it went."""


@dataclass(frozen=True)
class Wager:
    """One bet of a channel."""

    at: datetime
    contact_id: str
    outcome: Outcome
    e_value: float
    """Of the channel, after it."""

    @property
    def log10_e(self) -> float:
        """Its height; of one that has sunk to nothing, finite all the same."""
        return math.log10(max(self.e_value, 1e-300))


@dataclass(frozen=True)
class BetPoint:
    """A bet at its place."""

    x: float
    y: float
    wager: Wager


@dataclass(frozen=True)
class Curve:
    """The e-value of one channel over time."""

    channel_id: str
    path: str
    points: tuple[BetPoint, ...]
    label_y: float
    """Where its name stands at the right edge."""
    foremost: bool
    """A suspect; the others are drawn lightly."""


@dataclass(frozen=True)
class Level:
    """A power of ten on the axis."""

    y: float
    exponent: int


@dataclass(frozen=True)
class History:
    """The whole picture."""

    width: int
    height: int
    left: int
    right: int
    bottom: int
    curves: tuple[Curve, ...]
    """Those of suspects last, so that they lie on top."""
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    threshold_y: float


@dataclass(frozen=True)
class _Heights:
    low: float
    high: float

    def y(self, log10_e: float) -> float:
        share = (max(log10_e, self.low) - self.low) / (self.high - self.low)
        return round(BOTTOM - share * (BOTTOM - TOP), 1)

    def levels(self) -> tuple[Level, ...]:
        """Powers of ten, at most eight of them, one among them."""
        step = next((one for one in _STEPS if (self.high - self.low) / one <= 7), _STEPS[-1])
        first = math.ceil(self.low / step)
        return tuple(
            Level(self.y(number * step), number * step)
            for number in range(first, math.floor(self.high / step) + 1)
        )


def draw_history(
    wagers: Mapping[str, Sequence[Wager]],
    threshold: float,
    foremost: Collection[str],
    zone: tzinfo,
) -> History | None:
    """Lay out one curve for each channel that has bets.

    Args:
        wagers: channel_id to its bets, oldest first.
        threshold: the e-value that an accusation needs; above zero.
        foremost: channel_ids of suspects.
        zone: where the days of the axis begin.

    Returns:
        The picture; None where there is no bet.
    """
    known = {channel_id: bets for channel_id, bets in wagers.items() if bets}
    if not known:
        return None
    every = [bet for bets in known.values() for bet in bets]
    scale = _scale([bet.at for bet in every])
    logs = [bet.log10_e for bet in every]
    needed = math.log10(threshold)
    heights = _Heights(
        low=min(-1.0, max(LOWEST, min(logs) - 0.3)), high=max(needed, *logs, 1.0) + 0.5
    )
    last = {channel_id: heights.y(bets[-1].log10_e) for channel_id, bets in known.items()}
    labels = _apart({one: y for one, y in last.items() if one in foremost})
    curves = [
        _curve(channel_id, bets, scale, heights, labels.get(channel_id))
        for channel_id, bets in known.items()
    ]
    return History(
        WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM,
        tuple(sorted(curves, key=lambda curve: curve.foremost)),
        heights.levels(), day_ticks(scale, zone), heights.y(needed),
    )  # fmt: skip


def _scale(times: Sequence[datetime]) -> Scale:
    """From a little before the first bet to a little after the last."""
    span = max(times) - min(times)
    margin = max(span * 0.06, (_SHORTEST - span) / 2)
    return Scale(min(times) - margin, (span + 2 * margin).total_seconds(), LEFT, RIGHT)


def _curve(
    channel_id: str, bets: Sequence[Wager], scale: Scale, heights: _Heights, label: float | None
) -> Curve:
    path = [f"M{LEFT} {heights.y(0.0)}"]
    points = []
    for bet in bets:
        point = BetPoint(scale.x(bet.at), heights.y(bet.log10_e), bet)
        path.append(f"H{point.x}V{point.y}")
        points.append(point)
    path.append(f"H{RIGHT}")
    foremost = label is not None
    return Curve(channel_id, "".join(path), tuple(points), label or 0.0, foremost)


def _apart(wanted: Mapping[str, float]) -> dict[str, float]:
    """Places for names, none over another, each a little above its curve if it can be."""
    placed: dict[str, float] = {}
    lowest = math.inf
    for channel_id, y in sorted(wanted.items(), key=lambda entry: -entry[1]):
        lowest = min(y - 11.0, lowest - LABEL)
        placed[channel_id] = lowest
    return placed

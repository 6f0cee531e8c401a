"""Geometry of the history of e-values: plain numbers that a template puts into SVG."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["BetPoint", "Count", "Curve", "History", "Level", "Outcome", "Wager", "draw_history"]

WIDTH = 760
TOP, BOTTOM = 30, 268
HEIGHT = 300
LEFT, RIGHT = 56, 732
LOWEST = -6.0
"""What is below a millionth is drawn there: it accuses nobody anyway."""
LABEL = 15
"""Least distance of two names."""
_STEPS = (1, 2, 3, 5, 10, 20, 50, 100)
_MOST_COUNTS = 20


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
    """The e-value of one channel after each of its bets."""

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
class Count:
    """The number of a bet on the axis."""

    x: float
    number: int


@dataclass(frozen=True)
class History:
    """The whole picture.

    Bets stand one beside the other in the order in which they were made, which is that in which the contacts became
    known: a call may be reported after later ones, and no curve goes back.
    """

    width: int
    height: int
    left: int
    right: int
    bottom: int
    curves: tuple[Curve, ...]
    """Those of suspects last, so that they lie on top."""
    levels: tuple[Level, ...]
    counts: tuple[Count, ...]
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
) -> History | None:
    """Lay out one curve for each channel that has bets.

    Args:
        wagers: channel_id to its bets, in the order in which they were made.
        threshold: the e-value that an accusation needs; above zero.
        foremost: channel_ids of suspects.

    Returns:
        The picture; None where there is no bet.
    """
    known = {channel_id: bets for channel_id, bets in wagers.items() if bets}
    if not known:
        return None
    most = max(map(len, known.values()))
    places = [_place(number, most) for number in range(1, most + 1)]
    logs = [bet.log10_e for bets in known.values() for bet in bets]
    needed = math.log10(threshold)
    heights = _Heights(
        low=min(-1.0, max(LOWEST, min(logs) - 0.3)), high=max(needed, *logs, 1.0) + 0.5
    )
    last = {channel_id: heights.y(bets[-1].log10_e) for channel_id, bets in known.items()}
    labels = _apart({one: y for one, y in last.items() if one in foremost})
    curves = [
        _curve(channel_id, bets, places, heights, labels.get(channel_id))
        for channel_id, bets in known.items()
    ]
    return History(
        WIDTH, HEIGHT, LEFT, RIGHT, BOTTOM,
        tuple(sorted(curves, key=lambda curve: curve.foremost)),
        heights.levels(), _counts(places), heights.y(needed),
    )  # fmt: skip


def _place(number: int, most: int) -> float:
    """Where the bet of that number is from left to right, none at an edge."""
    return round(LEFT + number / (most + 1) * (RIGHT - LEFT), 1)


def _counts(places: Sequence[float]) -> tuple[Count, ...]:
    step = next((one for one in _STEPS if len(places) / one <= _MOST_COUNTS), len(places))
    return tuple(Count(places[number - 1], number) for number in range(step, len(places) + 1, step))


def _curve(
    channel_id: str,
    bets: Sequence[Wager],
    places: Sequence[float],
    heights: _Heights,
    label: float | None,
) -> Curve:
    path = [f"M{LEFT} {heights.y(0.0)}"]
    points = []
    for place, bet in zip(places, bets, strict=False):
        point = BetPoint(place, heights.y(bet.log10_e), bet)
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

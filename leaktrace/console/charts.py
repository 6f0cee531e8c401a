"""Geometry of the time line of a case: plain numbers that a template puts into SVG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

__all__ = ["Mark", "Row", "Scale", "Tick", "Timeline", "day_ticks", "draw_timeline"]

WIDTH = 1100
LABEL = 78
LETTER = 7.5
RIGHT = 24
MARK = 15
LANE = 15
ROW_PADDING = 8
AXIS = 34
MAX_ROWS = 60
_STEPS = (1, 2, 3, 5, 7, 14, 28, 56, 91, 182, 365)


@dataclass(frozen=True)
class Mark:
    """An exposure (with the number of its channel) or a contact (without), at its place."""

    x: float
    y: float
    at: datetime
    channel_id: str = ""
    number: int = 0
    contact_id: str = ""
    shared: bool = False
    """The contact may concern several canaries."""


@dataclass(frozen=True)
class Row:
    """One canary."""

    canary_id: str
    top: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """A day on the axis."""

    x: float
    at: datetime


@dataclass(frozen=True)
class Timeline:
    """The whole picture."""

    width: int
    height: float
    label: int
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    numbers: Mapping[str, int]
    """The number that stands for each channel, by channel_id."""
    left_out: int
    """Canaries for which there was no room."""


@dataclass(frozen=True)
class Scale:
    """Where an instant is from left to right."""

    first: datetime
    seconds: float
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """The place of an instant; beyond the edges for one that is out of the range."""
        share = (at - self.first).total_seconds() / self.seconds
        return round(self.left + share * (self.right - self.left), 1)


def draw_timeline(
    exposures: Mapping[str, Sequence[tuple[datetime, str]]],
    contacts: Sequence[tuple[datetime, str, Sequence[str]]],
    order: Sequence[str],
    zone: tzinfo,
) -> Timeline | None:
    """Lay out one row for each hit canary.

    Args:
        exposures: canary_id to the times its channels got it.
        contacts: time, contact_id and canary_ids of each informed contact.
        order: channel_ids, the first suspects first; they are numbered in this order.
        zone: where the days of the axis begin.

    Returns:
        The picture; None where there is no contact to show.
    """
    hit = _contact_marks(contacts)
    if not hit:
        return None
    others = sorted({channel for times in exposures.values() for _, channel in times} - set(order))
    numbers = {channel_id: number for number, channel_id in enumerate([*order, *others], start=1)}
    shown = list(hit)[:MAX_ROWS]
    marks = {
        canary_id: [
            *(
                Mark(0, 0, at, channel, numbers[channel])
                for at, channel in exposures.get(canary_id, ())
            ),
            *hit[canary_id],
        ]
        for canary_id in shown
    }
    times = [mark.at for row in marks.values() for mark in row]
    label = _label_width(shown)
    scale = Scale(
        min(times),
        max((max(times) - min(times)).total_seconds(), 3600.0),
        label + MARK / 2,
        WIDTH - RIGHT - MARK / 2,
    )
    rows = _rows(marks, scale)
    return Timeline(
        WIDTH,
        sum(row.height for row in rows) + AXIS,
        label,
        rows,
        # Where no midnight is in the range, its beginning says which day it was.
        day_ticks(scale, zone) or (Tick(scale.x(scale.first), scale.first),),
        numbers,
        len(hit) - len(shown),
    )


def _contact_marks(
    contacts: Iterable[tuple[datetime, str, Sequence[str]]],
) -> dict[str, list[Mark]]:
    """The contacts of each canary, not placed yet."""
    hit: dict[str, list[Mark]] = {}
    for at, contact_id, canary_ids in contacts:
        for canary_id in canary_ids:
            mark = Mark(0, 0, at, contact_id=contact_id, shared=len(canary_ids) > 1)
            hit.setdefault(canary_id, []).append(mark)
    return hit


def _rows(marks: Mapping[str, Sequence[Mark]], scale: Scale) -> tuple[Row, ...]:
    """A row for each canary, one below the other."""
    rows: list[Row] = []
    top = 0.0
    for canary_id, found in marks.items():
        rows.append(_row(canary_id, found, scale, top))
        top += rows[-1].height
    return tuple(rows)


def _label_width(canary_ids: Iterable[str]) -> int:
    """Room for the longest id, so that no mark stands on it; a third of the picture at most."""
    longest = max(map(len, canary_ids))
    return min(max(LABEL, round(longest * LETTER) + MARK), WIDTH // 3)


def _row(canary_id: str, marks: Sequence[Mark], scale: Scale, top: float) -> Row:
    """Marks that would cover one another go to different lanes, and the row grows."""
    lanes: list[float] = []
    placed: list[tuple[Mark, float, int]] = []
    for mark in sorted(marks, key=lambda mark: (mark.at, mark.number)):
        x = scale.x(mark.at)
        lane = next((number for number, last in enumerate(lanes) if x - last >= MARK), len(lanes))
        lanes[lane : lane + 1] = [x]
        placed.append((mark, x, lane))
    height = len(lanes) * LANE + ROW_PADDING
    return Row(
        canary_id,
        top,
        height,
        tuple(
            Mark(
                x, top + ROW_PADDING / 2 + (lane + 0.5) * LANE, mark.at,
                mark.channel_id, mark.number, mark.contact_id, mark.shared,
            )
            for mark, x, lane in placed
        ),
    )  # fmt: skip


def day_ticks(scale: Scale, zone: tzinfo) -> tuple[Tick, ...]:
    """Midnights, at most ten of them."""
    days = scale.seconds / 86_400
    step = next((step for step in _STEPS if days / step <= 10), _STEPS[-1])
    start = scale.first.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    ticks = []
    for number in range(int(days / step) + 2):
        at = start + timedelta(days=number * step)
        if scale.first <= at <= scale.first + timedelta(seconds=scale.seconds):
            ticks.append(Tick(scale.x(at), at))
    return tuple(ticks)

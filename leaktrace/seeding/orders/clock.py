"""When orders come in: instants in their order, drawn one by one from a shop's days, hours and minutes."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from leaktrace.domain.errors import RuleError
from leaktrace.seeding.orders.model import OrderModel, Timing, zone_named

__all__ = ["instants"]

_MOST_DAYS = 3_700
_ANY_DAY = 7


def instants(
    model: OrderModel, rng: Random, count: int, since: datetime, until: datetime
) -> Iterator[datetime]:
    """So many instants from `since` until before `until`, in their order, in the zone of the shop.

    The gaps between sorted uniform numbers are drawn one after another (Bentley and Saxe 1980), so that
    nothing has to be kept or sorted.

    Raises:
        RuleError: the period is empty or longer than ten years, or its times have no offset.
    """
    if since.tzinfo is None or until.tzinfo is None:
        raise RuleError("a time without an offset is no instant", where="since, until")
    zone = zone_named(model.zone)
    begin, end = since.astimezone(zone), until.astimezone(zone)
    if begin >= end or (end - begin).days > _MOST_DAYS:
        raise RuleError(
            "the period is empty or longer than ten years",
            where="since, until",
            remedy="Give a beginning and a later end",
        )
    scale = _Scale(model, begin.date(), end.date())
    low, high = scale.place(begin.replace(tzinfo=None)), scale.place(end.replace(tzinfo=None))
    left = 1.0
    for remaining in range(count, 0, -1):
        left *= (1.0 - rng.random()) ** (1.0 / remaining)
        wall = scale.wall(high - (high - low) * left)
        # By way of UTC: a wall time that the clock skips in spring becomes one that it shows.
        at = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        yield min(max(at, begin), end - timedelta(seconds=1))


class _Scale:
    """Wall time to a place on a line where orders are evenly spread, and back."""

    def __init__(self, model: OrderModel, first: date, last: date) -> None:
        timing = model.timing
        self._first = first
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        volumes = _Volumes(timing)
        self._days = [0.0, *accumulate(volumes.of(day) for day in days)]
        self._hours = [_hour_sums(timing, weekday) for weekday in range(7)]
        self._minutes = _minute_sums(timing)
        self._dated, self._seconds = not timing.hours, timing.seconds

    def place(self, wall: datetime) -> float:
        """Orders before a wall time."""
        n = (wall.date() - self._first).days
        sums = self._hours[wall.weekday()]
        minutes = self._minutes[wall.minute] + (
            (self._minutes[wall.minute + 1] - self._minutes[wall.minute]) * wall.second / 60
        )
        part = sums[wall.hour] + (sums[wall.hour + 1] - sums[wall.hour]) * minutes
        return self._days[n] + (self._days[n + 1] - self._days[n]) * part

    def wall(self, place: float) -> datetime:
        """The wall time before which there are so many orders."""
        n, rest = _cell(self._days, place)
        day = self._first + timedelta(days=n)
        if self._dated:
            return datetime.combine(day, time())
        hour, rest = _cell(self._hours[day.weekday()], rest)
        minute, rest = _cell(self._minutes, rest)
        second = min(59, int(rest * 60)) if self._seconds else 0
        return datetime.combine(day, time(hour, minute, second))


def _cell(sums: list[float], place: float) -> tuple[int, float]:
    """In which of the cells a place lies, and at which part of it."""
    n = min(max(bisect_right(sums, place) - 1, 0), len(sums) - 2)
    while n > 0 and sums[n + 1] == sums[n]:
        n -= 1
    wide = sums[n + 1] - sums[n]
    return n, min(max((place - sums[n]) / wide, 0.0), 1.0) if wide else 0.0


class _Volumes:
    """How many orders a day gets: as it was on days that are known, else by weekday and season."""

    def __init__(self, timing: Timing) -> None:
        weekdays = dict(timing.weekdays)
        total = sum(weekdays.values())
        self._weekday = [7 * weekdays.get(n, 0.0) / total if total else 1.0 for n in range(7)]
        self._known: dict[date, float] = {}
        months: dict[int, tuple[float, int]] = {}
        for begins, length, n in timing.days:
            first = date.fromisoformat(begins)
            days = [first + timedelta(days=k) for k in range(length)]
            shares = [self._weekday[day.weekday()] for day in days]
            whole = sum(shares)
            for day, share in zip(days, shares, strict=True):
                volume = n * share / whole if whole else n / length
                self._known[day] = volume
                held, number = months.get(day.month, (0.0, 0))
                months[day.month] = (held + volume, number + 1)
        mean = sum(self._known.values()) / len(self._known)
        # A month counts for the season only if nearly all of it is known.
        self._season = {
            month: held / number for month, (held, number) in months.items() if number >= 25
        }
        self._mean = mean

    def of(self, day: date) -> float:
        """Orders to be expected; a little above nothing, so that every period has room."""
        if day in self._known:
            return max(self._known[day], 1e-9)
        share = self._weekday[day.weekday()]
        return max(self._season.get(day.month, self._mean) * share, 1e-9)


def _hour_sums(timing: Timing, weekday: int) -> list[float]:
    """Shares of a day up to each hour; within a block of hours as on all days (7) together."""
    every = [0.0] * 24
    for number, begin, length, n in timing.hours:
        if number == _ANY_DAY:
            every[begin : begin + length] = [n / length] * length
    blocks = [one for one in timing.hours if one[0] == weekday]
    if not blocks:
        return _sums(every)
    shares = [0.0] * 24
    for _, begin, length, n in blocks:
        whole = sum(every[begin : begin + length])
        for hour in range(begin, begin + length):
            shares[hour] = n * every[hour] / whole if whole else n / length
    return _sums(shares)


def _minute_sums(timing: Timing) -> list[float]:
    """Shares of an hour up to each minute."""
    known = dict(timing.minutes)
    return _sums([float(known.get(minute, 0)) for minute in range(60)])


def _sums(shares: list[float]) -> list[float]:
    total = sum(shares)
    if not total:
        return [n / len(shares) for n in range(len(shares) + 1)]
    return [0.0, *accumulate(share / total for share in shares)]

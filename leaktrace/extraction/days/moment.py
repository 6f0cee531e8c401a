"""A day that a text names, and the days that words of the calendar stand for."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Moment", "back", "latest", "latest_day", "safe_date"]


@dataclass(frozen=True)
class Moment:
    """A day, with the time of day as precisely as it was said."""

    day: date
    span: tuple[int, int]
    period: str = ""
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    loose: bool = False
    reach: int = 2
    """By how many days a loose one may be off."""
    relative: bool = False
    """A word whose meaning depends on the day of the contact."""
    bare: bool = False
    """A day of the month, or of the week in short, with nothing around it that tells what it is."""

    @property
    def value(self) -> str:
        """Local ISO, as precise as said."""
        text = self.day.isoformat()
        if self.hour is not None:
            text += f"T{self.hour:02}"
            if self.minute is not None:
                text += f":{self.minute:02}"
                if self.second is not None:
                    text += f":{self.second:02}"
        return text


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, if there is one."""
    if 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def latest(month: int, day: int, now: date) -> date | None:
    """The last such day that was not after the contact."""
    this = safe_date(now.year, month, day)
    return safe_date(now.year - 1, month, day) if this is not None and this > now else this


def latest_day(number: int, now: date) -> date | None:
    """The last such day of a month that was not after the contact."""
    first = now.replace(day=1)
    for back in range(3):
        month = (first.month - 1 - back) % 12 + 1
        year = first.year - (month > first.month)
        day = safe_date(year, month, number)
        if day is not None and day <= now:
            return day
    return None


def back(now: date, days: int) -> date | None:
    """So many days before, or None before the first day of the calendar."""
    return now - timedelta(days) if now.toordinal() > days else None

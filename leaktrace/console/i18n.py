"""Languages: catalogues read from ``.po`` at the start, and times, numbers and shares in words of a locale."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_time,
    format_timedelta,
    get_timezone_gmt,
)
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

__all__ = ["LANGUAGES", "Speech", "choose_language", "msg", "speech"]

LANGUAGES: Mapping[str, str] = {"zh-CN": "中文", "en": "English"}
"""Tags as HTML has them, and how each language calls itself."""
FOLDER = Path(__file__).parents[1] / "locale"
_NO_BREAK = "\u00a0"
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def msg(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: str) -> dict[str, str]:
    path = FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "leaktrace.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        entries = read_po(file, locale=language.replace("-", "_"))
    return {
        str(entry.id): str(entry.string)
        for entry in entries
        if entry.id and entry.string and not entry.fuzzy
    }


@dataclass(frozen=True)
class Speech:
    """One language, in one time zone."""

    language: str
    zone: tzinfo

    @property
    def locale(self) -> Locale:
        """As babel knows it."""
        return Locale.parse(self.language, sep="-")

    def __call__(self, message: str, /, **params: object) -> str:
        """The message in this language, with its placeholders filled; English where there is no translation."""
        text = _catalogue(self.language).get(message, message)
        if not params:
            return text
        filled = text.format(**params)
        # A name may end in a full-width bracket, which brings its own space.
        return filled.replace("） ", "）") if self.language.startswith("zh") else filled

    def time(self, at: datetime) -> str:
        """Day and time in the zone of the merchant."""
        return format_datetime(at, "medium", tzinfo=self.zone, locale=self.locale).replace(
            "\u202f", _NO_BREAK
        )

    def date(self, at: datetime) -> str:
        """The day in the zone of the merchant."""
        return format_date(at.astimezone(self.zone), "medium", locale=self.locale)

    def day(self, at: datetime) -> str:
        """A day, short, for an axis."""
        return format_date(at.astimezone(self.zone), self.day_pattern, locale=self.locale)

    @property
    def day_pattern(self) -> str:
        """Month and day; the year stands beside the axis."""
        return "M月d日" if self.language.startswith("zh") else "d MMM"

    def clock(self, at: datetime) -> str:
        """Hour and minute."""
        return format_time(at, "short", tzinfo=self.zone, locale=self.locale)

    def zone_name(self, at: datetime) -> str:
        """The zone with its offset, as in ``Asia/Shanghai (GMT+08:00)``."""
        return f"{self.zone} ({get_timezone_gmt(at.astimezone(self.zone), locale=self.locale)})"

    def share(self, value: float) -> str:
        """A probability as a percentage that never rounds to certainty."""
        if value < 0.001:
            return f"<{_NO_BREAK}{self.number(0.1, 1)}%"
        if value > 0.999:
            return f">{_NO_BREAK}{self.number(99.9, 1)}%"
        return f"{self.number(100 * value, 1)}%"

    def percent(self, value: float) -> str:
        """A bound as a percentage, with as many decimals as it has."""
        return f"{format_decimal(100 * value, '#,##0.####', locale=self.locale)}%"

    def number(self, value: float, digits: int = 0) -> str:
        """A number with a fixed count of decimals."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, pattern, locale=self.locale)

    def span(self, seconds: float) -> str:
        """A length of time in the unit that fits."""
        return format_timedelta(timedelta(seconds=round(seconds)), locale=self.locale)

    def signed(self, value: float) -> str:
        """A weight with its sign and two decimals; zero has none."""
        text = self.number(abs(value), 2)
        if text == self.number(0, 2):
            return text
        return f"{'+' if value > 0 else '−'}{text}"

    def power(self, log10: float) -> str:
        """A positive number by its decimal logarithm; in digits where few do, else as ``3.9 × 10⁵``."""
        if -3 <= log10 < 4:
            value = 10.0**log10
            digits = next((n for n, least in enumerate((100, 10, 0.1, 0.01)) if value >= least), 4)
            return self.number(value, digits)
        exponent = math.floor(log10)
        mantissa = round(10.0 ** (log10 - exponent), 1)
        if mantissa >= 10:
            mantissa, exponent = 1.0, exponent + 1
        raised = str(exponent).translate(_RAISED)
        return f"{self.number(mantissa, 1)}{_NO_BREAK}×{_NO_BREAK}10{raised}"

    def decade(self, exponent: int) -> str:
        """A power of ten for an axis."""
        if 0 <= exponent <= 3:
            return self.number(10**exponent)
        return f"10{str(exponent).translate(_RAISED)}"

    def magnitude(self, value: float) -> str:
        """The same by the number itself, which may have sunk to nothing."""
        return self.power(math.log10(max(value, 1e-300)))

    def listed(self, items: list[str]) -> str:
        """A list in words."""
        return ("、" if self.language.startswith("zh") else ", ").join(items)


def speech(language: str, zone: tzinfo) -> Speech:
    """The speech of a language tag that is in `LANGUAGES`."""
    return Speech(language if language in LANGUAGES else "en", zone)


def choose_language(cookie: str | None, accept: str) -> str:
    """The language of a request: what was chosen, else what the browser asks for, else English."""
    if cookie is not None and cookie in LANGUAGES:
        return cookie
    for tag in _asked_for(accept):
        if tag.lower() == "zh" or tag.lower().startswith("zh-"):
            return "zh-CN"
        if tag.lower() == "en" or tag.lower().startswith("en-"):
            return "en"
    return "en"


def _asked_for(accept: str) -> list[str]:
    """The tags of ``Accept-Language``, the liked best first; nonsense is left out."""
    ranked: list[tuple[float, str]] = []
    for part in accept[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if tag and weight > 0:
            ranked.append((-weight, tag.strip()))
    return [tag for _, tag in sorted(ranked, key=lambda entry: entry[0])]

"""Days and times of day in English."""

import re
from collections.abc import Iterator
from datetime import date

from leaktrace.extraction.days.clock_en import EN_TIME, SPOKEN_CLOCK, clock_of_english, spoken_clock
from leaktrace.extraction.days.feasts import FEASTS_EN, feast
from leaktrace.extraction.days.moment import Moment, back, latest, latest_day, safe_date
from leaktrace.extraction.numbers import english_number
from leaktrace.extraction.reading import Reading

__all__ = ["english_moments"]

_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_WEEKDAYS = {
    name: n
    for n, name in enumerate(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    )
}
_WEEKDAY = (
    r"(?P<wd>(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day|d[ie]e?|dy)|sat'?d[ae]y)"
    r"|(?P<short>mon|tues?|weds?|thurs?|thu|fri|sat|sun)\b\.?(?!\w)"
)
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_ORDINALS = {
    name: n
    for n, name in enumerate(
        [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
            "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
            "eighteenth", "nineteenth", "twentieth", "twenty-first", "twenty-second", "twenty-third",
            "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
            "twenty-ninth", "thirtieth", "thirty-first",
        ], 1
    )
}  # fmt: skip
_CARDINALS = {
    name: n
    for n, name in enumerate(
        [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "twenty-one", "twenty-two", "twenty-three",
            "twenty-four", "twenty-five", "twenty-six", "twenty-seven", "twenty-eight", "twenty-nine", "thirty", "thirty-one",
        ], 1
    )
}  # fmt: skip
_CARDINAL = "|".join(sorted(_CARDINALS, key=len, reverse=True)).replace("-", "[ -]")
_NO_DAY = r"(?![ -](?:floor|avenue|ave|street|st|time|item|package|parcel|order|call|caller|one|person|day|anniversary|birthday|grade|edition|gen\w*|in line|party|attempt|message|email|week|month|year|century|row|shelf|door|house|of (?!this|last|the month)))"
"""What an ordinal counts that is no day of a month."""
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace("-", "[ -]")
_EN_DAY = re.compile(
    rf"\b(?=[a-z\d])(?:(?P<y>20\d\d)(?P<mark>[-/.]?)(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})(?:/(?P<y3>(?:20)?\d\d))?|(?P<mon>{_MONTH})(?:\.?\s+(?:the\s+)?|(?=\d))(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord4>{_ORDINAL}|(?<!may )(?:{_CARDINAL}))\b)(?:,?\s+(?P<y4>20\d\d))?"
    rf"|(?:the\s+)?(?:(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord5>{_ORDINAL}|(?:{_CARDINAL})(?!\s+may\b))\b)(?:\s+of)?(?:[\s-]+|(?<=\d)(?=[a-z]))(?P<mon5>{_MONTH})\b(?:[,\s-]+(?P<y5>20\d\d))?|(?P<rel>(?:the\s+)?day (?:before|b4) yesterday|(?:the\s+)?(?:night|evening) before last|yesterday|yest(?:erd[ae]y|y)?(?![a-z])|ye?st?rday|yday|today|this (?=morning|afternoon|evening)|last (?:night|nite)|earlier today)"
    rf"|(?:(?:on|last|this past)\s+)?(?:{_WEEKDAY})|(?P<fest>{FEASTS_EN})|(?P<the>(?<=on )(?:the )?|the |(?<=dated )|(?<=him: )|(?<=her: )|(?<=it was )|(?<=it's )|(?<=no, )|(?<=nope, )|(?<=yes )|(?<=yes, )|(?<=sorry, )|(?<=i mean )|(?<=actually )|(?<=not ))(?:(?P<d6>\d{{1,2}})(?:st|nd|rd|th)|(?P<ord6>{_ORDINAL})\b)(?! (?:of )?{_MONTH}){_NO_DAY}|(?P<d7>\d{{1,2}})[.-](?P<m7>\d{{1,2}})[.-](?P<y7>(?:20)?\d\d)|(?P<ago>(?P<n>\d{{1,2}}|a couple(?: of)?|a few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen)\s+(?P<of>day|night|evening|week|month|sleep|fortnight)s?\s+(?:ago|back|earlier|since(?! i\b| we\b| you\b)|gone|past))|(?P<loose>(?:the |t['’]?)other (?:day|night|neet|evening)|(?:early|earlier|at the (?:start|beginning)|(?:in )?the middle) (?:in|of) the week|mid-?week|earlier (?:this|in the) week|last week(?:end)?|(?:over|on) the weekend|this (?:past )?weekend|at the weekend|earlier this month|(?:at the )?(?:start|beginning) of the month|last month))(?![\d/-])[t]?{EN_TIME}"
)
_TAIL = re.compile(r"[ ,]+$|(?<=\d)t$")
"""What is not of a day: the mark before the time of day too."""
_LOOSELY = (
    ("last weekend", 4, 4), ("weekend", 3, 3), ("last week", 7, 6), ("week", 3, 3), ("last month", 25, 20),
    ("month", 12, 12), ("other", 3, 3),
)  # fmt: skip
"""Parts of loose words for a day, how many days back they lead, and by how many they may be off."""


def english_moments(reading: Reading) -> Iterator[Moment]:
    """Every day that is named in English."""
    for match in _EN_DAY.finditer(reading.text):
        if moment := _english(match, reading):
            yield moment
        if match["m3"] and (moment := _english(match, reading, swapped=True)):
            yield moment


def _days_ago(number: str, of: str) -> tuple[int, int]:
    """How many days "a couple of weeks ago" leads back, and by how many that may be off."""
    size = {"week": 7, "fortnight": 14, "month": 30}.get(of, 1)
    if number.startswith("a couple"):
        return 2 * size, max(1, size // 2)
    if number in ("a few", "several"):
        return 4 * size, 3 * size
    count = int(number) if number.isdigit() else english_number(number) or 1
    return count * size, 0 if size == 1 else size // 2


def _calendar_day(match: re.Match[str], now: date) -> date | None:
    """The day of a date: 2026-03-10, 3/10, March 10, the 10th of March, on the tenth."""
    if match["y"]:
        return safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["m3"]:
        month, number, year = int(match["m3"]), int(match["d3"]), match["y3"]
        return (
            safe_date(int(year) % 100 + 2000, month, number) if year else latest(month, number, now)
        )
    if match["mon"] or match["mon5"]:
        month = _MONTHS[(match["mon"] or match["mon5"])[:3]]
        number, year = _day_number(match), match["y4"] or match["y5"]
        return safe_date(int(year), month, number) if year else latest(month, number, now)
    if match["y7"]:
        return safe_date(int(match["y7"]) % 100 + 2000, int(match["m7"]), int(match["d7"]))
    return latest_day(_day_number(match), now) if match["d6"] or match["ord6"] else None


def _day_first(match: re.Match[str], now: date) -> date | None:
    """The day of a date as most of the world writes it: 27/03."""
    number, month, year = int(match["m3"]), int(match["d3"]), match["y3"]
    return safe_date(int(year) % 100 + 2000, month, number) if year else latest(month, number, now)


def _counted_day(match: re.Match[str], now: date) -> tuple[date | None, int]:
    """The day of words that count back from the contact, or name a feast, and by how much it may be off."""
    if match["fest"]:
        return feast(match["fest"], now), 0
    days, reach = None, 0
    if rel := match["rel"]:
        days = 2 if "before" in rel or "b4" in rel else 1 if rel.startswith(("last ", "y")) else 0
    elif said := match["wd"] or match["short"]:
        weekday = next(n for name, n in _WEEKDAYS.items() if name.startswith(said[:3].rstrip("'")))
        days = (now.weekday() - weekday - 1) % 7 + 1
    elif match["ago"]:
        days, reach = _days_ago(match["n"], match["of"])
    elif match["loose"]:
        days, reach = next(
            ((days, off) for word, days, off in _LOOSELY if word in match["loose"]), (2, 2)
        )
    return (None if days is None else back(now, days)), reach


def _english(match: re.Match[str], reading: Reading, *, swapped: bool = False) -> Moment | None:
    """A day named in English, or None; `swapped`: with the month where the day is written first."""
    rel = match["rel"] or ""
    now = reading.occurred_at.date()
    day, reach = _day_first(match, now) if swapped else _calendar_day(match, now), 0
    if swapped and day is None:
        return None
    if day is None:
        day, reach = _counted_day(match, now)
    if day is None or (_is_word(match, reading)):
        return None
    hour, minute, second = clock_of_english(match)
    period = (
        "evening"
        if rel.startswith("last ") or rel.endswith("before last")
        else re.sub(r"^in the ", "", match["part"] or "")
    )
    spoken = SPOKEN_CLOCK.match(reading.text, match.end()) if hour is None else None
    said = spoken_clock(spoken, period) if spoken else None
    if said is None:
        spoken = None
    else:
        hour, minute = said
    end = match.start() + len(_TAIL.sub("", match.group()))
    return Moment(
        day,
        (match.start(), spoken.end() if spoken else end),
        period,
        hour,
        minute,
        second,
        reach > 0,
        reach or 2,
        bool(rel or match["wd"] or match["short"] or match["ago"] or match["loose"]),
        bare=bool(match["short"]) or _is_bare(match, reading),
    )


def _is_word(match: re.Match[str], reading: Reading) -> bool:
    """Whether a short name of a day is a word, as sun and sat are; in a chat nobody writes capitals."""
    if not match["short"] or reading.raw[match.start("short")].isupper():
        return False
    if match.group().startswith(("on ", "last ")) and match["short"][:3] != "sun":
        return False
    return not (match["part"] or match["short"][:3] in ("tue", "thu", "wed"))


def _is_bare(match: re.Match[str], reading: Reading) -> bool:
    """Whether a day of the month stands there with no word that tells that it is a day: the ninth."""
    if not (match["d6"] or match["ord6"]):
        return False
    return (
        reading.before(match.start(), 3) != "on " and reading.before(match.start(), 6) != "dated "
    )


def _day_number(match: re.Match[str]) -> int:
    """The day of the month, in figures or as a word."""
    figure = match["d4"] or match["d5"] or match["d6"]
    word = match["ord4"] or match["ord5"] or match["ord6"]
    return int(figure) if figure else (_ORDINALS | _CARDINALS)[re.sub(r"\s", "-", word)]

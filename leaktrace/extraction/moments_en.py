"""Days and times of day in English."""

import re
from collections.abc import Iterator
from datetime import date

from leaktrace.extraction.feasts import FEASTS_EN, feast
from leaktrace.extraction.moment import Moment, back, latest, latest_day, safe_date
from leaktrace.extraction.numbers import EN_NUMBER, english_number
from leaktrace.extraction.reading import Reading

__all__ = ["CLOCK_EN", "clock_of_english", "english_moments"]

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
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace("-", "[ -]")
_EN_TIME = rf"(?:[\s,]*(?P<about>(?:at|around|about|just after|just before|shortly after|a little after)\s+)*(?:(?P<hour>\d{{1,2}})(?::(?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)?|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock)|(?P<part>(?:in the )?(?:morning|afternoon|evening|night|nite|neet|arvo|eve|morn)\b|noon)))?"
_EN_DAY = re.compile(
    rf"\b(?=[a-z\d])(?:(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})(?:/(?P<y3>(?:20)?\d\d))?|(?P<mon>{_MONTH})\.?\s+(?:the\s+)?(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord4>{_ORDINAL})\b)(?:,?\s+(?P<y4>20\d\d))?"
    rf"|(?:the\s+)?(?:(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord5>{_ORDINAL})\b)(?:\s+of)?\s+(?P<mon5>{_MONTH})\b(?:,?\s+(?P<y5>20\d\d))?|(?P<rel>(?:the\s+)?day (?:before|b4) yesterday|(?:the\s+)?(?:night|evening) before last|yesterday|today|this (?=morning|afternoon|evening)|last (?:night|nite)|earlier today)"
    rf"|(?:(?:on|last|this past)\s+)?(?:{_WEEKDAY})|(?P<fest>{FEASTS_EN})|(?<=on )the (?:(?P<d6>\d{{1,2}})(?:st|nd|rd|th)|(?P<ord6>{_ORDINAL})\b)(?! (?:of )?{_MONTH})|(?P<ago>(?P<n>\d{{1,2}}|a couple(?: of)?|a few|several|an?|one|two|three|four|five|six|seven|ten)\s+(?P<of>day|night|evening|week|month)s?\s+(?:ago|back|earlier))|(?P<loose>the other (?:day|night|evening)|earlier (?:this|in the) week|last week(?:end)?|(?:over|on) the weekend|this (?:past )?weekend|at the weekend|earlier this month|(?:at the )?(?:start|beginning) of the month|last month))(?![\d/-])[t]?{_EN_TIME}"
)
_LOOSELY = (
    ("last weekend", 4, 4), ("weekend", 3, 3), ("last week", 7, 6), ("week", 3, 3), ("last month", 25, 20),
    ("month", 12, 12), ("other", 3, 3),
)  # fmt: skip
"""Parts of loose words for a day, how many days back they lead, and by how many they may be off."""
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[01]?\d|2[0-3])"
_SPOKEN_CLOCK = re.compile(
    rf"(?: gone)?[\s,]*(?:(?:he|she|they) (?:says|said)[\s,]*)?(?:(?:at|around|about|round|roughly|like|just (?:before|after)|a bit (?:before|after)|the crack of dawn,?)\s+)*"
    rf"(?:(?P<share>half|quarter|five|ten|twenty(?:[- ]five)?|\d{{1,2}})\s(?P<way>past|to|till?|after|before|of)\s(?P<from>{_HOUR})|half (?P<half>{_HOUR})|(?P<hour>{_HOUR})[ .:](?:oh (?:one|two|three|four|five|six|seven|eight|nine)|fifteen|twenty|thirty|forty|fifty)(?:[- ]\w+)?|(?P<noon>noon|midday|midnight))"
    r"(?![\w-])(?:\s?(?P<part>[ap]\.?m\b\.?|in the (?:morning|afternoon|evening)|at night))?"
)
"""A time of day behind a day, as people say it: half eight in the evening. Its hour is all that is taken from it."""
CLOCK_EN = re.compile(
    rf"\b(?:(?P<hour>\d{{1,2}})(?::(?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock|(?:in the |at )?(?:morning|afternoon|evening|night)))(?P<about>)"
)
"""A time of day by itself."""


def english_moments(reading: Reading) -> Iterator[Moment]:
    """Every day that is named in English."""
    for match in _EN_DAY.finditer(reading.text):
        if moment := _english(match, reading):
            yield moment
        if match["m3"] and (moment := _english(match, reading, swapped=True)):
            yield moment


def _days_ago(number: str, of: str) -> tuple[int, int]:
    """How many days "a couple of weeks ago" leads back, and by how many that may be off."""
    size = {"week": 7, "month": 30}.get(of, 1)
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
        days = (
            2
            if "before" in rel or "b4" in rel
            else 1
            if "yesterday" in rel or rel.startswith("last ")
            else 0
        )
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
    if day is None or (match["short"] and not reading.raw[match.start("short")].isupper()):
        return None
    hour, minute, second = clock_of_english(match)
    period = (
        "evening"
        if rel.startswith("last ") or rel.endswith("before last")
        else re.sub(r"^in the ", "", match["part"] or "")
    )
    spoken = None
    if hour is None and (spoken := _SPOKEN_CLOCK.match(reading.text, match.end())):
        hour = _spoken_hour(spoken)
    end = match.start() + len(
        match.group().rstrip(
            " ,t" if not match.group().endswith(("night", "neet", "august")) else " ,"
        )
    )
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
        bare=bool(match["short"]),
    )


def _day_number(match: re.Match[str]) -> int:
    """The day of the month, in figures or as a word."""
    figure = match["d4"] or match["d5"] or match["d6"]
    word = match["ord4"] or match["ord5"] or match["ord6"]
    return int(figure) if figure else _ORDINALS[word.replace(" ", "-")]


def clock_of_english(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Hour, minute, second."""
    ap = match["ap"] or match["ap2"] or ""
    hour = (
        int(match["hour"])
        if match["hour"]
        else english_number(match["hw"])
        if match["hw"]
        else None
    )
    if (
        hour is None
        or hour > 23
        or (match["hour"] and not ap and not match["min"] and not match["about"])
    ):
        return None, None, None
    if ap.startswith("p") and hour < 12:
        hour += 12
    elif ap.startswith("a") and hour == 12:
        hour = 0
    minute = int(match["min"]) if match["min"] else None
    return (
        hour,
        minute if minute is None or minute < 60 else None,
        int(match["sec"]) if match["sec"] else None,
    )


def _spoken_hour(match: re.Match[str]) -> int:
    """The hour that has begun: quarter to six is five, in the evening seventeen."""
    if noon := match["noon"]:
        return 0 if noon == "midnight" else 12
    said = match["from"] or match["half"] or match["hour"]
    hour = int(said) if said.isdigit() else english_number(said) or 0
    if match["way"] in ("to", "till", "til", "before", "of"):
        hour -= 1
    late = re.match(r"p|in the (?:afternoon|evening)|at night", match["part"] or "")
    return (hour % 12 + 12 if late else hour) % 24

"""Days and times of day that a text names, absolute or relative to the contact."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leaktrace.extraction.numbers import EN_NUMBER, english_number, number_of
from leaktrace.extraction.reading import Reading

__all__ = ["Moment", "read_moments"]

_N = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_PERIOD = r"(?:凌晨|清晨|早上|早晨|一早|上午|中午|下午|傍晚|晚上|夜里|半夜|晚|早)"
_ZH_TIME = rf"(?:(?P<period>{_PERIOD})?(?:(?P<hour>{_N})(?:点钟?|时|:)(?P<min>\d{{2}}(?!\d)|[零〇一二三四五六七八九十]{{1,3}}|半|一刻|多)?分?(?::(?P<sec>\d{{2}}))?)?)"
_ZH_DAY = re.compile(
    rf"(?=[0-9零〇一二两三四五六七八九十大前昨今上周星礼双国元琴寻噚夜])(?:(?P<y>20\d\d)[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})(?!\d)[日号]?|(?P<m2>{_N})月份?(?P<d2>{_N}|二十[一二三四五六七八九]?|三十一?)[日号]?"
    rf"|(?P<rel>大前天|前天|前晚|前日|前儿个?|昨天|昨日|昨晚上?|昨夜|昨儿个?|昨个儿?|昨朝|琴日|寻日|噚日|琴晚|寻晚|夜个|今天|今日|今早|今晨|今晚)|(?P<week>上上?个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])"
    r"|(?P<dot>(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9]))(?![\d.])(?=[日号]?(?:那天)?(?:下|拍|买|的|在))|(?P<loose>前两天|前天左右)"
    rf"|(?<![\d月.:\-])(?P<only>{_N})[日号](?=那天|当天|{_PERIOD}|[下拍买订]|的(?:订单|单))"
    rf"|(?P<fest>双十一|双11|双十二|双12|六一八|618|(?<![十\d月])(?:六一|五一|国庆|元旦)(?=[^.月点号]|$)))\s?[t,，的]?\s?{_ZH_TIME}"
)
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
_EN_TIME = rf"(?:[\s,]*(?P<about>(?:at|around|about|just after|just before|shortly after|a little after)\s+)*(?:(?P<hour>\d{{1,2}})(?::(?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)?|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock)|(?P<part>(?:in the )?(?:morning|afternoon|evening|night)|noon)))?"
_EN_DAY = re.compile(
    rf"\b(?:(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})(?:/(?P<y3>(?:20)?\d\d))?|(?P<mon>{_MONTH})\.?\s+(?:the\s+)?(?:(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord4>{_ORDINAL})\b)(?:,?\s+(?P<y4>20\d\d))?"
    rf"|(?:the\s+)?(?:(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?|(?P<ord5>{_ORDINAL})\b)(?:\s+of)?\s+(?P<mon5>{_MONTH})\b(?:,?\s+(?P<y5>20\d\d))?|(?P<rel>(?:the\s+)?day before yesterday|yesterday|today|this (?=morning|afternoon|evening)|last night|earlier today)"
    rf"|(?:(?:on|last|this past)\s+)?(?P<wd>{'|'.join(_WEEKDAYS)})|(?P<bf>black friday|cyber monday)|(?<=on )the (?:(?P<d6>\d{{1,2}})(?:st|nd|rd|th)|(?P<ord6>{_ORDINAL})\b)(?! (?:of )?{_MONTH})|(?P<ago>(?:\d|a couple of|two|three|four|five|six)\s+days ago)|(?P<loose>the other day|earlier this week))(?![\d/-])[t]?{_EN_TIME}"
)
_RELATIVE = {
    "大前天": 3,
    "前天": 2,
    "前晚": 2,
    "昨天": 1,
    "昨日": 1,
    "昨晚": 1,
    "昨夜": 1,
    "昨儿": 1,
    "昨儿个": 1,
    "昨个": 1,
    "昨个儿": 1,
    "昨朝": 1,
    "昨晚上": 1,
    "琴日": 1,
    "寻日": 1,
    "噚日": 1,
    "琴晚": 1,
    "寻晚": 1,
    "夜个": 1,
    "前日": 2,
    "前儿": 2,
    "前儿个": 2,
}
_FESTIVALS = {
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "六一八": (6, 18),
    "618": (6, 18), "六一": (6, 1), "五一": (5, 1), "国庆": (10, 1), "元旦": (1, 1),
}  # fmt: skip


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
    relative: bool = False
    """A word whose meaning depends on the day of the contact."""

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


def read_moments(reading: Reading) -> list[Moment]:
    """Every day that a text names."""
    if reading.zh:
        found = [
            moment
            for match in _ZH_DAY.finditer(reading.text)
            if (moment := _chinese(match, reading.occurred_at))
        ]
        taken = [moment.span for moment in found]
        english = (
            moment
            for moment in _english_all(reading)
            if not any(a < moment.span[1] and moment.span[0] < b for a, b in taken)
        )
        return [*found, *english]
    return list(_english_all(reading))


def _english_all(reading: Reading) -> Iterator[Moment]:
    """Days named in English."""
    for match in _EN_DAY.finditer(reading.text):
        if moment := _english(match, reading.occurred_at):
            yield moment


def _safe(year: int, month: int, day: int) -> date | None:
    """The date, if there is one."""
    if 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]:
        return date(year, month, day)
    return None


def _latest(month: int, day: int, now: date) -> date | None:
    """The last such day that was not after the contact."""
    this = _safe(now.year, month, day)
    return _safe(now.year - 1, month, day) if this is not None and this > now else this


def _latest_day(number: int, now: date) -> date | None:
    """The last such day of a month that was not after the contact."""
    first = now.replace(day=1)
    for back in range(3):
        month = (first.month - 1 - back) % 12 + 1
        year = first.year - (month > first.month)
        day = _safe(year, month, number)
        if day is not None and day <= now:
            return day
    return None


def _festival(month: int, number: int, now: date) -> date | None:
    """The day of a festival that was; None where one is near, since its sale begins weeks before."""
    day = _safe(now.year, month, number)
    return (
        None if day and timedelta(0) < day - now <= timedelta(30) else _latest(month, number, now)
    )


def _back(now: date, days: int) -> date | None:
    """So many days before, or None before the first day of the calendar."""
    return now - timedelta(days) if now.toordinal() > days else None


def _chinese(match: re.Match[str], occurred_at: datetime) -> Moment | None:
    """A day named in Chinese."""
    now = occurred_at.date()
    day: date | None = None
    if match["y"]:
        day = _safe(int(match["y"]), int(match["m"]), int(match["d"]))
    elif match["m2"]:
        day = _latest(number_of(match["m2"]) or 0, number_of(match["d2"]) or 0, now)
    elif match["rel"]:
        day = _back(now, _RELATIVE.get(match["rel"], 0))
    elif match["wd"]:
        weekday = "一二三四五六日".find(match["wd"].replace("天", "日"))
        behind = (now.weekday() - weekday) % 7
        day = _back(now, now.weekday() + 7 - weekday if match["week"] else behind)
    elif match["dot"]:
        month, _, number = match["dot"].partition(".")
        day = _latest(int(month), int(number), now)
    elif match["only"]:
        day = _latest_day(number_of(match["only"]) or 0, now)
    elif match["fest"]:
        day = _festival(*_FESTIVALS[match["fest"]], now)
    elif match["loose"]:
        day = _back(now, 2)
    if day is None:
        return None
    hour, minute, second, period = _zh_clock(match)
    end = len(match.group().rstrip(" ,，的t")) + match.start()
    return Moment(
        day,
        (match.start(), end),
        period,
        hour,
        minute,
        second,
        bool(match["loose"]),
        bool(match["rel"] or match["wd"] or match["loose"]),
    )


def _zh_clock(match: re.Match[str]) -> tuple[int | None, int | None, int | None, str]:
    """Hour, minute, second and part of the day."""
    period = match["period"] or ""
    if match["rel"] in ("昨晚", "昨晚上", "昨夜", "前晚", "今晚", "琴晚", "寻晚"):
        period = period or "晚"
    elif match["rel"] in ("今早", "今晨"):
        period = period or "早"
    hour = number_of(match["hour"]) if match["hour"] else None
    if hour is None or hour > 24:
        return None, None, None, period
    if (
        hour < 12
        and period in ("下午", "傍晚", "晚上", "晚", "夜里")
        and not (period == "夜里" and hour < 5)
    ) or (hour <= 2 and period == "中午"):
        hour += 12
    said = match["min"]
    minute = (
        None
        if not said or said == "多"
        else 30
        if said == "半"
        else 15
        if said == "一刻"
        else number_of(said)
    )
    second = int(match["sec"]) if match["sec"] else None
    return hour % 24, minute if minute is not None and minute < 60 else None, second, period


def _calendar_day(match: re.Match[str], now: date) -> date | None:
    """The day of a date: 2026-03-10, 3/10, March 10, the 10th of March, on the tenth."""
    if match["y"]:
        return _safe(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["m3"]:
        month, number, year = int(match["m3"]), int(match["d3"]), match["y3"]
        return _safe(int(year) % 100 + 2000, month, number) if year else _latest(month, number, now)
    if match["mon"] or match["mon5"]:
        month = _MONTHS[(match["mon"] or match["mon5"])[:3]]
        number, year = _day_number(match), match["y4"] or match["y5"]
        return _safe(int(year), month, number) if year else _latest(month, number, now)
    return _latest_day(_day_number(match), now) if match["d6"] or match["ord6"] else None


def _counted_day(match: re.Match[str], now: date) -> date | None:
    """The day of words that count back from the contact, or name a feast."""
    if match["bf"]:
        return _thanksgiving(now, 1 if match["bf"].startswith("black") else 4)
    back = None
    if rel := match["rel"]:
        back = 2 if "before" in rel else 1 if "yesterday" in rel or rel == "last night" else 0
    elif match["wd"]:
        back = (now.weekday() - _WEEKDAYS[match["wd"]] - 1) % 7 + 1
    elif match["ago"]:
        words = {"a": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
        first = match["ago"].split()[0]
        back = words.get(first) or (int(first) if first.isascii() and first.isdigit() else 2)
    elif match["loose"]:
        back = 2
    return None if back is None else _back(now, back)


def _english(match: re.Match[str], occurred_at: datetime) -> Moment | None:
    """A day named in English."""
    rel = match["rel"] or ""
    now = occurred_at.date()
    day = _calendar_day(match, now) or _counted_day(match, now)
    if day is None:
        return None
    hour, minute, second = _en_clock(match)
    period = "evening" if rel == "last night" else re.sub(r"^in the ", "", match["part"] or "")
    end = match.start() + len(
        match.group().rstrip(" ,t" if not match.group().endswith(("night", "august")) else " ,")
    )
    return Moment(
        day,
        (match.start(), end),
        period,
        hour,
        minute,
        second,
        bool(match["loose"]),
        bool(rel or match["wd"] or match["ago"] or match["loose"]),
    )


def _day_number(match: re.Match[str]) -> int:
    """The day of the month, in figures or as a word."""
    figure = match["d4"] or match["d5"] or match["d6"]
    word = match["ord4"] or match["ord5"] or match["ord6"]
    return int(figure) if figure else _ORDINALS[word.replace(" ", "-")]


def _en_clock(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
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


def _thanksgiving(now: date, after: int) -> date:
    """So many days after the fourth Thursday of the last November that began before the contact."""
    for year in (now.year, now.year - 1):
        first = date(max(year, 1), 11, 1)
        day = first + timedelta((3 - first.weekday()) % 7 + 21 + after)
        if day <= now:
            return day
    return day

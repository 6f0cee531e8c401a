"""When the order was placed: dates and times of day, absolute or relative to the contact."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.numbers import EN_NUMBER, english_number, number_of
from leaktrace.extraction.reading import Reading

__all__ = ["Moment", "find_dates", "know_dates", "read_moments"]

_N = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_PERIOD = r"(?:凌晨|清晨|早上|早晨|一早|上午|中午|下午|傍晚|晚上|夜里|半夜|晚|早)"
_ZH_TIME = rf"(?:(?P<period>{_PERIOD})?(?:(?P<hour>{_N})(?:点钟?|时|:)(?P<min>\d{{2}}(?!\d)|[零〇一二三四五六七八九十]{{1,3}}|半|一刻|多)?分?(?::(?P<sec>\d{{2}}))?)?)"
_ZH_DAY = re.compile(
    rf"(?=[0-9零〇一二三四五六七八九十大前昨今上周星礼双])(?:(?P<y>20\d\d)[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})(?!\d)[日号]?|(?P<m2>{_N})月份?(?P<d2>{_N}|二十[一二三四五六七八九]?|三十一?)[日号]?"
    rf"|(?P<rel>大前天|前天|前晚|昨天|昨日|昨晚|昨夜|昨儿|今天|今日|今早|今晨|今晚)|(?P<week>上上?个?)?(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])"
    r"|(?P<dot>(?<![\d.])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9]))(?![\d.])(?=[日号]?(?:那天)?(?:下|拍|买|的|在))|(?P<loose>前两天|前天左右)"
    rf"|(?P<fest>双十一|双11|双十二|双12|六一八|618))\s?[t,，的]?\s?{_ZH_TIME}"
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
_EN_TIME = rf"(?:[\s,]*(?P<about>(?:at|around|about|just after|just before|shortly after|a little after)\s+)*(?:(?P<hour>\d{{1,2}})(?::(?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)?|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock)|(?P<part>(?:in the )?(?:morning|afternoon|evening|night)|noon)))?"
_EN_DAY = re.compile(
    rf"\b(?:(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)|(?P<m3>\d{{1,2}})/(?P<d3>\d{{1,2}})(?:/(?P<y3>(?:20)?\d\d))?|(?P<mon>{_MONTH})\.?\s+(?:the\s+)?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y4>20\d\d))?"
    rf"|(?:the\s+)?(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<mon5>{_MONTH})\b(?:,?\s+(?P<y5>20\d\d))?|(?P<rel>(?:the\s+)?day before yesterday|yesterday|today|this (?=morning|afternoon|evening)|last night|earlier today)"
    rf"|(?:(?:on|last|this past)\s+)?(?P<wd>{'|'.join(_WEEKDAYS)})|(?P<bf>black friday|cyber monday)|(?P<ago>(?:\d|a couple of|two|three|four|five|six)\s+days ago)|(?P<loose>the other day|earlier this week))(?![\d/-])[t]?{_EN_TIME}"
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
}
_ZH_ORDERED = re.compile(
    r"下[的了过]?一?个?单|下订|拍[的了下过]|拍下|那?个?订单|[购买订][的了过买]|购入|订购|购买|抢的|付款|支付|付的|成交|交易|的单|那[一]?[单笔]|单子|(?:下单|订单|购买|成交|付款)时间|下单|买[的了]?|定的|拍"
)
_EN_ORDERED = re.compile(
    r"\b(?:ordered|placed|bought|purchased?|order(?:ed)? (?:from|date|on)|paid|order|got|dated|invoice|checkout|receipt|date|authori[sz]e)\b"
)
_EN_THING = r"(?:\W+[\w'-]+){0,7}\W*$"
_EN_NEAR = re.compile(
    r"^\W*(?:(?:i|you|we|that|was|were|and|,|had|'d|,? i'?d)\W+){0,3}(?:ordered|placed|bought|purchased|paid|order|purchase|on|for)\b"
)
_EN_NEAR_BEFORE = re.compile(
    rf"\b(?:ordered|placed|bought|purchased?|order|got|dated|checkout|receipt|date|authori[sz]ed?|paid|invoice|shopping|transaction|charged?|knew|right){_EN_THING}"
)
_SHIPPED = re.compile(
    r"发货|派送|送达|到达|签收|失效|到期|过期|截止|前(?:领取|处理)|快递停|自动|deliver|arriv|ship|expire|before|until|by |pick ?up|due|within|next|vote|tomorrow"
)


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


def know_dates(facts: OrderFacts) -> datetime:
    """The time of the order, with its own offset."""
    return facts.placed_at


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
    elif match["fest"]:
        month, number = {"十一": (11, 11), "11": (11, 11), "十二": (12, 12), "12": (12, 12)}.get(
            match["fest"][1:], (6, 18)
        )
        day = _latest(month, number, now)
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
    if match["rel"] in ("昨晚", "昨夜", "前晚", "今晚"):
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


def _english(match: re.Match[str], occurred_at: datetime) -> Moment | None:
    """A day named in English."""
    now = occurred_at.date()
    rel = match["rel"] or ""
    day: date | None = None
    if match["y"]:
        day = _safe(int(match["y"]), int(match["m"]), int(match["d"]))
    elif match["m3"]:
        month, number, year = int(match["m3"]), int(match["d3"]), match["y3"]
        day = _safe(int(year) % 100 + 2000, month, number) if year else _latest(month, number, now)
    elif match["mon"] or match["mon5"]:
        month = _MONTHS[(match["mon"] or match["mon5"])[:3]]
        number, year = int(match["d4"] or match["d5"]), match["y4"] or match["y5"]
        day = _safe(int(year), month, number) if year else _latest(month, number, now)
    elif rel:
        day = _back(
            now, 2 if "before" in rel else 1 if "yesterday" in rel or rel == "last night" else 0
        )
    elif match["wd"]:
        day = _back(now, (now.weekday() - _WEEKDAYS[match["wd"]] - 1) % 7 + 1)
    elif match["bf"]:
        day = _thanksgiving(now, 1 if match["bf"].startswith("black") else 4)
    elif match["ago"]:
        words = {"a": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
        first = match["ago"].split()[0]
        day = _back(
            now, words.get(first) or (int(first) if first.isascii() and first.isdigit() else 2)
        )
    elif match["loose"]:
        day = _back(now, 2)
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


def find_dates(
    reading: Reading, placed_at: datetime, anchors: Sequence[Detail] = ()
) -> list[Detail]:
    """Days and times that are said of the order.

    Args:
        reading: the text.
        placed_at: the time of the order.
        anchors: products, prices and numbers of the order in the text; a day beside one is the order's.
    """
    found = []
    # a caller far from the buyer says the time of the order as the order has it
    clocks = (placed_at.astimezone(reading.occurred_at.tzinfo), placed_at)
    for moment in read_moments(reading):
        agrees = any(_agrees(moment, local) for local in clocks)
        if not _said_of_order(reading, moment, agrees=agrees) and not (
            agrees and _beside(reading, moment, anchors)
        ):
            continue
        precise = moment.minute is not None
        strength = (
            Strength.FUZZY if moment.loose else Strength.EXACT if precise else Strength.PARTIAL
        )
        found.append(
            Detail(Field.ORDERED_AT, moment.value, moment.span, strength, not agrees, rule="date")
        )
    return found


def _beside(reading: Reading, moment: Moment, anchors: Sequence[Detail]) -> bool:
    """Whether a fact of the order stands in the same sentence, close by."""
    start, end = moment.span
    left, right = reading.sentence(start, end)
    if _SHIPPED.search(reading.before(start, 4)) or _SHIPPED.search(reading.after(end, 6)):
        return False
    reach = 20 if reading.zh else 60
    return any(
        hit.span is not None
        and left <= hit.span[0] < right
        and hit.span[0] - end <= reach
        and start - hit.span[1] <= reach
        for hit in anchors
        if not hit.contradicts
    )


def _agrees(moment: Moment, local: datetime) -> bool:
    """Whether the order was placed then, as far as was said."""
    night = moment.period in ("晚", "晚上", "夜里", "evening", "night") and local.hour < 5
    day = (
        local.date() - timedelta(1)
        if night and moment.hour is None and moment.day != local.date()
        else local.date()
    )
    if moment.loose:
        return abs((moment.day - day).days) <= 2
    if moment.day != day:
        return False
    if moment.hour is None:
        return True
    if moment.minute is None:
        return abs(moment.hour - local.hour) <= 1 or abs(moment.hour - local.hour) == 12
    return (moment.hour, moment.minute) in {
        (local.hour, local.minute),
        ((local.hour + 12) % 24, local.minute),
    }


def _said_of_order(reading: Reading, moment: Moment, *, agrees: bool) -> bool:
    """Whether the words around a day speak of an order, and not of its delivery or a deadline."""
    start, end = moment.span
    left, right = reading.sentence(start, end)
    reach = (60, 40) if not reading.zh else (14, 14)
    before = reading.text[max(left, start - reach[0]) : start]
    after = reading.text[end : min(right, end + reach[1])]
    words = _ZH_ORDERED if reading.zh else _EN_ORDERED
    precise = moment.minute is not None and not moment.relative
    if agrees and precise:
        return True
    if agrees and not moment.relative and not moment.loose and words.search(reading.text):
        # a calendar day that is the order's own by chance is one in some hundred
        return not _SHIPPED.search(before[-5:])
    near = re.split(r"[，,。]", after)[0] + "|" + before[-10:]
    if _SHIPPED.search(near):
        return False
    if reading.zh:
        return bool(
            words.search(after)
            or words.search(before[-8:])
            or before.endswith(("时间", "时间是", "时间:"))
        )
    if moment.relative and moment.day == reading.occurred_at.date():
        return bool(re.search(r"\b(?:ordered|placed|bought|purchased)\b[^.]{0,30}$", before))
    return bool(_EN_NEAR.search(after) or _EN_NEAR_BEFORE.search(before))

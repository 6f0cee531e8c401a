"""Feasts and sales by which people date what they did, and the day on which each last was."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

__all__ = ["FEASTS_EN", "FEASTS_ZH", "feast"]

_FIXED = {
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "六一八": (6, 18), "618": (6, 18),
    "六一": (6, 1), "五一": (5, 1), "劳动节": (5, 1), "儿童节": (6, 1), "国庆": (10, 1), "元旦": (1, 1),
    "妇女节": (3, 8), "女神节": (3, 8), "三八节": (3, 8), "情人节": (2, 14), "愚人节": (4, 1), "教师节": (9, 10),
    "平安夜": (12, 24), "五四": (5, 4), "三八": (3, 8), "七一": (7, 1), "八一": (8, 1), "圣诞": (12, 25), "520": (5, 20), "五二零": (5, 20),
    "valentine": (2, 14), "st patrick": (3, 17), "st. patrick": (3, 17), "fourth of july": (7, 4),
    "independence day": (7, 4), "halloween": (10, 31), "veterans day": (11, 11), "christmas eve": (12, 24),
    "christmas": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31), "new year": (1, 1), "bonfire night": (11, 5), "guy fawkes": (11, 5), "hogmanay": (12, 31), "burns night": (1, 25), "st andrew": (11, 30),
    "canada day": (7, 1), "anzac day": (4, 25), "australia day": (1, 26), "waitangi day": (2, 6), "juneteenth": (6, 19), "cinco de mayo": (5, 5), "groundhog day": (2, 2),
    "april fool": (4, 1), "singles": (11, 11), "remembrance day": (11, 11), "heritage day": (9, 24), "youth day": (6, 16), "freedom day": (4, 27),
}  # fmt: skip
_WEEKDAY_OF_MONTH = {
    "母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "mother's day": (5, 6, 2), "father's day": (6, 6, 3),
    "mlk day": (1, 0, 3), "presidents' day": (2, 0, 3), "presidents day": (2, 0, 3), "memorial day": (5, 0, -1),
    "labor day": (9, 0, 1), "labour day": (9, 0, 1), "columbus day": (10, 0, 2), "thanksgiving": (11, 3, 4), "election": (11, 0, 1),
}  # fmt: skip
"""Month, day of the week from Monday on, and which one of the month."""
_NEW_YEAR = "2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23"
_DRAGON_BOATS = "2022-06-03 2023-06-22 2024-06-10 2025-05-31 2026-06-19 2027-06-09 2028-05-28 2029-06-16 2030-06-05 2031-06-24"
_SEVENTH = "2022-08-04 2023-08-22 2024-08-10 2025-08-29 2026-08-19 2027-08-08 2028-08-26 2029-08-16 2030-08-05 2031-08-24"
_MIDAUTUMN = "2022-09-10 2023-09-29 2024-09-17 2025-10-06 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01"
_NINTH = "2022-10-04 2023-10-23 2024-10-11 2025-10-29 2026-10-18 2027-10-08 2028-10-26 2029-10-16 2030-10-05 2031-10-24"
_EASTER = "2022-04-17 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13"
_QINGMING = "2022-04-05 2023-04-05 2024-04-04 2025-04-04 2026-04-05 2027-04-05 2028-04-04 2029-04-04 2030-04-05 2031-04-05"
_DIWALI = "2022-10-24 2023-11-12 2024-11-01 2025-10-20 2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26 2031-11-14"
_DAYS_AFTER = {"election": 1}
"""How many days after such a day a feast is."""
_MOVING = {
    "除夕": (_NEW_YEAR, -1), "年三十": (_NEW_YEAR, -1), "大年三十": (_NEW_YEAR, -1), "春节": (_NEW_YEAR, 0),
    "大年初一": (_NEW_YEAR, 0), "年初一": (_NEW_YEAR, 0), "年初二": (_NEW_YEAR, 1), "年初三": (_NEW_YEAR, 2),
    "正月初一": (_NEW_YEAR, 0), "元宵": (_NEW_YEAR, 14), "正月十五": (_NEW_YEAR, 14), "清明": (_QINGMING, 0),
    "端午": (_DRAGON_BOATS, 0), "七夕": (_SEVENTH, 0), "中元节": (_SEVENTH, 8), "七月半": (_SEVENTH, 8), "鬼节": (_SEVENTH, 8), "中秋": (_MIDAUTUMN, 0), "八月十五": (_MIDAUTUMN, 0),
    "重阳": (_NINTH, 0), "good friday": (_EASTER, -2), "pancake day": (_EASTER, -47), "shrove tuesday": (_EASTER, -47), "mardi gras": (_EASTER, -47), "ash wednesday": (_EASTER, -46), "palm sunday": (_EASTER, -7), "mothering sunday": (_EASTER, -21), "diwali": (_DIWALI, 0), "easter": (_EASTER, 0),
}  # fmt: skip
"""Days by the moon, and how many days after them a feast is."""
_AFTER_THANKSGIVING = {"black friday": 1, "small business saturday": 2, "cyber monday": 4}
_NO_GOODS = r"(?![^.月点号]?(?:月饼|礼盒|粽|节?礼|福利|快乐|安康|假|活动|大促|贺|节?特惠|节?优惠|促销|的?价))"


_TERMS = {
    "小寒": (1, "5.4055"), "大寒": (1, "20.12"), "立春": (2, "3.87"), "雨水": (2, "18.73"), "惊蛰": (3, "5.63"), "春分": (3, "20.646"),
    "谷雨": (4, "20.1"), "立夏": (5, "5.52"), "小满": (5, "21.04"), "芒种": (6, "5.678"), "夏至": (6, "21.37"), "小暑": (7, "7.108"),
    "大暑": (7, "22.83"), "立秋": (8, "7.5"), "处暑": (8, "23.13"), "白露": (9, "7.646"), "秋分": (9, "23.042"), "寒露": (10, "8.318"),
    "霜降": (10, "23.438"), "立冬": (11, "7.438"), "小雪": (11, "22.36"), "大雪": (12, "7.18"), "冬至": (12, "21.94"),
}  # fmt: skip
"""The terms of the sun: month, and the constant of the century from which the day is reckoned."""
_TERMS_OFF = {
    ("小寒", 2019): -1, ("大寒", 2082): 1, ("雨水", 2026): -1, ("小满", 2008): 1, ("小暑", 2016): 1, ("立秋", 2002): 1,
    ("霜降", 2089): 1, ("立冬", 2089): 1, ("冬至", 2021): -1,
}  # fmt: skip
"""Years in which a term is within minutes of midnight: by how many days the reckoning misses it, from 2001 to 2099."""
_COUNTED_SO = ("五四", "三八", "七一", "八一")
"""Feasts whose names are numbers too."""


def _zh() -> str:
    """A pattern for the Chinese names; those in figures need a day beside them."""
    names = [*_FIXED, *_WEEKDAY_OF_MONTH, *_MOVING]
    plain = sorted(
        (
            name
            for name in names
            if not name.isascii() and name not in ("六一", "五一", "国庆", "元旦", *_COUNTED_SO)
        ),
        key=len,
        reverse=True,
    )
    return (
        rf"(?:{'|'.join(name for name in plain if name != '五二零')}|双11|双12|618){_NO_GOODS}节?"
        rf"|(?<![十\d月])(?:六一|五一|国庆|元旦)(?=[^.月点号]|$){_NO_GOODS}节?|(?:{'|'.join(_TERMS)})(?=那天|当天|节气|那日|[头前后][一两二三几]天|的时候)|(?<!\d)(?:520|五二零|(?<![一二三四五六七八九十])(?:{'|'.join(_COUNTED_SO)}))(?=那天|当天|[早晚]|上午|下午|中午|节|的时候)"
    )


FEASTS_ZH = _zh()
"""A pattern for the names of feasts in Chinese."""
FEASTS_EN = (
    r"black friday|cyber monday|small business saturday|valentine'?s(?: day)?|st\.? patrick'?s(?: day)?|fourth of july|independence day|halloween|veterans day"
    r"|christmas(?: eve| day)?|boxing day|new year'?s(?: eve| day)?|bonfire night|(?:mother|father)'?s'? day|mlk day|presidents'? day|memorial day|labou?r day|columbus day"
    r"|guy fawkes(?: night| day)?|hogmanay|burns night|st\.? andrew'?s day|canada day|anzac day|australia day|waitangi day|juneteenth|cinco de mayo|groundhog day|april fool'?s'?(?: day)?"
    r"|singles'? day|remembrance day|heritage day|youth day|freedom day|election (?:day|night)|mothering sunday|pancake day|shrove tuesday|mardi gras|ash wednesday|palm sunday|diwali|thanksgiving(?: day)?|good friday|easter(?: sunday| monday)?"
)
"""The same in English."""


def feast(said: str, now: date) -> date | None:
    """The day of a feast that was; None where one is near, since its sale begins weeks before."""
    if said in _AFTER_THANKSGIVING:
        days = timedelta(_AFTER_THANKSGIVING[said])
        years = (_counted(max(year, 1), 11, 3, 4) + days for year in (now.year, now.year - 1))
        return next((day for day in years if day <= now), None)
    key = (
        said.replace("mothers", "mother's")
        .replace("fathers", "father's")
        .replace("s' day", "'s day")
    )
    for names in (_MOVING, _WEEKDAY_OF_MONTH, _FIXED, _TERMS):
        name = max((name for name in names if key.startswith(name)), key=len, default="")
        if name:
            return _last(name, now)
    return None


def _last(name: str, now: date) -> date | None:
    """The last day of that name, unless the next one is near."""
    days = sorted(_days(name, now))
    if any(timedelta(0) < day - now <= timedelta(30) for day in days):
        return None
    return max((day for day in days if day <= now), default=None)


def _days(name: str, now: date) -> list[date]:
    """The days of that name in the years around a day."""
    if name in _MOVING:
        text, after = _MOVING[name]
        return [date.fromisoformat(day) + timedelta(after) for day in text.split()]
    years = [year for year in (now.year - 1, now.year, now.year + 1) if 1 <= year <= 9999]
    if name in _WEEKDAY_OF_MONTH:
        later = timedelta(_DAYS_AFTER.get(name, 0))
        return [_counted(year, *_WEEKDAY_OF_MONTH[name]) + later for year in years]
    if name in _TERMS:
        return [_term(name, year) for year in years]
    return [date(year, *_FIXED[name]) for year in years]


def _term(name: str, year: int) -> date:
    """The day of a term of the sun in this century."""
    month, constant = _TERMS[name]
    count = year % 100
    leaps = (count - 1 if month < 3 else count) // 4
    day = int(count * Decimal("0.2422") + Decimal(constant)) - leaps
    return date(year, month, day + _TERMS_OFF.get((name, year), 0))


def _counted(year: int, month: int, weekday: int, which: int) -> date:
    """The second Sunday of May, the last Monday of May."""
    first = date(year, month, 1)
    day = first + timedelta((weekday - first.weekday()) % 7)
    last = (monthrange(year, month)[1] - day.day) // 7
    return day + timedelta(7 * (which - 1 if which > 0 else last))

"""Days and times of day in Chinese."""

import re
from datetime import date, datetime, timedelta

from leaktrace.extraction.days.feasts import FEASTS_ZH, feast
from leaktrace.extraction.days.moment import Moment, back, latest, latest_day, safe_date
from leaktrace.extraction.numbers import number_of
from leaktrace.extraction.reading import Reading

__all__ = ["CLOCK_ZH", "chinese_moments", "clock_of"]

_N = r"(?:\d{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3})"
_PERIOD = r"(?:凌晨|清晨|一?大清?早|早上|早晨|一早|上午|中午|下午|傍晚|晚上|夜里|半夜|上半日|下半日|上昼|下昼|晏昼|朝早|晌午|[前后头晚下过](?:半)?晌|黑儿?[里了]?|头午|头晌午|傍黑|擦黑儿|下黑|[早上下]半天|早半晌|夜头|夜里厢|夜晚|夜间|深夜|大半夜|晚黑|晚夕|晚间|晚头|擦黑|早起|清早|午后|晏晡|下晡|暗晡|暝时|晚|早)"
_NO_PLACE = r"(?![楼栋幢座线门店柜院馆房室床桌台机库仓厅口地车场坑井技员选字码之前电钢宿]|\s?[\d零一二三四五六七八九幺]{3})"
"""What does not stand behind a day of the month: 3号楼, 5号线, 26号四零二."""
_ZH_TIME = rf"(?:(?P<period>{_PERIOD})?(?:(?:快要?|将近|差不多|大概|大约|约莫?|刚过|过了)?(?P<hour>{_N})(?:点钟?|时|:)(?P<min>\d{{2}}(?!\d)|[一三]刻|[零〇一二三四五六七八九十]{{1,3}}|半|多)?分?(?::(?P<sec>\d{{2}}))?)?)"
_ZH_DAY = re.compile(
    rf"(?=[0-9零〇一二两三四五六七八九十廿卅大前昨今去本拜头上周星礼双国元琴寻噚夜清端中七春除过年重三妇情圣平教母父儿劳女愚腊正半个好几没月这小立雨惊谷芒夏处白寒霜冬秋鬼])(?:(?P<y>20\d\d)[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})(?!\d)[日号]?|(?:二[零〇]二[零〇一二三四五六七八九]年|2\d年|[去今]年|本年)?(?P<m2>{_N}|元)月份?(?P<d2>{_N}|二十[一二三四五六七八九]?|三十一?)[日号]?"
    rf"|(?P<rel>大?大前[天儿日]个?|昨黑[儿里]?|昨(?=下午|上午|中午|早[上晨]|后晌|前晌|晌午|傍晚|半夜)|夜[隔格]儿?|前天|前晚|前日|前儿个?|前个|昨天|昨日|昨晚上?|昨夜|昨儿个?|昨个儿?|昨朝|琴日|寻日|噚日|琴晚|寻晚|夜个|夜来|今天|今日|今儿个?|今个儿?|今朝|今日|琴早|今早|今晨|今晚)|(?P<week>上上?个?|(?:这|本|今)个?(?=[周星礼]))?(?:周|星期|礼拜|(?<![礼崇参朝跪祭膜])拜(?=[一二三四五六](?:晚|早|中午|下午|那天|[下买拍订])))(?P<wd>[一二三四五六日天])"
    r"|(?P<dot>(?:(?<![\d.])|(?<=下单日)|(?<=日期))(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9]))(?![\d.])(?=[日号]?(?:那天|那晚|当天|晚上|早上|上午|下午)?(?:下|拍|买|购|订|付|成交|的|在|那单|那笔))|(?P<last>上个?月|本月|这个?月)(?P<d3>[0-9]{1,2}|[零〇一二两三四五六七八九十廿卅]{1,3}|二十[一二三四五六七八九]|三十一?)[日号]|(?P<dash>(?<![\d.\-/])(?:1[0-2]|0?[1-9])[-/](?:3[01]|[12]\d|0[1-9]|(?<=/)[1-9]))(?![\d\-/])(?=\s?\d{1,2}:\d\d|[日号]?(?:那天|那晚|当天|晚上|早上|上午|下午|中午)?\s?(?:[零一二三四五六七八九十两\d]{1,3}[点时](?:多|半|[零一二三四五六七八九十\d]{1,3}分?)?)?(?:\d{1,2}[:：]\d\d(?::\d\d)?\s?)?(?:下单|下的|拍|购买|购|买|订|付款|成交|的订单|的单|那单|那笔))|(?P<loose>前(?:[两几]|[两二三四五][三四五六])天|前天左右|前[几两]日|头[几两]天|前些[天日]子?|上个?周末|上个?(?:星期|礼拜|周)(?![一二三四五六日天末])|没几天前|这个?月初(?![一二三四五六七八九十])|(?<![一二三四五六七八九十\d正腊])月初(?![一二三四五六七八九十])|上个?月(?:[底末]|初(?![一二三四五六七八九十]))|上个?月(?![一二三四五六七八九十\d]))|(?P<lunar>正月(?:初?[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十))[日号]?|(?P<ago>(?P<n>\d{1,2}|[一两二三四五六七八九十]{1,2}|[两三四五六七][三四五六七八]|好?几|半|个把)个?来?(?P<of>天|日|星期|礼拜|周|月)(?:以|之)?前)"
    rf"|(?<![\d月.\-一二三四五六七八九十])(?<!\d:)(?P<only>{_N}|二十[一二三四五六七八九]|三十一)[日号](?=那天|当天|嗰日|那日|{_PERIOD}|[下拍买订购付]|的(?:订单|单|时候)|[那这][一]?[单笔])(?:那天|当天|嗰日|那日)?"
    rf"|(?<![\d月.\-路街道弄巷第线一二三四五六七八九十])(?<!\d:)(?P<bare>{_N}|二十[一二三四五六七八九]|三十一)[日号]{_NO_PLACE}"
    rf"|(?P<fest>{FEASTS_ZH})(?P<about>那几天|那两天|那阵子?|前后那几天)?(?:(?:的|过|过完|完|过了|之|以)?(?P<off>头|前|后|了|完)(?:的?第)?(?P<offn>[一两二三四五六七八九十几\d]{{1,2}}|)天)?)\s?[t,，的]?\s?{_ZH_TIME}"
)
_RELATIVE = {
    "大前天": 3,
    "前天": 2,
    "前晚": 2,
    "昨天": 1,
    "昨": 1,
    "昨黑": 1,
    "昨黑儿": 1,
    "昨黑里": 1,
    "夜隔": 1,
    "夜隔儿": 1,
    "夜格": 1,
    "夜格儿": 1,
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
    "前个": 2,
    "夜来": 1,
    "大前儿": 3,
    "大前日": 3,
    "大大前天": 4,
    "大大前日": 4,
    "大大前儿个": 4,
    "大前儿个": 3,
    "大前天个": 3,
}
_LOOSELY = (
    ("上个月底", 15, 12), ("上个月", 25, 20), ("上月", 25, 20), ("月初", 12, 12),
    ("周末", 4, 4), ("头几", 4, 3), ("头两", 2, 2), ("上", 7, 6), ("前几", 4, 3), ("没几", 3, 2), ("前两三", 2, 2), ("前二三", 2, 2), ("前三四", 3, 2), ("前四五", 4, 2), ("前五六", 5, 2), ("前些", 5, 5), ("前两", 2, 2),
)  # fmt: skip
"""Parts of loose words for a day, how many days back they lead, and by how many they may be off."""
_LATE = frozenset(
    ["下午", "傍晚", "晚上", "晚", "夜里", "下半日", "下昼", "晏昼", "后晌", "后半晌", "下晌", "下半晌", "过晌", "晚晌", "夜头", "夜里厢", "傍黑", "擦黑儿", "下黑", "下半天", "夜晚", "夜间", "晚黑", "晚夕", "晚间", "晚头", "擦黑", "午后", "下晡", "暗晡", "暝时"]
)  # fmt: skip
"""Parts of the day in whose hours twelve are left out."""
_SOME = 3
"""How many days "some days" are."""
CLOCK_ZH = re.compile(
    rf"(?<![\d一二三四五六七八九十:])(?P<rel>[今昨前]晚)?(?P<period>{_PERIOD})?(?P<hour>{_N})(?:点钟?|时|:)(?P<min>\d{{2}}(?!\d)|[一三]刻|[零〇一二三四五六七八九十]{{1,3}}|半|多)?分?(?::(?P<sec>\d{{2}}))?"
)
"""A time of day by itself."""


def chinese_moments(reading: Reading) -> list[Moment]:
    """Every day that is named in Chinese."""
    matches = _ZH_DAY.finditer(reading.text)
    found = (_chinese(match, reading.occurred_at) for match in matches)
    return [moment for moment in found if moment is not None]


def _days_ago(number: str, of: str) -> tuple[int, int]:
    """How many days "three weeks ago" leads back, and by how many that may be off."""
    size = {"天": 1, "日": 1, "月": 30}.get(of, 7)
    if number in ("半", "个把"):
        return (size // 2 if number == "半" else size), max(2, size // 3)
    if number.endswith("几"):
        return 4 * size, 3 * size
    if len(number) == 2 and not number.isdigit() and "十" not in number:
        low, high = number_of(number[0]) or 0, number_of(number[1]) or 0
        return low * size, max((high - low) * size, 1)
    count = number_of(number) or 0
    return count * size, 1 if size == 1 else size // 2


def _calendar_day(match: re.Match[str], now: date) -> date | None:
    """The day of a date: 2026年3月10日, 3.10, 10号."""
    if match["y"]:
        return safe_date(int(match["y"]), int(match["m"]), int(match["d"]))
    if match["m2"]:
        return latest(
            1 if match["m2"] == "元" else number_of(match["m2"]) or 0,
            number_of(match["d2"]) or 0,
            now,
        )
    if match["last"]:
        before = now.replace(day=1) - timedelta(1) if match["last"][0] == "上" else now
        return safe_date(before.year, before.month, number_of(match["d3"]) or 0)
    if match["dash"]:
        month, _, number = match["dash"].replace("/", "-").partition("-")
        return latest(int(month), int(number), now)
    if match["dot"]:
        month, _, number = match["dot"].partition(".")
        return latest(int(month), int(number), now)
    only = match["only"] or match["bare"]
    return latest_day(number_of(only) or 0, now) if only else None


def _shift(match: re.Match[str]) -> timedelta:
    """How far a day is from the feast by which it is told: 除夕前两天."""
    if not match["off"]:
        return timedelta(0)
    days = timedelta(_SOME if "几" in match["offn"] else number_of(match["offn"] or "") or 1)
    return -days if match["off"] in "头前" else days


def _feast_day(match: re.Match[str], now: date) -> tuple[date | None, int]:
    """A day near a feast, or of the first month by the moon, and by how much it may be off."""
    if match["lunar"]:
        first = feast("正月初一", now)
        count = number_of(match["lunar"].removeprefix("正月").removeprefix("初")) or 1
        return (first + timedelta(count - 1) if first else None), 0
    day = feast(match["fest"], now)
    some = match["off"] and "几" in match["offn"]
    reach = 4 if match["about"] else 2 if some else 0
    return (day + _shift(match) if day else None), reach


def _counted_day(match: re.Match[str], now: date) -> tuple[date | None, int]:
    """The day of words that count back from the contact, or name a feast, and by how much it may be off."""
    if match["rel"]:
        return back(now, _RELATIVE.get(match["rel"], 0)), 0
    if match["wd"]:
        weekday = "一二三四五六日".find(match["wd"].replace("天", "日"))
        behind = (now.weekday() - weekday) % 7
        return back(
            now, now.weekday() + 7 - weekday if (match["week"] or "")[:1] == "上" else behind
        ), 0
    if match["fest"] or match["lunar"]:
        return _feast_day(match, now)
    if match["ago"]:
        days, reach = _days_ago(match["n"], match["of"])
        return back(now, days), reach
    if match["loose"]:
        said = match["loose"]
        days, reach = next(((one, off) for word, one, off in _LOOSELY if word in said), (2, 2))
        return back(now, days), reach
    return None, 0


def _chinese(match: re.Match[str], occurred_at: datetime) -> Moment | None:
    """A day named in Chinese."""
    now = occurred_at.date()
    day, reach = _calendar_day(match, now), 0
    if day is None:
        day, reach = _counted_day(match, now)
    if day is None:
        return None
    hour, minute, second, period = clock_of(match)
    end = len(match.group().rstrip(" ,，的t")) + match.start()
    relative = match["rel"] or match["wd"] or match["loose"] or match["ago"]
    return Moment(
        day,
        (match.start(), end),
        period,
        hour,
        minute,
        second,
        reach > 0,
        reach or 2,
        bool(relative),
        bare=bool(match["bare"]),
    )


def clock_of(match: re.Match[str]) -> tuple[int | None, int | None, int | None, str]:
    """Hour, minute, second and part of the day."""
    period = match["period"] or ""
    if match["rel"] in (
        "昨晚",
        "昨晚上",
        "昨夜",
        "前晚",
        "今晚",
        "琴晚",
        "寻晚",
        "昨黑",
        "昨黑儿",
        "昨黑里",
    ):
        period = period or "晚"
    elif match["rel"] in ("今早", "今晨"):
        period = period or "早"
    hour = number_of(match["hour"]) if match["hour"] else None
    if hour is None or hour > 24:
        return None, None, None, period
    if (
        hour < 12
        and (period in _LATE or period.startswith("黑"))
        and not (period == "夜里" and hour < 5)
    ) or (hour <= 2 and period == "中午"):
        hour += 12
    said = match["min"]
    minute = (
        None
        if not said or said == "多"
        else 30
        if said == "半"
        else {"一": 15, "三": 45}[said[0]]
        if said.endswith("刻")
        else number_of(said)
    )
    second = int(match["sec"]) if match["sec"] else None
    return hour % 24, minute if minute is not None and minute < 60 else None, second, period

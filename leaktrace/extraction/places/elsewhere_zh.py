"""Places in Chinese texts that are said to be the buyer's and are not: another city, another province, another road."""

import re
from collections.abc import Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.classes.lures import advertises
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.gazetteer import CITIES, CITIES_ZH
from leaktrace.extraction.reading import Reading, fold

__all__ = ["ELSEWHERE", "find_elsewhere_zh"]

ELSEWHERE = re.compile(
    r"^(?:市|省|区)?(?:转运|分拨|中转|集散|仓|公安|警|分局|机场|银行|网警|检察|法院|反诈|海关|号段|口音|的号|中医|医院|大学|公司|总部|租车|旅游|电视台|移动|联通|电信|装修|房产|楼市|车展|话(?!费)|闲话|土话|某|(?:(?!的)[\u4e00-\u9fff]){0,6}(?:有限|商贸|集团|银行|股份|科技公司|分公司|腔调)|腔|籍|老乡|普通话|方言|那边的?口音)"
)
"""What makes a region no place where the buyer lives."""
_ADDRESSED = re.compile(
    r"(?:寄到|寄往|寄|住在?|收货[^，,。]{0,6}|收件[^，,。]{0,6}|地址[^，,。]{0,8}|城市[^，,。]{0,6}|送到|送往|发往|到了|住址[^，,。]{0,4}|人在|是|说成了?|说的?是|[他她]说|说[我您你俺]|报的是)[“\"：:\s是在了到去成的]*$"
)
_ADDRESS_TALK = re.compile(r"寄|住|收货|收件|地址|城市|送|发往|到了|人在|说|是|下[的去]")
_SENT_TO = re.compile(
    r"(?:寄[到往去的]?|住在?|收货地?址?[是为在：:]?|收件地?址?[是为在：:]?|地址(?:写的?|填的?|显示)?[是为在：:]?|送[到往去]|发往|发[到去]|人在)[“\"：:\s是在了到去的]*$"
)
_OF_CALLER = re.compile(
    r"(?:归属地?|号段|来电|显示|打来|号码|我们?(?:是|在)|本[店厂司]|厂家|发货地?|从)[^，,。]{0,4}$"
)
_PROVINCES = re.compile(
    r"(?:黑龙江|内蒙古|河北|山西|辽宁|吉林|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|陕西|甘肃|青海|宁夏|新疆|西藏|台湾|香港|澳门)(?![\u4e00-\u9fff]{0,3}(?:路|街|道|村|大厦|花园|小区))"
)
_AUTONOMOUS = {"广西": "广西壮族自治区", "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区", "西藏": "西藏自治区", "内蒙古": "内蒙古自治区", "香港": "香港", "澳门": "澳门", "台湾": "台湾"}  # fmt: skip
_TURNS = "东南西北中上下前后内外新老"
_ROAD = re.compile(
    rf"(?P<stem>[\u4e00-\u9fff]{{2,}}?)(?P<turn>[{_TURNS}]|[一二三四五六七八九十])?(?P<end>大道|大街|路|街|巷|道|弄)"
)
"""A road, and which of several of its name it is."""


def find_elsewhere_zh(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """Cities, provinces and roads that are not the order's, where they are said to be the buyer's."""
    if not advertises(reading.text):
        yield from _roads(reading, known, found)
    if not _ADDRESS_TALK.search(reading.text):
        return
    yield from _cities(reading, known, found)
    for match in _PROVINCES.finditer(reading.text):
        start, end = match.span()
        before = reading.before(start, 16)
        if (
            match.group() in known.regions
            or _overlaps(start, end, found)
            or not _SENT_TO.search(before)
            or _OF_CALLER.search(before)
            or ELSEWHERE.match(reading.after(end, 12))
            or CITIES_ZH.match(reading.text, end)
        ):
            continue
        value = _AUTONOMOUS.get(match.group(), f"{match.group()}省")
        yield _other(value, (start, end), "province")


def _cities(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """Another city, with its district."""
    for match in CITIES_ZH.finditer(reading.text):
        start, end = match.span()
        value = CITIES[match.group()]
        if (
            _overlaps(start, end, found)
            or not _ADDRESSED.search(reading.before(start, 24))
            or match.group() in known.regions
            or fold(value) in known.regions
            or ELSEWHERE.match(reading.after(end, 12))
        ):
            continue
        tail = re.match(r"市?(?:[\u4e00-\u9fff]{1,3}[区县])?", reading.text[end:])
        extra = tail.group() if tail else ""
        yield _other(value + extra.removeprefix("市"), (start, end + len(extra)), "city")


def _roads(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """A road of the order's name that lies elsewhere: 胜利路 or 胜利东路 for 胜利西路."""
    roads = {piece.value for piece in known.pieces if piece.kind == 3}
    for road in roads:
        parts = _ROAD.fullmatch(road)
        if parts is None or parts["stem"] not in reading.text:
            continue
        others = re.compile(
            rf"{parts['stem']}(?:[{_TURNS}]|[一二三四五六七八九十])?{parts['end']}(?:(?P<no>\d{{1,5}}|[零〇一二三四五六七八九十百幺]{{1,6}})号)?"
        )
        for match in others.finditer(reading.text):
            said = match.group()
            if any(said.startswith(one) for one in roads) or _overlaps(*match.span(), found):
                continue
            yield _other(said, match.span(), "road")


def _overlaps(start: int, end: int, found: list[Detail]) -> bool:
    """Whether a place was found there."""
    return any(hit.span is not None and hit.span[0] < end and start < hit.span[1] for hit in found)


def _other(value: str, span: tuple[int, int], rule: str) -> Detail:
    """A place that is none of the order's."""
    return Detail(Field.ADDRESS, value, span, Strength.PARTIAL, contradicts=True, rule=rule)

"""Places as Chinese people call them: 犀浦那个, 白桦门口, 住簇桥那边; and another district of the town."""

import re
from collections.abc import Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.districts_zh import district_pattern
from leaktrace.extraction.reading import Reading

__all__ = ["find_called_places", "find_other_districts"]

_AFTER = re.compile(
    r"(?:的|那个|这个)?(?:小区|驿站|店(?!铺)|门口|大?门(?!店)|那边|那儿|那里|那块|那片|那头|这边|这儿|这块|这里|一带|附近|片区|站点|网点|营业部|菜鸟|快递柜|丰巢|柜|物业|传达室|门卫|保安|岗亭|[东西南北正后侧][一二]?门|地铁|车站|路口|街上|镇上|村口|菜场|几[栋幢号]|[\d一二三四五六七八九十]{1,3}[栋幢座期区]|那?疙瘩|旮旯|那块儿?|这块儿|那搭|那厢|那圪垯|对不对|是不是|对吧|是吧|对吗|是吗|没错|滴|嘅)|[那这]个(?=[，,。？?！!嘛哈吧吗]|$)|的(?![\u4e00-\u9fff]{2,}厂)"
)
_BEFORE = re.compile(
    r"(?:住在?|住了?个?|家在|人在|在|到|去|往|由|从|经|至|搁|放|摆|撂|存|丢|甩|卡|拿到|寄|送|回|寄到|送到|地址[是：:]?|小区[是叫：:]|收货[是在：:]?|[你我您咱]们?(?:那个)?|(?:知道|晓得)(?:我|你|家)?(?:们)?(?:住|在)?|就是|还是|是不是|是|[—\-－·])$"
)
_ENDS = re.compile(
    r"[^\u4e00-\u9fff]|$|[吧吗呢么嘛哈啊呀哦对是不没还咯喽啦了嘞哩勒噻嗦撒哇欸哎嘅]|的(?=[，,。吧！？]|$)"
)
_FORGOTTEN = re.compile(
    r"(?P<head>[\u4e00-\u9fff]{2})(?:啥子?|什么|什么什么|么子)(?P<tail>[\u4e00-\u9fff])"
)
_DISTRICT_TOLD = re.compile(
    r"(?:[送寄发]的?(?:是|到|往|去)?|填的?是?|写的?是?|显示|地址(?:是|在|写的?是?)?|住在?|人在|说(?:的|[我您你俺])?(?:是|成了?|在|住)|在|哪个区[^，,。]{0,3}[？?]?|哪来的|不是)(?:的?是)?[“\"：:\s哦噢呃]*$"
)


def find_called_places(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Short names of estates, roads and towns, where the words around say that a place is meant."""
    text = reading.text
    for piece in known.short:
        start = text.find(piece.said)
        while start >= 0:
            end = start + len(piece.said)
            led = _BEFORE.search(text, max(0, start - 8), start)
            loose = start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff" or led
            followed = _AFTER.match(text, end)
            if (followed and loose) or (led and _ENDS.match(text, end)):
                yield _detail(piece.value, (start, end), wrong=not piece.own)
            start = text.find(piece.said, end)
    for match in _FORGOTTEN.finditer(text):
        fitting = {
            piece.value: piece.own
            for piece in known.pieces
            if piece.kind in (3, 5)
            and len(piece.said) > 3
            and piece.said.startswith(match["head"])
            and piece.said.endswith(match["tail"])
        }
        if len(fitting) == 1:
            # of several it could be none is claimed
            ((value, own),) = fitting.items()
            yield _detail(value, match.span(), wrong=not own)


def find_other_districts(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Another district of the order's own town that is said to be the buyer's."""
    pattern = district_pattern(*known.town)
    for match in pattern.finditer(reading.text) if pattern else ():
        start, end = match.span()
        told = _DISTRICT_TOLD.search(reading.before(start, 12))
        in_town = reading.before(start, len(known.town[0])).endswith(known.town[0])
        if (told and (match["end"] or _ENDS.match(reading.text, end))) or (
            in_town and match["end"]
        ):
            yield _detail(f"{match['name']}区", (start, end), wrong=True)


def _detail(value: str, span: tuple[int, int], *, wrong: bool) -> Detail:
    """A part of a place."""
    return Detail(Field.ADDRESS, value, span, Strength.PARTIAL, wrong, rule="called")

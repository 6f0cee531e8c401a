"""The number of a room by itself in Chinese, where a home is spoken of: 您家1203, 挂三零二门上."""

import re
from collections.abc import Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import digits_of, number_of
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.units import chinese_room
from leaktrace.extraction.reading import Reading

__all__ = ["bare_rooms_zh", "floors_zh"]

_DIGITS = re.compile(
    r"(?<![\d.a-z*/-])(?<!\d:)(?:\d{3,4}|[零〇一二三四五六七八九幺]{3,4})(?![\d.a-z*:/-]|[零〇一二三四五六七八九十百千幺元块年月号个件])"
)
_ROOM_ZH = r"(?:\d{2,4}|[一二三]?十[一二三四五六七八九]?[零〇][一二三四五六七八九]|[零〇一二三四五六七八九幺]{2,4})"
_EITHER = re.compile(
    rf"(?<![\d零〇一二三四五六七八九十幺]){_ROOM_ZH}(?:室|号|户)?(?:还是|或者?是?|要不是?){_ROOM_ZH}(?![\d零〇一二三四五六七八九十幺百块元点月日天])"
)
"""Two rooms of which one is asked for: 一九还是一七."""
_CLAIMED = re.compile(
    rf"(?:门牌号?码?|房间?号|室号|房号)(?:写的?|填的?|登记的?)?[是为：:]{{0,2}}\s?(?P<room>{_ROOM_ZH})(?![\d零〇一二三四五六七八九十幺百块元点月日天号栋幢弄])"
)
"""A room that is said to be the buyer's."""
_BY_HOUSE = re.compile(r"\d{1,3}号(?!楼|院)")
_HOUSE = re.compile(
    r"(?:(?<=[是住家在到弄苑园里])|(?<![^，,。：:\s“]))(?P<whole>(?P<house>\d{1,3}|[一二三四五六七八九十]{1,3})号)(?=[呀啊的吧呢嘛哦，,。！？?楼门里]|$)"
)
"""The house of an estate by itself."""
_AT_HOME = re.compile(
    r"[您你恁侬](?:(?:家|屋里)(?:不?是|住|在|门牌)?(?:不是)?(?:住在?)?|(?:不?是|住在?)(?:不是)?(?:住在?)?)(?P<room>\d{3,4}|[一二三四五六七八九幺][零〇幺一二三四五六七八九]{2,3})(?:室|号)?(?=[吧吗对，,。？?呀啊是没的不]|$)"
)
"""A room of which the buyer is told that it is theirs."""
_HOME_BEFORE = re.compile(
    r"(?:住|家|栋|楼|座|单元|门牌|房号|室|房间|[您你]是|[\d一二三四五六七八九十]号)[是在了的：:]{0,2}\s?$"
)
_HOME_AFTER = re.compile(r"(?:那|这)?(?:户|家|的业主|的住户|房|门(?!店|市|诊))")
_REPLIED = re.compile(r"(?:^|[\s：:—“\"])(?:就|是|不是|我家?是|我们是|对|的)?\s?$")
"""How a room is put right, once a unit was named."""
_FLOOR = re.compile(
    r"(?<![第\d一二三四五六七八九十])(?P<floor>\d{1,2}|[一二三四五六七八九十]{1,3})楼(?![栋号上下]|办公|前台|会议)"
)


def bare_rooms_zh(reading: Reading, known: Addresses, *, unit_named: bool) -> Iterator[Detail]:
    """Rooms of the pool in a Chinese text: where one lives, or said once more to put a unit right.

    Where another fact shows whose order is spoken of, the number alone is enough.
    """
    rooms = {unit.room for unit, _ in known.units if len(unit.room) > 2}
    own = known.units[0][0].room if known.units else ""
    for match in _DIGITS.finditer(reading.text):
        said = digits_of(match.group())
        before = reading.before(match.start(), 6)
        at_home = _HOME_BEFORE.search(before) or _HOME_AFTER.match(reading.after(match.end(), 4))
        replied = unit_named and _REPLIED.search(before)
        if said in rooms and (reading.of_order or at_home or replied):
            yield _detail(said, match.span(), wrong=said != own)
    yield from _houses(reading, known)
    if rooms and (unit_named or reading.of_order):
        yield from _asked(reading, own)


def _houses(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Houses of the pool by their number, where units are written so: 我是15号呀, for 15号602室."""
    houses = {unit.building for unit, text in known.units if _BY_HOUSE.match(text)}
    for match in _HOUSE.finditer(reading.text) if houses else ():
        said = chinese_room(match["house"])
        if said in houses:
            wrong = said != known.units[0][0].building
            yield _detail(f"{said}号", match.span("whole"), wrong=wrong)


def _asked(reading: Reading, own: str) -> Iterator[Detail]:
    """Rooms that are asked for or claimed, whether they are of the pool or not."""
    for match in (*_CLAIMED.finditer(reading.text), *_AT_HOME.finditer(reading.text)):
        said = chinese_room(match["room"])
        yield _detail(said, match.span("room"), wrong=said != own)
    for match in _EITHER.finditer(reading.text):
        for room in re.finditer(_ROOM_ZH, match.group()):
            said = chinese_room(room.group())
            span = match.start() + room.start(), match.start() + room.end()
            yield _detail(said, span, wrong=not own.startswith(said))


def floors_zh(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Floors on which a room of the pool is."""
    floors = [unit.room[:-2].lstrip("0") for unit, _ in known.units if len(unit.room) in (3, 4)]
    for match in _FLOOR.finditer(reading.text) if floors else ():
        floor = str(number_of(match["floor"]))
        if floor in floors:
            yield _detail(f"{floor}楼", match.span(), wrong=floor != floors[0])


def _detail(value: str, span: tuple[int, int], *, wrong: bool) -> Detail:
    """A part of a unit."""
    return Detail(Field.ADDRESS, value, span, Strength.PARTIAL, wrong, rule="room")

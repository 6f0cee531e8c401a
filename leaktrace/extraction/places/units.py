"""Units: building, entrance and room, or apartment, in all the ways they are written and said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leaktrace.extraction.numbers import digits_of, number_of
from leaktrace.extraction.places.units_en import EN_NUMBERED, EN_UNIT, EN_WING, room_of
from leaktrace.extraction.reading import Reading, fold

__all__ = ["SaidUnit", "Unit", "chinese_room", "parse_unit", "read_units", "unit_at_end"]

_N = r"(?:[0-9oOlI]{1,5}|[零〇一二两三四五六七八九十百千幺]{1,6})"
_B = rf"(?:(?P<b>[a-z]|{_N})(?:栋|幢|号楼|座|塔|号院|棟))"
_DOOR_ON_FLOOR = r"(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[楼层](?:的|那个?)?(?:[0零〇幺]?[1-9]|[零〇]?[一二三四五六七八九]|[1-9][0-9])(?=室|号|户|[^0-9零〇一二三四五六七八九十楼层栋个天点月年]|$)"
"""A room told by its floor and its door: 十二楼零四."""
_ROOM = rf"(?:(?P<r>{_DOOR_ON_FLOOR}|{_N})(?P<rs>室|号房|房间|房|户|号)?)"
_NO_FLOOR = r"(?![0-9零〇一二两三四五六七八九十百幺]{0,3}(?:[楼层]|单元))"
_DOOR = r"门(?=[0-9]{3,4}(?![0-9])|[零〇一二两三四五六七八九幺]{3,4}|[一二三]?十)"
"""How an entrance is called in the north: 五门三零一."""
_ZH_UNIT = re.compile(
    rf"{_B}(?:(?P<e>{_N}|[a-z])(?:单元|{_DOOR}|[-—杠](?=[0-9]{{3,4}}(?![0-9]))))?(?:(?:那个|的|那)(?=[0-9零一二三四五六七八九幺]{{3,4}}))?(?:{_ROOM}{_NO_FLOOR})?(?![0-9](?![0-9]?[楼层]))"
)
_ZH_ENTRANCE = re.compile(
    rf"(?<!第)(?P<e>{_N})(?:单元|{_DOOR})(?:{_ROOM}{_NO_FLOOR})?(?!楼|房|测|考|练|课)"
)
_ZH_HOUSE = re.compile(
    r"(?<![0-9a-z路街道巷月零〇一二三四五六七八九十])(?P<b>\d{1,3}|[一二三四五六七八九十]{1,3})号(?P<r>\d{3,4}|[零〇一二三四五六七八九幺]{3,4})(?:室)?(?![0-9a-z元块年月日号分点件])"
)
"""A house of an estate and the room in it, as in Shanghai: 6号1101."""
_ZH_ROOM = re.compile(
    r"(?<![0-9a-z\-])(?P<r>\d{3,4}|[零〇一二两三四五六七八九十幺]{3,4})(?:室|房间|房)(?![0-9地])"
)
_DASHED = re.compile(
    r"(?<![0-9a-z.\-/])(?P<b>\d{1,2}|[a-z])[-—](?:(?P<e>\d{1,2})[-—])?(?P<r>\d{3,4})(?:室)?(?![0-9a-z\-/]|[年月])"
)
_BARRED = re.compile(
    r"(?<![0-9a-z.\-/零一二三四五六七八九十幺])(?P<b>\d{1,2}|[a-z]|[一二三四五六七八九十]{1,3})(?:#楼?|杠|横)(?:(?P<e>\d|[一二三四五六七八九])(?:单元|[-—杠横]))?(?P<r>\d{3,4}|[零〇一二三四五六七八九幺]{3,4})(?![0-9a-z\-/零一二三四五六七八九十幺])"
)
"""四杠二杠五零一, 4#2-501."""


@dataclass(frozen=True)
class Unit:
    """A unit taken apart; a part that was not said is empty."""

    building: str
    entrance: str
    room: str

    def within(self, other: "Unit") -> bool:
        """Whether every part that this one names is the other's too."""
        pairs = (
            (self.building, other.building),
            (self.entrance, other.entrance),
            (self.room, other.room),
        )
        return all(not said or said == true for said, true in pairs) and any(
            said for said, _ in pairs
        )

    def whole(self, other: "Unit") -> bool:
        """Whether nothing that the other has is missing in this one."""
        return self == other


@dataclass(frozen=True)
class SaidUnit:
    """A unit in a text."""

    unit: Unit
    span: tuple[int, int]
    confused: bool
    """A letter stood for a digit, as in lO栋."""


_STOREY = re.compile(
    r"(?P<floor>[一二三]?十[一二三四五六七八九]?)(?P<door>[零〇幺][一二三四五六七八九幺])|(?P<on>[^楼层]+)[楼层](?:的|那个?)?(?P<at>.+)"
)
"""A room of which the floor is said as a number: 十一零六 is 1106."""


def chinese_room(text: str) -> str:
    """The number of a room that was written or spoken: 1106, 幺幺零六, 十一零六."""
    return _part(text)


def _part(text: str | None) -> str:
    """A number in digits, a letter in upper case."""
    if not text:
        return ""
    text = text.strip()
    if re.fullmatch(r"[a-z]", text) and text not in "lo":
        return text.upper()
    if re.fullmatch(r"[0-9oli]+", text):
        return text.translate(str.maketrans("oli", "011")).lstrip("0") or "0"
    if storey := _STOREY.fullmatch(text):
        floor, door = storey["floor"] or storey["on"], storey["door"] or storey["at"]
        return f"{number_of(floor)}{digits_of(door).zfill(2)}"
    spoken = number_of(text)
    return str(spoken) if spoken is not None else digits_of(text)


def _zh(match: re.Match[str]) -> SaidUnit:
    """A unit written in Chinese, with the span of what belongs to it."""
    groups = match.groupdict()
    parts = [groups.get("b"), groups.get("e"), groups.get("r")]
    confused = any(
        part and re.search(r"\d", part) and re.search(r"[oli]", part) for part in parts
    ) or any(part in ("lo", "ll", "oo") for part in parts)
    unit = Unit(*(_part(part) for part in parts))
    return SaidUnit(unit, match.span(), confused)


def read_units(reading: Reading, *, english: bool, between: str = "") -> list[SaidUnit]:
    """Every unit that a text names.

    Args:
        reading: the text.
        english: whether the units of the order are.
        between: what stands between the two numbers of an English unit, as in Flat 2/4.
    """
    said: list[SaidUnit] = []
    patterns = (
        (_ZH_UNIT, _ZH_ENTRANCE, _ZH_HOUSE, _BARRED, _DASHED, _ZH_ROOM)
        if reading.zh and not english
        else ()
    )
    for pattern in patterns:
        for match in pattern.finditer(reading.text):
            one = _zh(match)
            if not any(a.span[0] < one.span[1] and one.span[0] < a.span[1] for a in said):
                said.append(one)
    if english:
        said += [
            SaidUnit(Unit("", "", room_of(match, between)), match.span(), confused=False)
            for match in EN_UNIT.finditer(reading.text)
            if not match["s"] or reading.raw[match.start("s")].isupper()
        ]
        said += [
            SaidUnit(_wing(match), match.span(), confused=False)
            for match in EN_WING.finditer(reading.text)
        ]
    return sorted(said, key=lambda one: one.span)


def _wing(match: re.Match[str]) -> Unit:
    """A wing or a block, with or without the number of the flat."""
    return Unit((match["b"] or match["b2"]).upper(), "", (match["r"] or "").upper())


def parse_unit(text: str) -> Unit | None:
    """The unit that a pool value or the end of an address spells."""
    folded = fold(text.strip())
    for pattern in (_ZH_UNIT, _ZH_ENTRANCE, _ZH_HOUSE, _ZH_ROOM):
        if match := pattern.search(folded):
            return _zh(match).unit
    if match := EN_WING.fullmatch(folded):
        return _wing(match)
    if match := EN_UNIT.search(folded):
        return Unit("", "", room_of(match))
    if match := EN_NUMBERED.fullmatch(folded):
        return Unit("", "", match["r"].upper())
    if match := _DASHED.fullmatch(folded):
        return _zh(match).unit
    return (
        Unit("", "", folded.upper())
        if re.fullmatch(r"\d{1,5}(?:[a-z]|/\d{1,2})?|[a-z]", folded)
        else None
    )


def unit_at_end(detail: str, units: Iterable[str]) -> str:
    """The own unit: the longest of the pool that ends the address, or what looks like one there."""
    ending = sorted((unit for unit in units if unit and detail.endswith(unit)), key=len)
    if ending:
        return ending[-1]
    folded = fold(detail)
    for pattern in (_ZH_UNIT, _ZH_ENTRANCE, _ZH_HOUSE, _ZH_ROOM, EN_UNIT):
        for match in pattern.finditer(folded):
            if match.end() >= len(folded.rstrip()) and match.start() > 0:
                return detail[match.start() :].strip()
    return ""

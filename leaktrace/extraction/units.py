"""Units: building, entrance and room, or apartment, in all the ways they are written and said."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leaktrace.extraction.numbers import digits_of, number_of
from leaktrace.extraction.reading import Reading, fold

__all__ = ["SaidUnit", "Unit", "parse_unit", "read_units", "spoken_room", "unit_at_end"]

_N = r"(?:[0-9oOlI]{1,5}|[零〇一二两三四五六七八九十百幺]{1,6})"
_B = rf"(?:(?P<b>[a-z]|{_N})(?:栋|幢|号楼|座|塔|号院|棟))"
_ROOM = rf"(?:(?P<r>{_N})(?P<rs>室|号房|房间|房|户|号)?)"
_ZH_UNIT = re.compile(
    rf"{_B}(?:(?P<e>{_N}|[a-z])单元)?(?:(?:那个|的|那)(?=[0-9零一二三四五六七八九幺]{{3,4}}))?{_ROOM}?(?![0-9])"
)
_ZH_ENTRANCE = re.compile(rf"(?<!第)(?P<e>{_N})单元{_ROOM}?(?!楼|房|测|考|练|课)")
_ZH_ROOM = re.compile(
    r"(?<![0-9a-z\-])(?P<r>\d{3,4}|[零〇一二两三四五六七八九十幺]{3,4})(?:室|房间|房)(?![0-9地])"
)
_DASHED = re.compile(
    r"(?<![0-9a-z.\-/])(?P<b>\d{1,2}|[a-z])[-—](?:(?P<e>\d{1,2})[-—])?(?P<r>\d{3,4})(?:室)?(?![0-9a-z\-/]|[年月])"
)
_EN_WORD = r"(?:apartment|apt|unit|suite|ste|flat|room|door|house|plot|villa|lot|blk|cabin)"
_EN_N = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|oh)"
_EN_UNIT = re.compile(
    rf"\b{_EN_WORD}\.?\s?(?:number |no\.? |# ?)?(?P<u>\d{{1,4}}\s?[a-z]?(?![a-z])|(?P<w>{_EN_N}(?:[ -]{_EN_N}){{0,3}})(?:[ -](?P<l>[a-z]))?)(?!\w)|(?<![\w#])#\s?(?P<h>\d{{1,4}}[a-z]?)(?!\w|-\d)"
)


_EN_WING = re.compile(
    r"\b(?:(?:wing|block|tower|building)\s(?P<b>[a-z]|\d{1,2})\b|(?P<b2>[a-z])[- ](?:wing|block|tower)\b)(?:[ ,-]{1,2}(?:no\.?\s?|flat |apt )?(?P<r>\d{1,4}[a-z]?)\b)?"
)
_EN_NUMBERED = re.compile(r"(?:no\.?|number|#|lot|cabin|bungalow)\s?(?P<r>\d{1,4}[a-z]?)")


_ONES = {
    word: n
    for n, word in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
    )
} | {"oh": 0}  # fmt: skip
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}


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


def _part(text: str | None) -> str:
    """A number in digits, a letter in upper case."""
    if not text:
        return ""
    text = text.strip()
    if re.fullmatch(r"[a-z]", text) and text not in "lo":
        return text.upper()
    if re.fullmatch(r"[0-9oli]+", text):
        return text.translate(str.maketrans("oli", "011")).lstrip("0") or "0"
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


def read_units(reading: Reading, *, english: bool) -> list[SaidUnit]:
    """Every unit that a text names."""
    said: list[SaidUnit] = []
    patterns = (_ZH_UNIT, _ZH_ENTRANCE, _DASHED, _ZH_ROOM) if reading.zh and not english else ()
    for pattern in patterns:
        for match in pattern.finditer(reading.text):
            one = _zh(match)
            if not any(a.span[0] < one.span[1] and one.span[0] < a.span[1] for a in said):
                said.append(one)
    if english:
        said += [
            SaidUnit(_english(match), match.span(), confused=False)
            for match in _EN_UNIT.finditer(reading.text)
        ]
        said += [
            SaidUnit(_wing(match), match.span(), confused=False)
            for match in _EN_WING.finditer(reading.text)
        ]
    return sorted(said, key=lambda one: one.span)


def _english(match: re.Match[str]) -> Unit:
    """An apartment written in English: its number and letter are one room."""
    if match["w"]:
        number = "".join(_spoken(match["w"]))
        return Unit("", "", number + (match["l"] or "").upper())
    return Unit("", "", re.sub(r"\s", "", match["u"] or match["h"]).upper())


def _wing(match: re.Match[str]) -> Unit:
    """A wing or a block, with or without the number of the flat."""
    return Unit((match["b"] or match["b2"]).upper(), "", (match["r"] or "").upper())


def spoken_room(words: str) -> str:
    """The number of a room in words: six-zero-four is 604, eighty-four 84."""
    return "".join(_spoken(words))


def _spoken(words: str) -> Iterator[str]:
    """Numbers said one by one: "twelve oh four" is 1204, "twenty three" is 23."""
    pending = 0
    for word in re.split(r"[ -]", words):
        if word in _TENS:
            if pending:
                yield str(pending)
            pending = _TENS[word]
        elif word in _ONES:
            number = _ONES[word]
            if pending and not 0 < number < 10:
                yield str(pending)
                pending = 0
            yield str(pending + number)
            pending = 0
    if pending:
        yield str(pending)


def parse_unit(text: str) -> Unit | None:
    """The unit that a pool value or the end of an address spells."""
    folded = fold(text.strip())
    for pattern in (_ZH_UNIT, _ZH_ENTRANCE, _ZH_ROOM):
        if match := pattern.search(folded):
            return _zh(match).unit
    if match := _EN_WING.fullmatch(folded):
        return _wing(match)
    if match := _EN_UNIT.search(folded):
        return _english(match)
    if match := _EN_NUMBERED.fullmatch(folded):
        return Unit("", "", match["r"].upper())
    if match := _DASHED.fullmatch(folded):
        return _zh(match).unit
    return Unit("", "", folded.upper()) if re.fullmatch(r"\d{1,5}[a-z]?", folded) else None


def unit_at_end(detail: str, units: Iterable[str]) -> str:
    """The own unit: the longest of the pool that ends the address, or what looks like one there."""
    ending = sorted((unit for unit in units if unit and detail.endswith(unit)), key=len)
    if ending:
        return ending[-1]
    folded = fold(detail)
    for pattern in (_ZH_UNIT, _ZH_ENTRANCE, _ZH_ROOM, _EN_UNIT):
        for match in pattern.finditer(folded):
            if match.end() >= len(folded.rstrip()) and match.start() > 0:
                return detail[match.start() :].strip()
    return ""

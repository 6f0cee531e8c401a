"""The number of a room by itself in English, where a home is spoken of: six C, number ten, we're fourteen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.units_en import LETTERS, NUMBER_WORDS, spoken_room, written_room
from leaktrace.extraction.reading import Reading

__all__ = ["SaidRoom", "bare_rooms_en", "floors_en", "said_rooms"]

_DOORS = re.compile(
    r"door|unit|apartment|\bapt|buzz|bell|lobby|\bflat|suite|floor|\bgate|address|deliver|\blives?\b|\bhouse|number|intercom|\blabel|postbox|mailbox|locker|location|\bmap\b|\blift\b|elevator|stairs|watchman|concierge|reception|neighbour|neighbor|parcel|package"
)
_ASKED = re.compile(
    r"\b(?:which|what(?:'s| is)?)(?: the| your)? (?:apartment|apt|unit|suite|flat|door|buzzer|bell|number|one|house|room|address)\b|\b(?:apartment|apt|unit|suite|flat|door|house|room)(?: number| no\.?| #)"
)
"""How one asks for the number of a door."""
_LETTER = "|".join(sorted(LETTERS, key=len, reverse=True))
_ROOM = re.compile(
    rf"(?<![\w$#£€.,/-])(?:(?P<apart>\d{{1,4}} [a-z])(?![\w'’])|(?P<led>[a-z]-?\d{{1,4}})(?![\w%:/-]|\.\d)|(?P<figure>\d{{1,4}}(?:/\d{{1,2}}|-\d{{1,4}}|[a-z])?)(?![\w%:/-]|\.\d|,\d)|(?P<words>{NUMBER_WORDS})(?:[ -](?P<letter>[a-z](?!['’])|{_LETTER})(?!\w))?)"
)
_LED_WORDS = re.compile(
    rf"(?<![\w'’])(?P<letter>{_LETTER}|[a-z])[ -](?:(?P<figure>\d{{1,3}})|(?P<words>{NUMBER_WORDS}))(?!\w)"
)
_NUMBERED = re.compile(r"\b(?:number|no\.?|nr\.?|house|plot)\s$")
_AT_HOME = re.compile(
    r"\b(?:(?:you|you're|yous|ye|we|we're|they|i'm|i am|he|she|he's|she's|it's|live|lives|living|is|(?:mr|mrs|ms|miss)\.? [\w'’-]+|lady|man|family|house|door|herself|himself|neighbou?r|parcel|package|one|come|came|up|round|over|here|outside|buzzed|knocked|rang)(?: (?:up|over|down|still|there|here|now|outside|all|back|round|across|just|along))? (?:at|in|to|on|up at))\s$"
)
"""What stands before the number of somebody's door."""
_AT_HOME_OR_OUTSIDE = re.compile(_AT_HOME.pattern + r"|\b(?:outside|opposite)\s$")
_AT = re.compile(r"(?<!\bme )(?<!\bus )\bat\s$")
_WE_ARE = re.compile(
    r"\b(?:we're|we are|mine's|mine is|ours is|ours's|you're|yous are|ye're|you are|u r|ur) (?:actually |at |number |no\.? )?$"
)
_NO_HOME = re.compile(
    r"\b(?:order|tracking|phone|card|ref|reference|account|telephone|reg|case|ticket|extension|ext\.?|badge|staff|line|bus|route|aisle|gate|platform) (?:number|no\.?)\s$|\b(?:within|in the next|for the next|after|every)\s$"
)
_NEIGHBOUR = re.compile(r"\bneighbou?r|next door|opposite")
_SAID_NUMBER = re.compile(
    r"\b(?:flat|apartment|apt|unit|door|room|house) (?:number|no\.?)[^.\d]{1,24}(?<![a-z])(?P<room>\d{1,4}[a-z]?)(?!\w|\.\d)"
)
_AT_DOOR = re.compile(
    rf"(?<!neighbour )(?<!neighbor )(?<!with )\b(?:front of|outside|stood at|standing at|sat at|parked at|knocked (?:at|on)|door of|here at|i'm at|i am at|label says|down as|addressed to) number (?:(?P<figure>\d{{1,4}}[a-z]?)|(?P<words>{NUMBER_WORDS}))(?!\w)(?= ?(?:$|[.,?!;\"”]|and\b|but\b|now\b|is it\b|mate\b|love\b))"
)
"""The number of a door at which somebody stands who looks for the buyer."""
_REPLY_BEFORE = re.compile(
    r"(?:^|[.?!:;—–…\n(>\]“\"]|--| -|\b(?:we're|we are|i'm|i am|it's|it is|its|is|was|are|not|no|nope|nah|mine's|ours is|that's|says?|said|holder|caller|driver|agent|me|customer|or|instead of|yes|aye|yeah|yep|meant|mean|actually|got|had|has|have|have ye doon|down as|doon as|as|for|there's|flat|called|numbered|make that|put|being))[,:]?\s?[\"“'‘]?$"
)
_REPLY_AFTER = re.compile(
    r"\s*(?:$|[.,?!;:\"”’'—–\n)\[…]|(?:is it|isn't it|it is|yeah|yes|no|not|that's|and|or|please|sir|love|ma'am|hen|mate|pal|caller|holder|driver|agent|me|here|is|which|off|innit)\b)(?!\s?(?:dollars?|pounds?|quid|bucks|pence|cents|euros?|%|percent|minutes?|hours?|days?|weeks?|years?|o'clock|am\b|pm\b))"
)
"""What stands around a number that is all of an answer."""
_BEFORE_UNIT = re.compile(r",? (?:and )?(?:flat|apartment|apt|unit|suite)\b")
_ORDINALS = [
    "ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
_FLOOR = re.compile(
    rf"\b(?:(?P<figure>\d{{1,2}})(?:st|nd|rd|th)|(?P<tens>(?:twenty|thirty|forty)[ -])?(?P<word>{'|'.join(_ORDINALS[1:])}|thirtieth|fortieth))[ -](?:floor|storey|story)\b|\bfloor (?P<number>\d{{1,2}}|{NUMBER_WORDS})(?![\w:.-]*\d)"
)


@dataclass(frozen=True)
class SaidRoom:
    """A number that may be one of a room: in lower case, with its place."""

    room: str
    span: tuple[int, int]
    lettered: bool
    paired: bool
    """Whether it is two numbers, as 2/4 is."""


def bare_rooms_en(reading: Reading, known: Addresses, *, unit_named: bool) -> Iterator[Detail]:
    """Rooms of the pool in an English text, in figures and in words; and another that is said to be it.

    Where another fact shows whose order is spoken of, a number of three digits or with a letter is enough alone; where
    a unit was named or asked for, any number of the pool that is an answer.
    """
    rooms = {unit.room.lower(): unit.room for unit, _ in known.units if unit.room}
    doors = bool(_DOORS.search(reading.text))
    if not rooms or not (reading.of_order or doors or unit_named):
        return
    own = known.units[0][0].room
    asked = unit_named or bool(_ASKED.search(reading.text))
    for said in said_rooms(reading, rooms, known.between):
        start, end = said.span
        before = reading.before(start, 24)
        if _NEIGHBOUR.search(before) or _NO_HOME.search(before):
            continue
        near = _DOORS.search(reading.text, max(0, start - 30), end + 12)
        answers = _REPLY_BEFORE.search(before) and _REPLY_AFTER.match(reading.text, end)
        if said.room in rooms:
            if _tells(reading, said, before, near=reading.of_order or bool(near)) or (
                answers and asked
            ):
                yield _detail(rooms[said.room], said.span, wrong=rooms[said.room] != own)
        elif answers and _is_like(said, rooms) and (near or asked or reading.of_order):
            yield _detail(said.room.upper(), said.span, wrong=True)
        elif said.room in known.numbers and _is_house(reading, said, before):
            wrong = said.room not in known.own_numbers
            yield _detail(said.room.upper(), said.span, wrong=wrong)
    yield from _doors(reading, {*rooms, *known.numbers})


def _doors(reading: Reading, known: set[str]) -> Iterator[Detail]:
    """Numbers of doors that are nobody's in the pool, where they are said to be the buyer's."""
    for match in _SAID_NUMBER.finditer(reading.text):
        if match["room"] not in known:
            yield _detail(match["room"].upper(), match.span("room"), wrong=True)
    for match in _AT_DOOR.finditer(reading.text) if "number " in reading.text else ():
        group = "figure" if match["figure"] else "words"
        room = match["figure"] or spoken_room(match["words"])
        if room not in known:
            yield _detail(room.upper(), match.span(group), wrong=True)


def floors_en(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Floors on which a room of the pool is: the twenty-second floor for apartment 2207."""
    floors = [
        unit.room[:-2].lstrip("0")
        for unit, _ in known.units
        if len(unit.room) in (3, 4) and unit.room.isdigit()
    ]
    room = known.units[0][0].room if known.units else ""
    own = room[:-2].lstrip("0") if len(room) in (3, 4) and room.isdigit() else ""
    for match in _FLOOR.finditer(reading.text) if floors else ():
        floor = str(_floor(match))
        if floor in floors:
            ending = (
                "th"
                if floor[-2:-1] == "1"
                else {"1": "st", "2": "nd", "3": "rd"}.get(floor[-1], "th")
            )
            yield _detail(f"{floor}{ending} floor", match.span(), wrong=floor != own)


def _floor(match: re.Match[str]) -> int:
    """The number of a floor."""
    if said := match["figure"] or match["number"]:
        return int(said if said.isdigit() else spoken_room(said) or 0)
    tens = {"twenty": 20, "thirty": 30, "forty": 40}.get((match["tens"] or "").strip(" -"), 0)
    word = match["word"]
    return tens + ({"thirtieth": 30, "fortieth": 40}.get(word) or _ORDINALS.index(word))


def said_rooms(reading: Reading, rooms: dict[str, str], between: str) -> Iterator[SaidRoom]:
    """The numbers in a text, as rooms are numbered there."""
    if any(room[0].isalpha() and room[1:].isdigit() for room in rooms):
        yield from _spelled(reading, rooms)
    for match in _ROOM.finditer(reading.text):
        if words := match["words"]:
            letter = match["letter"] or ""
            number = spoken_room(words, between)
            room = number + LETTERS.get(letter, letter)
            if (
                letter
                and room not in rooms
                and (
                    len(letter) > 1
                    or (letter in "ai" and not _large(reading, match.start("letter")))
                )
            ):
                # "twelve are here" and "twelve a day" say no letter
                yield SaidRoom(
                    number,
                    (match.start(), match.start() + len(words)),
                    lettered=False,
                    paired=number.count("/") == 1,
                )
                continue
        elif match["apart"]:
            room = match["apart"].replace(" ", "")
            letter = match["apart"][-1]
            if not _large(reading, match.end() - 1):
                yield SaidRoom(
                    room[:-1], (match.start(), match.end() - 2), lettered=False, paired=False
                )
                continue
        elif match["led"]:
            room = match["led"].replace("-", "")
            letter = room[0]
            if room not in rooms:
                continue
        else:
            room = written_room(match["figure"]).lower()
            letter = room[-1] if room[-1].isalpha() else ""
        yield SaidRoom(room, match.span(), lettered=bool(letter), paired=room.count("/") == 1)


def _spelled(reading: Reading, rooms: dict[str, str]) -> Iterator[SaidRoom]:
    """Rooms of the pool with a letter before their number, as they are said: F six, bee twelve."""
    for match in _LED_WORDS.finditer(reading.text):
        letter = match["letter"]
        number = match["figure"] or spoken_room(match["words"])
        room = LETTERS.get(letter, letter) + number
        if room in rooms:
            yield SaidRoom(room, match.span(), lettered=True, paired=False)


def _large(reading: Reading, place: int) -> bool:
    """Whether a letter is written large."""
    return reading.raw[place].isupper()


def _tells(reading: Reading, said: SaidRoom, before: str, *, near: bool) -> bool:
    """Whether a room of the pool is meant by its number."""
    size = len(said.room)
    if _NUMBERED.search(before) or (said.lettered and size > 1) or (said.paired and near):
        return True
    if size > 2 and near:
        return True
    if not said.room.isdigit() or not _REPLY_AFTER.match(reading.text, said.span[1]):
        return False
    # at eleven, and at eleven o'clock, are hours
    at_home = size > 1 and _AT_HOME.search(before)
    return bool(at_home and int(said.room) > 12) or bool(
        near and _AT.search(before) and int(said.room) > 24
    )


def _is_like(said: SaidRoom, rooms: dict[str, str]) -> bool:
    """Whether a number that is none of the pool is made as those are: with a letter, or as two."""
    if said.paired:
        return any("/" in room for room in rooms)
    return said.lettered and any(
        room[:-1] == said.room[:-1] for room in rooms if room[-1].isalpha() and len(room) > 1
    )


def _is_house(reading: Reading, said: SaidRoom, before: str) -> bool:
    """Whether a number of a house of the pool is said to be that: no 39, 27, flat fourteen."""
    return bool(
        _NUMBERED.search(before)
        or (
            len(said.room) > 1
            and _WE_ARE.search(before)
            and _REPLY_AFTER.match(reading.text, said.span[1])
        )
        or (
            _AT_HOME_OR_OUTSIDE.search(before)
            and len(said.room) > 1
            and _REPLY_AFTER.match(reading.text, said.span[1])
        )
        or (said.room.isdigit() and _BEFORE_UNIT.match(reading.text, said.span[1]))
    )


def _detail(value: str, span: tuple[int, int], *, wrong: bool) -> Detail:
    """A part of a unit."""
    return Detail(Field.ADDRESS, value, span, Strength.PARTIAL, wrong, rule="room")

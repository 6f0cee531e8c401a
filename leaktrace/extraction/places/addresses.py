"""Addresses: the place from province to estate, and the unit, as two details."""

import re
from collections.abc import Iterator
from itertools import chain

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.surnames import sounds
from leaktrace.extraction.numbers import number_of
from leaktrace.extraction.places.addresses_en import (
    bounded_english,
    english_number_before,
    english_place,
)
from leaktrace.extraction.places.addresses_pool import Addresses, Piece, know_addresses, split_place
from leaktrace.extraction.places.elsewhere_en import find_elsewhere
from leaktrace.extraction.places.elsewhere_zh import ELSEWHERE, find_elsewhere_zh
from leaktrace.extraction.places.misheard_en import misheard_places_en
from leaktrace.extraction.places.rooms import bare_rooms_zh, floors_zh
from leaktrace.extraction.places.rooms_beside_en import rooms_beside_en
from leaktrace.extraction.places.rooms_en import bare_rooms_en, floors_en
from leaktrace.extraction.places.shortened_zh import find_called_places, find_other_districts
from leaktrace.extraction.places.units import SaidUnit, Unit, read_units
from leaktrace.extraction.reading import Reading, is_hanzi

__all__ = ["Addresses", "Piece", "find_addresses", "find_rooms", "know_addresses", "split_place"]


def find_addresses(reading: Reading, known: Addresses) -> list[Detail]:
    """Places and units in a text."""
    found = list(_units(reading, known))
    found += _places(reading, known)
    if reading.zh and not known.english:
        found += [hit for hit in _heard_places(reading, known) if not _taken(hit, found)]
        found += [hit for hit in find_called_places(reading, known) if not _taken(hit, found)]
        found += [hit for hit in find_other_districts(reading, known) if not _taken(hit, found)]
    if known.english:
        heard = list(misheard_places_en(reading, known, found))
        found = [hit for hit in found if not _taken(hit, heard)] + heard
        found = find_elsewhere(reading, known, found)
    else:
        found += find_elsewhere_zh(reading, known, found)
    return found


def find_rooms(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """Rooms and floors by themselves, beside the places and units that were found.

    Asked last: where the text has shown whose order it speaks of, the number alone is enough.
    """
    named = any(hit.rule == "unit" for hit in found)
    if known.english:
        hits = chain(bare_rooms_en(reading, known, unit_named=named), floors_en(reading, known))
    elif reading.zh:
        hits = chain(bare_rooms_zh(reading, known, unit_named=named), floors_zh(reading, known))
    else:
        return
    taken = list(found)
    for hit in hits:
        if not _taken(hit, taken):
            taken.append(hit)
            yield hit
    if known.english:
        yield from rooms_beside_en(reading, known, taken)


def _units(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Units of the pool, parts of them, and other units."""
    if not known.units:
        return
    own, own_text = known.units[0]
    units = read_units(reading, english=known.english, between=known.between)
    if own.building:
        units.sort(key=lambda one: not one.unit.building)
    taken: list[tuple[int, int]] = []
    for said in units:
        if known.english and any(a < said.span[1] and said.span[0] < b for a, b in taken):
            continue
        taken.append(said.span)
        unit = said.unit if own.building else _lettered(said.unit, known)
        if not _may_be_unit(reading, said, known):
            continue
        exact = next((text for one, text in known.units if one == unit), None)
        if exact is not None:
            strength = Strength.FUZZY if said.confused else Strength.EXACT
            yield Detail(Field.ADDRESS, exact, said.span, strength, exact != own_text, rule="unit")
            continue
        full = (
            bool(unit.building) == bool(own.building)
            and bool(unit.entrance) == bool(own.entrance)
            and bool(unit.room)
        )
        # block F of F6
        begun = len(unit.room) == 1 and own.room[:1].isalpha()
        value = _spelled(unit, own_text)
        yield Detail(
            Field.ADDRESS,
            value,
            said.span,
            Strength.EXACT if full else Strength.PARTIAL,
            not unit.within(own) and not (begun and own.room.startswith(unit.room)),
            rule="unit",
        )


def _lettered(unit: Unit, known: Addresses) -> Unit:
    """A block and a number as one room, where rooms have a letter before their number: block F 6 is F6."""
    if not known.english or not unit.building or unit.entrance:
        return unit
    room = unit.building + unit.room
    begun = any(one.room.startswith(room) for one, _ in known.units if one.room[-1:].isdigit())
    return Unit("", "", room) if begun else unit


def _may_be_unit(reading: Reading, said: SaidUnit, known: Addresses) -> bool:
    """Whether a unit is spoken of: a pick-up code of three numbers and 3-6 years old are none."""
    text = reading.text[said.span[0] : said.span[1]]
    if said.unit.room == "0" or (text.startswith("lot") and "," in text):
        # it's a flat. oh; refund the lot, forty-nine fifty
        return False
    if ("-" in text or "—" in text) and not (known.english and text[0].isalpha()):
        before = reading.before(said.span[0], 8)
        if re.search(r"[码货号架柜][：:是\s]*$|凭", before) or reading.after(said.span[1], 1) in (
            "岁",
            "元",
            "天",
            "个",
        ):
            return False
        return any(said.unit.within(one) for one, _ in known.units) or bool(
            re.search(r"寄到|地址|送到|门口|住", before + reading.after(said.span[1], 4))
        )
    if said.unit.building and not said.unit.room and not said.unit.entrance:
        return reading.before(said.span[0], 1) not in ("哪", "几") and not re.match(
            r"楼?[下上]?[的]?(?:商|写字|别墅|房子)", reading.after(said.span[1], 3)
        )
    return True


def _spelled(unit: Unit, like: str) -> str:
    """A unit in the spelling of the pool; only what was said."""
    if not re.search(r"[\u4e00-\u9fff]", like):
        word = re.match(r"[A-Za-z]+\.? ?", like)
        room = unit.room.replace("/", "-") if "-" in like else unit.room
        return (word.group() if word else "") + room
    mark = next((mark for mark in ("号楼", "栋", "幢", "座", "号") if mark in like), "栋")
    if re.fullmatch(r"[A-Z]", unit.building):
        mark = "座"
    text = f"{unit.building}{mark}" if unit.building else ""
    text += f"{unit.entrance}单元" if unit.entrance else ""
    if not unit.room:
        return text
    return f"{text}{unit.room}室" if unit.building or unit.entrance else unit.room


def _places(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Runs of parts of the order's place."""
    hits = sorted(_piece_hits(reading, known), key=lambda hit: hit[0])
    run: list[tuple[int, int, Piece]] = []
    for hit in hits:
        if (
            run
            and hit[0] >= run[-1][1]
            and re.fullmatch(r"[\s,，、·（(的]{0,2}", reading.text[run[-1][1] : hit[0]])
        ):
            run.append(hit)
            continue
        if run:
            yield from _place(reading, run)
        run = [hit]
    if run:
        yield from _place(reading, run)


def _piece_hits(reading: Reading, known: Addresses) -> Iterator[tuple[int, int, Piece]]:
    """Where parts of the place stand in the text, longer ones first, none overlapping."""
    taken: list[tuple[int, int]] = []
    for piece in known.pieces:
        if piece.said not in reading.text or (piece.kind == 4 and piece.said[-1] != "弄"):
            continue
        start = reading.text.find(piece.said)
        while start >= 0:
            end = start + len(piece.said)
            behind_road = piece.kind == 4 and reading.before(start, 1) in ("路", "街", "道", "巷")
            if (
                not any(a < end and start < b for a, b in taken)
                and not behind_road
                and _bounded(reading, start, end, piece, known)
            ):
                taken.append((start, end))
                yield start, end, piece
                if piece.kind == 3:
                    yield from _number_hit(reading, start, end, known)
            start = reading.text.find(piece.said, end)


def _bounded(reading: Reading, start: int, end: int, piece: Piece, known: Addresses) -> bool:
    """Whether a part stands as a place: a whole capitalised word, not a warehouse elsewhere."""
    if known.english or piece.said.isascii():
        return bounded_english(reading, start, end, piece, known)
    return piece.kind > 2 or not (
        ELSEWHERE.match(reading.after(end, 12))
        and not re.match(r"(?:市|省|区)?(?:公安|转运|分拨|中转|集散|海关)", reading.after(end, 5))
    )


def _number_hit(
    reading: Reading, start: int, end: int, known: Addresses
) -> Iterator[tuple[int, int, Piece]]:
    """The house number beside a road: after it in Chinese, before it in English."""
    if known.english:
        before = english_number_before(reading, start)
        rooms = {unit.room.lower() for unit, _ in known.units}
        # who leaves out the word for the room says its number before the road
        if before and (before[2] in known.numbers or before[2] not in rooms):
            first, _, number = before
            yield first, start, Piece(4, number, number, number in known.own_numbers)
        return
    match = re.match(
        r"\s?(\d{1,5}|[零一二三四五六七八九十百幺]{1,6})(?:号|弄)(?!楼)",
        reading.text[end : end + 10],
    )
    if match:
        number = match.group(1)
        digits = str(number_of(number))
        mark = match.group()[-1]
        yield (
            end,
            end + match.end(),
            Piece(4, number, digits + mark, digits + mark in known.own_numbers),
        )


def _place(reading: Reading, run: list[tuple[int, int, Piece]]) -> Iterator[Detail]:
    """One detail for a run of parts."""
    start, end = run[0][0], run[-1][1]
    last = run[-1][2]
    said = reading.text[run[-1][0] : end]
    if last.kind < 3 and last.value != said and last.value == said + reading.text[end : end + 1]:
        end += 1
    kinds = {piece.kind for _, _, piece in run}
    english = run[0][2].value.isascii()
    pieces = [piece for _, _, piece in run]
    value = english_place(pieces) if english else "".join(piece.value for piece in pieces)
    whole = {1, 2, 3, 4, 5} <= kinds if not english else {3, 4, 1} <= kinds
    strength = Strength.EXACT if whole else Strength.PARTIAL
    yield Detail(
        Field.ADDRESS,
        value,
        (start, end),
        strength,
        not all(piece.own for piece in pieces),
        rule="place",
    )


def _taken(hit: Detail, found: list[Detail]) -> bool:
    """Whether a find shares a character with others."""
    assert hit.span is not None
    start, end = hit.span
    return any(one.span is not None and one.span[0] < end and start < one.span[1] for one in found)


def _heard_places(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Roads and estates that were written down by ear, with a character in common."""
    text = reading.text
    for piece in known.pieces:
        said = piece.said
        if piece.kind not in (3, 5) or len(said) < 3 or said in text or not is_hanzi(said[0]):
            continue
        for place, char in enumerate(said):
            at = text.find(char, place)
            while at >= 0:
                start, end = at - place, at - place + len(said)
                if _sounds_like(said, text[start:end]):
                    strength, wrong = Strength.FUZZY, not piece.own
                    yield Detail(
                        Field.ADDRESS, piece.value, (start, end), strength, wrong, rule="sound"
                    )
                    return
                at = text.find(char, at + 1)


def _sounds_like(name: str, heard: str) -> bool:
    """Whether two stretches of characters sound the same."""
    return len(name) == len(heard) and all(
        one == other or (is_hanzi(other) and sounds(one) & sounds(other))
        for one, other in zip(name, heard, strict=True)
    )

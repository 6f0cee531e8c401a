"""Addresses: the place from province to estate, and the unit, as two details."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.gazetteer import CITIES, CITIES_EN, CITIES_ZH
from leaktrace.extraction.numbers import digits_of
from leaktrace.extraction.reading import Reading, fold
from leaktrace.extraction.units import SaidUnit, Unit, parse_unit, read_units, unit_at_end

__all__ = ["Addresses", "Piece", "find_addresses", "know_addresses", "split_place"]

_REGION = re.compile(r"(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区|区|县)$")
_STREET = re.compile(
    r"(?P<road>.+?(?:大道|大街|胡同|路|街|巷|弄|道))(?P<no>\d+(?:号|弄))?(?P<rest>.*)"
)
_EN_STREET = re.compile(r"(?P<no>\d+)\s+(?P<road>[a-z][a-z .'\-]+)")
_SUFFIXES = {
    "street": "st",
    "lane": "ln",
    "drive": "dr",
    "road": "rd",
    "avenue": "ave",
    "court": "ct",
    "terrace": "ter",
    "boulevard": "blvd",
    "place": "pl",
    "square": "sq",
}
_ELSEWHERE = re.compile(
    r"^(?:市|省|区)?(?:转运|分拨|中转|集散|仓|公安|警|分局|机场|银行|网警|检察|法院|反诈|海关|号段|口音|的号)"
)
_ADDRESSED = re.compile(
    r"(?:寄到|寄往|寄|住在?|收货[^，,。]{0,6}|收件[^，,。]{0,6}|地址[^，,。]{0,8}|城市[^，,。]{0,6}|送到|送往|发往|到了|住址[^，,。]{0,4}|人在|是|说成了?|说的?是|[他她]说|报的是)[“\"：:\s是在了到去成]*$"
)
_EN_ADDRESSED = re.compile(
    r"(?:\bcity\b[^.]{0,24}|\btown\b[^.]{0,24}|address[^.]{0,20}|shipp(?:ed|ing) to|deliver(?:ed|y) (?:to|in)|sent to|going to|live in|from)\W*$"
)
_ADDRESS_TALK = re.compile(
    r"寄|住|收货|收件|地址|城市|送到|送往|发往|到了|人在|说|是|city|town|address|ship|deliver|sent to|going to|live in|from"
)
_KINDS = ("province", "city", "district", "road", "number", "estate")


@dataclass(frozen=True)
class Piece:
    """One part of a place, in the form in which it is searched."""

    kind: int
    """Rank among `_KINDS`."""
    said: str
    value: str
    own: bool


@dataclass(frozen=True)
class Addresses:
    """The addresses of an order, made searchable."""

    pieces: tuple[Piece, ...]
    units: tuple[tuple[Unit, str], ...]
    """The own unit first."""
    english: bool
    numbers: frozenset[str]
    """House numbers of the pool."""
    regions: frozenset[str]


def _regions(facts: OrderFacts) -> Iterator[tuple[int, str]]:
    """Province, city and district of the order."""
    seen = set()
    for kind, value in enumerate((facts.province, facts.city, facts.district)):
        if value and value not in seen:
            seen.add(value)
            yield (1 if kind == 0 and value == facts.city else kind), value


def split_place(detail: str, unit: str) -> tuple[str, str, str]:
    """Road, number and estate of an address without its unit."""
    rest = detail.removesuffix(unit).rstrip(" ,，")
    if match := _STREET.match(rest):
        return match["road"], match["no"] or "", match["rest"].strip()
    if match := _EN_STREET.match(rest.lower()):
        start, end = match.span("road")
        return rest[start:end].strip(), match["no"], ""
    return "", "", rest


def know_addresses(facts: OrderFacts) -> Addresses:
    """The addresses of `facts`."""
    english = not re.search(r"[\u4e00-\u9fff]", facts.detail + facts.city)
    own_unit = unit_at_end(facts.detail, facts.units)
    pieces: dict[tuple[int, str], Piece] = {}

    def add(kind: int, said: str, value: str, *, own: bool) -> None:
        if len(said) >= 2 or kind == 4:
            pieces.setdefault((kind, fold(said)), Piece(kind, fold(said), value, own))

    for kind, value in _regions(facts):
        add(kind, value, value, own=True)
        short = _REGION.sub("", value)
        if not english and len(short) >= 2:
            add(kind, short, value, own=True)
    for n, detail in enumerate((facts.detail, *facts.addresses)):
        unit = own_unit if n == 0 else unit_at_end(detail, facts.units)
        tail = (
            detail
            if n == 0
            else re.sub(r"^.*?(?:区|县)(?=.)", "", detail)
            if not english
            else detail
        )
        for kind, part in zip((3, 4, 5), split_place(tail, unit), strict=True):
            if part:
                _spell(add, kind, part, own=n == 0, english=english)
    units = [
        own_unit,
        *facts.units,
        *(unit_at_end(detail, facts.units) for detail in facts.addresses),
    ]
    parsed = tuple(
        (found, unit) for unit in dict.fromkeys(filter(None, units)) if (found := parse_unit(unit))
    )
    ordered = tuple(sorted(pieces.values(), key=lambda piece: (-len(piece.said), piece.kind)))
    return Addresses(
        ordered,
        parsed,
        english,
        frozenset(piece.said for piece in ordered if piece.kind == 4),
        frozenset(piece.said for piece in ordered if piece.kind < 3),
    )


def _spell(add: Callable[..., None], kind: int, part: str, *, own: bool, english: bool) -> None:
    """Add a part of a street in all its spellings."""
    add(kind, part, part, own=own)
    if kind == 3 and english:
        words = part.split()
        if words[-1].lower() in _SUFFIXES:
            add(kind, " ".join([*words[:-1], _SUFFIXES[words[-1].lower()]]), part, own=own)
        if len(words) > 1 and len(" ".join(words[:-1])) >= 4:
            add(kind, " ".join(words[:-1]), part, own=own)
    if kind == 5 and len(part) > 3:
        short = re.sub(r"(?:小区|公寓|花园|雅苑|家园|创意园|仓储园)$", "", part)
        if len(short) >= 3:
            add(kind, short, part, own=own)


def find_addresses(reading: Reading, known: Addresses) -> list[Detail]:
    """Places and units in a text."""
    found = list(_units(reading, known))
    found += _places(reading, known)
    found += _other_cities(reading, known, found)
    return found


def _units(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Units of the pool, parts of them, and other units."""
    if not known.units:
        return
    own, own_text = known.units[0]
    for said in read_units(reading, english=known.english):
        unit = said.unit
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
        value = _spelled(unit, own_text)
        yield Detail(
            Field.ADDRESS,
            value,
            said.span,
            Strength.EXACT if full else Strength.PARTIAL,
            not unit.within(own),
            rule="unit",
        )
    if (
        known.english
        and own.room
        and not any(own.room == said.unit.room for said in read_units(reading, english=True))
    ):
        yield from _bare_room(reading, own.room)


def _bare_room(reading: Reading, room: str) -> Iterator[Detail]:
    """The number of the own room alone, where a door is spoken of."""
    for match in re.finditer(rf"(?<![\w$#.]){re.escape(room.lower())}(?![\w.]\w|\w)", reading.text):
        if re.search(
            r"door|unit|apartment|apt|buzz|bell|lobby|flat|suite|floor|gate",
            reading.text[max(0, match.start() - 30) : match.end() + 12],
        ):
            yield Detail(
                Field.ADDRESS, room, match.span(), Strength.PARTIAL, contradicts=False, rule="room"
            )


def _may_be_unit(reading: Reading, said: SaidUnit, known: Addresses) -> bool:
    """Whether a unit is spoken of: a pick-up code of three numbers and 3-6 years old are none."""
    text = reading.text[said.span[0] : said.span[1]]
    if "-" in text or "—" in text:
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
        return not re.match(r"楼?[下上]?[的]?(?:商|写字|别墅|房子)", reading.after(said.span[1], 3))
    return True


def _spelled(unit: Unit, like: str) -> str:
    """A unit in the spelling of the pool; only what was said."""
    if not re.search(r"[\u4e00-\u9fff]", like):
        word = re.match(r"[A-Za-z]+\.? ?", like)
        return (word.group() if word else "") + unit.room
    mark = next((mark for mark in ("号楼", "栋", "幢", "座") if mark in like), "栋")
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
        if piece.kind == 4 or piece.said not in reading.text:
            continue
        start = reading.text.find(piece.said)
        while start >= 0:
            end = start + len(piece.said)
            if not any(a < end and start < b for a, b in taken) and _bounded(
                reading, start, end, piece, known
            ):
                taken.append((start, end))
                yield start, end, piece
                if piece.kind == 3:
                    yield from _number_hit(reading, start, end, known)
            start = reading.text.find(piece.said, end)


def _bounded(reading: Reading, start: int, end: int, piece: Piece, known: Addresses) -> bool:
    """Whether a part stands as a place: a whole capitalised word, not a warehouse elsewhere."""
    if known.english or piece.said.isascii():
        left, right = reading.text[max(0, start - 1) : start], reading.text[end : end + 1]
        if piece.kind == 3 and len(piece.said.split()) < len(piece.value.split()):
            # a road without its "street" is one only behind the house number
            number = re.search(r"(?<![\w.])(\d{1,5})\s$", reading.text[max(0, start - 7) : start])
            if number is None or number[1] not in known.numbers:
                return False
        return (
            not left.isalnum()
            and not right.isalnum()
            and reading.raw[start].isupper()
            and left not in ("@", "-", "/")
        )
    return piece.kind > 2 or not (
        _ELSEWHERE.match(reading.after(end, 5))
        and not re.match(r"(?:市|省|区)?公安", reading.after(end, 3))
    )


def _number_hit(
    reading: Reading, start: int, end: int, known: Addresses
) -> Iterator[tuple[int, int, Piece]]:
    """The house number beside a road: after it in Chinese, before it in English."""
    if known.english:
        match = re.search(r"(?<![\w.])(\d{1,5})\s$", reading.text[max(0, start - 7) : start])
        if match:
            offset = max(0, start - 7)
            number = match.group(1)
            yield offset + match.start(1), start, Piece(4, number, number, number in known.numbers)
        return
    match = re.match(
        r"\s?(\d{1,5}|[零一二三四五六七八九十百幺]{1,6})(?:号|弄)(?!楼)",
        reading.text[end : end + 10],
    )
    if match:
        number = match.group(1)
        digits = number if number.isdigit() else digits_of(number)
        mark = match.group()[-1]
        yield (
            end,
            end + match.end(),
            Piece(4, number, digits + mark, digits + mark in known.numbers),
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
    value = _english_place(pieces) if english else "".join(piece.value for piece in pieces)
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


def _english_place(pieces: list[Piece]) -> str:
    """Number and road with a blank, the rest with commas."""
    out = ""
    for piece in pieces:
        out += (
            piece.value
            if not out
            else f" {piece.value}"
            if piece.kind == 3 and out.rsplit(", ", maxsplit=1)[-1].isdigit()
            else f", {piece.value}"
        )
    return out


def _other_cities(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """A city that is not the order's, where it is said to be the buyer's."""
    if not _ADDRESS_TALK.search(reading.text):
        return
    for match in (CITIES_EN if known.english else CITIES_ZH).finditer(reading.text):
        start, end = match.span()
        name = match.group()
        if any(hit.span is not None and hit.span[0] < end and start < hit.span[1] for hit in found):
            continue
        said = (_EN_ADDRESSED if name.isascii() else _ADDRESSED).search(reading.before(start, 24))
        value = CITIES[name]
        if (
            not said
            or name in known.regions
            or fold(value) in known.regions
            or _ELSEWHERE.match(reading.after(end, 5))
        ):
            continue
        tail = re.match(r"市?(?:[\u4e00-\u9fff]{1,3}[区县])?", reading.text[end:])
        extra = tail.group() if tail and not name.isascii() else ""
        yield Detail(
            Field.ADDRESS,
            value + extra.removeprefix("市"),
            (start, end + len(extra)),
            Strength.PARTIAL,
            contradicts=True,
            rule="city",
        )

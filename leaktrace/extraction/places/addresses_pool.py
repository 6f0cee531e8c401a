"""The addresses of an order, made searchable: the parts of each place, and the units."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.places.gazetteer import CITIES_ZH, STATES_EN
from leaktrace.extraction.places.units import Unit, parse_unit, unit_at_end
from leaktrace.extraction.reading import fold

__all__ = ["Addresses", "Piece", "know_addresses", "split_place"]

_REGION = re.compile(
    r"(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区|(?:[\u4e00-\u9fff]{1,3}族)+自治[州县旗]|(?<=..)新区|地区|林区|区|县|州(?<=..州)|盟|旗)$"
)
_STREET = re.compile(
    r"(?P<road>\D{2,}?)(?P<no>\d+(?:号(?!楼|院)|弄))(?P<rest>.*)|(?P<road2>.+?(?:大道|大街|胡同|路|街|巷|弄|道))(?P<rest2>.*)"
)
_EN_STREET = re.compile(
    r"(?P<no>\d+(?:[a-z](?![a-z]))?)\s+(?P<road>[^\s,][^,]+)(?:,\s*(?P<rest>.*))?"
)
_EN_HOUSE = re.compile(r"(?P<house>[^\d,]+),\s*(?P<street>\d+[a-z]?\s+[^\s,].*)")
"""A house with a name before the number and the road."""
_EN_NAMED = re.compile(
    r"(?P<road>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*? (?:Street|St|Lane|Ln|Road|Rd|Avenue|Ave|Drive|Dr|Way|Close|Crescent|Terrace|Row|Path|Trail|Boulevard|Place|Hill|Gardens|Vale|Grove|Park Drive|Quay|Parade|Esplanade))(?P<rest>(?: .*|,.*)?)$"
)
"""A road without a number, and the house behind it."""
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
    "circle": "cir",
    "parkway": "pkwy",
    "highway": "hwy",
    "trail": "trl",
    "crescent": "cres",
}
_ESTATE = "小区|社区|公寓|花园|花苑|雅苑|佳苑|名苑|嘉苑|家园|嘉园|名园|庄园|山庄|新村|新城|新苑|豪庭|豪苑|华庭|华府|华苑|名居|名邸|公馆|府邸|国际|广场|大厦|中心|家属院|宿舍楼?|大院|创意园|仓储园|工业园|产业园|科技园|园区|一期|二期|三期|[一二三四五六七八九]期"
"""What may be left out at the end of the name of an estate."""
_BUILDERS = "绿地|万科|世茂|碧桂园|保利|恒大|金地|融创|中海|华润|龙湖|招商|远洋|绿城|金科|雅居乐|富力|中骏|旭辉|新城|佳兆业|首开|建业|荣盛|阳光城|中南|正荣|金陵|建发|滨江|龙光|美的|时代|奥园|合景|越秀|中粮|北辰|鲁能|鑫苑|祥生|蓝光|泰禾"
"""Who built an estate is often left out."""
_LEADING = frozenset(
    ["the", "upper", "lower", "old", "new", "great", "little", "north", "south", "east", "west"]
)
_TRAILING = frozenset(
    [
        "skyline", "lofts", "apartments", "court", "house", "heights", "towers", "residences", "mansions", "complex", "society",
        "residency", "enclave", "village", "estate", "buildings", "wharf", "gardens", "drive",
    ]
)  # fmt: skip
_WORDS = frozenset(["小店", "新城", "市中"])
"""Names of districts that are words of ordinary talk without their ending."""
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
    own_numbers: frozenset[str]
    regions: frozenset[str]
    short: tuple[Piece, ...]
    """Names of estates, roads and towns without their endings, that are places only by the words around them."""
    town: tuple[str, str]
    """City and district of all addresses of the pool; empty where these are in several."""

    @property
    def between(self) -> str:
        """What stands between the two numbers of the pool's rooms, as in Flat 2/4; empty where rooms have one."""
        return "/" if any("/" in unit.room for unit, _ in self.units) else ""


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
        rest = match["rest"] if match["road"] else match["rest2"]
        return match["road"] or match["road2"], match["no"] or "", rest.strip()
    if match := _EN_STREET.match(rest.lower()):
        start, end = match.span("road")
        behind = rest[match.start("rest") :] if match["rest"] else ""
        return rest[start:end].strip(), rest[: match.end("no")], behind.strip(" ,")
    if match := _EN_HOUSE.match(rest.lower()):
        road, number, behind = split_place(rest[match.start("street") :], "")
        return road, number, ", ".join(filter(None, (rest[: match.end("house")], behind)))
    if match := _EN_NAMED.match(rest):
        return match["road"], "", match["rest"].strip(" ,")
    return "", "", rest


def know_addresses(facts: OrderFacts) -> Addresses:
    """The addresses of `facts`."""
    english = not re.search(r"[\u4e00-\u9fff]", facts.detail + facts.city)
    own_unit = unit_at_end(facts.detail, facts.units)
    pieces: dict[tuple[int, str], Piece] = {}

    def add(kind: int, said: str, value: str, *, own: bool) -> None:
        if len(said) >= 2 or kind == 4:
            for form in (fold(said), fold(said).replace("'", "").replace("’", "")):
                pieces.setdefault((kind, form), Piece(kind, form, value, own))

    for kind, value in _regions(facts):
        add(kind, value, value, own=True)
        short = _REGION.sub("", value if english else fold(value))
        if not english and len(short) >= 2 and short not in _WORDS:
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
            for one in part.split(", ") if english else filter(None, [part]):
                if one:
                    _spell(add, kind, one, own=n == 0, english=english)
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
        frozenset(piece.said for piece in ordered if piece.kind == 4 and piece.own),
        frozenset(name for piece in ordered if piece.kind < 3 for name in _both(piece.said)),
        () if english else tuple(_short_names(ordered)),
        (facts.city, facts.district) if _in_one_town(facts) else ("", ""),
    )


def _both(region: str) -> set[str]:
    """A region, and the other way to write it: ca and california."""
    known = ((name.lower(), short.lower()) for name, short in STATES_EN.items())
    return {region, *(one for pair in known if region in pair for one in pair if one)}


def _in_one_town(facts: OrderFacts) -> bool:
    """Whether all addresses of the pool are in the order's own district."""
    return all(facts.city in one and facts.district in one for one in facts.addresses)


_TOWN = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,4}?)(?:镇|乡|街道)")
_ROAD_END = re.compile(
    r"(?:[东西南北中上下前后内外环一二三四五六七八九十]{0,2}(?:大道|大街|胡同|路|街|巷|弄|里|道))$"
)
_BLOCK = re.compile(
    rf"(?:\d+号院?)?(?P<name>.+?)(?:{_ESTATE}|[东西南北]区|[A-Za-z一二三四五六七八九十]区)+$"
)


def _short_names(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """What people call an estate, a road or a town: 白桦 for 白桦小区, 簇桥 for 簇桥西路, 犀浦 for 犀浦镇."""
    taken = {piece.said for piece in pieces}
    for piece in pieces:
        if piece.kind == 5 and piece.said != fold(piece.value):
            part = re.sub(rf"(?:{_ESTATE})$", "", piece.said)
            if part != piece.said and len(part) >= 2 and part not in taken | _WORDS:
                taken.add(part)
                yield Piece(5, part, piece.value, piece.own)
        if piece.said != fold(piece.value) or piece.kind not in (3, 5):
            continue
        names = [(piece.value, _BLOCK if piece.kind == 5 else None)]
        if town := _TOWN.match(piece.value):
            yield from (
                Piece(piece.kind, said, town.group(), piece.own)
                for said in (town["name"], town.group())
                if said not in taken
            )
            names = [(piece.value[town.end() :], names[0][1])]
        plain = re.sub(rf"^(?:{_BUILDERS})", "", piece.value)
        if (piece.kind == 5 and len(plain) == 4 and not _BLOCK.match(plain)) or (
            piece.kind == 5 and 5 <= len(plain) <= 8 and not _BLOCK.match(plain)
        ):
            names.append((plain[2:] + "小区", _BLOCK))
        for name, block in names:
            match = block.match(name) if block else None
            short = match["name"] if match else _ROAD_END.sub("", name) if not block else ""
            if len(short) >= 2 and short not in taken and short not in _WORDS:
                taken.add(short)
                yield Piece(piece.kind, short, piece.value, piece.own)


def _shorter(part: str) -> Iterator[str]:
    """The name of a road or a house without what people leave out: Perry Hill, Loampit Vale."""
    words = part.split()
    if len(words) > 2 and words[0].lower() in _LEADING:
        yield " ".join(words[1:])
    if len(words) > 1 and words[-1].lower() in _TRAILING:
        yield " ".join(words[:-1])


def _segments(part: str) -> Iterator[str]:
    """Parts of a long name of an estate by which people call it: 海创园 of 未来科技城海创园公寓."""
    plain = re.sub(rf"^(?:{_BUILDERS})", "", part)
    if plain != part and len(plain) >= 2:
        yield plain
    if len(part) >= 4 and CITIES_ZH.match(part):
        yield CITIES_ZH.sub("", part, count=1)
    pieces = re.findall(
        r".{2,}?(?:城|园|苑|湾|湖|府|里|庭|轩|花园|广场|大厦|中心|公寓|小区|$)", part
    )
    for piece in pieces if len(pieces) > 1 else ():
        if len(piece) >= 3 and not re.fullmatch(rf"(?:{_ESTATE})+", piece):
            yield piece
    regions = re.search(r".{2}(?=世纪城|国际城|花园|广场|公馆|新城|家园)", plain)
    if regions and len(plain) >= 5:
        yield plain[regions.end() :]


def _spell(add: Callable[..., None], kind: int, part: str, *, own: bool, english: bool) -> None:
    """Add a part of a street in all its spellings."""
    add(kind, part, part, own=own)
    if kind == 3 and (whole := re.fullmatch(r"(.{2,}[路街道])[东西南北中]段", part)):
        add(kind, whole[1], part, own=own)
    if kind == 5 and not english:
        _spell_estate(add, part, own=own)
    if kind == 3 and english:
        words = part.split()
        if words[-1].lower() in _SUFFIXES:
            add(kind, " ".join([*words[:-1], _SUFFIXES[words[-1].lower()]]), part, own=own)
        if len(words) > 1 and len(" ".join(words[:-1])) >= 4:
            add(kind, " ".join(words[:-1]), part, own=own)
    if kind in (3, 5) and english:
        for short in _shorter(part):
            add(kind, short, part, own=own)
    if kind == 5 and len(part) > 3:
        short = re.sub(rf"(?:{_ESTATE})$", "", part)
        if len(short) >= 3:
            add(kind, short, part, own=own)


def _spell_estate(add: Callable[..., None], part: str, *, own: bool) -> None:
    """Add the parts of an estate by which people call it: 槐林里 of 21号院槐林里."""
    if (yard := re.match(r"\d+号院(?=[\u4e00-\u9fff]{2})", part)) is not None:
        part = part[yard.end() :]
        add(5, part, part, own=own)
    for short in _segments(part):
        add(5, short, part, own=own)

"""Numbers of rooms in English that are known by another beside them: flat nine or sixteen; had me at 38, not 33; ok, 17 then."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.rooms_en import SaidRoom, said_rooms
from leaktrace.extraction.reading import Reading

__all__ = ["rooms_beside_en"]

_NAMES = r"(?:flat|apartment|apt|unit|suite|room|door|number|no\.?|house|#)"
_EITHER = re.compile(
    r"[\"”'’]?[,;.]? ?(?:\b(?:i|he|she|we|they|mum|me|caller|holder) (?:said|says|told (?:him|her|them|me)|go|goes|went)\b|(?:\.{2,3}|…|,) ?(?:uh+|um+|er+m?|ah|oh)\b|\b(?:or|and not|not|nor|instead of|rather than|'stead of|as opposed to|but|no|nope|sorry|i mean|wait|actually|versus|vs\.?|when|and|then|--|-|>|/)\b|[>/–—])"
    r"(?:,? (?:or|is it|was it|it's|its|it is|it was|he meant|i'm|i am|we're|we are|you're|mine's|ours is|mine is|no|not|wait|sorry|i said|she said|he said|he says|she says|a|the))*"
    rf",? [\"“'‘]?(?:{_NAMES} ?)?$"
)
"""What stands between two numbers of which one is put for the other."""
_AFTER = re.compile(
    r"\s*(?:$|[.,?!;:\"”’'—–\n)>\[…]|(?:is it|isn't it|it is|yeah|yes|no|not|that's|and|or|please|sir|love|ma'am|duck|hen|mate|pal|here|is|which|off|innit|then|ta|ty|thanks|cheers|again|now|instead|like|but|when|as|so|for|to|he|she|they|i)\b)"
    r"(?!\s?(?:dollars?|pounds?|quid|bucks|pence|cents|euros?|naira|rupees?|rand|%|percent|minutes?|mins?|hours?|days?|weeks?|months?|years?|o'clock|am\b|pm\b))"
)
_SAID_BEFORE = re.compile(
    r"(?:^|[.?!:;—–…\n(>\]“\",]|--| -|\b(?:ty|thx|thanks|ta|cheers|told (?:him|her|them|me|you)|said|says?|ok|okay|k|right|confirmed?|yes|yeah|yep|aye|no|it's|its|it is|is|was|we're|we are|i'm|i am|you're|u r|ur|at|to|in|for|repeated?|again|got|perfect|great|sweet as|grand|brilliant|so|not))[,:]? ?[\"“'‘]?$"
)
_HOME_BEFORE = re.compile(
    r"\b(?:at|as|in|is it|was it|had|got|put|said|says|down as|you're|we're|i'm|it's|its|that's|label(?:led)?|for|to|number|not)[,:]? ?[\"“'‘]?$"
)
"""What stands before the first of two bare numbers that are those of doors."""
_LEFT_WITH = re.compile(
    r"\b(?:with|by|to|from) (?:him|her|them|your (?:man|woman|one|neighbou?r|pal|mate)|yer \w+|(?:the |a |an )?(?:\w+ )?(?:lady|man|gent|gentleman|lad|lass|woman|bloke|fella|guy|chap|girl|couple|family|folks?|people|neighbou?rs?|students?|person)|(?:mr|mrs|ms|miss) [\w'’-]+|next door|reception|somebody|someone)(?: (?:over|up|down|across|round))? (?:in|at|from|of|to)(?: (?:number|no\.?|flat|apartment|apt|unit))? $"
)
"""Who takes a parcel in, before the number of that door."""
_MONEY = re.compile(r"[$£€₦₹]\s?$")
_REACH = 46


def rooms_beside_en(
    reading: Reading, known: Addresses, found: Sequence[Detail]
) -> Iterator[Detail]:
    """Numbers of doors that another number shows to be such.

    Args:
        reading: the text.
        known: the addresses of the order.
        found: the places and units that were found so far.
    """
    if not known.units:
        return
    rooms = {unit.room.lower(): unit.room for unit, _ in known.units if unit.room}
    own = known.units[0][0].room
    units = [hit for hit in found if hit.rule in ("unit", "room") and hit.span is not None]
    likely = [
        said
        for said in said_rooms(reading, rooms, known.between)
        if not _taken(said.span, found)
        and not _MONEY.search(reading.before(said.span[0], 3))
        and _AFTER.match(reading.text, said.span[1])
    ]
    shown = [(one.span[0], one.span[1], _bare(one.value)) for one in units if one.span]
    pairs = _pairs(reading, likely, rooms) if reading.of_order else set()
    for said in likely:
        before = reading.before(said.span[0], 60)
        again = any(said.room == room for _, _, room in shown) and _SAID_BEFORE.search(before)
        beside = any(
            _joined(reading, (left, right), said.span) and room != said.room
            for left, right, room in shown
        )
        handed = said.room in rooms and reading.of_order and _LEFT_WITH.search(before)
        if again or beside or handed or said.span in pairs:
            room = rooms.get(said.room, said.room.upper())
            yield Detail(Field.ADDRESS, room, said.span, Strength.PARTIAL, room != own, rule="room")


def _pairs(
    reading: Reading, likely: Sequence[SaidRoom], rooms: dict[str, str]
) -> set[tuple[int, int]]:
    """The places of two bare numbers of which one is put for the other, where both are rooms of the pool."""
    out: set[tuple[int, int]] = set()
    for one, other in pairwise(likely):
        named = _HOME_BEFORE.search(reading.before(one.span[0], 24))
        of_pool = one.room in rooms and other.room in rooms
        if named and of_pool and _joined(reading, one.span, other.span):
            out |= {one.span, other.span}
    return out


def _joined(reading: Reading, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether nothing stands between two numbers but what puts one for the other."""
    left, right = sorted((one, other))
    between = reading.text[left[1] : right[0]]
    if right[0] - left[1] > _REACH:
        return False
    if other == left:
        between = re.sub(rf"(?:{_NAMES}) ?$", "", between)
    return bool(_EITHER.fullmatch(between))


def _bare(value: str) -> str:
    """The number of a unit without the word for it, in lower case."""
    return re.sub(r"^[a-z]+\.? ?#?", "", value.lower()) or value.lower()


def _taken(span: tuple[int, int], found: Sequence[Detail]) -> bool:
    """Whether something was found there."""
    return any(hit.span and hit.span[0] < span[1] and span[0] < hit.span[1] for hit in found)

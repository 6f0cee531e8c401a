"""Goods in English texts that are told by what they do or are for: coffee thing, the whatsit for the feet."""

import re
from collections.abc import Iterator

from leaktrace.extraction.goods.english_near import (
    CLOSES,
    COMPOUND,
    LINKS,
    NAMED,
    YOURS,
    Words,
    bought_near,
    led,
    near,
)
from leaktrace.extraction.goods.product import Product
from leaktrace.extraction.goods.roots_en import root
from leaktrace.extraction.goods.table import may_name
from leaktrace.extraction.reading import Reading

__all__ = ["likened", "things"]

THINGS = frozenset(
    [
        "thing",
        "thingy",
        "thingie",
        "thingamajig",
        "gadget",
        "machine",
        "device",
        "gizmo",
        "contraption",
        "stuff",
        "whatsit",
        "whatchamacallit",
        "doodah",
        "doohickey",
        "doodad",
        "gear",
        "equipment",
        "unit",
        "item",
        "product",
        "kit",
        "tool",
        "apparatus",
    ]
)
_PARTS_TEXT = """
bag cover mat band strap part bit stand piece attachment holder case set rope
belt pad stick something battery oil spray cream brush book jacket frame board shoe
foot feet tip end cap lid wheel leg arm handle blade knob plug ring net wire cable pole door panel rod tube hose pipe bar rail roll
sheet block ball pin hook clip tie tape bottle box tin jar tub bucket pack packet bundle refill filter machine maker house bed
"""
PARTS = frozenset(_PARTS_TEXT.split())
"""Words that say little, and are told by what stands behind them: parts for your snow thrower."""
_FOR = frozenset(["for", "that", "to", "which", "you", "with"])
_TELLS_TEXT = (
    "for that to which you with wi of o in so what where who from the they he she ye it goes fae"
)
_TELLS = _FOR | frozenset(_TELLS_TEXT.split())
"""Words behind which it is told what goods are for, or what they are with."""
_BREAKS = LINKS | frozenset(
    ["your", "my", "his", "her", "their", "our", "its", "this", "that", "or"]
)
_VAGUE = THINGS | {"something", "summat", "somethin", "one", "yoke", "affair", "job", "lot", "set"}
_NO_HEADS_TEXT = """
order parcel package driver man woman guy lady number case card phone support service time day night line
name present gift story title read top light gate drive service food water sign post bank key home
"""
_NO_HEADS = frozenset(_NO_HEADS_TEXT.split())
"""What is said for goods too, but mostly for something else."""
_NO_DOERS_TEXT = """
never ever over after under other another however whether neither either rather together forever number order customer
courier dealer seller buyer caller manager brother mother father sister daughter neighbor doctor later earlier sooner
better bigger smaller cheaper longer dinner supper summer winter september october november december matter letter paper
weather corner center floor poor error major minor senior junior visitor operator supplier retailer officer user member
partner answer easter quarter former latter super offer consider remember wonder enter differ prefer suffer refer centre
sooner older newer lower higher upper inner outer further farther lawyer owner worker lover power favor color
"""
_NO_DOERS = frozenset(_NO_DOERS_TEXT.split())
_DOER = re.compile(r"[a-z]{3,}(?:er|or)")
_NOUN_ENDS = ("er", "or", "y", "ie")
_ENDS = re.compile(r"[.!?\n]")


def things(reading: Reading, words: Words, product: Product) -> Iterator[tuple[int, int]]:
    """A thing told by what it does or a word of the title: coffee thing, the whatsit for the feet."""
    text = reading.text
    for n, (start, end, word) in enumerate(words):
        if word in THINGS and near(reading, start, end, 120):
            yield from _told(reading, words, n, product)
        elif word in PARTS and n + 1 < len(words) and words[n + 1][2] == "for":
            if near(reading, start, end, 80):
                yield from _told_behind(reading, words, n, product)
        elif word.endswith("ing") and word in product.anchors and n + 1 < len(words):
            # your fishing trousers
            follows, stop, _ = words[n + 1]
            if (
                follows - end == 1
                and YOURS.search(text[max(0, start - 40) : start])
                and not COMPOUND.match(text, end)
                and bought_near(text, start, stop)
            ):
                yield start, stop


def _told(reading: Reading, words: Words, n: int, product: Product) -> Iterator[tuple[int, int]]:
    """A "thing" with a word before it, or behind "for" or "that", that tells what it is."""
    end = words[n][1]
    before = [
        one
        for one in words[max(0, n - 2) : n]
        if one[2] in product.anchors or root(one[2]) in product.akin
    ]
    if before:
        yield before[0][0], end
        return
    yield from _told_behind(reading, words, n, product)


def _told_behind(
    reading: Reading, words: Words, n: int, product: Product
) -> Iterator[tuple[int, int]]:
    """A "thing" with a word behind "for" or "that" that tells what it is."""
    text = reading.text
    start, end, _ = words[n]
    after = words[n + 1 : n + 6]
    if after and after[0][2] in _FOR:
        told = [
            one for one in after[1:] if one[2] in product.anchors or root(one[2]) in product.akin
        ]
        if told and not re.search(r"[.!?\n]", text[end : told[0][0]]):
            yield start, told[0][1]


def likened(reading: Reading, words: Words, product: Product) -> Iterator[tuple[int, int]]:
    """Words for some goods beside something of the title: pressure pot for a pressure cooker, fountain for the cats.

    Only where another fact shows the order: else it may well be other goods.
    """
    if not reading.of_order or not product.roots:
        return
    nouns = frozenset(map(root, product.nouns | product.heads))
    for n, (start, end, word) in enumerate(words):
        if may_name(word) or word in _VAGUE or word in PARTS or _does(word):
            if word not in _NO_HEADS:
                yield from _like(reading.text, words, n, product, nouns)
        elif (
            _clipped(word, 5, product)
            and led(reading.text, start)
            and CLOSES.match(reading.text, end)
        ):
            yield start, end


def _like(
    text: str, words: Words, n: int, product: Product, nouns: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Goods that are like those of the title, with the words that show it."""
    start, end, word = words[n]
    if (first := _modified(text, words, n, product)) is not None:
        if CLOSES.match(text, end):
            yield first, end
    elif root(word) in nouns and word not in product.content and word.endswith(_NOUN_ENDS):
        # the feeder, for a feeding station
        if NAMED.search(text[max(0, start - 30) : start]) and CLOSES.match(text, end):
            yield start, end
    elif led(text, start) or word in _VAGUE:
        yield from _with_what(text, words, n, product)


def _does(word: str) -> bool:
    """Whether a word says what a thing does, as squasher, though no table has it."""
    return word not in _NO_DOERS and _DOER.fullmatch(word) is not None


def _clipped(word: str, least: int, product: Product) -> bool:
    """Whether it is the beginning of a long word of the title: evap for evaporative."""
    return (
        len(word) >= least
        and not may_name(word)
        and any(
            len(whole) >= len(word) + 3
            and whole.startswith(word)
            and not may_name(whole[len(word) :])
            for whole in product.content
        )
    )


def _is_own(word: str, product: Product) -> bool:
    """Whether a word is said for goods of the title: then what is beside it may be another word than its own."""
    return root(word) in product.akin or word in product.talk.words


def _modified(text: str, words: Words, n: int, product: Product) -> int | None:
    """Where the words begin that stand before goods and are of the title, if they stand where one names a thing."""
    first = None
    known = product.akin if _is_own(words[n][2], product) else product.roots
    for k in range(n - 1, max(-1, n - 4), -1):
        start, end, word = words[k]
        if words[k + 1][0] - end != 1 or text[end] not in " -'’" or word in _BREAKS:
            break
        if (len(word) > 2 and root(word) in known) or _clipped(word, 4, product):
            first = start
    return first if first is not None and led(text, first) else None


def _with_what(text: str, words: Words, n: int, product: Product) -> Iterator[tuple[int, int]]:
    """Goods with a word of the title close behind: a rail so the child does not fall out."""
    start, end, word = words[n]
    after = words[n + 1 : n + 8]
    if not after or after[0][2] not in _TELLS or after[0][0] - end != 1:
        return
    known = product.akin if word in _VAGUE or _is_own(word, product) else product.roots
    told = [
        one
        for one in after[1:]
        if root(one[2]) in known or (word in _VAGUE and one[2] in product.anchors)
    ]
    if told and not _ENDS.search(text[end : told[0][0]]):
        yield start, told[0][1]

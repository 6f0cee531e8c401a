"""Goods in English texts that are told by what they do or are for: coffee thing, the whatsit for the feet."""

import re
from collections.abc import Iterator

from leaktrace.extraction.product import Product
from leaktrace.extraction.products_en_near import COMPOUND, YOURS, Words, bought_near, near
from leaktrace.extraction.reading import Reading

__all__ = ["things"]

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
"""
PARTS = frozenset(_PARTS_TEXT.split())
"""Words that say little, and are told by what stands behind them: parts for your snow thrower."""
_FOR = frozenset(["for", "that", "to", "which", "you", "with"])


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
    before = [one for one in words[max(0, n - 2) : n] if one[2] in product.anchors]
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
        told = [one for one in after[1:] if one[2] in product.anchors]
        if told and not re.search(r"[.!?\n]", text[end : told[0][0]]):
            yield start, told[0][1]

"""Goods in English texts that are in none of the items, where they are put to the buyer as theirs."""

import re
from collections.abc import Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods import goods_of, goods_of_word, is_name, tokens
from leaktrace.extraction.products_en_near import LINKS, Words
from leaktrace.extraction.reading import Reading

__all__ = ["other_english"]

_FOR = frozenset(["for", "that", "to", "which", "you", "with"])
_PUT_TO_BUYER = re.compile(
    r"(?:did you (?:just |really )?(?:order|buy|purchase)|(?:you|i|i'd|i had|he|she|i'd|you'd|they'd) (?:never |just )?(?:bought|ordered|purchased|sent for)|(?:your|my) (?:order (?:of|for)|purchase of|new)|purchase of|(?:\$[\d.,]+|dollars|bucks|pounds|charge) for|(?:somebody|someone) (?:also )?bought|order for|said it was|called it|called them|parcel with|selling me|(?:kept|keeps|going|went) on about) (?:a |an |the |my |your |some |new |pair of |set of )*"
)
_BRANDED = re.compile(
    r"(?:apple|samsung|google|sony|dell|hp|lenovo|microsoft|huawei|xiaomi|nintendo|lg|canon|nikon|asus|acer|garmin|bose|dyson)"
    r"(?: (?:[a-z]{0,3}\d{1,4}[a-z]{0,2}|pro|max|plus|ultra|mini|air|galaxy|macbook|imac|ipad|iphone|airpods|pixel|watch|tv|television|phone|smartphone|laptop|tablet|computer|headphones|camera|switch|playstation|xbox|fridge|vacuum)\b)+"
)
"""A make with its model: Samsung Galaxy phone."""


def other_english(reading: Reading, own: frozenset[int]) -> Iterator[Detail]:
    """Goods that are in none of the items, where they are said to have been ordered."""
    text = reading.text
    for match in _PUT_TO_BUYER.finditer(text):
        if branded := _BRANDED.match(text, match.end()):
            if not goods_of(branded.group()) & own:
                yield _other(reading, branded.span())
            continue
        words = tokens(text[match.end() : match.end() + 40])
        named = _named(words)
        if named is not None:
            phrase, end = named
            if not goods_of_word(phrase, zh=False) & own:
                yield _other(reading, (match.end() + words[0][0], match.end() + end))


def _named(words: Words) -> tuple[str, int] | None:
    """The first goods that are named, behind no more than three words that say of what sort they are."""
    for skipped in range(min(4, len(words))):
        if skipped and words[skipped - 1][2] in LINKS | _FOR:
            return None
        for size in (3, 2, 1):
            part = words[skipped : skipped + size]
            phrase = " ".join(word for _, _, word in part)
            if is_name(phrase):
                return phrase, part[-1][1]
    return None


def _other(reading: Reading, span: tuple[int, int]) -> Detail:
    """Goods there that were not ordered."""
    said = reading.raw[slice(*span)]
    return Detail(Field.PRODUCT, said, span, Strength.FUZZY, contradicts=True, rule="other goods")

"""One item of an order, made searchable once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods.roots_en import akin, roots
from leaktrace.extraction.goods.table import Talk, base, goods_of, heads_of, talk_of
from leaktrace.extraction.goods.title_nouns import (
    EN_STOP,
    chinese_heads,
    english_heads,
    stem,
)
from leaktrace.extraction.reading import fold, is_hanzi

__all__ = ["Product", "know_product", "one_detail", "overlaps", "title_words"]

_TITLE_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Product:
    """One item's title, made searchable."""

    title: str
    folded: str
    zh: bool
    groups: frozenset[int]
    """The groups of goods that the title names."""
    talk: Talk
    heads: frozenset[str]
    """Characters, or words, with which the name of the goods ends."""
    nouns: frozenset[str]
    """English words of which one is the noun of the title."""
    firm: frozenset[str]
    """English words of the title that name such goods by themselves: gloves, of goalkeeper gloves."""
    pairs: frozenset[str]
    """Neighbouring characters."""
    content: frozenset[str]
    """English words that tell something."""
    word_pairs: frozenset[tuple[str, str]]
    """Neighbouring English words."""
    anchors: frozenset[str]
    """English words by one of which a "thing" is told: those of the title, and what the goods do."""
    roots: frozenset[str]
    """Roots of the words of an English title."""
    akin: frozenset[str]
    """The same, and the roots of what is said for these words."""
    brand: str
    """The first word of an English title, if it is no word of ordinary talk."""


def title_words(folded: str) -> list[tuple[tuple[int, int], str]]:
    """The words of an English text with hyphens in them, and where they stand."""
    plain = folded.replace("'s", "  ")
    return [(match.span(), stem(match.group())) for match in _TITLE_WORD.finditer(plain)]


@lru_cache(maxsize=4096)
def know_product(title: str) -> Product:
    """The item with that title; the same titles stand in many orders."""
    folded = fold(title)
    zh = any(map(is_hanzi, folded))
    groups = goods_of(folded)
    talk = talk_of(groups, zh=zh)
    words = () if zh else tuple(word for _, word in title_words(folded))
    content = frozenset(word for word in words if word not in EN_STOP and not word.isdigit())
    pairs = (one + two for one, two in pairwise(folded) if is_hanzi(one) or is_hanzi(two))
    tasks = frozenset() if zh else frozenset(talk.does)
    rooted = _title_roots(words, content)
    likely, nouns = (chinese_heads(folded), frozenset()) if zh else english_heads(folded)
    return Product(
        title=title,
        folded=folded,
        zh=zh,
        groups=groups,
        talk=talk,
        heads=likely,
        nouns=nouns if zh else nouns | heads_of(folded),
        firm=heads_of(folded) | {word for word in map(base, content) if goods_of(word) & groups},
        pairs=frozenset(pairs),
        content=content,
        word_pairs=frozenset(pairwise(words)),
        anchors=frozenset(map(base, content)) | tasks | _joined(words),
        roots=rooted,
        akin=akin(rooted),
        brand=words[0] if words and _is_brand(words[0]) else "",
    )


def _title_roots(words: tuple[str, ...], content: frozenset[str]) -> frozenset[str]:
    """Of the words that tell something, and of neighbours that make one."""
    return roots(word for word in {*map(base, content), *_joined(words)} if word.isalpha())


def _joined(words: tuple[str, ...]) -> frozenset[str]:
    """Neighbouring words as one: gundog of a gun dog bag."""
    plain = pairwise(words)
    return frozenset(one + two for one, two in plain if one.isalpha() and two.isalpha())


def _is_brand(word: str) -> bool:
    """Whether the first word of a title is a name, as far as can be told."""
    return len(word) >= 5 and word.isalpha() and word not in EN_STOP and not goods_of(word)


def one_detail(
    product: Product, span: tuple[int, int], rule: str, strength: Strength = Strength.FUZZY
) -> Detail:
    """The product, said there."""
    return Detail(Field.PRODUCT, product.title, span, strength, contradicts=False, rule=rule)


def overlaps(hit: Detail, others: Iterable[Detail]) -> bool:
    """Whether a find shares a character with one that counts already."""
    assert hit.span is not None
    start, end = hit.span
    return any(
        other.span is not None and other.span[0] < end and start < other.span[1] for other in others
    )

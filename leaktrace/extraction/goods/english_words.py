"""Goods in English texts that are named: other words for them, the noun or the brand of the title, and misspellings."""

import re
from collections.abc import Iterator
from functools import lru_cache

from leaktrace.extraction.goods.english_near import (
    CLOSES,
    COMPOUND,
    ENDS,
    NAMED,
    OWNED_AFTER,
    YOURS,
    Words,
    bought_near,
    led,
    near,
)
from leaktrace.extraction.goods.product import Product
from leaktrace.extraction.goods.table import Talk, may_name
from leaktrace.extraction.reading import Reading

__all__ = ["other_words", "slips", "title_nouns"]

_ANYWHERE = 10_000
"""A word of the title itself may stand far from what is said of a purchase."""
_EVERYDAY_TEXT = "case device mobile phone card support contact computer cell car power"
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
_STAFF = frozenset(["driver", "carrier", "porter", "cleaner", "fitter"])
"""Words of titles that are people who come to the door too."""
_AT_THE_DOOR = frozenset(
    ["box", "gate", "door", "porch", "bin", "van", "locker", "stair", "step", "lift"]
)
"""Words of titles of which every courier speaks."""
_NO_GOODS_TEXT = """
from down over under into onto hold fold double single triple half quarter night morning foot feet inch teal moss sage
slate ochre ivory charcoal rust blush mustard forest natural clear mixed assorted message weight pressure hand left right
"""
_NO_GOODS = frozenset(_NO_GOODS_TEXT.split())
"""Words of titles that do not name the goods, wherever they stand."""
_BEFORE_BRAND_TEXT = "your ur my our his her their new choosing for buying bought ordered"
_BEFORE_BRAND = frozenset(_BEFORE_BRAND_TEXT.split())


@lru_cache(maxsize=4096)
def _phrases(talk: Talk) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of some groups by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in talk.words:
        words = tuple(phrase.split())
        out.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in out.items()}


def other_words(reading: Reading, words: Words, product: Product) -> Iterator[tuple[int, int]]:
    """Other words for goods of the groups of the title."""
    text = reading.text
    known, weak = _phrases(product.talk), product.talk.weak
    for n, (start, _, word) in enumerate(words):
        for phrase in known.get(word, ()):
            last = n + len(phrase) - 1
            if last >= len(words) or any(
                words[n + m][2] != part for m, part in enumerate(phrase) if m
            ):
                continue
            end = words[last][1]
            before = text[max(0, start - 40) : start]
            owned = bool(YOURS.search(before) or OWNED_AFTER.match(text, end))
            if (
                " ".join(phrase) in weak
                and n
                and _told_by_title(reading, words[n - 1], start, product)
            ):
                # the bread book
                yield words[n - 1][0], end
                break
            if " ".join(phrase) in weak:
                everyday = " ".join(phrase) in _EVERYDAY or not owned
                titled = reading.of_order and word in product.anchors
                fits = (
                    bool(owned or NAMED.search(before))
                    and not COMPOUND.match(text, end)
                    and (
                        (titled and bool(CLOSES.match(text, end))) or bought_near(text, start, end)
                        if everyday
                        else near(reading, start, end, 150 if owned else 60)
                    )
                )
            elif len(phrase) > 1:
                fits = True
            else:
                titled = word in product.anchors
                reach = _ANYWHERE if titled else 200 if owned else 90
                fits = near(reading, start, end, reach) and led(text, start)
            if fits and (owned or " ".join(phrase) not in _STAFF | _AT_THE_DOOR):
                yield start, end
                break


def _told_by_title(
    reading: Reading, before: tuple[int, int, str], start: int, product: Product
) -> bool:
    """Whether a word of the title stands just before a word for such goods."""
    text = reading.text
    first, end, word = before
    return (
        word in product.content
        and start - end == 1
        and led(text, first)
        and near(reading, first, end, 150)
    )


def title_nouns(reading: Reading, words: Words, product: Product) -> Iterator[tuple[int, int]]:
    """The noun of the title, and its brand where that stands for the goods."""
    text = reading.text
    for n, (start, end, word) in enumerate(words):
        if _names_goods(reading, word, (start, end), product):
            yield start, end
        elif n + 1 < len(words) and _joined(text, words, n) in product.heads | product.nouns:
            if near(reading, start, end) and led(text, start):
                yield start, words[n + 1][1]
        elif reading.of_order and _ends_compound(word, product):
            # a book, for a sketchbook
            if NAMED.search(text[max(0, start - 30) : start]) and CLOSES.match(text, end):
                yield start, end
        elif word == product.brand and n and words[n - 1][2] in _BEFORE_BRAND:
            rest = text[end : end + 12]
            if not re.match(
                r"['’]?s? (?:team|support|custom|store|shop|account|order|app|care|rep|agent)", rest
            ):
                yield start, end


def _names_goods(reading: Reading, word: str, span: tuple[int, int], product: Product) -> bool:
    """Whether a word of the title stands where it names the goods."""
    text, (start, end) = reading.text, span
    if word in _AT_THE_DOOR and not YOURS.search(text[max(0, start - 30) : start]):
        return False
    if word in product.heads and word not in _STAFF and near(reading, *span):
        return led(text, start)
    if not (word in product.nouns or (reading.of_order and word in product.content)):
        return False
    firm = word in product.firm
    if not (CLOSES if firm else ENDS).match(text, end):
        return False
    if reading.of_order:
        return len(word) > (2 if firm else 3) and word not in _NO_GOODS and led(text, start)
    before = text[max(0, start - 30) : start]
    reach = 90 if YOURS.search(before) else 40
    return bool(NAMED.search(before)) and near(reading, start, end, reach)


def _ends_compound(word: str, product: Product) -> bool:
    """Whether a word is the last part of a noun of the title."""
    return (
        len(word) > 3
        and word not in _NO_GOODS
        and any(
            head.endswith(word) and len(head) - len(word) > 2 and may_name(word)
            for head in product.nouns | product.heads
        )
    )


def _joined(text: str, words: Words, n: int) -> str:
    """Two words as one: bird bath as birdbath."""
    (_, end, word), (start, _, following) = words[n], words[n + 1]
    return word + following if start - end == 1 and text[end] in " -" else ""


@lru_cache(maxsize=4096)
def _misspelled(talk: Talk, heads: frozenset[str]) -> frozenset[str]:
    """Longer words of some groups, and each of them without one of its letters."""
    whole = [word for word in {*talk.words, *heads} if len(word) >= 7 and word.isalpha()]
    return frozenset(form for word in whole for form in _without_one(word))


def _without_one(word: str) -> list[str]:
    """A word, and what is left of it without one of its letters."""
    return [word, *(word[:n] + word[n + 1 :] for n in range(1, len(word)))]


def _is_slip(word: str, known: frozenset[str]) -> bool:
    """Whether a word has a letter too many or too few, or, if it is long, a wrong one."""
    forms = _without_one(word)
    return not known.isdisjoint(forms if len(word) >= 8 else forms[:1])


def slips(reading: Reading, words: Words, product: Product) -> Iterator[tuple[int, int]]:
    """Words that are one letter away from one for these goods."""
    text = reading.text
    known, usual = _misspelled(product.talk, product.heads), product.talk.words
    for start, end, word in words:
        if (
            len(word) >= 7
            and word.isalpha()
            and word not in usual
            and _is_slip(word, known)
            and near(reading, start, end, 40)
            and NAMED.search(text[max(0, start - 30) : start])
        ):
            yield start, end

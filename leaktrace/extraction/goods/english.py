"""Goods in English texts: words of a title, other words, a "thing" for what they do, and misspellings."""

import re
from collections.abc import Iterator

from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods.english_near import COMMERCE, LINKS, near
from leaktrace.extraction.goods.english_told import likened, things
from leaktrace.extraction.goods.english_words import other_words, slips, title_nouns
from leaktrace.extraction.goods.product import Product, one_detail, overlaps, title_words
from leaktrace.extraction.goods.table import goods_of, tokens
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.spoken_of import is_promoted, is_something_else

__all__ = ["find_english"]

_SHOP_BEFORE = re.compile(
    r"(?:\b(?:from|this is|at|by|team|regards|cheers|thanks|morning|afternoon|evening|hi|hello|hiya)\b[,:]?|[—–-]|\bfrom:)\s+(?:the )?(?:[\w'’&]+ ){0,2}$"
)
_SHOP_AFTER = re.compile(
    r" (?:& co\b|and co\b|here|calling|speaking|co\b|ltd|limited|pottery|team)"
)
_SENDER_AFTER = re.compile(
    r" (?:order |customer |support |sales |returns |claims |delivery )?(?:team|dept\b|department|desk|crew|hq|warehouse|helpline|hotline|customer (?:care|service|support))"
)
_LINK = re.compile(r"[\w-]*(?:\.[\w-]+)*\.(?:example|com|net|org|co|io|uk|shop|in|ng|au|nz|ca)\b")
_LABEL_BEFORE = re.compile(
    r"(?:^|\n|Desk, |Team, |Shop |Store |Support, |Care, |[|] )(?:[A-Z][\w'’&]* ){0,2}$"
)
_FROM_CAPITALS = re.compile(r"\b(?:from|by|at|with) (?:[A-Z][A-Z'’&]+ ){1,3}$")
_TOLD_BEHIND = re.compile(r"\b(?:for|with|wi|that|to|of|so|in|which|from)\b")
_SEARCHES = (
    ("thesaurus", other_words),
    ("noun", title_nouns),
    ("does", things),
    ("likened", likened),
    ("misspelled", slips),
)


def find_english(reading: Reading, product: Product) -> list[Detail]:
    """Words of the title side by side, and other words for the same thing."""
    text = reading.text
    if product.folded in text:
        start = text.find(product.folded)
        span = (start, start + len(product.folded))
        return [one_detail(product, span, "title", Strength.EXACT)]
    hits = list(_word_runs(reading, product))
    if (reading.of_order or COMMERCE.search(text)) and not is_promoted(reading):
        words = tokens(text)
        hits += [
            one_detail(product, span, rule)
            for rule, search in _SEARCHES
            for span in search(reading, words, product)
        ]
    found: list[Detail] = []
    for hit in hits:
        assert hit.span is not None
        if is_something_else(reading, *hit.span) or _is_shop(reading, hit.span, product):
            continue
        if hit.rule != "words" and _is_senders(reading, *hit.span):
            continue
        if hit.rule in ("likened", "does"):
            # the oyster pot, of which so far the oyster was found
            found = [one for one in found if not _within(reading.text, one, hit.span)]
        if not overlaps(hit, found):
            found.append(hit)
    return found


def _is_senders(reading: Reading, start: int, end: int) -> bool:
    """Whether words are part of who sends or calls, or of a link: lighting team, from WEE WELSH BABIES, Kids Corner:."""
    said = reading.raw[start:end]
    if _SENDER_AFTER.match(reading.text, end) or _LINK.match(reading.text, end):
        return True
    if said[0].isupper() and _LABEL_BEFORE.search(reading.raw, max(0, start - 24), start):
        return bool(re.match(r"\s*(?:$|[:\n])", reading.raw[end:]))
    # in a notice that is not all in capitals those are of the shop
    return bool(
        said.isupper()
        and not reading.raw.isupper()
        and _FROM_CAPITALS.search(reading.raw, max(0, start - 40), start)
    )


def _within(text: str, found: Detail, span: tuple[int, int]) -> bool:
    """Whether what was found is what tells the goods of a longer find, and not these themselves."""
    assert found.span is not None
    start, end = found.span
    if found.rule == "words" or not span[0] <= start < end <= span[1]:
        return False
    return span[0] < start or (end < span[1] and not _TOLD_BEHIND.search(text, *span))


def _is_shop(reading: Reading, span: tuple[int, int], product: Product) -> bool:
    """Whether words are the name of the shop, which the title begins with too: this is Dunmore Drums."""
    start, end = span
    said = reading.raw[start:end]
    if not (product.brand or "&" in said) or said.isupper():
        return False
    brand = re.match(r"[\w'’]+", product.folded)
    around = reading.text[max(0, start - 30) : end]
    named = brand is not None and re.search(rf"\b{re.escape(brand.group())}\b", around)
    capitals = all(word[0].isupper() for word in re.findall(r"[A-Za-z]{3,}", said))
    return bool(
        named
        and capitals
        and (
            _SHOP_BEFORE.search(reading.text[max(0, start - 40) : start])
            or _SHOP_AFTER.match(reading.text, end)
        )
    )


def _word_runs(reading: Reading, product: Product) -> Iterator[Detail]:
    """At least two words that are neighbours in the title too, one of them telling."""
    words = title_words(reading.text)
    n = 0
    while n < len(words) - 1:
        end = n
        while (
            end + 1 < len(words)
            and (words[end][1], words[end + 1][1]) in product.word_pairs
            and words[end + 1][0][0] - words[end][0][1] <= 3
        ):
            end += 1
        last = end
        while n < end and words[n][1] in LINKS:
            n += 1
        run = [word for _, word in words[n : end + 1]]
        telling = [
            word for word in run if word in product.content or (word.isdigit() and len(word) > 2)
        ]
        left, right = words[n][0][0], words[end][0][1]
        if end > n and (
            len(telling) >= 2
            or (telling and len(run) >= 3)
            or (telling and goods_of(" ".join(run)) & product.groups)
            or (telling and near(reading, left, right, 40))
        ):
            yield one_detail(product, (left, right), "words", Strength.PARTIAL)
        n = max(last, n + 1)

"""Products: words of an item's title, or other words for the same thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.goods import (
    EN_GOODS,
    EN_WEAK,
    GENERIC,
    HEADS,
    ZH_GOODS,
    en_groups_of,
    groups_of_word,
    zh_groups_of,
)
from leaktrace.extraction.reading import Reading, fold, is_hanzi
from leaktrace.extraction.title_nouns import (
    EN_STOP,
    chinese_heads,
    english_noun,
    is_bought,
    single_nouns,
    stem,
)

__all__ = ["Product", "find_products", "know_products"]

_COMMERCE = re.compile(
    r"\b(?:order(?:ed|s)?|refund\w*|purchas\w+|bought|deliver\w*|parcel|package|ship(?:s|p\w+)|shipment|payment|paid|recall\w*|item|products?|seller|merchant|store|shop|compensation|charged|dollars|bucks|customer|etsy|amazon|ebay|walmart|target|shopify|driver|ups|fedex|usps|dhl|invoice|receipt|claim\w*|customs|warranty|stock|batch|courier|auto-completed)\b|\$\d"
)
_EN_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_WRONG_ZH = re.compile(
    r"(?:商品名?(?:叫|是|：|:|说成了?)|说成了?|说的?是|您买的|你买的|购买的|您在?[^，,。]{0,6}买的|下单的|拍的|里面是|东西是|当成)(?:一[个件台双套]|那个|这个|的|“|\")*$"
)
_WRONG_EN = re.compile(
    r"(?:(?:you|i) (?:bought|ordered|purchased)|your order (?:of|for)|purchase of|order for|said it was|called it|parcel with|selling me|about) (?:a |an |the |my |your |some |new )*(?:[a-z]+ )?$"
)


@dataclass(frozen=True)
class Product:
    """One item's title, made searchable."""

    title: str
    folded: str
    pairs: frozenset[str]
    groups: frozenset[int]
    words: tuple[str, ...]
    content: frozenset[str]
    word_pairs: frozenset[tuple[str, str]]
    zh: bool
    heads: frozenset[str]
    """Characters, or the word, with which the name of the goods ends."""


def know_products(facts: OrderFacts) -> tuple[Product, ...]:
    """The items of `facts`."""
    out = []
    for title, _ in facts.items:
        folded = fold(title)
        zh = any(map(is_hanzi, folded))
        words = tuple(
            stem(word) for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", folded.replace("'s", ""))
        )
        pairs = frozenset(
            folded[n : n + 2]
            for n in range(len(folded) - 1)
            if is_hanzi(folded[n]) or is_hanzi(folded[n + 1])
        )
        groups = zh_groups_of(folded) if zh else en_groups_of(folded)
        content = frozenset(word for word in words if word not in EN_STOP and not word.isdigit())
        out.append(
            Product(
                title,
                folded,
                pairs,
                groups,
                words,
                content,
                frozenset(pairwise(words)),
                zh,
                chinese_heads(folded) if zh else frozenset(filter(None, (english_noun(folded),))),
            )
        )
    return tuple(out)


def find_products(reading: Reading, known: tuple[Product, ...]) -> list[Detail]:
    """Items of the order in a text, and goods of others that are put to the buyer as theirs."""
    found: list[Detail] = []
    for product in known:
        search = _chinese if product.zh and reading.zh else _english if not product.zh else None
        if search:
            for hit in search(reading, product):
                if not _taken(found, hit):
                    found.append(hit)
    if known:
        found += [hit for hit in _others(reading, known) if not _taken(found, hit)]
    return found


def _taken(found: list[Detail], hit: Detail) -> bool:
    """Whether the words were counted already."""
    assert hit.span is not None
    return any(
        other.span is not None and other.span[0] < hit.span[1] and hit.span[0] < other.span[1]
        for other in found
    )


def _chinese(reading: Reading, product: Product) -> list[Detail]:
    """Stretches of the title, and other words for the same thing."""
    found = list(_stretches(reading, product))
    words = [
        (match.span(), "thesaurus")
        for match in ZH_GOODS.finditer(reading.text)
        if groups_of_word(match.group()) & product.groups and not _weak(match, reading)
    ]
    words += [(span, "single noun") for span in single_nouns(reading.text, product.heads)]
    for span, rule in words:
        hit = _fuzzy(product, span, rule)
        if not _taken(found, hit):
            found.append(hit)
    return found


def _stretches(reading: Reading, product: Product) -> Iterator[Detail]:
    """Stretches of the title, each as long as it goes."""
    text = reading.text
    start, before = 0, (-1, -1)
    while start < len(text) - 1:
        if text[start : start + 2] not in product.pairs:
            start += 1
            continue
        end = start + 2
        while (
            end < len(text)
            and text[end - 1 : end + 1] in product.pairs
            and text[start : end + 1] in product.folded
        ):
            end += 1
        hit = _stretch(reading, product, start, end)
        if hit is None and before[1] == start:
            hit = _joined(reading, product, before[0], end)
        if hit:
            yield hit
        before = (start, end) if hit is None else (-1, -1)
        start = end - 1 if hit is None else end


def _fuzzy(product: Product, span: tuple[int, int], rule: str) -> Detail:
    """The product, in words that are not quite those of its title."""
    return Detail(Field.PRODUCT, product.title, span, Strength.FUZZY, contradicts=False, rule=rule)


def _joined(reading: Reading, product: Product, start: int, end: int) -> Detail | None:
    """Two stretches of the title side by side, as 武鸣沃柑 of 沃柑广西武鸣."""
    telling = GENERIC.sub("", reading.text[start:end])
    if end - start > 8 or len(telling) < 4 or not all(map(is_hanzi, telling)):
        return None
    return _fuzzy(product, (start, end), "joined")


def _weak(match: re.Match[str], reading: Reading) -> bool:
    """Whether a word is said of something else."""
    return match.group() in (
        "手机",
        "充电器",
        "电视",
        "暖气",
        "水果",
        "隐形",
        "按摩",
        "支架",
        "链子",
    ) and not re.search(r"买|拍|订|商品|那个|您的", reading.before(match.start(), 8))


def _stretch(reading: Reading, product: Product, start: int, end: int) -> Detail | None:
    """What a stretch of the title in a text amounts to."""
    said = reading.text[start:end]
    rest = GENERIC.sub("", said)
    head = reading.text[end : end + 1]
    whole, strength, rule = end, Strength.FUZZY, "noun"
    if len(said) == len(product.folded):
        strength, rule = Strength.EXACT, "title"
    elif rest == said and len(said) == 2 and head in HEADS and head in product.folded:
        whole, rule = end + 1, "head"
    elif len(said) >= 4 and len(rest) >= 2 and any(map(is_hanzi, rest)):
        strength, rule = Strength.PARTIAL, "words"
    elif is_bought(reading.text, start, end) and _tells(rest, said):
        rule = "bought"
    elif len(rest) < 2 or said[-1] not in HEADS or rest[-1] != said[-1]:
        return None
    return Detail(
        Field.PRODUCT, product.title, (start, whole), strength, contradicts=False, rule=rule
    )


def _tells(rest: str, said: str) -> bool:
    """Whether more than words that say nothing were said: 海参, 跑步鞋."""
    return all(map(is_hanzi, said)) and (
        len(rest) >= 2 or (len(rest) == 1 and said[-1] == rest and rest in HEADS)
    )


def _english(reading: Reading, product: Product) -> list[Detail]:
    """Words of the title side by side, and other words for the same thing."""
    text = reading.text
    if product.folded in text:
        start = text.find(product.folded)
        return [
            Detail(
                Field.PRODUCT,
                product.title,
                (start, start + len(product.folded)),
                Strength.EXACT,
                contradicts=False,
                rule="title",
            )
        ]
    found = list(_word_runs(text, product))
    if not _COMMERCE.search(text):
        return found
    words = [
        (match.span(), "thesaurus")
        for match in EN_GOODS.finditer(text)
        if groups_of_word(match.group()) & product.groups
        and (match.group() not in EN_WEAK or _named_as_order(text, match))
    ]
    words += [
        (match.span(), "noun")
        for match in _EN_WORD.finditer(text)
        if stem(match.group()) in product.heads and _named_as_order(text, match)
    ]
    for span, rule in words:
        hit = _fuzzy(product, span, rule)
        if not _taken(found, hit):
            found.append(hit)
    return found


def _named_as_order(text: str, match: re.Match[str]) -> bool:
    """Whether a word of ordinary talk stands close to an order."""
    around = text[max(0, match.start() - 60) : match.end() + 60]
    return bool(_COMMERCE.search(around)) and bool(
        re.search(
            r"\b(?:the|your|my|ur|a|for|of|that|this|[a-z]+)\W{1,3}(?:[\w-]+ )?$|[:,(]\s*$|^\W*$",
            text[: match.start()][-30:],
        )
    )


def _word_runs(text: str, product: Product) -> Iterator[Detail]:
    """At least two words that are neighbours in the title too, one of them telling."""
    words = [
        (match.span(), stem(match.group()))
        for match in re.finditer(r"[a-z0-9]+(?:-[a-z0-9]+)*", text.replace("'s", "  "))
    ]
    n = 0
    while n < len(words) - 1:
        end = n
        while (
            end + 1 < len(words)
            and (words[end][1], words[end + 1][1]) in product.word_pairs
            and words[end + 1][0][0] - words[end][0][1] <= 3
        ):
            end += 1
        run = [word for _, word in words[n : end + 1]]
        telling = [word for word in run if word in product.content]
        if end > n and (
            len(telling) >= 2
            or (telling and len(run) >= 3)
            or (telling and en_groups_of(" ".join(run)) & product.groups)
            or (
                telling
                and _COMMERCE.search(text[max(0, words[n][0][0] - 40) : words[end][0][1] + 40])
            )
        ):
            yield Detail(
                Field.PRODUCT,
                product.title,
                (words[n][0][0], words[end][0][1]),
                Strength.PARTIAL,
                contradicts=False,
                rule="words",
            )
        n = max(end, n + 1)


def _others(reading: Reading, known: tuple[Product, ...]) -> Iterator[Detail]:
    """Goods that are in none of the items, where they are said to have been ordered."""
    own = frozenset(number for product in known for number in product.groups)
    if not own:
        return
    goods, context = (ZH_GOODS, _WRONG_ZH) if reading.zh else (EN_GOODS, _WRONG_EN)
    for match in goods.finditer(reading.text):
        if not groups_of_word(match.group()) & own and context.search(
            reading.before(match.start(), 40)
        ):
            said = reading.raw[match.start() : match.end()]
            yield Detail(
                Field.PRODUCT,
                said,
                match.span(),
                Strength.FUZZY,
                contradicts=True,
                rule="other goods",
            )

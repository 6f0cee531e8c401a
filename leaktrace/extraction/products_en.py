"""Goods in English texts: words of a title, other words, a "thing" for what they do, and misspellings."""

import re
from collections.abc import Iterator
from functools import lru_cache

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods import Talk, goods_of, goods_of_word, is_name, tokens
from leaktrace.extraction.product import Product, one_detail, overlaps, title_words
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.spoken_of import is_promoted, is_something_else

__all__ = ["find_english", "other_english"]

_Words = list[tuple[int, int, str]]

_COMMERCE = re.compile(
    r"\b(?:order(?:ed|s)?|refund\w*|purchas\w+|bought|deliver\w*|parcel|package|ship(?:s|p\w+)|shipment|payment|paid|recall\w*|item|products?|seller|merchant|store|shop|compensation|charged?|dollars|bucks|quid|pounds?|euros?|rupees|rand|cash|booked|sent for|upi|customer|etsy|amazon|ebay|walmart|target|shopify|driver|ups|fedex|usps|dhl|dpd|evri|royal mail|mail carrier|invoice|receipt|claim\w*|customs|warranty|stock|batch|courier|auto-completed|replacement|mailing|exchange|swap|fraud|faulty|defect\w*|agent|supplier|retailer|carrier|reimburse\w*|redeliver\w*|depot|postage|dispatch\w*|returned|damaged|hazard|overheat\w*|compensat\w*|contaminat\w*|bacteria|mou?ld|marketplace|assembly|installer|buyers?|choosing|buying|review|doorstep|concierge|porch|buzzer|(?:trouble|problem|issue) with (?:your|the)|send you a new|return it|locker|posted|posting|post office|website|tracked|signed for|off (?:my|her|his|your|their) card|on (?:my|her|his|your|their) card|paying|sold|listing|price|consignee|consignment|con note|awb|royalmail|evri|hermes|an post|auspost|auction|seized|narcotics|contraband)\b|[$£€₹]\s?\d|\brs\.?\s?\d|\br\d{3}"
)
_LED = re.compile(
    r"(?:\b(?:the|your|my|ur|a|an|for|of|that|this|these|those|them|some|them|one|two|three|our|his|her|re|about|regarding|on|was|bought|ordered|booked|returned|afternoon['’]s|morning['’]s|night['’]s|yesterday['’]s|\w+day['’]s)\W{1,3}(?:[\w'-]+\W{1,3}){0,3}|[:,(\"“.!?\-–—]\s*|^\W*)$"
)
_YOURS = re.compile(
    r"\b(?:your|ur|my|his|her|their|new|you bought|you ordered|i bought|i ordered|order for|bought)\W{1,3}(?:an?\W|the\W|some\W)?(?:[\w'-]+\W){0,1}$"
)
_OWNED_AFTER = re.compile(
    r"(?: that| which)?,? (?:you|i)(?:'d|'ve| just| have| had)? (?:bought|ordered|purchased|got|paid|returned|asked)\b| (?:order|purchase|parcel|package|delivery|refund|recall|shipment|box)\b"
)
_BOUGHT = re.compile(
    r"\b(?:order(?:ed|s)?|bought|purchas\w+|refund\w*|deliver\w*|parcel|recall\w*|ship\w*|return(?:ed|s)?|replac\w+|paid|in the post|on the way|damaged|seller|stock|customs|delayed|stuck|faulty)\b"
)
_COMPOUND = re.compile(
    r"[ -](?:account|number|bill|compan|service|plan|internet|payment|holder|detail|statement|balance|card|company|network|provider|contract|address|fee|appointment|class|lesson|licen|time)"
)
_ANYWHERE = 10_000
"""A word of the title itself may stand far from what is said of a purchase."""
_EVERYDAY_TEXT = "case device mobile phone card support contact computer cell car power"
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
_CLOSES = re.compile(
    r"(?:['’]s)?(?:\W*$|[,.;:!?)\"”]|\s+(?:you|u|ye|i|we|was|is|are|were|has|have|had|that|which|from|on|at|for|with|order|purchase|delivery|parcel|package|box|refund|recall|needs?|got|came|arriv\w+|broke|and|to|will|won|of yours)\b)"
)
_NAMED = re.compile(
    r"\b(?:the|your|my|ur|a|an|that|this|these|those|them|for|of|some|his|her|their|new|got|ordered|bought)\s(?:[\w'’-]+\s)?$|:\s(?:[\w-]+\s)?$"
)
_STAFF = frozenset(["driver", "carrier", "porter", "cleaner", "fitter"])
"""Words of titles that are people who come to the door too."""
_BEFORE_BRAND_TEXT = "your ur my our his her their new choosing for buying bought ordered"
_BEFORE_BRAND = frozenset(_BEFORE_BRAND_TEXT.split())
_THINGS = frozenset(
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
_PARTS = frozenset(_PARTS_TEXT.split())
"""Words that say little, and are told by what stands behind them: parts for your snow thrower."""
_LINKS = frozenset(["with", "and", "for", "of", "in", "to", "a", "an", "the", "by"])
_FOR = frozenset(["for", "that", "to", "which", "you", "with"])
_PUT_TO_BUYER = re.compile(
    r"(?:did you (?:just |really )?(?:order|buy|purchase)|(?:you|i|i'd|i had|he|she|i'd|you'd|they'd) (?:never |just )?(?:bought|ordered|purchased|sent for)|(?:your|my) (?:order (?:of|for)|purchase of|new)|purchase of|(?:\$[\d.,]+|dollars|bucks|pounds|charge) for|(?:somebody|someone) (?:also )?bought|order for|said it was|called it|called them|parcel with|selling me|(?:kept|keeps|going|went) on about) (?:a |an |the |my |your |some |new |pair of |set of )*"
)
_BRANDED = re.compile(
    r"(?:apple|samsung|google|sony|dell|hp|lenovo|microsoft|huawei|xiaomi|nintendo|lg|canon|nikon|asus|acer|garmin|bose|dyson)"
    r"(?: (?:[a-z]{0,3}\d{1,4}[a-z]{0,2}|pro|max|plus|ultra|mini|air|galaxy|macbook|imac|ipad|iphone|airpods|pixel|watch|tv|television|phone|smartphone|laptop|tablet|computer|headphones|camera|switch|playstation|xbox|fridge|vacuum)\b)+"
)
"""A make with its model: Samsung Galaxy phone."""


def find_english(reading: Reading, product: Product) -> list[Detail]:
    """Words of the title side by side, and other words for the same thing."""
    text = reading.text
    if product.folded in text:
        start = text.find(product.folded)
        span = (start, start + len(product.folded))
        return [one_detail(product, span, "title", Strength.EXACT)]
    hits = list(_word_runs(reading, product))
    if (reading.of_order or _COMMERCE.search(text)) and not is_promoted(reading):
        words = tokens(text)
        hits += [
            one_detail(product, span, rule)
            for rule, search in _SEARCHES
            for span in search(reading, words, product)
        ]
    found: list[Detail] = []
    for hit in hits:
        assert hit.span is not None
        if not overlaps(hit, found) and not is_something_else(reading, *hit.span):
            found.append(hit)
    return found


def _near(reading: Reading, start: int, end: int, reach: int = 60) -> bool:
    """Whether a purchase is spoken of close by, or the text shows another fact of the order."""
    last = min(len(reading.text), end + reach)
    return reading.of_order or bool(_COMMERCE.search(reading.text, max(0, start - reach), last))


def _bought_near(text: str, start: int, end: int) -> bool:
    """Whether a word of ordinary talk stands close to what is done with goods."""
    return bool(_BOUGHT.search(text, max(0, start - 40), min(len(text), end + 40)))


def _led(text: str, start: int) -> bool:
    """Whether a word stands where one names a thing."""
    return bool(_LED.search(text[max(0, start - 40) : start]))


@lru_cache(maxsize=4096)
def _phrases(talk: Talk) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of some groups by their first word."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in talk.words:
        words = tuple(phrase.split())
        out.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in out.items()}


def _other_words(reading: Reading, words: _Words, product: Product) -> Iterator[tuple[int, int]]:
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
            owned = bool(_YOURS.search(before) or _OWNED_AFTER.match(text, end))
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
                fits = (
                    bool(owned or _NAMED.search(before))
                    and not _COMPOUND.match(text, end)
                    and (
                        _bought_near(text, start, end)
                        if everyday
                        else _near(reading, start, end, 150 if owned else 60)
                    )
                )
            elif len(phrase) > 1:
                fits = True
            else:
                titled = word in product.anchors
                reach = _ANYWHERE if titled else 200 if owned else 90
                fits = _near(reading, start, end, reach) and _led(text, start)
            if fits:
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
        and _led(text, first)
        and _near(reading, first, end, 150)
    )


def _title_nouns(reading: Reading, words: _Words, product: Product) -> Iterator[tuple[int, int]]:
    """The noun of the title, and its brand where that stands for the goods."""
    text = reading.text
    for n, (start, end, word) in enumerate(words):
        if _names_goods(reading, word, (start, end), product):
            yield start, end
        elif n + 1 < len(words) and _joined(text, words, n) in product.heads | product.nouns:
            if _near(reading, start, end) and _led(text, start):
                yield start, words[n + 1][1]
        elif word == product.brand and n and words[n - 1][2] in _BEFORE_BRAND:
            rest = text[end : end + 12]
            if not re.match(
                r"['’]?s? (?:team|support|custom|store|shop|account|order|app|care|rep|agent)", rest
            ):
                yield start, end


def _names_goods(reading: Reading, word: str, span: tuple[int, int], product: Product) -> bool:
    """Whether a word of the title stands where it names the goods."""
    text, (start, end) = reading.text, span
    if word in product.heads and word not in _STAFF and _near(reading, *span):
        return _led(text, start)
    if not (word in product.nouns or (reading.of_order and word in product.content)):
        return False
    if not _CLOSES.match(text, end):
        return False
    if reading.of_order:
        return len(word) > 3 and _led(text, start)
    before = text[max(0, start - 30) : start]
    reach = 90 if _YOURS.search(before) else 40
    return bool(_NAMED.search(before)) and _near(reading, start, end, reach)


def _joined(text: str, words: _Words, n: int) -> str:
    """Two words as one: bird bath as birdbath."""
    (_, end, word), (start, _, following) = words[n], words[n + 1]
    return word + following if start - end == 1 and text[end] in " -" else ""


def _things(reading: Reading, words: _Words, product: Product) -> Iterator[tuple[int, int]]:
    """A thing told by what it does or a word of the title: coffee thing, the whatsit for the feet."""
    text = reading.text
    for n, (start, end, word) in enumerate(words):
        if word in _THINGS and _near(reading, start, end, 120):
            yield from _told(reading, words, n, product)
        elif word in _PARTS and n + 1 < len(words) and words[n + 1][2] == "for":
            if _near(reading, start, end, 80):
                yield from _told_behind(reading, words, n, product)
        elif word.endswith("ing") and word in product.anchors and n + 1 < len(words):
            # your fishing trousers
            follows, stop, _ = words[n + 1]
            if (
                follows - end == 1
                and _YOURS.search(text[max(0, start - 40) : start])
                and not _COMPOUND.match(text, end)
                and _bought_near(text, start, stop)
            ):
                yield start, stop


def _told(reading: Reading, words: _Words, n: int, product: Product) -> Iterator[tuple[int, int]]:
    """A "thing" with a word before it, or behind "for" or "that", that tells what it is."""
    end = words[n][1]
    before = [one for one in words[max(0, n - 2) : n] if one[2] in product.anchors]
    if before:
        yield before[0][0], end
        return
    yield from _told_behind(reading, words, n, product)


def _told_behind(
    reading: Reading, words: _Words, n: int, product: Product
) -> Iterator[tuple[int, int]]:
    """A "thing" with a word behind "for" or "that" that tells what it is."""
    text = reading.text
    start, end, _ = words[n]
    after = words[n + 1 : n + 6]
    if after and after[0][2] in _FOR:
        told = [one for one in after[1:] if one[2] in product.anchors]
        if told and not re.search(r"[.!?\n]", text[end : told[0][0]]):
            yield start, told[0][1]


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


def _slips(reading: Reading, words: _Words, product: Product) -> Iterator[tuple[int, int]]:
    """Words that are one letter away from one for these goods."""
    text = reading.text
    known, usual = _misspelled(product.talk, product.heads), product.talk.words
    for start, end, word in words:
        if (
            len(word) >= 7
            and word.isalpha()
            and word not in usual
            and _is_slip(word, known)
            and _near(reading, start, end, 40)
            and _NAMED.search(text[max(0, start - 30) : start])
        ):
            yield start, end


_SEARCHES = (
    ("thesaurus", _other_words),
    ("noun", _title_nouns),
    ("does", _things),
    ("misspelled", _slips),
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
        while n < end and words[n][1] in _LINKS:
            n += 1
        run = [word for _, word in words[n : end + 1]]
        telling = [word for word in run if word in product.content]
        left, right = words[n][0][0], words[end][0][1]
        if end > n and (
            len(telling) >= 2
            or (telling and len(run) >= 3)
            or (telling and goods_of(" ".join(run)) & product.groups)
            or (telling and _near(reading, left, right, 40))
        ):
            yield one_detail(product, (left, right), "words", Strength.PARTIAL)
        n = max(last, n + 1)


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


def _named(words: _Words) -> tuple[str, int] | None:
    """The first goods that are named, behind no more than three words that say of what sort they are."""
    for skipped in range(min(4, len(words))):
        if skipped and words[skipped - 1][2] in _LINKS | _FOR:
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

"""Goods in English texts that are in none of the items, where they are put to the buyer as theirs."""

import re
from collections.abc import Iterable, Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.goods.english_near import LINKS, Words
from leaktrace.extraction.goods.product import Product
from leaktrace.extraction.goods.roots_en import root
from leaktrace.extraction.goods.table import goods_of, goods_of_word, is_name, tokens
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.spoken_of import is_promoted, is_something_else

__all__ = ["other_english"]

_ARTICLE = r"(?:(?:an?|the|your|my|some|new|brand[ -]new|one|two|three|four|five|\d{1,2}|pairs? of|sets? of|bottles? of|box(?:es)? of|bags? of|packs? of|case of|pounds of|kilos? of|couple of|lot of|load of|uh|um|er|erm)\b|\.\.\.|…|,)"
_SUM = r"(?:[$£€₹]\s?[\d.,]*\d|(?<!\d)\d+(?:\.\d\d)? ?(?:usd|gbp|aud|cad|eur|inr|euros?|rupees|rand|rs)|dollars|cents|bucks|pounds|pence|quid|euros?|rupees|rand|hundred|thousand|ninety[ -]?nine|ninety[ -]?five)"
_BEFORE = re.compile(
    r"(?:did (?:you|i) (?:just |really |ever )?(?:order|buy|purchase)|place an order for"
    r"|(?:you|i|i'd|i had|he|she|you'd|they'd|we|i've|you've) (?:never |just |also |only |had )?(?:bought|ordered|purchased|sent for|(?:buy|order) (?=an?\b))"
    r"|(?:your|my) (?:order (?:of|for)|purchase of|new)|(?:purchase|payment|charge|invoice|receipt|transaction|debit|parcel|package|shipment|delivery|order|warranty|renewal) (?:of|for|with|containing|on)"
    rf"|{_SUM} (?:was |has been |were )?(?:for|towards)|(?:somebody|someone) (?:also )?(?:has )?(?:bought|ordered)|said it was|then it (?:was|is)|called it|called them|parcel with|selling me"
    r"|(?:kept|keeps|going|went) on about|(?:never|not|didn't) (?:bought|buy|ordered|order)|(?:ain't|haven't|don't|never) (?:got|own|have|had)(?: no| any)?"
    r"|(?:you|they|he|she) (?:said|say) (?:they|you|we|i) (?:sent|ordered|bought|got) (?:you|me)?,?(?: what)?|(?:sent|sending|shipped|given|delivered) (?:me|you|us|them)|(?:'ve|have|has) (?:got )?(?:his|her|their)|a (?:second|third|different|further) (?:thing|item|parcel|order|one)"
    r"|you have a (?:parcel|package|shipment),?|wanted [\w' ,-]{3,40}, with|i could (?:still )?have (?=the\b)|flagged (?=the\b)|(?:asked|asking) (?:me |us |her |him )?about|(?:put|got|had) (?:it|them|me|my [\w ]{3,20}) down as|\b\d ?x|instead of|guessed|ignore)[,:]? [\"“']?"
    rf"(?:{_ARTICLE} ?)*"
)
"""Behind these something is said to have been ordered."""
_AFTER = re.compile(
    r" (?:is|was|has been|are|were|have been|will be|is being|'s)(?: (?:being|now|already|currently|just))? (?:shipped|shipping|charged|ordered|purchased|bought|billed|dispatched|added to your (?:cart|order|account))\b"
    r"| (?:that |which )?(?:you|u) (?:ordered|bought|purchased|paid for|sent for)\b"
    r"| (?:has|have|had) been (?:dispatched|despatched|delayed|recalled|returned|damaged|lost|stopped|held|seized|cancelled|intercepted|flagged)\b"
    r"| (?:is|are|was|were) (?:delayed|recalled|held|stuck|lost|damaged|faulty|unsafe|contaminated|counterfeit|out for delivery)\b"
    rf"| (?:on|in) (?:the|your|that|my) (?:same )?order\b| (?:landed|ended up|turned up) (?:in|at|on) (?:my|our|your)\b| for {_SUM}| (?:at|for|costing|worth) (?:about |around )?(?:[$£€₹]\s?\d|(?:an? |one |two |three |four |five |six |seven |eight |nine |ten |eleven |twelve |thirteen |fourteen |fifteen |sixteen |seventeen |eighteen |nineteen |twenty )+(?:hundred|thousand|grand))"
)
"""Before these, too."""
_ASKED = re.compile(rf"[\"“'](?:[^\"”?]{{1,30}}, )?(?:{_ARTICLE} ?)*(?P<said>[^\"”'?,]{{3,30}})\?")
"""A guess: "a phone case?"."""
_ORDERED = re.compile(r"\b(?:bought|ordered|order|guess\w*|purchase|parcel)\b")
_FOLLOWS_NAME = re.compile(r"\b(?:parcel|package|box|item)s?\b[^.!?\n]{0,60}[,:] (?:for )?")
_BRANDED = re.compile(
    r"(?:(?:apple|samsung|google|sony|dell|hp|lenovo|microsoft|huawei|xiaomi|nintendo|lg|canon|nikon|asus|acer|garmin|bose|dyson|oneplus|motorola|nokia|fitbit|gopro|dji|meta|panasonic|philips|sharp|hisense|tcl|kitchenaid|ninja|shark|rolex|omega|gucci|nike|adidas|louis vuitton|ray[- ]ban)"
    r"(?: (?:[a-z]{0,3}\d{1,4}[a-z]{0,2}|pro|max|plus|ultra|mini|air|galaxy|macbook|imac|ipad|iphone|airpods|pixel|watch|tv|television|phone|smartphone|laptop|tablet|computer|headphones|earbuds|speaker|camera|drone|switch|playstation|xbox|fridge|vacuum|hairdryer|hoover|trainers|sneakers|shoes|handbag|bag|wallet|sunglasses|monitor|printer|notebook|quest|console|blender|mixer|inch|product|products|device|devices|item|items|account|gift card|gift cards))+"
    r"|(?:i-?phone|i-?pad|macbook|airpods|imac|playstation|ps[45]|xbox|galaxy|pixel|kindle|nintendo switch)(?: (?:\d{1,2}[a-z]{0,2}|pro|max|plus|ultra|mini|air|series|x|s\d{1,2}|fold|flip|se|e|oled))*)(?![\w-])"
)
"""A make with its model: Samsung Galaxy phone, iPhone 15 Pro."""
_THANKED = re.compile(
    r"(?:thank(?:s| you) for (?:your )?(?:recent )?(?:purchase of|purchasing|buying|ordering|order of|renewing|subscribing to|renewal of|subscription (?:to|of|for))|(?:subscription|licen[cs]e|plan|membership) (?:to|for|of)|(?:renewed|activated|purchased|charged for|debited for|invoice for)) (?:your |the |an? )?"
)
_PROPER = re.compile(r"[A-Z][\w-]*(?: (?:[A-Z][\w-]*|\d{1,4}|of|and|&))* (?:[A-Z][\w-]*|\d{1,4})")
_PERSON = re.compile(r"(?:mr|mrs|ms|miss|madame?|mister|dr|sir)\b")
_PRESSED = re.compile(
    r"(?:press|dial|ring|call|text|hit|key) (?:one|two|three|four|five|six|seven|eight|nine|zero|nought|\d|star|hash)\b"
)
_QUANTITY = re.compile(
    r"(?:(?:an?|two|three|four|five|six|\d{1,2}) )?(?:pairs?|sets?|bottles?|box(?:es)?|bags?|packs?|case) of $"
)
_LEADS = re.compile(rf"\b{_ARTICLE} ?[\"“']?$")
_FOR = frozenset(["for", "that", "to", "which", "you", "with"])
_STOPS_TEXT = "order purchase delivery parcel package refund it this that account item product one if when because"
_STOPS = LINKS | _FOR | frozenset(_STOPS_TEXT.split())
_EVERYDAY_TEXT = """
account bank card computer car house home app email link code number address detail password website line box bag thing
photo picture letter form ticket envelope key voucher gift present story paper pen drink light water food cash gate boiler furnace roof window loft meter panel van lift kitchen bathroom garden
"""
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
"""What scams speak of anyway."""


def other_english(reading: Reading, items: tuple[Product, ...]) -> list[Detail]:
    """Goods that are in none of the items, where they are said to have been ordered."""
    if is_promoted(reading):
        return []
    own = frozenset().union(*(one.groups for one in items))
    roots = frozenset().union(*(one.akin for one in items))
    spans: dict[tuple[int, int], None] = {}
    for start, phrase in _put_to_buyer(reading):
        end = start + len(phrase)
        if _is_others(phrase, own, roots) and not is_something_else(reading, start, end):
            spans[start, end] = None
    if spans:
        spans |= dict.fromkeys(_again(reading.text, list(spans), own))
    return [_other(reading, span) for span in spans]


def _put_to_buyer(reading: Reading) -> Iterator[tuple[int, str]]:
    """Goods where they are put to the buyer, and where they begin."""
    text = reading.text
    for match in _BEFORE.finditer(text):
        yield from _goods_from(reading, match.end())
    for match in _BRANDED.finditer(text):
        if _AFTER.match(text, match.end()):
            yield match.start(), match.group()
    for match in _AFTER.finditer(text):
        yield from _goods_up_to(text, match.start())
    yield from _guessed(reading)
    for match in _THANKED.finditer(text):
        if named := _PROPER.match(reading.raw, match.end()):
            yield named.start(), text[slice(*named.span())]


def _guessed(reading: Reading) -> Iterator[tuple[int, str]]:
    """Goods that somebody guesses, or that are told with another parcel."""
    text = reading.text
    if "?" in text and _ORDERED.search(text):
        for match in _ASKED.finditer(text):
            yield from _goods_from(reading, match.start("said"), match.end("said"))
    if reading.of_order or "other parcel" in text:
        for match in _FOLLOWS_NAME.finditer(text):
            yield from _goods_from(reading, match.end())


def _goods_from(reading: Reading, start: int, last: int | None = None) -> Iterator[tuple[int, str]]:
    """Goods that are named from a place on, at most four words behind it."""
    text = reading.text
    start += len(text[start : start + 12]) - len(text[start : start + 12].lstrip(" \"“'"))
    if branded := _BRANDED.match(text, start):
        yield start, branded.group()
        return
    part = re.split(r"[.!?;,\n]", text[start : min(start + 48, last or len(text))])[0]
    words = tokens(part)
    found = _named(words)
    if found is None:
        return
    first, end = start + words[0][0], start + found
    said = reading.raw[first:end]
    alone = " " not in said and not said.endswith("s")
    if alone and last is None and not _LEADS.search(text, max(0, first - 16), first):
        # press one, ring us
        return
    if _PERSON.match(text, first) or _PRESSED.match(text, first):
        return
    if said[said.rfind(" ") + 1].isupper() and not said.isupper() and last is None:
        # Ms Reed
        return
    if many := _QUANTITY.search(text, max(0, first - 24), first):
        first = many.start()
    yield first, text[first:end]


def _goods_up_to(text: str, end: int) -> Iterator[tuple[int, str]]:
    """Goods whose name ends there."""
    before = re.split(r"[.!?;:,\n\"“]", text[max(0, end - 40) : end])[-1]
    words = tokens(before)
    for size in (3, 2, 1):
        part = words[-size:]
        if len(part) == size and is_name(" ".join(word for _, _, word in part)):
            yield end - len(before) + part[0][0], before[part[0][0] :]
            return


def _named(words: Words) -> int | None:
    """Where the first goods end, behind no more than three words that say of what sort they are."""
    for skipped in range(min(4, len(words))):
        if skipped and words[skipped - 1][2] in _STOPS:
            return None
        for size in (3, 2, 1):
            part = words[skipped : skipped + size]
            if is_name(" ".join(word for _, _, word in part)):
                return part[-1][1]
    return None


def _is_others(phrase: str, own: frozenset[int], roots: frozenset[str]) -> bool:
    """Whether goods are others than those of the order, as far as words tell."""
    words = [word for _, _, word in tokens(phrase)]
    if words[-1] in _EVERYDAY or any(root(word) in roots for word in words):
        return False
    if goods_of(phrase) & own:
        return False
    return not any(
        goods_of_word(" ".join(words[-size:]), zh=False) & own for size in range(1, len(words) + 1)
    )


def _again(
    text: str, spans: Iterable[tuple[int, int]], own: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Where the same goods are spoken of again, by the same words or the last of them."""
    for start, end in spans:
        said = text[start:end]
        last = said.split(" ")[-1]
        alone = last if not goods_of(last) & own and len(last) > 3 and last.isalpha() else said
        if "phone" in said:
            alone = "phone"
        again = rf"(?<![\w-])(?:{re.escape(said)}|(?<=the |hat |his |any ){re.escape(alone)}|(?<=no ){re.escape(alone)})(?![\w-])"
        for match in re.finditer(again, text):
            if not start <= match.start() < end:
                yield match.span()


def _other(reading: Reading, span: tuple[int, int]) -> Detail:
    """Goods there that were not ordered."""
    said = reading.raw[slice(*span)]
    return Detail(Field.PRODUCT, said, span, Strength.FUZZY, contradicts=True, rule="other goods")

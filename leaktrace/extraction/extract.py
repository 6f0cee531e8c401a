"""From a text to the details that it discloses about one order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail
from leaktrace.extraction.by_value import find_by_value
from leaktrace.extraction.classes.lures import advertises
from leaktrace.extraction.classes.rules import is_of_order
from leaktrace.extraction.days.dates import find_dates
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.fit import is_informing
from leaktrace.extraction.goods.products import Product, find_products, know_products
from leaktrace.extraction.holder import by_holder, with_echoes
from leaktrace.extraction.identifiers.find import Identifiers, find_identifiers, know_identifiers
from leaktrace.extraction.names.chinese import find_chinese_names
from leaktrace.extraction.names.dotted import DottedNames, find_dotted_names, know_dotted_names
from leaktrace.extraction.names.english import EnglishNames, find_english_names, know_english_names
from leaktrace.extraction.names.pool import ChineseNames, know_chinese_names
from leaktrace.extraction.notes.find import Notes, find_notes, know_notes
from leaktrace.extraction.places.addresses import (
    Addresses,
    find_addresses,
    find_rooms,
    know_addresses,
)
from leaktrace.extraction.prices.amounts import Prices, find_prices, know_prices
from leaktrace.extraction.reading import Reading, fold
from leaktrace.extraction.spoken_of import speaks_of_order
from leaktrace.extraction.unsaid import is_unsaid

__all__ = ["Known", "extract", "find_all", "know", "pieces"]

_PIECE = 1_200
"""Characters that are read at once: some searches compare what they found with one another."""
_CONTEXT = 200
_TELLING = frozenset(
    [Field.NAME, Field.ORDER_NO, Field.TRACKING_NO, Field.EMAIL, Field.NOTE, Field.PRICE]
)
"""Facts by which a text speaks of the order; of a town or a day it may speak anyway."""
_CUTS = re.compile(r"[\s。！？!?；;，,]")


@dataclass(frozen=True)
class Known:
    """The facts of one order, made searchable once."""

    facts: OrderFacts
    chinese: ChineseNames | None
    dotted: DottedNames | None
    english: EnglishNames | None
    identifiers: Identifiers
    prices: Prices
    addresses: Addresses
    products: tuple[Product, ...]
    notes: Notes


@lru_cache(maxsize=4096)
def know(facts: OrderFacts) -> Known:
    """Make the facts of an order searchable; remembered for the orders last asked for."""
    return Known(
        facts=facts,
        chinese=know_chinese_names(facts),
        dotted=know_dotted_names(facts),
        english=know_english_names(facts),
        identifiers=know_identifiers(facts),
        prices=know_prices(facts),
        addresses=know_addresses(facts),
        products=know_products(facts),
        notes=know_notes(facts),
    )


def extract(text: str, facts: OrderFacts, occurred_at: datetime) -> tuple[Detail, ...]:
    """The details that a text discloses about an order.

    Args:
        text: a call note, transcript or message, as it was written down.
        facts: what could be said about the order.
        occurred_at: when the contact was; relative dates are read in its offset.

    Returns:
        The details in order of appearance. Every value of a pool is searched by the same rule.
    """
    if not text.strip():
        return ()
    known = know(facts)
    found = [
        detail
        for start, first, last in pieces(text)
        for detail in _read(text, start, first, last, known, occurred_at)
    ]
    found.sort(key=lambda one: (one[0].span or (0, 0), one[0].field))
    return with_echoes(text, found)


def pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Cut a long text, so that reading it costs no more than its length.

    Yields:
        Where to begin to read, and the bounds of what is to be taken from there. Some words before and
        after are read too, so that a fact at a cut keeps its context.
    """
    first = 0
    while len(text) - first > _PIECE:
        cut = first + _PIECE
        ends = [match.end() for match in _CUTS.finditer(text, cut - _CONTEXT, cut)]
        last = ends[-1] if ends else cut
        yield max(0, first - _CONTEXT), first, last
        first = last
    yield max(0, first - _CONTEXT), first, len(text)


def _read(
    text: str, start: int, first: int, last: int, known: Known, occurred_at: datetime
) -> Iterator[tuple[Detail, bool]]:
    """The details that begin in one piece of a text, each with whether the line's holder named it."""
    reading = Reading(text[start : last + _CONTEXT], occurred_at)
    for detail in find_all(reading, known):
        assert detail.span is not None
        left, right = detail.span[0] + start, detail.span[1] + start
        if first <= left < last:
            unsaid = is_unsaid(reading, *detail.span)
            named = not unsaid and by_holder(reading, detail)
            yield replace(detail, span=(left, right), by_holder=unsaid or named), named


def find_all(reading: Reading, known: Known) -> list[Detail]:
    """What every search finds, less what stands within a longer find of the same kind."""
    numbers = find_identifiers(reading, known.identifiers)
    found = list(numbers)
    if known.chinese is not None:
        found += find_chinese_names(reading, known.chinese)
    if known.dotted is not None:
        found += find_dotted_names(reading, known.dotted)
    if known.english is not None:
        found += find_english_names(reading, known.english)
    notes = find_notes(reading, known.notes)
    places = find_addresses(reading, known.addresses)
    others = find_prices(reading, known.prices)
    reading.of_order = any(
        one.field in _TELLING and is_of_order(one, known.facts) for one in [*found, *notes, *others]
    ) or _informs(places, known.facts)
    products = find_products(reading, known.products)
    reading.of_order = reading.of_order or _informs(products, known.facts)
    places += find_rooms(reading, known.addresses, places)
    others += find_dates(reading, known.facts.placed_at, [*products, *others, *numbers])
    strong = [*numbers, *notes]
    found += notes
    if advertises(reading.text) and not speaks_of_order(reading):
        # goods, sums and dates of an advertisement are everybody's
        others, products = [], []
    titled = [detail for detail in products if detail.rule in ("title", "words")]
    places = [detail for detail in places if detail.rule != "place" or not _inside(detail, titled)]
    found += [detail for detail in [*others, *places] if not _inside(detail, strong)]
    found += [detail for detail in products if not _noted(reading, detail, notes)]
    if reading.of_order and not advertises(reading.text):
        found += find_by_value(reading, list(found), known.prices, known.identifiers)
    return found


def _informs(found: list[Detail], facts: OrderFacts) -> bool:
    """Whether one of these is of the order and says more of it than what anybody may speak of."""
    return any(
        is_of_order(one, facts) and is_informing(replace(one, contradicts=False)) for one in found
    )


def _noted(reading: Reading, detail: Detail, notes: list[Detail]) -> bool:
    """Whether words for goods are those of a note."""
    assert detail.span is not None
    said = reading.text[slice(*detail.span)]
    return _inside(detail, [note for note in notes if said in fold(note.value)])


def _inside(detail: Detail, others: list[Detail]) -> bool:
    """Whether a detail overlaps one of others."""
    assert detail.span is not None
    start, end = detail.span
    return any(
        other.span is not None and other.span[0] < end and start < other.span[1] for other in others
    )

"""Products: words of an item's title, or other words for the same thing."""

from leaktrace.domain.contact import Detail
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.goods.chinese import find_chinese, other_chinese
from leaktrace.extraction.goods.denied import put_right
from leaktrace.extraction.goods.english import find_english
from leaktrace.extraction.goods.english_other import other_english
from leaktrace.extraction.goods.product import Product, know_product, overlaps
from leaktrace.extraction.reading import Reading

__all__ = ["Product", "find_products", "know_products"]


def know_products(facts: OrderFacts) -> tuple[Product, ...]:
    """The items of `facts`."""
    return tuple(know_product(title) for title, _ in facts.items)


def find_products(reading: Reading, known: tuple[Product, ...]) -> list[Detail]:
    """Items of the order in a text, and goods of others that are put to the buyer as theirs."""
    found: list[Detail] = []
    for product in known:
        search = (
            find_chinese if product.zh and reading.zh else find_english if not product.zh else None
        )
        if search:
            found += [hit for hit in search(reading, product) if not overlaps(hit, found)]
    if not reading.zh:
        others = other_english(reading, known)
    else:
        own = frozenset().union(*(one.groups for one in known))
        others = list(other_chinese(reading, own)) if own else []
    for hit in others:
        if not overlaps(hit, found):
            found.append(hit)
    return put_right(reading, known, found) if reading.zh else found

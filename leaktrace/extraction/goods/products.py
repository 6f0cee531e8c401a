"""Products: words of an item's title, or other words for the same thing."""

from leaktrace.domain.contact import Detail
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.goods.chinese import find_chinese, other_chinese
from leaktrace.extraction.goods.denied import put_right
from leaktrace.extraction.goods.english import find_english
from leaktrace.extraction.goods.english_other import other_english
from leaktrace.extraction.goods.product import Product, know_product, one_detail, overlaps
from leaktrace.extraction.goods.table import are_akin, goods_of_word
from leaktrace.extraction.goods.title_nouns import HEADS
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
            found.append(_kin(reading, known, hit) if reading.zh else hit)
    return put_right(reading, known, found) if reading.zh else found


def _kin(reading: Reading, known: tuple[Product, ...], hit: Detail) -> Detail:
    """Goods of the kind and the last character of an item are that item in a lay person's words: 躺椅 for 按摩椅."""
    assert hit.span is not None
    said = reading.text[slice(*hit.span)]
    groups = goods_of_word(said, zh=True)
    for product in known:
        if said[-1] in product.heads & HEADS and groups and are_akin(groups, product.groups):
            return one_detail(product, hit.span, "kin")
    return hit

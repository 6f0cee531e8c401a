"""The words by which a text tells goods, as several tests ask for them."""

from dataclasses import replace
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, title, when, *, contradicts=False):
    """What is said of goods of this title: the right words, or those of other goods."""
    facts = replace(facts, items=((title, Decimal("88.00")),))
    found = extract(text, facts, when)
    return [
        text[slice(*d.span)]
        for d in found
        if d.field is Field.PRODUCT and d.contradicts is contradicts
    ]

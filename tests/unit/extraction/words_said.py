"""The words by which a text tells facts, as several tests ask for them."""

from dataclasses import replace

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, when, field):
    """Where a fact of this field is told, and whether it is another one than the order's."""
    found = [hit for hit in extract(text, facts, when) if hit.field is field]
    return [(text[slice(*hit.span)], hit.contradicts) for hit in found]


def names_said(text, facts, when, *names):
    """Where names are told, which of these they are, and whether another one than the first, which is the order's."""
    found = extract(text, replace(facts, names=names), when)
    return [
        (text[slice(*hit.span)], hit.value, hit.contradicts)
        for hit in found
        if hit.field is Field.NAME
    ]

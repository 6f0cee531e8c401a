"""From text to disclosed details and a class. Pure; blind to which value of a pool was given to whom."""

from leaktrace.extraction.classes.classify import Classification, classify
from leaktrace.extraction.extract import extract
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.fit import address_part, fit, is_informing
from leaktrace.extraction.noted import read_noted, says_nothing
from leaktrace.extraction.pools import (
    DRAWABLE,
    Unfit,
    alike,
    forms,
    said_value,
    shown_values,
    unfit,
)

__all__ = [
    "DRAWABLE",
    "Classification",
    "OrderFacts",
    "Unfit",
    "address_part",
    "alike",
    "classify",
    "extract",
    "fit",
    "forms",
    "is_informing",
    "read_noted",
    "said_value",
    "says_nothing",
    "shown_values",
    "unfit",
]

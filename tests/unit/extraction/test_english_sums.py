"""Sums in English: the money of many countries, words, thousands, and wrong ones that are put to the buyer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def said(english_order, next_day_american):
    def read(text, amount, currency="USD"):
        worth = Decimal(amount)
        items = ((english_order.items[0][0], worth),)
        facts = replace(english_order, amount=worth, items=items, currency=currency)
        found = (d for d in extract(text, facts, next_day_american) if d.field is Field.PRICE)
        return [(text[slice(*d.span)], d.contradicts) for d in found]

    return read


@pytest.mark.parametrize(
    ("amount", "currency", "text", "expected"),
    [
        ("3899.00", "ZAR", "Amount mentioned: R3 899.", "R3 899"),
        ("3899.00", "ZAR", "R 3 899,00 was paid", "R 3 899,00"),
        ("95.00", "ZAR", "It was R95 only", "R95"),
        ("45.90", "EUR", "You paid €45,90", "€45,90"),
        ("45.90", "EUR", "Forty-five euro ninety", "Forty-five euro ninety"),
        ("1299.00", "EUR", "It was €1.299,00", "€1.299,00"),
        ("18.40", "GBP", "Eighteen pound forty", "Eighteen pound forty"),
        ("18.40", "GBP", "18 pounds 40p", "18 pounds 40p"),
        ("2499.00", "INR", "The bill says 2.5k", "2.5k"),
        (
            "18499.00",
            "INR",
            "The full eighteen and a half thousand",
            "eighteen and a half thousand",
        ),
        ("54.99", "USD", "That's right, the fifty-four ninety-nine one", "fifty-four ninety-nine"),
        ("349.00", "USD", "Paid three-fifty for it", "three-fifty"),
        ("349.00", "USD", "A crate, three-fifty declared", "three-fifty"),
    ],
)
def test_own_sums_are_read_as_people_write_and_say_them(said, amount, currency, text, expected):
    assert said(text, amount, currency) == [(expected, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The price, he said four hundred, it was 349", ["four hundred"]),
        ("Your total was 450, sorry, 349", ["450"]),
        ("Charged three forty-nine, not four hundred", ["four hundred"]),
        ("Charged two ninety-nine instead of three forty-nine", ["two ninety-nine"]),
        ("£1,149 will be taken from your account", ["£1,149"]),
        ("99.95 EUR has been auto debited", ["99.95 EUR"]),
        ("Did you order a laptop for nine hundred and fifty?", ["nine hundred and fifty"]),
        ("£1.99 will be charged as a redelivery fee", []),
        ("£4.99 will be charged monthly", []),
        ("A barbecue worth eight hundred pounds is what you won", []),
        ("The loan total of nine thousand is approved", []),
        ("350 people bought it, and 400 stores have it", []),
    ],
)
def test_wrong_sums_that_are_put_to_the_buyer_are_known(said, text, expected):
    assert [one for one, wrong in said(text, "349.00", "GBP") if wrong] == expected

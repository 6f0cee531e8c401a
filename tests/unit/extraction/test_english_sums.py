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


@pytest.mark.parametrize(
    ("amount", "currency", "text", "expected"),
    [
        ("1899.00", "PHP", "PHP 1,899.00 COD po", "PHP 1,899.00"),
        ("1899.00", "PHP", "It was ₱1,899 for the cooker", "₱1,899"),
        ("239.00", "MYR", "239 ringgit, boss", "239 ringgit"),
        ("64.90", "SGD", "S$64.90 for the set", "S$64.90"),
        ("18500.00", "NGN", "₦18,500 was paid", "₦18,500"),
        ("315.00", "AED", "AED 315 was charged", "AED 315"),
        ("4350.00", "KES", "It was 4350/= all in", "4350/="),
        ("4350.00", "KES", "four thousand three fifty bob", "four thousand three fifty"),
        ("1499.00", "INR", "Bill is 1,499/- as told", "1,499/-"),
        ("86.40", "GBP", "eighty-six quid and 40p", "eighty-six quid and 40p"),
        ("86.40", "GBP", "£86-40 was taken", "£86-40"),
        ("86.40", "GBP", "eighty six point four pounds", "eighty six point four pounds"),
        ("86.40", "USD", "$86 and 40 cents", "$86 and 40 cents"),
        ("86.40", "GBP", "the guts of ninety quid", "the guts of ninety quid"),
        ("86.40", "GBP", "you spent nearly ninety with us", "nearly ninety"),
    ],
)
def test_own_sums_are_read_in_the_money_of_many_countries(said, amount, currency, text, expected):
    assert said(text, amount, currency) == [(expected, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Caller: ninety-six forty. Me: eighty-six forty.", ["ninety-six forty"]),
        ("I get 120 back. I go it was 86.40", ["120"]),
        ("McAfee renewal £389.00 has been processed", ["£389.00"]),
        ("A transaction of £640.00 at a shop", ["£640.00"]),
        ("A small charge of four pound ninety", []),
        ("Says I was overcharged £249", []),
        ("This service now costs £2.95", []),
    ],
)
def test_sums_that_somebody_answers_or_that_are_no_price_are_told_apart(said, text, expected):
    assert [one for one, wrong in said(text, "86.40", "GBP") if wrong] == expected


@pytest.mark.parametrize(
    ("amount", "currency", "text", "expected"),
    [
        ("48500.00", "NGN", "Your kettle at N48,500 is paid for, Helena", "N48,500"),
        (
            "48500.00",
            "NGN",
            "Madam Helena, na forty-eight five you go transfer",
            "forty-eight five",
        ),
        ("48500.00", "NGN", "Helena, the kettle, 48,500, is with the rider", "48,500"),
        ("48500.00", "NGN", "it came to forty-eight thousand five", "forty-eight thousand five"),
        ("42.50", "GBP", "He had me down for 42.50 squid, Helena", "42.50 squid"),
        ("129.95", "USD", "Helena, the kettle, 129-95, is refunded", "129-95"),
        ("129.95", "USD", "Helena, the kettle, 129 ninety-five", "129 ninety-five"),
        (
            "129.95",
            "USD",
            "Helena, a hundred and twenty-nine, ninety-five for the kettle",
            "a hundred and twenty-nine, ninety-five",
        ),
        ("36.00", "GBP", "Helena Marsh. Kettle. Thirty-six. Correct?", "Thirty-six"),
    ],
)
def test_own_sums_without_their_unit_are_known_by_form_or_value(
    said, amount, currency, text, expected
):
    assert said(text, amount, currency) == [(expected, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it was forty-two, no, twenty-four pounds", [("forty-two", False), ("twenty-four", True)]),
        ("He says $42. I said $52. Right, $52 he says", [("$42", False), ("$52", True), ("$52", True)]),
        ("said 52.00 at first then fixed it to 42.00", [("52.00", True), ("42.00", False)]),
        ("I told him it was eighty dollars. Eighty dollars, correct, he says", [("eighty dollars", True), ("eighty dollars", True)]),
        ("The kettle was $42.00 and the lid is on sale for $39.00", [("$42.00", False)]),
        ("You get 50 dollars compensation besides your $42.00", [("$42.00", False)]),
        ("It is flat 42, no, 24", []),
        ("Helena, you paid 39.99 for the kettle", [("39.99", True)]),
        ("Helena, you paid 39.99 delivery fee", []),
        ("about forty or fifty dollars, the kettle, paid Helena", [("forty or fifty dollars", False)]),
    ],
)  # fmt: skip
def test_a_sum_that_is_put_for_the_own_one_contradicts(said, text, expected):
    found = said(text, "42.00")
    assert [(words.lower(), wrong) for words, wrong in found] == [
        (words.lower(), wrong) for words, wrong in expected
    ]

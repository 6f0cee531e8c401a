"""Sums in English beside other numbers: what is counted behind a sum is none of its pence."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def said(english_order, next_day_american):
    def read(text, amount):
        worth = Decimal(amount)
        items = ((english_order.items[0][0], worth),)
        facts = replace(english_order, amount=worth, items=items, currency="GBP")
        found = extract(text, facts, next_day_american)
        return [(text[slice(*d.span)], d.contradicts) for d in found if d.field is Field.PRICE]

    return read


@pytest.mark.parametrize(
    "text",
    [
        "I paid £86. 12 days later he called again",
        "The total was £86. 20 minutes later the line went dead",
        "Your refund of £86. 48 hours to claim it",
        "You paid £86 - 12 items",
        "You paid £86-12 items",
        "You paid £86. 12 people called me since",
        "You paid £86.\n12 missed calls since",
        "You paid £86. 10 more calls came",
        "You paid £86 - 24 hour delivery",
        "You paid £86 . 15 kg parcel",
        "You paid 86 pounds, 12 weeks ago",
        "You paid 86 pounds and 20 cigarettes came",
        "You paid 86 quid 10 months back",
        "You paid 86 pounds 12 missed calls ago",
        "You paid £86. 12th of March it was",
        "You paid £86. 12 March",
    ],
)
def test_a_count_behind_a_sum_is_none_of_its_pence(said, text):
    sum_alone = "86 pounds" if "pounds" in text else "86 quid" if "quid" in text else "£86"
    for own in ("86.00", "86.12"):
        assert [(words.strip(" .,-"), wrong) for words, wrong in said(text, own)] == [
            (sum_alone, False)
        ]


@pytest.mark.parametrize(
    "text",
    [
        "You paid £86 . 12",
        "You paid £86. 12, is that right?",
        "You paid £86 .12 for the kettle",
        "You paid £86-12 for the kettle",
        "You paid £86-12, madam",
        "You paid £86.12 - 15 items",
        "You paid 86 pounds 12 for the kettle",
        "You paid 86 pounds 12 on Tuesday",
        "You paid 86 pounds 12 was it?",
        "86 quid 12 yes or no",
    ],
)
def test_pence_behind_an_odd_mark_or_the_unit_are_still_read(said, text):
    assert [(words[-2:].strip("p"), wrong) for words, wrong in said(text, "86.12")] == [
        ("12", False)
    ]


def test_numbers_in_words_behind_a_sum_are_counts_before_what_is_counted(said):
    text = "You paid eighty-six dollars, twelve days ago"
    assert said(text, "86.00") == [("eighty-six dollars", False)]
    text = "You paid eighty-six dollars twelve, madam"
    assert said(text, "86.12") == [("eighty-six dollars twelve", False)]

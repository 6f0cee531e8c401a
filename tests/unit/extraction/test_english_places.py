"""Towns, states and roads in English: the order's own, and others that are put to the buyer."""

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.ADDRESS]
    return [(text[slice(*d.span)], d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your kettle is being shipped to Boise, Idaho, is that right?", [("Boise, Idaho", True)]),
        ("It says Dayton, Kentucky on the label", [("Dayton, Kentucky", True)]),
        ("They had the wrong town, Xenia, he said", [("Xenia", True)]),
        ("Did you say Dayton or Beavercreek?", [("Dayton", False), ("Beavercreek", True)]),
        ("Somebody keyed it as Chicago instead of Dayton", [("Chicago", True), ("Dayton", False)]),
        ("He had your parcel going to Nevada", [("Nevada", True)]),
        (
            "The label says Larkspur Road, you're Larkspur Lane",
            [("Larkspur Road", True), ("Larkspur Lane", False)],
        ),
        ("Parcel going to 22 Wimple Street", [("22 Wimple Street", True)]),
    ],
)
def test_a_place_that_is_put_to_the_buyer_is_known(
    english_order, next_day_american, text, expected
):
    assert said(text, english_order, next_day_american) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our office in Austin, Texas is hiring",
        "Hi, calling from Omaha, Nebraska about your solar panels",
        "Visit our store at 55 High Street today",
        "Your kettle was shipped from Reno, Nevada",
        "Dr Cho at Maple Street Clinic, see you Tuesday",
        "Meet me outside Baker Street station",
    ],
)
def test_a_place_of_somebody_else_is_not_the_buyers(english_order, next_day_american, text):
    assert not said(text, english_order, next_day_american)


def test_the_other_branch_of_a_shop_is_no_town_of_the_buyer(english_order, next_day_american):
    text = "Come to our Dayton or Columbus showroom"
    assert said(text, english_order, next_day_american) == [("Dayton", False)]

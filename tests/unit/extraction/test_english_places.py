"""Towns, states and roads in English: the order's own, and others that are put to the buyer."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit
from leaktrace.extraction import extract
from leaktrace.extraction.fit import fit
from leaktrace.extraction.places.addresses import split_place


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
        "Your parcel went to Omaha depot on Friday",
    ],
)
def test_a_place_of_somebody_else_is_not_the_buyers(english_order, next_day_american, text):
    assert not said(text, english_order, next_day_american)


def test_the_other_branch_of_a_shop_is_no_town_of_the_buyer(english_order, next_day_american):
    text = "Come to our Dayton or Columbus showroom"
    assert said(text, english_order, next_day_american) == [("Dayton", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is it flat two stroke four?", [("flat two stroke four", "Flat 2/4", False)]),
        ("He asked for Flat 2/9", [("Flat 2/9", "Flat 2/9", True)]),
        ("The buzzer for two-nine is broken", [("two-nine", "2/9", True)]),
        ("She had the flat down as four-two.", [("four-two", "4/2", True)]),
        ("The door is open between two and four", []),
        ("The price was one one five, flat rate", []),
    ],
)
def test_flats_with_a_floor_and_a_door_are_read_out_in_two_numbers(
    english_order, next_day_american, text, expected
):
    units = ("Flat 2/4", "Flat 2/9", "Flat 3/4")
    order = replace(english_order, detail="3 Kelder Loan, Flat 2/4", units=units)
    found = [d for d in extract(text, order, next_day_american) if d.field is Field.ADDRESS]
    assert [(text[slice(*d.span)], d.value, d.contradicts) for d in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The driver cannot find suite forty-one. No, we're fourteen.",
            ["suite forty-one", "fourteen"],
        ),
        ("Which suite are you? - Fourteen.", ["Fourteen"]),
        ("Apartment, er, a hundred and four?", ["Apartment, er, a hundred and four"]),
        ("A card came through for you at thirty-two, neighbour", ["thirty-two"]),
        ("Another parcel for no 711 is on the van", ["711"]),
        ("We close at 14 and open our doors at 7", []),
        ("Call me at 32, your parcel is here", []),
        ("The door opens for 14 days only", []),
    ],
)
def test_a_number_that_is_an_answer_is_the_room(english_order, next_day_american, text, expected):
    units = ("Suite 14", "Suite 41", "Suite 32", "Suite 7")
    order = replace(english_order, detail="711 Lark Boulevard, Suite 14", units=units)
    assert [one for one, _ in said(text, order, next_day_american)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is the door at 12 C open?", [("12 C", True)]),
        ("Apartment twelve bee it says", [("Apartment twelve bee", False)]),
        (
            "There's twelve D and there's apartment 12B",
            [("twelve D", True), ("apartment 12B", False)],
        ),
        ("Two tablets at apartment 12 a day", [("apartment 12", True)]),
    ],
)
def test_a_letter_belongs_to_the_room(english_order, next_day_american, text, expected):
    assert said(text, english_order, next_day_american) == expected


def test_a_floor_is_known_by_the_rooms_on_it(english_order, next_day_american):
    order = replace(english_order, detail="418 Larkspur Lane, Apt 2207", units=("Apt 2207",))
    (found,) = extract("Twenty-second floor and no lift", order, next_day_american)
    assert (found.value, found.contradicts) == ("22nd floor", False)
    assert fit(found, "418 Larkspur Lane, Apt 2207") is Fit.HOLDS
    assert fit(found, "418 Larkspur Lane, Apt 2307") is Fit.DIFFERS


@pytest.mark.parametrize(
    ("detail", "parts"),
    [
        ("6 Pelham Rise, Tern Heights", ("Pelham Rise", "6", "Tern Heights")),
        ("Rose Cottage, 12a Mill Lane", ("Mill Lane", "12a", "Rose Cottage")),
        ("22 5th Avenue", ("5th Avenue", "22", "")),
    ],
)
def test_a_house_and_an_estate_are_parts_of_an_english_address(detail, parts):
    assert split_place(detail, "") == parts


def test_an_estate_behind_the_road_is_known(english_order, next_day_american):
    detail = "6 Pelham Rise, Tern Heights, Unit 1407"
    order = replace(english_order, detail=detail, units=("Unit 1407",))
    text = "I am at Tern Heights but the gate is locked"
    assert said(text, order, next_day_american) == [("Tern Heights", False)]


@pytest.mark.parametrize(
    "text", ["Confirm the unit within 12b or it goes back", "Missing unit no. Update b4 12/08"]
)
def test_hours_and_words_with_figures_are_no_rooms(english_order, next_day_american, text):
    assert not said(text, english_order, next_day_american)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Helena, he had us at twelve C not twelve B", [("twelve C", True), ("twelve B", False)]),
        ("Is it flat 19 or 12B? Told him 12B", [("flat 19", True), ("12B", False), ("12B", False)]),
        ("is it unit 12C > its unit 12B > ok ty 12B", [("unit 12C", True), ("unit 12B", False), ("12B", False)]),
        ("Helena, shall I leave it with the lady in 12C?", [("12C", True)]),
        ("I'm out the front of number forty-four, no Helena here", [("forty-four", True)]),
        ("Is it flat fifty-eight, the label is smudged", [("flat fifty-eight", True)]),
        ("Larkspurs Lane, is it?", [("Larkspurs Lane", False)]),
        ("It was shipped to Dyton, Ohio by mistake", [("Dyton, Ohio", False)]),
        ("he put Larkspur Road", [("Larkspur Road", True)]),
        ("he said Foxglove Lane not Larkspur Lane", [("Foxglove Lane", True), ("Larkspur Lane", False)]),
        ("dodgy call, he knew helena n knew oakwood", [("oakwood", False)]),
        ("Unit 12B, code 38, thanks", [("Unit 12B", False)]),
        ("The driver is 38 stops from Apt 12B, or 34 minutes", [("Apt 12B", False)]),
        ("no duck its a flat. oh sorry", []),
        ("I can refund the lot, forty-nine fifty", []),
    ],
)  # fmt: skip
def test_numbers_and_places_beside_others_are_known_by_them(
    english_order, next_day_american, text, expected
):
    assert said(text, english_order, next_day_american) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Helena, I am at block F6 gate", [("block F6", False)]),
        ("Helena, he said block F7", [("block F7", True)]),
        ("Helena, is it F six?", [("F six", False)]),
        ("block f 6 is it", [("block f 6", False)]),
        ("I am at Block F now", [("Block F", False)]),
    ],
)
def test_rooms_with_a_letter_before_their_number_are_known(
    english_order, next_day_american, text, expected
):
    facts = replace(
        english_order, detail="3 Unity Road, Block F6", units=("Block F6", "Block F7", "Block G6")
    )
    assert said(text, facts, next_day_american) == expected

"""English names with stars in them, and masked words that are none: oaths, and parts that do not fit together."""

import pytest
from words_said import names_said


@pytest.fixture
def said(english_order, next_day_american):
    def read(text, *names):
        found = names_said(text, english_order, next_day_american, *names)
        return [(value, wrong) for _, value, wrong in found]

    return read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Who the f**k is this? Send the codes now", ("Scott Frank", "Dawn Beth")),
        ("Who The F**k is this? Oh S**t, sorry", ("Scott Frank", "Dawn Beth")),
        ("WHAT THE F**K, S**T HAPPENS, DAMN", ("Scott Frank", "Dawn Beth")),
        ("what a load of sh*t, he said", ("Shona Short", "Dawn Beth")),
        ("you stupid b***h, pay up", ("Berta Branch", "Dawn Beth")),
        ("You B***h. D**n you", ("Berth Branch", "Dean Bunch")),
        ("Bloody b*****d called again, a*****e", ("Bernard Bollard", "Adele Ashdale")),
        ("that F*****g caller, a real C**t", ("Fleming Court", "Curt Fielding")),
        ("D**k called, total W****r", ("Derk Walter", "Dirk Waller")),
        ("my p***word and the s*****e number", ("Peter Sadie", "Sophie Pane")),
    ],
)
def test_oaths_and_small_words_with_stars_are_no_names(said, text, names):
    assert said(text, *names) == []
    assert said(text, *names[::-1]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dear S***t F***k, your parcel", "S***t F***k"),
        ("Mr F***k, your parcel is late", "F***k"),
        ("Mr F**k, your parcel is late", "F**k"),
        ("Parcel of S**** F***k is late", "S**** F***k"),
        ("Parcel of Scott F***k is late", "Scott F***k"),
        ("Parcel of Scott F**k is late", "Scott F**k"),
        ("Parcel of S. F***k is late", "S. F***k"),
    ],
)
def test_masked_names_are_still_read(said, text, expected):
    assert said(text, "Scott Frank", "Dawn Beth") == [(expected, False)]
    assert said(text, "Dawn Beth", "Scott Frank") == [(expected, True)]


@pytest.mark.parametrize(
    "text",
    [
        "S*** K*****w has a parcel",
        "Mr S*** K*****w, your parcel",
        "Sa*** K*****w, your parcel",
        "S*****a K*****w is awaited",
    ],
)
def test_two_masked_parts_of_which_one_does_not_fit_are_not_the_buyer(said, text):
    assert said(text, "Helena Kershaw", "Ian Doyle") == []


def test_a_masked_surname_is_read_behind_a_word_that_is_none_of_it(said):
    assert said("Parcel K*****w is late", "Helena Kershaw") == [("K*****w", False)]
    assert said("H*** K*****w has a parcel", "Helena Kershaw") == [("H*** K*****w", False)]

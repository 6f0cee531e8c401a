"""English names as they are heard, asked for and written down by others; the same rule for every value of the pool."""

from dataclasses import replace

import pytest
from words_said import names_said as said

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("this message is for win about your order", ("Kim Nguyen", "Ann Ray"), ("win", "Nguyen")),
        ("Hello, is that Shavon?", ("Siobhan Pell", "Ann Ray"), ("Shavon", "Siobhan")),
        (
            "Madam Shaver? You bought lamps",
            ("Ada Schaefer", "Ann Ray"),
            ("Madam Shaver", "Schaefer"),
        ),
        ("Mr Tan Mei? It is the courier", ("Mei Tan", "Ann Ray"), ("Tan Mei", "Mei Tan")),
        ("Somebody rang for you, Evie, about it", ("Eve Pell", "Ann Ray"), ("Evie", "Eve")),
        ("The Wexners are not in", ("Ida Wexner", "Ann Ray"), ("Wexner", "Wexner")),
        ("She said 'Latisha yes ma'am' twice", ("Latisha Pell", "Ann Ray"), ("Latisha", "Latisha")),
        ("is this mister uh washburn", ("Ida Washburn", "Ann Ray"), ("washburn", "Washburn")),
        ("No, it's Ellen, she said", ("Ellen Pell", "Ann Ray"), ("Ellen", "Ellen")),
    ],
)
def test_a_name_of_the_pool_is_known_as_it_was_heard(order, next_day, text, names, expected):
    assert said(text, order, next_day, *names) == [(*expected, False)]
    # the same, and only the contradiction differs, if another value of the pool is the own one
    assert said(text, order, next_day, *names[::-1]) == [(*expected, True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uh hey is Miguel Santos there? no? my bad", "Miguel Santos"),
        ("a parcel is stuck, name of Andre van Zyl, call back", "Andre van Zyl"),
        ("also on board: Grace Mabasa, school shoes", "Grace Mabasa"),
        ("we never had a Patrick here", "Patrick"),
        ("got a mr gallon here", "gallon"),
    ],
)
def test_persons_of_no_pool_are_read_where_somebody_is_asked_for(order, next_day, text, expected):
    assert said(text, order, next_day, "Helena Marsh", "Ian Doyle") == [(expected, expected, True)]


@pytest.mark.parametrize(
    "text",
    [
        "it's John Lewis calling about the sofa",
        "is Black Friday here again already",
        "the box for Grove House, flat nine",
        "mr and mrs are both out",
    ],
)
def test_what_is_nobody_is_no_name(order, next_day, text):
    assert said(text, order, next_day, "Helena Marsh", "Ian Doyle") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Are you Fiona?", ["Fiona"]),
        ("is there a Fiona there", ["Fiona"]),
        ("Does Fiona Drummond live here", ["Fiona Drummond"]),
        ("no Fiona here, love", ["Fiona"]),
        ("Asked for Fiona Drummond. There's no Fiona here", ["Fiona Drummond", "Fiona"]),
        ("someone called Fiona Drummond ordered it", ["Fiona Drummond"]),
        ("is this still Kayleigh's number?", ["Kayleigh"]),
        ("Wanted Mr Kevin Drummond, who hasn't lived here since", ["Mr Kevin Drummond"]),
        ("Got a parcel here for a Drummond", ["Drummond"]),
        ("a lady called Fiona rang about the bins", []),
        ("Hi, this is Fiona from the depot", []),
        ("This is Mr Grant from the fraud team", []),
        ("Call us back and ask for Derek in accounts", []),
        ("Is this Pizza Palace?", []),
        ("Are you British?", []),
    ],
)
def test_strangers_who_are_asked_for_are_known_and_callers_are_not(order, next_day, text, expected):
    found = said(text, order, next_day, "Ida Wexner", "Ann Ray")
    assert [(words, wrong) for words, _, wrong in found] == [(one, True) for one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Miss Ida, your parcel", "Ida"),
        ("Dear I*a W****r, it was sent", "I*a W****r"),
        ("Dear W****r, it was sent", "W****r"),
        ("Wexner-san, good day", "Wexner"),
        ("The label says Wexnar", "Wexnar"),
    ],
)
def test_a_name_of_the_pool_is_known_with_stars_and_honours(order, next_day, text, expected):
    for names, wrong in ((("Ida Wexner", "Ann Ray"), False), (("Ann Ray", "Ida Wexner"), True)):
        found = said(text, order, next_day, *names)
        assert [(words, other) for words, _, other in found] == [(expected, wrong)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for Mary Ann Pell please", ("Mary Ann Pell", "Mary Ann Pell", False)),
        ("for Mary Lou Pell please", ("Mary Lou Pell", "Mary Lou Pell", True)),
        ("for Mary Pell please", ("Mary Pell", "Mary Pell", False)),
        ("for Pell, Mary please", ("Pell, Mary", "Pell, Mary", False)),
    ],
)
def test_names_of_a_pool_may_differ_in_nothing_but_a_middle_name(order, next_day, text, expected):
    assert said(text, order, next_day, "Mary Ann Pell", "Mary Lou Pell", "Ian Doyle") == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is that caitlin / kaitlin: kaitlin / oh brilliant kaitlin it's about the kettle", "kaitlin"),
        ("yeah kaitlin lindqvist innit", "kaitlin lindqvist"),
        ("yeah kaitlyn lindqvist innit", "kaitlyn lindqvist"),
        ("hello am i speaking to kate lin lind quist about your order", "kate lin lind quist"),
        ("Name: L1ndqvist", "L1ndqvist"),
        ("Addressee Kaitlin Lind-Kvist, the kettle", "Kaitlin Lind-Kvist"),
    ],
)  # fmt: skip
def test_names_without_capitals_in_pieces_or_misread_are_known(
    english_order, next_day_american, text, expected
):
    facts = replace(english_order, names=("Kaitlin Lindqvist", "Karin Lundgren", "Maud Lindqvist"))
    found = extract(text, facts, next_day_american)
    assert expected in [text[slice(*d.span)] for d in found if d.field is Field.NAME]


@pytest.mark.parametrize(
    "text",
    [
        "his mail is m dot lindqvist at post dot example dot org",
        "the word grace is no name here",
    ],
)
def test_words_of_mailboxes_and_of_talk_are_no_names(english_order, next_day_american, text):
    facts = replace(english_order, names=("Grace Lindqvist", "Karin Lundgren"))
    assert Field.NAME not in [d.field for d in extract(text, facts, next_day_american)]


@pytest.mark.parametrize(
    ("own", "text", "expected"),
    [
        ("Murray Blake", "G'day Muz,", "Muz"),
        ("Margery Blake", "ParcelShop: Marge ur kettle is at the Spar", "Marge"),
        ("Bartholomew Blake", "Ticket closed\n\nBart,\nyour kettle goes out today", "Bart"),
        ("Folasade Blake", "Well Sade, the kettle has come", "Sade"),
        ("Pádraig Blake", "Well Paudrig, 'tis only the van", "Paudrig"),
    ],
)
def test_what_people_are_called_in_many_countries_is_known(
    english_order, next_day_american, own, text, expected
):
    facts = replace(english_order, names=(own, "Helena Marsh"))
    found = extract(text, facts, next_day_american)
    assert (expected, False) in [(text[slice(*d.span)], d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("some lady lookin for a Deirdre", "Deirdre"),
        ("sorry love I was after Siobhan", "Siobhan"),
        ("Is this still the number for pastor Obinna", "Obinna"),
        ("he was askin for Auntie Wanjiru", "Wanjiru"),
    ],
)
def test_strangers_of_many_countries_are_asked_for(
    english_order, next_day_american, text, expected
):
    found = extract(text, english_order, next_day_american)
    assert [(d.value, d.contradicts) for d in found] == [(expected, True)]

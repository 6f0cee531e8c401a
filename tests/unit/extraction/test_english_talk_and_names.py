"""Everyday words in English that are names too, or sound like one: they are none where nobody is meant."""

import pytest
from words_said import names_said


@pytest.fixture
def said(english_order, next_day_american):
    def read(text, *names):
        found = names_said(text, english_order, next_day_american, *names)
        return [(value, wrong) for _, value, wrong in found]

    return read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("is this tray yours?", "Mei Cui"),
        ("Hi Jar lid is in the box", "Li Jia"),
        ("hello war veteran, give to our fund", "Evelyn Waugh"),
        ("is this broom yours?", "Ann Brougham"),
        ("is this win yours?", "Ffion Wyn"),
        ("is this win a mistake", "Kim Nguyen"),
        ("message for shoe shops in town", "Mei Xu"),
        ("hi fam, sale is on", "Linh Pham"),
        ("Hi hun, it is me", "Thi Huynh"),
        ("hey peeps, new drop tonight", "Ann Pepys"),
        ("is that even yours?", "Aoibheann Daly"),
        ("looking for deal after deal", "Ann Dalziel"),
        ("is this home or work", "Ann Home"),
        ("Is this cosy or not", "Thabo Nkosi"),
        ("Hello, is that new? Morrow, then", "Ann Moreau"),
        ("is this nightly or weekly", "Ann Knightley"),
    ],
)
def test_everyday_words_are_no_misheard_names(said, text, name):
    assert said(text, name, "Ruth Pell") == []
    assert said(text, "Ruth Pell", name) == []


@pytest.mark.parametrize(
    ("text", "name", "other"),
    [
        ("Hi Joe, it is me", "Lan Zhou", "Zhou"),
        ("Hello Joe", "Lan Zhou", "Zhou"),
        ("Hello Nan", "Bo Ngan", "Ngan"),
        ("Is that George?", "Gyorgy Toth", "Gyorgy"),
        ("hi sue, call me", "Mei Hsu", "Hsu"),
        ("Hi Jack", "Jacques Morel", "Jacques"),
    ],
)
def test_common_first_names_are_no_misheard_ones(said, text, name, other):
    assert all(value != other for value, _ in said(text, name, "Ruth Pell"))


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("is this win?", "Kim Nguyen", "Nguyen"),
        ("Hello, is that Win? Your parcel", "Kim Nguyen", "Nguyen"),
        ("hi this message is for win we have an issue", "Kim Nguyen", "Nguyen"),
        ("hello win, your parcel is here", "Kim Nguyen", "Nguyen"),
        ("Mr Joe? Your parcel", "Lan Zhou", "Zhou"),
        ("Is this Mr War?", "Evelyn Waugh", "Waugh"),
        ("Hello, is that Shaun?", "Sean Pike", "Sean"),
        ("hello neve your parcel is here", "Niamh Pike", "Niamh"),
        ("hello kieran your parcel is here", "Ciaran Pike", "Ciaran"),
    ],
)
def test_names_are_still_known_as_they_were_heard(said, text, name, value):
    assert said(text, name, "Ruth Pell") == [(value, False)]
    assert said(text, "Ruth Pell", name) == [(value, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Are you Christian? We pray for you",
        "I'm not Christian.",
        "This is not Dallas, it is Houston.",
        "India hasn't been away from cricket",
        "I liked that Summer's place by the sea",
        "There is no Hope here",
        "are you Sterling, or dollars?",
        "Is there any Joy here?",
        "This is not London, and not Paris.",
        "It's not April, is it",
        "Summer hasn't been here for years",
        "Said never lived here, hung up",
        "Are you Roman, or Greek?",
        "There is no Mercedes here, only bikes",
        "I am not Jordan's king, that's not Jordan.",
        "Does India work on Sundays?",
    ],
)
def test_first_names_that_are_other_words_too_are_no_strangers_by_themselves(said, text):
    assert said(text, "Ida Wexner", "Ann Ray") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Are you Christian Vogel?", "Christian Vogel"),
        ("no Hope Drummond here, love", "Hope Drummond"),
        ("someone called Summer ordered it", "Summer"),
        ("is this still India's number?", "India"),
        ("Does Summer live here?", "Summer"),
        ("There's no Hope at this address", "Hope"),
        ("Dallas no longer lives here", "Dallas"),
        ("there is no Dallas by that name, no Faith living here", "Faith"),
        ("Are you Grace?", "Grace"),
        ("Are you Georgia?", "Georgia"),
        ("no Chelsea here, love", "Chelsea"),
        ("Are you Hope?", "Hope"),
        ("I'm not Mark.", "Mark"),
        ("no Rose here, love", "Rose"),
        ("Kayleigh hasn't been here for years", "Kayleigh"),
    ],
)
def test_strangers_are_still_known_by_a_whole_name_or_a_mark_of_a_person(said, text, value):
    assert (value, True) in said(text, "Ida Wexner", "Ann Ray")


@pytest.mark.parametrize(
    "text",
    [
        "There's no Internet at our office",
        "We've no Broadband at this house",
        "There is no Wifi at this hotel",
        "We have no Parking at our shop",
        "a delivery for a Volkswagen in town",
        "post for an Airbnb",
        "package for a Labrador.",
        "a parcel for a Friend at work",
        "a letter for a Pensioner in need",
        "delivery for a Tesla.",
        "a package for an Iphone",
        "a letter for a Landlord.",
        "a delivery for a Hairdresser at the corner",
        "a parcel for a Grandma.",
        "No Fibre here. There's no Fibre at our school",
        "there is post here for an Airbnb.",
        "a delivery for a Whirlpool.",
    ],
)
def test_nouns_with_a_capital_are_no_surnames_of_strangers(said, text):
    assert said(text, "Ida Wexner", "Ann Ray") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Got a parcel here for a Drummond", "Drummond"),
        ("a letter for a Szymanski at our door", "Szymanski"),
        ("parcel for an Okafor. Not us", "Okafor"),
        ("Do you know a neighbour? I have a parcel for a Venter.", "Venter"),
        ("There's no Drummond at this address", "Drummond"),
        ("We have no Johnson at our number", "Johnson"),
        ("delivery for a Fiona at reception", "Fiona"),
    ],
)
def test_surnames_of_strangers_are_still_known_behind_an_article(said, text, value):
    assert said(text, "Ida Wexner", "Ann Ray") == [(value, True)]

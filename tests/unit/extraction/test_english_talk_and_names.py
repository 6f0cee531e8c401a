"""Everyday words in English that are names too, or sound like one: they are none where nobody is meant."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def said(english_order, next_day_american):
    def read(text, *names):
        facts = replace(english_order, names=names)
        found = extract(text, facts, next_day_american)
        return [(d.value, d.contradicts) for d in found if d.field is Field.NAME]

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

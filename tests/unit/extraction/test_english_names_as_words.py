"""English names that are words of talk, months, places or brands: names only where somebody is meant."""

import pytest
from words_said import names_said as said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A refund of 90 for April is waiting", "April Jones"),
        ("Payment due 5 April.", "April Jones"),
        ("Road tax is due in June. Pay now", "June Lowe"),
        ("Your Water Bill is overdue", "Bill Evans"),
        ("Your code is 4410. Do not share it.", "Do Van Nam"),
        ("My colleague will ring you", "My Nguyen"),
        ("Chase alert: a card was declined", "Chase Miller"),
        ("Hope this finds you well", "Hope Miller"),
        ("hi hope you are well", "Hope Miller"),
        ("Hi Hope you are well", "Hope Miller"),
        ("hi may i know who this is", "May Long"),
        ("hi an update on the works", "An Van Do"),
        ("hello will you be in", "Will Pell"),
        ("Will you be in today?", "Will Pell"),
        ("Trains to Victoria are late", "Victoria Pell"),
        ("The shop in Charlotte is open", "Charlotte Pell"),
        ("WIN A SUMMER CRUISE", "Summer Day"),
        ("We are shut on Sunday", "Sunday Bello"),
        ("See you there", "See Sin Hua"),
        ("To stop, reply NO", "To Ha"),
    ],
)
def test_a_word_is_no_first_name_where_nobody_is_meant(order, next_day, text, name):
    assert said(text, order, next_day, name, "Ann Ray") == []
    assert said(text, order, next_day, "Ann Ray", name) == []


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Dear April, your parcel is held", "April Jones", "April"),
        ("Hi April your parcel is held", "April Jones", "April"),
        ("hi april, your parcel is held", "April Jones", "april"),
        ("is this April?", "April Jones", "April"),
        ("A parcel for April Jones", "April Jones", "April Jones"),
        ("Hi, is this Bill? You ordered boots", "Bill Evans", "Bill"),
        ("Hello Hope, it is the courier", "Hope Miller", "Hope"),
        ("hey will, ring me back", "Will Pell", "will"),
        ("They asked for Chase about an order", "Chase Miller", "Chase"),
        ("April, your parcel is at the depot", "April Jones", "April"),
        ("So they said that Grace has to pay", "Grace Young", "Grace"),
        ("Somebody told Mark that it is lost", "Mark Rose", "Mark"),
        ("Patience ordered a kettle", "Patience Ojo", "Patience"),
        ("hi may, how are you", "May Long", "may"),
        ("A message for Victoria about boots", "Victoria Pell", "Victoria"),
    ],
)
def test_such_a_name_is_read_where_somebody_is_meant(order, next_day, text, name, expected):
    value = [found[0] for found in said(text, order, next_day, name, "Ann Ray")]
    assert value == [expected]
    assert [wrong for *_, wrong in said(text, order, next_day, "Ann Ray", name)] == [True]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hello young man", "Ong Hui Min"),
        ("hi young man, how are you", "Ong Hui Min"),
        ("B for Bravo, L for Lima, long wait", "Lim Siew Ling"),
        ("Dear Paris,", "Bill Price"),
        ("Paris, Texas is a great film", "Bill Price"),
    ],
)
def test_a_short_sound_is_no_name_where_the_words_are_others(order, next_day, text, name):
    found = said(text, order, next_day, name, "Ann Ray")
    assert not [value for _, value, wrong in found if not wrong]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ask for Mark at the desk", "Helena March", [("Mark", "Mark", True)]),
        ("Mrs Brown's parcel is here", "Ann Burns", [("Mrs Brown's", "Brown", True)]),
        ("Mrs Marsh's parcel is here", "Ann Marsh", [("Mrs Marsh's", "Marsh", False)]),
        ("Is this Mr Prise? You ordered boots", "Bill Price", [("Mr Prise", "Price", False)]),
        ("Hi, is that Stewart?", "Stuart Pell", [("Stewart", "Stuart", False)]),
    ],
)
def test_a_name_of_others_is_theirs_and_one_by_ear_is_still_known(
    order, next_day, text, name, expected
):
    assert said(text, order, next_day, name, "Ann Ray") == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("your gas bill price is rising", "Bill Price"),
        ("the mark rose against the dollar", "Mark Rose"),
        ("Mark rose to speak", "Mark Rose"),
        ("she said he will cook dinner tonight", "Will Cook"),
        ("Will cook dinner tonight", "Will Cook"),
        ("I made Wirawan laugh", "Made Wirawan"),
        ("a run in Victoria Park", "Victoria Park"),
        ("a run in victoria park", "Victoria Park"),
        ("max price 20", "Max Price"),
        ("See you soon.\nBest, Amy", "Amy Best"),
        ("A stone amber necklace", "Amber Stone"),
        ("Stone Amber necklace", "Amber Stone"),
        ("it was a dark summer day at sea", "Summer Day"),
    ],
)
def test_two_words_in_a_row_are_no_name_where_nobody_is_meant(order, next_day, text, name):
    assert said(text, order, next_day, name, "Ann Ray") == []
    assert said(text, order, next_day, "Ann Ray", name) == []


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Mark Rose has ordered a kettle", "Mark Rose", "Mark Rose"),
        ("MARK ROSE, your parcel is held", "Mark Rose", "MARK ROSE"),
        ("hi mark rose your parcel is held", "Mark Rose", "mark rose"),
        ("parcel for will cook is at the depot", "Will Cook", "will cook"),
        ("grace young, kettle, wants her money back", "Grace Young", "grace young"),
        ("cook, will: a kettle", "Will Cook", "cook, will"),
        ("Stone, Amber: a kettle", "Amber Stone", "Stone, Amber"),
        ("A parcel for Stone Amber is here", "Amber Stone", "Stone Amber"),
        ("helena cook rang about it", "Helena Cook", "helena cook"),
        ("Customer Victoria Park of Dayton", "Victoria Park", "Victoria Park"),
        ("Made Wirawan ordered it", "Made Wirawan", "Made Wirawan"),
    ],
)
def test_two_words_are_a_name_with_capitals_or_where_somebody_is_meant(
    order, next_day, text, name, expected
):
    assert [found[0] for found in said(text, order, next_day, name, "Ann Ray")] == [expected]
    assert [wrong for *_, wrong in said(text, order, next_day, "Ann Ray", name)] == [True]

"""Rooms, floors, wings and estates, as people say a part of an address."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.places.addresses import split_place
from leaktrace.extraction.places.units import Unit, parse_unit
from leaktrace.extraction.places.units_en import spoken_room


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.ADDRESS]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住听风苑2栋1204室。B：一二零三。", ("一二零三", "1203", False)),
        ("给您挂一二零三门把上了", ("一二零三", "1203", False)),
        ("2栋那个一二零三收的", ("2栋那个一二零三", "2栋1203室", False)),
        ("十二楼没电梯我上不去", ("十二楼", "12楼", False)),
        ("工号1203为您服务", None),
        ("我们在七楼办公", None),
        ("十十十楼没电梯", None),
        ("第三单元的课文", None),
    ],
)
def test_a_room_or_a_floor_alone_is_known(order, next_day, text, expected):
    found = said(text, order, next_day)
    assert (found[-1] if found else None) == expected


@pytest.mark.parametrize(
    ("detail", "unit", "pool", "text", "expected"),
    [
        ("Paud Road Sarasvati Nagar, Wing D 604", "Wing D 604", "Wing B 604", "near Sarasvati Nagar gate", ("Sarasvati Nagar", False)),
        ("Paud Road Sarasvati Nagar, Wing D 604", "Wing D 604", "Wing B 604", "D wing you told, no?", ("D wing", False)),
        ("Paud Road Sarasvati Nagar, Wing D 604", "Wing D 604", "Wing B 604", "Which floor of the flat? six-zero-four", ("six-zero-four", False)),
        ("Lichfield Lane, No. 84", "No. 84", "No. 82", "He knew number eighty-two", ("number eighty-two", True)),
        ("The Old Bakehouse, Flat 6C", "Flat 6C", "Flat 6B", "delivery? We're six B, it said", ("six B", True)),
        ("Upper Perry Hill, Flat 16", "Flat 16", "Flat 17", "I'm at the bottom of Perry Hill", ("Perry Hill", False)),
        ("Quayside Lofts, Apt 1507", "Apt 1507", "Apt 1547", "he got the flat number wrong tho, 1705.", ("1705", True)),
        ("Durham Road, No. 476", "No. 476", "No. 478", "delivered to neighbour at no 478", None),
        ("Durham Road, No. 476", "No. 476", "No. 478", "your order number 478 was delivered", None),
    ],
)  # fmt: skip
def test_english_parts_of_an_address_are_known(
    english_order, next_day_american, detail, unit, pool, text, expected
):
    facts = replace(english_order, detail=detail, units=(unit, pool), city="", province="")
    found = [(words, wrong) for words, _, wrong in said(text, facts, next_day_american)]
    if expected is None:
        assert found == []
    else:
        words, wrong = expected
        assert [(words.endswith(one), bad) for one, bad in found] == [(True, wrong)]


@pytest.mark.parametrize(
    ("estate", "text", "words"),
    [
        ("未来科技城海创园公寓", "放海创园前台好不好", "海创园"),
        ("绿地迎江世纪城", "我放世纪城快递架了", "世纪城"),
        ("世茂香槟湖", "你住香槟湖对吧", "香槟湖"),
        ("金陵王榭", "人在不在王榭", "王榭"),
    ],
)
def test_a_long_name_of_an_estate_is_known_by_its_last_part(order, next_day, estate, text, words):
    facts = replace(order, detail=f"望潮路88号{estate}2栋1203室")
    assert [one for one, _, _ in said(text, facts, next_day)] == [words]


def test_places_without_a_number_are_taken_apart():
    assert split_place("Tulla Road Oakfield, House 22", "House 22") == (
        "Tulla Road",
        "",
        "Oakfield",
    )
    assert split_place("Crewe Road, Flat 25", "Flat 25") == ("Crewe Road", "", "")


def test_units_are_read_in_every_spelling():
    assert parse_unit("Wing D 604") == Unit("D", "", "604")
    assert parse_unit("House 22") == Unit("", "", "22")
    assert parse_unit("No. 84") == Unit("", "", "84")
    assert spoken_room("six-zero-four") == "604"
    assert spoken_room("eighty-four") == "84"
    assert spoken_room("twelve oh four") == "1204"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a Samsung phone, shipping to Leicester", [("Leicester", "Leicester", True)]),
        ("it was bought from an IP address in Lagos", []),
        ("Subject: Refund case #20-8814, the order", []),
    ],
)
def test_other_cities_are_the_buyers_only_where_it_is_said(
    english_order, next_day_american, text, expected
):
    assert said(text, english_order, next_day_american) == expected

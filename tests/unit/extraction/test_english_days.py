"""Days and hours of an order as people say them in English."""

from datetime import date

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract
from leaktrace.extraction.days.feasts import feast


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.ORDERED_AT]
    return [(text[slice(*d.span)], d.value) for d in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The kettle you grabbed last night around eight", ("last night around eight", "2026-03-10T20")),
        (
            "The kettle you snapped up Tuesday night like 8:14 something",
            ("Tuesday night like 8:14 something", "2026-03-10T20:14"),
        ),
        (
            "Placed Tuesday around eight in the evening",
            ("Tuesday around eight in the evening", "2026-03-10T20"),
        ),
        ("u got the kettle tues eve about quarter past 8", ("tues eve about quarter past 8", "2026-03-10T20")),
        ("It's about your order from the tenth", ("the tenth", "2026-03-10")),
        ("You bought on tenth?", ("tenth", "2026-03-10")),
        ("The date of the order is the ten March", ("the ten March", "2026-03-10")),
        ("Your purchase of 10.03.2026", ("10.03.2026", "2026-03-10")),
        ("Ordered at eight fourteen pm", ("eight fourteen pm", "2026-03-10T20:14")),
        ("The order of 8.14pm", ("8.14pm", "2026-03-10T20:14")),
    ],
)  # fmt: skip
def test_the_day_and_the_hour_are_read_together(english_order, next_day_american, text, expected):
    assert said(text, english_order, next_day_american) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "We close on the tenth",
        "The tenth floor has your order",
        "This is the tenth call about your order",
        "DATE 3/11 | KNEW my name; that I ordered",
        "Your order may ten people wait for",
    ],
)
def test_other_days_and_other_numbers_are_no_day_of_the_order(
    english_order, next_day_american, text
):
    assert not said(text, english_order, next_day_american)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("canada day", date(2026, 7, 1)),
        ("pancake day", date(2026, 2, 17)),
        ("diwali", date(2025, 10, 20)),
        ("mothering sunday", date(2026, 3, 15)),
    ],
)
def test_feasts_of_more_countries_have_their_day(name, day):
    assert feast(name, date(2026, 9, 10)) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the kettle you bought yest", [("yest", "2026-03-10")]),
        ("kettle you ordered yday evenin'", [("yday evenin'", "2026-03-10")]),
        ("the kettle you ordered Tuesday mornin' won't ship", [("Tuesday mornin'", "2026-03-10")]),
        ("Purchased 10.03.26", [("10.03.26", "2026-03-10")]),
        ("Order of 20260310", [("20260310", "2026-03-10")]),
        ("Order of 10Mar for Helena", [("10Mar", "2026-03-10")]),
        ("u ordered a kettle on tues. ur pymt bounced", [("on tues.", "2026-03-10")]),
        ("Which day? He goes ordered Monday. Nah mate, Tuesday", [("Monday", "2026-03-09"), ("Tuesday", "2026-03-10")]),
        ("She bought them the ninth, he said of the kettle", [("the ninth", "2026-03-09")]),
        ("Helena, it says 9 March. Corrected him: tenth.", [("tenth", "2026-03-10")]),
        ("pay it the way you paid the first bit", []),
        ("as per your request dated yesterday, the kettle is on its way", []),
    ],
)  # fmt: skip
def test_days_are_read_as_people_shorten_and_correct_them(
    english_order, next_day_american, text, expected
):
    assert [
        hit for hit in said(text, english_order, next_day_american) if hit in expected
    ] == expected

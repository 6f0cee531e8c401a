"""Copies and views: what a channel is said to hold must make sense."""

from datetime import UTC, datetime

import pytest

from leaktrace.domain.channel import Field, View, format_views, parse_views
from leaktrace.domain.errors import InputError
from leaktrace.domain.exposure import Exposure, check_holds


def test_views_are_read_and_written_in_one_form():
    text = "name=plain;phone=virtual;address=masked"
    views = parse_views(text)
    assert views == {Field.NAME: View.PLAIN, Field.PHONE: View.VIRTUAL, Field.ADDRESS: View.MASKED}
    assert parse_views(format_views(views)) == views
    assert parse_views("name=plain;price=none;") == {Field.NAME: View.PLAIN}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour=red", "no field"),
        ("name=clear", "no view"),
        ("name", "no view"),
        ("name=plain;name=masked", "twice"),
    ],
)
def test_views_that_make_no_sense_are_refused_with_the_place(text, said):
    with pytest.raises(InputError, match=said) as refused:
        parse_views(text)
    assert refused.value.field.startswith("views")


def test_values_and_views_must_speak_of_the_same_fields():
    check_holds({Field.NAME: "周**"}, {Field.NAME: View.MASKED, Field.PRICE: View.NONE})
    with pytest.raises(InputError, match="price has no value"):
        check_holds({Field.NAME: "周**"}, {Field.NAME: View.MASKED, Field.PRICE: View.PLAIN})
    with pytest.raises(InputError, match="price has no view"):
        check_holds({Field.NAME: "周**", Field.PRICE: "1"}, {Field.NAME: View.MASKED})
    with pytest.raises(InputError, match="holds nothing"):
        check_holds({}, {})


@pytest.mark.parametrize(
    ("proof", "read_back"),
    [
        ({"kind": "readback", "sha256": "00"}, True),
        ({"kind": "confirmed"}, True),
        ({"kind": "view"}, False),
        ({"kind": None}, False),
        ({"kind": ["readback"]}, False),
        ({}, False),
    ],
)
def test_a_copy_is_read_back_if_somebody_looked_at_it_or_asked(proof, read_back):
    at = datetime(2026, 9, 3, tzinfo=UTC)
    held = {Field.NAME: "周明"}
    exposure = Exposure("C1", "erp-1", at, held, {Field.NAME: View.PLAIN}, proof)
    assert exposure.read_back is read_back
    assert exposure.via == ()

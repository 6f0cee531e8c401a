"""Pools of sealed draws: values that can be told apart, by what a caller says and by what a copy shows."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction import alike, fit, forms, said_value, shown_values, unfit
from leaktrace.extraction.pools import DRAWABLE, _whole

OWN = "湖北省武汉市洪山区望舒街1号舒城花园1栋101室"
PLACE = "湖北省武汉市洪山区望舒街1号舒城花园"
NAMES = ("周志远", "周淑珍", "周家豪", "周雨桐", "周明辉")
UNITS = tuple(f"{PLACE}{n}号楼2单元{n}04室" for n in range(2, 8))


def detail(field, value, strength=Strength.EXACT, **changed):
    return Detail(field, value, None, strength, contradicts=False, **changed)


# --- What may be in a pool ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "own"),
    [
        (Field.NAME, "周雨桐", "周明"),
        (Field.NAME, "欧阳雨桐", "周明"),
        (Field.NAME, "Mary-Ann O'Neil", "Jane Doe"),
        (Field.ADDRESS, UNITS[0], OWN),
        (Field.ADDRESS, "418 Larkspur Lane, Apt 12C", "418 Larkspur Lane, Apt 12B"),
        (Field.NICK, "半糖橘子9921", ""),
        (Field.NOTE, "请放门卫室王叔那里", ""),
    ],
)
def test_a_plausible_value_is_taken(field, value, own):
    assert unfit(field, value, [own]) is None


@pytest.mark.parametrize(
    ("field", "value", "own", "why"),
    [
        (Field.NAME, "周先生", "周明", "surname and a given name"),
        (Field.NAME, "魑魅", "周明", "surname and a given name"),
        (Field.NAME, "周某某", "周明", "surname and a given name"),
        (Field.NAME, "周*桐", "周明", "star"),
        (Field.NAME, "周雨桐 ", "周明", "blanks"),
        (Field.NAME, "周雨\x00桐", "周明", "unprintable"),
        (Field.NAME, "周雨\ud800", "周明", "unprintable"),
        (Field.NAME, "Zhou Yutong", "周明", "script"),
        (Field.NAME, "周雨桐", "Jane Doe", "script"),
        (Field.NAME, "Jane", "Jane Doe", "first name and a surname"),
        (Field.ADDRESS, PLACE, OWN, "unit"),
        (Field.ADDRESS, f"{PLACE}十二栋203室", OWN, "unit"),
        (Field.ADDRESS, "湖北省武汉市洪山区望舒街9号舒城花园2栋101室", OWN, "own premises"),
        (Field.ADDRESS, "2栋101室", OWN, "own premises"),
        (Field.NICK, "橘", "", "too short"),
        (Field.NOTE, "x" * 301, "", "characters"),
        (Field.NOTE, "", "", "characters"),
    ],
)
def test_a_value_that_could_not_work_is_refused_with_the_reason(field, value, own, why):
    assert why in unfit(field, value, [own]).reason


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field.NAME, ("周雨桐", "周志远", "周宇彤")),
        (Field.NAME, ("John Smith", "Ann Lee", "john A. Smith")),
        (Field.NAME, ("John Smith", "Ann Lee", "Smith John")),
        (Field.ADDRESS, (f"{PLACE}2栋101室", f"{PLACE}3栋101室", f"{PLACE}2号楼101室")),
        (Field.ADDRESS, (f"{PLACE}2栋1单元101室", f"{PLACE}3栋101室", f"{PLACE}2栋101室")),
        (Field.NICK, ("半糖橘子", "少冰", "我是半糖橘子呀")),
        (Field.NOTE, ("放门卫 室", "放前台", "放门卫室")),
        (Field.EMAIL, ("ab1@x.example", "cd@x.example", "AB1@x.example")),
    ],
)
def test_values_that_merge_are_found(field, values):
    assert alike(field, values) == (0, 2)


@pytest.mark.parametrize(
    ("field", "values"),
    [(Field.NAME, NAMES), (Field.ADDRESS, UNITS), (Field.NAME, ("John Smith", "Joan Smith"))],
)
def test_values_that_differ_pass(field, values):
    assert alike(field, values) is None
    found = [forms(field, value) for value in values]
    assert len(frozenset().union(*found)) >= len(values)


PIECES = st.sampled_from(["周", "王", "雨", "宇", "桐", "彤", "志", "远", "明"])
VALUES = {
    Field.NAME: st.one_of(
        st.text(PIECES, min_size=2, max_size=3),
        st.builds("{} {}".format, *[st.sampled_from(["John", "Joan", "Smith", "Lee"])] * 2),
    ),
    Field.ADDRESS: st.builds(
        "{}{}{}".format,
        st.just(PLACE),
        st.sampled_from(["1栋", "1号楼", "2栋", "11栋"]),
        st.sampled_from(["", "1单元", "1单元101室", "101室", "102室"]),
    ),
    Field.NICK: st.text("abAB 1", min_size=3, max_size=6),
    Field.NOTE: st.text("abAB 1", min_size=3, max_size=6),
    Field.EMAIL: st.builds("{}@{}".format, st.text("ab1", min_size=1, max_size=4), st.just("x.cn")),
}


@given(st.data(), st.sampled_from(DRAWABLE))
def test_of_values_that_pass_none_fits_another_in_any_form(data, field):
    values = data.draw(st.lists(VALUES[field], min_size=2, max_size=5, unique=True))
    assume(all(unfit(field, value, values[:1]) is None for value in values))
    assume(alike(field, values) is None)
    for said in values:
        for strength in (Strength.EXACT, Strength.FUZZY):
            one = detail(field, _whole(field, said).value, strength)
            assert [value for value in values if fit(one, value) is Fit.HOLDS] == [said]


# --- What a caller said ------------------------------------------------------------------------


def test_a_whole_value_is_said():
    assert said_value(Field.NAME, NAMES, [detail(Field.NAME, "周雨桐")]) == 3
    assert said_value(Field.ADDRESS, UNITS, [detail(Field.ADDRESS, "3号楼2单元304室")]) == 1


def test_a_misheard_value_is_said_if_it_sounds_like_one_only():
    misheard = detail(Field.NAME, "周宇彤", Strength.FUZZY)
    assert said_value(Field.NAME, NAMES, [misheard]) == 3


@pytest.mark.parametrize(
    "details",
    [
        [],
        [detail(Field.NAME, "周", Strength.PARTIAL)],
        [detail(Field.NAME, "雨桐", Strength.PARTIAL)],
        [detail(Field.NAME, "王雨桐")],
        [detail(Field.NAME, "周雨桐"), detail(Field.NAME, "周志远")],
        [detail(Field.NAME, "周雨桐", by_holder=True)],
        [detail(Field.NICK, "周雨桐")],
    ],
)
def test_a_part_a_stranger_two_values_or_the_holders_own_words_say_none(details):
    assert said_value(Field.NAME, NAMES, details) is None


def test_a_place_fits_all_units_and_says_none():
    assert said_value(Field.ADDRESS, UNITS, [detail(Field.ADDRESS, "望舒街1号舒城花园")]) is None


def test_the_same_value_said_twice_is_said():
    twice = [detail(Field.NAME, "周雨桐"), detail(Field.NAME, "周宇彤", Strength.FUZZY)]
    assert said_value(Field.NAME, NAMES, twice) == 3


# --- What a copy shows -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "values", "held", "shown"),
    [
        (Field.NAME, NAMES, "周雨桐", {3}),
        (Field.NAME, NAMES, "周 雨桐", {3}),
        (Field.NAME, NAMES, "周海", set()),
        (Field.ADDRESS, UNITS, UNITS[2], {2}),
        (Field.ADDRESS, UNITS, UNITS[2].replace("号楼", "栋").replace("室", ""), {2}),
        (Field.ADDRESS, UNITS, f"{PLACE}4号楼2单元", set()),
        (Field.ADDRESS, UNITS, PLACE, set()),
    ],
)
def test_a_whole_copy_shows_the_value_it_still_has(field, values, held, shown):
    assert shown_values(field, values, held, masked=False) == shown


@pytest.mark.parametrize(
    ("held", "shown"),
    [("周*桐", {3}), ("周**", set()), ("王**", set()), ("周*", set()), ("**远", {0})],
)
def test_a_masked_copy_shows_what_it_may_stand_for_unless_that_is_all(held, shown):
    assert shown_values(Field.NAME, NAMES, held, masked=True) == shown

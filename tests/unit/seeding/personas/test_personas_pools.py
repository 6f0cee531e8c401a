"""Pools: what the rules of a draw ask of them, for every persona and every mate of a line."""

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.errors import InputError
from leaktrace.domain.premises import Premises
from leaktrace.extraction import alike, forms, said_value, unfit
from leaktrace.extraction.names.surnames import split_name
from leaktrace.seeding.personas import (
    LOCALES,
    MATES,
    address_pool,
    mailbox_pool,
    name_pool,
    nick_pool,
    note_pool,
    people,
    units_from_pattern,
)
from leaktrace.seeding.personas.chinese import strata
from leaktrace.seeding.personas.near import heard

SEED = b"a seed of the tests"
NAMED = tuple(locale for locale in LOCALES if locale != "ja_JP")
PREMISES = Premises(
    "P1", "浙江省", "杭州市", "余杭区", "梅林路18号",
    units_from_pattern("{1-5}幢{1-4}单元{1-6}0{1-4}室"),
)  # fmt: skip
OFFICE = Premises(
    "P2", "CA", "Springfield", "Mill County", "18 Plum Lane",
    units_from_pattern("Apt {1-30}{A-D}"), locale="en_US",
)  # fmt: skip

seeds = st.binary(min_size=16, max_size=32)


def said(field, value):
    return [Detail(field, value, None, Strength.EXACT, contradicts=False)]


def faults(field, values, own):
    return [(value, fault) for value in values if (fault := unfit(field, value, own))]


# --- Names -------------------------------------------------------------------------------------


@given(seeds, st.sampled_from(NAMED), st.integers(0, 50_000))
def test_near_names_are_told_apart_from_one_another_and_from_the_own(seed, locale, number):
    persona = next(people(seed, number, 1, locale))

    pool = name_pool(seed, persona)

    assert len(pool) == 24
    assert alike(Field.NAME, (persona.name, *pool)) is None
    assert not faults(Field.NAME, pool, (persona.name,))
    assert [said_value(Field.NAME, pool, said(Field.NAME, one)) for one in pool] == list(range(24))


@given(seeds, st.integers(0, 200_000))
def test_near_names_keep_surname_and_length_and_are_of_the_same_sex_and_decade(seed, number):
    persona = next(people(seed, number, 1))
    surname, own = split_name(persona.name)
    decade = persona.birth_year // 10 * 10
    table = next(one for one in strata() if (one.decade, one.sex) == (decade, persona.sex))

    givens = [split_name(one)[1] for one in name_pool(seed, persona)]

    assert {split_name(one)[0] for one in name_pool(seed, persona)} == {surname}
    assert {len(one) for one in givens} == {len(own)}
    for one in givens:
        if len(own) == 1:
            assert one in table.single
        else:
            assert one[0] in table.first or one[0] == own[0]
            assert one[1] in table.second or one[1] == own[1]


@given(seeds, st.integers(0, 200_000))
def test_near_names_differ_for_those_who_do_not_part_ng_from_n(seed, number):
    persona = next(people(seed, number, 1))

    pool = [split_name(one)[1] for one in (persona.name, *name_pool(seed, persona))]

    assert not [pair for pair in combinations(map(set, map(heard, pool)), 2) if pair[0] & pair[1]]


def test_half_of_the_near_names_are_one_character_off():
    for persona in people(SEED, 0, 300):
        own = split_name(persona.name)[1]
        if len(own) == 2:
            near = [split_name(one)[1] for one in name_pool(SEED, persona)]
            off = sum((one[0] == own[0]) != (one[1] == own[1]) for one in near)
            assert 10 <= off <= 14


@given(st.integers(0, 5_000), st.integers(2, MATES))
def test_what_is_said_on_a_line_fits_the_pools_of_one_identity(line, mates):
    pools = [
        {form for value in name_pool(SEED, one) for form in forms(Field.NAME, value)}
        for one in people(SEED, line * mates, mates, per_line=mates)
    ]

    assert not [pair for pair in combinations(pools, 2) if pair[0] & pair[1]]


def test_fifty_near_names_can_be_had():
    for persona in people(SEED, 0, 300):
        assert alike(Field.NAME, name_pool(SEED, persona, 50)) is None


def test_more_near_names_than_there_are_are_refused():
    persona = next(one for one in people(SEED, 0, 100) if len(one.name) == 2)

    with pytest.raises(InputError, match="there are only"):
        name_pool(SEED, persona, 1_000)


def test_names_that_texts_are_not_searched_for_make_no_pool():
    with pytest.raises(InputError, match="ja_JP"):
        name_pool(SEED, next(people(SEED, 0, 1, "ja_JP")))


# --- Nicks and mailboxes -----------------------------------------------------------------------


@given(seeds, st.sampled_from(LOCALES), st.integers(0, 2_000))
def test_nicks_are_told_apart(seed, locale, number):
    persona = next(people(seed, number, 1, locale))

    pool = nick_pool(seed, persona)

    assert len(pool) == 24
    assert alike(Field.NICK, (persona.nick, *pool)) is None
    assert not faults(Field.NICK, pool, ("",))


@given(seeds, st.sampled_from(LOCALES), st.integers(0, 2_000))
def test_mailboxes_are_under_the_domain_and_not_the_own(seed, locale, number):
    persona = next(people(seed, number, 1, locale))

    pool = mailbox_pool(seed, persona, "Mail.Shop.Example")

    assert len(set(pool)) == 24
    assert all(one.endswith("@mail.shop.example") for one in pool)
    assert f"{persona.mailbox}@mail.shop.example" not in pool
    assert alike(Field.EMAIL, pool) is None
    assert not [one for one in pool if re.search(r"(?:\d[\s\-.()+]{0,2}){7,}", one)]


def test_mailboxes_need_a_domain():
    with pytest.raises(InputError):
        mailbox_pool(SEED, next(people(SEED, 0, 1)), "not a domain")


# --- Notes and addresses -----------------------------------------------------------------------


@settings(max_examples=50)
@given(seeds, st.sampled_from(["zh_CN", "en_US", "en_GB"]), st.text(min_size=1, max_size=8))
def test_notes_of_all_mates_are_told_apart(seed, locale, line):
    pools = [note_pool(seed, line, locale, mate=mate, mates=MATES) for mate in range(MATES)]

    assert len({note for pool in pools for note in pool}) == 50 * MATES
    for pool in pools[:2]:
        assert alike(Field.NOTE, pool) is None
        assert not faults(Field.NOTE, pool, ("",))


@pytest.mark.parametrize("locale", ["zh_CN", "en_US"])
def test_half_a_note_tells_which_one_is_meant(locale):
    pool = note_pool(SEED, "L1", locale)
    halves = [re.split(r"，|, ", note) for note in pool]

    for number, (request, remark) in enumerate(halves):
        told = [said_value(Field.NOTE, pool, said(Field.NOTE, half)) for half in (request, remark)]
        assert number in told
        assert set(told) <= {number, None}  # what is shorter than three signs tells nothing


def test_notes_bother_nobody_else():
    words = ("邻居", "对门", "隔壁", "小卖部", "电话", "neighbour", "neighbor", "phone", "call ")
    notes = [
        note
        for locale in ("zh_CN", "en_US")
        for mate in range(MATES)
        for note in note_pool(SEED, "L1", locale, mate=mate, mates=MATES)
    ]

    assert not [note for note in notes if any(word in note for word in words)]


@pytest.mark.parametrize(
    "arguments", [{"locale": "de_DE"}, {"size": 500}, {"mate": 1}, {"mates": 0}]
)
def test_notes_that_there_are_not_are_refused(arguments):
    with pytest.raises(InputError):
        note_pool(SEED, "L1", **arguments)


@settings(max_examples=50)
@given(seeds, st.sampled_from([PREMISES, OFFICE]), st.integers(1, 2))
def test_addresses_are_units_of_the_premises_that_are_told_apart(seed, premises, mates):
    own = premises.address(premises.units[0])
    pools = [
        address_pool(seed, "L1", premises, mate=mate, mates=mates, taken=(premises.units[0],))
        for mate in range(mates)
    ]
    every = [value for pool in pools for value in pool]

    assert len(set(every)) == len(every) == 50 * mates
    assert alike(Field.ADDRESS, (str(own), *every)) is None
    assert not faults(Field.ADDRESS, every, (str(own), own.detail))


def test_addresses_that_there_are_not_are_refused():
    with pytest.raises(InputError, match="P2"):
        address_pool(SEED, "L1", OFFICE, mate=2, mates=3)

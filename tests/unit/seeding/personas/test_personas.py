"""Personas: unlike one another, like themselves, and reachable by nobody but the merchant."""

import ast
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import normal_email
from leaktrace.extraction.names.surnames import sounds, split_name
from leaktrace.seeding import personas
from leaktrace.seeding.personas import LOCALES, MATES, Sex, capacity, people
from leaktrace.seeding.personas.sounds_zh import readings, spelt
from leaktrace.seeding.personas.space import Givens, NameSpace

SEED = b"a seed of the tests"
PACKAGE = Path(personas.__file__).parent
LIKE_A_NUMBER = re.compile(r"(?:\d[\s\-.()+]{0,2}){7,}")
FORBIDDEN = {
    "phone_number", "msisdn", "ssn", "address", "street_address", "street_name", "city", "postcode",
    "country_calling_code", "basic_phone_number", "cellphone_number", "credit_card_number", "email",
    "free_email", "safe_email", "company_email",
}  # fmt: skip

seeds = st.binary(min_size=16, max_size=40)
locales = st.sampled_from(LOCALES)


def fields(persona):
    return (persona.name, persona.nick, persona.mailbox)


# --- The sequence ------------------------------------------------------------------------------


@given(seeds, locales, st.integers(0, 2_000), st.integers(1, MATES))
def test_a_number_is_always_the_same_persona(seed, locale, start, per_line):
    together = list(people(seed, start, 5, locale, per_line=per_line))

    alone = [
        next(people(seed, number, 1, locale, per_line=per_line))
        for number in range(start, start + 5)
    ]

    assert together == alone
    assert [one.number for one in together] == list(range(start, start + 5))


def test_other_seeds_give_other_people():
    one, other = (
        [p.name for p in people(seed, 0, 200)] for seed in (SEED, b"another seed of tests")
    )

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 10


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("per_line", [1, 3, MATES])
def test_no_name_comes_twice(locale, per_line):
    count = min(6_000, capacity(locale))

    names = {one.name for one in people(SEED, 0, count, locale, per_line=per_line)}

    assert len(names) == count


@pytest.mark.parametrize("per_line", [1, 4, MATES])
@pytest.mark.parametrize("shares", [(1.0,) * 30, (8.0, 4.0, *(1.0,) * 28), (1.0,) * 3])
def test_every_name_there_is_comes_once(shares, per_line):
    givens = Givens({f"g{number}": 1.0 / (number + 1) for number in range(900)})
    space = NameSpace(SEED, [((f"f{n}", share),) for n, share in enumerate(shares)], givens)

    names = {space.name(number, per_line) for number in range(len(space))}

    assert len(names) == len(space)
    assert len(names) > 0.9 * len(shares) * 900


def test_there_are_ten_million_chinese_names():
    late = [one.name for one in people(SEED, 10_000_000, 5_000)]
    early = {one.name for one in people(SEED, 0, 5_000)}

    assert capacity() > 10_000_000
    assert len(set(late)) == len(late)
    assert early.isdisjoint(late)


def test_more_people_than_names_are_refused_before_the_first():
    with pytest.raises(InputError, match="names for"):
        people(SEED, capacity("ja_JP") - 1, 2, "ja_JP")


@pytest.mark.parametrize(
    "arguments", [{"locale": "xx_XX"}, {"per_line": 0}, {"per_line": MATES + 1}]
)
def test_what_there_is_no_persona_of_is_refused(arguments):
    with pytest.raises(InputError):
        people(SEED, 0, 1, **arguments)


def test_a_short_seed_is_refused():
    with pytest.raises(InputError, match="16 bytes"):
        people(b"short", 0, 1)


# --- One person --------------------------------------------------------------------------------


@given(seeds, locales, st.integers(0, 2_000))
def test_nobody_carries_what_could_be_a_telephone_number(seed, locale, number):
    persona = next(people(seed, number, 1, locale))

    assert not [field for field in fields(persona) if LIKE_A_NUMBER.search(field)]
    assert not LIKE_A_NUMBER.search("".join(fields(persona)))


def test_thousands_carry_no_number_either():
    everybody = "\n".join("\n".join(fields(one)) for one in people(SEED, 0, 6_000))

    assert not LIKE_A_NUMBER.search(everybody)


@given(seeds, locales, st.integers(0, 2_000))
def test_mailbox_is_one_and_has_ten_random_signs_behind_a_name(seed, locale, number):
    mailbox = next(people(seed, number, 1, locale)).mailbox
    head, _, tail = mailbox.rpartition(".")

    assert normal_email(f"{mailbox}@shop.example") == f"{mailbox}@shop.example"
    assert re.fullmatch(r"[a-z][a-z0-9._]*", head)
    assert re.fullmatch(r"[a-z2-9]{10}", tail)


def test_random_signs_of_mailboxes_do_not_repeat():
    tails = [one.mailbox.rpartition(".")[2] for one in people(SEED, 0, 6_000)]

    assert len(set(tails)) == len(tails)


@given(seeds, st.integers(0, 100_000))
def test_chinese_mailbox_begins_like_the_name(seed, number):
    persona = next(people(seed, number, 1))
    family, given_name = (spelt(part) for part in split_name(persona.name))

    assert persona.mailbox[0] in (family[0], given_name[0])


@given(seeds, locales, st.integers(0, 2_000))
def test_nick_is_long_enough_to_be_known_again(seed, locale, number):
    nick = next(people(seed, number, 1, locale)).nick

    assert len(re.sub(r"[^\w]|_", "", nick)) >= 3


@given(seeds, st.integers(0, 100_000))
def test_no_man_is_somebodys_mother_and_only_the_old_have_old_nicks(seed, number):
    persona = next(people(seed, number, 1))

    assert 1960 <= persona.birth_year <= 2006
    assert persona.sex is Sex.FEMALE or "妈妈" not in persona.nick
    assert persona.birth_year < 1975 or not persona.nick.endswith(("是福", "万事兴"))


# --- People on one line ------------------------------------------------------------------------


@settings(max_examples=30)
@given(seeds, st.integers(2, MATES), st.sampled_from([0, 3, 50, 17_000, 900_000]))
def test_surnames_on_one_line_differ_by_ear(seed, per_line, line):
    mates = list(people(seed, line * per_line, per_line, per_line=per_line))
    heard = [sounds(split_name(one.name)[0][0]) for one in mates]

    assert not [pair for pair in combinations(heard, 2) if pair[0] & pair[1]]


@pytest.mark.parametrize("per_line", [2, 5, MATES])
def test_surnames_on_thousands_of_lines_differ_by_ear(per_line):
    everybody = [split_name(one.name)[0] for one in people(SEED, 0, 6_000, per_line=per_line)]

    for start in range(0, 6_000 - per_line, per_line):
        heard = [sounds(name[0]) for name in everybody[start : start + per_line]]
        assert not any(a & b for a, b in combinations(heard, 2))


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de_DE", "pt_BR"])
def test_surnames_on_one_line_differ(locale):
    names = [one.name.split()[-1] for one in people(SEED, 0, 4_000, locale, per_line=4)]

    assert all(len(set(names[start : start + 4])) == 4 for start in range(0, 4_000, 4))


def test_sounds_are_those_that_the_extraction_goes_by():
    chars = {char for one in people(SEED, 0, 6_000) for char in one.name}

    assert len(chars) > 600
    assert {char: frozenset(readings(char)) for char in chars} == {
        char: sounds(char) for char in chars
    }


# --- What is never asked of Faker --------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_faker_is_asked_for_no_number_and_no_address(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }

    assert not (named & (FORBIDDEN - {"address"}))
    assert not called & FORBIDDEN or path.name == "pools.py"  # there the premises are asked
    assert "getattr(faker" not in path.read_text(encoding="utf-8")


def test_every_entry_point_works_where_faker_makes_no_numbers_and_no_addresses(monkeypatch):
    from faker.providers.address import Provider as Addresses
    from faker.providers.phone_number import Provider as Numbers
    from faker.providers.ssn import Provider as Ids

    def refuse(*_args, **_kwargs):
        raise AssertionError("Faker was asked for a number or an address")

    monkeypatch.setattr(Numbers, "phone_number", refuse)
    monkeypatch.setattr(Ids, "ssn", refuse)
    monkeypatch.setattr(Addresses, "address", refuse)
    from leaktrace.domain.premises import Premises

    units = personas.units_from_pattern("{1-9}幢{101-109}室")
    premises = Premises("P1", "浙江省", "杭州市", "余杭区", "梅林路18号", units)
    for locale in LOCALES:
        for one in people(SEED, 0, 20, locale):
            personas.mailbox_pool(SEED, one, "shop.example")
            personas.nick_pool(SEED, one)
            if locale != "ja_JP":
                personas.name_pool(SEED, one)
    personas.note_pool(SEED, "L1")
    personas.address_pool(SEED, "L1", premises)
    personas.is_division("浙江省", "杭州市", "余杭区")


def test_chinese_personas_need_no_faker(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "faker", None)

    assert len(list(people(SEED, 0, 10))) == 10

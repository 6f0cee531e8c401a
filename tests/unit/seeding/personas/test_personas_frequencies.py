"""How names are spread, beside what the Ministry of Public Security and the census published."""

from collections import Counter

import pytest
from faker import Faker

from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.extraction import unfit
from leaktrace.extraction.names.surnames import split_name
from leaktrace.extraction.reading import fold
from leaktrace.seeding.personas import Sex, people
from leaktrace.seeding.personas.chinese import strata, weights_of
from leaktrace.seeding.personas.given_zh import RARE, TABLES
from leaktrace.seeding.personas.provider import ChineseNames
from leaktrace.seeding.personas.surnames_zh import surname_shares

SEED = b"a seed of the tests"
COUNT = 20_000


@pytest.fixture(scope="module")
def everybody():
    return list(people(SEED, 0, COUNT))


def test_surnames_have_the_published_shares(everybody):
    count = Counter(split_name(one.name)[0] for one in everybody)
    whole = sum(surname_shares().values())

    for name, share in list(surname_shares().items())[:20]:
        assert count[name] / COUNT == pytest.approx(share / whole, rel=0.03, abs=3e-4)
    assert count["王"] > count["李"] > count["张"] > count["刘"] > count["陈"]


def test_shares_of_the_surnames_meet_the_reports():
    shares = surname_shares()
    ranked = sorted(shares.values(), reverse=True)

    assert sum(ranked[:5]) == pytest.approx(30.8, abs=1.5)
    assert sum(ranked[:100]) == pytest.approx(85.9, abs=3)
    assert shares["万"] == pytest.approx(0.196, abs=0.01)


def test_the_commonest_whole_given_names_are_about_as_common_as_reported():
    # Of 1.4 billion in 2021, of all ages; the tables are of those who buy on line.
    everybody_share = {"伟": 3.236e6 / 1.4e9, "秀英": 2.169e6 / 1.4e9}

    for name, share in everybody_share.items():
        ours = sum(0.5 * weight for weight, _ in weights_of(name))
        assert share / 2 < ours < share * 2


def test_the_commonest_characters_are_those_of_the_report(everybody):
    count = Counter(char for one in everybody for char in split_name(one.name)[1])
    common = [char for char, _ in count.most_common(60)]

    assert set("华文玉秀明丽红金") <= set(common)


@pytest.mark.parametrize(
    ("decade", "sex", "chars"),
    [
        (1960, Sex.MALE, "建国军"),
        (1960, Sex.FEMALE, "秀英丽兰"),
        (1970, Sex.FEMALE, "丽英红"),
        (1980, Sex.MALE, "伟磊"),
        (1980, Sex.FEMALE, "静丽"),
        (1990, Sex.MALE, "杰浩"),
        (1990, Sex.FEMALE, "婷雪"),
        (2000, Sex.MALE, "浩宇杰"),
        (2000, Sex.FEMALE, "欣怡婷"),
        (2010, Sex.MALE, "宇轩浩梓"),
        (2010, Sex.FEMALE, "梓涵诺欣"),
    ],
)
def test_what_a_decade_is_known_for_leads_its_table(decade, sex, chars):
    fake = Faker()
    fake.seed_instance(7)
    fake.add_provider(ChineseNames)

    count = Counter(char for _ in range(4_000) for char in fake.chinese_given_name(sex, decade))

    assert set(chars) <= {char for char, _ in count.most_common(25)}


def test_names_of_two_characters_are_as_many_as_reported(everybody):
    short = sum(len(split_name(one.name)[1]) == 1 for one in everybody) / COUNT

    assert max(one.single_share for one in strata()) == pytest.approx(0.276, abs=0.01)
    assert 0.063 < short < 0.276


def test_sexes_are_even_and_decades_those_of_buyers(everybody):
    decades = Counter(one.birth_year // 10 * 10 for one in everybody)

    assert sum(one.sex is Sex.FEMALE for one in everybody) / COUNT == pytest.approx(0.5, abs=0.03)
    assert sorted(decades) == [1960, 1970, 1980, 1990, 2000]
    assert decades[1980] > decades[1970] > decades[1960]


def test_given_names_are_many_and_no_surname_has_those_of_another(everybody):
    givens = {name: set() for name in ("王", "李")}
    for one in everybody:
        surname, given = split_name(one.name)
        if surname in givens:
            givens[surname].add(given)

    shared = len(givens["王"] & givens["李"]) / len(givens["李"])

    assert len({split_name(one.name)[1] for one in everybody}) > 8_000
    assert shared < 0.5


def test_every_name_may_be_in_a_pool_and_in_every_encoding_of_couriers(everybody):
    names = [one.name for one in everybody]

    assert not [name for name in names if unfit(Field.NAME, name, (name,))]
    assert not [name for name in names if fold(name) != name]
    assert all(name.encode("gbk") for name in names)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.decade}-{table.sex}")
def test_no_character_is_in_a_list_twice(table):
    for chars in (table.single, table.first, table.second):
        listed = chars.replace(" ", "")
        assert len(set(listed)) == len(listed)


@pytest.mark.parametrize("sex", list(Sex))
def test_no_rare_character_is_listed_twice(sex):
    assert len(set(RARE[sex])) == len(RARE[sex])


def test_provider_gives_whole_names_and_refuses_decades_it_has_no_table_of():
    fake = Faker()
    fake.add_provider(ChineseNames)

    assert 2 <= len(fake.chinese_name(Sex.MALE, 1980)) <= 4
    with pytest.raises(InputError, match="1930"):
        fake.chinese_given_name(Sex.MALE, 1930)

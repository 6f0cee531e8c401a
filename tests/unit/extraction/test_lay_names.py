"""Names as people hear, spell, shorten and mask them; the same rule for every value of the pool."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit
from leaktrace.extraction import extract
from leaktrace.extraction.fit import fit
from leaktrace.extraction.names.surnames import near_sounds, sounds


def said(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.NAME]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


@pytest.fixture(scope="module")
def rare(order):
    return replace(order, names=("仝志远", "仝致愿", "仝俊峰"))


@pytest.fixture(scope="module")
def compound(order):
    return replace(order, names=("司徒慧敏", "司徒婷敏", "司徒慧丽"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("缑叔，您买的东西到了", [("缑叔", "缑", True)]),
        ("昝婆婆，您那一单", [("昝婆婆", "昝", True)]),
        ("沈总啊，手机对不对", [("沈总", "沈", False)]),
        ("请问沈姐不？", [("沈姐", "沈", False)]),
        ("沈大妹子在家吗", [("沈大妹子", "沈", False)]),
        ("沈工，你的货到了", [("沈工", "沈", False)]),
        ("李工来过", []),
        ("我是售后部的沈经理", []),
        ("和妈妈一起买的", []),
    ],
)
def test_a_surname_is_read_with_many_forms_of_address(order, next_day, text, expected):
    assert said(text, order, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("您好同先生，您的订单", [("同先生", "仝", False)]),
        ("请问是童俊峰吗", [("童俊峰", "仝俊峰", True)]),
        ("请问童志远在吗", [("童志远", "童志远", False)]),
        ("请问是同志愿先生吗", [("同志愿", "同志愿", False)]),  # several sound so
        ("同学您好", []),
    ],
)
def test_a_surname_is_known_by_ear_for_every_value_of_the_pool(rare, next_day, text, expected):
    assert said(text, rare, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("喂是司徒会敏女士不", [("司徒会敏", "司徒慧敏", False)]),
        ("司徒*敏您好", [("司徒*敏", "司徒*敏", False)]),
        ("司徒*丽您好", [("司徒*丽", "司徒*丽", True)]),
    ],
)
def test_a_compound_surname_is_heard_and_masked_as_a_whole(compound, next_day, text, expected):
    assert said(text, compound, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请问是沈雨同女士吗", [("沈雨同", "沈雨桐", False)]),
        ("请问是孙语桐女士吗", [("孙语桐", "孙语桐", True)]),
        ("请问是林雨桐女士吗", [("林雨桐", "林雨桐", True)]),
        ("请问是沈明渊先生吗", [("沈明渊", "沈明远", True)]),
        ("请问是申雨航女士吗", [("申雨航", "沈雨航", True)]),
        ("请问是生雨桐女士吗", [("生雨桐", "沈雨桐", False)]),  # to some ears only
    ],
)
def test_a_name_is_taken_for_the_only_one_of_the_pool_that_it_may_be_to_some_ears(
    order, next_day, text, expected
):
    assert said(text, order, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阿桐，在吗", [("阿桐", "桐", False)]),
        ("叫我小航，不认识", [("小航", "航", True)]),
        ("桐姐，您那单", [("桐姐", "桐", False)]),
        ("我是客服小桐", []),
        ("叫我“语同”，说是客服", [("语同", "雨桐", False)]),
    ],
)
def test_a_given_name_is_read_in_its_pet_form_and_by_ear(order, next_day, text, expected):
    assert said(text, order, next_day) == expected


def test_surnames_are_read_as_their_bearers_read_them():
    assert "yun" in sounds("贠")
    assert near_sounds("程") == near_sounds("陈")
    assert near_sounds("张") != near_sounds("王")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Had the surname, Marsh, pronounced right", [("Marsh", "Marsh", False)]),
        ("hey helena, ur parcel is here", [("helena", "Helena", False)]),
        ("is ms marsh there", [("marsh", "Marsh", False)]),
        ("A collector wanting Gary Stubbs again.", [("Gary Stubbs", "Gary Stubbs", True)]),
        ("Hi Jenny, it's Amy from the retreat!", [("Jenny", "Jenny", True)]),
        ("Fella after Earl about a trip.", []),
        ("Hello Amazon customer", []),
        ("Dear helena.marsh31@example.org, your order", []),
    ],
)
def test_english_names_are_read_wherever_a_person_is_spoken_of(
    english_order, next_day_american, text, expected
):
    found = said(text, english_order, next_day_american)
    assert found == expected


def test_a_surname_that_is_no_word_stands_alone_anywhere(english_order, next_day_american):
    facts = replace(english_order, names=("Imogen Thackeray", "Irene Thackray", "Imogen Zachary"))
    assert said("Second name on the ticket's Thackeray, right?", facts, next_day_american) == [
        ("Thackeray", "Thackeray", False)
    ]
    assert said("Thackray Street is closed", facts, next_day_american) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("沈雨彤女士？桐，木字旁的桐", [("沈雨彤", "沈雨桐", False), ("木字旁的桐", "桐", False)]),
        ("我说是梧桐的桐", [("梧桐的桐", "桐", False)]),
        ("他说桶，水桶的桶", [("水桶的桶", "桶", True)]),
        ("请问是沈雨……喂？喂？", [("沈雨", "沈雨", False)]),
        ("是 shen yu tong 吧", [("shen yu tong", "沈雨桐", False)]),
        ("问了一句：沈yǔ桐？", [("沈yǔ桐", "沈雨桐", False)]),
        ("是沈（shěn）小姐吗", [("沈（shěn）小姐", "沈", False)]),
        ("沈家小妹 你买的", [("沈家小妹", "沈", False)]),
        ("请问姓沈不？", [("姓沈", "沈", False)]),
        ("已开具\n雨桐，您好", [("雨桐", "雨桐", False)]),
        ("沈什么桐，写得潦草", [("沈什么桐", "沈*桐", False)]),
        ("师兄，跟你说个事", []),
        ("业主都定了", []),
    ],
)
def test_a_name_is_read_by_its_parts(order, next_day, text, expected):
    assert said(text, order, next_day) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this is for M A R S H about the saw", [("M A R S H", "Marsh", False)]),
        ("M-A-R-S-H, is that right?", [("M-A-R-S-H", "Marsh", False)]),
        ("M as in Mike, A, R, S, H", [("M as in Mike, A, R, S, H", "Marsh", False)]),
        ("Package for He-le-na", [("He-le-na", "Helena", False)]),
        ("Héléna, your parcel", [("Héléna", "Helena", False)]),
        ("is this lenny", []),
        ("I a b c d", []),
    ],
)
def test_an_english_name_is_read_letter_by_letter(english_order, next_day_american, text, expected):
    assert said(text, english_order, next_day_american) == expected


def test_an_english_name_is_known_though_written_as_other_words(english_order, next_day_american):
    facts = replace(english_order, names=("Latoya Merriweather", "Lena Marsh"))
    found = said("message is for La Toya Merry Weather this is Bree", facts, next_day_american)
    assert found == [("La Toya Merry Weather", "Latoya Merriweather", False)]
    facts = replace(english_order, names=("Rosalind Teague", "Rosanna Teal"))
    assert said("Roz, your starter crock is here", facts, next_day_american) == [
        ("Roz", "Roz", False)
    ]


@pytest.mark.parametrize(
    "text", ["木字旁的桐", "请问是沈雨……喂？", "阿桐，在吗", "您好神先生，您的订单"]
)
def test_a_part_of_a_name_fits_a_copy_that_has_it(order, next_day, text):
    (hit,) = (d for d in extract(text, order, next_day) if d.field is Field.NAME)
    assert fit(hit, "沈雨桐") is Fit.HOLDS
    assert fit(hit, "王建国") is Fit.DIFFERS


def test_words_of_ordinary_talk_are_no_syllables_of_a_name(english_order, next_day_american):
    facts = replace(english_order, names=("Shawn Gray", "Helen Marsh"))
    found = extract("thank you for choosing our shop today", facts, next_day_american)
    assert [d for d in found if d.field is Field.NAME] == []


@pytest.mark.parametrize(
    ("own", "text", "surname"),
    [
        ("欧阳小敏", "欧阳女士您好，您的养生壶要退款", "欧阳"),
        ("欧阳小敏", "欧陽小姐你好", "欧阳"),
        ("上官云", "上官小姐，您的养生壶到了", "上官"),
        ("司马青", "请问是司马先生吗", "司马"),
    ],
)
def test_a_surname_of_two_characters_is_no_whole_name(order, next_day, own, text, surname):
    facts = replace(order, names=(own, "王小明"))
    found = [d for d in extract(text, facts, next_day) if d.field is Field.NAME]
    assert [(d.value, d.strength.value, d.contradicts) for d in found] == [
        (surname, "partial", False)
    ]

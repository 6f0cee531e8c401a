"""Names that are explained, spelled, half read, or taken apart by a machine."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


def named(text, facts, when):
    found = [d for d in extract(text, facts, when) if d.field is Field.NAME]
    return [(text[slice(*d.span)], d.value, d.contradicts) for d in found]


CHINESE = ("江一帆", "姜一帆", "江一凡", "章玉梅", "仇雨薇", "江俐娜", "魏小芳", "梁志强")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我说是江水的江", [("江水的江", "江", False)]),
        ("他说是生姜的姜", [("生姜的姜", "姜", True)]),
        ("立早章是吧", [("立早章", "章", True)]),
        ("是仇(qiú)小姐吗", [("仇(qiú)小姐", "仇", True)]),
        ("江什么娜，写得潦草", [("江什么娜", "江*娜", True)]),
        ("2.魏姓（念得对）", [("魏姓", "魏", True)]),
        ("喂，梁生，你个件到咗", [("梁生", "梁", True)]),
        ("是姓江不？", [("姓江", "江", False)]),
        ("尊敬的江一帆用户：", [("江一帆", "江一帆", False)]),
        ("发票已开具\n一帆，您好", [("一帆", "一帆", False)]),
        ("喂，阿强啊？打错了", [("阿强", "强", True)]),
        ("放在隔壁江嬢嬢那里了", []),
        ("师兄，跟你说个事", []),
        ("你的快递的快件的件", []),
    ],
)
def test_a_chinese_name_is_known_by_its_explanation(order, next_day, text, expected):
    assert named(text, replace(order, names=CHINESE), next_day) == expected


def test_every_value_of_a_pool_is_explained_alike(order, next_day):
    said = {
        own: [value for _, value, _ in named("江水的江", replace(order, names=names), next_day)]
        for own, names in (("江", CHINESE), ("姜", (CHINESE[1], *CHINESE[:1], *CHINESE[2:])))
    }
    assert said == {"江": ["江"], "姜": ["江"]}


ENGLISH = ("Loretta Szymanski", "Lorraine Sikorski", "Raymond Coughlan", "Wilhelmina Stroud")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hi is this miss shimmy anski about the order", ("shimmy anski", "Szymanski", False)),
        ("I have it as C, O, U, G, H, L, A, N.", ("C, O, U, G, H, L, A, N", "Coughlan", True)),
        ("only my husband called me Mina", ("Mina", "Wilhelmina", True)),
        ("am I speaking with Loretta, and I go yes", ("Loretta", "Loretta", False)),
        ('"Taxi for Marlene?" Wrong house', ("Marlene", "Marlene", True)),
        ("Driver cannot find Fenland Court", None),
        ("this is for your order from the shop", None),
    ],
)
def test_an_english_name_is_known_spelled_and_taken_apart(
    english_order, next_day_american, text, expected
):
    found = named(text, replace(english_order, names=ENGLISH), next_day_american)
    assert found == ([expected] if expected else [])

"""Chinese names within longer words, names that are words, and forms of address that sound like names."""

from dataclasses import replace

import pytest

from leaktrace.domain.channel import Field
from leaktrace.extraction import extract


@pytest.fixture
def named(order, next_day):
    def read(text, *names):
        found = extract(text, replace(order, names=names), next_day)
        return [(d.value, d.rule) for d in found if d.field is Field.NAME]

    return read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("张洁", "张姐您好"),
        ("王杰", "王姐，明天几点"),
        ("高洁", "高姐"),
        ("李捷", "李姐，孩子作业写完没"),
        ("王戈", "王哥，在吗"),
        ("陈束", "陈叔，您好"),
        ("张晓", "张小姐，您好"),
        ("王诗赋", "王师傅您好"),
    ],
)
def test_a_surname_with_a_form_of_address_is_no_whole_name_by_ear(named, name, text):
    rules = [rule for _, rule in named(text, name, "沈雨航")]
    assert "sound" not in rules
    assert rules == [rule for _, rule in named(text, name)]


def test_a_short_name_is_still_known_by_ear(named):
    assert named("张杰您好", "张洁", "沈雨航") == [("张洁", "sound")]
    assert named("请问是王杰吗", "王洁") == [("王洁", "sound")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("陈晓明", "陈晓明天过来"),
        ("江南春", "江南春天来得早"),
        ("黄金海", "黄金海岸度假村"),
        ("白雪飞", "白雪飞舞的季节"),
        ("温暖阳", "温暖阳光照进来"),
        ("马上飞", "马上飞机就要起飞了"),
        ("钱多多", "钱多多益善"),
        ("王建国", "王建国庆回家"),
        ("成功", "黄山门票预订成功"),
        ("平安", "平安是福"),
        ("高洁", "高洁的品质"),
        ("何必", "何必呢"),
        ("安康", "祝您安康"),
    ],
)
def test_a_name_within_words_is_none(named, name, text):
    assert named(text, name, "沈雨航") == []
    assert named(text, "沈雨航", name) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("陈晓明", "陈晓明您好，明天送货"),
        ("陈晓明", "陈晓明，天气热，给您送上去"),
        ("陈晓明", "找陈晓明的"),
        ("陈晓明", "陈晓明星期三在家吗"),
        ("陈晓明", "陈晓明到付件"),
        ("王志文", "王志文件到了"),
        ("李文静", "李文静电话打不通"),
        ("李建国", "李建国家里没人"),
        ("成功", "成功先生您好"),
        ("成功", "请问是成功吗"),
        ("高洁", "我找高洁，她的快递"),
        ("平安", "收件人：平安"),
        ("王建国", "那边说了王建国"),
        ("李晨曦", "李晨曦"),
    ],
)
def test_a_name_beside_other_words_and_one_that_is_a_word_and_addressed_are_known(
    named, name, text
):
    assert (name, "name") in named(text, name, "沈雨航")
    assert (name, "name") in named(text, "沈雨航", name)

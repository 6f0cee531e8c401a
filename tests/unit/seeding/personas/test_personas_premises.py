"""Units from a pattern, and which provinces, cities and districts there are."""

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.domain.errors import InputError
from leaktrace.seeding.personas import MAX_UNITS, is_division, units_from_pattern


def test_a_pattern_stands_for_every_unit_in_order():
    units = units_from_pattern("{1-3}幢{1-2}单元{1-6}0{1-4}室")

    assert len(units) == 3 * 2 * 6 * 4
    assert units[:2] == ("1幢1单元101室", "1幢1单元102室")
    assert units[-1] == "3幢2单元604室"


@pytest.mark.parametrize(
    ("pattern", "units"),
    [
        ("Apt {1-2}{A-B}", ("Apt 1A", "Apt 1B", "Apt 2A", "Apt 2B")),
        ("{01-03}室", ("01室", "02室", "03室")),
        (" 前台 ", ("前台",)),
        ("{7-7}号", ("7号",)),
    ],
)
def test_letters_leading_noughts_and_single_units_are_taken(pattern, units):
    assert units_from_pattern(pattern) == units


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        " ",
        "{1-3",
        "1-3}室",
        "{a-z}室",
        "{}",
        "{3-1}室",
        "{1-9999}室",
        "{1-11}{1-11}室",
        "{{1-2}}",
    ],
)
def test_what_is_no_pattern_is_refused_with_an_example_or_a_remedy(pattern):
    with pytest.raises(InputError) as caught:
        units_from_pattern(pattern)

    assert caught.value.remedy


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_as_many_units_as_the_ranges_say_or_a_refusal(ranges):
    pattern = "-".join(f"{{{low}-{low + more}}}" for low, more in ranges) + "室"
    count = prod(more + 1 for _, more in ranges)

    if count > MAX_UNITS:
        with pytest.raises(InputError, match=f"{count} units"):
            units_from_pattern(pattern)
    else:
        units = units_from_pattern(pattern)
        assert len(set(units)) == len(units) == count


def test_a_huge_pattern_is_refused_at_once():
    with pytest.raises(InputError, match="units"):
        units_from_pattern("{1-9999}-{1-9999}-{1-9999}-{1-9999}")


@pytest.mark.parametrize(
    "triple",
    [
        ("浙江省", "杭州市", "余杭区"),
        ("北京市", "北京市", "东城区"),
        ("北京市", "市辖区", "东城区"),
        ("重庆市", "重庆市", "城口县"),
        ("广东省", "东莞市", ""),
        ("湖北省", "仙桃市", "仙桃市"),
        ("湖北省", "", "潜江市"),
        ("香港特别行政区", "九龙", "观塘区"),
    ],
)
def test_real_triples_are_known(triple):
    assert is_division(*triple)


@pytest.mark.parametrize(
    "triple",
    [
        ("江西省", "杨市", "南长"),
        ("浙江省", "杭州市", "东城区"),
        ("浙江省", "杭州市", ""),
        ("浙江", "杭州", "余杭"),
        ("北京市", "上海市", "东城区"),
        ("", "", ""),
    ],
)
def test_made_up_triples_are_not(triple):
    assert not is_division(*triple)

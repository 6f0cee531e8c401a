"""The days of the terms of the sun, as observatories give them, some of which no formula of the century has."""

from datetime import date, timedelta

import pytest

from leaktrace.extraction.days.feasts import feast


@pytest.mark.parametrize(
    "said",
    [
        "小寒 2019-01-05", "大寒 2082-01-20", "雨水 2026-02-18", "小满 2008-05-21", "小暑 2016-07-07", "立秋 2002-08-08",
        "霜降 2089-10-23", "立冬 2089-11-07", "冬至 2021-12-21",
    ],
)  # fmt: skip
def test_the_terms_that_the_formula_misses_are_known(said):
    name, day = said.split()
    assert feast(name, date.fromisoformat(day) + timedelta(7)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "said",
    [
        "小寒 2026-01-05", "大寒 2026-01-20", "立春 2026-02-04", "雨水 2025-02-18", "雨水 2027-02-19", "惊蛰 2026-03-05",
        "春分 2026-03-20", "谷雨 2026-04-20", "立夏 2026-05-05", "小满 2026-05-21", "芒种 2026-06-05", "夏至 2026-06-21",
        "小暑 2026-07-07", "大暑 2026-07-23", "立秋 2026-08-07", "处暑 2026-08-23", "白露 2026-09-07", "秋分 2026-09-23",
        "寒露 2026-10-08", "霜降 2026-10-23", "立冬 2026-11-07", "小雪 2026-11-22", "大雪 2026-12-07", "冬至 2026-12-22",
    ],
)  # fmt: skip
def test_the_terms_of_a_year_are_those_of_its_calendar(said):
    name, day = said.split()
    assert feast(name, date.fromisoformat(day) + timedelta(7)) == date.fromisoformat(day)

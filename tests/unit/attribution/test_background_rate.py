"""The background rate and its spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.attribution import estimate
from leaktrace.attribution.background import PRIOR_RATE, PRIOR_SHAPE

lines = st.lists(
    st.tuples(st.integers(0, 500), st.floats(0.0, 400.0, allow_subnormal=False)), max_size=40
)


@given(lines)
def test_rate_and_limits_are_positive_and_in_order_whatever_was_counted(rows):
    found = estimate([row[0] for row in rows], [row[1] for row in rows])
    assert 0 < found.low <= found.high
    assert found.low < found.rate < found.high
    assert found.informed_rate > found.rate
    assert np.isfinite(found.informed_rate)


def test_without_lines_the_published_rate_and_spread_are_used():
    found = estimate([], [])
    assert found.rate == pytest.approx(PRIOR_RATE)
    assert found.shape == pytest.approx(PRIOR_SHAPE)
    assert found.lines == 0


def test_quiet_lines_leave_an_upper_limit_near_the_rule_of_three():
    found = estimate([0] * 20, [100.0] * 20)
    assert 0 < found.rate < 1 / 2000
    assert 2 / 2000 < found.high < 5 / 2000


def test_many_lines_outweigh_the_prior():
    rng = np.random.default_rng(7)
    days = np.full(2000, 90.0)
    counts = rng.poisson(days * rng.gamma(2.0, 0.04 / 2.0, 2000))
    found = estimate(counts, days)
    assert found.rate == pytest.approx(0.04, rel=0.1)
    assert found.shape == pytest.approx(2.0, rel=0.25)


def test_bursts_raise_the_rate_that_stands_against_an_informed_contact():
    even = estimate([9] * 30, [90.0] * 30)
    bursts = estimate([0] * 27 + [90] * 3, [90.0] * 30)
    assert even.rate == pytest.approx(bursts.rate)
    assert bursts.informed_rate > 2 * even.informed_rate
    assert bursts.high - bursts.low > even.high - even.low


def test_limits_hold_the_true_rate_in_most_worlds():
    rng = np.random.default_rng(11)
    inside = 0
    for _ in range(200):
        days = rng.uniform(20, 120, 40)
        found = estimate(rng.poisson(days * rng.gamma(0.5, 0.1 / 0.5, 40)), days)
        inside += found.low <= 0.1 <= found.high
    assert inside >= 180


def test_lines_that_were_not_watched_do_not_count():
    assert estimate([3, 0], [30.0, 0.0]) == estimate([3], [30.0])


@pytest.mark.parametrize(("counts", "days"), [([1], [1.0, 2.0]), ([-1], [1.0]), ([1], [-1.0])])
def test_impossible_counts_are_refused(counts, days):
    with pytest.raises(ValueError, match="counts and days"):
        estimate(counts, days)

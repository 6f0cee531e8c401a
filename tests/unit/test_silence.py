"""What has gone silent is found by its own history, with a rate of false alarms that is stated."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.services.silence import FALSE_ALARMS_A_YEAR, is_silent, silence_chance

SHAPE, PRIOR_DAYS = 0.3, 2.5
DAYS = st.floats(0.01, 5000)


def judged(active: int, watched: float, silent: float, together: int = 50) -> bool:
    chance = silence_chance(active, watched, silent, shape=SHAPE, prior_days=PRIOR_DAYS)
    rate = (SHAPE + active) / (PRIOR_DAYS + watched)
    return is_silent(chance, rate, silent, together)


@given(active=st.integers(0, 1000), watched=DAYS, silent=DAYS)
def test_a_longer_silence_is_rarer(active, watched, silent):
    chances = [
        silence_chance(active, watched, days, shape=SHAPE, prior_days=PRIOR_DAYS)
        for days in (silent, silent + 1)
    ]
    assert 0 <= chances[1] <= chances[0] <= 1


def test_of_much_history_the_chance_is_that_of_a_known_rate():
    chance = silence_chance(100_000, 100_000, 7, shape=SHAPE, prior_days=PRIOR_DAYS)
    assert chance == pytest.approx(math.exp(-7), rel=0.01)


@pytest.mark.parametrize(
    ("active", "watched", "within"), [(300, 300, 14), (60, 300, 90), (36, 300, 200)]
)
def test_what_spoke_often_is_missed_soon_and_what_spoke_rarely_later(active, watched, within):
    found = next(day for day in range(1, 1000) if judged(active, watched, day))
    assert within / 3 < found <= within


def test_what_never_spoke_is_not_missed_and_nor_is_a_night():
    assert not any(judged(0, 300, day) for day in range(1, 2000))
    assert not judged(5000, 10, 0.6)


def test_more_that_is_watched_together_makes_alarms_slower():
    alone, many = (
        next(day for day in range(1, 100) if judged(300, 300, day, together))
        for together in (1, 1000)
    )
    assert alone < many


@pytest.mark.parametrize("seed", range(3))
def test_false_alarms_are_as_rare_as_is_stated(seed):
    """Fifty lines with rates as they really spread, each looked at once a day for two years after one of history."""
    rng = np.random.default_rng(seed)
    rates = rng.gamma(SHAPE, 0.12 / SHAPE, size=50)
    begun = 0
    for rate in rates:
        spoke = rng.random(3 * 365) < 1 - math.exp(-rate)
        days = np.flatnonzero(spoke)
        alarmed = False
        for today in range(365, 3 * 365):
            past = days[days < today]
            last = int(past[-1]) if len(past) else 0
            was, alarmed = alarmed, judged(len(past), max(last, 0.01), today - last)
            begun += alarmed and not was
    assert begun <= 2 * FALSE_ALARMS_A_YEAR + 4  # two years, and what chance adds to it

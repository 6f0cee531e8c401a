"""Whether something that used to speak has gone silent, by its own history.

A silence is told of when it is so long that, while everything works, silences as long would be met once a year among all
that is watched together: the chance of one is held against how many silences there are in a year.
"""

from typing import Final

__all__ = ["FALSE_ALARMS_A_YEAR", "is_silent", "silence_chance"]

FALSE_ALARMS_A_YEAR: Final = 1.0
"""Silences that are told of though nothing is wrong, in a year, among all lines or all sources of a merchant."""
_YEAR = 365.25
_LEAST_DAYS = 1.0
"""A night and a lunch break are no silence."""


def silence_chance(
    active: float, watched: float, silent: float, *, shape: float, prior_days: float
) -> float:
    """P(nothing for so many days), for something that spoke on so many days before: a gamma-Poisson tail.

    Its rate is gamma with `shape` over `prior_days` before anything is known, so that the silence of what spoke rarely
    is a power law: it may last.

    Args:
        active: days on which it spoke. Days and not events, since these come in bursts.
        watched: days from the begin of its watch to when it last spoke.
        silent: days since.
        shape: of the gamma.
        prior_days: weight of what is known beforehand, in days.
    """
    scale = prior_days + watched
    return float((scale / (scale + silent)) ** (shape + active))


def is_silent(chance: float, rate: float, silent: float, together: int) -> bool:
    """Whether a silence is told of.

    Args:
        chance: of one so long (`silence_chance`).
        rate: days a day on which it speaks: so often a silence begins.
        silent: days since.
        together: how many lines or sources are watched.
    """
    expected = chance * max(rate, 0.0) * _YEAR * max(together, 1)
    return silent >= _LEAST_DAYS and rate > 0 and expected < FALSE_ALARMS_A_YEAR

"""Chinese names: how often which given name is, and of which decade and sex somebody with it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from leaktrace.seeding.personas.given_zh import (
    GROUP_WEIGHTS,
    RARE,
    REPORTED,
    SINGLE_TAIL,
    SINGLE_WEIGHTS,
    TABLES,
    TAIL,
    WORDS,
)
from leaktrace.seeding.personas.persona import Sex
from leaktrace.seeding.personas.sounds_zh import readings
from leaktrace.seeding.personas.space import Givens
from leaktrace.seeding.personas.surnames_zh import ALIKE, surname_shares
from leaktrace.seeding.personas.words import words

__all__ = ["BUYERS", "Stratum", "families", "givens", "strata", "weights_of"]

BUYERS = {1960: 0.10, 1970: 0.20, 1980: 0.32, 1990: 0.28, 2000: 0.10}
"""Who buys on line, by birth decade: our estimate. About as many are women as men."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """The given names of one decade and sex: characters with their shares."""

    decade: int
    sex: Sex
    single_share: float
    single: dict[str, float]
    first: dict[str, float]
    second: dict[str, float]
    reported: dict[str, float]
    """Whole names, with their shares beyond that of their characters."""

    def share(self, given: str) -> float:
        """How many of this decade and sex have a given name."""
        if len(given) == 1:
            return self.single_share * self.single.get(given, 0.0)
        both = self.first.get(given[0], 0.0) * self.second.get(given[1], 0.0)
        return both * (1.0 - self.single_share) + self.reported.get(given, 0.0)


@lru_cache(maxsize=1)
def strata() -> tuple[Stratum, ...]:
    """The tables with shares instead of groups, each with the rarer characters of its sex."""
    return tuple(
        Stratum(
            table.decade,
            table.sex,
            table.single_share,
            _shares(table.single, _others(table.sex, "single"), SINGLE_WEIGHTS, SINGLE_TAIL),
            _shares(table.first, _others(table.sex, "first"), GROUP_WEIGHTS, TAIL),
            _shares(table.second, _others(table.sex, "second"), GROUP_WEIGHTS, TAIL),
            {
                name: share
                for decade, sex, names, share in REPORTED
                if (decade, sex) == (table.decade, table.sex)
                for name in names.split()
            },
        )
        for table in TABLES
    )


@lru_cache(maxsize=1)
def givens() -> Givens:
    """The given names of all buyers."""
    shares: dict[str, float] = defaultdict(float)
    for sex in Sex:
        for given, share in _of_two(sex):
            shares[given] += 0.5 * share
    for part, one in _buying():
        for char in one.single:
            shares[char] += 0.5 * part * one.share(char)
        for name, share in one.reported.items():
            shares[name] += 0.5 * part * share
    return Givens(shares)


def _of_two(sex: Sex) -> Iterator[tuple[str, float]]:
    """The given names of two characters, not both of them rare, and how many buyers of a sex have them."""
    tables = [(part, one) for part, one in _buying() if one.sex is sex]
    rare = set(RARE[sex]) - set("".join(table.first + table.second for table in TABLES))
    doubled = sex is Sex.FEMALE
    tails = {
        char: (
            readings(char)[0],
            char in rare,
            [part * (1 - one.single_share) * one.second.get(char, 0.0) for part, one in tables],
        )
        for char in dict.fromkeys(char for _, one in tables for char in one.second)
    }
    for first in dict.fromkeys(char for _, one in tables for char in one.first):
        heads = [one.first.get(first, 0.0) for _, one in tables]
        sound, is_rare = readings(first)[0], first in rare
        for second, (other, also_rare, parts) in tails.items():
            if (is_rare and also_rare) or (other == sound and (first != second or not doubled)):
                continue
            given = first + second
            if given not in WORDS:
                yield given, sum(map(mul, heads, parts))


@lru_cache(maxsize=1)
def families() -> tuple[tuple[tuple[str, float], ...], ...]:
    """Surnames with their shares, those together that sound alike."""
    shares = surname_shares()
    groups = [tuple((name, shares[name]) for name in group) for group in ALIKE]
    grouped = {name for group in ALIKE for name in group}
    return (*groups, *(((name, share),) for name, share in shares.items() if name not in grouped))


def weights_of(given: str) -> list[tuple[float, Stratum]]:
    """How probably somebody with a given name is of which decade and sex, not normalised."""
    tables = _buying()
    if len(given) == 1 or given in _REPORTED:
        return [(part * one.share(given), one) for part, one in tables]
    weights = map(mul, _heads(given[0]), _tails(given[1]))
    return [(weight, one) for weight, (_, one) in zip(weights, tables, strict=True)]


_REPORTED = frozenset(name for _, _, names, _ in REPORTED for name in words(names))


@lru_cache(maxsize=4096)
def _heads(char: str) -> tuple[float, ...]:
    """For every table, how many begin their given name of two characters so."""
    return tuple(
        part * (1.0 - one.single_share) * one.first.get(char, 0.0) for part, one in _buying()
    )


@lru_cache(maxsize=4096)
def _tails(char: str) -> tuple[float, ...]:
    """For every table, how many of those end it so."""
    return tuple(one.second.get(char, 0.0) for _, one in _buying())


@lru_cache(maxsize=1)
def _buying() -> tuple[tuple[float, Stratum], ...]:
    return tuple((BUYERS[one.decade], one) for one in strata() if one.decade in BUYERS)


def _others(sex: Sex, position: str) -> str:
    """Characters that those of one sex have in other decades, or hardly ever."""
    common = "".join(getattr(table, position) for table in TABLES if table.sex is sex)
    return "".join(dict.fromkeys(common.replace(" ", "") + RARE[sex]))


def _shares(groups: str, others: str, falling: Sequence[float], tail: float) -> dict[str, float]:
    weights = dict.fromkeys(others, tail)
    for group, weight in zip(groups.split(), falling, strict=False):
        weights |= dict.fromkeys(group, weight)
    whole = sum(weights.values())
    return {char: weight / whole for char, weight in weights.items()}

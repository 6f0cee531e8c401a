"""Simpler methods on the same worlds: votes, votes for each canary given, the guilt model.

Each is given its best chance: contacts without a right fact are left out beforehand, and where
channels have values of their own there is a form of it that knows them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from leaktrace.attribution.evaluation.tally import Tally
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.simulation import Truth
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = [
    "GUILT_LIMIT",
    "Baseline",
    "Guess",
    "GuiltChances",
    "guesses",
    "guilt",
    "leaked",
    "tune",
]

GUILT_LIMIT: Final = 0.95
"""From this score on the guilt model accuses."""
_CHANCES: Final = np.arange(0.05, 0.96, 0.05)
_SURE: Final = 1e-6


class Baseline(StrEnum):
    """A method to compare with."""

    VOTES = "votes"
    """Informed contacts on the orders of each channel; accuses whoever has most."""
    RATE = "votes per canary"
    """The same, over the number of orders that the channel was given."""
    VARIANT_VOTES = "votes + variants"
    """A contact that says a value counts only for channels that have it."""
    GUILT = "guilt"
    """Papadimitriou and Garcia-Molina (IEEE TKDE 2011): 1 - prod(1 - (1 - p)/holders)."""
    VARIANT_GUILT = "guilt + variants"
    """The same, with those as holders whose value was said."""


@dataclass(frozen=True)
class GuiltChances:
    """p of the guilt model: the chance that a leaked object came from elsewhere, tuned beforehand."""

    plain: float = 0.8
    variant: float = 0.8


@dataclass(frozen=True, eq=False)
class Guess:
    """What a method makes of a world."""

    baseline: Baseline
    scores: FloatArray
    """Of the channels."""
    accuses: FloatArray
    """With which chance each is accused; ties are broken by lot."""


def guesses(counted: Tally, chances: GuiltChances, *, varied: bool) -> tuple[Guess, ...]:
    """All methods on one world; those that know values only where channels have their own."""
    votes = counted.holders.sum(axis=0).astype(np.float64)
    made = [
        _most(Baseline.VOTES, votes),
        _most(Baseline.RATE, votes / np.maximum(counted.exposed, 1)),
        _above(Baseline.GUILT, guilt(_sets(counted, counted.holders), chances.plain)),
    ]
    if varied:
        matching = counted.matching
        made += [
            _most(Baseline.VARIANT_VOTES, matching.sum(axis=0).astype(np.float64)),
            _above(Baseline.VARIANT_GUILT, guilt(_sets(counted, matching), chances.variant)),
        ]
    return tuple(made)


def guilt(holders: BoolArray, chance: float) -> FloatArray:
    """P(the channel leaked) by the guilt model.

    Args:
        holders: leaked objects x channels.
        chance: p, that an object was got elsewhere.
    """
    share = (1.0 - chance) / np.maximum(holders.sum(axis=1, keepdims=True), 1)
    scores: FloatArray = 1.0 - np.prod(np.where(holders, 1.0 - share, 1.0), axis=0)
    return scores


def tune(training: Sequence[tuple[Tally, BoolArray]]) -> GuiltChances:
    """The p with the least log loss on worlds of which the leakers are known.

    Args:
        training: the tally of each world, and which channels leaked.
    """
    best = []
    for name in ("holders", "matching"):
        loss = np.zeros(len(_CHANCES))
        for counted, truth in training:
            sets = _sets(counted, getattr(counted, name))
            for number, chance in enumerate(_CHANCES.tolist()):
                scores = np.clip(guilt(sets, chance), _SURE, 1.0 - _SURE)
                loss[number] -= float(np.log(np.where(truth, scores, 1.0 - scores)).sum())
        best.append(float(_CHANCES[loss.argmin()]))
    return GuiltChances(*best)


def leaked(truth: Truth, channels: int) -> BoolArray:
    """Which channels really leaked, as flags."""
    return np.isin(np.arange(channels), sorted(truth.leakers))


def _sets(counted: Tally, table: BoolArray) -> BoolArray:
    """For each leaked order the channels that may have it from: those that all its contacts allow.

    Where they allow nobody together, those that any of them allows.
    """
    identities, row = np.unique(counted.identity, return_inverse=True)
    some = np.zeros((len(identities), table.shape[1]), dtype=np.bool_)
    every = np.ones_like(some)
    np.logical_or.at(some, row, table)
    np.logical_and.at(every, row, table)
    return np.where(np.any(every, axis=1)[:, None], every, some)


def _most(baseline: Baseline, scores: FloatArray) -> Guess:
    top = (scores >= scores.max(initial=0.0) - 1e-9) & (scores > 0)
    return Guess(baseline, scores, top / max(int(top.sum()), 1))


def _above(baseline: Baseline, scores: FloatArray) -> Guess:
    return Guess(baseline, scores, (scores >= GUILT_LIMIT).astype(np.float64))

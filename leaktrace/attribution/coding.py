"""What hits say beside copies, as numbers, to be weighed as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np

from leaktrace.attribution.exposures import IntArray
from leaktrace.attribution.params import FACTS
from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit

__all__ = ["CODES", "bits_of", "cells", "table"]

CODES: Mapping[Fit, int] = {Fit.LACKS: 1, Fit.DIFFERS: 2, Fit.HOLDS: 3}
"""How a copy compares, as a number; 0 where the channel takes no part."""

_BITS = {fact: 1 << number for number, fact in enumerate(FACTS)}


def cells(values: Mapping[int, int]) -> IntArray:
    """Numbers by channel as an array of two rows: channels, and their numbers."""
    return np.array([list(values), list(values.values())], dtype=np.int64)


def table(rows: Sequence[IntArray], channels: int) -> IntArray:
    """Rows of `cells` as a table of rows x channels; 0 where a channel has no number."""
    found = np.zeros((len(rows), channels), dtype=np.int64)
    if rows:
        row = np.repeat(np.arange(len(rows)), [one.shape[1] for one in rows])
        channel, number = np.concatenate(rows, axis=1)
        found[row, channel] = number
    return found


@cache
def bits_of(facts: Iterable[tuple[Field, str]]) -> int:
    """Those of a set of facts that are in `FACTS`, a bit each."""
    return sum(_BITS.get(fact, 0) for fact in facts)

"""Which identity was given to which channel and when, as arrays, with what follows from that alone.

An attribution with one more contact has the same exposures as the one before. What is worked out of them is
kept with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Exposures", "FloatArray", "Given", "IntArray"]

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Given:
    """What one channel was given, each identity once, with its first copy."""

    identity: IntArray
    """In order."""
    copy: IntArray
    at: FloatArray


@dataclass(frozen=True, eq=False)
class Exposures:
    """The exposures, a row each, in any order.

    Raises:
        ValueError: the arrays do not fit one another, or an identity is out of range.
    """

    identity: IntArray
    channel: IntArray
    at: FloatArray
    identities: int
    """How many there are, exposed or not."""
    copy: IntArray | None = None
    """A number for all that the copy shows: equal for two exposures of one identity exactly if both
    copies show the same. Used only to say which channels the design cannot separate; where it is
    left out, all copies of an identity count as the same."""

    def __post_init__(self) -> None:
        sizes = {len(self.identity), len(self.channel), len(self.at)}
        if self.copy is not None:
            sizes.add(len(self.copy))
        if len(sizes) != 1:
            raise ValueError("the exposure arrays differ in length")
        if len(self.identity) and not (
            self.identity.min() >= 0 and self.identity.max() < self.identities
        ):
            raise ValueError("an identity is out of range")

    @cached_property
    def begin(self) -> FloatArray:
        """For each identity when any channel first got it; infinite where none did."""
        begin = np.full(self.identities, np.inf)
        np.minimum.at(begin, self.identity, self.at)
        return begin

    @cached_property
    def given(self) -> Mapping[int, Given]:
        """What each channel was given; channels that were given nothing are left out."""
        order = np.lexsort((self.at, self.identity, self.channel))
        channel, identity = self.channel[order], self.identity[order]
        fresh = np.ones(len(order), dtype=np.bool_)
        fresh[1:] = (channel[1:] != channel[:-1]) | (identity[1:] != identity[:-1])
        order = order[fresh]
        channels, first = np.unique(self.channel[order], return_index=True)
        copy = np.zeros(len(order), dtype=np.int64) if self.copy is None else self.copy[order]
        return {
            int(channel): Given(self.identity[order[part]], copy[part], self.at[order[part]])
            for channel, part in zip(
                channels, map(slice, first, [*first[1:], len(order)]), strict=True
            )
        }

    def first_copies(self, identities: IntArray, channels: int) -> FloatArray:
        """When each channel first had its copy, identities x channels; infinite where never."""
        copied = np.full((len(identities), channels), np.inf)
        for channel, given in self.given.items():
            place = np.searchsorted(given.identity, identities)
            place[place == len(given.identity)] = 0
            found = given.identity[place] == identities
            copied[found, channel] = given.at[place[found]]
        return copied

    def days_watched(self, starts: FloatArray, end: float, channels: int) -> FloatArray:
        """Days from the first exposure of an identity, or a start if that is later, to the end.

        Returns:
            their sums, (channels + 1) x starts: over the identities of each channel, and over all.
        """
        days = np.zeros((channels + 1, len(starts)))
        for channel, begins in self._begins.items():
            row = channels if channel is None else channel
            days[row] = begins.days(starts, end)
        return days

    @cached_property
    def _begins(self) -> Mapping[int | None, "_Begins"]:
        found: dict[int | None, _Begins] = {
            channel: _Begins.of(self.begin[given.identity]) for channel, given in self.given.items()
        }
        found[None] = _Begins.of(self.begin[np.isfinite(self.begin)])
        return found


@dataclass(frozen=True, eq=False)
class _Begins:
    """First exposures in the order of time, and the sums of those up to each."""

    at: FloatArray
    sums: FloatArray

    @classmethod
    def of(cls, begin: FloatArray) -> "_Begins":
        at = np.sort(begin)
        return cls(at, np.concatenate([[0.0], np.cumsum(at)]))

    def days(self, starts: FloatArray, end: float) -> FloatArray:
        """Sum of ``end - max(begin, start)`` over those that begin before the end, for each start."""
        last = int(np.searchsorted(self.at, end))
        before = np.minimum(np.searchsorted(self.at, starts, side="right"), last)
        later = self.sums[last] - self.sums[before]
        days: FloatArray = np.maximum(last * end - before * starts - later, 0.0)
        return days

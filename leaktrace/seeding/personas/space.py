"""All names of a locale, each with a number: names by their frequency, and never one twice.

Somebody who asks for the names of 100,000 buyers one by one, as they are spread in life, gets every
hundredth twice. Trying again until a name is new gets slower and slower, and needs to know all names so
far. So the names are dealt instead, as cards are: the surname of the n-th person out of a block that has
every surname as often as its share says, and the given name of the k-th person of a surname out of all
given names, in an order in which a name comes the earlier the more frequent it is, just as if one had
drawn by weight without putting back. Both are permutations, so nothing comes twice, and both can be
computed at any place.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import log

from leaktrace.domain.errors import InputError
from leaktrace.seeding.personas.derive import Key, permuted

__all__ = ["MATES", "Givens", "NameSpace"]

MATES = 10
"""So many identities one line may have at most: surnames further apart than a tenth do not sound alike."""
_BLOCK = 10_080
_STEP = 2_520
"""Divisible by every number of mates, as a block is."""
_RATIO = 1.25
"""Names of one tier differ in weight by no more."""
_WINDOW = 64


class Givens:
    """Given names in tiers of about equal weight, and when which tier is drawn from.

    Drawn by weight w without putting back, of n names of one tier the r-th is expected at the time
    ``-ln(1 - r/n) / w`` (Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006).
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        ranked = sorted(weights.items(), key=lambda one: (-one[1], one[0]))
        self._names = [name for name, _ in ranked]
        self._starts = list(_tiers([weight for _, weight in ranked]))
        sizes = [
            end - start
            for start, end in zip(self._starts, [*self._starts[1:], len(ranked)], strict=True)
        ]
        self._sizes = sizes
        times: list[tuple[float, int, int]] = []
        for tier, (start, size) in enumerate(zip(self._starts, sizes, strict=True)):
            weight = ranked[start + size // 2][1]
            times += [(-log(1 - (n + 0.5) / size) / weight, tier, n) for n in range(size)]
        times.sort()
        self._tier = array("H", (tier for _, tier, _ in times))
        self._rank = array("I", (rank for _, _, rank in times))

    def __len__(self) -> int:
        return len(self._names)

    def at(self, key: Key, surname: int, place: int) -> str:
        """The given name of the person at a place among those of a surname."""
        start = 0 if place < _WINDOW else 1 << (place.bit_length() - 1)
        size = min(max(start, _WINDOW), len(self._names) - start)
        drawn = start + key.moved(place - start, size, surname, start)
        tier = self._tier[drawn]
        inside = key.moved(self._rank[drawn], self._sizes[tier], surname, tier)
        return self._names[self._starts[tier] + inside]


class NameSpace:
    """The names of one locale in the order of one seed.

    Args:
        seed: of the personas.
        families: surnames with their shares, those together that sound alike.
        givens: the given names of all.
    """

    def __init__(
        self,
        seed: bytes,
        families: Sequence[Sequence[tuple[str, float]]],
        givens: Givens,
    ) -> None:
        self._deal, self._given = Key(seed, "surname"), Key(seed, "given")
        ordered = [one for group in permuted(families, seed, "groups") for one in group]
        self._families = [name for name, _ in ordered]
        self._givens = givens
        self._shares = _rounded([share for _, share in ordered], _BLOCK)
        self._ends = list(accumulate(self._shares))
        self._blocks = len(givens) // max(self._shares)
        """After so many blocks the commonest surname has no given name left."""
        left = [len(givens) - self._blocks * share for share in self._shares]
        self._left_ends = list(accumulate(left))

    def __len__(self) -> int:
        whole = self._blocks * _BLOCK
        return whole + self._left_ends[-1] // _STEP * _STEP

    def name(self, number: int, per_line: int) -> tuple[str, str]:
        """Surname and given name of a person.

        Raises:
            InputError: there are not so many names, or too many mates.
        """
        if not 1 <= per_line <= MATES:
            raise InputError(f"must be 1 to {MATES}", field="per_line")
        if not 0 <= number < len(self):
            raise InputError(
                f"there are names for {len(self)} personas only",
                field="count",
                remedy="Take another locale for the others",
            )
        block, place = divmod(number, _BLOCK)
        if block < self._blocks:
            at = self._spread(block, place, _BLOCK, per_line)
            family = bisect_right(self._ends, at)
            rank = block * self._shares[family] + self._ends[family] - 1 - at
        else:
            place = number - self._blocks * _BLOCK
            at = self._spread(self._blocks, place, len(self) - self._blocks * _BLOCK, per_line)
            family = bisect_right(self._left_ends, at)
            rank = len(self._givens) - self._left_ends[family] + at
        return self._families[family], self._givens.at(self._given, family, rank)

    def _spread(self, block: int, place: int, size: int, per_line: int) -> int:
        """A permuted place; those who share a line are as far from one another as can be."""
        step = size // per_line
        line, mate = divmod(place, per_line)
        turn = self._deal.moved(line, step, block)
        return turn + mate * step


def _tiers(weights: Sequence[float]) -> Iterator[int]:
    """Where tiers of falling weights begin."""
    top = float("inf")
    for place, weight in enumerate(weights):
        if weight * _RATIO < top:
            top = weight
            yield place


def _rounded(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to shares, none of them 0, that add up to a total."""
    whole = sum(shares)
    exact = [share / whole * total for share in shares]
    counts = [max(1, int(one)) for one in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (counts[n] - exact[n], n))
    for turn in range(total - sum(counts)):
        counts[by_rest[turn % len(counts)]] += 1
    for _ in range(sum(counts) - total):
        counts[counts.index(max(counts))] -= 1
    return counts

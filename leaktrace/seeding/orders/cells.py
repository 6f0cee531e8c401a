"""Counts that stand for at least `K` orders each: the only thing that is kept of real orders.

The rule is k-anonymity (Sweeney 2002): a value that fewer than `K` orders share is merged with its neighbours.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random
from typing import Generic, TypeVar

__all__ = ["Cells", "K", "Spread", "Weights", "common", "merged_runs", "spread"]

K = 5
"""No figure that is kept is about fewer orders."""
_MOST_BINS = 400

T = TypeVar("T", bound=Hashable)
Cells = tuple[tuple[T, int], ...]


class Weights(Generic[T]):
    """Values to draw from, each as often as its weight says.

    Args:
        cells: values with their weights, at least one of them above zero.
    """

    def __init__(self, cells: Iterable[tuple[T, float]]) -> None:
        pairs = [(value, weight) for value, weight in cells if weight > 0]
        self._values = [value for value, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    def __bool__(self) -> bool:
        return bool(self._values)

    def draw(self, rng: Random) -> T:
        """One of the values."""
        place = bisect_right(self._sums, rng.random() * self._sums[-1])
        return self._values[min(place, len(self._values) - 1)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How whole numbers are distributed: values that many orders share, and bins of the rest."""

    exact: Cells[int] = ()
    bins: tuple[tuple[int, int, int], ...] = ()
    """Lowest and highest value, both included, and how many orders."""
    endings: Cells[int] = ()
    """The last two digits of the values in the bins; -1 for all other digits together."""

    @property
    def total(self) -> int:
        """How many orders it is made of."""
        return sum(n for _, n in self.exact) + sum(n for _, _, n in self.bins)

    def weights(self) -> Weights[tuple[int, int]]:
        """Its ranges to draw from; one value is a range of its own."""
        return Weights(
            [((value, value), n) for value, n in self.exact]
            + [((low, high), n) for low, high, n in self.bins]
        )


def spread(
    values: Iterable[int], *, endings: bool = False, beside: Sequence[int] | None = None
) -> Spread:
    """The distribution of numbers, with at least `K` orders behind every figure.

    Args:
        values: one number an order.
        endings: whether the last two digits matter, as in prices.
        beside: a number for each of the values; the endings are then those of the sums.

    Returns:
        The distribution; an empty one if there are fewer than `K` values.
    """
    held = list(values)
    counts = Counter(held)
    exact = {value: n for value, n in counts.items() if n >= K}
    rest = sorted(value for value in held if value not in exact)
    if len(rest) < K:
        for value in rest if exact else ():
            exact[min(exact, key=lambda known: (abs(known - value), known))] += 1
        return Spread(exact=tuple(sorted(exact.items())))
    sums = [v + b for v, b in zip(held, beside or [0] * len(held), strict=True) if v not in exact]
    return Spread(
        exact=tuple(sorted(exact.items())),
        bins=_bins(rest),
        endings=_endings(sums) if endings else (),
    )


def _endings(values: Sequence[int]) -> Cells[int]:
    """Last two digits; -1 stands for all that are rare."""
    cells = common(value % 100 for value in values)
    rare = len(values) - sum(n for _, n in cells)
    return (*cells, (-1, rare)) if rare >= K else cells


def _bins(rest: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """Runs of neighbours; the outermost edges are those of a flat run of the same mean, and nobody's value."""
    size = max(K, -(-len(rest) // _MOST_BINS))
    cuts = [*range(0, len(rest) - size + 1, size), len(rest)]
    chunks = [rest[a:b] for a, b in pairwise(cuts)]
    edges = [(a[-1] + b[0]) // 2 for a, b in pairwise(chunks)]
    first, last = sum(chunks[0]) / len(chunks[0]), sum(chunks[-1]) / len(chunks[-1])
    if not edges:
        reach = sum(abs(value - first) for value in rest) / len(rest)
        return ((round(first - 2 * reach), round(first + 2 * reach), len(rest)),)
    low = min(round(2 * first) - edges[0], edges[0])
    high = max(round(2 * last) - edges[-1], edges[-1])
    bounds = [low, *edges, high]
    return tuple(
        (bounds[n] + (1 if n and bounds[n] < bounds[n + 1] else 0), bounds[n + 1], len(chunk))
        for n, chunk in enumerate(chunks)
    )


def common(values: Iterable[T], *, least: int = K) -> Cells[T]:
    """The values that at least `least` orders share, the most frequent first; the others are left out."""
    counts = Counter(values)
    return tuple(
        sorted(
            ((value, n) for value, n in counts.items() if n >= least),
            key=lambda cell: (-cell[1], str(cell[0])),
        )
    )


def merged_runs(counts: Sequence[int]) -> tuple[tuple[int, int, int], ...]:
    """Neighbouring counts put together until each run has at least `K` orders, or none at all.

    Returns:
        First and last place of each run, and its orders. A last run that is too small joins the one before.
    """
    runs: list[tuple[int, int, int]] = []
    begin, total = 0, 0
    for place, count in enumerate(counts):
        if count and not total and place > begin:
            runs.append((begin, place - 1, 0))
            begin = place
        total += count
        if total >= K:
            runs.append((begin, place, total))
            begin, total = place + 1, 0
    if begin < len(counts) and not total:
        runs.append((begin, len(counts) - 1, 0))
    elif begin < len(counts):
        while total < K and runs:
            begin, _, held = runs.pop()
            total += held
        runs += [(begin, len(counts) - 1, total)] if total >= K else []
    return tuple(runs)

"""Numbers drawn from a distribution of which only figures about five orders and more are known."""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from random import Random

from leaktrace.seeding.orders.cells import Spread, Weights

__all__ = ["Draw"]

_TRIES = 12


class Draw:
    """Draws whole numbers as they are distributed.

    A number from a bin is mostly one that is rare in this distribution but may be common elsewhere, such as
    the price of three pieces that is rare this month. It is never one of the distribution's own common values.

    Args:
        spread: the distribution.
        wider: a distribution that holds more generally.
        usual: of the numbers in bins, the share that is common in the wider distribution.
    """

    def __init__(self, spread: Spread, wider: Spread | None = None, usual: float = 0.0) -> None:
        self._ranges = spread.weights()
        self._own = {value for value, _ in spread.exact}
        self._endings = Weights(spread.endings)
        wider = wider or Spread()
        self._other = Weights(
            [(ending, n) for ending, n in wider.endings if ending >= 0]
            + [(value % 100, n) for value, n in wider.exact]
        )
        cells = [(value, n) for value, n in wider.exact if value not in self._own] if usual else []
        self._values = [value for value, _ in cells]
        self._sums = [0, *accumulate(n for _, n in cells)]
        self._usual = usual

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def draw(self, rng: Random, beside: int = 0) -> int:
        """A number, added to `beside`; the endings of bins are those of the sum. `beside` if nothing is known."""
        if not self._ranges:
            return beside
        low, high = self._ranges.draw(rng)
        if low >= high:
            return low + beside
        if self._usual and rng.random() < self._usual:
            first, last = bisect_left(self._values, low), bisect_right(self._values, high)
            if first < last:
                place = self._sums[first] + rng.random() * (self._sums[last] - self._sums[first])
                return self._values[min(bisect_right(self._sums, place) - 1, last - 1)]
        return self._within(rng, low + beside, high + beside, beside)

    def _within(self, rng: Random, low: int, high: int, beside: int) -> int:
        """A number of a bin, with an ending as such numbers have."""
        value = low
        for _ in range(_TRIES):
            value = low + int(rng.random() * (high - low + 1))
            if self._endings:
                ending = self._endings.draw(rng)
                if ending < 0:
                    ending = self._other.draw(rng) if self._other else value % 100
                value += ending - value % 100
            if low <= value <= high and value - beside not in self._own:
                return value
        return min(max(value, low), high)

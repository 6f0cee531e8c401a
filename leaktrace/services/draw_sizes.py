"""What a small pool costs: with which luck an innocent channel wins a bet on it, and how many buyers an accusation then takes."""

import math
from dataclasses import dataclass

from leaktrace.attribution import Bet, EProcess, Params, Pool
from leaktrace.attribution.lottery import GAINS, GAINS_ALONE, STAKES
from leaktrace.domain.channel import Field

__all__ = ["ADVISED", "SmallPool", "small_pool"]

ADVISED = 20
"""So many values a pool should have at least."""


@dataclass(frozen=True)
class SmallPool:
    """A pool with fewer values than are advised, and what that costs."""

    canary_id: str
    field: Field
    values: int
    channels: int
    one_in: int
    """An innocent channel wins a bet by luck once in so many: the values less those of the others."""
    identities: int
    """Of so many buyers callers have to say a channel's own value, at the least, before it may be accused."""
    counts_as_identity: bool
    """Whether a won bet counts for one of the buyers that an accusation needs; else luck is too likely."""
    threshold: float
    """The e-value that an accusation needs, with the channels that are listed now."""


def small_pool(pool: Pool, channels: int) -> SmallPool | None:
    """What a pool costs, as long as nobody says anything else; None if it is large enough.

    Args:
        pool: its values and the channels that are given one.
        channels: how many the merchant has listed: any of them might be accused.
    """
    if len(pool.values) >= ADVISED:
        return None
    params = Params()
    left = len(pool.values) - len(pool.channels) + 1
    threshold = channels / params.false_accusation_bound
    won = Bet("", 0.0, 0, pool.field, 1.0 / left, matched=True, e_value=1.0)
    return SmallPool(
        canary_id=pool.canary_id,
        field=pool.field,
        values=len(pool.values),
        channels=len(pool.channels),
        one_in=left,
        identities=max(_matches(1.0 / left, threshold), params.identities_needed),
        counts_as_identity=EProcess((won,)).identities() == 1,
        threshold=threshold,
    )


def _matches(odds: float, threshold: float) -> int:
    """How many won bets in a row reach the threshold, at the better of the two rows of guesses."""
    return min(_row(odds, threshold, gains) for gains in (GAINS, GAINS_ALONE))


def _row(odds: float, threshold: float, gains: tuple[float, ...]) -> int:
    factors = [(odds + (1.0 - odds) * gain) / odds for gain in gains]
    # The last guess grows fastest, so it alone bounds the search.
    for count in range(1, math.ceil(math.log(threshold / STAKES[-1]) / math.log(factors[-1])) + 1):
        purse = (stake * factor**count for stake, factor in zip(STAKES, factors, strict=True))
        if math.fsum(purse) >= threshold:
            return count
    return count

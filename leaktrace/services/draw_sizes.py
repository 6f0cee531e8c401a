"""What a small pool costs: with which luck an innocent channel wins a bet on it, and how many buyers an accusation then takes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from leaktrace.attribution import EProcess, Evidence, Exposures, Params, Pool, Reveal, estimate
from leaktrace.attribution.lottery import variant_lottery
from leaktrace.domain.channel import Field

__all__ = ["ADVISED", "SmallPool", "small_pool"]

ADVISED = 20
"""So many values a pool should have at least."""
_BUYERS = 100
"""Nobody has more to be called."""


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
    threshold = channels / params.false_accusation_bound
    won = _won(pool.field, len(pool.values), len(pool.channels))
    enough = (number for number, bet in enumerate(won.bets, start=1) if bet.e_value >= threshold)
    return SmallPool(
        canary_id=pool.canary_id,
        field=pool.field,
        values=len(pool.values),
        channels=len(pool.channels),
        one_in=round(1.0 / won.bets[0].odds),
        identities=max(next(enough, _BUYERS), params.identities_needed),
        counts_as_identity=won.identities() > 0,
        threshold=threshold,
    )


@lru_cache(maxsize=256)
def _won(field: Field, values: int, channels: int) -> EProcess:
    """The lottery of a channel of which callers say nothing but its own values, with other facts."""
    own = {channel: channel for channel in range(channels)}
    visible = {channel: frozenset({channel}) for channel in own}
    said = tuple(
        Reveal(f"{n:03}", float(n), n, field, values, 0, own, visible, known=float(n))
        for n in range(_BUYERS)
    )
    none = np.zeros(0, dtype=np.int64)
    evidence = Evidence(
        channels=tuple(map(str, own)), start=0.0, end=float(_BUYERS),
        exposures=Exposures(none, none, np.zeros(0), _BUYERS), hits=(),
        background=estimate([0], [1.0]), control_hits=(), reveals=said,
        drawn_channels=frozenset(own),
    )  # fmt: skip
    return variant_lottery(evidence)[0]

"""Whether the variant lottery keeps its promise to the innocent, tried out.

Twice: with fixed contacts, of which only the values of an innocent channel are drawn anew, so that
its e-value must not exceed 1 on average; and in worlds that are as bad for it as we can make them, in
which an innocent channel must not come to C/alpha more often than alpha.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from leaktrace.attribution.evaluation.limits import Share, share
from leaktrace.attribution.inputs import Evidence, Reveal
from leaktrace.attribution.lottery import EProcess, variant_lottery
from leaktrace.attribution.simulation import Scenario, Variants, World, simulate

__all__ = [
    "NULL",
    "NullWorlds",
    "Redraws",
    "redraw",
    "sum_null_worlds",
    "worst_innocents",
]

NULL: Final = Scenario(
    "null",
    "Two busy leakers, storms, twenty times the chance mentions, half of the values misheard",
    identities=120,
    variants=Variants.ALL,
    leakers=2,
    rho=(0.8, 0.8),
    hearing_error=(0.0, 0.5),
    spread=0.5,
    storms=3.0,
    chance_factor=20.0,
)
"""As in the study's null calibration."""

_STREAM: Final = 7


@dataclass(frozen=True)
class Redraws:
    """E-values of one innocent channel, over drawings of its values with the contacts as they were."""

    seed: int
    """Of the world whose contacts these are."""
    redraws: int
    mean: float
    """Must not exceed 1 by more than luck."""
    error: float
    """Standard error of it."""
    above_20: float
    """Share of drawings in which E ever comes to 20; must not exceed .05."""
    first: float
    """Mean after the first bet. After many bets nearly all of the mean sits in drawings so rare that
    none of them is seen; here the bound of 1 is felt."""
    first_error: float
    """Standard error of it."""
    bets: float
    """Mean number of bets: with none the test would show nothing."""


@dataclass(frozen=True)
class NullWorlds:
    """Innocent channels in worlds full of leaks."""

    worlds: int
    first_seed: int
    alpha: float
    accused: Share
    """Worlds in which any innocent channel ever comes to C/alpha; must not exceed alpha."""
    above_20: Share
    """Worlds in which one innocent channel, chosen beforehand, ever comes to 20; must not exceed .05."""
    greatest: float


def redraw(seed: int, redraws: int) -> Redraws:
    """Draw the values of an innocent channel anew, many times, with the contacts of one world fixed.

    The others' values are fixed too, so the new ones are uniform over what they leave of each pool:
    this is the very hypothesis under which the lottery bets. Cost: one lottery for each drawing.
    """
    world = simulate(NULL, seed)
    rng = np.random.default_rng([seed, _STREAM])
    channel = _innocent(world)
    reveals = [one for one in world.evidence.reveals if channel in one.drawn]
    alone = replace(world.evidence, hits=(), drawn_channels=frozenset({channel}))
    first, last, most = np.ones((3, redraws))
    bets = 0
    for number in range(redraws):
        process = variant_lottery(_drawn_anew(alone, reveals, channel, rng))[channel]
        last[number] = process.e_value
        most[number] = _most(process)
        if process.bets:
            first[number] = process.bets[0].e_value
        bets += len(process.bets)
    root = np.sqrt(redraws)
    return Redraws(
        seed=seed,
        redraws=redraws,
        mean=float(last.mean()),
        error=float(last.std() / root),
        first=float(first.mean()),
        first_error=float(first.std() / root),
        above_20=float((most >= 20.0).mean()),
        bets=bets / redraws,
    )


def worst_innocents(seeds: Sequence[int]) -> tuple[tuple[float, float], ...]:
    """The greatest e-values that all innocent channels, and the first one, ever had in each null world.

    A piece of work for one process.
    """
    worst = []
    for seed in seeds:
        world = simulate(NULL, seed)
        most = [
            _most(process)
            for channel, process in variant_lottery(world.evidence).items()
            if channel not in world.truth.leakers
        ]
        worst.append((max(most), most[0]))
    return tuple(worst)


def sum_null_worlds(
    worst: Sequence[tuple[float, float]], first_seed: int, alpha: float
) -> NullWorlds:
    """Sum up what `worst_innocents` found.

    Raises:
        ValueError: it found nothing.
    """
    limit = len(simulate(NULL, first_seed).evidence.channels) / alpha
    accused = share(sum(most >= limit for most, _ in worst), len(worst))
    above_20 = share(sum(first >= 20.0 for _, first in worst), len(worst))
    return NullWorlds(
        len(worst), first_seed, alpha, accused, above_20, max(most for most, _ in worst)
    )


def _most(process: EProcess) -> float:
    """The greatest e-value that a channel ever had."""
    return max((bet.e_value for bet in process.bets), default=1.0)


def _innocent(world: World) -> int:
    """The innocent channel with the most orders."""
    held = world.layout.held.sum(axis=0)
    held[sorted(world.truth.leakers)] = -1
    return int(held.argmax())


def _drawn_anew(
    evidence: Evidence, reveals: Sequence[Reveal], channel: int, rng: np.random.Generator
) -> Evidence:
    """The same contacts, with other values of one channel: one for each identity and field."""
    fresh: dict[tuple[int, str], int] = {}
    changed = []
    for reveal in reveals:
        key = reveal.identity, reveal.field
        if key not in fresh:
            others = {value for other, value in reveal.drawn.items() if other != channel}
            left = [value for value in range(reveal.pool) if value not in others]
            fresh[key] = left[int(rng.integers(len(left)))]
        value = fresh[key]
        seen = {channel: frozenset((value,))} if channel in reveal.visible else {}
        changed.append(
            replace(
                reveal,
                drawn={**reveal.drawn, channel: value},
                visible={**reveal.visible, **seen},
            )
        )
    return replace(evidence, reveals=tuple(changed))

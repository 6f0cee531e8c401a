"""Evaluate: worlds of a scenario, a row for each. In pieces, so that several processes can share."""

from collections.abc import Iterable, Sequence
from typing import Final

from leaktrace.attribution.evaluation.baselines import GuiltChances, leaked, tune
from leaktrace.attribution.evaluation.outcome import Outcome, outcome
from leaktrace.attribution.evaluation.row import Row, summarise
from leaktrace.attribution.evaluation.tally import tally
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import Scenario, simulate

__all__ = ["TRAINING_WORLDS", "evaluate", "outcomes", "training"]

TRAINING_WORLDS: Final = 60
_TRAINING_SEEDS: Final = 1_000_000_000
"""Training worlds have seeds from here on, which no evaluation reaches."""


def evaluate(
    scenarios: Iterable[Scenario], worlds: int, seed: int, alpha: float | None = None
) -> tuple[Row, ...]:
    """How well attribution does: one row for each scenario.

    Args:
        scenarios: the kinds of worlds.
        worlds: how many of each.
        seed: of the first world; the others count on from it.
        alpha: bound of the chance that any innocent channel is ever accused; that of `Params` if
            left out.
    """
    params = Params() if alpha is None else Params(false_accusation_bound=alpha)
    return tuple(
        summarise(
            one,
            outcomes(one, range(seed, seed + worlds), params, training(one, seed)),
            params.false_accusation_bound,
        )
        for one in scenarios
    )


def outcomes(
    scenario: Scenario, seeds: Sequence[int], params: Params, chances: GuiltChances
) -> tuple[Outcome, ...]:
    """The outcomes of some worlds: a piece of work for one process."""
    return tuple(outcome(simulate(scenario, seed), params, chances) for seed in seeds)


def training(scenario: Scenario, seed: int) -> GuiltChances:
    """Tune the guilt model on worlds that are not evaluated."""
    worlds = (
        simulate(scenario, _TRAINING_SEEDS + seed + number) for number in range(TRAINING_WORLDS)
    )
    return tune(
        [(tally(world), leaked(world.truth, len(world.evidence.channels))) for world in worlds]
    )

"""What the attribution makes of one world, beside the truth of it."""

from dataclasses import dataclass, field

import numpy as np

from leaktrace.attribution.evaluation.baselines import Guess, GuiltChances, guesses, leaked
from leaktrace.attribution.evaluation.bounds import WorldBounds, world_bounds
from leaktrace.attribution.evaluation.tally import tally
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.judging import judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import Variants, World
from leaktrace.attribution.simulation.layout import BoolArray
from leaktrace.domain.case import Verdict

__all__ = ["Outcome", "outcome"]


@dataclass(frozen=True, eq=False)
class Outcome:
    """One world: arrays over its channels."""

    seed: int
    leaked: BoolArray
    beyond: bool
    """An unlisted party, or our own records, leaked."""
    posterior: FloatArray
    accused: BoolArray
    e_value: FloatArray
    """1 where the lottery cannot speak."""
    suspects: BoolArray
    """The suspect set; its last entry is the unlisted party."""
    verdict: Verdict
    guesses: tuple[Guess, ...]
    bounds: WorldBounds = field(default_factory=WorldBounds)

    @property
    def issued(self) -> bool:
        """Whether a suspect set was named."""
        return bool(self.suspects.any())

    @property
    def covered(self) -> bool:
        """Whether the suspect set holds a leaker; the unlisted party stands for our own records too."""
        return bool((self.suspects[:-1] & self.leaked).any()) or bool(
            self.suspects[-1] and self.beyond
        )


def outcome(world: World, params: Params, chances: GuiltChances) -> Outcome:
    """Attribute one world, by the engine and by the simpler methods."""
    judged = judge(world.evidence, params)
    channels = len(world.evidence.channels)
    numbers = np.arange(channels + 1)
    return Outcome(
        seed=world.seed,
        leaked=leaked(world.truth, channels),
        beyond=world.truth.unlisted or world.truth.registry,
        posterior=judged.posterior.marginals()[:-1],
        accused=np.isin(numbers[:-1], judged.decision.accused),
        e_value=np.array(
            [judged.lottery[c].peak if c in judged.lottery else 1.0 for c in range(channels)]
        ),
        suspects=np.isin(numbers, judged.decision.members),
        verdict=judged.decision.verdict,
        guesses=guesses(tally(world), chances, varied=world.scenario.variants is not Variants.NONE),
        bounds=world_bounds(world, params),
    )

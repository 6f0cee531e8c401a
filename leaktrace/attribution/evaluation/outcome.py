"""What the attribution makes of one world, beside the truth of it."""

from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.engine import attribute
from leaktrace.attribution.evaluation.baselines import Guess, GuiltChances, guesses, leaked
from leaktrace.attribution.evaluation.tally import tally
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.params import Params
from leaktrace.attribution.result import UNLISTED, Attribution
from leaktrace.attribution.simulation import Variants, World
from leaktrace.attribution.simulation.layout import BoolArray
from leaktrace.domain.case import Verdict

__all__ = ["Outcome", "outcome", "posteriors"]


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
    result = attribute(world.evidence, params)
    ids = world.evidence.channels
    e_value = {one.channel_id: one.e_value for one in result.channels}
    suspects = np.isin(np.array((*ids, UNLISTED)), np.array(result.suspect_set, dtype=np.str_))
    return Outcome(
        seed=world.seed,
        leaked=leaked(world.truth, len(ids)),
        beyond=world.truth.unlisted or world.truth.registry,
        posterior=posteriors(result, ids),
        accused=np.isin(np.array(ids), np.array(result.accused, dtype=np.str_)),
        e_value=np.array([e_value.get(one) or 1.0 for one in ids]),
        suspects=suspects,
        verdict=result.verdict,
        guesses=guesses(tally(world), chances, varied=world.scenario.variants is not Variants.NONE),
    )


def posteriors(result: Attribution, channel_ids: tuple[str, ...]) -> FloatArray:
    """The posteriors in the order of the channels; one that is not listed is as unlikely as any."""
    listed = {one.channel_id: one.posterior for one in result.channels}
    least = min(listed.values(), default=0.0)
    return np.array([listed.get(one, least) for one in channel_ids])

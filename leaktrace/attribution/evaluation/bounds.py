"""Information bounds: what no method could do better in a world, because the world does not tell more.

Each is worked out with knowledge that no method has. Only the ideal ranking is sharp.
"""

import math
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.evaluation.baselines import leaked
from leaktrace.attribution.evaluation.ideal import can_rank, ideal_posterior
from leaktrace.attribution.evaluation.required import Measure, required
from leaktrace.attribution.inputs import Evidence, FloatArray
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import World
from leaktrace.attribution.simulation.layout import BoolArray
from leaktrace.attribution.verdict import threshold

__all__ = ["WorldBounds", "chain_is_open", "controls_were_named", "hindsight", "world_bounds"]


@dataclass(frozen=True, eq=False)
class WorldBounds:
    """The bounds of one world. None: not asked for in this scenario, or not known exactly."""

    ideal: FloatArray | None = None
    """The exact posterior of the channels: see `leaktrace.attribution.evaluation.ideal`."""
    provable: BoolArray | None = None
    """Channels that leak and that a bettor with hindsight could accuse."""
    open_chain: bool | None = None
    """Time excludes no channel."""
    controls_named: bool | None = None
    """Somebody said a fact of a sealed control."""


def world_bounds(world: World, params: Params) -> WorldBounds:
    """The bounds of the figures that are required of the scenario."""
    name = world.scenario.name
    ranked = bool(required(name, Measure.TOP1)) and can_rank(world.scenario)
    accused = any(not one.at_most for one in required(name, Measure.ATTRIBUTED))
    return WorldBounds(
        ideal=ideal_posterior(world) if ranked else None,
        provable=hindsight(world, params) if accused else None,
        open_chain=chain_is_open(world) if required(name, Measure.WHOLE_CHAIN) else None,
        controls_named=controls_were_named(world) if required(name, Measure.REGISTRY) else None,
    )


def hindsight(world: World, params: Params) -> BoolArray:
    """Leaking channels that somebody who knows how every bet ends could accuse.

    Given all contacts and the values of the others, the value of a channel is uniform over what is
    left of its pool. A function of it that has a mean of at most 1 is at most the number of values
    left, so no e-value of whatever betting exceeds the product of these numbers over the values of
    the channel that callers said and no other channel could see. The threshold, and the number of
    identities that have to be spoken of, are those of the verdict; the posterior is left out.
    """
    evidence = world.evidence
    limit = math.log(threshold(evidence, params))
    guilty = leaked(world.truth, len(evidence.channels))
    for channel in np.flatnonzero(guilty).tolist():
        won = _most_won(evidence, channel)
        enough = sum(won.values()) >= limit and len(won) >= params.identities_needed
        guilty[channel] = enough
    return guilty


def _most_won(evidence: Evidence, channel: int) -> dict[int, float]:
    """Identity to the logarithm of the most that matches on its fields can multiply a stake by."""
    best: dict[tuple[int, str], float] = {}
    for reveal in evidence.reveals:
        own = reveal.drawn.get(channel)
        if own != reveal.value or reveal.flaw is not None or channel in reveal.unconfirmed:
            continue
        others = {value for other, value in reveal.drawn.items() if other != channel}
        others.update(*(values for other, values in reveal.visible.items() if other != channel))
        if own in others or own not in reveal.visible.get(channel, frozenset()):
            continue
        ticket = reveal.identity, str(reveal.field)
        best[ticket] = max(best.get(ticket, 0.0), math.log(reveal.pool - len(others)))
    won: dict[int, float] = {}
    for (identity, _), gain in best.items():
        won[identity] = won.get(identity, 0.0) + gain
    return won


def chain_is_open(world: World) -> bool:
    """Whether every listed channel had its copy before each informed contact that a leak made.

    One that had not cannot be where that caller's knowledge came from, so that a set which leaves it
    out is right, though it does not hold the whole chain.
    """
    calls = world.calls
    orders = world.scenario.identities
    told = calls.informed & (calls.line < orders) & (calls.source >= 0)
    copied = world.layout.at[calls.line[told]]
    return bool((copied < calls.at[told][:, None]).all())


def controls_were_named(world: World) -> bool:
    """Whether any caller said a fact of a sealed control: nothing else tells that our records leaked."""
    calls, scenario = world.calls, world.scenario
    sealed = calls.line >= scenario.identities
    return bool((calls.informed & sealed).any())

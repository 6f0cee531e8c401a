"""A world with known leakers: the truth of it, and the evidence that the attribution gets."""

from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import Evidence
from leaktrace.attribution.simulation.calls import Calls, joined
from leaktrace.attribution.simulation.layout import Layout, lay_out
from leaktrace.attribution.simulation.leaks import Truth, draw_truth, visits
from leaktrace.attribution.simulation.record import record
from leaktrace.attribution.simulation.scenario import Scenario
from leaktrace.attribution.simulation.speech import background, spoken

__all__ = ["World", "simulate"]

_ATTEMPTS = 1_000


@dataclass(frozen=True, eq=False)
class World:
    """One world of a scenario."""

    scenario: Scenario
    seed: int
    truth: Truth
    layout: Layout
    calls: Calls
    """All contacts of the window, in the order of time."""
    evidence: Evidence
    """What is known of it to those who are to find the leak."""


def simulate(scenario: Scenario, seed: int) -> World:
    """Make a world. Equal scenarios and seeds give equal worlds, on every machine.

    Args:
        scenario: the kind of world.
        seed: not negative.

    Raises:
        ValueError: the scenario asks for numbers of hits that do not come about.
    """
    root = np.random.default_rng(seed)
    for _ in range(_ATTEMPTS):
        world = _one(scenario, seed, root)
        if scenario.hits is None:
            return world
        low, high = scenario.hits
        if low <= len({hit.identity for hit in world.evidence.hits}) <= high:
            return world
    raise ValueError(f"{scenario.name}: no world out of {_ATTEMPTS} has the hits asked for")


def _one(scenario: Scenario, seed: int, root: np.random.Generator) -> World:
    design, leak, callers, noise = root.spawn(4)
    layout = lay_out(scenario, design)
    truth = draw_truth(scenario, layout, leak)
    made = visits(scenario, layout, truth, leak)
    calls = joined(
        spoken(scenario, layout, truth, made, callers), background(scenario, layout, noise)
    )
    return World(scenario, seed, truth, layout, calls, record(scenario, layout, calls))

"""Worlds with known leakers, to measure how well attribution does. Pure; numpy."""

from leaktrace.attribution.simulation.calls import Calls, Form, Source
from leaktrace.attribution.simulation.layout import Layout
from leaktrace.attribution.simulation.leaks import Leak, Truth
from leaktrace.attribution.simulation.named import (
    HEADLINE,
    SCENARIOS,
    UnknownScenarioError,
    scenario,
)
from leaktrace.attribution.simulation.record import record
from leaktrace.attribution.simulation.scenario import (
    FACTS_SAID,
    POOL_SIZES,
    Lacking,
    Scenario,
    Variants,
)
from leaktrace.attribution.simulation.world import World, simulate

__all__ = [
    "FACTS_SAID",
    "HEADLINE",
    "POOL_SIZES",
    "SCENARIOS",
    "Calls",
    "Form",
    "Lacking",
    "Layout",
    "Leak",
    "Scenario",
    "Source",
    "Truth",
    "UnknownScenarioError",
    "Variants",
    "World",
    "record",
    "scenario",
    "simulate",
]

"""What a release must reach, figure by figure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["REQUIRED", "Measure", "Requirement", "required"]


class Measure(StrEnum):
    """A figure of a row, named as in its JSON."""

    TOP1 = "top1"
    FALSE_ACCUSATIONS = "false_accusation_rate"
    ATTRIBUTED = "attributed"
    COVERAGE = "coverage"
    WHOLE_CHAIN = "whole_chain"
    REGISTRY = "registry_compromised"


@dataclass(frozen=True)
class Requirement:
    """A limit of one figure."""

    measure: Measure
    value: float
    at_most: bool = False
    """The figure must not be above it; otherwise it must not be below."""

    def holds(self, measured: float) -> bool:
        """Whether a figure keeps to it."""
        return measured <= self.value if self.at_most else measured >= self.value


def _required(
    *,
    top1: float | None = None,
    wrong: float,
    attributed: float | None = None,
    attributed_most: float | None = None,
    coverage: float | None = None,
    chain: float | None = None,
    registry: float | None = None,
) -> tuple[Requirement, ...]:
    asked = (
        (Measure.TOP1, top1, False),
        (Measure.FALSE_ACCUSATIONS, wrong, True),
        (Measure.ATTRIBUTED, attributed, False),
        (Measure.ATTRIBUTED, attributed_most, True),
        (Measure.COVERAGE, coverage, False),
        (Measure.WHOLE_CHAIN, chain, False),
        (Measure.REGISTRY, registry, False),
    )
    return tuple(
        Requirement(measure, value, at_most)
        for measure, value, at_most in asked
        if value is not None
    )


REQUIRED: Final = {
    "a": _required(top1=0.80, wrong=0.005, coverage=0.97),
    "a_v": _required(top1=0.92, wrong=0.0, attributed=0.75, coverage=0.97),
    "b2": _required(top1=0.99, wrong=0.0, attributed=0.90, coverage=0.98),
    "b0": _required(wrong=0.0, attributed_most=0.0, coverage=0.99, chain=0.99),
    "c3": _required(top1=0.86, wrong=0.002, attributed=0.60, coverage=0.95),
    "d_v": _required(top1=0.99, wrong=0.0, attributed=0.68, coverage=0.98),
    "e1": _required(wrong=0.002),
    "e3": _required(wrong=0.002),
    "g2": _required(wrong=0.003, registry=0.85),
}
"""Scenario to what is required of it."""


def required(scenario: str, measure: Measure) -> tuple[Requirement, ...]:
    """The limits of one figure of a scenario; none where nothing is asked."""
    return tuple(one for one in REQUIRED.get(scenario, ()) if one.measure is measure)

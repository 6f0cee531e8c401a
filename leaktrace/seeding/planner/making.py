"""Making a plan."""

from leaktrace.seeding.planner.brief import Brief
from leaktrace.seeding.planner.result import Plan

__all__ = ["plan"]


def plan(brief: Brief, *, worlds: int = 0) -> Plan:
    """Plan the orders of a brief; with `worlds`, also predict by so many for each rate what they reach."""
    raise NotImplementedError

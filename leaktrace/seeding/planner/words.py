"""A plan in words."""

from leaktrace.attribution.probe_notes import Note
from leaktrace.seeding.planner.result import Plan

__all__ = ["MESSAGES", "Note", "plan_text"]

MESSAGES: tuple[str, ...] = ()


def plan_text(plan: Plan) -> str:
    """The plan for a terminal."""
    raise NotImplementedError

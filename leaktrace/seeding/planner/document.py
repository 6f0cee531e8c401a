"""A plan as a JSON document, and back."""

from typing import Any

from leaktrace.seeding.planner.result import Plan

__all__ = ["plan_document", "plan_from"]


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan as plain values for JSON; `plan_from` reads it back."""
    raise NotImplementedError


def plan_from(document: dict[str, Any]) -> Plan:
    """Read a plan back."""
    raise NotImplementedError

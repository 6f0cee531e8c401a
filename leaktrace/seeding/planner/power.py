"""What a plan reaches, by simulation."""

from collections.abc import Sequence

from leaktrace.seeding.planner.result import Plan, PowerPoint

__all__ = ["power"]


def power(
    plan: Plan, worlds: int, *, canaries: Sequence[int] = (), rates: Sequence[float] = ()
) -> tuple[PowerPoint, ...]:
    """Simulate so many worlds for each number of canaries and each rate."""
    raise NotImplementedError

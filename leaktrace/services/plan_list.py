"""The plans that were kept, and what became of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.life import CanaryStep
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = ["PlanOverview", "list_plans", "plan_names"]

MOST = 200


@dataclass(frozen=True)
class PlanOverview:
    """A plan in a list."""

    plan_id: str
    made_at: datetime
    orders: int
    """Canary orders that it plans."""
    made: int
    """Canaries that were made of it; 0 before it is run."""
    released: int
    """Of these, how many were released."""


def list_plans(session: Session, *, plan_id: str = "") -> list[PlanOverview]:
    """Plans with what became of them, the newest first; the newest few hundred, or the one that is named.

    Costs the opening of each document, and one pass over the placements.
    """
    wanted = select(models.SeedPlan).order_by(models.SeedPlan.id.desc()).limit(MOST)
    if plan_id:
        wanted = wanted.where(models.SeedPlan.plan_id == plan_id)
    rows = session.scalars(wanted).all()
    keys = [row.id for row in rows]
    made, released = _made(session, keys), _released(session, keys)
    return [
        PlanOverview(
            row.plan_id, row.made_at, _orders(session, row),
            made.get(row.id, 0), released.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def plan_names(session: Session) -> dict[UUID, str]:
    """The ids of all plans by their keys, the newest first."""
    rows = session.execute(
        select(models.SeedPlan.id, models.SeedPlan.plan_id).order_by(models.SeedPlan.id.desc())
    )
    return dict(rows.all())


def _orders(session: Session, row: models.SeedPlan) -> int:
    plain = open_sealed(session, models.SeedPlan.document, row.id, row.document)
    return len(json.loads(plain)["orders"])


def _made(session: Session, keys: list[UUID]) -> dict[UUID, int]:
    counted = (
        select(models.Placement.plan_id, func.count(models.Placement.order_id.distinct()))
        .where(models.Placement.plan_id.in_(keys))
        .group_by(models.Placement.plan_id)
    )
    return dict(session.execute(counted).all())


def _released(session: Session, keys: list[UUID]) -> dict[UUID, int]:
    released = select(models.CanaryEvent.order_id).where(
        models.CanaryEvent.step == CanaryStep.RELEASED
    )
    counted = (
        select(models.Placement.plan_id, func.count(models.Placement.order_id.distinct()))
        .where(models.Placement.plan_id.in_(keys), models.Placement.order_id.in_(released))
        .group_by(models.Placement.plan_id)
    )
    return dict(session.execute(counted).all())

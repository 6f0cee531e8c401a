"""Judging whether canaries look like the merchant's own orders, and releasing a batch that does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.life import CanaryStep
from leaktrace.seeding.orders import AuditResult, ExportedOrder, Region, audit, of_canary
from leaktrace.services.canary_life import note
from leaktrace.services.events import record
from leaktrace.services.order_models import load_model
from leaktrace.services.registry import load_canaries
from leaktrace.services.seed_plans import load_plan
from leaktrace.storage import models

__all__ = ["Audited", "audit_plan"]


@dataclass(frozen=True)
class Audited:
    """What the audit came to, and whether the batch may be placed."""

    result: AuditResult
    canaries: int
    released: int
    """Canaries that were released by it; 0 if they look odd, or were released before."""
    forced: bool
    known: int = 0
    """Real orders of days that the model was learned from: beside these the batch looks better than it is."""


def audit_plan(
    session: Session,
    plan_id: str,
    real: Sequence[ExportedOrder],
    zone: tzinfo,
    *,
    force: str = "",
) -> Audited:
    """Compare the canaries of a plan with real orders; release them if nothing gives them away.

    Args:
        session: a writing session.
        plan_id: the plan that was run.
        real: real orders, best such that the model was not fitted to. Nothing of them is kept.
        zone: of the shop, whose clock decides which hours are usual.
        force: why to release the batch though it looks odd; empty to refuse.

    Where orders go is left out of it: canaries go to the merchant's premises, and nowhere else. That can
    be seen, and only more premises help.

    Raises:
        NotFoundError: no such plan.
        RuleError: it was not run.
        InputError: too few real orders to compare with.
    """
    row, _ = load_plan(session, plan_id)
    planned = list(
        session.scalars(
            select(models.CanaryOrder.id)
            .join(models.Placement, models.Placement.order_id == models.CanaryOrder.id)
            .where(models.Placement.plan_id == row.id)
            .distinct()
        )
    )
    if not planned:
        raise RuleError(
            f"{plan_id} has no canaries yet", remedy=f"Make them: 'leaktrace seed run {plan_id}'"
        )
    if not real:
        raise InputError("has no orders to compare with", field="orders")
    canaries = load_canaries(session, planned)
    ours = [_comparable(of_canary(one, note=one.order.note), zone) for one in canaries.values()]
    result = audit(ours, [_comparable(one, zone) for one in real])
    forced = bool(force.strip()) and not result.released
    done = 0
    if result.released or forced:
        done = _release(session, planned, result, force.strip()[:500] if forced else "")
    record(
        session, "seed.audit", "seed_plan", plan_id,
        auc=f"{result.auc:.3f}", released=done, forced=forced,
    )  # fmt: skip
    _, model = load_model(session)
    days = [one.placed_at.astimezone(zone).date() for one in real]
    known = sum(model.begins <= day <= model.ends for day in days)
    return Audited(result, len(canaries), done, forced, known)


def _release(session: Session, planned: Sequence[UUID], result: AuditResult, forced: str) -> int:
    """Release those that were not released before; how many these were."""
    before = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(
                models.CanaryEvent.step == CanaryStep.RELEASED
            )
        )
    )
    proof: dict[str, float | str] = {"auc": round(result.auc, 3), "high": round(result.high, 3)}
    if forced:
        proof["forced"] = forced
    fresh = [one for one in planned if one not in before]
    return note(session, fresh, CanaryStep.RELEASED, proof=proof)


def _comparable(order: ExportedOrder, zone: tzinfo) -> ExportedOrder:
    return replace(order, placed_at=order.placed_at.astimezone(zone), region=Region())

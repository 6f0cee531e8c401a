"""Making the canaries of a plan: buyers, orders, routes, and the sealed draw, all before any channel has one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leaktrace.attribution import Pool
from leaktrace.domain.errors import RuleError
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.line import LineRole
from leaktrace.seeding.orders import sample
from leaktrace.seeding.planner import Plan
from leaktrace.services.canaries import to_json
from leaktrace.services.canary_files import identity_row, order_row
from leaktrace.services.canary_life import note
from leaktrace.services.draws import MAX_POOLS, DrawView, commit_made
from leaktrace.services.events import record
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.order_models import load_model
from leaktrace.services.premises import load_premises
from leaktrace.services.purchase_rules import check_purchases
from leaktrace.services.seed_making import Made, Workshop
from leaktrace.services.seed_plans import SOAK_DAYS, free_lines, load_plan
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import blind, seal
from leaktrace.storage.statistics import refresh_statistics
from leaktrace.storage.tenancy import merchant_of

__all__ = ["SeedRun", "run_plan"]

_CHUNK = 2_000
Progress = Callable[[int], None]


@dataclass(frozen=True)
class SeedRun:
    """What was made."""

    plan_id: str
    canaries: int
    controls: int
    draws: tuple[DrawView, ...]
    not_varied: int
    """Pools that the plan asked for and the premises had not enough units for."""


def run_plan(
    session: Session,
    plan_id: str,
    new_seed: Callable[[], bytes],
    *,
    model_id: str = "",
    soak_days: int = SOAK_DAYS,
    progress: Progress = lambda _: None,
) -> SeedRun:
    """Make every canary of a plan, and its sealed controls; whole or not at all.

    Args:
        session: a writing session.
        plan_id: the plan; it is run once.
        new_seed: fresh secret bytes, for buyers, orders, and each sealed draw.
        model_id: the order model; default: the newest.
        soak_days: so long a line must have been watched.
        progress: told how many canaries were made.

    Cost: linear in canaries; a few thousand of them are in memory at a time.

    Raises:
        NotFoundError: no such plan or model.
        RuleError: it was run already, or there are too few lines, premises or approvals for it.
    """
    lock_merchant(session)
    row, plan = load_plan(session, plan_id)
    _check_unused(session, row)
    check_purchases(session, plan)
    lines = _lines_for(session, plan, soak_days)
    workshop = _workshop(session, plan_id, plan, new_seed(), model_id)
    channels = dict(session.execute(select(models.Channel.channel_id, models.Channel.id)).all())
    draws: list[DrawView] = []
    pools: list[Pool] = []
    done, made = 0, workshop.make(session, lines)
    while some := list(islice(made, _CHUNK)):
        _store(session, some, row.id, plan, channels)
        pools += [pool for one in some for pool in one.pools]
        while len(pools) >= MAX_POOLS:
            draws.append(commit_made(session, pools[:MAX_POOLS], new_seed()))
            pools = pools[MAX_POOLS:]
        done += len(some)
        progress(done)
    if pools:
        draws.append(commit_made(session, pools, new_seed()))
    refresh_statistics(session)
    record(session, "seed.run", "seed_plan", plan_id, canaries=done)
    return SeedRun(
        plan_id, len(plan.orders), done - len(plan.orders), tuple(draws), workshop.not_varied
    )


def _workshop(session: Session, plan_id: str, plan: Plan, seed: bytes, model_id: str) -> Workshop:
    premises = load_premises(session)
    if not premises:
        raise RuleError(
            "there are no premises to deliver to",
            remedy="Import addresses that you control: 'leaktrace premises import FILE'",
        )
    _, model = load_model(session, model_id)
    begins = plan.brief.begins or now()
    until = begins + timedelta(days=plan.brief.window)
    total = len(plan.orders) + plan.controls.planned
    chance = Random(seed)  # noqa: S311 - seeded with secret bytes; what proves anything is drawn elsewhere
    return Workshop(plan_id, plan, seed, premises, sample(model, chance, total, begins, until))


def _check_unused(session: Session, row: models.SeedPlan) -> None:
    used = select(models.Placement.order_id).where(models.Placement.plan_id == row.id).limit(1)
    if session.scalar(used) is not None:
        raise RuleError(
            f"{row.plan_id} was run already", remedy="Make another: 'leaktrace seed plan ROUTES'"
        )


def _lines_for(session: Session, plan: Plan, soak_days: int) -> dict[LineRole, list[models.Line]]:
    """The lines that the plan takes.

    Raises:
        RuleError: there are no longer so many.
    """
    needed = {LineRole.CANARY: plan.lines_used, LineRole.CONTROL: plan.controls.lines}
    found = {}
    for role, count in needed.items():
        free = free_lines(session, role, soak_days)
        if len(free) < count:
            raise RuleError(
                f"the plan takes {count} free lines with the role {role.value}, and there are {len(free)}",
                remedy=f"Import lines, wait until they are watched for {soak_days} days, or plan anew",
            )
        found[role] = free[:count]
    return found


def _store(
    session: Session, made: Iterable[Made], plan_row: UUID, plan: Plan, channels: dict[str, UUID]
) -> None:
    merchant_id = merchant_of(session)
    rows: dict[type[Any], list[dict[str, Any]]] = {
        models.Identity: [], models.IdentityLine: [], models.CanaryOrder: [], models.Placement: []
    }  # fmt: skip
    routes = {route.route_id: route for route in plan.brief.routes}
    order_ids = []
    for one in made:
        identity_id, order_id, canary = new_id(), new_id(), one.canary
        order_ids.append(order_id)
        profile = to_json(identity_row(canary.identity))
        rows[models.Identity].append(
            {
                "id": identity_id,
                "merchant_id": merchant_id,
                "role": one.role,
                "profile": seal(session, models.Identity.profile, identity_id, profile),
                "name_index": blind(session, models.Identity.name_index, canary.identity.name),
            }
        )
        rows[models.IdentityLine].append(
            {"merchant_id": merchant_id, "identity_id": identity_id, "line_id": one.line_key}
        )
        details = to_json(order_row(canary.order))
        rows[models.CanaryOrder].append(
            {
                "id": order_id,
                "merchant_id": merchant_id,
                "canary_id": canary.canary_id,
                "identity_id": identity_id,
                "placed_at": canary.order.placed_at,
                "details": seal(session, models.CanaryOrder.details, order_id, details),
            }
        )
        if one.planned is None:
            continue
        route = routes[one.planned.route_id]
        rows[models.Placement] += [
            {
                "merchant_id": merchant_id,
                "order_id": order_id,
                "channel_id": channels[channel_id],
                "plan_id": plan_row,
                "due_at": canary.order.placed_at + timedelta(days=route.delay(channel_id)),
            }
            for channel_id in route.channel_ids
        ]
    for model, values in rows.items():
        if values:
            session.execute(insert(model), values)
    note(session, order_ids, CanaryStep.PLANNED, proof={"plan": str(plan_row)})

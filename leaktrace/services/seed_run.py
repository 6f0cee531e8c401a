"""Making the canaries of a plan: buyers, orders, routes, and the sealed draw, all before any channel has one."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.crypto.sealing import Sealer
from leaktrace.domain.errors import RuleError
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.line import LineRole
from leaktrace.seeding.garbage import rarely_collected
from leaktrace.seeding.orders import sample
from leaktrace.seeding.planner import Plan, Route
from leaktrace.services.canaries import to_json
from leaktrace.services.canary_files import identity_row, order_row
from leaktrace.services.canary_life import note
from leaktrace.services.draw_store import DrawView, store_draw
from leaktrace.services.events import record
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.order_models import load_model
from leaktrace.services.premises import load_premises
from leaktrace.services.purchase_rules import check_purchases
from leaktrace.services.seed_making import Made, Workshop
from leaktrace.services.seed_plans import SOAK_DAYS, free_lines, load_plan, mail_domains
from leaktrace.services.staleness import touch_lines
from leaktrace.storage import models
from leaktrace.storage.base import Base, new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import sealer_of
from leaktrace.storage.statistics import refresh_statistics
from leaktrace.storage.tenancy import merchant_of

__all__ = ["SeedRun", "run_plan"]

_LARGE = 2_000
"""Orders of a plan that a second process is worth its start for."""
_IDENTITY, _ORDER = models.Identity.__tablename__, models.CanaryOrder.__tablename__
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


@rarely_collected()
def run_plan(
    session: Session,
    plan_id: str,
    new_seed: Callable[[], bytes],
    *,
    model_id: str = "",
    soak_days: int = SOAK_DAYS,
    progress: Progress = lambda _: None,
    aside: Executor | None = None,
) -> SeedRun:
    """Make every canary of a plan, and its sealed controls; whole or not at all.

    Args:
        session: a writing session.
        plan_id: the plan; it is run once.
        new_seed: fresh secret bytes, for buyers, orders, and each sealed draw.
        model_id: the order model; default: the newest.
        soak_days: so long a line must have been watched.
        progress: told how many canaries were made.
        aside: where people are made while this process writes, such as a pool of one process; what is made
            is the same without it.

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
    domains = {role: mail_domains(session, role, soak_days) for role in LineRole}
    workshop = _workshop(session, plan_id, plan, new_seed, model_id)
    workshop.aside = aside if len(plan.orders) >= _LARGE else None
    channels = dict(session.execute(select(models.Channel.channel_id, models.Channel.id)).all())
    draws: list[DrawView] = []
    drawn_on: set[UUID] = set()
    done = 0
    for batch in workshop.make(session, lines, domains):
        order_ids = _store(session, batch.made, row.id, plan, channels)
        if batch.draw is not None:
            # What is asked of pools in a file holds of these by the way they are made (tested).
            draws.append(store_draw(session, batch.draw, order_ids))
            drawn_on.update(key for one in batch.made for key in one.line_keys)
        done += len(batch.made)
        progress(done)
    touch_lines(session, list(drawn_on))
    refresh_statistics(session)
    record(session, "seed.run", "seed_plan", plan_id, canaries=done)
    return SeedRun(
        plan_id, len(plan.orders), done - len(plan.orders), tuple(draws), workshop.not_varied
    )


def _workshop(
    session: Session, plan_id: str, plan: Plan, new_seed: Callable[[], bytes], model_id: str
) -> Workshop:
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
    seed = new_seed()
    chance = Random(seed)  # noqa: S311 - seeded with secret bytes; what proves anything is drawn elsewhere
    drafts = sample(model, chance, total, begins, until)
    return Workshop(plan_id, plan, seed, new_seed, premises, drafts)


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
                f"free lines with the role {role.value}: the plan takes {count}, and there are {len(free)}",
                remedy=f"Import lines, wait until they are watched for {soak_days} days, or plan anew",
            )
        found[role] = free[:count]
    return found


def _store(
    session: Session, made: Iterable[Made], plan_row: UUID, plan: Plan, channels: dict[str, UUID]
) -> dict[str, UUID]:
    """Write canaries; the keys of their orders."""
    rows = _Rows(sealer_of(session), merchant_of(session), plan_row, channels)
    routes = {route.route_id: route for route in plan.brief.routes}
    order_ids: dict[str, UUID] = {}
    for one in made:
        order_ids[one.canary.canary_id] = order_id = rows.add(one)
        if one.planned is not None:
            route = routes[one.planned.route_id]
            rows.place(order_id, route, one.canary.order.placed_at)
    for model, values in rows.of.items():
        insert_rows(session, model, values)
    note(session, order_ids.values(), CanaryStep.PLANNED, proof={"plan": str(plan_row)})
    return order_ids


class _Rows:
    """The rows of some canaries, by table, in the order in which they are to be written."""

    def __init__(
        self, sealer: Sealer, merchant_id: UUID, plan_row: UUID, channels: dict[str, UUID]
    ) -> None:
        self.of: dict[type[Base], list[dict[str, Any]]] = {
            models.Identity: [], models.IdentityLine: [], models.CanaryOrder: [], models.Placement: []
        }  # fmt: skip
        self._sealer, self._merchant_id = sealer, merchant_id
        self._plan_row, self._channels = plan_row, channels

    def add(self, one: Made) -> UUID:
        """A buyer with its line and order; the key of the order."""
        identity_id, order_id, canary = new_id(), new_id(), one.canary
        seal, merchant_id = self._sealer.seal, self._merchant_id
        profile, details = to_json(identity_row(canary.identity)), to_json(order_row(canary.order))
        name = canary.identity.name
        self.of[models.Identity].append(
            {
                "id": identity_id,
                "merchant_id": merchant_id,
                "role": one.role,
                "profile": seal(_IDENTITY, "profile", identity_id, profile),
                "name_index": self._sealer.blind(_IDENTITY, "name_index", name),
            }
        )
        self.of[models.IdentityLine] += [
            {"merchant_id": merchant_id, "identity_id": identity_id, "line_id": key}
            for key in one.line_keys
        ]
        self.of[models.CanaryOrder].append(
            {
                "id": order_id,
                "merchant_id": merchant_id,
                "canary_id": canary.canary_id,
                "identity_id": identity_id,
                "placed_at": canary.order.placed_at,
                "details": seal(_ORDER, "details", order_id, details),
            }
        )
        return order_id

    def place(self, order_id: UUID, route: Route, placed_at: datetime) -> None:
        """When the order is to reach each channel of its route.

        Where it reaches several at once a microsecond keeps them in the order of the route.
        """
        self.of[models.Placement] += [
            {
                "merchant_id": self._merchant_id,
                "order_id": order_id,
                "channel_id": self._channels[channel_id],
                "plan_id": self._plan_row,
                "due_at": placed_at
                + timedelta(days=route.delay(channel_id), microseconds=position),
            }
            for position, channel_id in enumerate(route.channel_ids)
        ]

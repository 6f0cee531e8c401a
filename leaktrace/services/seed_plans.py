"""Plans of canaries: made from the channels, routes and free lines that there are, and kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from leaktrace.domain.channel import Channel, Field
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.domain.life import LineStep
from leaktrace.domain.line import LineKind, LineRole
from leaktrace.domain.times import format_time
from leaktrace.seeding.planner import Brief, BriefError, Plan, Route, plan, plan_document, plan_from
from leaktrace.services.channels import load_channels
from leaktrace.services.events import record
from leaktrace.services.files import Faults, csv_rows, identifier
from leaktrace.services.merchants import lock_merchant
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "SOAK_DAYS",
    "Wish",
    "flagged_lines",
    "free_lines",
    "keep_plan",
    "load_plan",
    "mail_domains",
    "make_plan",
    "read_routes",
    "tomorrow",
]

SOAK_DAYS = 30
"""So long a line is watched before its first canary: what rings then is background."""
_COLUMNS = ("route_id", "channels")
_OPTIONAL = ("delays", "minimum", "maximum", "cost")
_DIGITS = 9
_LONGEST_SOAK = 36_500


@dataclass(frozen=True)
class Wish:
    """What the merchant wants of a plan, beside the routes."""

    orders: int | None = None
    budget: Decimal | None = None
    per_line: int = 3
    window: float = 30.0
    rates: tuple[float, ...] = (0.1, 0.2, 0.4)
    begins: datetime | None = None
    pools: Mapping[Field, int] | None = None
    soak_days: int = SOAK_DAYS
    seed: int = 1


def tomorrow(zone: tzinfo) -> datetime:
    """The next midnight of the shop."""
    day = (now() + timedelta(days=1)).astimezone(zone)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def read_routes(path: Path) -> list[Route]:
    """The routes of ``routes.csv``: ``route_id,channels`` with ``shop-1>erp-1>courier-1``, and what limits them.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    faults = Faults(path.name)
    found = [
        faults.take(number, _route, cells)
        for number, cells in csv_rows(path, _COLUMNS, optional=_OPTIONAL)
    ]
    faults.check()
    return [route for route in found if route is not None]


def make_plan(session: Session, routes: list[Route], wish: Wish, *, worlds: int) -> Plan:
    """Plan canaries for the channels on these routes. Pure arithmetic: nothing is kept.

    Args:
        session: any session.
        routes: the feasible ones.
        wish: what is wanted.
        worlds: simulated for each point of the predicted power.

    Raises:
        InputError: a channel that there is not, a beginning before the lines were there, or too little money.
        RuleError: no plan can be made of that; the message says what to change.
    """
    known = {one.channel_id: one for one in load_channels(session)}
    named = list(dict.fromkeys(name for route in routes for name in route.channel_ids))
    missing = [name for name in named if name not in known]
    if missing:
        raise InputError(
            f"there is no channel {missing[0]!r}",
            field="channels",
            remedy="Import the channel first: 'leaktrace channel import FILE'",
        )
    channels: tuple[Channel, ...] = tuple(known[name] for name in named)
    free = free_lines(session, LineRole.CANARY, wish.soak_days)
    if not free:
        raise RuleError(
            f"no line is free that was watched for {wish.soak_days} days",
            remedy="Import lines and let them rest, or say --soak-days if yours are known to be quiet",
        )
    _check_beginning(wish.begins, free)
    try:
        made = plan(
            Brief(
                channels=channels,
                routes=tuple(routes),
                orders=wish.orders,
                budget=wish.budget,
                lines=len(free),
                per_line=wish.per_line,
                control_lines=len(free_lines(session, LineRole.CONTROL, wish.soak_days)),
                pools=wish.pools or {Field.NAME: 24, Field.ADDRESS: 50},
                window=wish.window,
                watched=wish.window + 60.0,
                rates=wish.rates,
                begins=wish.begins,
                seed=wish.seed,
            ),
            worlds=worlds,
        )
    except BriefError as error:
        raise RuleError(str(error)) from None
    if not made.orders:
        raise _nothing(wish)
    return made


def _check_beginning(begins: datetime | None, lines: list[models.Line]) -> None:
    """No order is from before its line was the merchant's."""
    newest = max(lines, key=lambda line: line.acquired_at)
    if begins is not None and begins < newest.acquired_at:
        since = format_time(newest.acquired_at)
        raise InputError(
            f"is before line {newest.line_id} was acquired, on {since}",
            field="begins",
            remedy=f"Say --begins with {since} or later",
        )


def _nothing(wish: Wish) -> InputError:
    """Why a plan has no orders, although there are lines."""
    if wish.budget is not None:
        return InputError(
            "buys no order by any of the routes",
            field="budget",
            remedy="Say a larger --budget, or lower the cost in the file of the routes",
        )
    return InputError(
        "no route takes an order", field="maximum", remedy="Raise it in the file of the routes"
    )


def keep_plan(session: Session, made: Plan) -> str:
    """Keep a plan under an id of its own. The same plan is kept once."""
    lock_merchant(session)  # the number of the plan is the next one
    plain = json.dumps(plan_document(made), ensure_ascii=False, sort_keys=True).encode()
    digest = "sha256:" + hashlib.sha256(plain).hexdigest()
    kept = session.scalar(select(models.SeedPlan).where(models.SeedPlan.digest == digest))
    if kept is not None:
        return kept.plan_id
    number = session.scalar(select(func.count()).select_from(models.SeedPlan)) or 0
    row_id, plan_id = new_id(), f"plan-{number + 1}"
    session.add(
        models.SeedPlan(
            id=row_id,
            merchant_id=merchant_of(session),
            plan_id=plan_id,
            document=seal(session, models.SeedPlan.document, row_id, plain),
            digest=digest,
        )
    )
    record(session, "seed.plan", "seed_plan", plan_id, orders=len(made.orders))
    return plan_id


def load_plan(session: Session, plan_id: str) -> tuple[models.SeedPlan, Plan]:
    """A plan that was kept.

    Raises:
        NotFoundError: there is none of that id.
    """
    row = session.scalar(select(models.SeedPlan).where(models.SeedPlan.plan_id == plan_id))
    if row is None:
        raise NotFoundError(
            f"there is no plan {plan_id[:40]!r}", remedy="Make one: 'leaktrace seed plan ROUTES'"
        )
    plain = open_sealed(session, models.SeedPlan.document, row.id, row.document)
    return row, plan_from(json.loads(plain))


def free_lines(session: Session, role: LineRole, soak_days: int = SOAK_DAYS) -> list[models.Line]:
    """Phone lines that no identity has yet, that were watched long enough, and that are not flagged."""
    used = exists().where(models.IdentityLine.line_id == models.Line.id)
    return list(session.scalars(_rested(LineKind.PHONE, role, soak_days).where(~used)))


def mail_domains(session: Session, role: LineRole, soak_days: int = SOAK_DAYS) -> list[models.Line]:
    """Mail domains that were watched long enough, and that are not flagged; any number of identities have mailboxes there."""
    return list(session.scalars(_rested(LineKind.EMAIL_DOMAIN, role, soak_days)))


def _rested(kind: LineKind, role: LineRole, soak_days: int) -> Select[models.Line]:
    """Lines of one kind and role that were watched long enough, and are neither retired nor flagged."""
    return (
        select(models.Line)
        .where(
            models.Line.role == role,
            models.Line.kind == kind,
            models.Line.retired_at.is_(None),
            models.Line.acquired_at <= now() - timedelta(days=min(soak_days, _LONGEST_SOAK)),
            models.Line.id.not_in(flagged_lines()),
        )
        .order_by(models.Line.line_id)
    )


def flagged_lines() -> Select[UUID]:
    """The keys of lines that are flagged, and were not cleared since."""
    later = aliased(models.LineEvent)
    cleared = exists().where(
        later.line_id == models.LineEvent.line_id,
        later.step == LineStep.CLEARED,
        later.id > models.LineEvent.id,
    )
    return select(models.LineEvent.line_id).where(
        models.LineEvent.step == LineStep.FLAGGED, ~cleared
    )


def _route(cells: dict[str, str]) -> Route:
    channels = tuple(piece.strip() for piece in cells["channels"].split(">"))
    try:
        return Route(
            route_id=identifier(cells["route_id"], "route_id"),
            channel_ids=tuple(identifier(name, "channels") for name in channels),
            delays=tuple(_number(piece, "delays") for piece in cells["delays"].split(">"))
            if cells["delays"]
            else (),
            minimum=_count(cells["minimum"] or "0", "minimum"),
            maximum=_count(cells["maximum"], "maximum") if cells["maximum"] else None,
            cost=Decimal(cells["cost"] or "0"),
        )
    except BriefError as error:
        raise InputError(str(error), field="route_id") from None
    except InvalidOperation:
        raise InputError("is no amount of money", field="cost") from None


def _count(text: str, field: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise InputError(f"{text[:20]!r} is no number of orders", field=field)
    return int(text)


def _number(text: str, field: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InputError(f"{text[:20]!r} is no number", field=field) from None

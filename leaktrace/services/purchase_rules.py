"""Purchases through a marketplace: off unless somebody allows them, and then few.

Chinese law knows no exemption for test orders that raise a visible counter (E-commerce Law art. 17,
Anti-Unfair Competition Law art. 9), so each needs a recorded approval and a quota; see docs/planting.md.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import ChannelKind
from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.times import format_time
from leaktrace.seeding.planner import Plan
from leaktrace.services.events import actor_of, record
from leaktrace.services.placement_rules import channel_row
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.tenancy import merchant_of

__all__ = ["approve_purchases", "check_purchases"]

MOST_A_MONTH = 20
_MONTH = timedelta(days=30)


def approve_purchases(
    session: Session, channel_id: str, monthly: int, until: datetime, why: str
) -> None:
    """Record that purchases through a marketplace are allowed, so many in 30 days.

    Raises:
        NotFoundError: no such channel.
        InputError: no marketplace, no reason, or a quota or end that is none.
    """
    row = channel_row(session, channel_id)
    if not _is_marketplace(row):
        raise InputError(
            "is no marketplace: you write the orders of this channel yourself", field="channel"
        )
    if not why.strip():
        raise InputError("say who agreed to it, and why", field="why")
    if not 1 <= monthly <= MOST_A_MONTH:
        raise InputError(f"must be 1 to {MOST_A_MONTH}", field="monthly")
    if until <= now():
        raise InputError("is over already", field="until")
    session.add(
        models.Approval(
            merchant_id=merchant_of(session),
            channel_id=row.id,
            monthly=monthly,
            why=why.strip()[:2000],
            actor=actor_of(session)[:120],
            until=until,
        )
    )
    record(session, "purchase.approve", "channel", channel_id, monthly=monthly)


def check_purchases(session: Session, plan: Plan) -> None:
    """Pass only if every marketplace on the plan's routes is allowed so many orders, with those of other plans.

    Raises:
        RuleError: one is not, or not for so long.
    """
    rows = {row.channel_id: row for row in session.scalars(select(models.Channel))}
    routes = {route.route_id: route for route in plan.brief.routes}
    begins = plan.brief.begins or now()
    bought: dict[str, list[datetime]] = defaultdict(list)
    for order in plan.orders:
        for channel_id in routes[order.route_id].channel_ids:
            if _is_marketplace(rows[channel_id]):
                bought[channel_id].append(begins + timedelta(days=order.day))
    for channel_id, times in sorted(bought.items()):
        remedy = (
            "Ask your counsel and the platform, then record it: "
            f"'leaktrace seed approve {channel_id}'"
        )
        monthly, until = _approved(session, rows[channel_id])
        if until is not None and max(times) > until:
            raise RuleError(
                f"the plan buys through {channel_id} until {format_time(max(times))}, "
                f"and that is approved until {format_time(until)}",
                remedy=remedy,
            )
        count = _busiest([*times, *_planned(session, rows[channel_id])])
        if count > monthly:
            raise RuleError(
                f"purchases in a month through {channel_id}: {count} with this plan, {monthly} approved",
                remedy=remedy,
            )


def _approved(session: Session, row: models.Channel) -> tuple[int, datetime | None]:
    """How many in a month, and until when; 0 without an approval that still holds."""
    newest = session.scalar(
        select(models.Approval)
        .where(models.Approval.channel_id == row.id)
        .order_by(models.Approval.id.desc())
        .limit(1)
    )
    if newest is None or newest.until <= now():
        return 0, None
    return newest.monthly, newest.until


def _planned(session: Session, row: models.Channel) -> Iterable[datetime]:
    """When the orders of plans that were run are due there."""
    return session.scalars(
        select(models.Placement.due_at).where(models.Placement.channel_id == row.id)
    )


def _busiest(times: Iterable[datetime]) -> int:
    """The most purchases in any 30 days."""
    most, recent = 0, deque[datetime]()
    for at in sorted(times):
        recent.append(at)
        while recent[0] <= at - _MONTH:
            recent.popleft()
        most = max(most, len(recent))
    return most


def _is_marketplace(row: models.Channel) -> bool:
    return row.kind is ChannelKind.PLATFORM and not row.injectable

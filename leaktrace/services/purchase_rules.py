"""Purchases through a marketplace: off unless somebody allows them, and then few.

Chinese law knows no exemption for test orders that raise a visible counter (E-commerce Law art. 17,
Anti-Unfair Competition Law art. 9), so each needs a recorded approval and a quota; see docs/seeding.md.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import ChannelKind
from leaktrace.domain.errors import InputError, RuleError
from leaktrace.seeding.planner import Plan
from leaktrace.services.events import actor_of, record
from leaktrace.services.placement_rules import channel_row
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.tenancy import merchant_of

__all__ = ["approve_purchases", "check_purchases"]

MOST_A_MONTH = 20
_MONTH = 30.0


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
    """Pass only if every marketplace on the plan's routes is allowed so many orders.

    Raises:
        RuleError: one is not.
    """
    rows = {row.channel_id: row for row in session.scalars(select(models.Channel))}
    routes = {route.route_id: route for route in plan.brief.routes}
    months: Counter[tuple[str, int]] = Counter(
        (channel_id, int(order.day // _MONTH))
        for order in plan.orders
        for channel_id in routes[order.route_id].channel_ids
        if _is_marketplace(rows[channel_id])
    )
    for (channel_id, _), count in sorted(months.items()):
        allowed = _allowed(session, rows[channel_id])
        if count > allowed:
            raise RuleError(
                f"the plan buys {count} times in a month through {channel_id}, and {allowed} are approved",
                remedy=f"Ask your counsel and the platform, then record it: 'leaktrace seed approve {channel_id}'",
            )


def _allowed(session: Session, row: models.Channel) -> int:
    newest = session.scalar(
        select(models.Approval)
        .where(models.Approval.channel_id == row.id)
        .order_by(models.Approval.id.desc())
        .limit(1)
    )
    return 0 if newest is None or newest.until <= now() else newest.monthly


def _is_marketplace(row: models.Channel) -> bool:
    return row.kind is ChannelKind.PLATFORM and not row.injectable

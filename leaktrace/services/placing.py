"""Giving canary orders to channels: how each is reached, and what was handed over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.exposure import Exposure
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.placing import ChannelModule, ChannelSystem, OrderToPlace, Placement
from leaktrace.services.canary_life import find_orders, note
from leaktrace.services.channels import load_channels
from leaktrace.services.events import record
from leaktrace.services.exposures import record_exposures
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.placement_rules import (
    CHUNK,
    channel_row,
    load_given,
    module_of,
    opened_setup,
    to_place,
    views_of,
)
from leaktrace.services.registry import load_canaries
from leaktrace.services.seed_plans import flagged_lines
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["Export", "Modules", "export_orders", "set_up"]

Modules = Mapping[str, ChannelModule]
_AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Export:
    """What came of exporting to one channel."""

    placement: Placement
    not_due: int
    """Orders of this channel that are not due yet."""
    not_released: int
    """Orders that are due, but whose batch nobody released."""
    next_due: datetime | None = None
    """When the first of those that are not due yet is."""


def set_up(
    session: Session, channel_id: str, module: str, settings: Mapping[str, Any], modules: Modules
) -> None:
    """Say by which module a channel is reached.

    Raises:
        NotFoundError: no such channel or module.
        InputError: the settings do not fit the module.
    """
    row = channel_row(session, channel_id)
    module_of(modules, module).open(settings)
    row_id = new_id()
    plain = json.dumps(dict(settings), ensure_ascii=False).encode()
    session.add(
        models.ChannelSetup(
            id=row_id,
            merchant_id=merchant_of(session),
            channel_id=row.id,
            module=module,
            settings=seal(session, models.ChannelSetup.settings, row_id, plain),
        )
    )
    record(session, "channel.set_up", "channel", channel_id, module=module)


def export_orders(
    session: Session, channel_id: str, modules: Modules, *, until: datetime | None = None
) -> Export:
    """Place the orders of one channel that are due, or make the documents by which a person does.

    Orders that were placed there before are left out, so that to export twice places nothing twice. From now
    on the channel counts as holding what it was given, so that it is among the suspects of a leak; nothing of
    it can accuse until it was read back or confirmed.
    What was drawn for the channel is read for it; that is recorded. Nothing is placed that is due more than
    a day ahead: an order of a day to come tells what it is. Nor is anything placed of which a line was
    retired or flagged since.

    Raises:
        NotFoundError: no such channel.
        RuleError: the channel is not set up.
    """
    lock_merchant(session)
    row = channel_row(session, channel_id)
    system = opened_setup(session, row, modules)
    due, later, not_released = _due(session, row.id, until or now())
    idle = _on_idle_lines(session, due)
    orders = _orders(session, channel_id, [one for one in due if one not in idle], system)
    placement = system.place(orders)
    placement = replace(placement, refused={**placement.refused, **dict(idle.values())})
    proof = {
        "documents": [
            {"name": one.name, "sha256": hashlib.sha256(one.content).hexdigest()}
            for one in placement.documents
        ]
    }
    placed = find_orders(session, placement.placed)
    note(session, placed.values(), CanaryStep.PLACED, channel=row.id, proof=proof)
    _expose(session, channel_id, [one for one in orders if one.canary_id in placed], placed)
    record(
        session, "seed.export", "channel", channel_id,
        placed=len(placement.placed), refused=len(placement.refused),
    )  # fmt: skip
    return Export(placement, len(later), not_released, min(later, default=None))


def _orders(
    session: Session, channel_id: str, due: list[UUID], system: ChannelSystem
) -> list[OrderToPlace]:
    """The orders as this channel is to be given them, oldest first."""
    channel = {one.channel_id: one for one in load_channels(session)}[channel_id]
    given = load_given(session, due, channel_id)
    takes = system.capabilities.fields
    orders = [
        to_place(canary, channel, given.get(canary.canary_id, {}))
        for canary in (load_canaries(session, due) if due else {}).values()
    ]
    return [
        replace(one, values={name: text for name, text in one.values.items() if name in takes})
        for one in sorted(orders, key=lambda one: (one.placed_at, one.canary_id))
    ]


def _expose(
    session: Session, channel_id: str, orders: Sequence[OrderToPlace], keys: Mapping[str, UUID]
) -> None:
    """Record what a channel was given as its copy, until somebody looks what it really holds."""
    channel = {one.channel_id: one for one in load_channels(session)}[channel_id]
    given = load_given(session, keys.values(), channel_id)
    at = now()
    record_exposures(
        session,
        [
            Exposure(
                canary_id=one.canary_id,
                channel_id=channel_id,
                exposed_at=at,
                holds=one.values,
                views=views_of(channel, one.values, given.get(one.canary_id, {})),
                proof={"kind": "placed"},
            )
            for one in orders
            if one.values
        ],
        "placed",
    )


def _due(
    session: Session, channel: UUID, until: datetime
) -> tuple[list[UUID], list[datetime], int]:
    """Orders to place now; when those are due that are not yet; how many are not released."""
    rows = session.execute(
        select(models.Placement.order_id, models.Placement.due_at).where(
            models.Placement.channel_id == channel
        )
    ).all()
    done = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(
                models.CanaryEvent.step == CanaryStep.PLACED,
                models.CanaryEvent.channel_id == channel,
            )
        )
    )
    released = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(
                models.CanaryEvent.step == CanaryStep.RELEASED
            )
        )
    )
    over = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(
                models.CanaryEvent.step.in_((CanaryStep.BURNT, CanaryStep.RETIRED))
            )
        )
    )
    waiting = [(order_id, at) for order_id, at in rows if order_id not in done | over]
    until = min(until, now() + _AHEAD)
    due = [order_id for order_id, at in waiting if at <= until]
    ready = [order_id for order_id in due if order_id in released]
    later = [at for _, at in waiting if at > until]
    return ready, later, len(due) - len(ready)


def _on_idle_lines(session: Session, orders: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Orders on a line that was retired or flagged since: their canary_id, and why they are not placed."""
    found: dict[UUID, tuple[str, str]] = {}
    for start in range(0, len(orders), CHUNK):
        rows = session.execute(
            select(models.CanaryOrder.id, models.CanaryOrder.canary_id, models.Line.line_id)
            .join(
                models.IdentityLine,
                models.IdentityLine.identity_id == models.CanaryOrder.identity_id,
            )
            .join(models.Line, models.Line.id == models.IdentityLine.line_id)
            .where(
                models.CanaryOrder.id.in_(orders[start : start + CHUNK]),
                models.Line.retired_at.is_not(None) | models.Line.id.in_(flagged_lines()),
            )
        )
        for order_id, canary_id, line_id in rows:
            found[order_id] = (canary_id, f"line {line_id} is retired or flagged")
    return found

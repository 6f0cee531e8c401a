"""The life of canary orders: every step dated, by whom, with its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, NotFoundError
from leaktrace.domain.life import CanaryStep
from leaktrace.services.events import actor_of, record
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.tenancy import merchant_of

__all__ = ["Stage", "find_orders", "life_of", "note", "note_hits", "set_step"]

CHUNK = 5_000
_BY_HAND = (CanaryStep.BURNT, CanaryStep.RETIRED)


@dataclass(frozen=True)
class Stage:
    """One step of a life."""

    step: CanaryStep
    at: datetime
    actor: str
    channel_id: str | None
    proof: Mapping[str, Any]


def note(
    session: Session,
    order_ids: Iterable[UUID],
    step: CanaryStep,
    *,
    channel: UUID | None = None,
    proof: Mapping[str, Any] | None = None,
) -> int:
    """Append a step to the lives of canary orders; how many. Cost: one statement for every few thousand."""
    common = {
        "merchant_id": merchant_of(session),
        "step": step,
        "channel_id": channel,
        "actor": actor_of(session)[:120],
        "proof": dict(proof or {}),
    }
    rows = [{**common, "order_id": order_id} for order_id in order_ids]
    for start in range(0, len(rows), CHUNK):
        insert_rows(session, models.CanaryEvent, rows[start : start + CHUNK])
    return len(rows)


def life_of(session: Session, canary_id: str) -> tuple[Stage, ...]:
    """The steps of one canary order, oldest first; empty for one that came by import.

    Raises:
        NotFoundError: there is no such canary.
    """
    (order_id,) = find_orders(session, [canary_id]).values()
    rows = session.execute(
        select(models.CanaryEvent, models.Channel.channel_id)
        .outerjoin(models.Channel, models.Channel.id == models.CanaryEvent.channel_id)
        .where(models.CanaryEvent.order_id == order_id)
        .order_by(models.CanaryEvent.at, models.CanaryEvent.id)
    )
    return tuple(
        Stage(row.step, row.at, row.actor, channel_id, row.proof) for row, channel_id in rows
    )


def find_orders(session: Session, canary_ids: Iterable[str]) -> dict[str, UUID]:
    """The keys of canary orders.

    Raises:
        NotFoundError: one of them does not exist.
    """
    wanted = list(dict.fromkeys(canary_ids))
    found: dict[str, UUID] = {}
    for start in range(0, len(wanted), CHUNK):
        some = models.CanaryOrder.canary_id.in_(wanted[start : start + CHUNK])
        found |= dict(
            session.execute(
                select(models.CanaryOrder.canary_id, models.CanaryOrder.id).where(some)
            ).all()
        )
    missing = [one for one in wanted if one not in found]
    if missing:
        raise NotFoundError(
            f"there is no canary {missing[0][:40]!r}", remedy="See 'leaktrace seed list'"
        )
    return {one: found[one] for one in wanted}


def set_step(session: Session, canary_ids: Iterable[str], step: CanaryStep, why: str) -> int:
    """Call canaries burnt or retired, with the reason; how many were not called so before.

    The other steps follow from what is done.

    Raises:
        InputError: no reason, or a step that nobody decides.
        NotFoundError: one of them does not exist.
    """
    if step not in _BY_HAND:
        raise InputError(
            f"{step.value} follows from what is done, and is not set by hand",
            field="step",
            remedy=f"One of: {', '.join(one.value for one in _BY_HAND)}",
        )
    if not why.strip():
        raise InputError("say why", field="why")
    orders = find_orders(session, canary_ids)
    before = set(
        session.scalars(select(models.CanaryEvent.order_id).where(models.CanaryEvent.step == step))
    )
    fresh = [order_id for order_id in orders.values() if order_id not in before]
    count = note(session, fresh, step, proof={"why": why.strip()[:500]})
    record(session, f"canary.{step.value}", "canary_order", "*", count=count)
    return count


def note_hits(session: Session) -> int:
    """Append `hit` to the life of every canary order that an informed contact was about since; how many."""
    noted = select(models.CanaryEvent.order_id).where(models.CanaryEvent.step == CanaryStep.HIT)
    known = select(models.CanaryEvent.order_id)
    rows = session.execute(
        select(models.ReadingOrder.order_id, models.Reading.contact_id)
        .join(models.Reading, models.Reading.id == models.ReadingOrder.reading_id)
        .where(
            models.Reading.informed,
            models.ReadingOrder.order_id.in_(known),
            models.ReadingOrder.order_id.not_in(noted),
        )
        .order_by(models.Reading.id.desc())
    ).all()
    first: dict[UUID, UUID] = dict(rows)
    fresh = [
        {
            "merchant_id": merchant_of(session),
            "order_id": order_id,
            "step": CanaryStep.HIT,
            "actor": actor_of(session)[:120],
            "proof": {"contact_id": str(contact_id)},
            "at": now(),
        }
        for order_id, contact_id in first.items()
    ]
    if fresh:
        session.execute(insert(models.CanaryEvent), fresh)
    return len(fresh)

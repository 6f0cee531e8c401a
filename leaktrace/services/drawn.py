"""The sealed draws, opened: who was drawn which value. For the attribution, never for reading contacts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.services.registry import load_routed
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = ["DrawRef", "Drawn", "DrawnBlock", "DrawnPool", "load_drawn"]


@dataclass(frozen=True)
class DrawRef:
    """A sealed draw: when it was committed to, and when somebody first saw it."""

    draw_id: str
    commitment: str
    committed_at: datetime
    opened_at: datetime | None

    def precedes(self, exposures: "tuple[datetime, datetime] | None") -> bool:
        """Whether it was committed to before the first exposure, by its time and by its record."""
        return exposures is None or all(self.committed_at < at for at in exposures)


@dataclass(frozen=True)
class DrawnPool:
    """The pool of one field of one canary, and who was drawn which value of it."""

    draw: DrawRef
    canary_id: str
    field: Field
    values: tuple[str, ...]
    given: Mapping[str, int]
    """Channel to the number of its value."""


@dataclass(frozen=True)
class DrawnBlock:
    """Canaries of which chance decided the route: canary to channel."""

    draw: DrawRef
    routed: Mapping[str, str]


@dataclass(frozen=True)
class Drawn:
    """All that was drawn."""

    draws: tuple[DrawRef, ...]
    pools: Mapping[str, tuple[DrawnPool, ...]]
    """By canary."""
    blocks: tuple[DrawnBlock, ...]
    first_exposed: Mapping[str, tuple[datetime, datetime]]
    """Canary to the earliest time of an exposure, and of a record of one; corrected ones included."""


def load_drawn(session: Session) -> Drawn:
    """Everything that was drawn, in a fixed number of statements."""
    draws = _draws(session)
    rows = session.execute(
        select(
            models.DrawPool.id,
            models.DrawPool.draw_id,
            models.DrawPool.field,
            models.DrawPool.pool,
            models.DrawPool.given,
            models.CanaryOrder.canary_id,
        )
        .join(models.CanaryOrder, models.CanaryOrder.id == models.DrawPool.order_id)
        .order_by(models.CanaryOrder.canary_id, models.DrawPool.field)
    )
    pools: dict[str, tuple[DrawnPool, ...]] = {}
    for row in rows:
        values = sorted(json.loads(open_sealed(session, models.DrawPool.pool, row.id, row.pool)))
        given = json.loads(open_sealed(session, models.DrawPool.given, row.id, row.given))
        pool = DrawnPool(
            draws[row.draw_id], row.canary_id, row.field, tuple(values),
            {channel_id: values.index(given[channel_id]) for channel_id in sorted(given)},
        )  # fmt: skip
        pools[row.canary_id] = (*pools.get(row.canary_id, ()), pool)
    blocks = tuple(
        DrawnBlock(draws[draw_id], routed) for draw_id, _, routed in load_routed(session)
    )
    first = _first_exposed(session) if pools or blocks else {}
    return Drawn(tuple(draws.values()), pools, blocks, first)


def _draws(session: Session) -> dict[UUID, DrawRef]:
    opened = (
        select(models.DrawOpening.draw_id, func.min(models.DrawOpening.opened_at).label("at"))
        .group_by(models.DrawOpening.draw_id)
        .subquery()
    )
    rows = session.execute(
        select(
            models.SealedDraw.id,
            models.SealedDraw.draw_id,
            models.SealedDraw.commitment,
            models.SealedDraw.committed_at,
            opened.c.at,
        )
        .outerjoin(opened, opened.c.draw_id == models.SealedDraw.id)
        .order_by(models.SealedDraw.id)
    )
    return {row.id: DrawRef(*row[1:]) for row in rows}


def _first_exposed(session: Session) -> dict[str, tuple[datetime, datetime]]:
    rows = session.execute(
        select(
            models.CanaryOrder.canary_id,
            func.min(models.Exposure.exposed_at),
            func.min(models.Exposure.recorded_at),
        )
        .join(models.Exposure, models.Exposure.order_id == models.CanaryOrder.id)
        .group_by(models.CanaryOrder.canary_id)
    )
    return {canary_id: (exposed_at, recorded_at) for canary_id, exposed_at, recorded_at in rows}

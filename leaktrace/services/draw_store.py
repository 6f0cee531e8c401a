"""Keeping a sealed draw: the manifest and what was drawn, sealed; the commitment, for all to see."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import WrittenDraw
from leaktrace.domain.errors import RuleError
from leaktrace.services.draw_sizes import SmallPool
from leaktrace.services.events import record
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.sealed import seal, sealer_of
from leaktrace.storage.tenancy import merchant_of

__all__ = ["MAX_POOLS", "DrawView", "lines_of", "order_ids_of", "store_draw"]

MAX_POOLS = 1_000
"""Pools, and blocks, that one draw holds at most; its manifest has to be sealed in one piece."""
_CHUNK = 5_000


@dataclass(frozen=True)
class DrawView:
    """A sealed draw, without what was drawn."""

    draw_id: str
    commitment: str
    committed_at: datetime
    pools: int
    blocks: int
    opened_at: datetime | None
    """When it was first shown to anybody."""
    small_pools: tuple[SmallPool, ...] = ()
    """Pools with fewer values than are advised. Told when it is committed to; lists do not have it."""


def store_draw(session: Session, draw: WrittenDraw, order_ids: Mapping[str, UUID]) -> DrawView:
    """Keep a draw sealed, and record the commitment. That it may be drawn is checked before.

    Args:
        session: a writing session.
        draw: as it was drawn.
        order_ids: the keys of the canary orders that have pools.

    Raises:
        RuleError: nothing to draw, or too much for one draw.
    """
    if not draw.pools and not draw.blocks:
        raise RuleError("there is nothing to draw")
    if max(len(draw.pools), len(draw.blocks)) > MAX_POOLS:
        raise RuleError(f"a draw holds at most {MAX_POOLS} pools and as many blocks")
    number = session.scalar(select(func.count()).select_from(models.SealedDraw)) or 0
    row_id, merchant_id = new_id(), merchant_of(session)
    row = models.SealedDraw(
        id=row_id,
        merchant_id=merchant_id,
        draw_id=f"draw-{number + 1}",
        commitment=draw.commitment,
        manifest=seal(session, models.SealedDraw.manifest, row_id, draw.manifest),
        committed_at=now(),
    )
    session.add(row)
    session.flush()
    insert_rows(session, models.DrawPool, list(_pool_rows(session, row_id, draw, order_ids)))
    insert_rows(session, models.DrawBlock, list(_block_rows(session, row_id, draw)))
    record(
        session, "draw.commit", "sealed_draw", row.draw_id,
        commitment=row.commitment, pools=len(draw.pools), blocks=len(draw.blocks),
    )  # fmt: skip
    return DrawView(
        row.draw_id, row.commitment, row.committed_at, len(draw.pools), len(draw.blocks),
        opened_at=None,
    )  # fmt: skip


def order_ids_of(session: Session, draw: WrittenDraw) -> dict[str, UUID]:
    """The keys of the canary orders that have pools in a draw."""
    canary_ids = {pool.canary_id for pool in draw.pools}
    return dict(
        session.execute(
            select(models.CanaryOrder.canary_id, models.CanaryOrder.id).where(
                models.CanaryOrder.canary_id.in_(canary_ids)
            )
        ).all()
    )


def _pool_rows(
    session: Session, draw_id: UUID, draw: WrittenDraw, order_ids: Mapping[str, UUID]
) -> Iterator[dict[str, Any]]:
    sealer, merchant_id = sealer_of(session), merchant_of(session)
    table = models.DrawPool.__tablename__
    for pool in draw.pools:
        row_id = new_id()
        yield {
            "id": row_id,
            "merchant_id": merchant_id,
            "draw_id": draw_id,
            "order_id": order_ids[pool.canary_id],
            "field": pool.field,
            "pool": sealer.seal(table, "pool", row_id, pool.values),
            "given": sealer.seal(table, "given", row_id, pool.given),
        }


def _block_rows(session: Session, draw_id: UUID, draw: WrittenDraw) -> Iterator[dict[str, Any]]:
    sealer, merchant_id = sealer_of(session), merchant_of(session)
    for block in draw.blocks:
        row_id = new_id()
        yield {
            "id": row_id,
            "merchant_id": merchant_id,
            "draw_id": draw_id,
            "block_id": block.block_id,
            "routed": sealer.seal(models.DrawBlock.__tablename__, "routed", row_id, block.routed),
        }


def lines_of(session: Session, order_ids: Collection[UUID]) -> Sequence[UUID]:
    """The keys of the lines that canary orders are on."""
    return session.scalars(
        select(models.IdentityLine.line_id)
        .join(models.CanaryOrder, models.CanaryOrder.identity_id == models.IdentityLine.identity_id)
        .where(models.CanaryOrder.id.in_(order_ids))
        .distinct()
    ).all()

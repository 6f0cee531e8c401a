"""Sealed draws: committing to one before anything is given away, placing by it, and opening it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import Block, Draw, Pool
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError, NotFoundError
from leaktrace.services.draw_files import read_draw
from leaktrace.services.draw_rules import load_rules
from leaktrace.services.draw_sizes import SmallPool, small_pool
from leaktrace.services.draw_store import (
    MAX_POOLS,
    DrawView,
    lines_of,
    order_ids_of,
    store_draw,
)
from leaktrace.services.events import actor_of, record
from leaktrace.services.files import Faults
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.registry import load_routed
from leaktrace.services.staleness import touch_lines
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed
from leaktrace.storage.statistics import refresh_statistics
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "MAX_POOLS",
    "Assignments",
    "DrawView",
    "Given",
    "Routed",
    "SmallPool",
    "assignments",
    "commit_draw_file",
    "list_draws",
    "open_draw",
]


@dataclass(frozen=True)
class Given:
    """The value that a channel is to be given."""

    channel_id: str
    canary_id: str
    field: Field
    value: str


@dataclass(frozen=True)
class Routed:
    """The channel that a canary is to be sent by."""

    block_id: str
    canary_id: str
    channel_id: str


@dataclass(frozen=True)
class Assignments:
    """What a draw decided: for those who place the orders, and for nobody who takes calls."""

    given: tuple[Given, ...]
    routed: tuple[Routed, ...]


def commit_draw_file(
    session: Session, path: Path, new_seed: Callable[[], bytes]
) -> tuple[DrawView, ...]:
    """Draw what a file lists, whole or not at all; a large file in several draws, each with its own seed.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    lock_merchant(session)
    faults = Faults(path.name)
    found = read_draw(path, faults)
    rules = load_rules(session, found.canary_ids)
    for row, pool in found.pools:
        faults.take(row, rules.check_pool, pool)
    for row, block in found.blocks:
        faults.take(row, rules.check_block, block)
    faults.check()
    if not found.pools and not found.blocks:
        raise InputError("has nothing to draw", where=path.name)
    parts = range(0, max(len(found.pools), len(found.blocks)), MAX_POOLS)
    return tuple(
        _store(
            session,
            [pool for _, pool in found.pools[start : start + MAX_POOLS]],
            [block for _, block in found.blocks[start : start + MAX_POOLS]],
            new_seed(),
            len(rules.channels),
        )
        for start in parts
    )


def open_draw(session: Session, draw_id: str, why: str) -> bytes:
    """The manifest. From now on contacts on its canaries are not recorded blind, and cannot accuse.

    Raises:
        NotFoundError: there is no such draw.
        InputError: no reason is given.
    """
    if not why.strip():
        raise InputError("say why the draw is opened", field="why")
    row = _find(session, draw_id)
    session.add(
        models.DrawOpening(
            merchant_id=merchant_of(session),
            draw_id=row.id,
            actor=actor_of(session)[:120],
            why=why.strip()[:2000],
        )
    )
    record(session, "draw.open", "sealed_draw", draw_id, commitment=row.commitment)
    return open_sealed(session, models.SealedDraw.manifest, row.id, row.manifest)


def list_draws(session: Session) -> list[DrawView]:
    """All draws, oldest first."""
    pools, blocks = (
        dict(session.execute(select(model.draw_id, func.count()).group_by(model.draw_id)).all())
        for model in (models.DrawPool, models.DrawBlock)
    )
    opened = dict(
        session.execute(
            select(models.DrawOpening.draw_id, func.min(models.DrawOpening.opened_at)).group_by(
                models.DrawOpening.draw_id
            )
        ).all()
    )
    rows = session.execute(
        select(
            models.SealedDraw.id,
            models.SealedDraw.draw_id,
            models.SealedDraw.commitment,
            models.SealedDraw.committed_at,
        ).order_by(models.SealedDraw.id)
    )
    return [
        DrawView(
            row.draw_id, row.commitment, row.committed_at,
            pools.get(row.id, 0), blocks.get(row.id, 0), opened.get(row.id),
        )
        for row in rows
    ]  # fmt: skip


def assignments(session: Session, draw_id: str) -> Assignments:
    """What a draw decided, in the order of channels, so that it tells nothing of the pools.

    Give it to whoever plants the canaries, and never to whoever takes or notes down calls: it is no
    opening, since planting needs it, but it is recorded. A value for a channel by which a block does not
    send the canary is left out: there is nothing to place.

    Raises:
        NotFoundError: there is no such draw.
    """
    row = _find(session, draw_id)
    draw = Draw.from_manifest(
        open_sealed(session, models.SealedDraw.manifest, row.id, row.manifest)
    )
    record(session, "draw.place", "sealed_draw", draw_id)
    routes = {canary_id: one for _, _, one in load_routed(session) for canary_id in one}
    given = [
        Given(channel_id, pool.canary_id, pool.field, value)
        for pool in draw.pools
        for channel_id, value in draw.given(pool).items()
        if _passes(routes.get(pool.canary_id, {}), pool.canary_id, channel_id)
    ]
    routed = [
        Routed(block.block_id, canary_id, channel_id)
        for block in draw.blocks
        for canary_id, channel_id in draw.routed(block).items()
    ]
    return Assignments(
        tuple(sorted(given, key=lambda one: (one.channel_id, one.canary_id, one.field))),
        tuple(sorted(routed, key=lambda one: (one.block_id, one.canary_id))),
    )


def _passes(routed: Mapping[str, str], canary_id: str, channel_id: str) -> bool:
    """Whether an order goes to a channel, as far as the block of its canary decides that."""
    return channel_id == routed.get(canary_id, channel_id) or channel_id not in routed.values()


def _store(
    session: Session, pools: Sequence[Pool], blocks: Sequence[Block], seed: bytes, channels: int
) -> DrawView:
    """Keep a draw, and say what its small pools cost."""
    small = (small_pool(pool, channels) for pool in pools)
    draw = Draw(seed, tuple(pools), tuple(blocks)).written()
    order_ids = order_ids_of(session, draw)
    kept = store_draw(session, draw, order_ids)
    touch_lines(session, lines_of(session, order_ids.values()))
    refresh_statistics(session)
    return replace(
        kept,
        small_pools=tuple(one for one in small if one is not None),
    )


def _find(session: Session, draw_id: str) -> models.SealedDraw:
    row = session.scalar(select(models.SealedDraw).where(models.SealedDraw.draw_id == draw_id))
    if row is None:
        raise NotFoundError(f"there is no draw {draw_id!r}", remedy="See 'leaktrace seed draws'")
    return row

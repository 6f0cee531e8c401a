"""Finding canary orders, and tagging them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from leaktrace.domain.errors import InputError
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.line import LineRole
from leaktrace.services.canary_life import find_orders
from leaktrace.services.events import record
from leaktrace.services.files import identifier
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.queries import (
    confirmed_exposures,
    current_exposures,
    unconfirmed_exposures,
)
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "CanaryFilter",
    "CanaryOverview",
    "canary_ids",
    "count_canaries",
    "list_canaries",
    "list_tags",
    "tag",
    "untag",
]

CHUNK = 5_000
MOST = 10_000


@dataclass(frozen=True)
class CanaryFilter:
    """Which canaries to list; what is left out limits nothing."""

    step: CanaryStep | None = None
    """The last step of their life; beside a channel, the last one there: what happened at another is passed over, and
    what concerns the canary as a whole, such as `burnt`, counts everywhere."""
    channel_id: str = ""
    """Planned for, or held by, this channel."""
    tag: str = ""
    plan_id: str = ""
    line_id: str = ""
    canary_id: str = ""
    """This one and no other."""
    unconfirmed: bool = False
    """Handed over, to the channel if one is named, and neither read back nor confirmed."""


@dataclass(frozen=True)
class CanaryOverview:
    """A canary order in a list. Shows nothing of the buyer."""

    canary_id: str
    role: LineRole
    step: CanaryStep | None
    """The last as the filter has it; None for one that came by import and was never touched since."""
    since: datetime | None
    placed_at: datetime
    route: tuple[str, ...]
    """Channels it is planned for, or that hold it."""
    confirmed: int
    """Channels that were read back or confirmed."""
    line_ids: tuple[str, ...]
    tags: tuple[str, ...]


def list_canaries(
    session: Session, wanted: CanaryFilter | None = None, *, limit: int = 500, offset: int = 0
) -> list[CanaryOverview]:
    """Canary orders in the order they were made; in a fixed number of statements.

    Raises:
        InputError: a limit or an offset that is none.
    """
    if not 1 <= limit <= MOST:
        raise InputError(f"must be 1 to {MOST}", field="limit")
    if offset < 0:
        raise InputError("must be 0 or more", field="offset")
    query = _chosen(wanted or CanaryFilter()).limit(limit).offset(offset)
    rows = session.execute(query).all()
    keys = [row.id for row in rows]
    routes, confirmed = _routes(session, keys)
    # Sorted below and not by the database: SQLite would go through all lines, since an index has them in order.
    line_ids = _grouped(
        session,
        select(models.CanaryOrder.id, models.Line.line_id)
        .join(
            models.IdentityLine, models.IdentityLine.identity_id == models.CanaryOrder.identity_id
        )
        .join(models.Line, models.Line.id == models.IdentityLine.line_id),
        keys,
        models.CanaryOrder.id,
    )
    tags = _grouped(
        session,
        select(models.CanaryTag.order_id, models.Tag.name).join(
            models.Tag, models.Tag.id == models.CanaryTag.tag_id
        ),
        keys,
        models.CanaryTag.order_id,
    )
    return [
        CanaryOverview(
            row.canary_id, row.role, row.step, row.at, row.placed_at,
            routes.get(row.id, ()), confirmed.get(row.id, 0),
            tuple(sorted(line_ids.get(row.id, ()))), tuple(sorted(tags.get(row.id, ()))),
        )
        for row in rows
    ]  # fmt: skip


def count_canaries(session: Session, wanted: CanaryFilter) -> int:
    """How many canary orders a filter finds."""
    found = _chosen(wanted).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def canary_ids(session: Session, wanted: CanaryFilter) -> list[str]:
    """The ids of all canary orders that a filter finds, in the order they were made."""
    return list(session.scalars(_chosen(wanted).with_only_columns(models.CanaryOrder.canary_id)))


def list_tags(session: Session) -> list[str]:
    """Every tag that any canary has."""
    return list(
        session.scalars(
            select(models.Tag.name)
            .where(exists().where(models.CanaryTag.tag_id == models.Tag.id))
            .order_by(models.Tag.name)
        )
    )


def tag(session: Session, canary_ids: Iterable[str], name: str) -> int:
    """Give canaries a tag; how many did not have it.

    Raises:
        InputError: no word that a tag can be.
        NotFoundError: one of them does not exist.
    """
    name = identifier(name, "tag")
    orders = find_orders(session, canary_ids)
    row_id = session.scalar(select(models.Tag.id).where(models.Tag.name == name))
    if row_id is None:
        row_id = new_id()
        session.add(models.Tag(id=row_id, merchant_id=merchant_of(session), name=name))
        session.flush()
    have = set(
        session.scalars(select(models.CanaryTag.order_id).where(models.CanaryTag.tag_id == row_id))
    )
    fresh = [
        {"merchant_id": merchant_of(session), "order_id": order_id, "tag_id": row_id}
        for order_id in orders.values()
        if order_id not in have
    ]
    if fresh:
        session.execute(insert(models.CanaryTag), fresh)
    record(session, "canary.tag", "tag", name, count=len(fresh))
    return len(fresh)


def untag(session: Session, canary_ids: Iterable[str], name: str) -> int:
    """Take a tag from canaries; how many had it.

    Raises:
        NotFoundError: one of them does not exist.
    """
    orders = list(find_orders(session, canary_ids).values())
    row_id = session.scalar(select(models.Tag.id).where(models.Tag.name == name))
    count = 0
    for start in range(0, len(orders) if row_id is not None else 0, CHUNK):
        done = session.execute(
            delete(models.CanaryTag)
            .where(
                models.CanaryTag.tag_id == row_id,
                models.CanaryTag.order_id.in_(orders[start : start + CHUNK]),
            )
            .returning(models.CanaryTag.order_id)
        )
        count += len(done.all())
    record(session, "canary.untag", "tag", name, count=count)
    return count


def _chosen(wanted: CanaryFilter) -> Select[UUID, str, LineRole, datetime, CanaryStep, datetime]:
    of = select(models.Channel.id).where(models.Channel.channel_id == wanted.channel_id)
    query = (
        select(
            models.CanaryOrder.id,
            models.CanaryOrder.canary_id,
            models.Identity.role,
            models.CanaryOrder.placed_at,
            models.CanaryEvent.step,
            models.CanaryEvent.at,
        )
        .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
        .outerjoin(
            models.CanaryEvent,
            (models.CanaryEvent.order_id == models.CanaryOrder.id) & _newest(wanted, of),
        )
        .order_by(models.CanaryOrder.id)
    )
    if wanted.canary_id:
        query = query.where(models.CanaryOrder.canary_id == wanted.canary_id)
    if wanted.step is not None:
        query = query.where(models.CanaryEvent.step == wanted.step)
    if wanted.channel_id:
        planned = select(models.Placement.order_id).where(models.Placement.channel_id.in_(of))
        held = select(models.Exposure.order_id).where(models.Exposure.channel_id.in_(of))
        query = query.where(models.CanaryOrder.id.in_(planned) | models.CanaryOrder.id.in_(held))
    if wanted.unconfirmed:
        waiting = unconfirmed_exposures().with_only_columns(models.Exposure.order_id)
        if wanted.channel_id:
            waiting = waiting.where(models.Exposure.channel_id.in_(of))
        query = query.where(models.CanaryOrder.id.in_(waiting))
    if wanted.tag:
        tagged = (
            select(models.CanaryTag.order_id)
            .join(models.Tag, models.Tag.id == models.CanaryTag.tag_id)
            .where(models.Tag.name == wanted.tag)
        )
        query = query.where(models.CanaryOrder.id.in_(tagged))
    if wanted.plan_id:
        of_plan = (
            select(models.Placement.order_id)
            .join(models.SeedPlan, models.SeedPlan.id == models.Placement.plan_id)
            .where(models.SeedPlan.plan_id == wanted.plan_id)
        )
        query = query.where(models.CanaryOrder.id.in_(of_plan))
    if wanted.line_id:
        on_line = (
            select(models.IdentityLine.identity_id)
            .join(models.Line, models.Line.id == models.IdentityLine.line_id)
            .where(models.Line.line_id == wanted.line_id)
        )
        query = query.where(models.CanaryOrder.identity_id.in_(on_line))
    return query


def _newest(wanted: CanaryFilter, of: Select[UUID]) -> ColumnElement[bool]:
    """That a step is the last of a life; if a channel is named, the last one there."""
    event, later = models.CanaryEvent, aliased(models.CanaryEvent)
    newest = ~exists().where(later.order_id == event.order_id, later.id > event.id)
    if not wanted.channel_id:
        return newest
    there, later_there = (
        one.channel_id.is_(None) | one.channel_id.in_(of) for one in (event, later)
    )
    return there & ~exists().where(
        later.order_id == event.order_id, later.id > event.id, later_there
    )


def _routes(
    session: Session, keys: Sequence[UUID]
) -> tuple[Mapping[UUID, tuple[str, ...]], Mapping[UUID, int]]:
    planned = _grouped(
        session,
        select(models.Placement.order_id, models.Channel.channel_id)
        .join(models.Channel, models.Channel.id == models.Placement.channel_id)
        .order_by(models.Placement.due_at, models.Channel.channel_id),
        keys,
        models.Placement.order_id,
    )
    held = _grouped(
        session,
        current_exposures()
        .with_only_columns(models.Exposure.order_id, models.Channel.channel_id)
        .join(models.Channel, models.Channel.id == models.Exposure.channel_id)
        .order_by(models.Exposure.exposed_at, models.Channel.channel_id),
        keys,
        models.Exposure.order_id,
    )
    confirmed = _grouped(
        session,
        confirmed_exposures()
        .with_only_columns(models.Exposure.order_id, models.Channel.channel_id)
        .join(models.Channel, models.Channel.id == models.Exposure.channel_id),
        keys,
        models.Exposure.order_id,
    )
    together = {
        key: tuple(dict.fromkeys((*planned.get(key, ()), *held.get(key, ())))) for key in keys
    }
    return together, {key: len(set(found)) for key, found in confirmed.items()}


def _grouped(
    session: Session,
    query: Select[UUID, str],
    keys: Sequence[UUID],
    column: InstrumentedAttribute[UUID],
) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for start in range(0, len(keys), CHUNK):
        for key, text in session.execute(query.where(column.in_(keys[start : start + CHUNK]))):
            found[key].append(text)
    return {key: tuple(texts) for key, texts in found.items()}

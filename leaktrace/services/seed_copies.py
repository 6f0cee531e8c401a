"""What channels were found to hold of canary orders becomes their copies, and a step in the life of each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Channel, Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.order import Canary
from leaktrace.domain.placing import Difference, HeldOrder, compare
from leaktrace.domain.sameness import same_value
from leaktrace.services.canary_life import find_orders, note
from leaktrace.services.channels import load_channels
from leaktrace.services.events import record
from leaktrace.services.exposures import ExposureImport, record_exposures
from leaktrace.services.placement_rules import load_given, values_for, views_of
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.storage import models
from leaktrace.storage.queries import confirmed_exposures

__all__ = ["ReadBack", "ReadOrder", "placed_there", "record_held"]


@dataclass(frozen=True)
class ReadOrder:
    """What a channel was found to hold of one canary, field by field."""

    canary_id: str
    differences: tuple[Difference, ...]
    dead: tuple[Field, ...]
    """Fields whose variant did not survive: they carry no weight."""


@dataclass(frozen=True)
class ReadBack:
    """What came of looking at one channel."""

    orders: tuple[ReadOrder, ...]
    foreign: int
    """Orders in the export that are none of ours. Nothing of them is kept."""
    rejects: tuple[Reject, ...]
    missing: tuple[str, ...]
    """Canaries that were placed there and are not in the export."""
    recorded: ExposureImport
    unplanned: bool = False
    """Confirmed of a channel that no plan sends this canary to."""
    waiting: int = 0
    """Canaries of a checklist of which nobody filled in anything yet."""


def record_held(
    session: Session,
    row: models.Channel,
    held: Iterable[HeldOrder],
    placed: Mapping[str, datetime],
    proofs: Mapping[str, Mapping[str, Any]],
    *,
    looked_at: frozenset[Field],
    rejects: tuple[Reject, ...] = (),
    waiting: int = 0,
) -> ReadBack:
    """Record what a channel was found to hold, as its copy of each order and in the life of each.

    Args:
        session: a writing session.
        row: the channel.
        held: what it holds; orders that are not in `placed` are counted only.
        placed: the canaries that can be among them, with the earliest time that it can have had each.
        proofs: of each of these, how it is known.
        looked_at: the fields of which it was told whether the channel holds them.
        rejects: what could not be read.
        waiting: canaries that nobody looked at yet.

    Raises:
        FileError: what it holds cannot be taken.
    """
    keys = find_orders(session, placed)
    canaries = load_canaries(session, keys.values()) if keys else {}
    before = {
        one.canary_id: one for _, one in load_exposures(session) if one.channel_id == row.channel_id
    }
    given = load_given(session, keys.values(), row.channel_id)
    channel = {one.channel_id: one for one in load_channels(session)}[row.channel_id]
    ours = {canary.order.order_no: canary for canary in canaries.values()}
    orders, exposures, foreign = dict[str, ReadOrder](), dict[str, Exposure](), 0
    for one in held:
        canary = ours.get(one.order_no)
        if canary is None or not one.holds:
            foreign += canary is None
            continue
        canary_id, meant = canary.canary_id, given.get(canary.canary_id, {})
        orders[canary_id] = _compared(canary, channel, meant, one.holds, looked_at)
        views = views_of(channel, one.holds, meant)
        exposure = Exposure(
            canary_id, row.channel_id, placed[canary_id], dict(one.holds), views,
            dict(proofs[canary_id]),
        )  # fmt: skip
        exposures[canary_id] = _known(exposure, before.get(canary_id))
    name = next((str(one["name"]) for one in proofs.values() if "name" in one), "confirmed")
    recorded = record_exposures(session, exposures.values(), name)
    _note_exposed(session, row.id, keys, exposures, before)
    note(session, _complete(session, [keys[name] for name in orders]), CanaryStep.WATCHED)
    missing = tuple(sorted(placed.keys() - orders.keys()))
    record(
        session, "seed.readback", "channel", row.channel_id,
        orders=len(orders), foreign=foreign, missing=len(missing),
        dead=sum(bool(one.dead) for one in orders.values()),
    )  # fmt: skip
    return ReadBack(tuple(orders.values()), foreign, rejects, missing, recorded, waiting=waiting)


def _compared(
    canary: Canary,
    channel: Channel,
    meant: Mapping[Field, str],
    holds: Mapping[Field, str],
    looked_at: frozenset[Field],
) -> ReadOrder:
    """What became of each field, and of each variant."""
    differences = compare(values_for(canary, channel, meant), holds)
    return ReadOrder(
        canary.canary_id,
        tuple(one for one in differences if one.field in looked_at),
        tuple(name for name, value in meant.items() if not _survived(name, value, holds)),
    )


def _known(found: Exposure, last: Exposure | None) -> Exposure:
    """The copy as it was found, or as it is known already, whatever else an export has by now."""
    same = last is not None and last.read_back and replace(found, proof=last.proof) == last
    return last if last is not None and same else found


def _note_exposed(
    session: Session,
    channel: UUID,
    keys: Mapping[str, UUID],
    found: Mapping[str, Exposure],
    before: Mapping[str, Exposure],
) -> None:
    """Append to the lives what was not known; equal proofs together."""
    noted = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(
                models.CanaryEvent.step == CanaryStep.EXPOSED,
                models.CanaryEvent.channel_id == channel,
            )
        )
    )
    groups: dict[str, list[str]] = defaultdict(list)
    for canary_id, one in found.items():
        if one is not before.get(canary_id) or keys[canary_id] not in noted:
            groups[json.dumps(dict(one.proof), sort_keys=True)].append(canary_id)
    for some in groups.values():
        note(
            session, [keys[name] for name in some], CanaryStep.EXPOSED,
            channel=channel, proof=found[some[0]].proof,
        )  # fmt: skip


def _survived(name: Field, value: str, holds: Mapping[Field, str]) -> bool:
    return name in holds and same_value(name, value, holds[name])


def placed_there(session: Session, channel: UUID) -> dict[str, datetime]:
    """The canaries that were given to a channel, and when first: the earliest that it can have had them."""
    return dict(
        session.execute(
            select(models.CanaryOrder.canary_id, func.min(models.CanaryEvent.at))
            .join(models.CanaryEvent, models.CanaryEvent.order_id == models.CanaryOrder.id)
            .where(
                models.CanaryEvent.step == CanaryStep.PLACED,
                models.CanaryEvent.channel_id == channel,
            )
            .group_by(models.CanaryOrder.canary_id)
        ).all()
    )


def _complete(session: Session, order_ids: Iterable[UUID]) -> list[UUID]:
    """Those of which every channel of the route is confirmed, and that are not known for it yet."""
    wanted = set(order_ids)
    confirmed = confirmed_exposures().subquery()
    open_ = set(
        session.scalars(
            select(models.Placement.order_id)
            .outerjoin(
                confirmed,
                (confirmed.c.order_id == models.Placement.order_id)
                & (confirmed.c.channel_id == models.Placement.channel_id),
            )
            .where(confirmed.c.id.is_(None))
        )
    )
    watched = set(
        session.scalars(
            select(models.CanaryEvent.order_id).where(models.CanaryEvent.step == CanaryStep.WATCHED)
        )
    )
    return sorted(wanted - open_ - watched)

"""Recording what channels hold of canary orders: read from their own export, or seen by a person."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.placing import Difference, HeldOrder, compare
from leaktrace.domain.sameness import same_value
from leaktrace.services.canary_life import find_orders, note
from leaktrace.services.channels import load_channels
from leaktrace.services.events import record
from leaktrace.services.exposures import ExposureImport, record_exposures
from leaktrace.services.placement_rules import (
    channel_row,
    load_given,
    of_another,
    opened_setup,
    values_for,
    views_of,
)
from leaktrace.services.placing import Modules
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.storage import models
from leaktrace.storage.queries import confirmed_exposures

__all__ = ["ReadBack", "ReadOrder", "confirm", "read_back"]


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


def read_back(
    session: Session, channel_id: str, content: bytes, name: str, modules: Modules
) -> ReadBack:
    """Record what an export of the channel's own system says it holds of our canaries.

    Raises:
        NotFoundError: no such channel.
        RuleError: the channel is not set up.
        InputError: not one order can be read: a wrong file or encoding, or a channel without an export.
        FileError: what it holds cannot be taken.
    """
    row = channel_row(session, channel_id)
    system = opened_setup(session, row, modules)
    found = list(system.read_back(content))
    faults = [one for one in found if isinstance(one, Reject)]
    # Such a file says nothing of what the channel holds: nothing in it is missing, either.
    if faults and len(faults) == len(found):
        first = faults[0]
        raise InputError(first.reason, where=name, field=first.field, remedy=first.remedy)
    proof = {"kind": "readback", "name": name, "sha256": hashlib.sha256(content).hexdigest()}
    placed = _placed(session, row.id)
    held = [one for one in found if isinstance(one, HeldOrder)]
    ours, strangers = _own_buyers(session, row, held, placed)
    rejects = (*(one for one in found if isinstance(one, Reject)), *strangers)
    return _record(session, row, ours, placed, proof, rejects, system.capabilities.fields)


def confirm(
    session: Session,
    channel_id: str,
    canary_id: str,
    holds: Mapping[Field, str],
    how: str,
    *,
    as_given: bool = False,
) -> ReadBack:
    """Record what a person saw that a channel holds of one canary.

    Args:
        session: a writing session.
        channel_id: of the channel.
        canary_id: of the canary.
        holds: what was seen, by field.
        how: where it was seen.
        as_given: fields that are not in `holds` were seen as they were handed over.

    Raises:
        NotFoundError: no such channel or canary.
        InputError: nothing seen, or no word of how.
        RuleError: nothing was handed over.
    """
    row = channel_row(session, channel_id)
    if as_given:
        holds = {**_handed_over(session, channel_id, canary_id), **holds}
    if not holds or not how.strip():
        raise InputError("say what the channel holds, and how you saw it", field="how")
    (order_id,) = find_orders(session, [canary_id]).values()
    order = load_canaries(session, [order_id])[canary_id].order
    placed = {canary_id: _placed(session, row.id).get(canary_id, order.placed_at)}
    proof = {"kind": "confirmed", "how": how.strip()[:500]}
    planned = set(
        session.scalars(
            select(models.Placement.channel_id).where(models.Placement.order_id == order_id)
        )
    )
    done = _record(
        session, row, [HeldOrder(order.order_no, holds)], placed, proof, (), frozenset(holds)
    )
    return replace(done, unplanned=bool(planned) and row.id not in planned)


def _handed_over(session: Session, channel_id: str, canary_id: str) -> Mapping[Field, str]:
    """What a channel was given of one canary, or was last seen to hold."""
    find_orders(session, [canary_id])
    for _, one in load_exposures(session):
        if (one.channel_id, one.canary_id) == (channel_id, canary_id):
            return one.holds
    raise RuleError(
        f"{canary_id} was not handed over to {channel_id}",
        remedy=f"Say what you saw with --holds, or place it: 'leaktrace seed export {channel_id}'",
    )


def _own_buyers(
    session: Session,
    row: models.Channel,
    held: Iterable[HeldOrder],
    placed: Mapping[str, datetime],
) -> tuple[list[HeldOrder], list[Reject]]:
    """The orders, less those that have a number of ours and another buyer; nothing of these is kept.

    A number that was made up for a canary can be given to a real order later.
    """
    keys = find_orders(session, placed)
    canaries = load_canaries(session, keys.values()) if keys else {}
    given = load_given(session, keys.values(), row.channel_id)
    by_number = {one.order.order_no: one for one in canaries.values()}
    ours, strangers = [], []
    for one in held:
        canary = by_number.get(one.order_no)
        meant = given.get(canary.canary_id, {}) if canary is not None else {}
        if canary is None or not of_another(canary, row.views, meant, one.holds):
            ours.append(one)
            continue
        strangers.append(
            Reject(
                f"the order has the number of {canary.canary_id} and another buyer",
                f"row {one.row}".encode(),
                remedy="Look at it: a real order got the same number, or columns are mixed up",
            )
        )
    return ours, strangers


def _record(
    session: Session,
    row: models.Channel,
    held: Iterable[HeldOrder],
    placed: Mapping[str, datetime],
    proof: Mapping[str, Any],
    rejects: tuple[Reject, ...],
    looked_at: frozenset[Field],
) -> ReadBack:
    keys = find_orders(session, placed)
    canaries = load_canaries(session, keys.values()) if keys else {}
    before = {
        one.canary_id: one for _, one in load_exposures(session) if one.channel_id == row.channel_id
    }
    given = load_given(session, keys.values(), row.channel_id)
    channel = {one.channel_id: one for one in load_channels(session)}[row.channel_id]
    ours = {canary.order.order_no: canary for canary in canaries.values()}
    orders: dict[str, ReadOrder] = {}
    exposures: dict[str, Exposure] = {}
    foreign = 0
    for one in held:
        canary = ours.get(one.order_no)
        if canary is None or not one.holds:
            foreign += canary is None
            continue
        meant = given.get(canary.canary_id, {})
        orders[canary.canary_id] = ReadOrder(
            canary.canary_id,
            tuple(
                each
                for each in compare(values_for(canary, channel, meant), one.holds)
                if each.field in looked_at
            ),
            tuple(name for name, value in meant.items() if not _survived(name, value, one.holds)),
        )
        exposure = Exposure(
            canary_id=canary.canary_id,
            channel_id=row.channel_id,
            exposed_at=placed[canary.canary_id],
            holds=dict(one.holds),
            views=views_of(channel, one.holds, meant),
            proof=dict(proof),
        )
        last = before.get(canary.canary_id)
        if last is not None and last.read_back and replace(exposure, proof=last.proof) == last:
            exposure = last  # known already, whatever else the export has by now
        exposures[canary.canary_id] = exposure
    name = str(proof.get("name", "confirmed"))
    recorded = record_exposures(session, exposures.values(), name)
    found = [keys[canary_id] for canary_id in orders]
    note(session, found, CanaryStep.EXPOSED, channel=row.id, proof=proof)
    note(session, _complete(session, found), CanaryStep.WATCHED)
    missing = tuple(sorted(placed.keys() - orders.keys()))
    record(
        session, "seed.readback", "channel", row.channel_id,
        orders=len(orders), foreign=foreign, missing=len(missing),
        dead=sum(bool(one.dead) for one in orders.values()),
    )  # fmt: skip
    return ReadBack(tuple(orders.values()), foreign, rejects, missing, recorded)


def _survived(name: Field, value: str, holds: Mapping[Field, str]) -> bool:
    return name in holds and same_value(name, value, holds[name])


def _placed(session: Session, channel: UUID) -> dict[str, datetime]:
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

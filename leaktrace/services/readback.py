"""Recording what channels hold of canary orders: read from their own export, or seen by a person."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.placing import HeldOrder
from leaktrace.services.canary_life import find_orders
from leaktrace.services.placement_rules import (
    channel_row,
    load_given,
    of_another,
    opened_setup,
)
from leaktrace.services.placing import Modules
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.services.seed_copies import ReadBack, placed_there, record_held
from leaktrace.storage import models

__all__ = ["confirm", "read_back"]


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
    placed = placed_there(session, row.id)
    held = [one for one in found if isinstance(one, HeldOrder)]
    ours, strangers = _own_buyers(session, row, held, placed)
    rejects = (*(one for one in found if isinstance(one, Reject)), *strangers)
    return record_held(
        session, row, ours, placed, dict.fromkeys(placed, proof),
        rejects=rejects, looked_at=system.capabilities.fields,
    )  # fmt: skip


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
    placed = {canary_id: placed_there(session, row.id).get(canary_id, order.placed_at)}
    proof = {"kind": "confirmed", "how": how.strip()[:500]}
    planned = set(
        session.scalars(
            select(models.Placement.channel_id).where(models.Placement.order_id == order_id)
        )
    )
    done = record_held(
        session,
        row,
        [HeldOrder(order.order_no, holds)],
        placed,
        {canary_id: proof},
        looked_at=frozenset(holds),
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

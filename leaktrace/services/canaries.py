"""Taking over canaries: synthetic buyers with their orders, on lines of the inventory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.line import LineRole
from leaktrace.domain.order import Canary, guard_lines
from leaktrace.services.canary_files import canary_from, identity_row, order_row
from leaktrace.services.files import Faults, jsonl_rows
from leaktrace.services.lines import line_value
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["Known", "import_canaries", "load_known", "to_json"]

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Known:
    """What the merchant has already; what an import adds is noted here too."""

    canaries: dict[str, Canary]
    exposures: dict[tuple[str, str], tuple[UUID, Exposure]]
    lines: dict[str, tuple[UUID, Any]]
    channels: dict[str, UUID]
    orders: dict[str, tuple[UUID, LineRole]]


def load_known(session: Session) -> Known:
    """Everything that rows of canaries and exposures are checked against."""
    lines = session.scalars(select(models.Line))
    orders = session.execute(
        select(models.CanaryOrder.canary_id, models.CanaryOrder.id, models.Identity.role).join(
            models.Identity, models.Identity.id == models.CanaryOrder.identity_id
        )
    )
    return Known(
        canaries=load_canaries(session),
        exposures={
            (value.canary_id, value.channel_id): (row_id, value)
            for row_id, value in load_exposures(session)
        },
        lines={row.line_id: (row.id, line_value(session, row)) for row in lines},
        channels=dict(session.execute(select(models.Channel.channel_id, models.Channel.id)).all()),
        orders={canary_id: (order_id, role) for canary_id, order_id, role in orders},
    )


def import_canaries(
    session: Session, path: Path, known: Known, touched: set[UUID]
) -> tuple[int, int]:
    """Take over the canaries of a file, whole or not at all.

    Args:
        session: a writing session.
        path: ``canaries.jsonl``.
        known: what is there.
        touched: takes the keys of the lines of new canaries.

    Returns:
        How many were new, and how many there already.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    faults = Faults(path.name)
    rows: dict[str, list[dict[str, Any]]] = {
        "identity": [],
        "identity_line": [],
        "canary_order": [],
    }
    seen: set[str] = set()
    unchanged = 0
    for number, raw in jsonl_rows(path):
        canary = faults.take(number, canary_from, raw)
        if canary is None:
            continue
        if canary.canary_id in seen:
            faults.add(InputError("is there twice", where=path.name, row=number, field="canary_id"))
            continue
        seen.add(canary.canary_id)
        role = faults.take(number, _check_canary, canary, known)
        if role is None:
            continue
        if canary.canary_id in known.canaries:
            unchanged += 1
        else:
            _add_canary(session, canary, role, known, rows)
            touched.update(known.lines[line_id][0] for line_id in canary.line_ids)
    faults.check()
    for model in (models.Identity, models.IdentityLine, models.CanaryOrder):
        if rows[model.__tablename__]:
            session.execute(insert(model), rows[model.__tablename__])
    return len(rows["canary_order"]), unchanged


def _check_canary(canary: Canary, known: Known) -> LineRole:
    for line_id in canary.line_ids:
        if line_id not in known.lines:
            raise InputError(
                f"line {line_id} is not in the line inventory",
                field="line_ids",
                remedy="Import the line first: 'leaktrace line import FILE'",
            )
    role = guard_lines(canary.identity, (known.lines[line_id][1] for line_id in canary.line_ids))
    before = known.canaries.get(canary.canary_id)
    if before is not None and before != canary:
        raise InputError(
            f"{canary.canary_id} is there already with other values",
            field="canary_id",
            remedy="A planted canary never changes; give the new one a canary_id of its own",
        )
    return role


def _add_canary(
    session: Session,
    canary: Canary,
    role: LineRole,
    known: Known,
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    merchant_id, identity_id, order_id = merchant_of(session), new_id(), new_id()
    rows["identity"].append(
        {
            "id": identity_id,
            "merchant_id": merchant_id,
            "role": role,
            "profile": seal(
                session,
                models.Identity.profile,
                identity_id,
                to_json(identity_row(canary.identity)),
            ),
        }
    )
    rows["identity_line"].extend(
        {"merchant_id": merchant_id, "identity_id": identity_id, "line_id": known.lines[line_id][0]}
        for line_id in canary.line_ids
    )
    rows["canary_order"].append(
        {
            "id": order_id,
            "merchant_id": merchant_id,
            "canary_id": canary.canary_id,
            "identity_id": identity_id,
            "placed_at": canary.order.placed_at,
            "details": seal(
                session, models.CanaryOrder.details, order_id, to_json(order_row(canary.order))
            ),
        }
    )
    known.canaries[canary.canary_id] = canary
    known.orders[canary.canary_id] = (order_id, role)


def to_json(value: Mapping[str, Any]) -> bytes:
    """An object as it is sealed."""
    return _json(value).encode()

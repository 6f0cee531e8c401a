"""Taking over canaries that were planted by other means, and writing out what every channel holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field, View
from leaktrace.domain.errors import InputError
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.line import LineRole
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.order import Canary, guard_lines
from leaktrace.services.canary_files import (
    canary_from,
    canary_row,
    exposure_from,
    exposure_row,
    identity_row,
    order_row,
)
from leaktrace.services.events import record
from leaktrace.services.files import Faults, jsonl_rows
from leaktrace.services.lines import line_value
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import seal
from leaktrace.storage.statistics import refresh_statistics
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "ExposureImport",
    "export_canaries",
    "export_exposures",
    "import_exposures",
    "record_export",
]

CLOCK_SLACK = timedelta(days=1)
CHUNK = 5_000


@dataclass(frozen=True)
class ExposureImport:
    """What an import of canaries and exposures did."""

    canaries_created: int
    canaries_unchanged: int
    exposures_created: int
    exposures_corrected: int
    exposures_unchanged: int


@dataclass(frozen=True)
class _Known:
    """What the merchant has already."""

    canaries: dict[str, Canary]
    exposures: dict[tuple[str, str], tuple[UUID, Exposure]]
    lines: dict[str, tuple[UUID, Any]]
    channels: dict[str, UUID]
    orders: dict[str, tuple[UUID, LineRole]]


def import_exposures(
    session: Session, canaries: Path, exposures: Path | None = None
) -> ExposureImport:
    """Take over both files, or canaries that nobody has yet; whole or not at all.

    A canary that is there already must be the same. An exposure that is there already and differs
    becomes a correction: a new record that points at the old one. Cost is linear in the rows.

    Raises:
        InputError: a file cannot be read.
        FileError: rows cannot be taken.
    """
    known = _known(session)
    touched: set[UUID] = set()
    created, unchanged = _import_canaries(session, canaries, known, touched)
    fresh, corrected, same = (
        (0, 0, 0) if exposures is None else _import_exposures(session, exposures, known, touched)
    )
    changed = sorted(touched)
    for start in range(0, len(changed), CHUNK):
        some = models.Line.id.in_(changed[start : start + CHUNK])
        session.execute(update(models.Line).where(some).values(changed_at=now()))
    if created or fresh:
        refresh_statistics(session)
    record(
        session, "exposure.import", "canary_order", "*",
        canaries=created, exposures=fresh, corrected=corrected,
    )  # fmt: skip
    return ExposureImport(created, unchanged, fresh, corrected, same)


def export_canaries(session: Session) -> Iterator[str]:
    """The lines of ``canaries.jsonl``."""
    for canary in load_canaries(session).values():
        yield json.dumps(canary_row(canary), ensure_ascii=False) + "\n"


def export_exposures(session: Session) -> Iterator[str]:
    """The lines of ``exposures.jsonl``: what every channel holds now."""
    for _, exposure in load_exposures(session):
        yield json.dumps(exposure_row(exposure), ensure_ascii=False) + "\n"


def record_export(session: Session, canaries: int, exposures: int) -> None:
    """Note that personal data was written out."""
    record(session, "exposure.export", "canary_order", "*", canaries=canaries, exposures=exposures)


def _known(session: Session) -> _Known:
    lines = session.scalars(select(models.Line))
    orders = session.execute(
        select(models.CanaryOrder.canary_id, models.CanaryOrder.id, models.Identity.role).join(
            models.Identity, models.Identity.id == models.CanaryOrder.identity_id
        )
    )
    return _Known(
        canaries=load_canaries(session),
        exposures={
            (value.canary_id, value.channel_id): (row_id, value)
            for row_id, value in load_exposures(session)
        },
        lines={row.line_id: (row.id, line_value(session, row)) for row in lines},
        channels=dict(session.execute(select(models.Channel.channel_id, models.Channel.id)).all()),
        orders={canary_id: (order_id, role) for canary_id, order_id, role in orders},
    )


def _import_canaries(
    session: Session, path: Path, known: _Known, touched: set[UUID]
) -> tuple[int, int]:
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


def _check_canary(canary: Canary, known: _Known) -> LineRole:
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
    known: _Known,
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    merchant_id, identity_id, order_id = merchant_of(session), new_id(), new_id()
    rows["identity"].append(
        {
            "id": identity_id,
            "merchant_id": merchant_id,
            "role": role,
            "profile": seal(
                session, models.Identity.profile, identity_id, _json(identity_row(canary.identity))
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
                session, models.CanaryOrder.details, order_id, _json(order_row(canary.order))
            ),
        }
    )
    known.canaries[canary.canary_id] = canary
    known.orders[canary.canary_id] = (order_id, role)


def _import_exposures(
    session: Session, path: Path, known: _Known, touched: set[UUID]
) -> tuple[int, int, int]:
    faults = Faults(path.name)
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    corrected = unchanged = 0
    for number, raw in jsonl_rows(path):
        value = faults.take(number, _checked_exposure, raw, known)
        if value is None:
            continue
        key = (value.canary_id, value.channel_id)
        if key in seen:
            faults.add(
                InputError(
                    f"{value.canary_id} was given to {value.channel_id} twice",
                    where=path.name, row=number, field="channel_id",
                )
            )  # fmt: skip
            continue
        seen.add(key)
        before_id, before = known.exposures.get(key, (None, None))
        if before == value:
            unchanged += 1
            continue
        corrected += before is not None
        rows.append(_exposure_row(session, value, known, before_id))
        line_ids = known.canaries[value.canary_id].line_ids
        touched.update(known.lines[line_id][0] for line_id in line_ids)
    faults.check()
    if rows:
        session.execute(insert(models.Exposure), rows)
    return len(rows) - corrected, corrected, unchanged


def _checked_exposure(raw: Mapping[str, Any], known: _Known) -> Exposure:
    exposure = exposure_from(raw)
    canary = known.canaries.get(exposure.canary_id)
    if canary is None:
        raise InputError(f"there is no canary {exposure.canary_id!r}", field="canary_id")
    if exposure.channel_id not in known.channels:
        raise InputError(
            f"there is no channel {exposure.channel_id!r}",
            field="channel_id",
            remedy="Import the channel first: 'leaktrace channel import FILE'",
        )
    _guard_via(exposure, known)
    if known.orders[exposure.canary_id][1] is LineRole.CONTROL:
        raise InputError(
            f"{exposure.canary_id} is a sealed control, which is never given to any channel",
            field="canary_id",
        )
    if exposure.exposed_at < canary.order.placed_at - CLOCK_SLACK:
        raise InputError("lies more than a day before the order was placed", field="exposed_at")
    if exposure.exposed_at > now() + CLOCK_SLACK:
        raise InputError("lies in the future", field="exposed_at")
    _guard_phone(exposure, canary, known)
    return exposure


def _guard_via(exposure: Exposure, known: _Known) -> None:
    """A copy passes through other channels of the merchant."""
    for channel_id in exposure.via:
        if channel_id == exposure.channel_id:
            raise InputError("names the channel itself", field="via")
        if channel_id not in known.channels:
            raise InputError(
                f"there is no channel {channel_id!r}",
                field="via",
                remedy="Import the channel first: 'leaktrace channel import FILE'",
            )


def _guard_phone(exposure: Exposure, canary: Canary, known: _Known) -> None:
    """A real number that a channel holds is one of the canary's lines; a relay number may be any."""
    view = exposure.views.get(Field.PHONE)
    if view not in (View.PLAIN, View.VARIANT):
        return
    value = normal_phone(exposure.holds[Field.PHONE], field="holds.phone")
    if value not in {known.lines[line_id][1].value for line_id in canary.line_ids}:
        raise InputError(
            "the phone is none of the canary's lines in the line inventory",
            field="holds.phone",
            remedy="A relay number has the view virtual; any other number must be a line you own",
        )


def _exposure_row(
    session: Session, exposure: Exposure, known: _Known, corrects: UUID | None
) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "merchant_id": merchant_of(session),
        "order_id": known.orders[exposure.canary_id][0],
        "channel_id": known.channels[exposure.channel_id],
        "exposed_at": exposure.exposed_at,
        "holds": seal(
            session,
            models.Exposure.holds,
            row_id,
            _json({name.value: value for name, value in exposure.holds.items()}),
        ),
        "views": {name.value: view.value for name, view in exposure.views.items()},
        "proof": dict(exposure.proof),
        "via": list(exposure.via),
        "corrects_id": corrects,
    }


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

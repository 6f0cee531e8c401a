"""Taking over canaries that were planted by other means, and writing out what every channel holds."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field, View
from leaktrace.domain.errors import InputError
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.line import LineRole
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.order import Canary
from leaktrace.services.canaries import Known, import_canaries, load_known, to_json
from leaktrace.services.canary_files import canary_row, exposure_from, exposure_row
from leaktrace.services.draw_conflicts import DrawConflict, draw_conflicts, informed_canaries
from leaktrace.services.events import record
from leaktrace.services.files import Faults, jsonl_rows
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.registry import load_canaries, load_exposures
from leaktrace.services.staleness import touch_lines
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
    "record_exposures",
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
    draw_conflicts: tuple[DrawConflict, ...] = ()
    """Copies of this import that are not what the sealed draw decided."""
    corrected_after_contact: tuple[tuple[str, str], ...] = ()
    """Canary and channel of what was corrected after some caller had shown a fact of the canary."""


@dataclass
class _Taken:
    """What a file of exposures came to."""

    values: list[Exposure] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    fresh: int = 0
    unchanged: int = 0


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
    # A draw that is committed to at the same time has to see what is given away here, or wait.
    lock_merchant(session)
    known = load_known(session)
    touched: set[UUID] = set()
    created, unchanged = import_canaries(session, canaries, known, touched)
    taken = _Taken()
    if exposures is not None:
        _take_exposures(session, jsonl_rows(exposures), exposures.name, known, touched, taken)
    return _settle(session, taken, touched, created, unchanged)


def record_exposures(session: Session, exposures: Iterable[Exposure], where: str) -> ExposureImport:
    """Record what channels were read back or confirmed to hold; whole or not at all, as an import does.

    Args:
        session: a writing session.
        exposures: of canaries that are there.
        where: the document they were read from, for messages.

    Raises:
        FileError: some cannot be taken.
    """
    lock_merchant(session)
    touched: set[UUID] = set()
    taken = _Taken()
    rows = ((number, exposure_row(value)) for number, value in enumerate(exposures, start=1))
    _take_exposures(session, rows, where, load_known(session), touched, taken)
    return _settle(session, taken, touched, 0, 0)


def _settle(
    session: Session, taken: _Taken, touched: set[UUID], created: int, unchanged: int
) -> ExposureImport:
    """What follows of it: contacts to read again, what does not fit the draws, the audit trail."""
    conflicts = draw_conflicts(session, taken.values)
    informed = informed_canaries(session, (canary_id for canary_id, _ in taken.corrected))
    late = tuple(key for key in taken.corrected if key[0] in informed)
    touch_lines(session, sorted(touched))
    if created or taken.fresh:
        refresh_statistics(session)
    record(
        session, "exposure.import", "canary_order", "*",
        canaries=created, exposures=taken.fresh, corrected=len(taken.corrected),
        draw_conflicts=len(conflicts), corrected_after_contact=len(late),
    )  # fmt: skip
    return ExposureImport(
        created, unchanged, taken.fresh, len(taken.corrected), taken.unchanged, conflicts, late
    )


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


def _take_exposures(
    session: Session,
    given: Iterable[tuple[int, Mapping[str, Any]]],
    name: str,
    known: Known,
    touched: set[UUID],
    taken: _Taken,
) -> None:
    faults = Faults(name)
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for number, raw in given:
        value = faults.take(number, _checked_exposure, raw, known)
        if value is None:
            continue
        key = (value.canary_id, value.channel_id)
        if key in seen:
            faults.add(
                InputError(
                    f"{value.canary_id} was given to {value.channel_id} twice",
                    where=name, row=number, field="channel_id",
                )
            )  # fmt: skip
            continue
        seen.add(key)
        taken.values.append(value)
        before_id, before = known.exposures.get(key, (None, None))
        if before == value:
            taken.unchanged += 1
            continue
        taken.corrected += [] if before is None else [key]
        taken.fresh += before is None
        rows.append(_exposure_row(session, value, known, before_id))
        line_ids = known.canaries[value.canary_id].line_ids
        touched.update(known.lines[line_id][0] for line_id in line_ids)
    faults.check()
    if rows:
        session.execute(insert(models.Exposure), rows)


def _checked_exposure(raw: Mapping[str, Any], known: Known) -> Exposure:
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


def _guard_via(exposure: Exposure, known: Known) -> None:
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


def _guard_phone(exposure: Exposure, canary: Canary, known: Known) -> None:
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
    session: Session, exposure: Exposure, known: Known, corrects: UUID | None
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
            to_json({name.value: value for name, value in exposure.holds.items()}),
        ),
        "views": {name.value: view.value for name, view in exposure.views.items()},
        "proof": dict(exposure.proof),
        "via": list(exposure.via),
        "corrects_id": corrects,
    }

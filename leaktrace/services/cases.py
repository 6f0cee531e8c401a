"""Cases with their newest attributions: the list, and one of them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from leaktrace.domain.case import CaseStatus, Verdict
from leaktrace.domain.errors import NotFoundError
from leaktrace.services.attribution_runs import AttributionRun, known_at
from leaktrace.services.events import record
from leaktrace.storage import models
from leaktrace.storage.sealed import open_sealed

__all__ = ["CaseOverview", "list_cases", "record_reveal", "show_case"]


@dataclass(frozen=True)
class CaseOverview:
    """A case in a list."""

    case_id: str
    status: CaseStatus
    opened_at: datetime
    verdict: Verdict
    suspect_set: tuple[str, ...]
    informed_contacts: int
    as_of: datetime
    attributions: int


def list_cases(session: Session) -> list[CaseOverview]:
    """All cases with their newest attribution, newest case first."""
    cases = session.scalars(select(models.Case).order_by(models.Case.id.desc())).all()
    later = aliased(models.Attribution)
    newest = {
        row.case_id: row
        for row in session.scalars(
            select(models.Attribution).where(
                ~exists().where(
                    later.case_id == models.Attribution.case_id,
                    tuple_(known_at(later), later.id)
                    > tuple_(known_at(models.Attribution), models.Attribution.id),
                )
            )
        )
    }
    counts = dict(
        session.execute(
            select(models.Attribution.case_id, func.count()).group_by(models.Attribution.case_id)
        ).all()
    )
    found = []
    for case in cases:
        row = newest[case.id]
        document = _load(session, row)
        found.append(
            CaseOverview(
                case.case_id, case.status, case.opened_at, row.verdict,
                tuple(document["suspect_set"]), len(document["contacts"]), row.as_of, counts[case.id],
            )
        )  # fmt: skip
    return found


def show_case(session: Session, case_id: str) -> AttributionRun:
    """The newest attribution of a case.

    Raises:
        NotFoundError: there is no such case.
    """
    case = session.scalar(select(models.Case).where(models.Case.case_id == case_id))
    row = None if case is None else _newest(session, case.id)
    if row is None:
        raise NotFoundError(f"there is no case {case_id!r}", remedy="See 'leaktrace case list'")
    document = _load(session, row)
    return AttributionRun(
        row.as_of, row.model, row.inputs_digest, (document,), document["false_accusation_bound"]
    )


def record_reveal(session: Session, case_id: str) -> None:
    """Note that the contacts of a case were shown with what their callers said, unmasked."""
    record(session, "case.reveal", "case", case_id)


def _newest(session: Session, case_id: UUID) -> models.Attribution | None:
    return session.scalar(
        select(models.Attribution)
        .where(models.Attribution.case_id == case_id)
        .order_by(known_at(models.Attribution).desc(), models.Attribution.id.desc())
        .limit(1)
    )


def _load(session: Session, row: models.Attribution) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        open_sealed(session, models.Attribution.result, row.id, row.result)
    )
    return document

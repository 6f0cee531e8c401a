"""Attribution of what is known: worked out, and kept in the open case."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Case, func, select
from sqlalchemy import case as case_of
from sqlalchemy.orm import Session

from leaktrace.attribution import MODEL, Attribution, Params, attribute
from leaktrace.domain.case import CaseStatus, Verdict
from leaktrace.domain.times import format_time
from leaktrace.services.attribution_inputs import Gathered, Memory, gather
from leaktrace.services.case_document import case_document
from leaktrace.services.events import record
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.probing import next_probe
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "AttributionRun",
    "Memory",
    "Worked",
    "attribute_now",
    "attribution_due",
    "keep",
    "keep_if_due",
    "known_at",
    "work_out",
]


@dataclass(frozen=True)
class AttributionRun:
    """One attribution and the cases it is kept in, as the public JSON has them."""

    as_of: datetime
    model: str
    inputs_digest: str
    cases: tuple[Mapping[str, Any], ...]
    false_accusation_bound: float

    def to_json(self) -> dict[str, Any]:
        """The document of CONTRACT, ``leaktrace attribute --json``."""
        return {
            "as_of": format_time(self.as_of),
            "model": self.model,
            "inputs_digest": self.inputs_digest,
            "cases": list(self.cases),
            "false_accusation_bound": self.false_accusation_bound,
        }


@dataclass(frozen=True)
class Worked:
    """An attribution that was worked out, and is not kept yet."""

    as_of: datetime
    params: Params
    gathered: Gathered
    result: Attribution
    next_probe: Mapping[str, Any] | None
    seen: tuple[int, int]
    """How many readings and exposures there were."""


def attribute_now(
    session: Session,
    as_of: datetime | None = None,
    params: Params | None = None,
    memory: Memory | None = None,
) -> AttributionRun:
    """`work_out` and `keep` in one transaction, in which nothing else of the merchant is written."""
    lock_merchant(session)
    return keep(session, work_out(session, as_of, params, memory))


def work_out(
    session: Session,
    as_of: datetime | None = None,
    params: Params | None = None,
    memory: Memory | None = None,
) -> Worked:
    """Work out which channel's copy got out, with everything that had happened by `as_of`.

    There is one open case a merchant: the model weighs all informed contacts jointly, two leakers at
    once included.

    Args:
        session: any session. One that writes would keep pushes waiting on SQLite, for as long as this takes.
        as_of: default: now.
        params: the numbers of the model.
        memory: what is kept since the last attribution of this merchant: the same result for less.
    """
    at = as_of or now()
    seen = _seen(session, at)
    gathered = gather(session, at, memory)
    chosen = params or Params()
    result = _result(gathered, chosen)
    return Worked(at, chosen, gathered, result, next_probe(session, result), seen)


def keep(session: Session, worked: Worked) -> AttributionRun:
    """Keep a result. The same result of equal inputs at the same instant is not stored twice.

    A look at an earlier time is kept too, but what is known latest stays the state of the case. Where others wrote
    meanwhile what the result is to rest on, it is worked out again: it would be newer than that, which therefore
    would never be looked at.
    """
    lock_merchant(session)
    if _seen(session, worked.as_of) != worked.seen:
        worked = work_out(session, worked.as_of, worked.params)
    gathered, result = worked.gathered, worked.result
    case = _open_case(session)
    document = case_document(case, result, gathered, worked.next_probe)
    dumped = _dump(document)
    if not _is_kept(session, case.id, worked.as_of, gathered.inputs_digest, dumped):
        attribution_id = new_id()
        session.add(
            models.Attribution(
                id=attribution_id,
                merchant_id=merchant_of(session),
                case_id=case.id,
                as_of=worked.as_of,
                model=result.model,
                inputs_digest=gathered.inputs_digest,
                verdict=result.verdict,
                result=seal(session, models.Attribution.result, attribution_id, dumped),
            )
        )
        record(
            session, "case.attribute", "case", case.case_id,
            verdict=result.verdict.value, inputs=gathered.inputs_digest,
        )  # fmt: skip
    return AttributionRun(
        worked.as_of,
        result.model,
        gathered.inputs_digest,
        (document,),
        result.false_accusation_bound,
    )


def keep_if_due(session: Session, worked: Worked) -> AttributionRun | None:
    """`keep`, unless another was kept since; where others wrote meanwhile, None too: the next time is soon."""
    lock_merchant(session)
    if not attribution_due(session) or _seen(session, worked.as_of) != worked.seen:
        return None
    return keep(session, worked)


def _seen(session: Session, as_of: datetime) -> tuple[int, int]:
    """How many readings and exposures an attribution of that instant is to rest on."""
    counts = [
        select(func.count()).select_from(row).where(made_at <= as_of).scalar_subquery()
        for row, made_at in (
            (models.Reading, models.Reading.made_at),
            (models.Exposure, models.Exposure.recorded_at),
        )
    ]
    readings, exposures = session.execute(select(*counts)).one()
    return readings, exposures


def attribution_due(session: Session) -> bool:
    """Whether a contact was read, or an exposure recorded, since the newest attribution.

    What a clock ahead of this one has dated waits until it is as late here: an attribution of now leaves it out.
    """
    at = now()
    known = known_at(models.Attribution)
    newest = session.scalar(select(func.max(known)).where(known <= at))
    read_at, noted_at = models.Reading.made_at, models.Exposure.recorded_at
    reading = session.scalar(select(func.max(read_at)).where(read_at <= at))
    exposure = session.scalar(select(func.max(noted_at)).where(noted_at <= at))
    changes = [at for at in (reading, exposure) if at is not None]
    return bool(changes) and (newest is None or max(changes) > newest)


def _result(gathered: Gathered, params: Params) -> Attribution:
    if gathered.evidence is not None:
        return attribute(gathered.evidence, params)
    return Attribution(
        model=MODEL,
        verdict=Verdict.BACKGROUND,
        accused=(),
        suspect_set=(),
        confusable=(),
        p_unlisted=0.0,
        p_no_leak=1.0,
        controls_clean=True,
        channels=(),
        false_accusation_bound=params.false_accusation_bound,
    )


def _open_case(session: Session) -> models.Case:
    case = session.scalar(select(models.Case).where(models.Case.status == CaseStatus.OPEN))
    if case is None:
        number = (session.scalar(select(func.count()).select_from(models.Case)) or 0) + 1
        case = models.Case(
            merchant_id=merchant_of(session), case_id=f"case-{number}", status=CaseStatus.OPEN
        )
        session.add(case)
        session.flush()
        record(session, "case.open", "case", case.case_id)
    return case


def known_at(row: type[models.Attribution]) -> Case[datetime]:
    """What was known of a case at an attribution: of no time after it was made."""
    return case_of((row.as_of < row.made_at, row.as_of), else_=row.made_at)


def _is_kept(session: Session, case_id: UUID, at: datetime, digest: str, dumped: bytes) -> bool:
    """Whether this very result is there; another model or other settings make another of the same inputs."""
    rows = session.execute(
        select(models.Attribution.id, models.Attribution.result).where(
            models.Attribution.case_id == case_id,
            models.Attribution.as_of == at,
            models.Attribution.inputs_digest == digest,
        )
    )
    return any(
        open_sealed(session, models.Attribution.result, key, kept) == dumped for key, kept in rows
    )


def _dump(document: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

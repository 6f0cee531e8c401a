"""``/api/v1``: what the pages show, as JSON. Personal data is masked as on the pages."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from pydantic import Field as Key

from leaktrace.console.access import LoggedIn
from leaktrace.console.core import Web
from leaktrace.console.errors import REFUSALS
from leaktrace.domain.case import CaseStatus, Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Medium, Origin, Strength
from leaktrace.domain.masking import mask_ref, mask_value
from leaktrace.domain.times import format_time, start_of_day
from leaktrace.services import cases, contacts
from leaktrace.services.contacts import ContactView

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)

_EARLIEST: Final = date(1990, 1, 2)
_LATEST: Final = date(2199, 12, 30)
_DAY: Final = "First or last day, in the zone of the merchant."
_CALLER: Final = "A contact of the caller: no number stands in an address."
_Name = Annotated[str, Query(max_length=64, pattern=r"^[^\x00-\x1f]*$")]


class CaseSummary(BaseModel):
    """A case in the list."""

    case_id: str
    status: CaseStatus
    opened_at: str
    verdict: Verdict
    suspect_set: list[str]
    informed_contacts: int
    as_of: str
    attributions: int


class CaseList(BaseModel):
    """All cases, newest first."""

    cases: list[CaseSummary]


class DetailOut(BaseModel):
    """A disclosed detail, its value masked."""

    field: Field
    value: str
    span: tuple[int, int] | None
    strength: Strength
    contradicts: bool
    origin: Origin
    drawn: bool
    """A value of a sealed draw, given to some channel or to none."""


class ContactOut(BaseModel):
    """A contact, masked."""

    contact_id: UUID
    ref: str
    source: str
    medium: Medium
    occurred_at: str
    received_at: str
    line_ids: list[str]
    caller: str
    text: str
    """A dot for every letter."""
    duration_s: int | None
    contact_class: ContactClass | None = Key(serialization_alias="class")
    reason: str
    informed: bool
    canary_ids: list[str]
    masked: bool
    details: list[DetailOut]


class ContactList(BaseModel):
    """A page of contacts, newest first, and how many there are in all."""

    total: int
    contacts: list[ContactOut]


@router.get("/cases")
def list_cases(web: Web, login: LoggedIn) -> CaseList:
    """All cases with their newest verdict."""
    with web.tenant(login).reads.begin() as session:
        rows = cases.list_cases(session)
    return CaseList(
        cases=[
            CaseSummary(
                case_id=row.case_id,
                status=row.status,
                opened_at=format_time(row.opened_at),
                verdict=row.verdict,
                suspect_set=list(row.suspect_set),
                informed_contacts=row.informed_contacts,
                as_of=format_time(row.as_of),
                attributions=row.attributions,
            )
            for row in rows
        ]
    )


@router.get("/cases/{case_id}")
def show_case(web: Web, login: LoggedIn, case_id: str) -> dict[str, Any]:
    """One case as the command line shows it, values of details masked."""
    with web.tenant(login).reads.begin() as session:
        document = cases.show_case(session, case_id).cases[0]
    return {**document, "contacts": [_masked(row) for row in document["contacts"]]}


@router.get("/contacts")
def list_contacts(
    web: Web,
    login: LoggedIn,
    *,
    contact_class: Annotated[ContactClass | None, Query(alias="class")] = None,
    informed: bool | None = None,
    medium: Medium | None = None,
    source: _Name = "",
    line: _Name = "",
    canary: _Name = "",
    first: Annotated[date | None, Query(alias="from", description=_DAY)] = None,
    last: Annotated[date | None, Query(alias="to", description=_DAY)] = None,
    caller: Annotated[UUID | None, Query(description=_CALLER)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> ContactList:
    """Contacts, newest first, masked."""
    tenant, zone, callers = web.tenant(login), web.app.zone, None
    since = start_of_day(_told(first), zone) if first else None
    before = start_of_day(_told(last), zone, after=1) if last else None
    if caller is not None:
        with tenant.writes.begin() as session:
            callers = contacts.same_caller(session, caller)
    wanted = contacts.ContactFilter(
        contact_class, informed, line or None, since, before, callers, canary or None,
        medium, source or None,
    )  # fmt: skip
    with tenant.reads.begin() as session:
        contacts.check_filter(session, wanted)
        page = contacts.list_contacts(session, wanted, limit=limit, offset=offset)
    return ContactList(total=page.total, contacts=[_contact(row) for row in page.contacts])


def _told(day: date) -> str:
    """A day as text, the nearest that a time can have: no contact lies beyond those."""
    return min(max(day, _EARLIEST), _LATEST).isoformat()


def _masked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "ref": mask_ref(row["ref"]),
        "details": [
            {**detail, "value": mask_value(Field(detail["field"]), detail["value"])}
            for detail in row["details"]
        ],
    }


def _contact(row: ContactView) -> ContactOut:
    return ContactOut(
        contact_id=row.contact_id,
        ref=row.ref,
        source=row.source,
        medium=row.medium,
        occurred_at=format_time(row.occurred_at),
        received_at=format_time(row.received_at),
        line_ids=list(row.line_ids),
        caller=row.caller,
        text=row.text,
        duration_s=row.duration_s,
        contact_class=row.contact_class,
        reason=row.reason,
        informed=row.informed,
        canary_ids=list(row.canary_ids),
        masked=row.masked,
        details=[
            DetailOut(
                field=detail.field,
                value=detail.value,
                span=detail.span,
                strength=detail.strength,
                contradicts=detail.contradicts,
                origin=detail.origin,
                drawn=drawn,
            )
            for detail, drawn in zip(row.details, row.drawn, strict=True)
        ],
    )

"""``/api/v1``: canaries and the health of lines, as JSON. Nothing of a buyer, no number of a line."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from leaktrace.console.access import LoggedIn
from leaktrace.console.core import Web
from leaktrace.console.errors import REFUSALS
from leaktrace.domain.life import CanaryStep
from leaktrace.domain.line import LineRole
from leaktrace.domain.times import format_time
from leaktrace.services import canary_list
from leaktrace.services.canary_list import CanaryFilter
from leaktrace.services.line_health import line_health

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)

Name = Annotated[str, Query(max_length=64)]


class CanaryOut(BaseModel):
    """A canary order in the list."""

    canary_id: str
    role: LineRole
    step: CanaryStep | None
    """None for one that came by import and was never touched since."""
    since: str | None
    route: list[str]
    confirmed: int
    line_ids: list[str]
    tags: list[str]


class CanaryPage(BaseModel):
    """A page of canaries in the order they were made, and how many there are in all."""

    total: int
    canaries: list[CanaryOut]


class LineOut(BaseModel):
    """How a line is doing."""

    line_id: str
    contacts: int
    last_contact_at: str | None
    verified_at: str | None
    due: bool
    silent: bool
    rings: bool
    flagged: bool


class LineList(BaseModel):
    """All lines that are not retired."""

    lines: list[LineOut]


@router.get("/canaries")
def list_canaries(
    web: Web,
    login: LoggedIn,
    *,
    step: CanaryStep | None = None,
    channel: Name = "",
    tag: Name = "",
    plan: Name = "",
    line: Name = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
) -> CanaryPage:
    """Canaries by the last step of their life (with a channel: the last one there), channel, tag, plan or line."""
    wanted = CanaryFilter(step=step, channel_id=channel, tag=tag, plan_id=plan, line_id=line)
    with web.tenant(login).reads.begin() as session:
        total = canary_list.count_canaries(session, wanted)
        rows = canary_list.list_canaries(session, wanted, limit=limit, offset=offset)
    return CanaryPage(
        total=total,
        canaries=[
            CanaryOut(
                canary_id=row.canary_id,
                role=row.role,
                step=row.step,
                since=_said(row.since),
                route=list(row.route),
                confirmed=row.confirmed,
                line_ids=list(row.line_ids),
                tags=list(row.tags),
            )
            for row in rows
        ],
    )


@router.get("/lines")
def list_lines(web: Web, login: LoggedIn) -> LineList:
    """Which lines are silent, ring though nobody has them, are flagged, or are due for a self-test."""
    with web.tenant(login).reads.begin() as session:
        rows = line_health(session)
    return LineList(
        lines=[
            LineOut(
                line_id=row.line_id,
                contacts=row.contacts,
                last_contact_at=_said(row.last_contact_at),
                verified_at=_said(row.verified_at),
                due=row.due,
                silent=row.silent,
                rings=row.rings,
                flagged=row.flagged,
            )
            for row in rows
        ]
    )


def _said(at: datetime | None) -> str | None:
    return None if at is None else format_time(at)

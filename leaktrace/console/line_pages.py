"""Lines: how each is doing, and the life of one. Numbers and mailboxes are masked."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_may_change
from leaktrace.console.core import Web
from leaktrace.console.lives import line_proof
from leaktrace.console.notices import Notice, notice
from leaktrace.domain.account import Role
from leaktrace.domain.line import Line
from leaktrace.domain.masking import mask_line
from leaktrace.services import line_life, lines
from leaktrace.services.canary_list import CanaryFilter, count_canaries
from leaktrace.services.line_health import LineHealth, line_health

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE: Final = 100
_NEEDS: Final = ("due", "strayed", "silent", "rings", "flagged")


@router.get("/lines")
def line_list(
    request: Request,
    web: Web,
    login: LoggedIn,
    need: str = "",
    *,
    done: Notice,
    page: int = 1,
) -> Response:
    """A page of lines with their health."""
    need = need if need in {*_NEEDS, "retired"} else ""
    with web.tenant(login).reads.begin() as session:
        health = {one.line_id: one for one in line_health(session)}
        every = lines.all_line_ids(session)
        found = [line_id for line_id in every if _needs(health.get(line_id), need)]
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(page, 1), pages)
        shown = lines.list_lines(session, found[(number - 1) * PAGE : number * PAGE])
    return web.page(
        request,
        "lines.html",
        rows=[(row, _masked(row.line), health.get(row.line.line_id)) for row in shown],
        total=len(found),
        any=bool(every),
        need=need,
        number=number,
        pages=pages,
        answered=done.get("answered"),
        may_change=login.role is Role.REVIEWER,
    )


@router.post("/lines")
def settle(web: Web, login: CheckedForm) -> Response:
    """Look whether test words that were sent to lines came back."""
    check_may_change(login)
    with web.tenant(login).writes.begin() as session:
        answered = line_life.settle_nonces(session)
    return RedirectResponse(f"/lines?done={notice(login, answered=answered)}", 303)


@router.get("/lines/{line_id}")
def line_page(request: Request, web: Web, login: LoggedIn, line_id: str) -> Response:
    """The life of one line: every step with its time, by whom, and what was noted."""
    with web.tenant(login).reads.begin() as session:
        steps = line_life.line_life(session, line_id)
        health = next(iter(line_health(session, line_id)), None)
        (row,) = lines.list_lines(session, [line_id])
        canaries = count_canaries(session, CanaryFilter(line_id=line_id))
    say = web.speech(request)
    return web.page(
        request,
        "line.html",
        row=row,
        masked=_masked(row.line),
        health=health,
        canaries=canaries,
        steps=[(step, line_proof(say, step)) for step in steps],
    )


def _needs(health: LineHealth | None, need: str) -> bool:
    """Whether a line is one of those that are asked for; a retired one has no health."""
    if need == "retired":
        return health is None
    return not need or (health is not None and getattr(health, need))


def _masked(line: Line) -> str:
    return mask_line(line.value)

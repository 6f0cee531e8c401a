"""Canaries: found by a filter, changed many at once, and the life of one. Nothing of a buyer is shown."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_may_change
from leaktrace.console.bulk import Change, Problem, Selection, change_canaries
from leaktrace.console.core import Web
from leaktrace.console.i18n import msg
from leaktrace.console.lives import proof_lines
from leaktrace.console.notices import Notice, notice
from leaktrace.domain.account import Role
from leaktrace.domain.errors import NotFoundError
from leaktrace.domain.life import CanaryStep
from leaktrace.services import canary_list, channels
from leaktrace.services.accounts import Login
from leaktrace.services.canary_life import life_of
from leaktrace.services.canary_list import CanaryFilter
from leaktrace.services.plan_list import plan_names

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE: Final = 50
_DONE: Final[Mapping[Change, str]] = {
    Change.TAG: msg("Newly tagged: {count}"),
    Change.UNTAG: msg("Tag taken from: {count}"),
    Change.BURN: msg("Called burnt: {count}"),
    Change.RETIRE: msg("Retired: {count}"),
}


def _filter(
    step: str = "", channel: str = "", tag: str = "", plan: str = "", line: str = ""
) -> CanaryFilter:
    """The filter in the address; a step that there is not limits nothing."""
    return CanaryFilter(
        step=CanaryStep(step) if step in set(CanaryStep) else None,
        channel_id=channel.strip()[:64],
        tag=tag.strip()[:64],
        plan_id=plan.strip()[:64],
        line_id=line.strip()[:64],
    )


Filter = Annotated[CanaryFilter, Depends(_filter)]


@router.get("/canaries")
def canaries(
    request: Request,
    web: Web,
    login: LoggedIn,
    wanted: Filter,
    *,
    done: Notice,
    page: int = 1,
) -> Response:
    """A page of canaries."""
    what = next((one for one in Change if one in done), None)
    if what is None:
        return _list(request, web, login, wanted, page)
    return _list(request, web, login, wanted, page, said=_DONE[what], count=done[what])


@router.post("/canaries")
def change(
    request: Request,
    web: Web,
    login: CheckedForm,
    wanted: Filter,
    *,
    change: Annotated[Change, Form()],
    canary: Annotated[list[str] | None, Form()] = None,
    which: Annotated[str, Form()] = "ticked",
    total: Annotated[int, Form()] = 0,
    name: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    page: int = 1,
) -> Response:
    """Tag, untag, burn or retire those that are ticked, or all that the filter finds; whole or not at all."""
    check_may_change(login)
    selection = Selection(
        ticked=tuple(canary or ()), every=which == "found", total=total, wanted=wanted
    )
    try:
        count = change_canaries(
            web.tenant(login), selection, change, tag=name.strip(), why=why.strip()
        )
    except Problem as problem:
        return _list(
            request, web, login, wanted, page,
            problem=problem, selection=selection, name=name, why=why,
        )  # fmt: skip
    address = {**_typed(wanted), "page": page, "done": notice(login, **{change.value: count})}
    return RedirectResponse(f"/canaries?{urlencode(address)}", 303)


@router.get("/canaries/{canary_id}")
def canary_page(request: Request, web: Web, login: LoggedIn, canary_id: str) -> Response:
    """The life of one canary: every step with its time, by whom, and the proof."""
    with web.tenant(login).reads.begin() as session:
        found = canary_list.list_canaries(session, CanaryFilter(canary_id=canary_id))
        if not found:
            raise NotFoundError("there is no such canary")
        steps = life_of(session, canary_id)
        plans = plan_names(session)
        names = {
            row.channel.channel_id: row.channel.name for row in channels.list_channels(session)
        }
    say = web.speech(request)
    confirmed = {step.channel_id for step in steps if step.step is CanaryStep.EXPOSED}
    if found[0].confirmed == len(found[0].route):
        confirmed |= set(found[0].route)
    return web.page(
        request,
        "canary.html",
        canary=found[0],
        steps=[(step, proof_lines(say, step.proof, plans)) for step in steps],
        route=[(name, names.get(name, ""), name in confirmed) for name in found[0].route],
    )


def _list(
    request: Request,
    web: Web,
    login: Login,
    wanted: CanaryFilter,
    page: int,
    *,
    problem: Problem | None = None,
    selection: Selection | None = None,
    **more: Any,
) -> Response:
    number = min(max(page, 1), 1_000_000)
    with web.tenant(login).reads.begin() as session:
        total = canary_list.count_canaries(session, wanted)
        pages = max(1, -(-total // PAGE))
        number = min(number, pages)
        rows = canary_list.list_canaries(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
        choices = {
            "channels": [row.channel.channel_id for row in channels.list_channels(session)],
            "tags": canary_list.list_tags(session),
            "plans": list(plan_names(session).values()),
        }
    typed = _typed(wanted)
    return web.page(
        request,
        "canaries.html",
        status=200 if problem is None else 400,
        rows=rows,
        total=total,
        number=number,
        pages=pages,
        query=urlencode(typed),
        wanted=replace(wanted, canary_id=""),
        filtered=bool(typed),
        steps=list(CanaryStep),
        may_change=login.role is Role.REVIEWER,
        problem=problem,
        ticked=set(selection.ticked) if selection else set(),
        every=bool(selection and selection.every),
        **choices,
        **{"said": "", "count": 0, "name": "", "why": "", **more},
    )


def _typed(wanted: CanaryFilter) -> dict[str, str]:
    """The filter as it stands in an address."""
    fields = {
        "step": wanted.step.value if wanted.step else "",
        "channel": wanted.channel_id,
        "tag": wanted.tag,
        "plan": wanted.plan_id,
        "line": wanted.line_id,
    }
    return {name: value for name, value in fields.items() if value}

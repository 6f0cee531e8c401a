"""A form for a call that somebody took: guided questions, and then the same intake as everything else."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_may_change
from leaktrace.console.core import Console, Web
from leaktrace.console.i18n import msg
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium
from leaktrace.domain.errors import InputError
from leaktrace.domain.times import parse_time
from leaktrace.services.accounts import Login
from leaktrace.services.lines import line_names
from leaktrace.services.noted_calls import NOTHING_SAID, NotedCall, note_call

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

OFFERED: Final = 500
"""So many lines are offered by name; any other can be typed."""
FACTS: Final = (
    Field.NAME,
    Field.PRODUCT,
    Field.PRICE,
    Field.ORDERED_AT,
    Field.ORDER_NO,
    Field.TRACKING_NO,
    Field.ADDRESS,
    Field.NICK,
)
"""What a caller may know; that they know number or mailbox shows by their having reached it."""
_LINE: Final = msg("There is no such line. Take one from the list, or type its whole number.")
_TIME: Final = msg("Say when it was: a day and a time that are not in the future.")
_MINUTES: Final = msg("Say whole seconds, or leave it empty.")
_OTHER: Final = msg(
    "This cannot be taken: something is too long or has a character that cannot be kept."
)
_NOTHING: Final = msg(
    "Write down what they said, wanted or knew. If they said nothing at all, write that they said nothing."
)
_TWICE: Final = msg("This form was sent before with other answers. Open a new one.")
_FAULTS: Final = {
    "line": _LINE,
    "occurred_at": _TIME,
    "duration_s": _MINUTES,
    "ref": _TWICE,
    NOTHING_SAID: _NOTHING,
}


@router.get("/contacts/new")
def empty_form(request: Request, web: Web, login: LoggedIn) -> Response:
    """The questions."""
    check_may_change(login)
    now = datetime.now(UTC).astimezone(web.app.zone)
    answers = {
        "ref": f"noted-{uuid4().hex}",
        "at": f"{now:%Y-%m-%dT%H:%M}",
        "medium": Medium.CALL.value,
    }
    return _page(request, web, login, answers)


async def _answers(request: Request) -> dict[str, str]:
    form = await request.form()
    return {key: value for key, value in form.items() if isinstance(value, str)}


Answers = Annotated[dict[str, str], Depends(_answers)]


@router.post("/contacts/new")
def take(request: Request, web: Web, login: CheckedForm, answers: Answers) -> Response:
    """Take in the answers; back to them with what is wrong, if anything is."""
    check_may_change(login)
    try:
        call = _call(web, answers)
        with web.tenant(login).writes.begin() as session:
            contact_id = note_call(session, web.app.formats, web.app.zone, call)
    except InputError as error:
        fault = _FAULTS.get(error.field, _OTHER)
        return _page(request, web, login, answers, fault=fault, wrong=error.field)
    return RedirectResponse(f"/contacts/{contact_id}", 303)


def _call(web: Console, answers: Mapping[str, str]) -> NotedCall:
    """The answers as the intake knows them.

    Raises:
        InputError: one cannot be read, with its field.
    """
    seconds = answers.get("duration_s", "").strip()
    if seconds and not (seconds.isascii() and seconds.isdigit() and len(seconds) < 7):
        raise InputError("is not whole seconds", field="duration_s")
    medium = answers.get("medium", "")
    words = (answers.get(key, "").replace("\r\n", "\n").strip() for key in ("words", "wanted"))
    return NotedCall(
        ref=answers.get("ref", "")[:100] or f"noted-{uuid4().hex}",
        line=answers.get("line", ""),
        medium=Medium(medium) if medium in set(Medium) else Medium.CALL,
        occurred_at=parse_time(answers.get("at", ""), field="occurred_at", zone=web.app.zone),
        caller=answers.get("caller", ""),
        text="\n".join(filter(None, words)),
        details={name: answers[f"knew-{name}"] for name in FACTS if answers.get(f"knew-{name}")},
        duration_s=int(seconds) if seconds else None,
    )


def _page(
    request: Request,
    web: Console,
    login: Login,
    answers: Mapping[str, str],
    *,
    fault: str = "",
    wrong: str = "",
) -> Response:
    with web.tenant(login).reads.begin() as session:
        offered = line_names(session, limit=OFFERED)
    now = datetime.now(UTC)
    return web.page(
        request,
        "call.html",
        status=400 if fault else 200,
        answers=answers,
        fault=fault,
        wrong=wrong,
        nothing_said=wrong == NOTHING_SAID,
        offered=offered,
        media=list(Medium),
        facts=FACTS,
        latest=f"{now.astimezone(web.app.zone):%Y-%m-%dT%H:%M}",
        now=now,
    )

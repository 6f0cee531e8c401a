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
from leaktrace.console.notices import notice
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium
from leaktrace.domain.errors import InputError
from leaktrace.domain.times import parse_time
from leaktrace.extraction import says_nothing
from leaktrace.services.accounts import Login
from leaktrace.services.lines import line_names
from leaktrace.services.noted_calls import NOTHING_SAID, NotedCall, faults_of, note_call

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
_NO_LINE: Final = msg("Say which line it was.")
_LINE: Final = msg("There is no such line. Take one from the list, or type its whole number.")
_TIME: Final = msg("Say when it was: a day and a time that are not in the future.")
_DURATION: Final = msg("Say whole minutes and seconds, or leave both empty.")
_OTHER: Final = msg(
    "This cannot be taken: something is too long or has a character that cannot be kept."
)
_NOTHING: Final = msg(
    "Write down what they said, wanted or knew. If they said nothing at all, write that they said nothing."
)
_TWICE: Final = msg("This form was sent before with other answers. Open a new one.")
# In the order in which they are asked for.
_FAULTS: Final = {
    "line": _LINE,
    "occurred_at": _TIME,
    "duration_s": _DURATION,
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
    call, faults = _call(web, answers)
    with web.tenant(login).writes.begin() as session:
        faults |= {error.field: _FAULTS[error.field] for error in faults_of(session, call)}
    if not call.line.strip():
        faults["line"] = _NO_LINE
    if faults:
        asked = {name: faults[name] for name in _FAULTS if name in faults}
        return _page(request, web, login, answers, faults=asked)
    try:
        with web.tenant(login).writes.begin() as session:
            contact_id = note_call(session, web.app.formats, web.app.zone, call)
    except InputError as error:
        faults[error.field] = _FAULTS.get(error.field, _OTHER)
        return _page(request, web, login, answers, faults=faults)
    facts = sum(not says_nothing(name, said) for name, said in call.details.items())
    done = notice(login, letters=len(call.text), facts=facts)
    return RedirectResponse(f"/contacts/{contact_id}?done={done}", 303)


def _call(web: Console, answers: Mapping[str, str]) -> tuple[NotedCall, dict[str, str]]:
    """The answers as the intake knows them, and what is wrong where one cannot be read."""
    faults, at, seconds = {}, datetime.now(UTC), None
    try:
        at = parse_time(answers.get("at", ""), field="occurred_at", zone=web.app.zone)
    except InputError:
        faults["occurred_at"] = _TIME
    try:
        seconds = _seconds(answers)
    except ValueError:
        faults["duration_s"] = _DURATION
    medium = answers.get("medium", "")
    words = (answers.get(key, "").replace("\r\n", "\n").strip() for key in ("words", "wanted"))
    call = NotedCall(
        ref=answers.get("ref", "")[:100] or f"noted-{uuid4().hex}",
        line=answers.get("line", ""),
        medium=Medium(medium) if medium in set(Medium) else Medium.CALL,
        occurred_at=at,
        caller=answers.get("caller", ""),
        text="\n".join(filter(None, words)),
        details={name: answers[f"knew-{name}"] for name in FACTS if answers.get(f"knew-{name}")},
        duration_s=seconds,
    )
    return call, faults


def _seconds(answers: Mapping[str, str]) -> int | None:
    """How long it lasted; None where neither minutes nor seconds are stated.

    Raises:
        ValueError: what is stated is no whole number.
    """
    stated = [answers.get(name, "").strip() for name in ("duration_m", "duration_s")]
    if not any(stated):
        return None
    minutes, seconds = (_whole(one or "0") for one in stated)
    return 60 * minutes + seconds


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise ValueError
    return int(text)


def _page(
    request: Request,
    web: Console,
    login: Login,
    answers: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
) -> Response:
    with web.tenant(login).reads.begin() as session:
        offered = line_names(session, limit=OFFERED)
    now = datetime.now(UTC)
    return web.page(
        request,
        "call.html",
        status=400 if faults else 200,
        answers=answers,
        faults=faults or {},
        nothing_said=NOTHING_SAID,
        offered=offered,
        media=list(Medium),
        facts=FACTS,
        latest=f"{now.astimezone(web.app.zone):%Y-%m-%dT%H:%M}",
        now=now,
    )

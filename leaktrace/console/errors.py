"""Errors as answers: a page (or JSON for the API) that says what to do, never a traceback."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from leaktrace.console.core import console_of
from leaktrace.console.i18n import msg
from leaktrace.domain.errors import InputError, LeakTraceError, NotFoundError, RuleError

__all__ = ["REFUSALS", "LoginNeeded", "Refusal", "Refused", "add_error_pages", "error_answer"]


class Refusal(BaseModel):
    """Why a request of the API failed."""

    error: str
    advice: str
    reference: str | None
    """Names the entry of the log, where there is one."""


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Refusal} for status in (400, 401, 403, 404, 422, 429)
}
"""For the published schema."""

_TITLES: Final = {
    400: msg("This request cannot be read"),
    401: msg("Please log in"),
    403: msg("Not allowed"),
    404: msg("Not found"),
    405: msg("This cannot be done here"),
    408: msg("Too slow"),
    409: msg("This is no longer so"),
    413: msg("Too large"),
    429: msg("Too many attempts"),
    500: msg("Something went wrong"),
    503: msg("Not available just now"),
}
_ADVICE: Final = {
    400: msg("Go back and try again; if you typed the address, check it."),
    401: msg("Log in and open the page again."),
    403: msg("Your account may not do this. Ask the person who manages the accounts."),
    404: msg(
        "There is nothing at this address for your merchant. Start again from the list of cases."
    ),
    405: msg("Open the page anew and use its buttons."),
    409: msg(
        "What you want to change was changed in the meantime, or a rule forbids it. Open the page anew and look at it as it is now."
    ),
    408: msg("Send it faster, or less at once."),
    413: msg("Send less at once."),
    429: msg("Wait a few minutes, then try again."),
    500: msg(
        "It was noted in the log. Try again; if it stays, give the reference below to whoever runs LeakTrace."
    ),
    503: msg(
        "The database does not answer. Try again in a minute; if it stays, tell whoever runs LeakTrace."
    ),
}
_STATUS: Final = ((NotFoundError, 404), (InputError, 400), (RuleError, 409))
"""Of the errors that are the user's; in the others the database or a key does not do its part."""


class LoginNeeded(Exception):  # noqa: N818 - not a fault, the ordinary way to the login page
    """Raised where a request needs a login and has none."""


class Refused(HTTPException):
    """Raised when a request is refused for a reason the user should read.

    Args:
        status: of the answer.
        advice: an English msgid: what happened and what to do; empty for that of the status.
        headers: of the answer.
    """

    def __init__(self, status: int, advice: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, advice, headers)
        self.advice = advice


def add_error_pages(server: FastAPI) -> None:
    """Answer every error that can be foreseen; the rest is caught by the edge."""
    server.add_exception_handler(HTTPException, _http)
    server.add_exception_handler(RequestValidationError, _invalid)
    server.add_exception_handler(LoginNeeded, _login_needed)
    server.add_exception_handler(LeakTraceError, _known)


def error_answer(
    request: Request, status: int, advice: str = "", *, reference: str = ""
) -> Response:
    """The answer to a request that failed."""
    title = _TITLES.get(status, _TITLES[400 if status < 500 else 500])
    text = advice or _ADVICE.get(status, _ADVICE[400 if status < 500 else 500])
    if request.url.path.startswith(("/api/", "/hooks/")):
        return JSONResponse(
            {"error": title, "advice": text, "reference": reference or None}, status
        )
    return console_of(request).page(
        request, "error.html", status=status, title=title, advice=text, reference=reference
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = error_answer(
        request, error.status_code, error.advice if isinstance(error, Refused) else ""
    )
    answer.headers.update(error.headers or {})
    return answer


def _invalid(request: Request, _error: Exception) -> Response:
    # What was sent is not repeated: it may be a password or a person's data.
    return error_answer(request, 400)


def _known(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 503)
    return error_answer(request, status)


def _login_needed(request: Request, _error: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return error_answer(request, 401)
    if request.method != "GET" or request.url.path == "/":
        return RedirectResponse("/login", 303)
    return RedirectResponse(f"/login?next={request.url.path}", 303)

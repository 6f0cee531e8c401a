"""Logging in and out, and choosing a language."""

from ipaddress import IPv6Address, ip_address
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import (
    CheckedForm,
    drop_cookie,
    own_path,
    session_token,
    set_cookie,
)
from leaktrace.console.core import LANGUAGE_COOKIE, Web
from leaktrace.console.edge import is_loopback
from leaktrace.console.errors import Refused
from leaktrace.console.i18n import LANGUAGES, msg
from leaktrace.services import accounts

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_WRONG: Final = msg(
    "The login or the password is wrong, or the account is locked for some minutes after wrong passwords."
)
_PLAIN: Final = msg(
    "A password must not cross a network unprotected. Open the console over https, or on the machine it runs on."
)
_YEAR_S: Final = 365 * 24 * 3600


@router.get("/login")
def show_login(request: Request, web: Web, next: str = "/") -> Response:  # noqa: A002 - name in the URL
    """The form."""
    return web.page(request, "login.html", next=own_path(next), message="", given="")


@router.post("/login")
def log_in(
    request: Request,
    web: Web,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - name in the form
) -> Response:
    """Check login and password; one answer for every way to be wrong."""
    if request.url.scheme != "https" and not is_loopback(request.url.hostname):
        raise Refused(403, _PLAIN)
    if not web.logins.take(_address(request)):
        web.metrics.count("leaktrace_logins_total", outcome="limited")
        raise Refused(
            429, msg("Too many attempts from this address. Wait five minutes, then try again.")
        )
    with web.app.writes.begin() as session:
        token = accounts.log_in(session, login, password)
    web.metrics.count("leaktrace_logins_total", outcome="refused" if token is None else "done")
    if token is None:
        return web.page(
            request,
            "login.html",
            status=401,
            next=own_path(next),
            message=_WRONG,
            given=login[:120],
        )
    response = RedirectResponse(own_path(next), 303)
    set_cookie(request, response, token)
    return response


@router.post("/logout")
def log_out(request: Request, web: Web, _login: CheckedForm) -> Response:
    """End the session, on the server too."""
    with web.app.writes.begin() as session:
        accounts.log_out(session, session_token(request))
    response = RedirectResponse("/login", 303)
    drop_cookie(request, response)
    return response


@router.post("/language")
def choose(
    request: Request,
    language: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - name in the form
) -> Response:
    """Keep the language for this browser."""
    response = RedirectResponse(own_path(next), 303)
    if language in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=_YEAR_S,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
    return response


def _address(request: Request) -> str:
    """Whom attempts are counted for: an address, of IPv6 the network of one subscriber."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:64]
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or int(address) >> 64)
    return host

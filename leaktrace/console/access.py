"""Who is there: the session cookie, and the checks before a page is shown or anything is changed."""

import hmac
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Form, Request
from fastapi.responses import Response

from leaktrace.console.core import console_of
from leaktrace.console.errors import LoginNeeded, Refused
from leaktrace.console.i18n import msg
from leaktrace.domain.account import Role
from leaktrace.services import accounts
from leaktrace.services.accounts import Login

__all__ = [
    "CheckedForm",
    "LoggedIn",
    "check_may_change",
    "check_reviewer",
    "checked_form",
    "drop_cookie",
    "logged_in",
    "own_path",
    "session_token",
    "set_cookie",
]

_STALE: Final = msg("The form is from an earlier login. Go back, load the page anew and try again.")
_VIEWER: Final = msg(
    "Your account may read cases with personal data masked. To see a person's data you need the role reviewer; ask the person who manages the accounts."
)
_LOOKS_ONLY: Final = msg(
    "Your account may look, and not change or add anything. For that you need the role reviewer; ask the person who manages the accounts."
)


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Hand the browser its session token."""
    response.set_cookie(
        _name(request), token, path="/", secure=_secure(request), httponly=True, samesite="strict"
    )


def drop_cookie(request: Request, response: Response) -> None:
    """Make the browser forget its session token."""
    response.delete_cookie(
        _name(request), path="/", secure=_secure(request), httponly=True, samesite="strict"
    )


def session_token(request: Request) -> str:
    """The token that the browser sent, or an empty text."""
    return request.cookies.get(_name(request), "")


def logged_in(request: Request) -> Login:
    """Who is logged in.

    Raises:
        LoginNeeded: nobody, or the session has ended.
    """
    token = session_token(request)
    if not token:
        raise LoginNeeded
    app = console_of(request).app
    with app.reads.begin() as session:
        login = accounts.find_login(session, token)
    if login is None:
        raise LoginNeeded
    if accounts.use_is_due(login):
        with app.writes.begin() as session:
            accounts.note_use(session, login, token)
    request.state.login = login
    return login


LoggedIn = Annotated[Login, Depends(logged_in)]
"""Parameter of a handler: who is logged in. Without a login the handler is not reached."""


def checked_form(login: LoggedIn, csrf: Annotated[str, Form()] = "") -> Login:
    """Who is logged in, with a form that this very session was given.

    Raises:
        Refused: the form is of another session, or made by somebody else.
    """
    if not hmac.compare_digest(csrf.encode(), login.csrf.encode()):
        raise Refused(403, _STALE)
    return login


CheckedForm = Annotated[Login, Depends(checked_form)]
"""Parameter of a handler that changes something: who is logged in, the form's token checked."""


def check_reviewer(login: Login) -> None:
    """Let only those pass who may see personal data.

    Raises:
        Refused: the role does not allow it.
    """
    if login.role is not Role.REVIEWER:
        raise Refused(403, _VIEWER)


def check_may_change(login: Login) -> None:
    """Let only those pass who may change or add what is kept.

    Raises:
        Refused: the role does not allow it.
    """
    if login.role is not Role.REVIEWER:
        raise Refused(403, _LOOKS_ONLY)


def own_path(path: str) -> str:
    """A path of this console to go on to; anything else becomes the start page."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return "/"
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside and not parts.scheme and not parts.netloc and "\\" not in path else "/"


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _name(request: Request) -> str:
    # The prefix makes browsers refuse the cookie without Secure; on this machine's own http it cannot be had.
    return "__Host-leaktrace" if _secure(request) else "leaktrace"

"""The outermost layer: size of bodies and how long they may take, where a request comes from, headers of answers, the log, faults."""

import asyncio
import secrets
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leaktrace.console.core import Console
from leaktrace.console.errors import Refused, error_answer
from leaktrace.console.i18n import msg
from leaktrace.domain.source_rules import MOST_HOOK_BYTES
from leaktrace.storage.failures import database_failure

__all__ = ["Edge", "is_loopback"]

PAGE_BYTES: Final = 64 * 1024

_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self'; script-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE: Final = {"GET", "HEAD", "OPTIONS"}
_GONE: Final = 499
"""In the log and the counters only: who asked was gone before the answer."""
_QUIET: Final = {"/healthz", "/readyz", "/metrics", "/static"}
_ELSEWHERE: Final = msg(
    "This request came from another web page. Open the console itself and use its buttons."
)
_OWN: Final = Path(__file__).parents[1]
_TOO_LARGE: Final = msg("Send less at once.")
_TOO_SLOW: Final = msg("Send it faster, or less at once.")


class Edge:
    """ASGI middleware around everything.

    Args:
        inner: the application.
        console: for error pages and counters.
    """

    def __init__(self, inner: ASGIApp, console: Console) -> None:
        self._inner = inner
        self._console = console
        self._log = structlog.get_logger("leaktrace.console")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        began = time.monotonic()
        scope.setdefault("state", {})
        answer = _Answer(scope, send)
        request = Request(scope, receive)
        try:
            refusal = _refusal(request)
            if refusal is not None:
                told = error_answer(request, refusal.status_code, refusal.advice)
                told.headers.update(refusal.headers or {})
                await told(scope, receive, answer)
            else:
                await self._inner(
                    scope, _Bounded(request, receive, self._console.patience_s), answer
                )
        except ClientDisconnect:
            answer.status = _GONE  # anybody may hang up: no fault, and nobody to answer
        except Exception as error:  # noqa: BLE001 - the outermost edge: a user never sees a traceback
            reference = secrets.token_hex(4)
            self._log.error("fault", reference=reference, error=_kind(error), at=_places(error))
            if not answer.status:
                # A database that is full or held by another is a reason to send it again, not to give it up.
                again = database_failure(error) is not None
                told = error_answer(request, 503 if again else 500, reference=reference)
                if again:
                    told.headers["Retry-After"] = "60"
                await told(scope, receive, answer)
        self._note(scope, answer.status, time.monotonic() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """Count and log by route: an address as typed may hold anything."""
        route = _route(scope)
        known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
        method = scope["method"] if scope["method"] in known else "OTHER"
        self._console.metrics.count(
            "leaktrace_http_requests_total", method=method, route=route, status=str(status)
        )
        self._console.metrics.count("leaktrace_http_request_seconds_total", seconds, route=route)
        if route not in _QUIET:
            self._log.info(
                "request", method=method, route=route, status=status, ms=round(seconds * 1000)
            )


class _Bounded:
    """Receives a body, and stops where it gets too long or takes too long."""

    def __init__(self, request: Request, receive: Receive, patience_s: float) -> None:
        self._receive = receive
        self._left = _most_bytes(request)
        self._until: float | None = asyncio.get_running_loop().time() + patience_s

    async def __call__(self) -> Message:
        """The next piece."""
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise Refused(408, _TOO_SLOW) from None
        if not message.get("more_body"):
            self._until = None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise Refused(413, _TOO_LARGE)
        return message


class _Answer:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        """The next piece."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if self._scope["scheme"] == "https":
                headers["Strict-Transport-Security"] = "max-age=31536000"
            static = self._scope["path"].startswith("/static/") and self.status in {200, 304}
            headers["Cache-Control"] = "public, max-age=86400" if static else "no-store"
        await self._send(message)


def is_loopback(host: str | None) -> bool:
    """Whether a host name is this machine, so that plain HTTP stays on it."""
    name = (host or "").lower().strip("[]")
    return name in {"localhost", "::1"} or name.endswith(".localhost") or name.startswith("127.")


def _refusal(request: Request) -> Refused | None:
    if {"content-length", "transfer-encoding"} <= set(request.headers):
        # A server in front may go by the other one, and take for a body what is a request here (RFC 9112, 6.3).
        return Refused(400, "", {"Connection": "close"})
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > _most_bytes(request):
        return Refused(413, _TOO_LARGE)
    if (
        request.method not in _SAFE
        and not request.url.path.startswith("/hooks/")
        and not _same_site(request.headers)
    ):
        return Refused(403, _ELSEWHERE)
    return None


def _same_site(headers: Headers) -> bool:
    """Whether a request that changes something comes from our own pages, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    # Older browsers send only the origin; what sends neither is no browser, and has no cookie by accident.
    return origin is None or _host(origin) == headers.get("host", "")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _most_bytes(request: Request) -> int:
    return MOST_HOOK_BYTES if request.url.path.startswith("/hooks/") else PAGE_BYTES


def _route(scope: Mapping[str, Any]) -> str:
    if str(scope["path"]).startswith("/static/"):
        return "/static"
    return str(getattr(scope.get("route"), "path", "") or "unknown")


def _kind(error: BaseException) -> str:
    # Never the message: it may quote what was being worked on.
    return type(error).__name__


def _places(error: BaseException) -> str:
    """Where in our own code it happened, the innermost place first."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_OWN)] or frames[-1:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in own[:-7:-1])

"""Pushes of gateways: kept as they came, answered as soon as they are safe. The worker reads them.

The handler waits without holding a thread, so that as many gateways may wait for one commit as there are.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from leaktrace.console.core import Console, console_of
from leaktrace.console.hook_keeper import TooBusyError
from leaktrace.domain.bodies import same_secret
from leaktrace.domain.ports import Authentication, PushFormat, PushRequest
from leaktrace.domain.source_rules import is_allowed
from leaktrace.services.deliveries import Arrived
from leaktrace.services.sources import HookSource

__all__ = ["router"]

router = APIRouter(tags=["hooks"])

_SLASH: Final = re.compile("/|%2F", re.IGNORECASE)
_DECOY: Final = "no hook has this secret"
_PATHS: Final = ("/hooks/{source_name}", "/hooks/{source_name}/{token:path}")


class NotKept(BaseModel):
    """Why a push was not kept."""

    ok: bool
    error: str


_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "Kept. The answer is the one that the gateway of the source expects.",
        "content": {"application/json": {}, "text/plain": {}, "application/xml": {}},
    },
    **{status: {"model": NotKept} for status in (401, 403, 404, 413, 429, 503)},
}


@router.post(_PATHS[0], responses=_ANSWERS, response_class=Response)
@router.post(_PATHS[1], include_in_schema=False)
@router.api_route(_PATHS[0], methods=["GET", "PATCH", "PUT"], include_in_schema=False)
@router.api_route(_PATHS[1], methods=["GET", "PATCH", "PUT"], include_in_schema=False)
async def take(request: Request, source_name: str) -> Response:
    """Keep one push. Some gateways can send no header: theirs have the secret as `token` in the address."""
    # Never of the query, where FastAPI would look for an argument of that name too.
    token: str = request.path_params.get("token", "")
    web = console_of(request)
    hook = await web.hooks.find(source_name)
    reads = web.app.formats.get(hook.format) if hook else None
    if hook is None or (reads is not None and not isinstance(reads, PushFormat)):
        # The same work as for a hook that is there, so that the time tells nothing.
        same_secret(request.headers.get("authorization", ""), _DECOY)
        return _refused(web, 404, "unknown", "there is no such hook")
    if reads is None:
        return _refused(web, 503, "away", "not now, send it again later")
    if not is_allowed(request.client.host if request.client else "", hook.rules.allow):
        return _refused(web, 403, "elsewhere", "this hook is not open to this address")
    body = await _body(request, hook.rules.max_bytes)
    if body is None:
        return _refused(web, 413, "too_large", "send less at once")
    pushed = PushRequest(
        body=body,
        headers={name.lower(): value for name, value in request.headers.items()},
        received_at=datetime.now(UTC),
        method=request.method,
        url=_address(web, hook, request, token),
        query=request.scope["query_string"].decode("latin-1"),
        token=token,
    )
    return await _keep(web, source_name, hook, reads, pushed)


async def _keep(
    web: Console, name: str, hook: HookSource, reads: PushFormat, pushed: PushRequest
) -> Response:
    authentication, one_time_key, note = reads.authenticate(pushed, hook.secret)
    # Two counts: whoever knows the name of a hook must not use up what its gateway may send.
    failed = authentication is Authentication.FAILED
    window = web.failed_hooks if failed else web.pushes_of(hook)
    if not window.take(str(hook.id)):
        return _refused(web, 429, "limited", "too many requests")
    arrived = Arrived(
        hook.id,
        reads.delivery(pushed),
        authentication=authentication,
        note=note,
        one_time_key=one_time_key,
        received_at=pushed.received_at,
    )
    try:
        kept = await web.keeper.keep(hook.merchant_id, arrived)
    except TooBusyError:
        return _refused(web, 503, "busy", "too much at once, send it again later")
    if kept is None:
        web.hooks.forget(name)
        return _refused(web, 404, "unknown", "there is no such hook")
    if kept is Authentication.FAILED:
        return _refused(web, 401, "refused", "not authenticated")
    web.metrics.count("leaktrace_hook_deliveries_total", outcome="stored")
    return Response(reads.answer.body, media_type=reads.answer.media_type)


def _refused(web: Console, status: int, outcome: str, error: str) -> Response:
    web.metrics.count("leaktrace_hook_deliveries_total", outcome=outcome)
    headers: Mapping[str, str] = {"Retry-After": "60"} if status in {429, 503} else {}
    return JSONResponse({"ok": False, "error": error}, status, headers=headers)


async def _body(request: Request, most: int) -> bytes | None:
    """The body; None where it is longer than its source may send."""
    if int(request.headers.get("content-length", "0")) > most:
        return None
    pieces: list[bytes] = []
    async for piece in request.stream():
        pieces.append(piece)
        most -= len(piece)
        if most < 0:
            return None
    return b"".join(pieces)


def _address(web: Console, hook: HookSource, request: Request, token: str) -> str:
    """The address as the gateway called it: what is public of it, else what arrived here.

    Behind a proxy the scheme is that which the proxy told, where uvicorn believes it.
    """
    path = request.scope["raw_path"].decode("latin-1").partition("?")[0]
    public = web.app.settings.public_url.rstrip("/")
    if hook.rules.public_url:
        # A slash before the token may have come encoded.
        behind = _SLASH.split(path, 3)[3:] if token else []
        address = "/".join([hook.rules.public_url, *behind])
    else:
        address = f"{public or f'{request.url.scheme}://{request.url.netloc}'}{path}"
    query = request.scope["query_string"].decode("latin-1")
    return f"{address}?{query}" if query else address

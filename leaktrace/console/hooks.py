"""Pushes of gateways: kept as they came, answered at once. The worker reads them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from leaktrace.console.core import Console, Web
from leaktrace.domain.bodies import same_secret
from leaktrace.domain.ports import Authentication, IntakeFormat, PushFormat, PushRequest
from leaktrace.services import sources
from leaktrace.services.deliveries import Arrived, store_deliveries
from leaktrace.services.sources import HookSource

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_DECOY: Final = "no hook has this secret"


async def read_body(request: Request) -> bytes:
    """The body; the edge stops it where it gets too long."""
    return await request.body()


def push_request(request: Request, body: Annotated[bytes, Depends(read_body)]) -> PushRequest:
    """The request as formats know it."""
    headers: Mapping[str, str] = {name.lower(): value for name, value in request.headers.items()}
    return PushRequest(body, headers, datetime.now(UTC))


@router.post("/hooks/{source_name}")
@router.put("/hooks/{source_name}")
def take(
    web: Web, source_name: str, request: Annotated[PushRequest, Depends(push_request)]
) -> JSONResponse:
    """Keep one push."""
    with web.app.reads.begin() as session:
        hook = sources.find_hook(session, source_name)
    formats = web.app.formats
    reads = formats.get(hook.format) if hook else None
    if hook is None or not isinstance(reads, PushFormat):
        # The same work as for a hook that is there, so that the time tells nothing.
        same_secret(request.headers.get("authorization", ""), _DECOY)
        web.metrics.count("leaktrace_hook_deliveries_total", outcome="unknown")
        return JSONResponse({"ok": False, "error": "there is no such hook"}, 404)
    return _store(web, source_name, hook, reads, request)


def _store(
    web: Console, name: str, hook: HookSource, reads: IntakeFormat, request: PushRequest
) -> JSONResponse:
    assert isinstance(reads, PushFormat)
    authentication, one_time_key, note = reads.authenticate(request, hook.secret)
    failed = authentication is Authentication.FAILED
    if failed and not web.failed_hooks.take(str(hook.id)):
        web.metrics.count("leaktrace_hook_deliveries_total", outcome="limited")
        return JSONResponse({"ok": False, "error": "too many requests failed"}, 429)
    with web.hook_tenant(hook.merchant_id, name).writes.begin() as session:
        ((_, stored_as),) = store_deliveries(
            session,
            [
                Arrived(
                    hook.id,
                    reads.delivery(request),
                    authentication=authentication,
                    note=note,
                    one_time_key=one_time_key,
                    received_at=request.received_at,
                )
            ],
        )
    failed = stored_as is Authentication.FAILED
    web.metrics.count("leaktrace_hook_deliveries_total", outcome="refused" if failed else "stored")
    if failed:
        return JSONResponse({"ok": False, "error": "not authenticated"}, 401)
    return JSONResponse({"ok": True})

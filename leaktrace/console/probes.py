"""For those who run it: is the process up, can it work, what did it do."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from leaktrace.bootstrap import App
from leaktrace.console.core import Web
from leaktrace.domain.errors import LeakTraceError
from leaktrace.services import merchants
from leaktrace.storage import migrate

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"ok": True})


@router.get("/readyz")
def readyz(web: Web) -> JSONResponse:
    """The database answers, is at the right revision, and its keys open."""
    problem = _problem(web.app)
    return JSONResponse({"ok": not problem, "problem": problem or None}, 503 if problem else 200)


@router.get("/metrics")
def metrics(web: Web) -> PlainTextResponse:
    """Counters for Prometheus."""
    return PlainTextResponse(
        web.metrics.render(database_up=not _problem(web.app)),
        media_type="text/plain; version=0.0.4; charset=utf-8",
    )


def _problem(app: App) -> str:
    """What is wrong, by kind only: anybody may ask."""
    try:
        migrate.check_revision(app.engine)
        with app.reads.begin() as session:
            merchants.everyone(session)
    except LeakTraceError as error:
        return type(error).__name__
    return ""

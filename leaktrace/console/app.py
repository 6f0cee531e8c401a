"""The console put together."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from leaktrace import __version__
from leaktrace.bootstrap import App
from leaktrace.console import (
    api,
    call_pages,
    campaign_pages,
    canary_pages,
    case_pages,
    contact_pages,
    hooks,
    inventory_api,
    inventory_pages,
    line_pages,
    login_pages,
    plan_pages,
    probes,
    quarantine_pages,
)
from leaktrace.console.core import STATIC, Console
from leaktrace.console.edge import Edge
from leaktrace.console.errors import add_error_pages

__all__ = ["create_app"]

# Hooks first: routes are tried one after the other, and theirs are asked for most.
_PARTS = (
    hooks, login_pages, case_pages, call_pages, contact_pages, campaign_pages, canary_pages, plan_pages, line_pages, inventory_pages,
    quarantine_pages, probes, api, inventory_api,
)  # fmt: skip


def create_app(app: App) -> FastAPI:
    """The web application: console, HTTP API, hooks and probes."""
    console = Console(app)
    server = FastAPI(
        title="LeakTrace",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        # A slash too many is not found; a redirect would show a viewer which addresses there are.
        redirect_slashes=False,
    )
    server.state.console = console
    for module in _PARTS:
        server.include_router(module.router)
    server.mount("/static", StaticFiles(directory=STATIC), name="static")
    add_error_pages(server)
    server.add_middleware(Edge, console=console)
    return server

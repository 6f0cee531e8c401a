"""Channels with what each is given, and sources with how they fare."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from leaktrace.console.access import LoggedIn
from leaktrace.console.core import Web
from leaktrace.domain.channel import Field, View
from leaktrace.services import channels, sources
from leaktrace.services.health import check_sources
from leaktrace.services.quarantine import waiting_by_source
from leaktrace.services.source_rates import source_rates

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get("/channels")
def channel_list(request: Request, web: Web, login: LoggedIn) -> Response:
    """A row for each channel, a column for each field."""
    with web.tenant(login).reads.begin() as session:
        found = channels.list_channels(session)
    return web.page(
        request,
        "channels.html",
        channels=found,
        fields=list(Field),
        views=list(View),
        none=View.NONE,
    )


@router.get("/sources")
def source_list(request: Request, web: Web, login: LoggedIn) -> Response:
    """Sources with their last runs."""
    with web.tenant(login).reads.begin() as session:
        found = sources.list_sources(session)
        waiting = waiting_by_source(session)
        rates = source_rates(session)
    health = {
        finding.subject.removeprefix("source "): finding.ok
        for finding in check_sources(found, rates, waiting)
    }
    return web.page(
        request,
        "sources.html",
        sources=found,
        health=health,
        waiting=waiting,
        rates=rates,
        now=datetime.now(UTC),
    )

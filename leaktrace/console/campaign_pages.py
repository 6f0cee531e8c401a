"""Campaigns: contacts that belong together, listed masked."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from leaktrace.console.access import LoggedIn
from leaktrace.console.core import Web
from leaktrace.services import campaigns, contacts

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_MOST = 100


@router.get("/campaigns")
def campaign_list(request: Request, web: Web, login: LoggedIn) -> Response:
    """Campaigns, those with the most scams first."""
    with web.tenant(login).reads.begin() as session:
        found = campaigns.list_campaigns(session, limit=_MOST)
    return web.page(request, "campaigns.html", found=found)


@router.get("/campaigns/{contact_id}")
def campaign_page(request: Request, web: Web, login: LoggedIn, contact_id: UUID) -> Response:
    """The campaign that a contact belongs to."""
    with web.tenant(login).reads.begin() as session:
        one = campaigns.campaign_of(session, contact_id)
        rows = contacts.show_contacts(session, one.contact_ids[:_MOST])
    return web.page(request, "campaign.html", campaign=one, contacts=rows)

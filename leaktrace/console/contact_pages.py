"""Contacts: listed and shown masked; in full only as the answer to a recorded request."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_reviewer
from leaktrace.console.core import Web
from leaktrace.console.errors import Refused
from leaktrace.console.i18n import msg
from leaktrace.domain.account import Role
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail
from leaktrace.services import classifying, contacts

__all__ = ["Piece", "pieces", "router"]

router = APIRouter(include_in_schema=False)

PAGE = 30
_WHY: Final = msg("Say why: the reason is recorded.")
_RULED: Final = msg("A person decided so.")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and the fields of the facts that were said in it."""

    text: str
    fields: tuple[Field, ...]


@router.get("/contacts")
def contact_list(
    request: Request,
    web: Web,
    login: LoggedIn,
    kind: str = "",
    informed: str = "",
    page: int = 1,
) -> Response:
    """A page of contacts."""
    wanted = ContactClass(kind) if kind in set(ContactClass) else None
    number = min(max(page, 1), 1_000_000)
    with web.tenant(login).reads.begin() as session:
        found = contacts.list_contacts(
            session,
            contact_class=wanted,
            informed={"yes": True, "no": False}.get(informed),
            limit=PAGE,
            offset=(number - 1) * PAGE,
        )
    return web.page(
        request,
        "contacts.html",
        found=found,
        kinds=list(ContactClass),
        kind=wanted or "",
        informed=informed if informed in {"yes", "no"} else "",
        number=number,
        pages=max(1, -(-found.total // PAGE)),
    )


@router.get("/contacts/{contact_id}")
def contact_page(request: Request, web: Web, login: LoggedIn, contact_id: UUID) -> Response:
    """One contact, masked."""
    with web.tenant(login).reads.begin() as session:
        view = contacts.show_contact(session, contact_id)
    return web.page(
        request,
        "contact.html",
        contact=view,
        pieces=[Piece(view.text, ())],
        may_reveal=login.role is Role.REVIEWER,
        may_rule=login.role is Role.REVIEWER,
        kinds=list(ContactClass),
    )


@router.post("/contacts/{contact_id}")
def reveal(
    request: Request,
    web: Web,
    login: CheckedForm,
    contact_id: UUID,
    why: Annotated[str, Form()] = "",
) -> Response:
    """One contact in full. That it was asked for is recorded in the same transaction."""
    check_reviewer(login)
    with web.tenant(login).writes.begin() as session:
        view = contacts.reveal_contact(session, contact_id, why=why.strip())
    web.metrics.count("leaktrace_reveals_total")
    return web.page(
        request,
        "contact.html",
        contact=view,
        pieces=pieces(view.text, view.details),
        may_reveal=False,
        may_rule=True,
        kinds=list(ContactClass),
    )


@router.post("/contacts/{contact_id}/class")
def overrule(
    web: Web,
    login: CheckedForm,
    contact_id: UUID,
    contact_class: Annotated[ContactClass, Form()],
    why: Annotated[str, Form()] = "",
) -> Response:
    """Decide what a contact is, with the reason."""
    check_reviewer(login)
    if not why.strip():
        raise Refused(400, _WHY)
    with web.tenant(login).writes.begin() as session:
        classifying.classify_contact(session, contact_id, contact_class, why[:500], web.app.zone)
    return RedirectResponse(f"/contacts/{contact_id}", 303)


def pieces(text: str, details: Iterable[Detail]) -> list[Piece]:
    """Cut a text where facts begin and end; facts may overlap."""
    spans = [
        (max(0, detail.span[0]), min(len(text), detail.span[1]), detail.field)
        for detail in details
        if detail.span is not None
    ]
    cuts = sorted(
        {0, len(text), *(cut for start, end, _ in spans for cut in (start, end) if start < end)}
    )
    return [
        Piece(
            text[start:end],
            tuple(
                dict.fromkeys(name for first, last, name in spans if first <= start and end <= last)
            ),
        )
        for start, end in itertools.pairwise(cuts)
    ]

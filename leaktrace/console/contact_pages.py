"""Contacts: listed and shown masked; in full only as the answer to a recorded request."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import tzinfo
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_reviewer
from leaktrace.console.core import Console, Web
from leaktrace.console.errors import Refused
from leaktrace.console.facts import facts_of
from leaktrace.console.i18n import msg
from leaktrace.console.notices import Notice
from leaktrace.domain.account import Role
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.domain.errors import InputError
from leaktrace.domain.times import start_of_day
from leaktrace.services import classifying, contacts, lines
from leaktrace.services.accounts import Login
from leaktrace.services.canary_list import CanaryFilter, count_canaries
from leaktrace.services.linefinder import known_line
from leaktrace.services.sources import source_names

__all__ = ["Chosen", "Piece", "pieces", "router"]

router = APIRouter(include_in_schema=False)

PAGE = 30
_NOBODY: Final = msg("There is no contact of this caller.")
_NO_LINE: Final = msg("There is no such line.")
_NO_CANARY: Final = msg("There is no such canary.")
_LATER: Final = msg("The first day is later than the last.")
_WHY: Final = msg("Say why: the reason is recorded.")
_RULED: Final = msg("A person decided so.")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text, and the fields of the facts that were said in it."""

    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Chosen:
    """What a list of contacts is narrowed down to, as the address says it; what cannot be limits nothing."""

    kind: ContactClass | None = None
    informed: str = ""
    medium: Medium | None = None
    source: str = ""
    line: str = ""
    canary: str = ""
    since: str = ""
    until: str = ""
    caller: UUID | None = None
    """A contact of the caller: a number does not belong into an address, which browsers and servers keep."""

    def wanted(self, zone: tzinfo, callers: tuple[bytes, ...] | None) -> contacts.ContactFilter:
        """The same for the service, with days of the merchant's zone."""
        return contacts.ContactFilter(
            contact_class=self.kind,
            informed={"yes": True, "no": False}.get(self.informed),
            line_id=self.line or None,
            since=start_of_day(self.since, zone) if self.since else None,
            before=start_of_day(self.until, zone, after=1) if self.until else None,
            callers=callers,
            canary_id=self.canary or None,
            medium=self.medium,
            source=self.source or None,
        )

    @property
    def link(self) -> str:
        """The address of the list, to which the page is added."""
        chosen = {key: str(value) for key, value in asdict(self).items() if value}
        return f"/contacts?{urlencode(chosen)}{'&' if chosen else ''}"


def _chosen(
    web: Web,
    kind: str = "",
    informed: str = "",
    medium: str = "",
    source: str = "",
    line: str = "",
    canary: str = "",
    since: str = "",
    until: str = "",
    caller: str = "",
) -> Chosen:
    return Chosen(
        kind=ContactClass(kind) if kind in set(ContactClass) else None,
        informed=informed if informed in {"yes", "no"} else "",
        medium=Medium(medium) if medium in set(Medium) else None,
        source=_name(source),
        line=_name(line),
        canary=_name(canary),
        since=_day(since, web.app.zone),
        until=_day(until, web.app.zone, after=1),
        caller=_key(caller),
    )


def _name(text: str) -> str:
    return text.strip()[:64] if text.isprintable() else ""


def _day(text: str, zone: tzinfo, *, after: int = 0) -> str:
    try:
        start_of_day(text, zone, after=after)
    except InputError:
        return ""
    return text.strip()


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@router.get("/contacts")
def contact_list(
    request: Request,
    web: Web,
    login: LoggedIn,
    chosen: Annotated[Chosen, Depends(_chosen)],
    page: int = 1,
) -> Response:
    """A page of contacts."""
    return _list(request, web, login, chosen, min(max(page, 1), 1_000_000))


async def _typed(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {key: value for key, value in form.items() if isinstance(value, str)}


@router.post("/contacts")
def narrow_down(
    request: Request,
    web: Web,
    login: CheckedForm,
    typed: Annotated[Mapping[str, str], Depends(_typed)],
) -> Response:
    """Go on to the list that was asked for; its address has names in place of the numbers that were typed."""
    names = ("kind", "informed", "medium", "source", "line", "canary", "since", "until")
    chosen = _chosen(
        web, **{name: typed.get(name, "") for name in names}, caller=typed.get("of", "")
    )
    line, caller = typed.get("line", "").strip()[:200], typed.get("caller", "").strip()[:200]
    fault = ""
    if caller:
        check_reviewer(login)
    if line:
        with web.tenant(login).writes.begin() as session:
            found = known_line(session, line)
        # Whether a number is one of ours is not for everybody to try.
        found = found if login.role is Role.REVIEWER or found == line else None
        chosen, fault = replace(chosen, line=found or ""), "" if found else _NO_LINE
    if caller:
        with web.tenant(login).writes.begin() as session:
            key = contacts.contact_of_caller(session, caller)
        chosen, fault = replace(chosen, caller=key), fault if key else _NOBODY
    if fault:
        return _list(request, web, login, chosen, 1, fault=fault)
    return RedirectResponse(chosen.link.rstrip("?&"), 303)


def _list(
    request: Request, web: Console, login: Login, chosen: Chosen, number: int, *, fault: str = ""
) -> Response:
    tenant, callers = web.tenant(login), None
    if chosen.caller is not None:
        with tenant.writes.begin() as session:
            callers = contacts.same_caller(session, chosen.caller)
    wanted = chosen.wanted(web.app.zone, callers)
    with tenant.reads.begin() as session:
        found = contacts.list_contacts(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
        names = source_names(session)
    return web.page(
        request,
        "contacts.html",
        found=found,
        kinds=list(ContactClass),
        media=list(Medium),
        sources=names,
        chosen=chosen,
        fault=fault or _fault(web, login, chosen, wanted),
        number=number,
        pages=max(1, -(-found.total // PAGE)),
        may_find=login.role is Role.REVIEWER,
    )


def _fault(web: Console, login: Login, chosen: Chosen, wanted: contacts.ContactFilter) -> str:
    """Why nothing can be found, where that lies in what was asked for."""
    if wanted.since and wanted.before and wanted.since >= wanted.before:
        return _LATER
    with web.tenant(login).reads.begin() as session:
        if chosen.line and not lines.list_lines(session, [chosen.line]):
            return _NO_LINE
        named = CanaryFilter(canary_id=chosen.canary)
        if chosen.canary and not count_canaries(session, named):
            return _NO_CANARY
    return ""


@router.get("/contacts/{contact_id}")
def contact_page(
    request: Request, web: Web, login: LoggedIn, contact_id: UUID, *, done: Notice
) -> Response:
    """One contact, masked."""
    with web.tenant(login).reads.begin() as session:
        view = contacts.show_contact(session, contact_id)
    return web.page(
        request,
        "contact.html",
        contact=view,
        pieces=[Piece(view.text, ())],
        facts=facts_of(zip(view.details, view.drawn, view.alike, strict=True)),
        kept=done if "letters" in done else None,
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
        facts=facts_of(zip(view.details, view.drawn, view.alike, strict=True)),
        kept=None,
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

"""Quarantine: what waits for which reason, and the records themselves for those who may see and mend them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from leaktrace.console.access import CheckedForm, LoggedIn, check_reviewer
from leaktrace.console.call_pages import OFFERED
from leaktrace.console.core import Console, Web
from leaktrace.console.i18n import msg
from leaktrace.console.notices import Notice, notice
from leaktrace.domain.account import Role
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.services import lines, quarantine, quarantine_acts
from leaktrace.services.accounts import Login
from leaktrace.services.quarantine import Which
from leaktrace.services.streams import Intake, read_everything

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

PAGE: Final = 50
_LONGEST_REASON: Final = 1_100
"""As long as a reason and its field are kept."""
_MOST_AT_ONCE: Final = 20 * quarantine_acts.AT_ONCE
_WHY: Final = msg("Say why: the reason is recorded.")
_FILTER: Final = msg("Choose a source or a reason first: everything at once is not discarded.")


@dataclass(frozen=True)
class Chosen:
    """What a page of the quarantine shows."""

    source: str = ""
    reason: str = ""
    records: bool = False
    """Whether the records are listed, and not how many wait for which reason."""
    exact: bool = False
    """Whether the reason is the whole one of a row, and not typed."""
    page: int = 1

    @property
    def which(self) -> Which:
        """The same for the service."""
        return Which(self.source, self.reason, exact=self.exact)

    def link(self, **more: object) -> str:
        """The address of the page."""
        return "/quarantine?" + urlencode(
            {key: value for key, value in (self.told | more).items() if value}
        )

    @property
    def told(self) -> dict[str, object]:
        """What an address or a form tells of it, but the page."""
        flags = {"records": int(self.records), "exact": int(self.exact)}
        return {"source": self.source, "reason": self.reason, **flags}


@dataclass(frozen=True)
class Stated:
    """What a person states for records that do not tell it."""

    line: str = ""
    zone: str = ""


def _chosen(
    source: str = "",
    reason: str = "",
    page: int = 1,
    *,
    records: bool = False,
    exact: bool = False,
) -> Chosen:
    page = min(max(page, 1), 100_000)
    return Chosen(source[:64], reason[:_LONGEST_REASON], records, exact, page)


def _chosen_in_form(
    source: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    *,
    records: Annotated[bool, Form()] = False,
    exact: Annotated[bool, Form()] = False,
) -> Chosen:
    return Chosen(source[:64], reason[:_LONGEST_REASON], records, exact)


def _stated(line: Annotated[str, Form()] = "", zone: Annotated[str, Form()] = "") -> Stated:
    return Stated(line.strip()[:200], zone.strip()[:64])


_NOTHING: Final = Stated()
FromAddress = Annotated[Chosen, Depends(_chosen)]
FromForm = Annotated[Chosen, Depends(_chosen_in_form)]
StatedInForm = Annotated[Stated, Depends(_stated)]


@router.get("/quarantine")
def overview(
    request: Request,
    web: Web,
    login: LoggedIn,
    chosen: FromAddress,
    done: Notice,
) -> Response:
    """Counts by source and reason, or of one reason a page of the records without what is in them."""
    return _overview(request, web, login, chosen, done=done)


@router.post("/quarantine/replay")
def replay_many(
    request: Request, web: Web, login: CheckedForm, chosen: FromForm, said: StatedInForm
) -> Response:
    """Read all that were chosen again."""
    check_reviewer(login)
    tenant, last, stored, refused, elsewhere = web.tenant(login), None, 0, 0, 0
    try:
        with tenant.reads.begin() as session:
            stated = lines.stated_by_hand(session, zone=said.zone, line=said.line)
    except (InputError, NotFoundError) as error:
        return _overview(
            request, web, login, chosen, said=said, fault=error.message, remedy=error.remedy
        )
    while stored + refused + elsewhere < _MOST_AT_ONCE:
        with tenant.writes.begin() as session:
            keys = quarantine.matching(
                session, chosen.which, limit=quarantine_acts.AT_ONCE, after=last
            )
            if not keys:
                break
            meant = quarantine_acts.still_waiting(session, keys)
            results = quarantine_acts.replay(session, web.app.formats, meant, stated)
        stored += sum(one.stored for one in results)
        refused += sum(not one.stored for one in results)
        elsewhere += len(keys) - len(meant)
        last = keys[-1]
    read_everything(Intake(tenant.writes, web.app.formats, web.app.zone))
    done = notice(login, stored=stored, refused=refused, elsewhere=elsewhere)
    return RedirectResponse(chosen.link(done=done), 303)


@router.post("/quarantine/discard")
def discard_many(
    request: Request,
    web: Web,
    login: CheckedForm,
    chosen: FromForm,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Set all that were chosen aside."""
    check_reviewer(login)
    if not why.strip() or not (chosen.source or chosen.reason):
        return _overview(request, web, login, chosen, fault=_FILTER if why.strip() else _WHY)
    tenant, count, elsewhere = web.tenant(login), 0, 0
    while count + elsewhere < _MOST_AT_ONCE:
        with tenant.writes.begin() as session:
            keys = quarantine.matching(session, chosen.which, limit=quarantine_acts.AT_ONCE)
            if not keys:
                break
            meant = quarantine_acts.still_waiting(session, keys)
            quarantine_acts.discard(session, meant, why)
        count += len(meant)
        elsewhere += len(keys) - len(meant)
    done = notice(login, discarded=count, elsewhere=elsewhere)
    return RedirectResponse(chosen.link(done=done), 303)


@router.get("/quarantine/{quarantine_id}")
def record_page(request: Request, web: Web, login: LoggedIn, quarantine_id: UUID) -> Response:
    """One record with its bytes. That it was looked at is recorded."""
    check_reviewer(login)
    return _record(request, web, login, quarantine_id)


@router.post("/quarantine/{quarantine_id}")
def act(
    request: Request,
    web: Web,
    login: CheckedForm,
    quarantine_id: UUID,
    said: StatedInForm,
    what: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
) -> Response:
    """Replay, mend or discard one record."""
    check_reviewer(login)
    tenant, formats = web.tenant(login), web.app.formats
    if what == "discard" and not why.strip():
        return _record(request, web, login, quarantine_id, fault=_WHY, text=text, said=said)
    try:
        with tenant.reads.begin() as session:
            # Of what is set aside it does not matter what was stated.
            read = what != "discard"
            stated = lines.stated_by_hand(session, zone=said.zone, line=said.line) if read else {}
    except (InputError, NotFoundError) as error:
        return _record(
            request, web, login, quarantine_id,
            fault=error.message, remedy=error.remedy, text=text, said=said,
        )  # fmt: skip
    try:
        with tenant.writes.begin() as session:
            if what == "discard":
                quarantine_acts.discard(session, [quarantine_id], why)
                return _done(login, discarded=1)
            if what == "mend":
                before = quarantine.show_quarantine(session, formats, quarantine_id)
                mended = _as_bytes(text, before)
                done = quarantine_acts.mend(session, formats, quarantine_id, mended, stated)
            else:
                (done,) = quarantine_acts.replay(session, formats, [quarantine_id], stated)
    except (InputError, RuleError, NotFoundError) as error:
        done = quarantine_acts.Replay(quarantine_id, stored=False, reason=error.message)
        return _record(
            request, web, login, quarantine_id, still=done, text=text, said=said, status=400
        )
    if not done.stored:
        return _record(request, web, login, quarantine_id, still=done, text=text, said=said)
    read_everything(Intake(tenant.writes, formats, web.app.zone))
    return _done(login, stored=1)


def _done(login: Login, **counts: int) -> Response:
    return RedirectResponse(Chosen().link(done=notice(login, **counts)), 303)


def _overview(
    request: Request,
    web: Console,
    login: Login,
    chosen: Chosen,
    *,
    done: Mapping[str, int] = MappingProxyType({}),
    said: Stated = _NOTHING,
    fault: str = "",
    remedy: str = "",
) -> Response:
    with web.tenant(login).reads.begin() as session:
        everything = quarantine.count_quarantine(session)
        counts = quarantine.count_quarantine(session, chosen.which)
        listed = chosen.records or len(counts) == 1
        rows = quarantine.list_quarantine(
            session, chosen.which, limit=PAGE, offset=(chosen.page - 1) * PAGE
        ) if listed else []  # fmt: skip
        offered = lines.line_names(session, limit=OFFERED)
    total = sum(one.count for one in counts)
    return web.page(
        request,
        "quarantine.html",
        status=400 if fault else 200,
        counts=counts,
        listed=listed,
        offered=offered,
        told=quarantine.told,
        waiting=sum(one.count for one in everything),
        sources=sorted({one.source for one in everything}),
        rows=rows,
        total=total,
        pages=max(1, -(-total // PAGE)),
        chosen=chosen,
        done=done,
        said=said,
        fault=fault,
        remedy=remedy,
        may_act=login.role is Role.REVIEWER,
    )


def _record(
    request: Request,
    web: Console,
    login: Login,
    quarantine_id: UUID,
    *,
    fault: str = "",
    remedy: str = "",
    still: quarantine_acts.Replay | None = None,
    text: str = "",
    said: Stated = _NOTHING,
    status: int = 200,
) -> Response:
    with web.tenant(login).writes.begin() as session:
        found = quarantine.show_quarantine(session, web.app.formats, quarantine_id)
        offered = lines.line_names(session, limit=OFFERED)
    return web.page(
        request,
        "quarantined.html",
        status=400 if fault else status,
        one=found,
        text=text or found.text,
        said=said,
        offered=offered,
        fault=fault,
        remedy=remedy,
        still=still,
    )


def _as_bytes(text: str, before: quarantine.Quarantined) -> bytes:
    """What a browser sent, with the line breaks that the record had: in UTF-8, since an older encoding lacks letters.

    The mark before it tells so; without one a record is in UTF-8 anyhow.
    """
    encoding = "utf-8" if before.encoding == "utf-8" else "utf-8-sig"
    plain = text.replace("\r\n", "\n").encode(encoding)
    return plain.replace(b"\n", b"\r\n") if b"\r\n" in (before.record or b"") else plain

"""The list of cases, and the page of one: verdict, posterior, reasons, time line, contacts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from leaktrace.attribution.result import UNLISTED
from leaktrace.console.access import LoggedIn
from leaktrace.console.charts import Timeline, draw_timeline
from leaktrace.console.core import Console, Web
from leaktrace.console.i18n import Speech
from leaktrace.console.wording import evidence_text, name_of, support, verdict_sentence
from leaktrace.domain.case import EvidenceKind, Verdict
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import ContactClass, Medium
from leaktrace.domain.masking import mask_value
from leaktrace.domain.times import parse_time
from leaktrace.services import cases, channels, contacts, timeline
from leaktrace.services.contacts import ContactView

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

LIKELY = 0.5


@dataclass(frozen=True)
class Reason:
    """One line of the evidence table."""

    kind: EvidenceKind
    text: str
    log10_lr: float
    contacts: int


@dataclass(frozen=True)
class ChannelRow:
    """A channel of a case, with words instead of codes."""

    channel_id: str
    name: str
    number: int
    posterior: float
    log10_lr: float
    support: str
    hit: int
    exposed: int
    suspect: bool
    """A member of the suspect set."""
    likely: bool
    """Not in the set, and yet more probable than not."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ContactRow:
    """An informed contact of a case, masked."""

    contact_id: str
    at: datetime
    medium: Medium
    contact_class: ContactClass
    canary_ids: tuple[str, ...]
    reason: str
    details: tuple[tuple[Field, str, bool], ...]
    """Field, masked value, and whether it contradicts the order."""


@router.get("/")
def case_list(request: Request, web: Web, login: LoggedIn) -> Response:
    """All cases with their newest verdict."""
    with web.tenant(login).reads.begin() as session:
        rows = cases.list_cases(session)
        names = _names(channels.list_channels(session))
    say = web.speech(request)
    return web.page(
        request,
        "cases.html",
        cases=[
            (row, say.listed([name_of(say, names, member) for member in row.suspect_set]))
            for row in rows
        ],
    )


@router.get("/cases/{case_id}")
def case_page(request: Request, web: Web, login: LoggedIn, case_id: str) -> Response:
    """One case."""
    with web.tenant(login).reads.begin() as session:
        run = cases.show_case(session, case_id)
        case = run.cases[0]
        names = _names(channels.list_channels(session))
        views = contacts.show_contacts(
            session, [UUID(row["contact_id"]) for row in case["contacts"]]
        )
        hit = {canary_id for row in case["contacts"] for canary_id in row["canary_ids"]}
        exposures = timeline.exposure_times(session, hit)
        counts = contacts.count_by_class(session)
    rows = _contact_rows(case["contacts"], views)
    picture = draw_timeline(
        exposures,
        [(row.at, row.contact_id, row.canary_ids) for row in rows],
        [channel["channel_id"] for channel in case["channels"]],
        web.app.zone,
    )
    return _render(request, web, case, run.as_of, names, rows, picture, counts)


def _render(
    request: Request,
    web: Console,
    case: Mapping[str, Any],
    as_of: datetime,
    names: Mapping[str, str],
    rows: Sequence[ContactRow],
    picture: Timeline | None,
    counts: Mapping[ContactClass, int],
) -> Response:
    say = web.speech(request)
    channel_rows = _channel_rows(say, case, names, picture)
    return web.page(
        request,
        "case.html",
        case=case,
        verdict=Verdict(case["verdict"]),
        as_of=as_of,
        opened_at=parse_time(case["opened_at"]),
        sentence=verdict_sentence(say, case, names),
        channels=channel_rows,
        besides=say.listed([row.name for row in channel_rows if row.likely]),
        unlisted=name_of(say, names, UNLISTED),
        unlisted_suspect=UNLISTED in case["suspect_set"],
        confusable=[
            say.listed([name_of(say, names, member) for member in group])
            for group in case["confusable"]
        ],
        contacts=rows,
        picture=picture,
        name=lambda channel_id: name_of(say, names, channel_id),
        counts=counts,
        classes=ContactClass,
    )


def _names(overview: Sequence[channels.ChannelOverview]) -> dict[str, str]:
    return {entry.channel.channel_id: entry.channel.name for entry in overview}


def _channel_rows(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str], picture: Timeline | None
) -> list[ChannelRow]:
    numbers = picture.numbers if picture else {}
    return [
        ChannelRow(
            channel_id=channel["channel_id"],
            name=name_of(say, names, channel["channel_id"]),
            number=numbers.get(channel["channel_id"], place),
            posterior=channel["posterior"],
            log10_lr=channel["log10_lr"],
            support=support(say, channel["verbal"]),
            hit=channel["canaries_hit"],
            exposed=channel["canaries_exposed"],
            suspect=channel["channel_id"] in case["suspect_set"],
            likely=channel["posterior"] >= LIKELY
            and channel["channel_id"] not in case["suspect_set"],
            reasons=tuple(
                Reason(
                    EvidenceKind(line["kind"]),
                    evidence_text(say, line),
                    line["log10_lr"],
                    len(line["contact_ids"]),
                )
                for line in channel["evidence"]
            ),
        )
        for place, channel in enumerate(case["channels"], start=1)
    ]


def _contact_rows(
    documents: Sequence[Mapping[str, Any]], views: Sequence[ContactView]
) -> list[ContactRow]:
    """What the attribution rested on; the reason comes from the newest reading."""
    reasons = {str(view.contact_id): view.reason for view in views}
    return [
        ContactRow(
            contact_id=row["contact_id"],
            at=parse_time(row["occurred_at"]),
            medium=Medium(row["medium"]),
            contact_class=ContactClass(row["class"]),
            canary_ids=tuple(row["canary_ids"]),
            reason=reasons.get(row["contact_id"], ""),
            details=tuple(
                (
                    Field(detail["field"]),
                    mask_value(Field(detail["field"]), detail["value"]),
                    detail["contradicts"],
                )
                for detail in row["details"]
            ),
        )
        for row in documents
    ]

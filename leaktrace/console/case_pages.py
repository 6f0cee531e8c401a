"""The list of cases, and the page of one: verdict, channels, e-values, doubts, time line, contacts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from leaktrace.attribution import UNLISTED
from leaktrace.console.access import LoggedIn
from leaktrace.console.case_rows import channel_rows, contact_rows, wagers
from leaktrace.console.charts import Timeline, draw_timeline
from leaktrace.console.core import Web
from leaktrace.console.doubts import (
    downgrade_rows,
    holder_rows,
    rival_rows,
    rival_sentence,
)
from leaktrace.console.history import draw_history
from leaktrace.console.i18n import Speech
from leaktrace.console.next_canaries import next_canaries
from leaktrace.console.next_steps import next_steps
from leaktrace.console.verdicts import by_rarity, grounds, guarantee, missing, verdict_sentence
from leaktrace.console.wording import all_of, name_of
from leaktrace.domain.case import Verdict
from leaktrace.domain.contact import ContactClass
from leaktrace.domain.times import parse_time
from leaktrace.services import cases, channels, contacts, timeline

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


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
        cases=[(row, all_of(say, row.suspect_set, names)) for row in rows],
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
    rows = contact_rows(case["contacts"], views)
    picture = draw_timeline(
        exposures,
        [(row.at, row.contact_id, row.canary_ids) for row in rows],
        [channel["channel_id"] for channel in case["channels"]],
        web.app.zone,
    )
    say = web.speech(request)
    return web.page(
        request,
        "case.html",
        case=case,
        verdict=Verdict(case["verdict"]),
        as_of=run.as_of,
        opened_at=parse_time(case["opened_at"]),
        contacts=rows,
        picture=picture,
        name=lambda channel_id: name_of(say, names, channel_id),
        counts=counts,
        classes=ContactClass,
        **_verdict(say, case, names),
        **_channels(say, case, names, picture),
        **_doubts(say, case, names),
        **_history(case),
    )


def _verdict(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What the head of the page says."""
    return {
        "sentence": verdict_sentence(say, case, names),
        "grounds": grounds(say, case, names),
        "guarantee": guarantee(say, case),
        "missing": missing(say, case, names),
        "steps": next_steps(say, case),
        "confusable": [all_of(say, group, names) for group in case["confusable"]],
    }


def _channels(
    say: Speech, case: Mapping[str, Any], names: Mapping[str, str], picture: Timeline | None
) -> dict[str, Any]:
    """The channels with a hit canary, those without, and the party that is not listed."""
    numbers = picture.numbers if picture else {}
    rows = channel_rows(say, case, case["channels"], names, numbers)
    return {
        "channels": rows,
        "silent": channel_rows(say, case, case.get("silent_channels", ()), names, numbers),
        "by_rarity": by_rarity(say, case, names),
        "besides": say.listed([row.name for row in rows if row.likely]),
        "unlisted": name_of(say, names, UNLISTED),
        "unlisted_suspect": UNLISTED in case["suspect_set"],
    }


def _doubts(say: Speech, case: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What weakens the verdict, and what would help."""
    rivals = rival_rows(say, case, names)
    holders, undrawn = holder_rows(say, case, names)
    return {
        "downgrades": downgrade_rows(say, case, names),
        "rivals": rivals,
        "rival_sentence": rival_sentence(say, rivals),
        "holders": holders,
        "undrawn": undrawn,
        "probe": next_canaries(say, case, names),
    }


def _history(case: Mapping[str, Any]) -> dict[str, Any]:
    """The picture of e-values; none in results of versions that did not keep the bets."""
    threshold = case.get("threshold")
    foremost = set(case["suspect_set"]) | set(case["accused"])
    return {
        "threshold": threshold,
        "history": draw_history(wagers(case), threshold, foremost) if threshold else None,
    }


def _names(overview: Sequence[channels.ChannelOverview]) -> dict[str, str]:
    return {entry.channel.channel_id: entry.channel.name for entry in overview}

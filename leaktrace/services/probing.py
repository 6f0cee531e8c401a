"""From the store to a plan of the next canaries: routes taken so far, free lines, and who is suspected."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import UNLISTED, Attribution
from leaktrace.attribution.probe import TOLD, Paths, Probe, Suspect, nothing_left, plan, unsettled
from leaktrace.attribution.probe_power import Rates
from leaktrace.domain.case import Verdict
from leaktrace.domain.line import LineKind, LineRole
from leaktrace.storage import models
from leaktrace.storage.queries import current_exposures

__all__ = [
    "IDENTITIES_A_LINE",
    "Standing",
    "free_places",
    "next_probe",
    "plan_for",
    "probe_document",
]

IDENTITIES_A_LINE = 3
"""Up to so many identities on one line cost next to nothing of what their orders tell (the study)."""
_NOBODY = (Verdict.BACKGROUND, Verdict.REGISTRY_COMPROMISED)
"""Verdicts that suspect no channel."""


@dataclass(frozen=True)
class Standing:
    """What an attribution says of a channel, or of the unlisted party."""

    channel_id: str
    posterior: float
    hit: int = 0
    """Its canaries that were hit ..."""
    exposed: int = 0
    """... of so many."""


def next_probe(session: Session, result: Attribution) -> dict[str, Any] | None:
    """The ``next_probe`` of a case's document; None where nothing is left to separate."""
    standings = [
        Standing(one.channel_id, one.posterior, one.canaries_hit, one.canaries_exposed)
        for one in result.channels
    ]
    standings.append(Standing(UNLISTED, result.p_unlisted))
    if result.verdict in _NOBODY or not unsettled(_suspects(standings)):
        return None
    return probe_document(plan_for(session, result.verdict, standings))


def plan_for(
    session: Session, verdict: Verdict, standings: list[Standing], canaries: int | None = None
) -> Probe:
    """Plan the canaries that best separate those who are still suspected.

    Args:
        session: any session.
        verdict: of the attribution.
        standings: of all channels and the unlisted party.
        canaries: so many, whatever the free lines take; default: as few as are enough.
    """
    suspects = [] if verdict in _NOBODY else _suspects(standings)
    if verdict is not Verdict.ATTRIBUTED and not unsettled(suspects):
        found = [one.channel_id for one in suspects if one.posterior >= TOLD]
        if found and found != [UNLISTED]:
            return nothing_left(found)
    return plan(suspects, _paths(session), free_places(session), _rates(standings), canaries)


def probe_document(probe: Probe) -> dict[str, Any]:
    """The public JSON of a plan; `routes`, `variants`, `counts` and `tried` run in parallel."""
    return {
        "canaries": probe.canaries,
        "expected_separation": probe.expected_separation,
        "expected_separation_of_groups": probe.expected_grouped,
        "routes": [" > ".join(order.route) for order in probe.orders],
        "variants": [list(order.variants) for order in probe.orders],
        "counts": [order.count for order in probe.orders],
        "tried": [order.tried for order in probe.orders],
        "inseparable": [list(group) for group in probe.inseparable],
        "note": probe.note,
        "notes": [
            {"message": note.message, "params": dict(note.params), "text": note.text}
            for note in probe.notes
        ],
    }


def free_places(session: Session) -> int:
    """How many identities the watched lines still take.

    A buyer needs a phone. A merchant who has no phone line at all plants by mail alone.
    """
    served = (
        select(models.IdentityLine.line_id, func.count().label("identities"))
        .group_by(models.IdentityLine.line_id)
        .subquery()
    )
    rows = session.execute(
        select(models.Line.kind, func.coalesce(served.c.identities, 0))
        .outerjoin(served, served.c.line_id == models.Line.id)
        .where(models.Line.role == LineRole.CANARY, models.Line.retired_at.is_(None))
    )
    free: dict[LineKind, int] = defaultdict(int)
    for kind, identities in rows:
        free[kind] += max(IDENTITIES_A_LINE - identities, 0)
    return free[LineKind.PHONE] if LineKind.PHONE in free else sum(free.values())


def _suspects(standings: list[Standing]) -> list[Suspect]:
    return [Suspect(one.channel_id, one.posterior) for one in standings]


def _rates(standings: list[Standing]) -> Rates:
    """How often callers act, by the canaries of the likeliest channel."""
    known = [one for one in standings if one.exposed]
    if not known:
        return Rates.seen(0, 0)
    best = max(known, key=lambda one: (round(one.posterior, 12), one.hit, one.channel_id))
    return Rates.seen(best.hit, best.exposed)


def _paths(session: Session) -> Paths:
    """The routes that canaries took: each set of channels once, in the order of the first that took it."""
    rows = session.execute(
        current_exposures()
        .with_only_columns(
            models.Exposure.exposed_at, models.CanaryOrder.canary_id, models.Channel.channel_id
        )
        .join(models.CanaryOrder, models.CanaryOrder.id == models.Exposure.order_id)
        .join(models.Channel, models.Channel.id == models.Exposure.channel_id)
        .order_by(
            models.CanaryOrder.canary_id, models.Exposure.exposed_at, models.Channel.channel_id
        )
    )
    taken: dict[str, list[str]] = defaultdict(list)
    for _, canary_id, channel_id in rows:
        taken[canary_id].append(channel_id)
    routes: Mapping[frozenset[str], tuple[str, ...]] = {
        frozenset(taken[canary_id]): tuple(taken[canary_id])
        for canary_id in sorted(taken, reverse=True)
    }
    channels = session.execute(
        select(models.Channel.channel_id, models.Channel.kind, models.Channel.injectable)
    ).all()
    return Paths(
        routes=tuple(sorted(routes.values())),
        kinds={row.channel_id: row.kind for row in channels},
        injectable=frozenset(row.channel_id for row in channels if row.injectable),
    )

"""From stored exposures, contacts, readings and draws to the plain evidence that an attribution rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from leaktrace.attribution import Background, Evidence
from leaktrace.services.attribution_contacts import CaseContact, days
from leaktrace.services.attribution_digest import digest_of
from leaktrace.services.attribution_memory import Compared, Memory
from leaktrace.services.attribution_reveals import Holding
from leaktrace.services.attribution_standing import Standing

__all__ = ["CaseContact", "Gathered", "Holding", "Memory", "gather"]


@dataclass(frozen=True)
class Gathered:
    """The evidence, what it was made of, and its digest."""

    evidence: Evidence | None
    """None while no channel has been given anything."""
    contacts: tuple[CaseContact, ...]
    inputs_digest: str
    holdings: tuple[Holding, ...] = ()
    """How well the variants of each channel can speak of it."""


def gather(session: Session, as_of: datetime, memory: Memory | None = None) -> Gathered:
    """Collect everything that had happened by an instant, also what came in later.

    Args:
        session: any session.
        as_of: the instant.
        memory: what is kept since the last time. It changes what this costs, and nothing else.

    Cost: linear in exposures, drawn values, informed contacts and, to count them, all contacts. With
    a memory, exposures and drawn values cost only when there are new ones, contacts only if they are
    new; what is left grows with the informed contacts, by far less each.
    """
    memory = Memory() if memory is None else memory
    standing = memory.standing(session, as_of)
    background = memory.arrivals(session).background(standing.watched, as_of)
    informed = memory.informed(session, as_of)
    sealed = standing.sealed_controls
    on_controls = {key for key, one in informed if not sealed.isdisjoint(one.canary_ids)}
    controls = tuple(str(one.contact_id) for key, one in informed if key in on_controls)
    compared = memory.compared(standing, (one for one in informed if one[0] not in on_controls))
    evidence = _evidence(standing, compared, controls, background, as_of)
    digest = digest_of(
        standing.exposures_digest,
        background,
        controls,
        standing.drawn.draws,
        evidence,
        [one.canonical for one in compared],
    )
    return Gathered(evidence, tuple(one for _, one in informed), digest, standing.holdings)


def _evidence(
    standing: Standing,
    compared: Sequence[Compared],
    controls: tuple[str, ...],
    background: Background,
    as_of: datetime,
) -> Evidence | None:
    end = days(as_of)
    start = end if standing.start is None else standing.start
    if not end > start and not controls:
        return None
    return Evidence(
        channels=standing.channels,
        start=min(start, end - 1e-6),
        end=end,
        exposures=standing.exposures,
        hits=tuple(hit for one in compared for hit in one.hits),
        background=background,
        control_hits=controls,
        reveals=tuple(reveal for one in compared for reveal in one.reveals),
        drawn_channels=standing.drawn_channels,
        blocks=standing.blocks,
        family=standing.family,
    )

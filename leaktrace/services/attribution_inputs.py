"""From stored exposures, contacts, readings and draws to the plain evidence that an attribution rests on."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.attribution import Background, Evidence
from leaktrace.domain.exposure import Exposure
from leaktrace.services.attribution_background import measure_background
from leaktrace.services.attribution_contacts import CaseContact, days, informed_contacts
from leaktrace.services.attribution_digest import digest_of
from leaktrace.services.attribution_hits import hits
from leaktrace.services.attribution_reveals import (
    Copies,
    Held,
    Holding,
    drawn_channels,
    holdings,
    number_channels,
    reveals,
    route_blocks,
    who_sees,
)
from leaktrace.services.drawn import Drawn, load_drawn
from leaktrace.services.registry import load_exposures
from leaktrace.storage import models

__all__ = ["CaseContact", "Gathered", "Holding", "gather"]


@dataclass(frozen=True)
class Gathered:
    """The evidence, what it was made of, and its digest."""

    evidence: Evidence | None
    """None while no channel has been given anything."""
    contacts: tuple[CaseContact, ...]
    inputs_digest: str
    holdings: tuple[Holding, ...] = ()
    """How well the variants of each channel can speak of it."""


@dataclass(frozen=True)
class _Inputs:
    """What was loaded, and how it is numbered."""

    exposures: list[Exposure]
    copies: Copies
    channels: tuple[str, ...]
    contacts: tuple[CaseContact, ...]
    """Those on sealed controls left out."""
    controls: tuple[str, ...]
    drawn: Drawn
    held: dict[str, tuple[Held, ...]]
    background: Background
    family: int


def gather(session: Session, as_of: datetime) -> Gathered:
    """Collect everything known at an instant.

    Cost: linear in exposures, drawn values and informed contacts; uninformed contacts are only counted,
    in the database.
    """
    contacts, sealed_controls = informed_contacts(session, as_of)
    on_controls = {
        contact.contact_id
        for contact in contacts
        if any(canary_id in sealed_controls for canary_id in contact.canary_ids)
    }
    # In an order of their own, so that sums of floats come out equal on every engine.
    exposures = sorted(
        (value for _, value in load_exposures(session) if value.exposed_at <= as_of),
        key=lambda exposure: (exposure.canary_id, exposure.channel_id),
    )
    copies = _by_canary(exposures)
    drawn = load_drawn(session)
    inputs = _Inputs(
        exposures=exposures,
        copies=copies,
        channels=tuple(sorted({exposure.channel_id for exposure in exposures})),
        contacts=tuple(one for one in contacts if one.contact_id not in on_controls),
        controls=tuple(str(one.contact_id) for one in contacts if one.contact_id in on_controls),
        drawn=drawn,
        held=who_sees(drawn, copies),
        background=measure_background(session, as_of),
        family=session.scalar(select(func.count()).select_from(models.Channel)) or 0,
    )
    evidence = _evidence(inputs, as_of)
    digest = digest_of(exposures, inputs.background, inputs.controls, drawn.draws, evidence)
    return Gathered(evidence, contacts, digest, holdings(inputs.held))


def _by_canary(exposures: Sequence[Exposure]) -> Copies:
    """Canaries that some channel was given, numbered, with their copies."""
    grouped: dict[str, list[Exposure]] = defaultdict(list)
    for exposure in exposures:
        grouped[exposure.canary_id].append(exposure)
    return {
        canary_id: (number, tuple(grouped[canary_id]))
        for number, canary_id in enumerate(sorted(grouped))
    }


def _evidence(inputs: _Inputs, as_of: datetime) -> Evidence | None:
    exposures, copies, drawn = inputs.exposures, inputs.copies, inputs.drawn
    start = min((days(exposure.exposed_at) for exposure in exposures), default=days(as_of))
    if not days(as_of) > start and not inputs.controls:
        return None
    numbers = number_channels(inputs.channels, drawn, copies)
    pools = {
        canary_id: {pool.field: pool.values for pool in found}
        for canary_id, found in drawn.pools.items()
    }
    shown: dict[Any, int] = {}
    return Evidence(
        channels=inputs.channels,
        start=min(start, days(as_of) - 1e-6),
        end=days(as_of),
        exposure_identity=np.array([copies[e.canary_id][0] for e in exposures], dtype=np.int64),
        exposure_channel=np.array([numbers[e.channel_id] for e in exposures], dtype=np.int64),
        exposure_at=np.array([days(e.exposed_at) for e in exposures], dtype=np.float64),
        exposure_copy=np.array(
            [
                # Fields come in one order; to sort them here again would take longer than all else.
                shown.setdefault((tuple(e.holds), tuple(e.holds.values())), len(shown))
                for e in exposures
            ],
            dtype=np.int64,
        ),
        hits=hits(inputs.contacts, copies, pools, inputs.channels),
        identities=len(copies),
        background=inputs.background,
        control_hits=inputs.controls,
        reveals=reveals(inputs.contacts, inputs.held, drawn, numbers),
        drawn_channels=drawn_channels(inputs.held, numbers),
        blocks=route_blocks(drawn, copies, numbers),
        family=inputs.family,
    )

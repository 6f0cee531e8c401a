"""Everything that an attribution rests on and that no contact changes: exposures, draws, lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

import numpy as np
from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.orm import Session

from leaktrace.attribution import Exposures, FloatArray, IntArray, RouteBlock
from leaktrace.domain.channel import Field
from leaktrace.domain.exposure import Exposure
from leaktrace.domain.line import LineRole
from leaktrace.services.attribution_contacts import days
from leaktrace.services.attribution_digest import digest_of_exposures
from leaktrace.services.attribution_reveals import (
    Copies,
    Held,
    Holding,
    drawn_channels,
    holdings,
    number_channels,
    route_blocks,
    who_sees,
)
from leaktrace.services.drawn import Drawn, load_drawn
from leaktrace.services.registry import load_exposures
from leaktrace.storage import models

__all__ = ["Stamp", "Standing", "Watched", "load_standing", "microseconds", "stamp_of"]

Stamp: TypeAlias = tuple[int, ...]
"""How many rows there are of all that a `Standing` is made of."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_COUNTED = (
    models.Exposure, models.SealedDraw, models.DrawOpening, models.CanaryOrder, models.Line, models.Channel,
)  # fmt: skip
"""Rows of these are never deleted, and what is read of them here never changes; identities, pools and
blocks come with the rows that name them."""


@dataclass(frozen=True, eq=False)
class Watched:
    """The lines, in the order of their ids."""

    keys: tuple[Any, ...]
    """As the database has them."""
    acquired: FloatArray
    """In days."""
    acquired_exact: IntArray
    """... in microseconds."""
    first: FloatArray
    """When an identity of the line was first given to any channel, in days; infinite where never."""
    first_exact: IntArray
    """... in microseconds; the greatest number where never."""


@dataclass(frozen=True, eq=False)
class Standing:
    """What channels hold, what was drawn, and which lines are watched, at an instant."""

    since: datetime
    """It is the same for every instant from here ..."""
    until: datetime
    """... to before here."""
    copies: Copies
    channels: tuple[str, ...]
    numbers: Mapping[str, int]
    drawn: Drawn
    held: Mapping[str, tuple[Held, ...]]
    holdings: tuple[Holding, ...]
    pools: Mapping[str, Mapping[Field, tuple[str, ...]]]
    drawn_channels: frozenset[int]
    blocks: tuple[RouteBlock, ...]
    start: float | None
    """The first exposure, in days; None where there is none."""
    exposures: Exposures
    exposures_digest: str
    sealed_controls: frozenset[str]
    watched: Watched
    family: int
    """How many channels the merchant has listed."""

    def holds_at(self, as_of: datetime) -> bool:
        """Whether it is that of an instant."""
        return self.since <= as_of < self.until


def stamp_of(session: Session) -> Stamp:
    """Changes with everything that a `Standing` is made of. Read it before the standing."""
    counts = [select(func.count()).select_from(one).scalar_subquery() for one in _COUNTED]
    return tuple(session.execute(select(*counts)).one())


def load_standing(session: Session, as_of: datetime) -> Standing:
    """Read and open it. Cost: linear in exposures, drawn values and lines."""
    loaded = [value for _, value in load_exposures(session)]
    # In an order of their own, so that sums of floats come out equal on every engine.
    exposures = sorted(
        (one for one in loaded if one.exposed_at <= as_of),
        key=lambda exposure: (exposure.canary_id, exposure.channel_id),
    )
    copies = _by_canary(exposures)
    channels = tuple(sorted({exposure.channel_id for exposure in exposures}))
    drawn = load_drawn(session)
    held = who_sees(drawn, copies)
    numbers = number_channels(channels, drawn, copies)
    at = np.array([days(one.exposed_at) for one in exposures], dtype=np.float64)
    return Standing(
        since=max((one.exposed_at for one in exposures), default=_EARLIEST),
        until=min((one.exposed_at for one in loaded if one.exposed_at > as_of), default=_LATEST),
        copies=copies,
        channels=channels,
        numbers=numbers,
        drawn=drawn,
        held=held,
        holdings=holdings(held),
        pools={
            canary_id: {pool.field: pool.values for pool in found}
            for canary_id, found in drawn.pools.items()
        },
        drawn_channels=drawn_channels(held, numbers),
        blocks=route_blocks(drawn, copies, numbers),
        start=float(at.min()) if len(at) else None,
        exposures=Exposures(
            _numbers(copies[one.canary_id][0] for one in exposures),
            _numbers(numbers[one.channel_id] for one in exposures),
            at,
            len(copies),
            _copies(exposures),
        ),
        exposures_digest=digest_of_exposures(exposures),
        sealed_controls=_sealed_controls(session),
        watched=_watched(session, copies),
        family=session.scalar(select(func.count()).select_from(models.Channel)) or 0,
    )


def microseconds(at: datetime) -> int:
    """An instant as a whole number."""
    passed = at - _EARLIEST
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _by_canary(exposures: Sequence[Exposure]) -> Copies:
    """Canaries that some channel was given, numbered, with their copies."""
    grouped: dict[str, list[Exposure]] = defaultdict(list)
    for exposure in exposures:
        grouped[exposure.canary_id].append(exposure)
    return {
        canary_id: (number, tuple(grouped[canary_id]))
        for number, canary_id in enumerate(sorted(grouped))
    }


def _copies(exposures: Sequence[Exposure]) -> IntArray:
    """A number for all that each copy shows."""
    # Fields come in one order; to sort them here again would take longer than all else.
    shown: dict[Any, int] = {}
    return _numbers(
        shown.setdefault((*one.holds, *one.holds.values()), len(shown)) for one in exposures
    )


def _numbers(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _sealed_controls(session: Session) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(models.CanaryOrder.canary_id)
            .join(models.Identity, models.Identity.id == models.CanaryOrder.identity_id)
            .where(models.Identity.role == LineRole.CONTROL)
        )
    )


def _watched(session: Session, copies: Copies) -> Watched:
    rows = session.execute(
        select(type_coerce(models.Line.id, String), models.Line.line_id, models.Line.acquired_at)
    ).all()
    rows = sorted(rows, key=lambda row: row.line_id)
    reached = session.execute(
        select(type_coerce(models.IdentityLine.line_id, String), models.CanaryOrder.canary_id).join(
            models.CanaryOrder, models.CanaryOrder.identity_id == models.IdentityLine.identity_id
        )
    )
    given = {
        canary_id: min(one.exposed_at for one in found) for canary_id, (_, found) in copies.items()
    }
    first: dict[Any, datetime] = {}
    for key, canary_id in reached:
        at = given.get(canary_id)
        if at is not None and (key not in first or at < first[key]):
            first[key] = at
    known = [first.get(key) for key, _, _ in rows]
    return Watched(
        keys=tuple(key for key, _, _ in rows),
        acquired=np.array([days(at) for _, _, at in rows], dtype=np.float64),
        acquired_exact=_numbers(microseconds(at) for _, _, at in rows),
        first=np.array([np.inf if at is None else days(at) for at in known], dtype=np.float64),
        first_exact=_numbers(
            np.iinfo(np.int64).max if at is None else microseconds(at) for at in known
        ),
    )

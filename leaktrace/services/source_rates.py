"""How often sources bring something, how late, and which have gone silent."""

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.source import SourceKind, SourceState
from leaktrace.services.silence import is_silent, silence_chance
from leaktrace.storage import models
from leaktrace.storage.base import now

__all__ = ["SourceRate", "source_rates"]

_RECENT = timedelta(days=30)
_NEWEST = 500
"""Of so many contacts of a source the lag is told."""
_SHAPE = 0.5
"""Little is known of a rate beforehand (Jeffreys' prior of a Poisson rate)."""


@dataclass(frozen=True)
class SourceRate:
    """What a source brings."""

    contacts: int
    last_at: datetime
    """When it brought something, last."""
    per_day: float
    """Contacts a day, since the first."""
    lag_s: float | None
    """Half of the contacts of the last 30 days came in so many seconds after they happened, or earlier."""
    silent: bool
    """Silent for longer than its own history lets expect."""


def source_rates(session: Session) -> dict[str, SourceRate]:
    """By name, every source that has brought something. Costs one pass over the contacts."""
    contact = models.Contact
    rows = session.execute(
        select(
            models.Source.name,
            models.Source.kind,
            models.Source.state,
            func.count(),
            func.count(func.date(contact.received_at).distinct()),
            func.min(contact.received_at),
            func.max(contact.received_at),
        )
        .join(models.Source, models.Source.id == contact.source_id)
        .group_by(models.Source.name, models.Source.kind, models.Source.state)
    ).all()
    watched = sum(_is_watched(kind, state) for _, kind, state, *_ in rows)
    lags = _lags(session)
    return {
        name: _rate(count, days, first, last, lags.get(name), watched if _is_watched(kind, state) else 0)
        for name, kind, state, count, days, first, last in rows
    }  # fmt: skip


def _rate(
    count: int, active: int, first: datetime, last: datetime, lag_s: float | None, together: int
) -> SourceRate:
    """The rate of one source; of `together` that are watched, or of none (0) if it is not to be waited for."""
    watched = max((last - first) / timedelta(days=1), 0.0)
    silent = max((now() - last) / timedelta(days=1), 0.0)
    chance = silence_chance(active, watched, silent, shape=_SHAPE, prior_days=1.0)
    return SourceRate(
        contacts=count,
        last_at=last,
        per_day=count / max(watched + silent, 1.0),
        lag_s=lag_s,
        silent=together > 0 and is_silent(chance, active / (watched + 1.0), silent, together),
    )


def _is_watched(kind: SourceKind, state: SourceState) -> bool:
    return kind is not SourceKind.MANUAL and state is SourceState.ACTIVE


def _lags(session: Session) -> dict[str, float]:
    """By name of the source, the median of the seconds between what happened and its arrival."""
    contact = models.Contact
    place = func.row_number().over(
        partition_by=contact.source_id, order_by=contact.recorded_at.desc()
    )
    recent = (
        select(contact.source_id, contact.occurred_at, contact.received_at, place.label("place"))
        .where(contact.recorded_at > now() - _RECENT)
        .subquery()
    )
    rows = session.execute(
        select(models.Source.name, recent.c.occurred_at, recent.c.received_at)
        .join(models.Source, models.Source.id == recent.c.source_id)
        .where(recent.c.place <= _NEWEST)
    )
    lags: dict[str, list[float]] = {}
    for name, occurred_at, received_at in rows:
        lags.setdefault(name, []).append((received_at - occurred_at).total_seconds())
    return {name: statistics.median(found) for name, found in lags.items()}

"""How lines are doing: what reached them, self-tests that are due, silence that is too long, rings too early."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from leaktrace.attribution.background import PRIOR_RATE, PRIOR_SHAPE
from leaktrace.domain.life import LineStep
from leaktrace.domain.line import LineKind
from leaktrace.services.silence import is_silent, silence_chance
from leaktrace.storage import models
from leaktrace.storage.base import now

__all__ = ["LineHealth", "line_health"]

SELF_TEST = timedelta(days=31)
_MANY = 0.05


class _Heard(NamedTuple):
    """What reached a line since it was acquired: before that the number was somebody else's."""

    contacts: int
    days: int
    """On so many days."""
    last_at: datetime | None


@dataclass(frozen=True)
class LineHealth:
    """How a line is doing."""

    line_id: str
    kind: LineKind
    contacts: int
    """Since it was acquired."""
    last_contact_at: datetime | None
    verified_at: datetime | None
    """When something that we sent came back, last."""
    due: bool
    """Never verified, or not for a month."""
    strayed: bool
    """A word that was sent to it arrived on another line, and none on it since."""
    silent: bool
    """Silent for longer than its own history lets expect (see `leaktrace.services.silence`)."""
    rings: bool
    """It rang before anybody was given it more often than nineteen in twenty fresh lines do."""
    flagged: bool
    per_day: float
    """Contacts a day while it was watched."""


def line_health(session: Session, only: str = "") -> list[LineHealth]:
    """How lines that are not retired are doing.

    Args:
        session: of the merchant.
        only: this line, at the cost of its contacts; else all, at the cost of all contacts.
    """
    in_use = select(models.Line).where(models.Line.retired_at.is_(None))
    together = session.scalar(select(func.count()).select_from(in_use.subquery())) or 0
    if only:
        in_use = in_use.where(models.Line.line_id == only)
    lines = session.scalars(in_use.order_by(models.Line.line_id)).all()
    some = models.ContactLine.line_id.in_([line.id for line in lines]) if only else true()
    ours = models.Contact.occurred_at >= models.Line.acquired_at
    counts = {
        line_id: _Heard(count, days, last)
        for line_id, count, days, last in session.execute(
            select(
                models.ContactLine.line_id,
                # Of what supersedes something only the time counts.
                func.count().filter(models.Contact.supersedes_id.is_(None), ours),
                func.count(func.date(models.Contact.occurred_at).distinct()).filter(ours),
                func.max(models.Contact.occurred_at).filter(ours),
            )
            .join(models.Contact, models.Contact.id == models.ContactLine.contact_id)
            # An outer join, so that SQLite goes through the contacts once, and not once for each line.
            .outerjoin(models.Line, models.Line.id == models.ContactLine.line_id)
            .where(some)
            .group_by(models.ContactLine.line_id)
        )
    }
    used = set(session.scalars(select(models.IdentityLine.line_id).distinct()))
    steps: dict[UUID, dict[LineStep, datetime]] = defaultdict(dict)
    for line_id, step, at in session.execute(
        select(
            models.LineEvent.line_id, models.LineEvent.step, func.max(models.LineEvent.at)
        ).group_by(models.LineEvent.line_id, models.LineEvent.step)
    ):
        steps[line_id][step] = at
    return [
        _health(
            line,
            counts.get(line.id, _Heard(0, 0, None)),
            steps[line.id],
            quiet=line.id not in used,
            together=together,
        )
        for line in lines
    ]


def _health(
    line: models.Line,
    counted: _Heard,
    steps: dict[LineStep, datetime],
    *,
    quiet: bool,
    together: int,
) -> LineHealth:
    count, active, last = counted
    verified = steps.get(LineStep.VERIFIED)
    flag, cleared = steps.get(LineStep.FLAGGED), steps.get(LineStep.CLEARED)
    strayed = steps.get(LineStep.STRAYED)
    heard = max(at for at in (last, verified, line.acquired_at) if at is not None)
    watched = _days(line.acquired_at, now())
    return LineHealth(
        line_id=line.line_id,
        kind=line.kind,
        contacts=count,
        last_contact_at=last,
        verified_at=verified,
        due=verified is None or now() - verified > SELF_TEST,
        strayed=strayed is not None and (verified is None or verified < strayed),
        silent=_is_silent(active, _days(line.acquired_at, heard), _days(heard, now()), together),
        rings=quiet and _at_least(count, watched) < _MANY,
        flagged=flag is not None and (cleared is None or cleared < flag),
        per_day=count / watched if watched >= 1 else float(count),
    )


def _is_silent(active: int, watched: float, silent: float, together: int) -> bool:
    """Rates of lines are gamma (see `leaktrace.attribution.background`): one that never rang may stay silent for long."""
    weight = PRIOR_SHAPE / PRIOR_RATE
    chance = silence_chance(active, watched, silent, shape=PRIOR_SHAPE, prior_days=weight)
    return is_silent(chance, (PRIOR_SHAPE + active) / (weight + watched), silent, together)


def _at_least(count: int, watched: float) -> float:
    """P(a fresh line rings so often in so many days): the tail of the negative binomial."""
    mean = PRIOR_RATE * watched
    chance = PRIOR_SHAPE / (PRIOR_SHAPE + mean)
    below = 0.0
    for number in range(count):
        log = (
            math.lgamma(PRIOR_SHAPE + number)
            - math.lgamma(PRIOR_SHAPE)
            - math.lgamma(number + 1)
            + PRIOR_SHAPE * math.log(chance)
            + number * math.log1p(-chance)
        )
        below += math.exp(log)
    return 1.0 - below


def _days(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds() / 86_400, 1e-6)

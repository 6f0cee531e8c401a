"""What was read before something about its line became known, told without trusting that all clocks go alike.

Every process dates by a clock of its own, and one may be set back. So what becomes known is dated behind every
reading that there is, and a reading behind what it already knows; where the clocks go right, both are just now.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from leaktrace.storage import models
from leaktrace.storage.base import now, rise_behind

__all__ = ["ahead_of_now", "rise_behind_readings", "stale_contacts", "touch_lines"]

_CHUNK = 5_000
_AT_ONCE = 500


def touch_lines(session: Session, line_ids: Sequence[UUID]) -> None:
    """Something about the canaries of these lines became known: contacts on them are read again."""
    newest = session.scalar(select(func.max(models.Reading.made_at)))
    at = now() if newest is None else max(now(), newest + timedelta(microseconds=1))
    for start in range(0, len(line_ids), _CHUNK):
        some = models.Line.id.in_(line_ids[start : start + _CHUNK])
        # Not compared with every line that the session holds: nothing here reads its rows again.
        session.execute(
            update(models.Line).where(some).values(changed_at=at),
            execution_options={"synchronize_session": False},
        )


def stale_contacts(
    session: Session,
    *,
    since: datetime | None = None,
    after: UUID | None = None,
    limit: int = _AT_ONCE,
) -> list[UUID]:
    """Contacts that were read before something about the canaries of their line became known, oldest first.

    Args:
        session: of the merchant.
        since: only what became known since then; a look costs the contacts of the lines in question.
        after: only those behind this key.
        limit: so many at once.
    """
    reading, line, reached = models.Reading, models.Line, models.ContactLine
    of_contact = exists().where(reading.contact_id == reached.contact_id)
    query = (
        select(reached.contact_id)
        .join(line, line.id == reached.line_id)
        .where(line.changed_at.is_not(None), of_contact)
        .where(~of_contact.where(reading.made_at >= line.changed_at))
    )
    if since is not None:
        query = query.where(line.changed_at > since)
    if after is not None:
        query = query.where(reached.contact_id > after)
    return list(session.scalars(query.distinct().order_by(reached.contact_id).limit(limit)))


def ahead_of_now(session: Session) -> dict[UUID, datetime]:
    """The lines of which something became known by a clock that is ahead of this one, and when by that."""
    line = models.Line
    rows = session.execute(select(line.id, line.changed_at).where(line.changed_at > now()))
    return {key: at for key, at in rows if at is not None}


def rise_behind_readings(session: Session, contact_ids: Collection[UUID]) -> None:
    """Let the keys made from here on come behind those of the readings of these contacts: the highest one counts."""
    reading = models.Reading
    query = select(reading.id).where(reading.contact_id.in_(contact_ids))
    newest = session.scalar(query.order_by(reading.id.desc()).limit(1))
    if newest is not None:
        rise_behind(newest)

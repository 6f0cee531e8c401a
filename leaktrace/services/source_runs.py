"""How the scheduled job fares with a source: where fetching goes on, waiting after failures, alarms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.ports import Pulled
from leaktrace.domain.records import stored_as
from leaktrace.domain.source import AlarmChange, RunOutcome
from leaktrace.domain.source_rules import longest_wait, rules_of, wait_after
from leaktrace.services.deliveries import store_delivery
from leaktrace.services.events import record
from leaktrace.services.source_settings import place_of
from leaktrace.services.sources import find_source
from leaktrace.storage import models
from leaktrace.storage.base import now
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "EVERY_S",
    "PullSource",
    "alarmed_sources",
    "is_waiting",
    "keep_pulled",
    "pull_source",
    "record_run",
]

EVERY_S = 60.0
"""Seconds between two looks, where neither source nor worker says otherwise."""


@dataclass(frozen=True)
class PullSource:
    """What is needed to fetch."""

    id: UUID
    name: str
    format: str
    settings: Mapping[str, str]
    secret: str
    cursor: str


def pull_source(session: Session, name: str) -> PullSource:
    """A source that is fetched, opened.

    Raises:
        NotFoundError: there is none of that name.
    """
    row = find_source(session, name)
    secret = row.secret and open_sealed(session, models.Source.secret, row.id, row.secret)
    cursor = row.cursor and open_sealed(session, models.Source.cursor, row.id, row.cursor)
    return PullSource(
        id=row.id,
        name=row.name,
        format=row.format,
        settings={key: str(value) for key, value in row.settings.items()},
        secret=(secret or b"").decode(),
        cursor=(cursor or b"").decode(),
    )


def keep_pulled(session: Session, looked_at: PullSource, pulled: Pulled) -> UUID | None:
    """Store what was fetched, and with it where to go on: either both are there, or neither.

    Args:
        session: a writing session.
        looked_at: the source as it was when the look began.
        pulled: what was fetched.

    Returns:
        The key of the delivery; None where only the mark has moved on.
    """
    source = _locked(session, looked_at.id)
    # Else it is fetched from another place by now, of which the mark says nothing.
    if place_of(source.settings) == place_of(looked_at.settings):
        source.cursor = seal(session, models.Source.cursor, source.id, pulled.cursor.encode())
    source.last_success_at = now()
    source.failing_since = None
    if not pulled.payload:
        return None
    return store_delivery(session, source.id, pulled.payload)


def is_waiting(session: Session, name: str) -> bool:
    """Whether a source that failed is not to be looked at yet."""
    source = find_source(session, name)
    every_s = rules_of(source.settings).every_s or EVERY_S
    at, until = source.next_attempt_at, now() + longest_wait(every_s)
    return at is not None and now() < at <= until


def record_run(
    session: Session,
    source_id: UUID,
    started_at: datetime,
    outcome: RunOutcome,
    *,
    received: int = 0,
    stored: int = 0,
    error: str = "",
) -> AlarmChange | None:
    """Note how a look at a source ended, and what follows: when the next may be, an alarm, its end.

    One that did not come about (`RunOutcome.SKIPPED`) is no failure, but it is no success either.

    Returns:
        Whether the source has now been failing for too long, or has recovered after such an alarm.
    """
    source = _locked(session, source_id)
    # It may name a file, or quote a server.
    finished_at, told = now(), stored_as(error, limit=1000)
    if outcome is not RunOutcome.DONE or stored or source.last_error:
        session.add(
            models.IntakeRun(
                merchant_id=merchant_of(session),
                source_id=source_id,
                started_at=started_at,
                finished_at=finished_at,
                outcome=outcome,
                received=received,
                stored=stored,
                error=told,
            )
        )
    source.last_run_at, source.last_error = finished_at, told
    if outcome is RunOutcome.DONE:
        return _succeeded(session, source)
    # The clock may have been set back meanwhile.
    source.failing_since = min(source.failing_since or started_at, started_at)
    rules = rules_of(source.settings)
    if outcome is RunOutcome.FAILED:
        source.failures += 1
        wait = wait_after(source.failures, rules.every_s or EVERY_S, str(source_id))
        source.next_attempt_at = finished_at + wait
    if source.alarmed_at is None and finished_at - source.failing_since >= rules.alarm_after:
        source.alarmed_at = finished_at
        record(session, "source.alarm", "source", source.name, failures=source.failures)
        return AlarmChange.RAISED
    return None


def alarmed_sources(session: Session) -> list[str]:
    """The sources that have been failing for too long, by name."""
    query = select(models.Source.name).where(models.Source.alarmed_at.is_not(None))
    return list(session.scalars(query.order_by(models.Source.name)))


def _succeeded(session: Session, source: models.Source) -> AlarmChange | None:
    was_alarmed = source.alarmed_at is not None
    source.last_success_at = source.last_run_at
    source.failures, source.failing_since = 0, None
    source.next_attempt_at = source.alarmed_at = None
    if not was_alarmed:
        return None
    record(session, "source.recovered", "source", source.name)
    return AlarmChange.CLEARED


def _locked(session: Session, source_id: UUID) -> models.Source:
    # Not so that a hook which points at the source would have to wait.
    return session.get_one(
        models.Source, source_id, with_for_update={"key_share": True}, populate_existing=True
    )

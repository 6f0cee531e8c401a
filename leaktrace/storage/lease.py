"""The lease: of several workers on one database one schedules; when it dies another takes over."""

from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leaktrace.storage.base import now
from leaktrace.storage.models import Lease

__all__ = ["LEASE", "release_lease", "take_lease"]

LEASE = timedelta(seconds=15)
"""A holder that does not renew it for this long has lost it."""


def take_lease(session: Session, name: str, holder: str) -> bool:
    """Take the lease if it is free or lapsed, or renew one's own; whether one holds it now.

    The clock is the database's on PostgreSQL, so that workers on several machines agree.
    """
    at = _database_time(session)
    taken = session.execute(
        update(Lease)
        .where(
            Lease.name == name,
            # Renewed in the future: the clock was set back, and would have to catch up first.
            or_(Lease.holder == holder, Lease.expires_at <= at, Lease.renewed_at > at + LEASE),
        )
        .values(holder=holder, renewed_at=at, expires_at=at + LEASE)
    )
    if taken.rowcount:  # type: ignore[attr-defined]
        return True
    if session.scalar(select(Lease.name).where(Lease.name == name)) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Lease(name=name, holder=holder, renewed_at=at, expires_at=at + LEASE))
    except IntegrityError:
        return False
    return True


def release_lease(session: Session, name: str, holder: str) -> None:
    """Give the lease back, so that another worker need not wait for it to lapse."""
    session.execute(
        update(Lease)
        .where(Lease.name == name, Lease.holder == holder)
        .values(expires_at=_database_time(session))
    )


def _database_time(session: Session) -> datetime:
    if session.get_bind().dialect.name == "postgresql":
        at = session.scalar(select(func.clock_timestamp()))
        if isinstance(at, datetime):
            return at
    return now()

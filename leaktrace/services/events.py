"""The audit trail: each use case appends who did what to which object, in its own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.storage.models import Event
from leaktrace.storage.tenancy import merchant_of

__all__ = ["EventView", "actor_of", "list_events", "record"]


@dataclass(frozen=True)
class EventView:
    """One entry of the audit trail."""

    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    data: Mapping[str, Any]


def record(
    session: Session,
    action: str,
    object_kind: str,
    object_id: object,
    **data: str | int | bool | None,
) -> None:
    """Append an event.

    Args:
        session: its actor and merchant are taken.
        action: such as ``channel.import``.
        object_kind: the word of the object, such as ``channel``.
        object_id: which one.
        data: counts and codes; never personal data.
    """
    session.add(
        Event(
            merchant_id=session.info.get("merchant_id"),
            actor=actor_of(session),
            action=action,
            object_kind=object_kind,
            object_id=str(object_id)[:80],
            data=dict(data),
        )
    )


def list_events(session: Session, *, limit: int = 100) -> list[EventView]:
    """The audit trail of the session's merchant, newest first."""
    rows = session.scalars(
        select(Event)
        .where(Event.merchant_id == merchant_of(session))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return [
        EventView(row.at, row.actor, row.action, row.object_kind, row.object_id, row.data)
        for row in rows
    ]


def actor_of(session: Session) -> str:
    """Who acts in this session."""
    return str(session.info.get("actor", "system"))

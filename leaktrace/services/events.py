"""The audit trail: each use case appends who did what to which object, in its own transaction."""

from sqlalchemy.orm import Session

from leaktrace.storage.models import Event

__all__ = ["actor_of", "record"]


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


def actor_of(session: Session) -> str:
    """Who acts in this session."""
    return str(session.info.get("actor", "system"))

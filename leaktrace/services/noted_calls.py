"""What a person notes of a call or message they took themselves: the same intake as for files, with them as the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import IntakeFormat
from leaktrace.domain.records import digest, json_line
from leaktrace.domain.times import format_time
from leaktrace.services.deliveries import store_delivery
from leaktrace.services.events import actor_of, record
from leaktrace.services.linefinder import known_line
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.parsing import parse_delivery
from leaktrace.services.reading import read_contacts
from leaktrace.services.sources import manual_source
from leaktrace.storage import models
from leaktrace.storage.base import now

__all__ = ["NOTHING_SAID", "NotedCall", "faults_of", "note_call"]

NOTHING_SAID = "text or details"
"""The field of the error where a person noted nothing."""
_FORMAT = "native"
_LONGEST_NAME = 64


@dataclass(frozen=True)
class NotedCall:
    """What a person says about one call or message."""

    ref: str
    """Makes it one contact however often it is sent."""
    line: str
    """A line_id, a number or a mailbox."""
    medium: Medium
    occurred_at: datetime
    caller: str = ""
    text: str = ""
    """What was said, in the caller's words."""
    details: Mapping[Field, str] = field(default_factory=dict)
    """Facts that the caller knew without being told."""
    duration_s: int | None = None


def note_call(
    session: Session,
    formats: Mapping[str, IntakeFormat],
    zone: tzinfo,
    call: NotedCall,
    *,
    country: str = "86",
) -> UUID:
    """Take in what a person noted, and read it at once.

    Args:
        session: a writing session; its actor is the source.
        formats: the formats of this installation.
        zone: the zone of the merchant.
        call: what was noted.
        country: calling code of a line in national form.

    Returns:
        The contact; the one from before if the same was sent again.

    Raises:
        InputError: nothing was noted, there is no such line, it lies in the future, or the format does not take it;
            with its field.
    """
    if wrong := faults_of(session, call, country=country):
        raise wrong[0]
    source = manual_source(session, _source_name(actor_of(session)), _FORMAT)
    values: dict[str, object] = {
        "ref": call.ref,
        "medium": str(call.medium),
        "line": known_line(session, call.line, country=country),
        "occurred_at": format_time(call.occurred_at),
        "caller": call.caller.strip() or None,
        "text": call.text.strip() or None,
        "details": {str(name): said.strip() for name, said in call.details.items() if said.strip()},
        "duration_s": call.duration_s,
    }
    payload = json_line({key: value for key, value in values.items() if value}) + b"\n"
    delivery_id = store_delivery(session, source.id, payload)
    parse_delivery(session, formats, delivery_id)
    contact_id = session.scalar(
        select(models.Contact.id).where(
            models.Contact.source_id == source.id, models.Contact.delivery_id == delivery_id
        )
    )
    if contact_id is None:
        raise _refusal(session, delivery_id)
    if not _was_read(session, contact_id):
        record(session, "contact.note", "contact", contact_id)
        lock_merchant(session)
        read_contacts(session, [contact_id], zone)
    return contact_id


def faults_of(session: Session, call: NotedCall, *, country: str = "86") -> list[InputError]:
    """All that is wrong with what a person noted, as far as it can be seen before the intake reads it.

    Args:
        session: a writing session.
        call: what was noted.
        country: calling code of a line in national form.
    """
    faults = []
    if known_line(session, call.line, country=country) is None:
        faults.append(
            InputError(
                "is not in the line inventory", field="line", remedy="See 'leaktrace line list'"
            )
        )
    if call.occurred_at > now():
        faults.append(
            InputError("lies in the future", field="occurred_at", remedy="Look at date and time")
        )
    if not call.text.strip() and not any(said.strip() for said in call.details.values()):
        faults.append(
            InputError(
                "nothing of what was said is noted",
                field=NOTHING_SAID,
                remedy="Say what they said, wanted or knew",
            )
        )
    return faults


def _source_name(actor: str) -> str:
    """A person as a source: ``user:anna``; what a name of a source cannot have is replaced."""
    name = actor.replace("@", ":")
    return name if len(name) <= _LONGEST_NAME else f"{name[:47]}:{digest(name)[:16]}"


def _refusal(session: Session, delivery_id: UUID) -> InputError:
    """Why the intake did not take it."""
    row = session.scalars(
        select(models.Quarantine).where(models.Quarantine.delivery_id == delivery_id).limit(1)
    ).first()
    if row is None:
        return InputError("was noted before with other words", field="ref")
    return InputError(row.reason, field=row.field, remedy=row.remedy)


def _was_read(session: Session, contact_id: UUID) -> bool:
    query = select(models.Reading.id).where(models.Reading.contact_id == contact_id).limit(1)
    return session.scalar(query) is not None

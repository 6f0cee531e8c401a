"""A person overrules the class of a contact: a new record, and a new reading that everything else rests on."""

from datetime import tzinfo
from uuid import UUID

from sqlalchemy.orm import Session

from leaktrace.domain.contact import ContactClass
from leaktrace.domain.errors import InputError, RuleError
from leaktrace.services.contacts import ContactView, show_contact
from leaktrace.services.events import record
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.reading import read_contacts
from leaktrace.services.rulings import add_ruling

__all__ = ["classify_contact"]

_LONGEST = 500


def classify_contact(
    session: Session, contact_id: UUID, contact_class: ContactClass, why: str, zone: tzinfo
) -> ContactView:
    """Decide what a contact is.

    What was read before stays as it was. A contact in which no fact of an order was found stays without
    one, whatever its class; so it cannot become informed by a ruling.

    Args:
        session: a writing session; its actor is who decides.
        contact_id: which contact.
        contact_class: what it is.
        why: the reason, which everybody sees who may see the contact.
        zone: where "yesterday" begins.

    Returns:
        The contact as it stands now, masked.

    Raises:
        NotFoundError: there is no such contact.
        RuleError: a later notice of the same event took its place.
        InputError: no reason was given, or a very long one.
    """
    before = show_contact(session, contact_id)
    if before.later is not None:
        raise RuleError(
            f"what contact {contact_id} tells was told again",
            remedy=f"Decide about the one that counts: {before.later}",
        )
    if not 1 <= len(why.strip()) <= _LONGEST:
        raise InputError(
            f"the reason has 1 to {_LONGEST} characters", field="why", remedy="Say why"
        )
    lock_merchant(session)
    add_ruling(session, contact_id, contact_class, why.strip())
    read_contacts(session, [contact_id], zone)
    was = None if before.contact_class is None else str(before.contact_class)
    record(session, "contact.classify", "contact", contact_id, was=was, becomes=str(contact_class))
    return show_contact(session, contact_id)

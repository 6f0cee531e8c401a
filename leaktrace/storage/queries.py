"""Selections that several use cases share."""

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from leaktrace.domain.exposure import READ_BACK
from leaktrace.storage.models import Contact, Exposure, Reading

__all__ = [
    "confirmed_exposures",
    "current_contacts",
    "current_exposures",
    "current_readings",
    "unconfirmed_exposures",
]


def current_exposures() -> Select[Exposure]:
    """The exposures that no later record corrects."""
    later = aliased(Exposure)
    return select(Exposure).where(~exists().where(later.corrects_id == Exposure.id))


def confirmed_exposures() -> Select[Exposure]:
    """Those of the current ones where somebody looked what the channel really holds."""
    return current_exposures().where(Exposure.proof["kind"].as_string().in_(READ_BACK))


def unconfirmed_exposures() -> Select[Exposure]:
    """Those of the current ones of which only the intention is known."""
    kind = Exposure.proof["kind"].as_string()
    return current_exposures().where(kind.is_(None) | kind.not_in(READ_BACK))


def current_contacts() -> Select[Contact]:
    """The contacts that no later notice of the same call supersedes."""
    later = aliased(Contact)
    return select(Contact).where(~exists().where(later.supersedes_id == Contact.id))


def current_readings() -> Select[Reading]:
    """The newest reading of each contact."""
    later = aliased(Reading)
    return select(Reading).where(
        ~exists().where(later.contact_id == Reading.contact_id, later.id > Reading.id)
    )

"""A later notice of an event that is known, as gateways send one when a call has ended."""

from uuid import UUID

from sqlalchemy import inspect

from leaktrace.services.reading import read_contacts
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import open_sealed, seal


def tell_again(app, tenant, key: UUID, *, is_read: bool = True) -> UUID:
    """Store and read a notice that takes the place of this contact; the key of the notice."""
    with tenant.writes.begin() as session:
        first = session.get_one(models.Contact, key)
        kept = {one.key: getattr(first, one.key) for one in inspect(models.Contact).columns}
        later = new_id()
        content = open_sealed(session, models.Contact.content, key, first.content)
        kept |= {
            "id": later, "ref": f"later-{later}", "supersedes_id": key,
            "content": seal(session, models.Contact.content, later, content),
        }  # fmt: skip
        session.add(models.Contact(**kept))
        session.flush()
        if is_read:
            read_contacts(session, [later], app.zone)
    return later

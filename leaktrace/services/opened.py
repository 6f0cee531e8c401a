"""Contacts with their sealed content: as intake has just stored them, or opened from the database."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Medium, Report
from leaktrace.storage import models
from leaktrace.storage.sealed import opener

__all__ = ["OpenedContact", "as_opened", "content_of", "open_contacts"]

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@dataclass(frozen=True, slots=True)
class OpenedContact:
    """A contact with what is sealed of it."""

    id: UUID
    medium: Medium
    occurred_at: datetime
    caller: str | None
    text: str
    noted: Mapping[Field, str]
    supersedes_id: UUID | None
    """The notice of the same event that was stored before."""
    lines: tuple[UUID, ...]
    """The lines it reached: more than one if it was one of these."""


def content_of(report: Report) -> bytes:
    """What is sealed of a contact: caller, text, noted details, the key of the call."""
    content: dict[str, Any] = {}
    if report.caller:
        content["caller"] = report.caller
    if report.text:
        content["text"] = report.text
    if report.details:
        content["details"] = {str(name): value for name, value in report.details.items()}
    if report.call_key:
        content["call_key"] = report.call_key
    return _COMPACT.encode(content).encode()


def as_opened(row: Mapping[str, Any], report: Report, lines: tuple[UUID, ...]) -> OpenedContact:
    """A contact whose row was just made of a report, as `open_contacts` would open it."""
    return OpenedContact(
        row["id"],
        report.medium,
        report.occurred_at,
        report.caller or None,
        report.text or "",
        dict(sorted(report.details.items())),  # as they are sealed
        row["supersedes_id"],
        lines,
    )


def open_contacts(session: Session, contact_ids: Sequence[UUID]) -> list[OpenedContact]:
    """Contacts from the database, in no particular order. Two statements."""
    if not contact_ids:
        return []
    contact, line = models.Contact, models.ContactLine
    rows = session.execute(
        select(
            contact.id, contact.medium, contact.occurred_at, contact.content, contact.supersedes_id
        ).where(contact.id.in_(contact_ids))
    )
    lines: dict[UUID, list[UUID]] = defaultdict(list)
    reached = select(line.contact_id, line.line_id).where(line.contact_id.in_(contact_ids))
    for contact_id, line_id in session.execute(reached):
        lines[contact_id].append(line_id)
    open_content = opener(session, contact.content)
    opened = []
    for row_id, medium, occurred_at, sealed, supersedes_id in rows:
        content = json.loads(open_content(row_id, sealed))
        opened.append(
            OpenedContact(
                row_id,
                medium,
                occurred_at,
                content.get("caller"),
                content.get("text", ""),
                {Field(name): value for name, value in content.get("details", {}).items()},
                supersedes_id,
                tuple(lines[row_id]),
            )
        )
    return opened

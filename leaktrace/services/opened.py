"""Contacts with their sealed content: as intake has just stored them, or opened from the database."""

import json
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
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def as_opened(row: Mapping[str, Any], report: Report) -> OpenedContact:
    """A contact whose row was just made of a report, as `open_contacts` would open it."""
    return OpenedContact(
        row["id"],
        report.medium,
        report.occurred_at,
        report.caller or None,
        report.text or "",
        report.details,
        row["supersedes_id"],
    )


def open_contacts(session: Session, contact_ids: Sequence[UUID]) -> list[OpenedContact]:
    """Contacts from the database, in no particular order. One statement."""
    if not contact_ids:
        return []
    rows = session.execute(
        select(
            models.Contact.id,
            models.Contact.medium,
            models.Contact.occurred_at,
            models.Contact.content,
            models.Contact.supersedes_id,
        ).where(models.Contact.id.in_(contact_ids))
    )
    open_content = opener(session, models.Contact.content)
    opened = []
    for row_id, medium, occurred_at, sealed, supersedes_id in rows:
        content = json.loads(open_content(row_id, sealed))
        noted = {Field(name): value for name, value in content.get("details", {}).items()}
        caller, text = content.get("caller"), content.get("text", "")
        opened.append(
            OpenedContact(row_id, medium, occurred_at, caller, text, noted, supersedes_id)
        )
    return opened

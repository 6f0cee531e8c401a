"""One contact for one call, although a gateway tells of it when it rings, when it is answered and when it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leaktrace.domain.contact import CallStage, Report
from leaktrace.storage.models import Contact
from leaktrace.storage.queries import current_contacts
from leaktrace.storage.sealed import blinds

__all__ = ["CallBook", "Placed"]

BEFORE = timedelta(seconds=90)
"""A phone's call log may date the call this much later than the notice that it rings."""
AFTER = timedelta(seconds=60)
"""A late notice of ringing arrives this long after the end."""
RETRY = timedelta(seconds=5)
"""The same notice, sent again."""
_RANK = {CallStage.RINGING: 1, CallStage.ANSWERED: 2, CallStage.MISSED: 3, CallStage.ENDED: 3}


@dataclass(frozen=True)
class Placed:
    """What to do with a notice."""

    is_new: bool
    """It tells of a call that was not known."""
    is_kept: bool
    """It knows more than what is there, and becomes the contact."""
    supersedes: UUID | None = None
    """The stored contact whose place it takes."""
    replaces: UUID | None = None
    """The contact of the same batch, not stored yet, whose place it takes."""


@dataclass
class _Call:
    contact_id: UUID
    stage: CallStage
    starts_at: datetime
    ends_at: datetime
    stored_id: UUID | None
    """The stored contact that stands for this call so far."""


class CallBook:
    """The calls of one source that the notices of a batch may belong to.

    Args:
        session: a writing session.
        source_id: the source.
        keys: what the notices of one call have in common; None for contacts that are no notices.
    """

    def __init__(self, session: Session, source_id: UUID, keys: Iterable[str | None]) -> None:
        self._calls: dict[str, list[_Call]] = {}
        wanted: dict[bytes, str] = {}
        for key in {key for key in keys if key is not None}:
            self._calls[key] = []
            wanted.update((index, key) for index in blinds(session, Contact.call_key, key))
        if not wanted:
            return
        rows = session.scalars(
            current_contacts()
            .where(Contact.source_id == source_id, Contact.call_key.in_(list(wanted)))
            .order_by(Contact.id)
        )
        for row in rows:
            if row.call_key is not None and row.stage is not None:
                self._calls[wanted[row.call_key]].append(
                    _Call(
                        row.id, row.stage, row.occurred_at, row.ends_at or row.occurred_at, row.id
                    )
                )

    def place(self, row: dict[str, Any], report: Report) -> Placed:
        """Say which call a notice belongs to, and remember it."""
        if report.call_key is None or report.stage is None:
            return Placed(is_new=True, is_kept=True)
        ends_at = report.ends_at or report.occurred_at
        calls = self._calls[report.call_key]
        call = next(
            (call for call in calls if _same_call(call, report.stage, report.occurred_at, ends_at)),
            None,
        )
        if call is None:
            calls.append(_Call(row["id"], report.stage, report.occurred_at, ends_at, None))
            return Placed(is_new=True, is_kept=True)
        if _RANK[report.stage] <= _RANK[call.stage]:
            return Placed(is_new=False, is_kept=False)
        placed = Placed(
            is_new=False, is_kept=True, supersedes=call.stored_id, replaces=call.contact_id
        )
        call.contact_id, call.stage = row["id"], report.stage
        call.starts_at, call.ends_at = report.occurred_at, ends_at
        return placed


def _same_call(call: _Call, stage: CallStage, starts_at: datetime, ends_at: datetime) -> bool:
    if _RANK[call.stage] == _RANK[stage]:
        return abs(call.starts_at - starts_at) <= RETRY
    if max(_RANK[call.stage], _RANK[stage]) == _RANK[CallStage.ANSWERED]:
        ring, answer = sorted((call.starts_at, starts_at))
        return answer - ring <= BEFORE
    if _RANK[stage] > _RANK[call.stage]:
        return starts_at - BEFORE <= call.starts_at <= ends_at + AFTER
    return call.starts_at - BEFORE <= starts_at <= call.ends_at + AFTER

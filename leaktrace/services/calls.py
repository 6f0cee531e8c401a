"""One contact for one call, although a gateway tells of it when it rings, when it is answered and when it ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leaktrace.domain.contact import CallStage, Medium, Report
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
LONGEST = timedelta(hours=2)
"""A call lasts no longer, nor does an announced message take longer, where the end does not tell the start."""
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


@dataclass(frozen=True)
class _Notice:
    """What a notice tells of its call."""

    medium: Medium
    stage: CallStage
    starts_at: datetime
    ends_at: datetime
    duration_s: int | None

    @property
    def is_final(self) -> bool:
        return self.stage in (CallStage.ENDED, CallStage.MISSED)

    @property
    def tells_start(self) -> bool:
        """Whether it is dated by the start; one of the end that knows no length is dated by the end."""
        return not self.is_final or self.duration_s is not None

    @property
    def rank(self) -> int:
        """How much it knows. Of a message the end is what has the content."""
        return _RANK[self.stage] if self.tells_start or self.medium is not Medium.CALL else 0


@dataclass
class _Call:
    contact_id: UUID
    notice: _Notice
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
                notice = _Notice(
                    row.medium,
                    row.stage,
                    row.occurred_at,
                    row.ends_at or row.occurred_at,
                    row.duration_s,
                )
                self._calls[wanted[row.call_key]].append(_Call(row.id, notice, row.id))

    def place(self, row: dict[str, Any], report: Report) -> Placed:
        """Say which call a notice belongs to, and remember it."""
        if report.call_key is None or report.stage is None:
            return Placed(is_new=True, is_kept=True)
        at, ends_at = report.occurred_at, report.ends_at or report.occurred_at
        notice = _Notice(report.medium, report.stage, at, ends_at, report.duration_s)
        calls = self._calls[report.call_key]
        call = min(
            (call for call in calls if _of_one_call(call.notice, notice)),
            key=lambda call: abs(call.notice.starts_at - at),
            default=None,
        )
        if call is None:
            calls.append(_Call(row["id"], notice, None))
            return Placed(is_new=True, is_kept=True)
        if notice.rank <= call.notice.rank:
            return Placed(is_new=False, is_kept=False)
        placed = Placed(
            is_new=False, is_kept=True, supersedes=call.stored_id, replaces=call.contact_id
        )
        call.contact_id, call.notice = row["id"], notice
        return placed


def _of_one_call(one: _Notice, other: _Notice) -> bool:
    if one.tells_start != other.tells_start:
        told, untold = (one, other) if one.tells_start else (other, one)
        if told.is_final:
            return told.starts_at - BEFORE <= untold.starts_at <= told.ends_at + AFTER
        longest = LONGEST if untold.stage is CallStage.ENDED else BEFORE
        return told.starts_at - RETRY <= untold.starts_at <= told.starts_at + longest
    if one.rank == other.rank:
        return abs(one.starts_at - other.starts_at) <= RETRY
    less, more = sorted((one, other), key=lambda notice: notice.rank)
    if not more.is_final:
        ring, answer = sorted((one.starts_at, other.starts_at))
        return answer - ring <= BEFORE
    return more.starts_at - BEFORE <= less.starts_at <= more.ends_at + AFTER

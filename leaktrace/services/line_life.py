"""The life of a line: proof that it is ours, self-tests, flags, retirement."""

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, NotFoundError
from leaktrace.domain.life import LineStep
from leaktrace.domain.line import LineKind
from leaktrace.domain.normal import normal_phone
from leaktrace.services.events import actor_of, record
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["LineStage", "line_life", "note_line", "retire_line", "send_nonce", "settle_nonces"]

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without what is mistaken for something else when a person types it."""
_NONCE = 8
_OPEN_FOR = timedelta(days=3)
_CLOCKS_APART = timedelta(minutes=10)
"""The clock of a gateway may be so far behind ours when it tells of a call."""
_BY_HAND = (LineStep.OWNED, LineStep.FLAGGED, LineStep.CLEARED)


@dataclass(frozen=True)
class LineStage:
    """One step of a life."""

    step: LineStep
    at: datetime
    actor: str
    note: str
    contact_id: UUID | None


def note_line(session: Session, line_id: str, step: LineStep, text: str) -> None:
    """Record how a line was acquired and is proven to be ours, or that it is flagged or cleared.

    Raises:
        NotFoundError: no such line.
        InputError: nothing said, or a step that follows from what is done.
    """
    if step not in _BY_HAND or not text.strip():
        raise InputError("say what is to be recorded, and in words", field="note")
    row = _line(session, line_id)
    _add(session, row.id, step, text.strip()[:2000])
    record(session, f"line.{step.value}", "line", line_id)


def send_nonce(session: Session, line_id: str, *, caller: str = "") -> str:
    """A word that has to come back through the intake: send it to the line from any phone or mailbox.

    Args:
        session: a writing session.
        line_id: which line.
        caller: the number of a phone; then no word has to come back, but a call from it: for lines that take only calls.

    Returns:
        The word, or the number in E.164.

    Raises:
        NotFoundError: no such line.
        InputError: the caller is no number, or the line is none that can be called.
    """
    row = _line(session, line_id)
    if caller and row.kind is not LineKind.PHONE:
        raise InputError(
            f"{line_id} cannot be called", field="caller", remedy="Leave it out, and send the word"
        )
    nonce = (
        normal_phone(caller, field="caller")
        if caller
        else "".join(secrets.choice(_ALPHABET) for _ in range(_NONCE))
    )
    event_id = new_id()
    session.add(
        models.LineEvent(
            id=event_id,
            merchant_id=merchant_of(session),
            line_id=row.id,
            step=LineStep.NONCE_SENT,
            nonce=seal(session, models.LineEvent.nonce, event_id, nonce.encode()),
            actor=actor_of(session)[:120],
            note="",
        )
    )
    record(session, "line.nonce", "line", line_id)
    return nonce


def settle_nonces(session: Session) -> int:
    """Call lines verified whose nonce, or a call from whose tester, came in; how many. Looks at contacts since, on those lines.

    Of a nonce that did not, the other lines are looked at too: where it came in on one, the line is said to have strayed.
    """
    waiting = session.scalars(
        select(models.LineEvent).where(
            models.LineEvent.step == LineStep.NONCE_SENT,
            models.LineEvent.at >= now() - _OPEN_FOR,
        )
    ).all()
    settled, missing = 0, {}
    for event in waiting:
        if event.nonce is None or _answered(session, event):
            continue
        nonce = open_sealed(session, models.LineEvent.nonce, event.id, event.nonce).decode()
        rows = session.execute(
            select(models.Contact.id, models.Contact.occurred_at, models.Contact.content)
            .join(models.ContactLine, models.ContactLine.contact_id == models.Contact.id)
            .where(
                models.ContactLine.line_id == event.line_id,
                models.Contact.recorded_at >= event.at,
            )
        )
        for contact_id, at, blob in rows:
            content = json.loads(open_sealed(session, models.Contact.content, contact_id, blob))
            if _is_test(content, nonce) and (nonce[0] != "+" or at >= event.at - _CLOCKS_APART):
                _add(session, event.line_id, LineStep.VERIFIED, str(event.id), contact_id)
                settled += 1
                break
        else:
            # Whoever tests by calls may call several lines from one number.
            if nonce[0] != "+" and not _strayed(session, event):
                missing[nonce] = event
    if missing:
        _note_strays(session, missing)
    return settled


def _note_strays(session: Session, missing: Mapping[str, models.LineEvent]) -> None:
    """Say of lines that their nonce came in on another. Looks at all contacts since the oldest nonce, each once."""
    since = min(event.at for event in missing.values())
    rows = session.execute(
        select(models.Contact.id, models.Contact.recorded_at, models.Contact.content)
        .where(models.Contact.recorded_at >= since)
        .order_by(models.Contact.recorded_at)
    ).all()
    left = dict(missing)
    for contact_id, recorded_at, blob in rows:
        content = json.loads(open_sealed(session, models.Contact.content, contact_id, blob))
        for nonce, event in [*left.items()]:
            if recorded_at >= event.at and _is_test(content, nonce):
                reached = session.scalars(
                    select(models.Line.line_id)
                    .join(models.ContactLine, models.ContactLine.line_id == models.Line.id)
                    .where(models.ContactLine.contact_id == contact_id)
                    .order_by(models.Line.line_id)
                )
                _add(session, event.line_id, LineStep.STRAYED, ", ".join(reached), contact_id)
                del left[nonce]


def _is_test(content: Mapping[str, object], nonce: str) -> bool:
    """Whether a contact has the word in its text, or came from the number that stands for one."""
    if nonce[0] != "+":
        return nonce in "".join(str(content.get("text", "")).upper().split())
    with suppress(InputError):
        return normal_phone(str(content.get("caller", ""))) == nonce
    return False


def retire_line(session: Session, line_id: str, custody: str) -> None:
    """Give a line no new canaries any more. It is watched on, or locked: say which, and by whom.

    Raises:
        NotFoundError: no such line.
        InputError: it is retired already, or nothing is said of its custody.
    """
    row = _line(session, line_id)
    if row.retired_at is not None:
        raise InputError(f"{line_id} is retired already", field="line")
    if not custody.strip():
        raise InputError(
            "say who keeps the line", field="custody",
            remedy="A number that is given back becomes a stranger's: keep watching it, or have it locked",
        )  # fmt: skip
    row.retired_at = now()
    _add(session, row.id, LineStep.RETIRED, custody.strip()[:2000])
    record(session, "line.retire", "line", line_id)


def line_life(session: Session, line_id: str) -> tuple[LineStage, ...]:
    """The steps of a line, oldest first.

    Raises:
        NotFoundError: no such line.
    """
    row = _line(session, line_id)
    events = session.scalars(
        select(models.LineEvent)
        .where(models.LineEvent.line_id == row.id)
        .order_by(models.LineEvent.at, models.LineEvent.id)
    )
    return tuple(LineStage(one.step, one.at, one.actor, one.note, one.contact_id) for one in events)


def _answered(session: Session, event: models.LineEvent) -> bool:
    answered = select(models.LineEvent.id).where(
        models.LineEvent.line_id == event.line_id,
        models.LineEvent.step == LineStep.VERIFIED,
        models.LineEvent.note == str(event.id),
    )
    return session.scalar(answered.limit(1)) is not None


def _strayed(session: Session, event: models.LineEvent) -> bool:
    strayed = select(models.LineEvent.id).where(
        models.LineEvent.line_id == event.line_id,
        models.LineEvent.step == LineStep.STRAYED,
        models.LineEvent.at >= event.at,
    )
    return session.scalar(strayed.limit(1)) is not None


def _line(session: Session, line_id: str) -> models.Line:
    row = session.scalar(select(models.Line).where(models.Line.line_id == line_id))
    if row is None:
        raise NotFoundError(
            f"there is no line {line_id[:40]!r}", remedy="See 'leaktrace line list'"
        )
    return row


def _add(
    session: Session, line: UUID, step: LineStep, text: str, contact_id: UUID | None = None
) -> None:
    session.add(
        models.LineEvent(
            merchant_id=merchant_of(session),
            line_id=line,
            step=step,
            nonce=None,
            contact_id=contact_id,
            actor=actor_of(session)[:120],
            note=text,
        )
    )
    session.flush()

"""Contacts: calls, messages and mails that reached a line, and what was understood of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from leaktrace.domain.channel import Field

__all__ = [
    "UNBOUND",
    "CallStage",
    "ContactClass",
    "Detail",
    "Medium",
    "Origin",
    "Reject",
    "Report",
    "Strength",
]


UNBOUND: Final = "[The relay number was bound to nobody when it was used.]"
"""The remark that a gateway's report leads to, at the end of the text: what the caller said stands before it."""


class Medium(StrEnum):
    """How the contact came."""

    CALL = "call"
    SMS = "sms"
    EMAIL = "email"
    IM = "im"


class CallStage(StrEnum):
    """Which moment of a call a gateway tells of; a source that tells a call once has no stages.

    A message that is announced before it is there has the first and the last of them.
    """

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


class ContactClass(StrEnum):
    """What a contact is."""

    SCAM = "scam"
    EXPECTED = "expected"
    BACKGROUND = "background"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How much of the value was said."""

    EXACT = "exact"
    PARTIAL = "partial"
    FUZZY = "fuzzy"


class Origin(StrEnum):
    """Who found the detail: a person who noted it down, or the extraction from the text."""

    NOTED = "noted"
    TEXT = "text"


@dataclass(frozen=True)
class Detail:
    """A disclosed detail: one fact that was said about an order, with the words that showed it."""

    field: Field
    value: str
    """In canonical form; for a part of a value, the part that was said."""
    span: tuple[int, int] | None
    """``[start, end)`` in characters of the text; None for a fact that a person noted."""
    strength: Strength
    contradicts: bool
    """Whether what was said is not the value of the order it was compared with."""
    origin: Origin = Origin.TEXT
    rule: str = ""
    """The rule that found it."""
    by_holder: bool = False
    """Said first by the holder of the line, or told as not said: not the caller's knowledge."""


@dataclass(frozen=True)
class Report:
    """One event as a source tells it, before it is stored as a contact."""

    ref: str
    """The idempotency key within the source."""
    medium: Medium
    lines: tuple[str, ...]
    """Where it arrived: a line_id, an E.164 number or a mailbox. More than one: it was one of these."""
    occurred_at: datetime
    """When the phone rang, not when the report came in."""
    received_at: datetime | None = None
    caller: str | None = None
    text: str | None = None
    details: Mapping[Field, str] = field(default_factory=dict)
    """Facts that a person noted down."""
    duration_s: int | None = None
    stage: CallStage | None = None
    call_key: str | None = None
    """What the notices of one and the same call, or announced message, have in common (device and caller)."""
    ends_at: datetime | None = None
    """When the notice was sent, for merging the notices of one call."""
    also: tuple[str, ...] = ()
    """References that the event has if the source told it before in another way (pushed, and now fetched) or at another
    time (again, until it is acknowledged). It counts once, whatever else the record says."""
    unread_keys: tuple[str, ...] = ()
    """Names in the record that the format does not know: a slip of the pen may be among them, so they are told."""
    record: bytes = b""
    """The bytes it was read from."""


@dataclass(frozen=True)
class Reject:
    """A record that cannot be taken, for the quarantine."""

    reason: str
    record: bytes
    """The bytes as they came (of an over-long record the head)."""
    field: str = ""
    remedy: str = ""
    ref: str = ""
    """The reference that it states, where that can be read."""

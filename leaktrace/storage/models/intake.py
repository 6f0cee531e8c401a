"""What arrived: sources, deliveries as they came, contacts, quarantine."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.contact import CallStage, Medium
from leaktrace.domain.ports import Authentication
from leaktrace.domain.source import Resolution, RunOutcome, SourceKind, SourceState
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now, sealed

__all__ = [
    "Contact",
    "ContactLine",
    "Delivery",
    "DeliveryParse",
    "IntakeRun",
    "Quarantine",
    "QuarantineRefusal",
    "QuarantineResolution",
    "Source",
]


class Source(Keyed, MerchantOwned, Base, kw_only=True):
    """Where contacts come from, and how the scheduled job fares with it."""

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("merchant_id", "name"),
        Index(
            "uq_source_hook",
            "name",
            unique=True,
            sqlite_where=text("kind = 'hook'"),
            postgresql_where=text("kind = 'hook'"),
        ),
    )

    name: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(64))
    kind: Mapped[SourceKind] = mapped_column(enum_type(SourceKind))
    state: Mapped[SourceState] = mapped_column(enum_type(SourceState))
    settings: Mapped[dict[str, Any]]
    """Folder, zone, line and what else the format needs; never a secret."""
    secret: Mapped[bytes | None] = sealed(nullable=True)
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    cursor: Mapped[bytes | None] = sealed(nullable=True, default=None)
    """Where the next look goes on; the format's own mark."""
    last_run_at: Mapped[datetime | None] = mapped_column(default=None)
    last_success_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str] = mapped_column(Text(), server_default="", default="")
    """Of the newest look; empty when it went well."""
    failures: Mapped[int] = mapped_column(server_default="0", default=0)
    """Looks that failed one after the other."""
    failing_since: Mapped[datetime | None] = mapped_column(default=None)
    next_attempt_at: Mapped[datetime | None] = mapped_column(default=None)
    """Not before then, after a failure."""
    alarmed_at: Mapped[datetime | None] = mapped_column(default=None)


class Delivery(Keyed, MerchantOwned, Base, kw_only=True):
    """Bytes as they came: hashed, sealed, stored before anything reads them. Append-only."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("source_id", "sha256", "settings_key"),
        UniqueConstraint("source_id", "one_time_key"),
    )

    source_id: Mapped[UUID] = mapped_column(ForeignKey("source.id"))
    sha256: Mapped[bytes]
    size: Mapped[int]
    received_at: Mapped[datetime]
    authentication: Mapped[Authentication] = mapped_column(enum_type(Authentication))
    authentication_note: Mapped[str] = mapped_column(String(200), default="")
    payload: Mapped[bytes] = sealed()
    settings: Mapped[dict[str, Any]]
    """Zone and line under which it is to be read."""
    settings_key: Mapped[str] = mapped_column(String(64))
    """Digest of `settings` and of whether it was authenticated: the same bytes under another zone are
    another delivery."""
    one_time_key: Mapped[bytes | None] = mapped_column(default=None)


class DeliveryParse(Keyed, MerchantOwned, Base, kw_only=True):
    """That a delivery was read, and what came of it. A delivery without one is still to be read. Append-only."""

    __tablename__ = "delivery_parse"

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"), index=True)
    received: Mapped[int]
    stored: Mapped[int]
    duplicates: Mapped[int]
    quarantined: Mapped[int]
    parsed_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Contact(Keyed, MerchantOwned, Base, kw_only=True):
    """One call or message that reached a line. Append-only.

    A later notice of the same call supersedes an earlier, and what a newer parser reads what an older one read.
    """

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("source_id", "ref", "version"),
        UniqueConstraint("supersedes_id"),
        Index("ix_contact_call_key", "source_id", "call_key"),
        Index("ix_contact_delivery", "merchant_id", "delivery_id"),
        Index("ix_contact_caller", "merchant_id", "caller_index"),
        Index("ix_contact_occurred", "merchant_id", "occurred_at"),
        # All that the background needs of a contact, so that the wide rows are left alone.
        Index("ix_contact_recorded", "merchant_id", "recorded_at", "id", "occurred_at"),
    )

    source_id: Mapped[UUID] = mapped_column(ForeignKey("source.id"))
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    ref: Mapped[str] = mapped_column(String(200))
    medium: Mapped[Medium] = mapped_column(enum_type(Medium))
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    content: Mapped[bytes] = sealed()
    """Caller, text and noted details."""
    caller_index: Mapped[bytes | None] = mapped_column(info={"blind": True})
    duration_s: Mapped[int | None]
    stage: Mapped[CallStage | None] = mapped_column(enum_type(CallStage))
    call_key: Mapped[bytes | None] = mapped_column(info={"blind": True})
    ends_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"), default=None)
    version: Mapped[int] = mapped_column(server_default="0", default=0)
    """How often a newer parser understood the same record differently."""


class ContactLine(MerchantOwned, Base, kw_only=True):
    """Which line a contact reached; several where the gateway could not tell. Append-only."""

    __tablename__ = "contact_line"

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("line.id"), primary_key=True, index=True)


class Quarantine(Keyed, MerchantOwned, Base, kw_only=True):
    """A record that could not be taken, with its reason. Append-only."""

    __tablename__ = "quarantine"
    __table_args__ = (
        UniqueConstraint("source_id", "sha256"),
        Index("ix_quarantine_ref", "source_id", "ref"),
    )

    source_id: Mapped[UUID] = mapped_column(ForeignKey("source.id"))
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"), index=True)
    sha256: Mapped[bytes]
    record: Mapped[bytes] = sealed()
    reason: Mapped[str] = mapped_column(Text())
    field: Mapped[str] = mapped_column(String(64))
    remedy: Mapped[str] = mapped_column(Text())
    recorded_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    ref: Mapped[str] = mapped_column(String(200), server_default="", default="")
    """The reference that the record states; empty where it states none that can be read."""


class QuarantineRefusal(Keyed, MerchantOwned, Base, kw_only=True):
    """That a record which waits in quarantine was refused again, for another reason. The newest holds. Append-only."""

    __tablename__ = "quarantine_refusal"

    quarantine_id: Mapped[UUID] = mapped_column(ForeignKey("quarantine.id"), index=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("delivery.id"))
    """With which it came again; its settings, as a zone or a line, go on holding for the record."""
    reason: Mapped[str] = mapped_column(Text())
    field: Mapped[str] = mapped_column(String(64))
    remedy: Mapped[str] = mapped_column(Text())
    recorded_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class QuarantineResolution(Keyed, MerchantOwned, Base, kw_only=True):
    """How a quarantined record ended: replayed with success, or discarded with a reason. Append-only."""

    __tablename__ = "quarantine_resolution"

    quarantine_id: Mapped[UUID] = mapped_column(ForeignKey("quarantine.id"), unique=True)
    resolution: Mapped[Resolution] = mapped_column(enum_type(Resolution))
    why: Mapped[str] = mapped_column(Text())
    actor: Mapped[str] = mapped_column(String(120))
    resolved_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class IntakeRun(Keyed, MerchantOwned, Base, kw_only=True):
    """One look of the scheduled job at a source: what brought something, failed, or did not come about.

    Of looks that find nothing new, only `Source.last_success_at` tells.
    """

    __tablename__ = "intake_run"
    __table_args__ = (Index("ix_intake_run_source", "source_id", "finished_at"),)

    source_id: Mapped[UUID] = mapped_column(ForeignKey("source.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    outcome: Mapped[RunOutcome] = mapped_column(enum_type(RunOutcome))
    received: Mapped[int]
    stored: Mapped[int]
    error: Mapped[str] = mapped_column(Text())

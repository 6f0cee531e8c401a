"""What the program itself needs: wrapped keys, the audit trail, the lease of the scheduling worker."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.crypto.keyring import KeyPurpose
from leaktrace.domain.keys import KeyState
from leaktrace.storage.base import Base, Keyed, enum_type, now

__all__ = ["DataKey", "Event", "Lease"]


class DataKey(Base, kw_only=True):
    """A data key, wrapped by a key file (scheme LT1)."""

    __tablename__ = "data_key"

    key_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    purpose: Mapped[KeyPurpose] = mapped_column(enum_type(KeyPurpose))
    state: Mapped[KeyState] = mapped_column(enum_type(KeyState))
    kek: Mapped[int]
    wrapped: Mapped[bytes]
    """Empty once the key is destroyed."""
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Event(Keyed, Base, kw_only=True):
    """Who did what to which object, when. Append-only: the audit trail. `data` never holds personal data."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_merchant", "merchant_id", "id"),)

    merchant_id: Mapped[UUID | None] = mapped_column(ForeignKey("merchant.id"))
    at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    actor: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(64))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(80))
    data: Mapped[dict[str, Any]]


class Lease(Base, kw_only=True):
    """Who may schedule. It lapses when its holder does not renew it."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(120))
    renewed_at: Mapped[datetime]
    expires_at: Mapped[datetime]

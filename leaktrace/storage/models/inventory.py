"""What a merchant has and gave away: lines, channels, identities, canary orders, exposures."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.channel import ChannelKind
from leaktrace.domain.line import LineKind, LineRole
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now, sealed

__all__ = ["CanaryOrder", "Channel", "Exposure", "Identity", "IdentityLine", "Line", "Merchant"]


class Merchant(Keyed, Base, kw_only=True):
    """The tenant."""

    __tablename__ = "merchant"

    slug: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Channel(Keyed, MerchantOwned, Base, kw_only=True):
    """One party that holds order data."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("merchant_id", "channel_id"),)

    channel_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ChannelKind] = mapped_column(enum_type(ChannelKind))
    name: Mapped[str] = mapped_column(String(200))
    provider: Mapped[str] = mapped_column(String(200))
    injectable: Mapped[bool]
    views: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Line(Keyed, MerchantOwned, Base, kw_only=True):
    """One line of the inventory; the only place a phone number or mailbox of an identity comes from."""

    __tablename__ = "line"
    __table_args__ = (
        UniqueConstraint("merchant_id", "line_id"),
        UniqueConstraint("merchant_id", "value_index"),
    )

    line_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[LineKind] = mapped_column(enum_type(LineKind))
    role: Mapped[LineRole] = mapped_column(enum_type(LineRole))
    value: Mapped[bytes] = sealed()
    value_index: Mapped[bytes] = mapped_column(info={"blind": True})
    acquired_at: Mapped[datetime]
    label: Mapped[str] = mapped_column(String(200))
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When something new became known of the canaries behind it: contacts read before are read again."""


class Identity(Keyed, MerchantOwned, Base, kw_only=True):
    """A synthetic buyer."""

    __tablename__ = "identity"
    __table_args__ = (Index("uq_identity_name", "merchant_id", "name_index", unique=True),)

    role: Mapped[LineRole] = mapped_column(enum_type(LineRole))
    """``control``: a sealed identity that no channel is ever given."""
    profile: Mapped[bytes] = sealed()
    name_index: Mapped[bytes | None] = mapped_column(info={"blind": True}, default=None)
    """No two buyers that LeakTrace makes have one name. Empty for those that were made by other means."""
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class IdentityLine(MerchantOwned, Base, kw_only=True):
    """Which lines reach an identity."""

    __tablename__ = "identity_line"

    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    line_id: Mapped[UUID] = mapped_column(ForeignKey("line.id"), primary_key=True, index=True)


class CanaryOrder(Keyed, MerchantOwned, Base, kw_only=True):
    """One order of an identity."""

    __tablename__ = "canary_order"
    __table_args__ = (UniqueConstraint("merchant_id", "canary_id"),)

    canary_id: Mapped[str] = mapped_column(String(64))
    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identity.id"), index=True)
    details: Mapped[bytes] = sealed()
    placed_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Exposure(Keyed, MerchantOwned, Base, kw_only=True):
    """What a channel holds of a canary order, since when. Append-only; a correction points at the record it corrects."""

    __tablename__ = "exposure"
    __table_args__ = (
        UniqueConstraint("corrects_id"),
        Index(
            "uq_exposure_first",
            "order_id",
            "channel_id",
            unique=True,
            sqlite_where=text("corrects_id IS NULL"),
            postgresql_where=text("corrects_id IS NULL"),
        ),
        # Not led by the merchant, whom all rows of most databases belong to: SQLite without statistics
        # would take such an index for everything.
        Index("ix_exposure_order", "order_id", "merchant_id"),
        Index("ix_exposure_recorded", "recorded_at", "merchant_id"),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"))
    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channel.id"), index=True)
    exposed_at: Mapped[datetime]
    holds: Mapped[bytes] = sealed()
    views: Mapped[dict[str, Any]]
    proof: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("exposure.id"), default=None)
    via: Mapped[list[str]] = mapped_column(JSON(), server_default="[]", default_factory=list)
    """The channel_ids of those through which this copy passed. The default in the database is for a
    program of the previous revision, which knows no such column."""

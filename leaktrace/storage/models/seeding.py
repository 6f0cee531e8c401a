"""What is planned and planted: premises, order models, plans, placements, and the lives of canaries and lines."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.life import CanaryStep, LineStep
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now, sealed

__all__ = [
    "Approval", "CanaryEvent", "CanaryTag", "ChannelSetup", "LineEvent", "OrderModel", "Placement", "Premises",
    "SeedPlan", "Tag",
]  # fmt: skip


class Premises(Keyed, MerchantOwned, Base, kw_only=True):
    """An address that the merchant controls; the only place an address of an identity comes from."""

    __tablename__ = "premises"
    __table_args__ = (UniqueConstraint("merchant_id", "premises_id"),)

    premises_id: Mapped[str] = mapped_column(String(64))
    address: Mapped[bytes] = sealed()
    """Province, city, district, street and units."""
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class OrderModel(Keyed, MerchantOwned, Base, kw_only=True):
    """What the merchant's own orders look like: aggregates only. Append-only."""

    __tablename__ = "order_model"
    __table_args__ = (UniqueConstraint("merchant_id", "model_id"),)

    model_id: Mapped[str] = mapped_column(String(32))
    document: Mapped[bytes] = sealed()
    source_digest: Mapped[str] = mapped_column(String(80))
    orders: Mapped[int]
    fitted_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class SeedPlan(Keyed, MerchantOwned, Base, kw_only=True):
    """A plan of canaries: routes, days, who gets variants. Append-only."""

    __tablename__ = "seed_plan"
    __table_args__ = (UniqueConstraint("merchant_id", "plan_id"),)

    plan_id: Mapped[str] = mapped_column(String(32))
    document: Mapped[bytes] = sealed()
    digest: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class ChannelSetup(Keyed, MerchantOwned, Base, kw_only=True):
    """By which module a channel is reached, with its settings. Append-only; the newest of a channel counts."""

    __tablename__ = "channel_setup"

    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channel.id"), index=True)
    module: Mapped[str] = mapped_column(String(64))
    settings: Mapped[bytes] = sealed()
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Placement(MerchantOwned, Base, kw_only=True):
    """That a canary order is to be given to a channel, and when: its route. Append-only."""

    __tablename__ = "placement"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"), primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channel.id"), primary_key=True, index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("seed_plan.id"), index=True)
    due_at: Mapped[datetime]


class CanaryEvent(Keyed, MerchantOwned, Base, kw_only=True):
    """One step in the life of a canary order. Append-only."""

    __tablename__ = "canary_event"
    __table_args__ = (
        Index("ix_canary_event_order", "merchant_id", "order_id", "id"),
        Index("ix_canary_event_step", "merchant_id", "step"),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"))
    step: Mapped[CanaryStep] = mapped_column(enum_type(CanaryStep))
    channel_id: Mapped[UUID | None] = mapped_column(ForeignKey("channel.id"), default=None)
    """Of the channel it was given to, or that was read."""
    actor: Mapped[str] = mapped_column(String(120))
    proof: Mapped[dict[str, Any]]
    """Digest of a file, waybill number, answer of an interface; why, for steps that a person decides."""
    at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Tag(Keyed, MerchantOwned, Base, kw_only=True):
    """A word that canaries are found by."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("merchant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class CanaryTag(MerchantOwned, Base, kw_only=True):
    """Which canary orders have a tag."""

    __tablename__ = "canary_tag"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"), primary_key=True)
    tag_id: Mapped[UUID] = mapped_column(ForeignKey("tag.id"), primary_key=True, index=True)


class LineEvent(Keyed, MerchantOwned, Base, kw_only=True):
    """One step in the life of a line. Append-only."""

    __tablename__ = "line_event"
    __table_args__ = (Index("ix_line_event_line", "merchant_id", "line_id", "id"),)

    line_id: Mapped[UUID] = mapped_column(ForeignKey("line.id"))
    step: Mapped[LineStep] = mapped_column(enum_type(LineStep))
    nonce: Mapped[bytes | None] = sealed(nullable=True)
    """What has to come back."""
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"), default=None)
    """With which it came back."""
    actor: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text())
    at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class Approval(Keyed, MerchantOwned, Base, kw_only=True):
    """That somebody allows purchases through a marketplace, up to a quota a month. Append-only."""

    __tablename__ = "approval"

    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channel.id"), index=True)
    monthly: Mapped[int]
    why: Mapped[str] = mapped_column(Text())
    actor: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime]
    made_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)

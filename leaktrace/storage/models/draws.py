"""Sealed draws: what was drawn before any channel was given anything, and who has seen it since."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.channel import Field
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now, sealed

__all__ = ["DrawBlock", "DrawOpening", "DrawPool", "SealedDraw"]


class SealedDraw(Keyed, MerchantOwned, Base, kw_only=True):
    """Everything that was drawn together from one seed. Append-only."""

    __tablename__ = "sealed_draw"
    __table_args__ = (UniqueConstraint("merchant_id", "draw_id"),)

    draw_id: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(80))
    manifest: Mapped[bytes] = sealed()
    """Seed, pools and blocks: the document whose hash the commitment is."""
    committed_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)


class DrawPool(Keyed, MerchantOwned, Base, kw_only=True):
    """The values of one field of one canary order, and which channel was drawn which. Append-only."""

    __tablename__ = "draw_pool"
    __table_args__ = (UniqueConstraint("order_id", "field"),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_draw.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("canary_order.id"))
    field: Mapped[Field] = mapped_column(enum_type(Field))
    pool: Mapped[bytes] = sealed()
    """All values, in the order of the manifest. This is all that the extraction ever opens."""
    given: Mapped[bytes] = sealed()
    """Channel to value."""


class DrawBlock(Keyed, MerchantOwned, Base, kw_only=True):
    """Canary orders of which chance decided the route. Append-only."""

    __tablename__ = "draw_block"
    __table_args__ = (UniqueConstraint("draw_id", "block_id"),)

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_draw.id"))
    block_id: Mapped[str] = mapped_column(String(64))
    routed: Mapped[bytes] = sealed()
    """Canary to channel."""


class DrawOpening(Keyed, MerchantOwned, Base, kw_only=True):
    """That somebody was shown a draw: from then on no contact is recorded blind. Append-only."""

    __tablename__ = "draw_opening"

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("sealed_draw.id"), index=True)
    actor: Mapped[str] = mapped_column(String(120))
    why: Mapped[str] = mapped_column(Text())
    opened_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)

"""Console accounts and their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from leaktrace.domain.account import Role
from leaktrace.storage.base import Base, Keyed, MerchantOwned, enum_type, now

__all__ = ["User", "WebSession"]


class User(Keyed, MerchantOwned, Base, kw_only=True):
    """A person who may use the console of one merchant."""

    __tablename__ = "user"

    login: Mapped[str] = mapped_column(String(120), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    """Argon2id (RFC 9106)."""
    role: Mapped[Role] = mapped_column(enum_type(Role))
    created_at: Mapped[datetime] = mapped_column(insert_default=now, default_factory=now)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    failures: Mapped[int] = mapped_column(default=0)
    """Wrong passwords in a row."""
    locked_until: Mapped[datetime | None] = mapped_column(default=None)


class WebSession(MerchantOwned, Base, kw_only=True):
    """A login of the console. Only the hash of the cookie's token is stored."""

    __tablename__ = "web_session"

    token_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]

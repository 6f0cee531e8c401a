"""What all tables share: naming, types, client-made keys, and the merchant of every row that has one."""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, Enum, ForeignKey, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import JSON, LargeBinary, TypeDecorator

__all__ = [
    "Base",
    "Keyed",
    "MerchantOwned",
    "UTCDateTime",
    "enum_type",
    "first_id",
    "new_id",
    "now",
    "rise_behind",
    "sealed",
]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WITHOUT_OFFSET = len("1970-01-01 00:00:00.000000")
_clock: Callable[[], int] = time.time_ns
"""Nanoseconds since 1970. The worked example puts another in its place, to have a past; nothing else does."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _EPOCH + timedelta(microseconds=_clock() // 1_000)


class _Ids:
    """UUIDv7 (RFC 9562 section 5.7) that rise within a process: milliseconds, a 12-bit counter, 62 random bits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> UUID:
        with self._lock:
            stamp = _clock() // 1_000_000 << 12
            # A clock that steps back, or more than 4,096 ids in a millisecond, borrows from the future.
            self._last = stamp = max(stamp, self._last + 1)
        high = (stamp >> 12) << 16 | 0x7000 | (stamp & 0xFFF)
        low = int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1 | 1 << 63
        return UUID(int=high << 64 | low)

    def rise_behind(self, key: UUID) -> None:
        high = key.int >> 64
        with self._lock:
            self._last = max(self._last, high >> 16 << 12 | high & 0xFFF)


_IDS = _Ids()


def new_id() -> UUID:
    """A new primary key. Made before the row is written, since sealing binds data to it."""
    return _IDS.next()


def rise_behind(key: UUID) -> None:
    """Let the keys that this process makes come behind one that another made, whose clock may be ahead."""
    _IDS.rise_behind(key)


def first_id(at: datetime) -> UUID:
    """Where the keys begin that were made from an instant on, by processes whose clocks go right."""
    return UUID(int=(at - _EPOCH) // timedelta(milliseconds=1) << 80)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite drops offsets without a word, so that naive values are refused here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a naive datetime must not reach the database")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """For SQLite the text that SQLAlchemy makes too, in a quarter of the time."""
        if dialect.name != "sqlite":
            return super().bind_processor(dialect)

        def as_text(value: datetime | None) -> str | None:
            instant = self.process_bind_param(value, dialect)
            if instant is None:
                return None
            return instant.isoformat(" ", "microseconds")[:_WITHOUT_OFFSET]

        return as_text

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give it its zone back."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_type(kind: type[StrEnum]) -> Enum:
    """A column of an enumeration, stored by value; a new member needs no migration."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Base of all rows."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as it stands
        datetime: UTCDateTime(),
        UUID: Uuid(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
    }


class Keyed(MappedAsDataclass, kw_only=True):
    """A client-made UUIDv7 as primary key."""

    id: Mapped[UUID] = mapped_column(
        primary_key=True, insert_default=new_id, default_factory=new_id
    )


class MerchantOwned(MappedAsDataclass, kw_only=True):
    """A row that belongs to one merchant. Sessions see the rows of their merchant only (`storage.tenancy`)."""

    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchant.id"))


def sealed(*, nullable: bool = False, **options: Any) -> Any:
    """A column of sealed data (scheme LT1). Found by key rotation through its info."""
    return mapped_column(LargeBinary(), nullable=nullable, info={"sealed": True}, **options)

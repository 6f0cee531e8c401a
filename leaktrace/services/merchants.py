"""Merchants, and the keys that everything is sealed with."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.crypto.keyring import KeyPurpose, Keyring
from leaktrace.domain.errors import InputError, NotFoundError, UsageError
from leaktrace.domain.keys import KeyState
from leaktrace.services.events import record
from leaktrace.storage.models import DataKey, Merchant
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "Initialised",
    "MerchantRef",
    "add_key",
    "everyone",
    "find",
    "initialise",
    "lock_merchant",
]

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


@dataclass(frozen=True)
class MerchantRef:
    """A merchant by key and slug."""

    id: UUID
    slug: str


@dataclass(frozen=True)
class Initialised:
    """What `initialise` found missing and made."""

    merchant: str
    keys_created: bool
    merchant_created: bool


def initialise(session: Session, slug: str) -> Initialised:
    """Make the first keys and the merchant where they are missing. Safe to repeat.

    Raises:
        InputError: not a slug.
        KeyringError: the database has keys that the key files do not open.
    """
    if not _SLUG.fullmatch(slug):
        raise InputError(
            f"{slug[:40]!r} is not a slug",
            field="merchant",
            remedy="Use small letters, digits and hyphens, such as orange-boat",
        )
    keyring: Keyring = session.info["keyring"]
    has_keys = session.scalar(select(DataKey.key_id).limit(1)) is not None
    if not has_keys:
        if not keyring.keks.numbers():
            keyring.keks.create()
        for key_id, purpose in enumerate(KeyPurpose, start=1):
            add_key(session, key_id, purpose)
        record(session, "keys.create", "data_key", "1,2")
    known = session.scalar(select(Merchant.id).where(Merchant.slug == slug)) is not None
    if not known:
        merchant = Merchant(slug=slug)
        session.add(merchant)
        session.flush()
        session.info["merchant_id"] = merchant.id
        record(session, "merchant.create", "merchant", slug)
        session.flush()
        session.info["merchant_id"] = None
    return Initialised(slug, not has_keys, not known)


def add_key(session: Session, key_id: int, purpose: KeyPurpose) -> None:
    """Store a fresh, active data key."""
    keyring: Keyring = session.info["keyring"]
    key = keyring.new_key(key_id, purpose)
    session.add(
        DataKey(
            key_id=key_id, purpose=purpose, state=KeyState.ACTIVE, kek=key.kek, wrapped=key.wrapped
        )
    )
    session.flush()


def find(session: Session, slug: str = "") -> MerchantRef:
    """The merchant of that slug, or the only one.

    Raises:
        NotFoundError: none, or none of that slug.
        UsageError: several and no slug.
    """
    merchants = everyone(session)
    if not merchants:
        raise NotFoundError(
            "there is no merchant yet", remedy="Run 'leaktrace init --merchant SLUG'"
        )
    if slug:
        for merchant in merchants:
            if merchant.slug == slug:
                return merchant
        raise NotFoundError(
            f"there is no merchant {slug!r}", remedy="Run 'leaktrace init --merchant SLUG'"
        )
    if len(merchants) > 1:
        raise UsageError(
            "there are several merchants",
            remedy=f"Add --merchant with one of: {', '.join(m.slug for m in merchants[:20])}",
        )
    return merchants[0]


def lock_merchant(session: Session) -> None:
    """Let one transaction at a time pass for this merchant.

    On PostgreSQL two workers could else do the same thing twice. On SQLite writers are alone anyway.
    Whoever only adds rows of the merchant, as hooks do, does not wait for it.
    """
    session.execute(
        select(Merchant.id)
        .where(Merchant.id == merchant_of(session))
        .with_for_update(key_share=True)
    )


def everyone(session: Session) -> list[MerchantRef]:
    """All merchants, by slug."""
    rows = session.execute(select(Merchant.id, Merchant.slug).order_by(Merchant.slug))
    return [MerchantRef(*row) for row in rows]

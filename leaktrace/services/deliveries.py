"""Bytes as they came: hashed, compressed, sealed and stored before anything reads them."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from leaktrace.domain.ports import Authentication
from leaktrace.services.merchants import lock_merchant
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["MAX_DELIVERY_BYTES", "delivery_payload", "store_delivery", "unread_deliveries"]

MAX_DELIVERY_BYTES = 4 * 1024 * 1024


def store_delivery(
    session: Session,
    source_id: UUID,
    payload: bytes,
    *,
    settings: Mapping[str, str] | None = None,
    authentication: Authentication = Authentication.LOCAL,
    note: str = "",
    one_time_key: str | None = None,
    received_at: datetime | None = None,
) -> tuple[UUID, Authentication]:
    """Store a delivery; the same bytes of the same source under the same settings are one delivery.

    Returns:
        The key of the delivery, old or new, and how it is authenticated: a signature that was used
        before with another body fails.
    """
    lock_merchant(session)
    digest = hashlib.sha256(payload).digest()
    plain = dict(settings or {})
    # What was once refused as forged must not stand in the way of the same bytes from the gateway.
    kind = [plain, authentication is Authentication.FAILED]
    settings_key = hashlib.sha256(json.dumps(kind, sort_keys=True).encode()).hexdigest()
    known = session.scalar(
        select(models.Delivery.id).where(
            models.Delivery.source_id == source_id,
            models.Delivery.sha256 == digest,
            models.Delivery.settings_key == settings_key,
        )
    )
    if known is not None:
        return known, authentication
    key = None
    if one_time_key is not None:
        key = hashlib.sha256(one_time_key.encode()).digest()
        used = select(models.Delivery.id).where(
            models.Delivery.source_id == source_id, models.Delivery.one_time_key == key
        )
        if session.scalar(used) is not None:
            key, authentication = None, Authentication.FAILED
            note = "the signature was used before with another body"
    delivery_id = new_id()
    session.add(
        models.Delivery(
            id=delivery_id,
            merchant_id=merchant_of(session),
            source_id=source_id,
            sha256=digest,
            size=len(payload),
            received_at=received_at or now(),
            authentication=authentication,
            authentication_note=note[:200],
            payload=seal(session, models.Delivery.payload, delivery_id, zlib.compress(payload, 1)),
            settings=plain,
            settings_key=settings_key,
            one_time_key=key,
        )
    )
    session.flush()
    return delivery_id, authentication


def delivery_payload(session: Session, delivery: models.Delivery) -> bytes:
    """The bytes as they came."""
    sealed = open_sealed(session, models.Delivery.payload, delivery.id, delivery.payload)
    return zlib.decompress(sealed, bufsize=delivery.size or 1)


def unread_deliveries(
    session: Session, source_id: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Deliveries that were stored and not read yet, oldest first: hooks, and what a kill left behind."""
    query = select(models.Delivery.id).where(
        ~exists().where(models.DeliveryParse.delivery_id == models.Delivery.id)
    )
    if source_id is not None:
        query = query.where(models.Delivery.source_id == source_id)
    return list(session.scalars(query.order_by(models.Delivery.id).limit(limit)))

"""A shadow copy of what one merchant has planted, to try things on that must not touch the original."""

from typing import Any

from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import StoreError
from leaktrace.storage import models
from leaktrace.storage.tenancy import merchant_of

__all__ = ["copy_planted"]

_PLANTED: tuple[type[Any], ...] = (
    models.Channel,
    models.Line,
    models.Identity,
    models.IdentityLine,
    models.CanaryOrder,
    models.Exposure,
    models.SealedDraw,
    models.DrawPool,
    models.DrawBlock,
    models.DrawOpening,
)
"""Parents first. Contacts and cases stay behind: the copy begins quiet."""
_CHUNK = 2_000


def copy_planted(session: Session, keys: Session, target: Engine) -> int:
    """Copy lines, channels, canaries, exposures and draws; how many rows. Sealed values stay sealed.

    Args:
        session: of the merchant.
        keys: of the whole installation, to read the wrapped data keys.
        target: an empty database of the newest schema, which the same key files open.

    Raises:
        StoreError: the target is not empty.
    """
    merchant = session.get(models.Merchant, merchant_of(session))
    if merchant is None:
        raise StoreError("the merchant of this session is gone")
    whole = [*keys.scalars(select(models.DataKey)), merchant]
    rows = 0
    with target.begin() as connection:
        if connection.scalar(select(models.Merchant.__table__.c.id).limit(1)) is not None:
            raise StoreError("the shadow database is not empty")
        for one in whole:
            connection.execute(type(one).__table__.insert(), _values(one))
        for model in _PLANTED:
            names = [column.key for column in inspect(model).column_attrs]
            chosen = select(*(getattr(model, name) for name in names))
            for part in session.execute(chosen).mappings().partitions(_CHUNK):
                connection.execute(model.__table__.insert(), [dict(row) for row in part])
                rows += len(part)
    return rows


def _values(row: Any) -> dict[str, Any]:
    return {
        attribute.key: getattr(row, attribute.key) for attribute in inspect(type(row)).column_attrs
    }

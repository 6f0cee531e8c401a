"""Learning what the merchant's own orders look like. Of real buyers nothing is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.seeding.orders import (
    ExportedOrder,
    OrderModel,
    Profile,
    detect,
    fit,
    mapping_profile,
    read_orders,
)
from leaktrace.services.events import record
from leaktrace.services.files import csv_header, csv_rows
from leaktrace.services.merchants import lock_merchant
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["ExportFile", "Fitted", "fit_orders", "load_model", "read_export"]


@dataclass(frozen=True)
class Fitted:
    """A model that was learned."""

    model_id: str
    orders: int
    goods: int
    begins: str
    ends: str
    profile: str


@dataclass(frozen=True)
class ExportFile:
    """The orders of an export, in memory only."""

    orders: tuple[ExportedOrder, ...]
    profile: str


def read_export(
    path: Path, *, encoding: str = "", columns: Mapping[str, str] | None = None, zone: ZoneInfo
) -> ExportFile:
    """The orders of a merchant's export.

    Args:
        path: a CSV file of a known kind, or of any kind with `columns`.
        encoding: ``utf-8`` or ``gb18030``; left out: what such files mostly are.
        columns: field to column, for an export of a kind that is not known.
        zone: of times without an offset, where `columns` is given.

    Raises:
        InputError: the file cannot be read, or its columns are not known.
    """
    if columns:
        profile, encoding = mapping_profile(columns, zone=zone), encoding or _encoding(path)
    else:
        profile, encoding = _detected(path, encoding)
    wanted = tuple(dict.fromkeys(profile.columns.values()))
    rows = csv_rows(path, (), encoding=encoding or profile.encoding, optional=wanted)
    return ExportFile(read_orders(rows, profile, where=path.name), profile.name)


def _detected(path: Path, encoding: str) -> tuple[Profile, str]:
    """The kind of an export, and its encoding: exports of Chinese platforms are as often GBK as UTF-8."""
    if encoding:
        return detect(csv_header(path, encoding=encoding)), encoding
    try:
        return detect(csv_header(path)), "utf-8"
    except InputError:
        return detect(csv_header(path, encoding="gb18030")), "gb18030"


def _encoding(path: Path) -> str:
    try:
        csv_header(path)
    except InputError:
        return "gb18030"
    return "utf-8"


def fit_orders(session: Session, path: Path, export: ExportFile) -> Fitted:
    """Learn a model of the orders and keep it.

    Raises:
        RuleError: too few orders to learn from.
    """
    model = fit(export.orders)
    lock_merchant(session)  # the number of the model is the next one
    number = session.scalar(select(func.count()).select_from(models.OrderModel)) or 0
    row_id, model_id = new_id(), f"model-{number + 1}"
    session.add(
        models.OrderModel(
            id=row_id,
            merchant_id=merchant_of(session),
            model_id=model_id,
            document=seal(session, models.OrderModel.document, row_id, model.to_json().encode()),
            source_digest="sha256:" + hashlib.sha256(path.read_bytes()).hexdigest(),
            orders=model.orders,
        )
    )
    record(session, "seed.fit", "order_model", model_id, orders=model.orders)
    return Fitted(
        model_id, model.orders, len(model.goods), model.begins.isoformat(),
        model.ends.isoformat(), export.profile,
    )  # fmt: skip


def load_model(session: Session, model_id: str = "") -> tuple[str, OrderModel]:
    """A model by its id; without one the newest.

    Raises:
        NotFoundError: there is none of that id.
        RuleError: there is none at all.
    """
    query = select(models.OrderModel).order_by(models.OrderModel.id.desc()).limit(1)
    if model_id:
        query = query.where(models.OrderModel.model_id == model_id)
    row = session.scalar(query)
    if row is None and model_id:
        raise NotFoundError(f"there is no order model {model_id[:40]!r}")
    if row is None:
        raise RuleError(
            "nothing is known yet of what your own orders look like",
            remedy="Learn it from an export: 'leaktrace seed fit ORDERS.csv'",
        )
    plain = open_sealed(session, models.OrderModel.document, row.id, row.document)
    return row.model_id, OrderModel.from_json(plain.decode())

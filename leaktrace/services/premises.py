"""The premises inventory: addresses that the merchant controls. An identity's address comes from here only."""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, RuleError
from leaktrace.domain.premises import Premises
from leaktrace.seeding.personas import is_division, units_from_pattern
from leaktrace.services.channels import Imported
from leaktrace.services.events import record
from leaktrace.services.files import Faults, csv_rows, identifier, plain_text
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = ["PremisesImport", "import_premises", "load_premises", "read_premises"]

COLUMNS = ("premises_id", "province", "city", "district", "detail", "units")
_OPTIONAL = ("locale", "postcode")
_NUMBER = re.compile(r"(?:\d[\s\-.()+]{0,2}){7,}")


@dataclass(frozen=True)
class PremisesImport:
    """What an import did, and which premises lie in no known district."""

    imported: Imported
    unknown_divisions: tuple[str, ...]


def read_premises(path: Path, *, encoding: str = "utf-8") -> list[Premises]:
    """The premises of ``premises.csv``; `units` is a list with semicolons or a pattern such as ``{1-3}幢{1-6}0{1-4}室``.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    faults = Faults(path.name)
    found: dict[str, Premises] = {}
    for number, cells in csv_rows(path, COLUMNS, encoding=encoding, optional=_OPTIONAL):
        premises = faults.take(number, _premises_from, cells)
        if premises is None:
            continue
        if premises.premises_id in found:
            faults.add(
                InputError("is there twice", where=path.name, row=number, field="premises_id")
            )
        found[premises.premises_id] = premises
    faults.check()
    return list(found.values())


def import_premises(session: Session, premises: list[Premises]) -> PremisesImport:
    """Take over premises. Those that are there already keep their address; units may be added.

    Raises:
        RuleError: premises would move, or lose a unit that a canary may have.
    """
    known = {row.premises_id: (row, _opened(session, row)) for row in _rows(session)}
    fresh: list[dict[str, object]] = []
    updated = unchanged = 0
    for one in premises:
        row, before = known.get(one.premises_id, (None, None))
        if row is None or before is None:
            row_id = new_id()
            fresh.append(
                {
                    "id": row_id,
                    "merchant_id": merchant_of(session),
                    "premises_id": one.premises_id,
                    "address": _sealed(session, row_id, one),
                }
            )
        elif before == one:
            unchanged += 1
        else:
            if str(before.address("")) != str(one.address("")) or not set(before.units) <= set(
                one.units
            ):
                raise RuleError(
                    f"premises {one.premises_id} are there already with another address, or more units",
                    remedy="Give other premises an id of their own; units can only be added",
                )
            row.address = _sealed(session, row.id, one)
            updated += 1
    if fresh:
        session.execute(insert(models.Premises), fresh)
    record(session, "premises.import", "premises", "*", created=len(fresh), updated=updated)
    unknown = tuple(
        one.premises_id
        for one in premises
        if one.locale == "zh_CN" and not is_division(one.province, one.city, one.district)
    )
    return PremisesImport(Imported(len(fresh), updated, unchanged), unknown)


def load_premises(session: Session) -> list[Premises]:
    """All premises, in the order of their ids."""
    return [_opened(session, row) for row in _rows(session)]


def _rows(session: Session) -> list[models.Premises]:
    return list(session.scalars(select(models.Premises).order_by(models.Premises.premises_id)))


def _opened(session: Session, row: models.Premises) -> Premises:
    kept = json.loads(open_sealed(session, models.Premises.address, row.id, row.address))
    return Premises(row.premises_id, **kept | {"units": tuple(kept["units"])})


def _sealed(session: Session, row_id: UUID, one: Premises) -> bytes:
    kept = {
        "province": one.province, "city": one.city, "district": one.district, "detail": one.detail,
        "units": list(one.units), "locale": one.locale, "postcode": one.postcode,
    }  # fmt: skip
    plain = json.dumps(kept, ensure_ascii=False).encode()
    return seal(session, models.Premises.address, row_id, plain)


def _premises_from(cells: dict[str, str]) -> Premises:
    parts = {
        name: plain_text(cells[name], name) for name in ("province", "city", "district", "detail")
    }
    for name in ("city", "detail"):
        if not parts[name]:
            raise InputError("is missing", field=name)
    text = plain_text(cells["units"], "units")
    for name, value in (*parts.items(), ("units", text)):
        if _NUMBER.search(unicodedata.normalize("NFKC", value)):
            raise InputError(
                "has what may be read as the telephone number of somebody", field=name,
                remedy="No stranger is ever touched: leave out digits in a row",
            )  # fmt: skip
        if "*" in value:
            raise InputError("has a star, which carriers take for a masked value", field=name)
    units = tuple(
        unit
        for piece in text.split(";")
        if piece.strip()
        for unit in units_from_pattern(piece.strip())
    )
    if not units:
        raise InputError(
            "is missing", field="units", remedy="Name the units, such as {1-3}幢{1-6}0{1-4}室"
        )
    return Premises(
        identifier(cells["premises_id"], "premises_id"),
        **parts,
        units=tuple(dict.fromkeys(units)),
        locale=cells.get("locale") or "zh_CN",
        postcode=cells.get("postcode", ""),
    )

"""The line inventory: import and list. Phone numbers come from here and from nowhere else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, insert, select, true
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.domain.line import Line, LineKind, LineRole, normal_line_value
from leaktrace.domain.times import parse_time, time_zone
from leaktrace.domain.words import member
from leaktrace.services.channels import Imported
from leaktrace.services.events import record
from leaktrace.services.files import Faults, csv_rows, identifier, plain_text
from leaktrace.storage import models
from leaktrace.storage.base import new_id
from leaktrace.storage.sealed import blind, blinds, open_sealed, seal
from leaktrace.storage.tenancy import merchant_of

__all__ = [
    "LineOverview",
    "all_line_ids",
    "check_line",
    "import_lines",
    "line_names",
    "line_value",
    "list_lines",
    "read_lines",
    "stated_by_hand",
]

COLUMNS = ("line_id", "kind", "value", "role", "acquired_at")


@dataclass(frozen=True)
class LineOverview:
    """A line, how many identities it serves, and what reached it."""

    line: Line
    identities: int
    contacts: int
    last_contact_at: datetime | None
    retired_at: datetime | None = None
    """Since when it gets no new canaries."""


def read_lines(path: Path, *, encoding: str = "utf-8") -> list[Line]:
    """The lines of ``lines.csv``.

    Raises:
        InputError: the file cannot be read.
        FileError: rows cannot be taken.
    """
    faults = Faults(path.name)
    lines: list[Line] = []
    seen: set[str] = set()
    for number, cells in csv_rows(path, COLUMNS, encoding=encoding, optional=("label",)):
        line = faults.take(number, _line_from, cells)
        if line is None:
            continue
        for key, field in ((f"id {line.line_id}", "line_id"), (f"value {line.value}", "value")):
            if key in seen:
                faults.add(InputError("is there twice", where=path.name, row=number, field=field))
            seen.add(key)
        lines.append(line)
    faults.check()
    return lines


def import_lines(session: Session, lines: Iterable[Line]) -> Imported:
    """Take over lines. A line that is there already keeps its value and role; its label may change.

    Raises:
        RuleError: a line would change its value or role, or its value belongs to another line.
    """
    known = {row.line_id: row for row in session.scalars(select(models.Line))}
    owners = {row.value_index: row.line_id for row in known.values()}
    fresh: list[dict[str, object]] = []
    updated = unchanged = 0
    for line in lines:
        row = known.get(line.line_id)
        if row is None:
            for index in blinds(session, models.Line.value_index, line.value):
                if index in owners:
                    raise RuleError(
                        f"the value of line {line.line_id} belongs to line {owners[index]} already",
                        remedy="A line has one line_id for good; correct the file",
                    )
            fresh.append(_row(session, line))
        elif (_value(session, row), row.kind, row.role) != (line.value, line.kind, line.role):
            raise RuleError(
                f"line {line.line_id} is there already with another value, kind or role",
                remedy="Give the new line a line_id of its own",
            )
        elif row.label != line.label:
            row.label = line.label
            updated += 1
        else:
            unchanged += 1
    if fresh:
        session.execute(insert(models.Line), fresh)
    record(session, "line.import", "line", "*", created=len(fresh), updated=updated)
    return Imported(len(fresh), updated, unchanged)


def list_lines(session: Session, line_ids: Sequence[str] | None = None) -> list[LineOverview]:
    """Lines by their names, with what reached them.

    Args:
        session: of the merchant.
        line_ids: only these, at the cost of their contacts; else all, at the cost of all contacts.
    """
    chosen = select(models.Line).order_by(models.Line.line_id)
    if line_ids is not None:
        chosen = chosen.where(models.Line.line_id.in_(line_ids))
    rows = session.scalars(chosen).all()
    keys = None if line_ids is None else [row.id for row in rows]
    identities = dict(
        session.execute(
            select(models.IdentityLine.line_id, func.count())
            .where(true() if keys is None else models.IdentityLine.line_id.in_(keys))
            .group_by(models.IdentityLine.line_id)
        ).all()
    )
    contacts = {
        line_id: (count, last)
        for line_id, count, last in session.execute(
            select(
                models.ContactLine.line_id,
                # Of what supersedes something only the time counts.
                func.count().filter(models.Contact.supersedes_id.is_(None)),
                func.max(models.Contact.occurred_at),
            )
            .join(models.Contact, models.Contact.id == models.ContactLine.contact_id)
            .where(true() if keys is None else models.ContactLine.line_id.in_(keys))
            .group_by(models.ContactLine.line_id)
        ).all()
    }
    return [
        LineOverview(
            line_value(session, row), identities.get(row.id, 0), count, last, row.retired_at
        )
        for row in rows
        for count, last in (contacts.get(row.id, (0, None)),)
    ]


def all_line_ids(session: Session) -> list[str]:
    """The names of all lines, retired ones too."""
    return list(session.scalars(select(models.Line.line_id).order_by(models.Line.line_id)))


def line_names(session: Session, *, limit: int) -> list[tuple[str, str]]:
    """The line_ids and labels of lines that are in use, by name, at most `limit`."""
    rows = session.execute(
        select(models.Line.line_id, models.Line.label)
        .where(models.Line.retired_at.is_(None))
        .order_by(models.Line.line_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def check_line(session: Session, line_id: str) -> None:
    """Pass only if there is a line of that name.

    Raises:
        NotFoundError: there is none.
    """
    if session.scalar(select(models.Line.id).where(models.Line.line_id == line_id)) is None:
        raise NotFoundError(
            f"there is no line {line_id[:40]!r}", remedy="See 'leaktrace line list'"
        )


def stated_by_hand(session: Session, *, zone: str = "", line: str = "") -> dict[str, str]:
    """Zone and line that a person states for records which do not, as the settings of a delivery; without what is empty.

    Raises:
        InputError: there is no such zone.
        NotFoundError: there is no such line.
    """
    if zone:
        time_zone(zone)
    if line:
        check_line(session, line)
    return {name: value for name, value in (("zone", zone), ("line", line)) if value}


def line_value(session: Session, row: models.Line) -> Line:
    """The line of a row, opened."""
    return Line(row.line_id, row.kind, _value(session, row), row.role, row.acquired_at, row.label)


def _value(session: Session, row: models.Line) -> str:
    return open_sealed(session, models.Line.value, row.id, row.value).decode()


def _row(session: Session, line: Line) -> dict[str, object]:
    row_id = new_id()
    return {
        "id": row_id,
        "merchant_id": merchant_of(session),
        "line_id": line.line_id,
        "kind": line.kind,
        "role": line.role,
        "value": seal(session, models.Line.value, row_id, line.value.encode()),
        "value_index": blind(session, models.Line.value_index, line.value),
        "acquired_at": line.acquired_at,
        "label": line.label,
    }


def _line_from(cells: dict[str, str]) -> Line:
    kind = member(LineKind, cells["kind"], field="kind")
    if kind is LineKind.PHONE and not cells["value"].startswith("+"):
        raise InputError(
            "a phone line is given in E.164", field="value", remedy="Write it as +12025550123"
        )
    return Line(
        line_id=identifier(cells["line_id"], "line_id"),
        kind=kind,
        value=normal_line_value(kind, cells["value"]),
        role=member(LineRole, cells["role"], field="role"),
        acquired_at=parse_time(cells["acquired_at"], field="acquired_at"),
        label=plain_text(cells["label"], "label"),
    )

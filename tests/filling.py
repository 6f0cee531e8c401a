"""Rows for any table, made up from the types and foreign keys of its columns."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

_NUMBERS = count(1000)
_START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


def fill(connection: sa.Connection, tables: Iterable[sa.Table]) -> dict[str, dict[str, Any]]:
    """Insert one row into each table, parents first; what was inserted, by table."""
    rows: dict[str, dict[str, Any]] = {}
    for table in tables:
        rows[table.name] = row_of(table, rows)
        connection.execute(table.insert(), rows[table.name])
    return rows


def row_of(table: sa.Table, parents: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A new row that points at these parents. Pointers of a table at itself stay empty."""
    row = {}
    for column in table.columns:
        keys = [
            key
            for constraint in table.foreign_key_constraints
            for key in constraint.elements
            if key.parent is column
        ]
        if not keys:
            row[column.name] = _value(column.type)
        elif keys[0].column.table is table:
            row[column.name] = None
        else:
            row[column.name] = parents[keys[0].column.table.name][keys[0].column.name]
    return row


def _value(kind: sa.types.TypeEngine[Any]) -> Any:
    """A value that no other row has, where the type has so many."""
    number = next(_NUMBERS)
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, sa.Enum) and kind.enum_class:
        return next(iter(kind.enum_class))
    if isinstance(kind, sa.types.CHAR) and kind.length == 32:
        return uuid4().hex  # what SQLite tells of a Uuid
    choices: list[tuple[Any, Any]] = [
        (sa.Uuid, uuid4()),
        (sa.String, f"v{number}"),
        (sa.types.LargeBinary, os.urandom(24)),
        (sa.types.BLOB, os.urandom(24)),
        (sa.DateTime, _START + timedelta(minutes=number)),
        (sa.Boolean, True),
        (sa.Integer, number),
        (sa.Numeric, number),
        (sa.JSON, {"number": number}),
    ]
    for known, value in choices:
        if isinstance(kind, known):
            return value
    raise NotImplementedError(f"no value for {kind!r}")

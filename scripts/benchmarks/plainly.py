"""The baselines of intake: every row that it wrote, in every table, as it stands there, written as plainly as can be.

These are the sealed deliveries, that each was parsed, the entries of the audit trail, the contacts, the lines
they reached, the readings and the orders these matched. What was there before is left out.
"""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from children import Clock
from psycopg import sql

WRITTEN = {
    "delivery": "",
    "delivery_parse": "",
    "event": "WHERE action = 'delivery.parse'",
    "contact": "",
    "contact_line": "",
    "reading": "",
    "reading_order": "",
}
"""The tables that an intake writes to, each with what tells its rows from those that were there before."""
CHUNK = 5_000


def executemany(database: Path, target: Path) -> dict[str, float]:
    """Into a fresh SQLite file with the same columns and indexes: `sqlite3.executemany`, no foreign keys."""
    source = sqlite3.connect(database)
    held = {
        name: source.execute(f"SELECT * FROM {name} {which}").fetchall()
        for name, which in WRITTEN.items()
    }
    schema = [
        text
        for (text,) in source.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
            f" AND tbl_name IN ({', '.join('?' * len(WRITTEN))}) ORDER BY type = 'index'",
            tuple(WRITTEN),
        )
    ]
    source.close()
    plain = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
        plain.execute(f"PRAGMA {pragma}")
    for statement in schema:
        plain.execute(statement)
    clock = Clock()
    for name, rows in held.items():
        marks = ", ".join("?" * len(rows[0])) if rows else ""
        for start in range(0, len(rows), CHUNK):
            plain.execute("BEGIN IMMEDIATE")
            plain.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[start : start + CHUNK])
            plain.execute("COMMIT")
    spent = clock.read()
    plain.close()
    return spent


def copy(url: str) -> dict[str, float]:
    """Into PostgreSQL tables of the same columns and indexes: binary COPY, no foreign keys."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA plain")
        held: dict[str, list[Any]] = {}
        types: dict[str, list[str]] = {}
        for name, which in WRITTEN.items():
            held[name] = connection.execute(
                sql.SQL("SELECT * FROM public.{} {}").format(sql.Identifier(name), sql.SQL(which))
            ).fetchall()
            types[name] = [
                kind
                for (kind,) in connection.execute(
                    "SELECT udt_name FROM information_schema.columns"
                    " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
                    (name,),
                )
            ]
            connection.execute(
                sql.SQL("CREATE TABLE plain.{0} (LIKE public.{0} INCLUDING ALL)").format(
                    sql.Identifier(name)
                )
            )
        clock = Clock()
        for name, rows in held.items():
            into = sql.SQL("COPY plain.{} FROM STDIN (FORMAT BINARY)").format(sql.Identifier(name))
            with connection.cursor() as cursor, cursor.copy(into) as stream:
                stream.set_types(types[name])
                for row in rows:
                    stream.write_row(row)
        return clock.read()

"""The baselines of intake: the same rows of contacts, lines and readings, written as plainly as can be."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from children import Clock
from psycopg import sql

TABLES = ("contact", "contact_line", "reading")
CHUNK = 5_000


def executemany(database: Path, target: Path) -> dict[str, float]:
    """Into a fresh SQLite file with the same columns and indexes: `sqlite3.executemany`, no foreign keys."""
    source = sqlite3.connect(database)
    held = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    schema = [
        text
        for (text,) in source.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN (?, ?, ?)"
            " ORDER BY type = 'index'",
            TABLES,
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
        for name in TABLES:
            held[name] = connection.execute(
                sql.SQL("SELECT * FROM public.{}").format(sql.Identifier(name))
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

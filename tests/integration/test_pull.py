"""Sources that are fetched: once and no more, going on where it stopped, waiting and alarming when it fails."""

import contextlib
import io
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from loopback import gateway_running
from processes import run_command
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from leaktrace.domain.errors import NotFoundError, SourceError
from leaktrace.domain.ports import Pulled
from leaktrace.domain.source import RunOutcome, SourceKind
from leaktrace.intake.native import NativeFormat
from leaktrace.scheduler.collect import collect_source
from leaktrace.scheduler.worker import Worker
from leaktrace.services import source_runs, sources
from leaktrace.services.deliveries import store_delivery
from leaktrace.storage.lease import take_lease
from leaktrace.storage.models import Contact, Delivery, IntakeRun, Source

LINE = "line_id,kind,value,role,acquired_at,label\nL1,phone,+8614000000001,canary,2026-09-01T00:00:00Z,\n"
START = datetime(2026, 11, 20, 8, tzinfo=UTC)
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def event(number):
    return {
        "ref": f"r{number}",
        "medium": "sms",
        "line": "L1",
        "occurred_at": "2026-10-20T10:00:00+08:00",
        "caller": "+8614100000001",
        "text": f"number {number}",
    }


@pytest.fixture
def pulled(demo, gateway, tmp_path):
    """A line, and a source "box" that is fetched from the gateway; the command."""
    (tmp_path / "lines.csv").write_text(LINE)
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    (tmp_path / "secret").write_text(f"{gateway.secret}\n")
    (tmp_path / "secret").chmod(0o600)
    words = ("--format", "loopback", "--kind", "pull", "--set", f"port={gateway.port}")
    done = demo("source", "add", "box", *words, "--secret-file", tmp_path / "secret", "--json")
    assert (done.status, done.err, done.json["secret"]) == (0, "", None)
    return demo


def refs(tenant):
    with tenant.reads.begin() as session:
        return list(session.scalars(select(Contact.ref).order_by(Contact.ref)))


def runs(tenant):
    with tenant.reads.begin() as session:
        return [(one.outcome, one.stored, one.error) for one in session.scalars(select(IntakeRun))]


def list_names(tenant):
    with tenant.reads.begin() as session:
        return [one.name for one in sources.list_sources(session)]


def box(tenant):
    with tenant.reads.begin() as session:
        return next(one for one in sources.list_sources(session) if one.name == "box")


# --- Fetching ------------------------------------------------------------------------------------


def test_what_is_there_is_fetched_once_although_the_gateway_gives_some_of_it_again(
    pulled, gateway, tenant
):
    gateway.add(*map(event, range(12)))
    first = pulled("source", "run", "box", "--json").json
    assert (first["stored"], first["duplicates"]) == (12, 2)
    again = pulled("source", "run", "box", "--json").json
    assert (again["received"], again["stored"]) == (0, 0)
    gateway.add(event(12))
    assert pulled("source", "run", "box", "--json").json["stored"] == 1
    assert len(refs(tenant)) == 13
    assert [outcome for outcome, _, _ in runs(tenant)] == [RunOutcome.DONE] * 2


def test_a_source_is_tried_without_taking_anything_in(pulled, gateway, tenant):
    assert "reached; nothing new waits" in pulled("source", "test", "box").out
    gateway.add(event(1))
    assert pulled("source", "test", "box", "--json").json == {
        "name": "box",
        "ok": True,
        "new": True,
    }
    assert refs(tenant) == []
    gateway.secret = "another"
    refused = pulled("source", "test", "box")
    assert (refused.status, "the gateway answers 401" in refused.err) == (1, True)


def test_the_mark_is_stored_with_the_delivery_and_what_came_before_a_fault_is_kept(
    pulled, gateway, app, tenant, monkeypatch
):
    gateway.add(*map(event, range(9)))

    def page_until_it_breaks(after):
        if after:
            gateway.secret = "changed meanwhile"
        return whole(after)

    whole = gateway.page
    monkeypatch.setattr(gateway, "page", page_until_it_breaks)
    failed = pulled("source", "run", "box")
    assert (failed.status, "answers 401" in failed.err) == (1, True)
    assert len(refs(tenant)) == 9
    with tenant.reads.begin() as session:
        assert source_runs.pull_source(session, "box").cursor == "9"
        assert len(session.scalars(select(Delivery)).all()) == 2
    assert [outcome for outcome, _, _ in runs(tenant)] == [RunOutcome.FAILED]


def test_what_was_fetched_and_not_read_is_read_the_next_time(pulled, app, tenant):
    with tenant.writes.begin() as session:
        source = source_runs.pull_source(session, "box")
        pulled_ = Pulled(json.dumps(event(1)).encode(), "1")
        source_runs.keep_pulled(session, source, pulled_)
    assert refs(tenant) == []
    assert pulled("source", "run", "box").status == 0
    assert refs(tenant) == ["r1"]


def test_a_look_ends_early_when_it_is_told_to_and_the_next_goes_on(pulled, gateway, app, tenant):
    gateway.add(*map(event, range(12)))
    collect_source(app, tenant, "box", stop=lambda: True)
    assert len(refs(tenant)) == 5
    collect_source(app, tenant, "box")
    assert len(refs(tenant)) == 12


def test_a_source_that_is_deleted_in_the_middle_of_a_look_stops_no_other(
    pulled, gateway, app, tenant, monkeypatch
):
    gateway.add(*map(event, range(9)))
    whole = gateway.page

    def page_and_delete(after):
        with tenant.writes.begin() as session:
            session.execute(delete(Source))
        return whole(after)

    monkeypatch.setattr(gateway, "page", page_and_delete)
    with working(app, collect_s=1):
        assert soon(lambda: gateway.served)
        assert soon(lambda: not list_names(tenant))
        monkeypatch.undo()
        with tenant.writes.begin() as session:
            sources.add_source(session, "later", "native", SourceKind.HOOK, {})
            source = sources.find_source(session, "later")
            store_delivery(session, source.id, json.dumps(event(20)).encode())
        assert soon(lambda: refs(tenant) == ["r20"])


# --- Secrets -------------------------------------------------------------------------------------


def test_the_secret_is_sealed_and_shown_nowhere(pulled, gateway, tenant):
    with tenant.reads.begin() as session:
        row = session.scalars(select(Source)).one()
        assert gateway.secret.encode() not in row.secret
        assert row.settings == {"port": str(gateway.port)}
    gateway.port = 1
    with tenant.writes.begin() as session:
        session.scalars(select(Source)).one().settings = {"port": "1"}
    assert pulled("source", "run", "box").status == 1
    shown = [
        pulled(*words) for words in (("source", "list", "--json"), ("event", "list", "--json"))
    ]
    assert gateway.secret not in "".join(done.out + done.err for done in shown)
    assert "cannot be reached (ConnectionRefusedError) with ***" in box(tenant).last_error


@sqlite_only
def test_a_secret_comes_from_a_file_or_stdin_and_never_as_a_setting(
    demo, loopback_format, monkeypatch, tenant, tmp_path
):
    words = ("--format", "loopback", "--kind", "pull")
    refused = demo("source", "add", "a", *words, "--set", "password=x")
    assert (refused.status, "--secret-file" in refused.err) == (2, True)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO("密 \n".encode())))
    assert demo("source", "add", "b", *words, "--secret-file", "-").status == 0
    with tenant.reads.begin() as session:
        assert source_runs.pull_source(session, "b").secret == "密 "
    (tmp_path / "empty").write_text("\n")
    for path, said in (("empty", "no secret in it"), ("gone", "cannot be read")):
        failed = demo("source", "add", "c", *words, "--secret-file", tmp_path / path)
        assert (failed.status > 0, said in failed.err) == (True, True)


@sqlite_only
def test_a_hook_takes_the_secret_that_its_vendor_gave(demo, tenant, app, tmp_path):
    (tmp_path / "token").write_text("of the vendor")
    (tmp_path / "token").chmod(0o644)
    words = ("--format", "smsforwarder", "--kind", "hook", "--secret-file", tmp_path / "token")
    done = demo("source", "add", "phones", *words)
    assert "secret" not in done.out
    assert "can be read by others" in done.err
    with app.reads.begin() as session:
        assert sources.find_hook(session, "phones").secret == "of the vendor"


@sqlite_only
def test_kinds_and_settings_that_cannot_be_are_refused(demo, tmp_path):
    (tmp_path / "s").write_text("x")
    for words, said in (
        (("--format", "native", "--kind", "pull"), "cannot be fetched"),
        (("--format", "native", "--kind", "folder", "--path", tmp_path, "--secret-file", tmp_path / "s"), "has no secret"),
        (("--format", "smsforwarder", "--kind", "hook", "--set", "allow=everywhere"), "is no network"),
    ):  # fmt: skip
        done = demo("source", "add", "x", *words)
        assert (done.status, said in done.err) == (2, True), words


# --- Failing -------------------------------------------------------------------------------------


@pytest.fixture
def failing(pulled, gateway, app, tenant, time_machine):
    """At eight o'clock the gateway refuses; ``look(minutes)`` looks again so many minutes later."""
    gateway.secret = "changed"

    def look(minutes):
        time_machine.move_to(START + timedelta(minutes=minutes), tick=False)
        with capture_logs() as logs, contextlib.suppress(SourceError):
            collect_source(app, tenant, "box")
        return [log for log in logs if log["event"].startswith("source ")]

    return look


def test_after_failures_it_waits_twice_as_long_each_time(failing, tenant):
    waits, at = [], 0.0
    for _ in range(7):
        failing(at)
        one = box(tenant)
        waits.append((one.next_attempt_at - one.last_run_at).total_seconds())
        at += 1
    for wait, plain in zip(waits, (60, 120, 240, 480, 900, 900, 900), strict=True):
        assert 0.8 * plain <= wait <= 1.2 * plain
    with tenant.reads.begin() as session:
        assert source_runs.is_waiting(session, "box")
    assert box(tenant).failures == 7


def test_failing_for_an_hour_raises_an_alarm_once_and_success_ends_it(
    failing, gateway, pulled, tenant, monkeypatch
):
    assert [failing(minutes) for minutes in (0, 30, 59)] == [[], [], []]
    (alarm,) = failing(60)
    assert (alarm["event"], alarm["log_level"], alarm["source"]) == (
        "source failing",
        "warning",
        "box",
    )
    assert "401" in alarm["error"]
    assert failing(75) == []
    (listed,) = pulled("source", "list", "--json").json
    assert (listed["failing_since"], listed["alarmed_at"]) == (
        "2026-11-20T08:00:00Z",
        "2026-11-20T09:00:00Z",
    )
    assert listed["failures"] == 5
    doctor = pulled("doctor")
    assert doctor.status == 1
    assert (
        "WRONG source box: ALARM, failing since 2026-11-20T08:00:00Z: the gateway answers 401"
        in doctor.err
    )
    gateway.secret = "open sesame"
    (over,) = failing(90)
    assert over["event"] == "source recovered"
    (listed,) = pulled("source", "list", "--json").json
    assert (listed["last_error"], listed["failures"]) == ("", 0)
    assert [listed[name] for name in ("failing_since", "next_attempt_at", "alarmed_at")] == [
        None
    ] * 3
    actions = [row["action"] for row in pulled("event", "list", "--json").json]
    assert [action for action in actions if action.startswith("source.")] == [
        "source.recovered", "source.alarm", "source.add",
    ]  # fmt: skip


def test_a_gateway_that_came_back_is_fetched_from_without_anybody_doing_anything(
    pulled, gateway, app, tenant
):
    gateway.add(event(1))
    wrong, gateway.secret = gateway.secret, "changed"
    assert pulled("source", "run", "box").status == 1
    gateway.secret = wrong
    with tenant.writes.begin() as session:
        session.scalars(select(Source)).one().next_attempt_at = None
    with working(app, collect_s=1):
        assert soon(lambda: refs(tenant) == ["r1"])
    assert [outcome for outcome, _, _ in runs(tenant)] == [RunOutcome.FAILED, RunOutcome.DONE]


def test_a_clock_that_is_set_back_makes_nothing_wait_for_it_to_catch_up(
    failing, gateway, app, tenant, time_machine
):
    failing(0)
    time_machine.move_to(START - timedelta(days=3), tick=False)
    with tenant.reads.begin() as session:
        assert not source_runs.is_waiting(session, "box")
    failing(-3 * 1440)
    assert [alarm["event"] for alarm in failing(-3 * 1440 + 60)] == ["source failing"]


@sqlite_only  # elsewhere the clock of the database counts
def test_a_lease_from_before_the_clock_was_set_back_binds_nobody(app, time_machine):
    time_machine.move_to(START, tick=False)

    def takes(holder):
        with app.writes.begin() as session:
            return take_lease(session, "scheduler", holder)

    assert [takes("one"), takes("other")] == [True, False]
    time_machine.move_to(START - timedelta(days=1), tick=False)
    assert [takes("other"), takes("one")] == [True, False]


# --- The worker ----------------------------------------------------------------------------------


class working:  # noqa: N801 - reads as what it is
    """A worker in a thread of this process."""

    def __init__(self, app, **options):
        self._worker = Worker(app, **options)
        self._thread = threading.Thread(target=self._worker.run)

    def __enter__(self):
        self._thread.start()

    def __exit__(self, *_):
        self._worker.stop()
        self._thread.join()


def soon(condition, within_s=15):
    """Whether it comes to pass."""
    patience = threading.Event()
    for _ in range(int(within_s / 0.05)):
        if condition():
            return True
        patience.wait(0.05)
    return False


@sqlite_only
def test_a_look_that_has_not_ended_keeps_the_next_from_beginning_and_that_is_noted(
    pulled, gateway, app, tenant
):
    gateway.add(event(1))
    gateway.ready.clear()
    with working(app, collect_s=1):
        assert soon(lambda: len(runs(tenant)) >= 1)
        outcome, _, error = runs(tenant)[0]
        assert (outcome, error) == (
            RunOutcome.SKIPPED,
            "the look before this one has not ended yet",
        )
        assert gateway.served == 1
        gateway.ready.set()
        assert soon(lambda: refs(tenant) == ["r1"])
    assert box(tenant).last_error == ""


@sqlite_only
def test_each_source_is_looked_at_as_often_as_it_says_and_not_while_it_waits(
    pulled, gateway, app, tenant
):
    with tenant.writes.begin() as session:
        row = session.scalars(select(Source)).one()
        row.settings = row.settings | {"every": "1"}
        row.next_attempt_at = datetime.now(UTC) + timedelta(minutes=10)
    with working(app, collect_s=3600):
        assert not soon(lambda: gateway.served, within_s=1.2)
        with tenant.writes.begin() as session:
            session.scalars(select(Source)).one().next_attempt_at = None
        assert soon(lambda: gateway.served >= 2)


class Breaking(NativeFormat):
    """A parser of somebody else, with a fault."""

    name = "breaking"

    def __init__(self):
        self.is_broken = True

    def parse(self, delivery, context):
        if self.is_broken:
            raise ZeroDivisionError
        return super().parse(delivery, context)


@sqlite_only
@pytest.mark.parametrize("kind", ["faulty", "gone"])
def test_what_one_parser_cannot_do_keeps_no_other_source_from_being_read(pulled, app, tenant, kind):
    breaking = Breaking()
    if kind == "faulty":
        app.formats = {**app.formats, "breaking": breaking}
    with tenant.writes.begin() as session:
        sources.add_source(session, "a", "breaking", SourceKind.HOOK, {})
        sources.add_source(session, "b", "native", SourceKind.HOOK, {})
        for number, name in enumerate(("a", "b"), 1):
            source = sources.find_source(session, name)
            store_delivery(session, source.id, json.dumps(event(number)).encode())

    def shown(name):
        with tenant.reads.begin() as session:
            return next(one for one in sources.list_sources(session) if one.name == name)

    with working(app, collect_s=3600):
        assert soon(lambda: refs(tenant) == ["r2"] and shown("a").last_error)
        assert shown("a").failing_since
        assert shown("a").next_attempt_at
        told = "ZeroDivisionError" if kind == "faulty" else "the format breaking is not installed"
        assert told in shown("a").last_error
        assert soon(lambda: shown("b").last_success_at)
        assert not shown("b").last_error
        breaking.is_broken = False
        app.formats = {**app.formats, "breaking": breaking}
        with tenant.writes.begin() as session:
            sources.find_source(session, "a").next_attempt_at = None
        assert soon(lambda: refs(tenant) == ["r1", "r2"])
        assert soon(lambda: not shown("a").last_error)


class Rotating(NativeFormat):
    """Its files may be moved away while others are read, and one cannot be read at all."""

    name = "rotating"

    def split(self, stream):
        if stream.name.endswith("a.jsonl"):
            Path(stream.name).with_name("b.jsonl").unlink()
        if stream.name.endswith("c.jsonl"):
            raise PermissionError(13, "Permission denied", stream.name)
        return super().split(stream)


@sqlite_only
def test_a_file_that_cannot_be_read_or_is_gone_keeps_no_other_of_its_folder_from_being_read(
    pulled, app, tenant, tmp_path
):
    app.formats = {**app.formats, "rotating": Rotating()}
    folder = tmp_path / "calls"
    folder.mkdir()
    for number, name in enumerate("abcd", 1):
        (folder / f"{name}.jsonl").write_text(json.dumps(event(number)) + "\n")
    with tenant.writes.begin() as session:
        sources.add_source(session, "pbx", "rotating", SourceKind.FOLDER, {"path": str(folder)})
    with pytest.raises(NotFoundError, match=r"c\.jsonl: the file cannot be read"):
        collect_source(app, tenant, "pbx")
    assert refs(tenant) == ["r1", "r4"]
    (noted,) = runs(tenant)
    assert (noted[0], "c.jsonl" in noted[2]) == (RunOutcome.FAILED, True)


@sqlite_only
def test_a_clock_that_is_set_back_stops_no_look(pulled, gateway, app, tenant, time_machine):
    time_machine.move_to(START)
    with working(app, collect_s=1):
        assert soon(lambda: gateway.served)
        time_machine.move_to(START - timedelta(days=1))
        gateway.add(event(1))
        assert soon(lambda: refs(tenant) == ["r1"])


@sqlite_only
def test_a_gateway_that_is_gone_is_told_of_and_found_again(pulled, gateway, app, tenant, tmp_path):
    gateway.add(event(1))
    with tenant.writes.begin() as session:
        session.scalars(select(Source)).one().settings = {"port": "9"}
    assert pulled("source", "run", "box").status == 1
    assert "cannot be reached" in pulled("doctor").err
    with gateway_running(type(gateway)()) as other:
        other.add(event(2))
        with tenant.writes.begin() as session:
            session.scalars(select(Source)).one().settings = {"port": str(other.port)}
        assert pulled("source", "run", "box").status == 0
    assert refs(tenant) == ["r2"]


@sqlite_only
def test_a_look_that_fails_is_told_in_one_line_without_traceback_or_secret(
    pulled, gateway, app, tmp_path
):
    secret, gateway.secret = gateway.secret, "another"
    options = ("--home", app.settings.home, "--database", app.settings.database)
    log = tmp_path / "log"
    with run_command(log, "worker", *options):
        assert soon(lambda: log.exists() and "job not done" in log.read_text(), within_s=60)
    told = log.read_text()
    assert "answers 401" in told
    assert "Traceback" not in told
    assert secret not in told

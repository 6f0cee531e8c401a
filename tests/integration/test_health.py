"""How often sources bring something, how late, and which sources and lines have gone silent."""

import json
import warnings
from datetime import UTC, datetime, timedelta

import pytest

from leaktrace.console.app import create_app
from leaktrace.domain.account import Role
from leaktrace.services import accounts, sources
from leaktrace.services.line_health import line_health
from leaktrace.services.source_rates import source_rates

with warnings.catch_warnings():
    # Starlette asks for another HTTP client than the one that is pinned; either does.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

LINES = "line_id,kind,value,role,acquired_at,label\n" + "".join(
    f"L{n},phone,+861400000000{n},canary,2026-09-01T00:00:00Z,\n" for n in (1, 2)
)
TODAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def watched(demo, tmp_path, time_machine):
    """Two lines, one called daily until the 1st of November, by a hook and a folder."""
    time_machine.move_to(TODAY)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    words = ("source", "add", "calls", "--format", "native", "--kind", "folder", "--path", inbox)
    assert demo(*words).status == 0
    hook = ("source", "add", "phones", "--format", "smsforwarder", "--kind", "hook")
    assert demo(*hook).status == 0

    def come(until, name="a"):
        days = (datetime(2026, 9, 2, 3, tzinfo=UTC) + timedelta(days=n) for n in range(200))
        rows = [
            {
                "ref": f"r{at:%m%d}", "medium": "call", "line": "L1", "occurred_at": at.isoformat(),
                "received_at": (at + timedelta(seconds=30)).isoformat(),
            }
            for at in days
            if at < until
        ]  # fmt: skip
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (inbox / f"{name}.jsonl").write_text(text, encoding="utf-8")
        assert demo("source", "run", "calls").status == 0

    return come


def findings(demo):
    return {one["subject"]: one for one in demo("doctor", "--json").json}


def test_a_source_and_a_line_that_fell_silent_are_told_of_and_recover_by_themselves(demo, watched):
    watched(datetime(2026, 11, 1, tzinfo=UTC))
    found = findings(demo)
    assert not found["source calls"]["ok"]
    assert "silent for longer than it ever is" in found["source calls"]["text"]
    assert not found["line L1"]["ok"]
    assert "line L2" not in found
    assert found["source phones"] == {
        "subject": "source phones", "ok": True, "text": "nothing has come yet",
    }  # fmt: skip
    watched(TODAY, name="b")
    found = findings(demo)
    assert found["source calls"]["ok"]
    assert "half of them within 30 s" in found["source calls"]["text"]
    assert "line L1" not in found


def test_rate_and_lag_of_a_source_are_listed(demo, watched, tenant):
    watched(TODAY)
    with tenant.reads.begin() as session:
        rate = source_rates(session)["calls"]
    assert (rate.contacts, rate.lag_s, rate.silent) == (80, 30.0, False)
    assert rate.per_day == pytest.approx(1.0, abs=0.02)
    (calls, phones) = demo("source", "list", "--json").json
    assert (calls["contacts"], calls["lag_s"], calls["silent"]) == (80, 30.0, False)
    assert calls["per_day"] == pytest.approx(1.0, abs=0.02)
    assert (phones["contacts"], phones["last_contact_at"], phones["lag_s"]) == (0, None, None)
    assert "30 s" in demo("source", "list").out
    (one, two) = demo("line", "health", "--json").json
    assert one["per_day"] == pytest.approx(1.0, abs=0.05)
    assert (two["per_day"], two["silent"]) == (0, False)


def test_a_paused_source_and_files_by_hand_are_not_waited_for(demo, watched, tenant):
    watched(datetime(2026, 11, 1, tzinfo=UTC))
    with tenant.writes.begin() as session:
        sources.pause_source(session, "calls")
    assert "source calls" not in findings(demo)
    with tenant.reads.begin() as session:
        assert not source_rates(session)["calls"].silent


def test_the_console_tells_what_a_source_brings_and_that_it_is_silent(demo, watched, app, tenant):
    watched(datetime(2026, 11, 1, tzinfo=UTC))
    with tenant.writes.begin() as session:
        accounts.add_user(session, "li.na", "correct horse battery", Role.VIEWER)
    client = TestClient(create_app(app), base_url="http://127.0.0.1:8470", follow_redirects=False)
    with client:
        client.post("/login", data={"login": "li.na", "password": "correct horse battery"})
        text = client.get("/sources", headers={"accept-language": "en"}).text
    assert "half within 30 seconds" in text
    assert "Silent for longer than it ever is" in text


def test_what_came_before_a_line_was_acquired_says_nothing_of_the_line(
    demo, tenant, tmp_path, time_machine
):
    """The number had another holder, whose calls make neither a history nor an alarm."""
    time_machine.move_to(TODAY)
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    acquired = datetime(2026, 9, 1, tzinfo=UTC)

    def called(days):
        rows = [
            {"ref": f"r{number}", "medium": "call", "line": "L1", "occurred_at": (acquired + timedelta(days=number)).isoformat()}
            for number in days
        ]  # fmt: skip
        path = tmp_path / "calls.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert demo("ingest", path, "--format", "native").status == 0
        with tenant.reads.begin() as session:
            (one, _) = line_health(session)
        return one

    before = called(range(-90, 0))
    assert (before.contacts, before.per_day, before.last_contact_at) == (0, 0.0, None)
    assert not before.silent
    assert not before.rings
    after = called([0, 3])
    assert (after.contacts, after.last_contact_at) == (2, acquired + timedelta(days=3))


def test_a_test_word_that_arrives_on_another_line_is_told_of_until_one_comes_back_right(
    demo, tmp_path
):
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    word = demo("line", "verify", "L1", "--json").json[0]["nonce"]

    def health_after(ref, line):
        row = {"ref": ref, "medium": "sms", "line": line, "occurred_at": datetime.now(UTC).isoformat(), "text": f"test {word}"}  # fmt: skip
        (tmp_path / f"{ref}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert demo("ingest", tmp_path / f"{ref}.jsonl", "--format", "native").status == 0
        one, other = demo("line", "health", "--json").json
        assert not other["strayed"]
        return one["strayed"], one["verified_at"] is not None

    assert health_after("wrong", "L2") == (True, False)
    assert "its test word arrived on another line" in demo("line", "health").out
    steps = demo("line", "show", "L1", "--json").json
    assert [(one["step"], one["note"]) for one in steps][1:] == [("strayed", "L2")]
    assert demo("contact", "list", "--line", "L2", "--json").json["contacts"][0]["contact_id"] == steps[1]["contact_id"]  # fmt: skip
    assert health_after("right", "L1") == (False, True)
    assert health_after("wrong-again", "L2") == (False, True)


def test_a_line_that_only_takes_calls_is_verified_by_a_call_from_the_number_that_was_said(
    demo, tmp_path
):
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    assert "leaktrace line verify LINE --caller NUMBER" in demo("line", "health").out
    said = demo("line", "verify", "L1", "--caller", "14000000009", "--json").json
    assert said == [{"line_id": "L1", "caller": "+8614000000009"}]

    def verified_after(ref, caller, at):
        row = {"ref": ref, "medium": "call", "line": "L1", "caller": caller, "occurred_at": at.isoformat()}  # fmt: skip
        (tmp_path / f"{ref}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert demo("ingest", tmp_path / f"{ref}.jsonl", "--format", "native").status == 0
        return demo("line", "health", "--json").json[0]["verified_at"]

    now = datetime.now(UTC)
    assert verified_after("stranger", "+8614000000008", now) is None
    assert verified_after("withheld", "unknown", now) is None
    assert verified_after("long-ago", "+8614000000009", now - timedelta(days=1)) is None
    assert verified_after("ours", "8614000000009", now) is not None
    assert "--caller NUMBER" in demo("line", "health").out


def test_a_mailbox_is_not_tested_by_a_call(demo, tmp_path):
    row = "L9,email,shop@inbox.example.com,canary,2026-09-01T00:00:00Z,\n"
    (tmp_path / "lines.csv").write_text(LINES + row, encoding="utf-8")
    demo("line", "import", tmp_path / "lines.csv")
    done = demo("line", "verify", "L9", "--caller", "14000000009")
    assert (done.status, "L9 cannot be called" in done.err) == (2, True)
    every = demo("line", "verify", "--caller", "14000000009", "--json").json
    assert [one["line_id"] for one in every] == ["L1", "L2"]


def test_the_list_says_which_lines_are_retired(demo, tmp_path):
    (tmp_path / "lines.csv").write_text(LINES, encoding="utf-8")
    demo("line", "import", tmp_path / "lines.csv")
    assert demo("line", "retire", "L2", "--custody", "SIM stays in phone 3").status == 0
    first, second = demo("line", "list", "--json").json
    assert (first["retired_at"], second["retired_at"] is None) == (None, False)
    assert demo("line", "list").out.count("canary, retired") == 1

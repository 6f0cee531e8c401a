"""Two people at one quarantine: what one has settled, the other's bulk passes over and counts."""

import json
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from leaktrace.services import quarantine_acts

LINES = "line_id,kind,value,role,acquired_at,label\n"


@pytest.fixture
def waiting(demo, tmp_path):
    """Keys of three records whose line was unknown when they came; it is known now."""
    rows = [
        {"ref": f"q{number}", "medium": "call", "line": "L1", "occurred_at": "2026-09-20T02:00:00Z", "text": str(number)}
        for number in range(3)
    ]  # fmt: skip
    path = tmp_path / "calls.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert demo("ingest", path, "--format", "native").status == 0
    line = "L1,phone,+8614000000001,canary,2026-09-01T00:00:00Z,\n"
    (tmp_path / "lines.csv").write_text(LINES + line, encoding="utf-8")
    assert demo("line", "import", tmp_path / "lines.csv").status == 0
    return [UUID(row["id"]) for row in demo("quarantine", "list", "--json").json]


@contextmanager
def somebody_discards(tenant, keys):
    """As soon as anybody has looked which records wait, these are discarded by somebody else."""
    left = [list(keys)]

    def discard(_connection, _cursor, statement, *_more):
        if left and statement.startswith("SELECT quarantine.id") and "resolution" in statement:
            with tenant.writes.begin() as session:
                quarantine_acts.discard(session, left.pop(), "done by another")

    event.listen(Engine, "after_cursor_execute", discard)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", discard)
    assert not left


def test_a_bulk_replay_goes_on_past_what_another_settled_and_counts_it(demo, tenant, waiting):
    with somebody_discards(tenant, waiting[:1]):
        done = demo("quarantine", "replay", "--all")
    assert (done.status, done.err) == (0, "")
    assert done.out == "2 stored, 0 still refused, 1 settled by others meanwhile\n"
    assert demo("quarantine", "list", "--json").json == []


def test_a_bulk_replay_names_what_another_settled(demo, tenant, waiting):
    with somebody_discards(tenant, waiting[1:]):
        done = demo("quarantine", "replay", "--all", "--json")
    told = {row["id"]: (row["stored"], row["reason"]) for row in done.json}
    assert told == {
        str(waiting[0]): (True, ""),
        **{str(key): (False, "settled by somebody else meanwhile") for key in waiting[1:]},
    }


@pytest.mark.parametrize(("settled", "left"), [(1, 2), (3, 0)])
def test_a_bulk_discard_goes_on_past_what_another_settled_and_counts_it(
    demo, tenant, waiting, settled, left
):
    with somebody_discards(tenant, waiting[:settled]):
        done = demo("quarantine", "discard", "--all", "--source", "native", "--why", "a test")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{left} discarded, {settled} settled by others meanwhile\n"
    whys = [row["why"] for row in demo("quarantine", "list", "--all", "--json").json]
    assert sorted(whys) == ["a test"] * left + ["done by another"] * settled
    told = [one["data"]["count"] for one in demo("event", "list", "--json").json if one["action"] == "quarantine.discarded"]  # fmt: skip
    assert sorted(told) == sorted(filter(None, (left, settled)))


def test_a_record_that_was_named_and_is_settled_is_still_an_error(demo, tenant, waiting):
    with tenant.writes.begin() as session:
        quarantine_acts.discard(session, waiting[:1], "done")
    done = demo("quarantine", "replay", *waiting)
    assert (done.status, "discarded already" in done.err) == (1, True)

"""What a database cannot hold is told like anything else that cannot be taken, on both engines alike."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leaktrace.domain.errors import InputError
from leaktrace.domain.source import Resolution, RunOutcome
from leaktrace.services import quarantine_acts
from leaktrace.services.rejects import resolve
from leaktrace.services.source_runs import record_run
from leaktrace.storage import models
from leaktrace.storage.base import new_id, now
from leaktrace.storage.bulk import insert_rows
from leaktrace.storage.tenancy import merchant_of

TWICE = rb'{"\u0000": 1, "\u0000": 2}' b"\n" rb'{"\ud800": 1, "\ud800": 2}' b"\n"


@pytest.fixture
def waiting(demo, tmp_path, tenant):
    """Two records in quarantine whose keys no database can hold."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(TWICE)
    done = demo("ingest", path, "--format", "native", "--json")
    assert (done.status, done.json["quarantined"]) == (0, 2), done.err
    with tenant.reads.begin() as session:
        return session.scalars(select(models.Quarantine.id)).all()


def test_a_key_that_no_database_can_hold_keeps_no_other_record_out(waiting, demo):
    told = demo("quarantine", "list", "--json").json
    assert [one["field"] for one in told] == ["", ""]
    assert all("is there twice" in one["reason"] for one in told)


def test_a_reason_that_no_database_can_hold_is_kept_with_a_mark_in_its_place(waiting, tenant):
    with tenant.writes.begin() as session:
        quarantine_acts.discard(session, waiting, "a\0b\udcff")
        assert set(session.scalars(select(models.QuarantineResolution.why))) == {"a?b?"}


def test_a_nul_on_its_way_to_postgresql_is_no_unforeseen_fault(waiting, tenant, database_url):
    mark = {"quarantine_id": waiting[0], "resolution": Resolution.DISCARDED, "why": "\0"}
    row = mark | {"id": new_id(), "actor": "a", "resolved_at": now()}
    with tenant.writes.begin() as session:
        row["merchant_id"] = merchant_of(session)
        if database_url.startswith("sqlite"):
            insert_rows(session, models.QuarantineResolution, [row])
            return
    with pytest.raises(InputError, match="NUL"), tenant.writes.begin() as session:
        insert_rows(session, models.QuarantineResolution, [row])


def test_what_breaks_a_rule_of_the_database_is_told_alike_and_leaves_nothing(waiting, tenant):
    with pytest.raises(IntegrityError), tenant.writes.begin() as session:
        resolve(session, [*waiting, waiting[0]], Resolution.DISCARDED, "twice")
    with tenant.writes.begin() as session:
        assert session.scalars(select(models.QuarantineResolution)).all() == []
        resolve(session, waiting, Resolution.DISCARDED, "once")


def test_a_failure_that_names_what_no_database_can_hold_is_noted(waiting, tenant):
    """Names of files are bytes, and a server may answer anything."""
    with tenant.writes.begin() as session:
        source = session.scalars(select(models.Source)).one()
        record_run(session, source.id, now(), RunOutcome.FAILED, error="in/a\udcb8.csv: \0")
    with tenant.reads.begin() as session:
        assert session.scalars(select(models.Source.last_error)).one() == "in/a?.csv: ?"

"""What a database cannot hold is told like anything else that cannot be taken, on both engines alike."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from leaktrace.domain.errors import InputError
from leaktrace.domain.source import Resolution
from leaktrace.services import quarantine_acts
from leaktrace.services.rejects import resolve
from leaktrace.storage import models

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
    assert [one["field"] for one in told] == ["?", "?"]


def test_a_reason_with_a_nul_is_refused_or_kept_and_no_fault(waiting, tenant, database_url):
    if database_url.startswith("sqlite"):
        with tenant.writes.begin() as session:
            quarantine_acts.discard(session, waiting, "a\0b")
        return
    with pytest.raises(InputError, match="NUL"), tenant.writes.begin() as session:
        quarantine_acts.discard(session, waiting, "a\0b")
    with tenant.writes.begin() as session:
        quarantine_acts.discard(session, waiting, "ab")


def test_what_breaks_a_rule_of_the_database_is_told_alike_and_leaves_nothing(waiting, tenant):
    with pytest.raises(IntegrityError), tenant.writes.begin() as session:
        resolve(session, [*waiting, waiting[0]], Resolution.DISCARDED, "twice")
    with tenant.writes.begin() as session:
        assert session.scalars(select(models.QuarantineResolution)).all() == []
        resolve(session, waiting, Resolution.DISCARDED, "once")

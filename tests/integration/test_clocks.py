"""Clocks that differ, or are set back: what became known is read again once, whoever noted it and whoever reads."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from leaktrace.cli.demo.clock import moved_clock
from leaktrace.scheduler.digest import Digest
from leaktrace.services.campaigns import unmarked_contacts
from leaktrace.services.streams import Intake, read_everything
from leaktrace.storage import base, models
from leaktrace.storage.base import now

AHEAD = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _own_keys():
    """The keys of other tests do not come behind those of clocks that were ahead here."""
    with elsewhere():
        yield


@pytest.fixture
def world(demo, worlds):
    """A folder of which channels and lines are known, and nothing else yet."""
    folder = worlds / "routes-112"
    for what in ("channel", "line"):
        assert demo(what, "import", folder / f"{what}s.csv").status == 0
    return folder


@pytest.fixture
def plant(demo, world):
    """Notes the exposures of the world."""

    def run():
        done = demo("exposure", "import", world / "canaries.jsonl", world / "exposures.jsonl")
        assert (done.status, done.err) == (0, "")

    return run


@pytest.fixture
def take_in(demo, world):
    """Takes in and reads the contacts of the world."""

    def run():
        assert demo("ingest", world / "contacts.jsonl", "--format", "native").status == 0

    return run


@pytest.fixture
def looks(app, tenant):
    """``looks(count)``: how many contacts a worker reads again at each of so many looks."""
    intake = Intake(tenant.writes, app.formats, app.zone)

    def run(count):
        return [read_everything(intake, now() - timedelta(days=1)).read for _ in range(count)]

    return run


def test_what_became_known_by_a_clock_ahead_is_read_once(plant, take_in, looks):
    take_in()
    with moved_clock(now() + AHEAD):
        plant()
    first, *others = looks(3)
    assert first > 0
    assert others == [0, 0]


def test_what_was_read_by_a_clock_ahead_is_read_again_when_more_is_known(plant, take_in, looks):
    with moved_clock(now() + AHEAD):
        take_in()
    plant()
    first, *others = looks(3)
    assert first > 0
    assert others == [0, 0]


def test_what_was_read_by_a_clock_ahead_is_attributed_when_its_time_has_come(
    app, tenant, plant, take_in
):
    plant()
    with moved_clock(now() + AHEAD):
        take_in()
    assert [attributions(app, tenant) for _ in range(3)] == [1, 1, 1]
    with moved_clock(now() + 2 * AHEAD):
        assert [attributions(app, tenant) for _ in range(3)] == [2, 2, 2]


def test_what_is_new_does_not_wait_for_a_clock_that_was_ahead(app, tenant, plant, take_in):
    plant()
    with moved_clock(now() + AHEAD):
        assert attributions(app, tenant) == 1
    take_in()
    assert [attributions(app, tenant) for _ in range(3)] == [2, 2, 2]


def test_the_last_reading_and_the_last_ruling_count_although_another_process_was_ahead(
    app, tenant, plant, take_in, demo
):
    plant()
    with elsewhere(), moved_clock(now() + AHEAD):
        take_in()
        key = demo("contact", "list", "--class", "scam", "--json").json["contacts"][0]["contact_id"]
        assert demo("contact", "classify", key, "expected", "--why", "known").status == 0
    with elsewhere():
        done = demo("contact", "classify", key, "background", "--why", "not known after all")
    assert done.status == 0, done.err
    assert demo("contact", "show", key, "--json").json["class"] == "background"


def test_contacts_that_could_not_be_compared_for_days_are_compared_then(
    app, tenant, plant, take_in
):
    plant()
    stopped = []
    digest = Digest(app, lambda: bool(stopped))
    digest.digest(tenant)
    take_in()
    stopped.append(True)
    digest.digest(tenant)
    stopped.clear()
    with moved_clock(now() + timedelta(days=3)):
        digest.digest(tenant)
    with tenant.reads.begin() as session:
        assert unmarked_contacts(session) == []


@contextmanager
def elsewhere():
    """As in a process of its own: its keys rise behind none of this one."""
    before, base._IDS = base._IDS, type(base._IDS)()
    try:
        yield
    finally:
        base._IDS = before


def attributions(app, tenant):
    """How many there are after a look of the worker."""
    Digest(app, lambda: False).digest(tenant)
    with tenant.reads.begin() as session:
        return session.scalar(select(func.count()).select_from(models.Attribution))

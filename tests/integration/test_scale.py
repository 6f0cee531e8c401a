"""What is shown costs what is shown, not what there is. Counted in steps of SQLite, not in seconds."""

import sys
from datetime import UTC
from pathlib import Path

import pytest
from sqlalchemy import select

from leaktrace.services import (
    campaigns,
    canary_list,
    contacts,
    line_health,
    lines,
    reading,
    staleness,
)
from leaktrace.storage import models
from leaktrace.storage.base import first_id, now
from leaktrace.storage.statistics import refresh_statistics

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "benchmarks"))
from contacts import insert_contacts
from databases import open_app
from planting import insert_world, line_name, make_world

SIZES = (60, 480)
CONTACTS = 4
"""Of each canary."""
EVERY = 20
"""So many steps between two looks at the counter."""


@pytest.fixture(scope="module", params=["without statistics", "with statistics"])
def tenants(request, tmp_path_factory):
    """A merchant with few canaries, and one with eight times as many; the first 60 contacts are informed."""
    apps = [open_app(str(tmp_path_factory.mktemp(f"of-{size}")), "") for size in SIZES]
    for app, size in zip(apps, SIZES, strict=True):
        world = make_world(canaries=size, channels=8, lines=size)
        with app.tenant().writes.begin() as session:
            insert_world(session, world)
        insert_contacts(app.tenant().writes, world, 0, CONTACTS * size, 60)
        if request.param == "with statistics":
            with app.tenant().writes.begin() as session:
                refresh_statistics(session)
    yield [app.tenant() for app in apps]
    for app in apps:
        app.close()


def steps(tenant, show):
    """How many steps of SQLite's virtual machine it takes."""
    count = 0

    def step():
        nonlocal count
        count += EVERY

    with tenant.reads.begin() as session:
        driver = session.connection().connection.driver_connection
        driver.set_progress_handler(step, EVERY)
        show(session)
        driver.set_progress_handler(None, 0)
    return count


def informed(session):
    return list(session.scalars(select(models.Reading.contact_id).where(models.Reading.informed)))


def behind_lines(session):
    """What contacts on some lines are read with."""
    some = session.scalars(select(models.Line.id).order_by(models.Line.line_id).limit(20))
    assert len(reading._orders(session, some, UTC)) == 20


SHOWN = {
    "orders behind lines": behind_lines,
    "canaries": lambda session: canary_list.list_canaries(session, limit=50),
    "contacts": lambda session: contacts.show_contacts(session, informed(session)),
    "line": lambda session: lines.list_lines(session, [line_name(7)]),
    "what is new to compare": lambda session: campaigns.unmarked_contacts(session, first_id(now())),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_of_a_large_database_costs_little_more_than_of_a_small_one(tenants, name):
    few, many = (steps(tenant, SHOWN[name]) for tenant in tenants)

    assert 0 <= many <= 4 * few, "the databases differ by a factor of 8"


OF_ALL = {
    "what is known anew": lambda session: staleness.stale_contacts(session, since=now()),
    "health of all lines": line_health.line_health,
    "all lines": lines.list_lines,
    "counts of contacts": contacts.count_by_class,
    "all to compare": lambda session: campaigns.unmarked_contacts(session, limit=10_000),
}


@pytest.mark.parametrize("name", OF_ALL)
def test_what_is_counted_over_all_grows_no_faster_than_the_database(tenants, name):
    few, many = (steps(tenant, OF_ALL[name]) for tenant in tenants)

    assert 0 < many < 12 * few, "the databases differ by a factor of 8"


def test_statistics_are_there_after_much_was_written(tenants, request):
    with tenants[1].reads.begin() as session:
        found = session.connection().exec_driver_sql("SELECT name FROM sqlite_master").scalars()
        assert ("sqlite_stat1" in set(found)) == ("with statistics" in request.node.name)

"""Copies that are not what was drawn are taken, counted and named; late corrections too."""

import pytest
from drawn_scene import PLANTED, names, pool, says, stocked

from leaktrace.services.events import list_events

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scene(demo, tenant, time_machine, fill_once, tmp_path):
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


def take(scene, *rows):
    """Import exposures; the document."""
    path = scene.at(PLANTED).write("exposures.jsonl", rows)
    return scene.run("exposure", "import", scene.folder / "canaries.jsonl", path)


def held(scene, channel, name, canary="C1", view="variant"):
    return scene.exposure(canary, channel, holds={"name": name}, views={"name": view})


def test_copies_that_contradict_the_draw_are_taken_and_named(scene, tenant):
    given = scene.draw(pool("C1"), pool("C3"))
    erp, courier = given["C1", "name", "erp-1"], given["C1", "name", "courier-1"]
    spare = next(name for name in names("C1") if name not in given.values())
    rows = [
        held(scene, "erp-1", spare),
        held(scene, "courier-1", courier),
        held(scene, "desk-1", "周海"),
        held(scene, "erp-1", given["C3", "name", "erp-1"], "C3"),
    ]
    done = take(scene, *rows)
    assert erp != spare
    assert done["exposures_created"] == 4
    assert done["draw_conflicts"] == [
        {"canary_id": "C1", "channel_id": "erp-1", "field": "name", "kind": "other_value"},
        {"canary_id": "C1", "channel_id": "desk-1", "field": "name", "kind": "outside"},
    ]
    with tenant.reads.begin() as session:
        assert list_events(session)[0].data["draw_conflicts"] == 2


def test_the_terminal_names_them_without_a_value(scene):
    scene.draw(pool("C1"))
    path = scene.at(PLANTED).write("exposures.jsonl", [held(scene, "desk-1", "周海")])
    done = scene.demo("exposure", "import", scene.folder / "canaries.jsonl", path)
    assert (done.status, done.out.count("exposures  1 new")) == (0, 1)
    assert "warning: not as it was drawn: 1." in done.err
    assert "C1  desk-1  name: holds no value of the pool" in done.err
    assert "周海" not in done.err + done.out


def test_a_masked_copy_that_may_stand_for_the_drawn_value_is_no_conflict(scene):
    given = scene.draw(pool("C1"))
    own = given["C1", "name", "desk-1"]
    for mask in (f"{own[0]}**", f"**{own[-1]}"):
        assert take(scene, held(scene, "desk-1", mask, view="masked"))["draw_conflicts"] == []


def test_an_order_by_another_route_than_was_drawn_is_named(scene):
    block = {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]}
    by = {canary: channel for canary, _, channel in scene.draw(block)}
    wrong = {"erp-1": "erp-2", "erp-2": "erp-1"}[by["C1"]]
    done = take(scene, scene.exposure("C1", wrong), scene.exposure("C3", by["C3"]))
    assert done["draw_conflicts"] == [
        {"canary_id": "C1", "channel_id": wrong, "field": None, "kind": "other_route"}
    ]


def test_a_correction_after_an_informed_contact_is_named_and_recorded(scene, tenant):
    given = scene.draw(pool("C1"), pool("C4"))
    scene.plant(given)
    scene.call(says(given["C4", "name", "erp-1"]), line="L3")
    path = scene.write(
        "corrected.jsonl",
        [
            held(scene, "erp-1", given[canary, "name", "erp-1"], canary) | {"via": ["shop-1"]}
            for canary in ("C1", "C4")
        ],
    )
    done = scene.run("exposure", "import", scene.folder / "canaries.jsonl", path)
    assert done["exposures_corrected"] == 2
    assert done["corrected_after_contact"] == [{"canary_id": "C4", "channel_id": "erp-1"}]
    with tenant.reads.begin() as session:
        assert list_events(session)[0].data["corrected_after_contact"] == 1

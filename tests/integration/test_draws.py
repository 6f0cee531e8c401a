"""Sealed draws: committed to before anything is given away, checked, placed by, opened on the record."""

import hashlib
import json
import re
import stat

import pytest
from drawn_scene import DRAWN, LATER, OWNERS, PLACE, PLANTED, canary, names, pool, stocked, units
from sqlalchemy import Engine, event, func, select

from leaktrace.attribution import Draw, Pool, WrittenDraw
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError, NotFoundError, RuleError
from leaktrace.services import draw_store, draws
from leaktrace.services.events import list_events
from leaktrace.services.registry import load_pools
from leaktrace.storage import models

pytestmark = pytest.mark.slow

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is refused before the database sees it."""


@pytest.fixture
def scene(demo, tenant, time_machine, fill_once, tmp_path):
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


@pytest.fixture
def statements():
    """The statements that go to any database."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def count(tenant, model):
    with tenant.reads.begin() as session:
        return session.scalar(select(func.count()).select_from(model))


def events(tenant, prefix="draw."):
    with tenant.reads.begin() as session:
        return [
            (one.action, one.object_id, one.data)
            for one in list_events(session)
            if one.action.startswith(prefix)
        ][::-1]


# --- Committing --------------------------------------------------------------------------------


def test_a_draw_is_kept_sealed_and_its_commitment_is_recorded(scene, tenant):
    path = scene.write("draws.jsonl", [pool("C1"), pool("C3")])
    (done,) = scene.run("seed", "draw", path)

    assert (done["draw_id"], done["pools"], done["blocks"]) == ("draw-1", 2, 0)
    assert done.pop("small_pools") == []
    assert scene.run("seed", "draws") == [done | {"opened_at": None}]
    ((action, object_id, data),) = events(tenant)
    assert (action, object_id, data["commitment"]) == ("draw.commit", "draw-1", done["commitment"])
    with tenant.reads.begin() as session:
        assert load_pools(session) == {
            name: {Field.NAME: tuple(sorted(names(name)))} for name in ("C1", "C3")
        }
        for row in session.scalars(select(models.DrawPool)):
            assert b"\xe5\x91\xa8" not in row.pool + row.given


def test_opening_gives_the_manifest_that_was_committed_to_and_is_recorded(scene, tenant):
    given = scene.draw(pool("C1"), pool("C3", field="address", values=units()))
    out = scene.folder / "manifest.json"
    scene.at(LATER).run("seed", "open", "draw-1", "--why", "for the court", "--out", out)

    (listed,) = scene.run("seed", "draws")
    manifest = out.read_bytes()
    assert "sha256:" + hashlib.sha256(manifest).hexdigest() == listed["commitment"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert listed["opened_at"].startswith("2026-09-25")
    draw = Draw.from_manifest(manifest)
    again = {
        (pool.canary_id, pool.field, channel): value
        for pool in draw.pools
        for channel, value in draw.given(pool).items()
    }
    assert again == given
    assert [action for action, _, _ in events(tenant)] == ["draw.commit", "draw.place", "draw.open"]
    with tenant.reads.begin() as session:
        opening = session.scalars(select(models.DrawOpening)).one()
        assert (opening.why, opening.actor.partition(":")[0]) == ("for the court", "cli")


def test_opening_needs_a_reason_and_the_first_opening_counts(scene, tenant):
    scene.draw(pool("C1"))
    with tenant.writes.begin() as session, pytest.raises(InputError, match="say why"):
        draws.open_draw(session, "draw-1", "  ")
    with tenant.writes.begin() as session, pytest.raises(NotFoundError, match="draw-9"):
        draws.open_draw(session, "draw-9", "to look")
    for instant in (PLANTED, LATER):
        scene.at(instant).run("seed", "open", "draw-1", "--why", "x", "--out", scene.folder / "m")
    (listed,) = scene.run("seed", "draws")
    assert listed["opened_at"].startswith("2026-09-03")
    assert count(tenant, models.DrawOpening) == 2


def test_what_was_drawn_can_be_written_out_again_for_planting_and_that_is_no_opening(scene, tenant):
    given = scene.draw(pool("C1"))
    out = scene.folder / "again.jsonl"
    assert scene.run("seed", "place", "draw-1", "--out", out)["assignments"] == 3
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {(r["canary_id"], r["field"], r["channel_id"]): r["value"] for r in rows} == given
    assert [row["channel_id"] for row in rows] == ["courier-1", "desk-1", "erp-1"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert scene.run("seed", "draws")[0]["opened_at"] is None
    assert [action for action, _, _ in events(tenant)][-1] == "draw.place"


def test_a_block_sends_each_canary_by_an_option_of_its_own(scene):
    given = scene.draw(
        {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]}
    )
    routed = {canary_id: channel for canary_id, _, channel in given}
    assert set(routed) == {"C1", "C3"}
    assert set(routed.values()) == {"erp-1", "erp-2"}


@sqlite_only
def test_only_what_is_to_be_placed_is_listed_where_a_block_decides_the_route(scene):
    block = {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]}
    channels = ["erp-1", "erp-2", "courier-1"]
    given = scene.draw(*(pool(one, channels=channels) for one in ("C1", "C3", "C4")), block)
    route = {canary: channel for canary, field, channel in given if field == "route"}
    named = {(canary, channel) for canary, field, channel in given if field == "name"}
    assert {channel for canary, channel in named if canary == "C1"} == {route["C1"], "courier-1"}
    assert {channel for canary, channel in named if canary == "C3"} == {route["C3"], "courier-1"}
    assert {channel for canary, channel in named if canary == "C4"} == set(channels)


def test_a_large_file_becomes_several_draws_of_a_thousand_pools_in_few_statements(
    scene, tenant, statements, monkeypatch
):
    for module in (draws, draw_store):
        monkeypatch.setattr(module, "MAX_POOLS", 2)
    rows = [pool("C1"), pool("C3"), pool("C4")]
    rows += [pool(name, field="address", values=units()) for name in ("C1", "C3", "C4")]
    statements.clear()
    done = scene.run("seed", "draw", scene.write("draws.jsonl", rows))
    assert [(one["draw_id"], one["pools"]) for one in done] == [
        ("draw-1", 2),
        ("draw-2", 2),
        ("draw-3", 2),
    ]
    assert len({one["commitment"] for one in done}) == 3
    inserted = sum("draw_pool" in text and "INSERT" in text for text in statements)
    with tenant.writes.begin() as session:
        copied = session.get_bind().dialect.name == "postgresql"
    assert inserted == (0 if copied else 3)
    with tenant.writes.begin() as session, pytest.raises(RuleError, match="at most 2"):
        draw_store.store_draw(session, WrittenDraw("", b"", (None,) * 3), {})


def test_more_pools_take_no_more_statements(scene, statements):
    counts = []
    for rows in (
        [pool("C1")],
        [pool("C3"), pool("C4"), pool("C4", field="address", values=units())],
    ):
        path = scene.write("draws.jsonl", rows)
        statements.clear()
        scene.run("seed", "draw", path)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_equal_seeds_draw_the_same(scene, tenant):
    path = scene.write("draws.jsonl", [pool("C1", channels=["erp-1", "courier-1"])])
    made = Pool("C1", Field.NAME, tuple(names("C1")), ("erp-1", "courier-1"))
    with tenant.writes.begin() as session:
        (done,) = draws.commit_draw_file(session, path, lambda: b"s" * 32)
    assert done.commitment == Draw(b"s" * 32, (made,)).commitment()


def test_a_file_that_cannot_be_written_leaves_nothing_drawn(scene, tenant):
    path = scene.write("draws.jsonl", [pool("C1")])
    done = scene.demo("seed", "draw", path, "--out", scene.folder / "none" / "out.jsonl")
    assert done.status == 1
    assert count(tenant, models.SealedDraw) == 0
    assert events(tenant) == []


def test_a_draw_of_another_merchant_is_not_to_be_seen(scene, app, tenant):
    scene.draw(pool("C1"))
    from leaktrace.services import merchants

    with app.writes.begin() as session:
        merchants.initialise(session, "other")
    other = app.tenant("other")
    with other.writes.begin() as session:
        assert draws.list_draws(session) == []
        assert load_pools(session) == {}
        with pytest.raises(NotFoundError):
            draws.open_draw(session, "draw-1", "to look")


# --- What is refused ---------------------------------------------------------------------------


def refused(scene, *rows):
    """The faults of a file that is refused whole."""
    done = scene.demo("seed", "draw", scene.write("draws.jsonl", rows))
    assert done.status == 2
    assert "Traceback" not in done.err
    assert count(scene.tenant, models.SealedDraw) == 0
    return done.err


TWICE = ["周雨桐", "周宇彤", *names("C1")[:5]]


@sqlite_only
@pytest.mark.parametrize(
    ("row", "said"),
    [
        (pool() | {"canary_id": "C 9"}, "row 2, field canary_id: 'C 9' cannot be a name"),
        (pool() | {"canary_id": "C9"}, "row 2, field canary_id: there is no canary 'C9'"),
        (pool() | {"canary_id": "K1"}, "field canary_id: K1 is a sealed control"),
        (pool(field="colour"), "row 2, field field: there is no field 'colour'"),
        (pool(field="phone", values=["+8614000000001", "+8614000000002"], channels=["erp-1"]),
         "row 2, field field: phone cannot be drawn"),
        (pool(channels=["erp-9"]), "row 2, field channels: there is no channel 'erp-9'"),
        (pool(channels=["erp-1", "erp-1"]), "row 2, field channels: names one twice"),
        (pool(values="周雨桐"), "row 2, field values: must be a list"),
        (pool(values=["周雨桐", "周志远", "周思颖"]), "row 2, field values: must be more than channels"),
        (pool(values=names("C1")[:2]), "row 2, field values: must be more than channels"),
        (pool(values=[*names("C1"), "周先生"]), "row 2, field values: value 21 (周**) is not a surname"),
        (pool(values=[*names("C1"), "\ud800"]), "row 2, field values: value 21"),
        (pool(values=[*names("C1"), "周*"]), "row 2, field values: value 21 (周**) has a star"),
        (pool(values=TWICE), "row 2, field values: a caller could not tell values 1 (周**) and 2 (周**) apart"),
        (pool(field="address", values=[*units(), f"{PLACE}3幢2单元303室"]),
         "values 3 (湖北****) and 21 (湖北****) apart"),
        (pool(field="address", values=["湖北省武汉市洪山区望舒街2号舒城花园9栋101室", *units()]),
         "value 1 (湖北****) is not at the canary's own premises"),
        (pool(field="email", values=[f"a{n}@stranger.example" for n in range(9)]),
         "value 1 (a***@stranger.example) is none of the canary's lines"),
        ({"block_id": "B1", "canary_ids": ["C1"], "options": ["erp-1"]}, "row 2, field options"),
        ({"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "courier-1"]},
         "row 2, field options: must be channels of one kind"),
        ({"block_id": "B1", "canary_ids": ["C1", "C9"], "options": ["erp-1", "erp-2"]},
         "row 2, field canary_ids: there is no canary 'C9'"),
        ({"block_id": "B 1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]},
         "row 2, field block_id"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_by_file_row_and_field_and_nothing_is_drawn(scene, row, said):
    message = refused(scene, pool("C4"), row)
    assert said in message
    assert "draws.jsonl" in message
    assert "雨桐" not in message


@sqlite_only
def test_a_canary_that_somebody_has_is_refused_by_name(scene):
    scene.expose(scene.exposure("C1", "erp-1", holds={"name": "周雨桐"}))
    message = refused(scene, pool("C1"), pool("C3"))
    assert "row 1, field canary_id: C1 is with a channel already" in message
    assert "row 2" not in message
    block = {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]}
    assert "C1 is with a channel already" in refused(scene, block)


@sqlite_only
def test_a_field_is_drawn_once_and_so_is_a_route(scene):
    block = {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": ["erp-1", "erp-2"]}
    scene.draw(pool("C1"), block)
    done = scene.demo(
        "seed", "draw", scene.write("more.jsonl", [pool("C1"), block | {"block_id": "B2"}])
    )
    assert "row 1, field field: the name of C1 is drawn already" in done.err
    assert "row 2, field canary_ids: the route of C1 is drawn already" in done.err
    assert done.status == 2


@sqlite_only
def test_pools_of_identities_on_one_line_share_no_value_that_sounds_the_same(scene):
    mixed = [*names("C2")[:10], "周宇彤"]
    assert "row 2, field values: shares a value with the pool of C1 on the same line" in refused(
        scene, pool("C1"), pool("C2", values=mixed)
    )
    scene.draw(pool("C1"))
    path = scene.write("more.jsonl", [pool("C2", values=mixed)])
    assert "shares a value with the pool of C1" in scene.demo("seed", "draw", path).err
    scene.draw(pool("C2"))


@sqlite_only
def test_the_same_unit_may_be_drawn_for_orders_on_different_lines_only(scene):
    address = {"field": "address"}
    assert "shares a value with the pool of C1" in refused(
        scene, pool("C1", values=units(), **address), pool("C2", values=units(15), **address)
    )
    scene.draw(
        pool("C1", values=units(), **address),
        pool("C2", values=units(31), **address),
        pool("C3", values=units(), **address),
    )


@sqlite_only
def test_mailboxes_are_drawn_under_a_mail_domain_of_the_canary(scene):
    lines = "line_id,kind,value,role,acquired_at,label\nD1,email_domain,post.example,canary,2026-08-01T00:00:00Z,x\n"
    scene.run("line", "import", scene.write("domain.csv", lines))
    fresh = canary("C4", canary_id="C5", line_ids=["D1", "L4"])
    fresh["identity"] = fresh["identity"] | {"phone": None, "email": "own@post.example"}
    scene.run("exposure", "import", scene.write("c5.jsonl", [fresh]))
    row = pool(field="email") | {"canary_id": "C5"}
    scene.draw(row | {"values": [f"token{number}x@post.example" for number in range(1000)]})


@sqlite_only
def test_a_file_without_rows_is_refused(scene):
    assert "has nothing to draw" in refused(scene)


@sqlite_only
def test_every_fault_of_a_file_is_told_at_once(scene):
    message = refused(scene, pool("C1", channels=["erp-9"]), pool("C1", field="colour"), pool("C3"))
    assert "row 1, field channels" in message
    assert "row 2, field field" in message
    assert "2 faults, nothing was imported" in message


def test_all_canaries_of_the_scene_have_names_of_their_own():
    assert len({name[0] for name in OWNERS.values()}) == len(OWNERS)
    assert DRAWN < PLANTED


@sqlite_only
def test_a_small_pool_is_drawn_with_a_warning_of_what_it_costs(scene):
    small = [pool(one, values=names(one)[:5]) for one in ("C1", "C3")]
    path = scene.write("draws.jsonl", [*small, pool("C4")])
    done = scene.demo("seed", "draw", path)
    assert done.status == 0
    assert re.search(
        r"warning: pools with only 5 values for 3 channels: 2, such as the name of C1. An innocent channel "
        r"matches by luck once in 3, so an accusation \(e-value 500\) takes own values of at least [5-9] buyers",
        done.err,
    )
    assert "can accuse nobody" in done.err
    assert "Have 20 values or more" in done.err


@sqlite_only
def test_what_small_pools_cost_is_in_the_document_too(scene):
    path = scene.write("draws.jsonl", [pool("C1", values=names("C1")[:5]), pool("C4")])
    (done,) = scene.run("seed", "draw", path)
    (cost,) = done["small_pools"]
    assert 5 <= cost.pop("identities") <= 9
    assert done["small_pools"] == [
        {
            "canary_id": "C1", "field": "name", "values": 5, "channels": 3, "one_in": 3, "counts_as_identity": False, "threshold": 500.0,
        }
    ]  # fmt: skip

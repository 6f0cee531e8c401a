"""What the attribution is given of sealed draws: values that callers said, who could see them, what is flawed."""

import json

import pytest
from drawn_scene import LATER, PLACE, PLANTED, names, pool, says, stocked, units
from sqlalchemy import select

from leaktrace.attribution import Flaw
from leaktrace.attribution.lottery import route_lottery, variant_lottery
from leaktrace.domain.channel import Field
from leaktrace.storage.models import Contact

pytestmark = pytest.mark.slow

ERP, COURIER, DESK = "erp-1", "courier-1", "desk-1"
THREE = (ERP, COURIER, DESK)


@pytest.fixture
def scene(demo, tenant, time_machine, fill_once, tmp_path):
    return stocked(demo, tenant, time_machine, fill_once, tmp_path)


@pytest.fixture
def sealed(scene):
    """One draw over C1 on line L1 and C3 on line L2; the draw of names by channel."""
    given = scene.draw(pool("C1"), pool("C3"))
    return scene, {key[2]: value for key, value in given.items() if key[0] == "C1"}, given


def only(gathered):
    (reveal,) = gathered.evidence.reveals
    return reveal


def by_channel(gathered, values):
    """The same with names for the numbers of channels."""
    known = dict(enumerate(gathered.evidence.channels))
    return {known.get(number, number): value for number, value in values.items()}


def e_values(gathered):
    found = variant_lottery(gathered.evidence)
    return {gathered.evidence.channels[number]: process for number, process in found.items()}


# --- Which contacts reveal ---------------------------------------------------------------------


def test_a_caller_who_says_a_drawn_name_reveals_its_value(sealed):
    scene, drawn, given = sealed
    gathered = scene.plant(given).call(says(drawn[ERP])).gathered()
    reveal = only(gathered)
    pool_of = sorted(names("C1"))
    assert (reveal.field, reveal.pool) == (Field.NAME, 20)
    assert pool_of[reveal.value] == drawn[ERP]
    assert {name: pool_of[n] for name, n in by_channel(gathered, reveal.drawn).items()} == drawn
    assert by_channel(gathered, reveal.visible) == {
        name: {pool_of.index(value)} for name, value in drawn.items()
    }
    assert (reveal.flaw, reveal.unconfirmed) == (None, frozenset())
    lottery = e_values(gathered)
    assert lottery[ERP].e_value > 1 == lottery[COURIER].e_value
    assert lottery[ERP].bets[0].odds == pytest.approx(1 / 18)


def test_every_contact_reveals_and_not_only_the_first(sealed):
    scene, drawn, given = sealed
    scene.plant(given).call(says(drawn[ERP]), says(drawn[DESK]), says(drawn[ERP]))
    gathered = scene.gathered()
    assert len(gathered.evidence.reveals) == 3
    assert len(gathered.evidence.hits) == 3
    assert len(e_values(gathered)[ERP].bets) == 1


def test_a_value_stands_alone_if_the_caller_showed_nothing_else(sealed):
    scene, drawn, given = sealed
    name, other = drawn[ERP], f"{drawn[ERP]}，订单尾号5421"
    bare = f"您好，是{name}吗？给您退款，请加一下理赔专员的微信。"
    scene.plant(given).call(bare, says(name), says(other))
    assert [one.alone for one in scene.gathered().evidence.reveals] == [True, False, False]


def test_a_name_that_nobody_was_given_reveals_as_well(sealed):
    scene, drawn, given = sealed
    unissued = next(name for name in names("C1") if name not in drawn.values())
    gathered = scene.plant(given).call(says(unissued)).gathered()
    assert sorted(names("C1"))[only(gathered).value] == unissued
    (said,) = [one for one in gathered.evidence.hits[0].said if one.field is Field.NAME]
    assert (said.pool, set(said.copies.values())) == (20, {"differs"})
    assert all(process.e_value < 1 for process in e_values(gathered).values())


@pytest.mark.parametrize(
    "text",
    [
        "您好，请问是周女士吗？您买的防晒衣质检不合格，给您退款。",
        "您好，您买的防晒衣质检不合格，给您退款，请加一下理赔专员的微信。",
        "您好，是{erp}吗？还是{desk}？您买的防晒衣质检不合格，给您退款。",
    ],
)
def test_a_surname_no_name_or_two_names_reveal_nothing(sealed, text):
    scene, drawn, given = sealed
    said = text.format(erp=drawn[ERP], desk=drawn[DESK])
    gathered = scene.plant(given).call(said).gathered()
    assert gathered.evidence.reveals == ()


def test_a_name_that_could_be_of_two_orders_on_the_line_reveals_nothing(scene):
    given = scene.draw(pool("C1", field="address", values=units()))
    scene.plant(given)
    scene.expose(scene.exposure("C2", ERP, holds={"name": "吴明"}))
    gathered = scene.call("您好，您买的防晒衣质检不合格，给您退款78元，加微信。").gathered()
    assert [contact.canary_ids for contact in gathered.contacts] == [("C1", "C2")]
    assert gathered.evidence.reveals == ()


def test_a_unit_is_revealed_and_the_place_is_not(scene):
    given = scene.draw(pool("C1", field="address", values=units()))
    unit = given["C1", "address", ERP].removeprefix(PLACE)
    scene.plant(given).call(
        f"您好，您寄到望舒街1号舒城花园{unit}的防晒衣有问题，给您退款，加微信。",
        "您好，您寄到望舒街1号舒城花园的防晒衣有问题，给您退款，加微信。",
    )
    gathered = scene.gathered()
    reveal = only(gathered)
    assert (reveal.field, reveal.pool) == (Field.ADDRESS, 20)
    assert by_channel(gathered, reveal.drawn)[ERP] == reveal.value


@pytest.mark.parametrize(
    ("field", "values", "text"),
    [
        ("nick", [f"橘子汽水{n}" for n in range(7100, 7120)], "您好，{}，您买的防晒衣有问题，给您退款，加微信。"),
        ("note", [f"请放{n}号柜第{m}格" for n in range(3, 7) for m in range(2, 8)],
         "您好，您备注了{}，您买的防晒衣有问题，给您退款，加微信。"),
    ],
)  # fmt: skip
def test_nicks_and_notes_can_be_drawn(scene, field, values, text):
    given = scene.draw(pool("C1", field=field, values=values))
    gathered = scene.plant(given).call(text.format(given["C1", field, DESK])).gathered()
    reveal = only(gathered)
    assert reveal.field == field
    assert by_channel(gathered, reveal.drawn)[DESK] == reveal.value


# --- Who could see what ------------------------------------------------------------------------


def holding(gathered, channel_id):
    (found,) = [one for one in gathered.holdings if one.channel_id == channel_id]
    return found


def test_a_copy_that_passed_through_a_channel_was_seen_by_it(sealed):
    scene, drawn, _ = sealed
    rows = [scene.exposure("C1", name, holds={"name": drawn[name]}) for name in (ERP, COURIER)]
    rows[1]["via"] = [ERP, "shop-1"]
    gathered = scene.expose(*rows).call(says(drawn[COURIER])).gathered()
    reveal = only(gathered)
    seen = by_channel(gathered, reveal.visible)
    number = {name: sorted(names("C1")).index(value) for name, value in drawn.items()}
    assert seen[ERP] == {number[ERP], number[COURIER]}
    assert seen[COURIER] == {number[COURIER]}
    # desk-1 and shop-1 have no copy of anything: their numbers come after those of the channels.
    assert seen[len(gathered.evidence.channels) + 1] == {number[COURIER]}
    assert reveal.drawn[len(gathered.evidence.channels)] == number[DESK]
    assert gathered.evidence.drawn_channels == {gathered.evidence.channels.index(ERP)}
    assert set(e_values(gathered)) == {ERP}
    assert e_values(gathered)[ERP].bets == ()
    assert holding(gathered, COURIER).shared_with == {ERP: 1, "shop-1": 1}
    assert (holding(gathered, ERP).alone, holding(gathered, COURIER).shared) == (1, 1)


def test_a_variant_that_did_not_survive_gives_its_channel_no_chance(sealed):
    scene, drawn, _ = sealed
    other = next(name for name in names("C1") if name not in drawn.values())
    gathered = (
        scene.expose(
            scene.exposure("C1", ERP, holds={"name": drawn[ERP]}),
            scene.exposure("C1", COURIER, holds={"name": "周海"}),
            scene.exposure("C1", DESK, holds={"name": other}),
        )
        .call(says(drawn[COURIER]))
        .gathered()
    )
    lottery = e_values(gathered)
    assert set(lottery) == {ERP}
    # What was meant for the courier is no proof against it, but it counts against the order system.
    assert lottery[ERP].bets == ()
    assert (holding(gathered, COURIER).lost, holding(gathered, DESK).lost) == (1, 1)


def test_two_channels_that_were_read_back_to_show_the_same_are_not_told_apart(sealed):
    scene, drawn, _ = sealed
    gathered = (
        scene.expose(
            scene.exposure("C1", ERP, holds={"name": drawn[ERP]}),
            scene.exposure("C1", "erp-2", holds={"name": drawn[ERP]}),
        )
        .call(says(drawn[ERP]))
        .gathered()
    )
    assert only(gathered).value == sorted(names("C1")).index(drawn[ERP])
    assert gathered.evidence.drawn_channels == frozenset()
    assert holding(gathered, ERP).shared_with == {"erp-2": 1}


@pytest.mark.parametrize(("mask", "alone"), [("{0}*{2}", True), ("{0}**", False)])
def test_a_masked_copy_shows_what_it_may_stand_for_unless_that_is_all(sealed, mask, alone):
    scene, drawn, _ = sealed
    held = mask.format(*drawn[DESK])
    row = scene.exposure("C1", DESK, holds={"name": held}, views={"name": "masked"})
    gathered = scene.expose(row).call(says(drawn[DESK])).gathered()
    assert (DESK in e_values(gathered)) is alone
    assert bool(by_channel(gathered, only(gathered).visible)[DESK]) is alone


def test_a_channel_has_no_chance_before_it_has_its_copy_and_counts_against_others_all_the_same(
    sealed,
):
    scene, drawn, _ = sealed
    number = {name: sorted(names("C1")).index(value) for name, value in drawn.items()}
    early = scene.exposure("C1", ERP, holds={"name": drawn[ERP]})
    late = scene.exposure("C1", COURIER, holds={"name": drawn[COURIER]}, exposed_at=LATER)
    swapped = scene.exposure("C1", DESK, holds={"name": drawn[ERP]}, exposed_at=LATER)
    scene.expose(early).call(says(drawn[COURIER]))
    gathered = scene.expose(early, late).gathered()
    assert by_channel(gathered, only(gathered).visible) == {ERP: {number[ERP]}, COURIER: set()}
    assert [bool(process.bets) for process in e_values(gathered).values()] == [False, False]
    gathered = scene.expose(early, late, swapped).gathered()
    assert number[ERP] in by_channel(gathered, only(gathered).visible)[DESK]
    assert ERP not in e_values(gathered)


def test_a_copy_that_nobody_read_back_accuses_nobody(sealed):
    scene, drawn, _ = sealed
    rows = [scene.exposure("C1", name, holds={"name": drawn[name]}) for name in THREE]
    rows[0]["proof"] = {"kind": "sent"}
    rows[1]["proof"] = {"kind": "confirmed"}
    gathered = scene.expose(*rows).call(says(drawn[ERP])).gathered()
    reveal = only(gathered)
    assert {gathered.evidence.channels[n] for n in reveal.unconfirmed} == {ERP}
    process = e_values(gathered)[ERP]
    assert (process.e_value, process.bets[0].flaw) == (1.0, Flaw.NOT_READ_BACK)
    assert process.peak_with_flaws > 1
    assert holding(gathered, ERP).unconfirmed == 1


# --- Flaws -------------------------------------------------------------------------------------


def test_contacts_recorded_after_the_draw_was_seen_accuse_nobody(sealed):
    scene, drawn, given = sealed
    scene.plant(given).call(says(drawn[ERP]))
    scene.at(LATER).run(
        "seed", "open", "draw-1", "--why", "to look", "--out", scene.folder / "manifest"
    )
    scene.call(says(drawn[ERP]), at="2026-09-26T08:00:00Z")
    first, second = scene.gathered().evidence.reveals
    assert (first.flaw, second.flaw) == (None, Flaw.UNSEALED)
    assert first.contact_id != second.contact_id


@pytest.mark.parametrize("exposed_at", ["2026-09-01T07:59:59Z", "2026-09-02T00:00:00Z"])
def test_an_exposure_before_the_draw_by_its_own_time_spoils_it(sealed, exposed_at):
    scene, drawn, _ = sealed
    row = scene.exposure("C1", ERP, holds={"name": drawn[ERP]}, exposed_at=exposed_at)
    row["exposed_at"] = exposed_at
    scene.at(PLANTED)
    early = {"placed_at": "2026-09-01T00:00:00Z"}
    assert early
    scene.expose(row)
    # Corrected to a later time: what was told first still counts.
    scene.expose(row | {"exposed_at": PLANTED})
    gathered = scene.call(says(drawn[ERP])).gathered()
    late = exposed_at < "2026-09-01T08:00:00Z"
    assert only(gathered).flaw is (Flaw.DRAWN_LATE if late else None)


def test_an_exposure_that_was_recorded_before_the_draw_spoils_it(scene, tenant, monkeypatch):
    monkeypatch.setattr("leaktrace.services.draw_rules.DrawRules._check_canary", lambda *_: None)
    scene.at("2026-08-30T00:00:00Z")
    scene.expose(
        scene.exposure("C1", DESK, holds={"name": "周海"}, exposed_at="2026-09-02T03:00:00Z")
    )
    scene.at("2026-09-02T04:00:00Z")
    given = scene.draw(pool("C1"))
    scene.plant({key: value for key, value in given.items() if key[2] == ERP})
    gathered = scene.call(says(given["C1", "name", ERP])).gathered()
    assert only(gathered).flaw is Flaw.DRAWN_LATE


# --- Blocks, digest, family --------------------------------------------------------------------

BLOCK = {"block_id": "B1", "canary_ids": ["C1", "C3"], "options": [ERP, "erp-2"]}


def test_routes_by_chance_are_blocks_and_those_sent_another_way_count_as_drawn(scene):
    routed = {key[0]: key[2] for key in scene.draw(BLOCK)}
    scene.expose(*(scene.exposure(name, by, holds={"name": "周明"}) for name, by in routed.items()))
    gathered = scene.gathered()
    (block,) = gathered.evidence.blocks
    channels = gathered.evidence.channels
    assert {channels[channel] for channel in block.routed.values()} == {ERP, "erp-2"}
    assert route_lottery(gathered.evidence, gathered.evidence.hits).keys() == {
        channels.index(ERP), channels.index("erp-2"),
    }  # fmt: skip
    both = scene.exposure("C3", ({ERP, "erp-2"} - {routed["C3"]}).pop(), holds={"name": "周明"})
    (again,) = scene.expose(both).gathered().evidence.blocks
    assert again.routed == block.routed


def test_the_family_is_every_channel_that_is_listed(sealed):
    scene, _, given = sealed
    evidence = scene.plant(given).gathered().evidence
    assert evidence.family == 5
    assert evidence.channels == (COURIER, DESK, ERP)


def test_the_digest_covers_draws_openings_reveals_and_what_copies_passed_through(sealed):
    scene, drawn, given = sealed
    digests = [scene.gathered().inputs_digest]

    def step(gathered):
        digests.append(gathered.inputs_digest)

    step(scene.plant(given).gathered())
    step(scene.call(says(drawn[ERP])).gathered())
    step(scene.call(says(drawn[ERP]), at=LATER).gathered())
    row = scene.exposure("C1", ERP, holds={"name": drawn[ERP]})
    step(scene.expose(row | {"via": ["shop-1"]}).gathered())
    step(scene.expose(row | {"proof": {"kind": "sent"}}).gathered())
    scene.run("seed", "open", "draw-1", "--why", "x", "--out", scene.folder / "m")
    step(scene.gathered())
    assert len(set(digests)) == len(digests)
    assert scene.gathered().inputs_digest == digests[-1]


def test_what_a_copy_passed_through_comes_out_again_as_it_went_in(sealed):
    scene, drawn, _ = sealed
    row = scene.exposure("C1", COURIER, holds={"name": drawn[COURIER]}, via=["shop-1", ERP])
    scene.expose(row, scene.exposure("C3", ERP, holds={"name": "郑明"}))
    out = scene.folder / "out.jsonl"
    scene.run("exposure", "export", scene.folder / "canaries-out.jsonl", out)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row.get("via") for row in rows] == [["shop-1", ERP], None]
    again = scene.run("exposure", "import", scene.folder / "canaries-out.jsonl", out)
    assert (again["exposures_unchanged"], again["exposures_corrected"]) == (2, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("via", "said"),
    [
        ([ERP], "field via: names the channel itself"),
        (["erp-9"], "field via: there is no channel 'erp-9'"),
        (["shop-1", "shop-1"], "field via: names a channel twice"),
        ("shop-1", "field via: must be a list"),
        ([7], "field via: '7' cannot be a name"),
    ],
)
def test_a_bad_path_is_refused(scene, via, said):
    path = scene.write("bad.jsonl", [scene.exposure("C1", ERP, holds={"name": "周明"}, via=via)])
    done = scene.demo("exposure", "import", scene.folder / "canaries.jsonl", path)
    assert done.status == 2
    assert said in done.err


def test_contacts_that_came_before_are_read_again_with_the_pool(scene, tenant):
    scene.call(says("周雨桐"), at="2026-09-02T12:00:00Z")
    with tenant.reads.begin() as session:
        key = session.scalars(select(Contact.id)).one()
    before = scene.run("contact", "show", key)
    scene.draw(pool("C1"))
    scene.run("attribute")
    after = scene.run("contact", "show", key)
    assert (before["canary_ids"], after["canary_ids"]) == (["C1", "C2"], ["C1"])
    assert [one["rule"] for one in after["details"] if one["field"] == "name"] == ["name"]

"""How simulated worlds are laid out: routes, times, values, and what repeats from a seed."""

from dataclasses import replace

import numpy as np
import pytest

from leaktrace.attribution.simulation import (
    HEADLINE,
    POOL_SIZES,
    SCENARIOS,
    Scenario,
    UnknownScenarioError,
    Variants,
    scenario,
    simulate,
)
from leaktrace.domain.channel import ChannelKind

A_V = SCENARIOS["a_v"]


def tier(world, kind):
    """The columns of one kind of channel."""
    return [number for number, one in enumerate(world.layout.kinds) if one is kind]


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_makes_a_world_that_can_be_attributed(name):
    world = simulate(SCENARIOS[name], 4)

    assert world.evidence.identities == 60
    assert len(world.evidence.channels) == (3 if world.scenario.nested else 8)
    assert (np.diff(world.calls.at) >= 0).all()
    assert world.calls.at.min() >= 0
    assert world.calls.at.max() <= world.scenario.days


@pytest.mark.parametrize(
    ("written", "name"), [("a'", "a_v"), ("mm'", "mm_v"), ("b2", "b2"), ("d’", "d_v")]
)
def test_scenarios_are_found_by_the_names_of_the_study(written, name):
    assert scenario(written) is SCENARIOS[name]


def test_unknown_scenario_is_refused_with_those_there_are():
    with pytest.raises(UnknownScenarioError, match="no scenario 'zz'; there are a, a_v"):
        scenario("zz")


def test_rows_of_a_release_exist():
    assert set(HEADLINE) <= set(SCENARIOS)
    assert all(one.title for one in SCENARIOS.values())


def test_equal_seeds_give_equal_worlds():
    one, other = simulate(A_V, 11), simulate(A_V, 11)

    assert np.array_equal(one.calls.at, other.calls.at)
    assert one.truth == other.truth
    assert one.evidence.reveals == other.evidence.reveals
    assert one.evidence.hits == other.evidence.hits


def test_other_seeds_give_other_worlds():
    assert not np.array_equal(simulate(A_V, 11).layout.placed, simulate(A_V, 12).layout.placed)


def test_variants_leave_route_and_leak_as_they_are():
    plain, varied = simulate(SCENARIOS["a"], 5), simulate(A_V, 5)

    assert np.array_equal(plain.layout.held, varied.layout.held)
    assert plain.truth == varied.truth


def test_orders_go_to_one_channel_of_each_tier_and_to_all_of_them_alike():
    world = simulate(A_V, 1)
    held = world.layout.held

    for kind in (ChannelKind.PLATFORM, ChannelKind.MERCHANT_ERP, ChannelKind.COURIER):
        columns = held[:, tier(world, kind)]
        assert (columns.sum(axis=1) == 1).all()
        assert len(set(columns.sum(axis=0).tolist())) == 1
    assert held[:, tier(world, ChannelKind.OUTSOURCED_SERVICE)].sum() == 30


def test_service_share_can_be_other_than_a_half():
    world = simulate(replace(A_V, service_share=0.1, identities=300), 1)

    assert 10 < world.layout.held[:, tier(world, ChannelKind.OUTSOURCED_SERVICE)].sum() < 60


def test_blocks_hold_each_option_of_a_tier_once():
    world = simulate(A_V, 1)
    blocks = world.evidence.blocks

    assert len(blocks) == 60 // 2 + 60 // 2 + 60 // 3
    for block in blocks:
        assert len(set(block.routed.values())) == len(block.routed)
        assert all(world.layout.held[identity, c] for identity, c in block.routed.items())


def test_orders_that_fill_no_block_are_routed_without_one():
    world = simulate(replace(A_V, identities=7), 1)

    assert (world.layout.held[:, :7].sum(axis=1) == 3).all()
    assert sorted(len(block.routed) for block in world.evidence.blocks) == [2] * 6 + [3] * 2


def test_nested_world_gives_every_order_to_everybody():
    world = simulate(SCENARIOS["b0"], 1)

    assert world.layout.held.all()
    assert not world.evidence.blocks


def test_copies_come_after_the_order_was_placed():
    layout = simulate(A_V, 1).layout
    there = layout.at[layout.held]

    assert np.isinf(layout.at[~layout.held]).all()
    assert (there - np.repeat(layout.placed, layout.held.sum(axis=1)) >= 0).all()
    assert layout.placed.max() <= 30


def test_values_of_one_order_differ():
    drawn = simulate(A_V, 1).layout.drawn

    for field, pool in enumerate(POOL_SIZES):
        assert drawn[:, :, field].max() < pool
        assert all(len(set(row)) == drawn.shape[1] for row in drawn[:, :, field].tolist())


def test_values_are_uniform_over_their_pool():
    drawn = simulate(replace(A_V, identities=4_000), 1).layout.drawn
    for field, pool in enumerate(POOL_SIZES):
        for channel in (0, 7):
            counts = np.bincount(drawn[:, channel, field], minlength=pool)
            expected = 4_000 / pool
            assert np.square(counts - expected).sum() / expected < pool + 5 * np.sqrt(2 * pool)


def test_without_variants_all_copies_are_equal():
    world = simulate(SCENARIOS["a"], 1)

    assert not world.layout.drawn.any()
    assert not world.evidence.drawn_channels
    assert len(set(world.evidence.exposures.copy.tolist())) == 60


def test_where_only_couriers_have_values_the_others_share_one():
    world = simulate(SCENARIOS["b3"], 1)
    drawn = world.layout.drawn

    assert np.array_equal(drawn[:, 0], drawn[:, 1])
    assert (drawn[:, 0] != drawn[:, 2]).all()
    assert world.evidence.drawn_channels == {2}


def test_a_world_of_some_hits_has_that_many():
    for seed in range(5):
        hits = simulate(SCENARIOS["f"], seed).evidence.hits
        assert 1 <= len({hit.identity for hit in hits}) <= 3


def test_hits_that_do_not_come_about_are_refused():
    with pytest.raises(ValueError, match="no world out of"):
        simulate(replace(SCENARIOS["a"], identities=2, hits=(3, 4)), 1)


@pytest.mark.parametrize(
    ("knobs", "why"),
    [
        ({"said": (0.5,)}, "one number for each fact"),
        ({"chance": ()}, "one number for each fact"),
        ({"identities": 0}, "needs identities"),
        ({"seeding_days": 90.0}, "time after they are seeded"),
        ({"selective": True, "nested": True}, "only one courier"),
        ({"wrong_copies": 0.1}, "without variants"),
        ({"framing": True}, "without variants"),
    ],
)
def test_knobs_that_fit_no_world_are_refused(knobs, why):
    with pytest.raises(ValueError, match=why):
        Scenario("x", **knobs)


def test_the_prior_mix_leaks_as_often_as_the_prior_says():
    worlds = [simulate(replace(SCENARIOS["m"], identities=6), seed) for seed in range(300)]
    leaks = sum(len(world.truth.leaks) for world in worlds)

    assert 9 * 300 * 0.05 - 35 < leaks < 9 * 300 * 0.05 + 35
    assert any(world.truth.unlisted for world in worlds)


def test_variants_are_named():
    assert {one.variants for one in SCENARIOS.values()} == set(Variants)

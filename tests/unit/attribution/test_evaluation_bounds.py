"""What no method could beat in a world, checked against other ways to work it out."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from leaktrace.attribution.evaluation.baselines import leaked
from leaktrace.attribution.evaluation.bounds import (
    chain_is_open,
    controls_were_named,
    hindsight,
    world_bounds,
)
from leaktrace.attribution.evaluation.ideal import _later_visits, can_rank, ideal_posterior
from leaktrace.attribution.evaluation.scores import hit_share
from leaktrace.attribution.evaluation.speech import Speech
from leaktrace.attribution.inputs import Flaw
from leaktrace.attribution.judging import judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.simulation import SCENARIOS, Variants, simulate

PARAMS = Params()


# --- The ideal ranking -------------------------------------------------------------------------


def by_hand(scenario, at, ratio):
    """The sum over all ways to number the calls after the first one, one way after the other."""
    after = range(1, len(at))
    total = 0.0
    for count in range(6):
        chance = math.exp(-scenario.repeats) * scenario.repeats**count / math.factorial(count)
        for way in product((None, *after), repeat=count):
            named = [call for call in way if call is not None]
            if len(set(named)) < len(named):
                continue
            weight = chance
            for number, call in enumerate(way, start=1):
                gap = number * scenario.repeat_gap
                weight *= (
                    math.exp(-(scenario.days - at[0]) / gap)
                    if call is None
                    else ratio[call] * math.exp(-(at[call] - at[0]) / gap) / gap
                )
            total += weight
    return total


def test_ways_to_number_the_visits_are_all_summed_once():
    at, ratio = np.array([60.0, 61.5, 66.0, 80.0]), np.array([2.0, 30.0, 0.5, 4.0])

    summed = _later_visits(SCENARIOS["a"], at, ratio[:, None])[:, 0]

    assert summed == pytest.approx(
        [by_hand(SCENARIOS["a"], at[first:], ratio[first:]) for first in range(4)]
    )


@pytest.mark.parametrize("name", ["a", "a_v", "b1", "b3"])
def test_chances_of_what_is_heard_add_up(name):
    speech = Speech.of(simulate(SCENARIOS[name], 1))

    assert speech.from_copy.sum(axis=1) == pytest.approx(1.0)
    assert speech.by_chance.sum() == pytest.approx(1.0)


def test_shares_of_what_is_heard_are_those_of_the_simulation():
    scenario = replace(SCENARIOS["a"], rho=(1.0, 1.0), identities=600, calls=1e-9)
    worlds = [simulate(scenario, seed) for seed in range(4)]
    said = np.concatenate([world.calls.said for world in worlds])
    pattern = said @ (1 << np.arange(said.shape[1]))

    seen = np.bincount(pattern, minlength=32) / len(pattern)

    assert seen == pytest.approx(Speech.of(worlds[0]).from_copy[0], abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "worlds"), [("a_v", 60), ("b2", 60), ("a", 60)])
def test_ideal_posterior_is_right_as_often_as_it_says(name, worlds):
    found = []
    for seed in range(worlds):
        world = simulate(SCENARIOS[name], seed)
        posterior = ideal_posterior(world)
        assert posterior.sum() == pytest.approx(1.0)
        hit = hit_share(posterior, leaked(world.truth, len(posterior)), 1)
        found.append((hit, posterior.max()))

    right, stated = np.mean(found, axis=0)

    assert right == pytest.approx(stated, abs=0.12)


@pytest.mark.parametrize("name", ["a", "a_v", "b0", "b1", "b2"])
def test_worlds_of_one_plain_leaker_can_be_ranked(name):
    assert can_rank(SCENARIOS[name])


@pytest.mark.parametrize(
    "name", ["c3", "d_v", "e1", "g1", "g2", "m_v", "f_v", "resale_v", "selective", "transcripts_v"]
)
def test_worlds_whose_densities_are_not_known_cannot_be_ranked(name):
    assert not can_rank(SCENARIOS[name])


def test_only_what_is_required_is_worked_out():
    assert world_bounds(simulate(SCENARIOS["partial_v"], 1), PARAMS).provable is None

    bounds = world_bounds(simulate(SCENARIOS["b2"], 1), PARAMS)
    assert bounds.ideal is not None
    assert bounds.provable is not None
    assert bounds.open_chain is None


# --- The bettor with hindsight -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["a_v", "d_v", "c3"])
def test_nobody_is_accused_whom_hindsight_could_not(name):
    for seed in range(25):
        world = simulate(SCENARIOS[name], seed)
        accused = set(judge(world.evidence, PARAMS).decision.accused)

        provable = set(np.flatnonzero(hindsight(world, PARAMS)).tolist())

        assert accused & world.truth.leakers <= provable
        assert provable <= world.truth.leakers


def test_hindsight_needs_two_buyers_and_sound_values():
    world = simulate(SCENARIOS["b2"], 2)
    (leaker,) = world.truth.leakers
    assert hindsight(world, PARAMS)[leaker]
    reveals = world.evidence.reveals
    one = next(reveal.identity for reveal in reveals if reveal.value == reveal.drawn[leaker])

    for changed in (
        [reveal for reveal in reveals if reveal.identity == one],
        [replace(reveal, flaw=Flaw.DRAWN_LATE) for reveal in reveals],
        [replace(reveal, unconfirmed=frozenset((leaker,))) for reveal in reveals],
        [],
    ):
        evidence = replace(world.evidence, reveals=tuple(changed))
        assert not hindsight(replace(world, evidence=evidence), PARAMS).any()


def test_saying_a_value_twice_proves_no_more():
    world = simulate(SCENARIOS["b2"], 2)
    doubled = replace(world, evidence=replace(world.evidence, reveals=world.evidence.reveals * 2))
    bounds = [Params(false_accusation_bound=10.0**-power) for power in range(1, 40)]

    once, twice = ([hindsight(one, bound).any() for bound in bounds] for one in (world, doubled))

    assert once == twice
    assert (once[0], once[-1]) == (True, False)


# --- Time, and sealed controls -----------------------------------------------------------------


def test_chain_is_open_until_a_caller_is_faster_than_a_copy():
    world = simulate(SCENARIOS["b0"], 1)
    assert chain_is_open(world)

    calls = world.calls
    told = np.flatnonzero(calls.informed & (calls.source >= 0))
    late = world.layout.at.copy()
    late[calls.line[told[0]], 2] = calls.at[told[0]] + 0.5

    assert not chain_is_open(replace(world, layout=replace(world.layout, at=late)))


def test_background_does_not_close_the_chain():
    world = simulate(SCENARIOS["b0"], 1)
    calls = world.calls
    early = replace(calls, source=np.full(len(calls), -1))
    late = replace(world.layout, at=world.layout.at + 90.0)

    assert chain_is_open(replace(world, calls=early, layout=late))


def test_controls_are_named_where_somebody_says_a_fact_of_them():
    worlds = [simulate(SCENARIOS["g2"], seed) for seed in range(8)]

    named = [controls_were_named(world) for world in worlds]

    assert named == [bool(world.evidence.control_hits) for world in worlds]
    assert any(named)
    assert Variants.ALL is worlds[0].scenario.variants

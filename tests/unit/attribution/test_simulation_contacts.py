"""What callers do in simulated worlds."""

from dataclasses import replace

import numpy as np
import pytest

from leaktrace.attribution.simulation import SCENARIOS, Form, Scenario, Source, Variants, simulate
from leaktrace.domain.channel import ChannelKind

A, A_V = SCENARIOS["a"], SCENARIOS["a_v"]
QUIET = {"calls": 0.0, "identities": 600}
CERTAIN = {"rho": (1.0, 1.0), "hearing_error": (0.0, 0.0)}


def of(world, source):
    """The calls of one source."""
    return world.calls.taken(world.calls.source == source)


def leaker(world):
    (one,) = world.truth.leakers
    return one


def test_callers_say_facts_as_often_as_set_given_that_they_say_one():
    scenario = replace(A, **QUIET, **CERTAIN)
    calls = simulate(scenario, 1).calls
    said = calls.said[calls.informed].mean(axis=0)
    none = np.prod(1 - np.array(scenario.said))

    assert len(calls) > 400
    assert np.allclose(said, np.array(scenario.said) / (1 - none), atol=0.08)
    assert calls.informed.mean() == pytest.approx(0.7, abs=0.06)


def test_callers_say_only_what_their_copy_shows():
    world = simulate(replace(SCENARIOS["b1"], leaker_kind=ChannelKind.COURIER, calls=0.0), 1)

    assert world.calls.informed.any()
    assert not world.calls.said[:, [2, 4]].any()


def test_record_may_deny_what_a_copy_shows():
    world = simulate(replace(SCENARIOS["wrong_cell"], calls=0.0), 1)

    assert world.calls.said[:, [2, 4]].any()
    assert not world.layout.noted_shows[2, [2, 4]].any()


def test_only_copies_of_the_leaker_are_worked_after_it_had_them_and_the_leak_began():
    world = simulate(replace(A, **QUIET, **CERTAIN), 2)
    calls, one = world.calls, leaker(world)

    assert set(calls.line.tolist()) <= set(np.flatnonzero(world.layout.held[:, one]).tolist())
    begin = np.maximum(world.layout.at[calls.line, one], world.truth.leaks[one].start)
    assert (calls.at > begin).all()


def test_delays_have_the_mean_that_is_set():
    scenario = replace(A, **QUIET, **CERTAIN, repeats=0.0, leak_start=0.0, days=10_000.0)
    world = simulate(scenario, 3)
    delays = world.calls.at - world.layout.at[world.calls.line, leaker(world)]

    assert len(delays) == world.layout.held[:, leaker(world)].sum()
    assert delays.mean() == pytest.approx(10.0, abs=1.5)


def test_callers_say_the_value_of_their_own_copy():
    world = simulate(replace(A_V, **QUIET, **CERTAIN), 2)
    calls, one = world.calls, leaker(world)
    own = world.layout.value[calls.line, one]

    named = calls.said[:, :2]
    assert named.any()
    assert np.array_equal(calls.value[named], own[named])
    assert (calls.value[~named] == -1).all()


def test_misheard_values_become_others_of_the_pool():
    world = simulate(replace(A_V, **QUIET, rho=(1.0, 1.0), hearing_error=(0.4, 0.4)), 2)
    calls, one = world.calls, leaker(world)
    named = calls.said[:, :2]
    own = world.layout.value[calls.line, one][named]

    assert (calls.value[named] != own).mean() == pytest.approx(0.4, abs=0.08)
    assert calls.value[:, 0].max() < 20
    assert calls.value[:, 1].max() < 50


def test_misheard_values_are_lost_where_there_is_no_pool():
    clear, noisy = (
        simulate(replace(A, **QUIET, rho=(1.0, 1.0), hearing_error=(eta, eta)), 2)
        for eta in (0.0, 0.5)
    )

    assert noisy.calls.said[:, 0].sum() == pytest.approx(clear.calls.said[:, 0].sum() / 2, rel=0.25)
    assert np.array_equal(noisy.calls.said[:, 2:], clear.calls.said[:, 2:])


def test_unlisted_party_has_one_issued_value_of_each_order():
    world = simulate(replace(A_V, leakers=0, unlisted=True, repeats=4.0, calls=0.0, **CERTAIN), 1)
    values = {}
    for line, value in zip(
        world.calls.line.tolist(), world.calls.value[:, 0].tolist(), strict=True
    ):
        if value >= 0:
            values.setdefault(line, set()).add(value)

    assert len(values) > 40
    assert all(len(one) == 1 for one in values.values())
    for line, (value,) in values.items():
        assert value in world.layout.drawn[line, world.layout.held[line], 0]


def test_leaked_records_say_any_issued_value_and_know_the_sealed_controls():
    world = simulate(replace(SCENARIOS["g2"], calls=0.0, repeats=8.0, **CERTAIN), 1)
    calls = world.calls
    values = {}
    for line, value in zip(calls.line.tolist(), calls.value[:, 0].tolist(), strict=True):
        if value >= 0 and line < 60:
            values.setdefault(line, set()).add(value)

    assert any(len(one) > 1 for one in values.values())
    for line, heard in values.items():
        assert heard <= set(world.layout.drawn[line, world.layout.held[line], 0].tolist())
    assert world.evidence.control_hits
    assert len(world.evidence.control_hits) == (calls.informed & (calls.line >= 60)).sum()


def test_selective_leak_is_of_one_courier_only():
    world = simulate(replace(SCENARIOS["selective"], **QUIET, **CERTAIN), 1)

    assert world.layout.kinds[leaker(world)] is ChannelKind.PLATFORM
    assert world.layout.held[world.calls.line, world.truth.courier].all()


def test_partial_leak_is_of_some_kinds_only():
    world = simulate(replace(SCENARIOS["partial_v"], **QUIET, **CERTAIN), 1)

    assert len(set(world.layout.order_kind[world.calls.line].tolist())) == 2


def test_resale_brings_contacts_weeks_later():
    once, resold = simulate(A_V, 3), simulate(SCENARIOS["resale_v"], 3)
    one = leaker(resold)
    more = len(of(resold, one)) - len(of(once, one))

    assert more > 0
    start = resold.truth.leaks[one].start
    assert (of(resold, one).at > start + 21).sum() >= more


def test_framing_says_values_of_a_channel_that_did_not_leak():
    world = simulate(SCENARIOS["framing_v"], 2)
    calls = of(world, Source.FRAMING)
    identity, channel = world.truth.framed

    assert not world.truth.leakers
    assert len(calls)
    assert set(calls.line.tolist()) == {identity}
    assert calls.said[:, :2].all()
    right = calls.value == world.layout.value[identity, channel]
    assert right.mean() > 0.5


def test_background_comes_at_its_rate_and_knows_next_to_nothing():
    world = simulate(replace(A, leakers=0, identities=2_000), 1)
    calls = world.calls

    assert len(calls) / (2_005 * 90) == pytest.approx(0.1, rel=0.03)
    assert 0 < calls.informed.sum() < 0.01 * len(calls)
    assert (calls.source == Source.BACKGROUND).all()


def test_nobody_names_an_order_that_was_not_placed_yet():
    world = simulate(replace(SCENARIOS["e2"], chance_factor=200.0), 1)
    informed = world.calls.taken(world.calls.informed)

    assert len(informed) > 100
    assert (informed.at >= world.layout.placed[informed.line]).all()


def test_storms_hit_many_lines_on_one_day():
    calm = replace(A, leakers=0, calls=0.0)
    world = next(
        world
        for seed in range(20)
        if len((world := simulate(replace(calm, storms=1.0), seed)).calls)
    )
    days = set(np.floor(world.calls.at).tolist())

    assert len(days) <= 4
    assert len(set(world.calls.line.tolist())) > 15


def test_spread_makes_lines_differ():
    even, uneven = (
        simulate(replace(A, leakers=0, identities=500, spread=spread), 1) for spread in (None, 0.3)
    )
    counts = [np.bincount(world.calls.line, minlength=505) for world in (even, uneven)]

    assert counts[1].var() > 4 * counts[0].var()


def test_transcripts_have_parts_and_facts_by_ear():
    world = simulate(replace(SCENARIOS["transcripts_v"], **QUIET, rho=(1.0, 1.0)), 1)
    form = world.calls.form

    assert set(form[:, :2].ravel().tolist()) == {Form.EXACT, Form.FUZZY}
    assert set(form[:, 2:].ravel().tolist()) == {Form.EXACT, Form.PARTIAL}


def test_a_channel_that_shows_nothing_says_nothing():
    from leaktrace.attribution.simulation import FACTS_SAID, Lacking

    blind = tuple(Lacking(ChannelKind.COURIER, name) for name, _ in FACTS_SAID)
    scenario = Scenario(
        "blind", nested=True, calls=0.0, lacks=blind, leaker_kind=ChannelKind.COURIER,
        variants=Variants.ALL,
    )  # fmt: skip

    world = simulate(scenario, 1)

    assert len(world.calls)
    assert not world.calls.informed.any()

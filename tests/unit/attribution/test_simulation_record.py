"""What of a simulated world gets into the evidence."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from leaktrace.attribution.lottery import variant_lottery
from leaktrace.attribution.simulation import FACTS_SAID, POOL_SIZES, SCENARIOS, simulate
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

A, A_V = SCENARIOS["a"], SCENARIOS["a_v"]
BUSY = replace(A_V, rho=(0.9, 0.9), chance_factor=20.0, hearing_error=(0.3, 0.3))


@pytest.fixture(scope="module")
def busy():
    return simulate(BUSY, 3)


def number_of(hit_or_reveal):
    """The row of the contact in the world's calls."""
    return int(hit_or_reveal.contact_id.removeprefix("contact-"))


def test_exposures_are_those_of_the_record(busy):
    evidence = busy.evidence
    table = np.zeros_like(busy.layout.noted)
    table[evidence.exposures.identity, evidence.exposures.channel] = True

    assert np.array_equal(table, busy.layout.noted)
    assert evidence.start == evidence.exposures.at.min()
    assert evidence.end == 90.0


def test_facts_are_compared_with_every_recorded_copy(busy):
    for hit in busy.evidence.hits:
        row = number_of(hit)
        exposed = set(np.flatnonzero(busy.layout.held[hit.identity]).tolist())
        assert set(hit.reach) == set(hit.shown) == exposed
        for said in hit.said:
            assert set(said.copies) == exposed
            if said.field in (Field.NAME, Field.ADDRESS):
                pooled = 0 if said.field is Field.NAME else 1
                drawn = busy.layout.drawn[hit.identity, :, pooled]
                value = busy.calls.value[row, pooled]
                assert said.copies == {
                    c: Fit.HOLDS if drawn[c] == value else Fit.DIFFERS for c in exposed
                }
                assert said.pool == POOL_SIZES[pooled]
            else:
                assert said.pool == 1
                assert set(said.copies.values()) == {Fit.HOLDS}


def test_a_value_that_nobody_was_given_is_a_fact_that_differs_from_every_copy(busy):
    unissued = [
        reveal for reveal in busy.evidence.reveals if reveal.value not in reveal.drawn.values()
    ]
    facts = {
        (hit.contact_id, said.field): set(said.copies.values())
        for hit in busy.evidence.hits
        for said in hit.said
    }

    assert unissued
    assert all(facts[one.contact_id, one.field] == {Fit.DIFFERS} for one in unissued)


def test_every_value_said_is_a_reveal(busy):
    calls = busy.calls
    said = Counter(
        {
            field: int((calls.said[:, pooled] & (calls.line < 60)).sum())
            for pooled, field in enumerate((Field.NAME, Field.ADDRESS))
        }
    )

    assert Counter(reveal.field for reveal in busy.evidence.reveals) == said
    for reveal in busy.evidence.reveals:
        pooled = 0 if reveal.field is Field.NAME else 1
        assert reveal.pool == POOL_SIZES[pooled]
        assert reveal.value == calls.value[number_of(reveal), pooled]
        assert reveal.alone == (calls.said[number_of(reveal)].sum() == 1)


def test_reveals_show_only_the_copies_that_were_there():
    world = simulate(replace(BUSY, chance_factor=500.0, calls=0.5), 3)
    early = 0
    for reveal in world.evidence.reveals:
        there = world.layout.at[reveal.identity] <= reveal.at
        holders = set(np.flatnonzero(world.layout.held[reveal.identity]).tolist())
        assert set(reveal.visible) == set(np.flatnonzero(there).tolist())
        assert set(reveal.drawn) == holders
        early += set(reveal.visible) != holders
        for channel, values in reveal.visible.items():
            assert values == {reveal.drawn[channel]}
    assert early


def test_without_variants_there_are_no_reveals():
    evidence = simulate(replace(A, rho=(0.9, 0.9)), 3).evidence

    assert evidence.hits
    assert not evidence.reveals
    assert all(said.pool == 1 for hit in evidence.hits for said in hit.said)


def test_copies_that_lack_a_field_are_told(busy):
    world = simulate(replace(SCENARIOS["b1"], rho=(0.9, 0.9)), 3)
    lacking = {
        said.copies[2] for hit in world.evidence.hits for said in hit.said
        if said.field is Field.PRODUCT
    }  # fmt: skip
    shown = {hit.shown[2] for hit in world.evidence.hits}

    assert lacking == {Fit.LACKS}
    assert shown == {frozenset(FACTS_SAID) - {(Field.PRODUCT, ""), (Field.ORDERED_AT, "")}}
    assert len(set(world.evidence.exposures.copy.tolist())) == 120


def test_strengths_are_those_that_were_said():
    world = simulate(replace(SCENARIOS["transcripts_v"], rho=(0.9, 0.9)), 3)
    strengths = {(said.field, said.strength) for hit in world.evidence.hits for said in hit.said}

    assert (Field.NAME, Strength.FUZZY) in strengths
    assert (Field.PRODUCT, Strength.PARTIAL) in strengths
    assert (Field.NAME, Strength.PARTIAL) not in strengths


def test_background_is_estimated_from_quiet_lines():
    rates = [simulate(A, seed).evidence.background for seed in range(10)]

    assert np.mean([one.rate for one in rates]) == pytest.approx(0.1, rel=0.15)
    assert all(one.lines == 65 for one in rates)


def test_missing_exposures_are_in_no_evidence():
    world = simulate(replace(BUSY, missing_copies=0.3), 3)
    held, noted = world.layout.held.sum(), world.layout.noted.sum()

    assert noted == len(world.evidence.exposures.at)
    assert noted / held == pytest.approx(0.7, abs=0.1)
    for reveal in world.evidence.reveals:
        assert all(world.layout.noted[reveal.identity, c] for c in reveal.visible)
        assert set(reveal.drawn) == set(np.flatnonzero(world.layout.held[reveal.identity]).tolist())


def test_wrong_copies_are_recorded_as_they_were_meant():
    world = simulate(replace(BUSY, wrong_copies=0.3, hearing_error=(0.0, 0.0)), 3)
    layout = world.layout
    wrong = (layout.value != layout.drawn).any(axis=2)

    assert not wrong[~layout.held].any()
    assert wrong.sum() / layout.held.sum() == pytest.approx(0.3, abs=0.08)
    for reveal in world.evidence.reveals:
        pooled = 0 if reveal.field is Field.NAME else 1
        assert reveal.drawn == {
            c: layout.drawn[reveal.identity, c, pooled]
            for c in np.flatnonzero(layout.held[reveal.identity]).tolist()
        }


def test_the_lottery_finds_a_busy_leaker():
    for seed in range(5):
        world = simulate(replace(A_V, rho=(0.6, 0.6)), seed)
        (leaker,) = world.truth.leakers
        e_value = {c: one.e_value for c, one in variant_lottery(world.evidence).items()}
        assert max(e_value, key=e_value.get) == leaker
        assert e_value[leaker] > 800

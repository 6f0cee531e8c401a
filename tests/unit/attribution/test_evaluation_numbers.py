"""The numbers of an evaluation, checked against outcomes written out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaktrace.attribution.evaluation import GuiltChances, share, summarise
from leaktrace.attribution.evaluation.baselines import (
    Baseline,
    Guess,
    guesses,
    guilt,
    tune,
)
from leaktrace.attribution.evaluation.outcome import Outcome
from leaktrace.attribution.evaluation.scores import hit_share
from leaktrace.attribution.evaluation.tally import Tally, tally
from leaktrace.attribution.simulation import SCENARIOS, simulate
from leaktrace.domain.case import Verdict
from leaktrace.domain.copy import Fit

A = SCENARIOS["a"]


def flags(*numbers, size=4):
    return np.isin(np.arange(size), numbers)


def made(posterior, *, leaked=(), accused=(), suspects=(), beyond=False, verdict=Verdict.SET,
         e_value=(1.0, 1.0, 1.0, 1.0), guess=None, seed=1):  # fmt: skip
    return Outcome(
        seed=seed,
        leaked=flags(*leaked),
        beyond=beyond,
        posterior=np.array(posterior, dtype=float),
        accused=flags(*accused),
        e_value=np.array(e_value),
        suspects=flags(*suspects, size=5),
        verdict=verdict,
        guesses=(guess,) if guess else (),
    )


# --- Shares and their limits -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "trials", "low", "high"),
    [
        (0, 1000, 0.0, 0.003682),
        (0, 300, 0.0, 0.012221),
        (5, 10, 0.187086, 0.812914),
        (10, 10, 0.691503, 1.0),
        (1, 20, 0.001265, 0.248733),
    ],
)
def test_limits_are_those_of_clopper_and_pearson(count, trials, low, high):
    limits = share(count, trials)

    assert limits.low == pytest.approx(low, abs=2e-6)
    assert limits.high == pytest.approx(high, abs=2e-6)
    assert limits.value == count / trials


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_hold_the_share(case):
    limits = share(*case)

    assert 0 <= limits.low <= limits.value <= limits.high <= 1


@pytest.mark.parametrize(("count", "trials"), [(2, 1), (-1, 3), (0, 0)])
def test_what_is_no_share_is_refused(count, trials):
    with pytest.raises(ValueError, match="is no share"):
        share(count, trials)


# --- Rows --------------------------------------------------------------------------------------


def test_top_is_counted_in_parts_where_channels_tie():
    assert hit_share(np.array([0.2, 0.9, 0.1]), flags(1, size=3), 1) == 1.0
    assert hit_share(np.array([0.9, 0.9, 0.1]), flags(1, size=3), 1) == 0.5
    assert hit_share(np.array([0.5, 0.5, 0.5]), flags(0, 2, size=3), 1) == pytest.approx(2 / 3)
    assert hit_share(np.array([0.9, 0.2, 0.1]), flags(1, size=3), 1) == 0.0


@pytest.mark.parametrize(
    ("posterior", "top_set"),
    [
        ([0.9, 0.8, 0.1, 0.0], 1.0),
        ([0.9, 0.1, 0.8, 0.0], 0.0),
        ([0.9, 0.5, 0.5, 0.0], 0.5),
        ([0.5, 0.5, 0.5, 0.5], 1 / 6),
        ([0.1, 0.1, 0.9, 0.0], 0.0),
    ],
)
def test_top_set_needs_all_leakers_on_top(posterior, top_set):
    row = summarise(A, [made(posterior, leaked=(0, 1))], 0.01)

    assert row.top_set == pytest.approx(top_set)


def test_a_row_counts_accusations():
    row = summarise(
        A,
        [
            made([0.99, 0, 0, 0], leaked=(0,), accused=(0,), suspects=(0,)),
            made([0.99, 0, 0.96, 0], leaked=(0, 1), accused=(0, 2), suspects=(0, 2, 3)),
            made([0.1, 0.1, 0, 0], leaked=(1,)),
            made([0.0, 0.0, 0, 0], e_value=(1, 1, 1, 900.0), verdict=Verdict.BACKGROUND),
        ],
        0.01,
    )

    assert row.false_accusation_rate == 0.25
    assert row.false_accusations.trials == 4
    assert row.attributed == 2 / 4
    assert row.all_attributed == 1 / 3
    assert row.posterior_far == 0.25
    assert row.e_value_far == 0.25
    assert row.top1 == pytest.approx((1 + 1 + 0.5) / 3)
    assert row.sets_issued == 0.5
    assert row.set_size == 2.0
    assert row.set_sizes == ((1, 1), (3, 1))
    assert row.coverage == 1.0
    assert dict(row.verdicts) == {Verdict.SET: 3, Verdict.BACKGROUND: 1}


def test_scores_are_means_over_channels():
    row = summarise(A, [made([0.8, 0.4, 0.0, 0.0], leaked=(0,))], 0.01)

    assert row.brier == pytest.approx((0.04 + 0.16) / 4)
    assert row.log_score == pytest.approx(-(math.log(0.8) + math.log(0.6)) / 4)


def test_calibration_error_is_the_gap_in_each_tenth():
    outcomes = [made([0.85, 0.05, 0.05, 0.05], leaked=(0,) if n < 8 else ()) for n in range(10)]

    row = summarise(A, outcomes, 0.01)

    assert row.ece == pytest.approx((10 * 0.05 + 30 * 0.05) / 40)
    assert [(one.channels, one.leaked) for one in row.curve] == [(30, 0.0), (10, 0.8)]


def test_sure_and_wrong_costs_much_but_not_everything():
    assert 6 < summarise(A, [made([1, 0, 0, 0], leaked=(1,))], 0.01).log_score < 20


def test_set_that_names_the_unlisted_party_covers_its_leak():
    covered = made([0.1, 0, 0, 0], suspects=(0, 4), beyond=True)
    missed = made([0.1, 0, 0, 0], suspects=(0,), beyond=True)

    assert summarise(A, [covered, missed], 0.01).coverage == 0.5


def test_set_in_a_world_without_a_leak_covers_nothing():
    leak = made([0.9, 0, 0, 0], leaked=(0,), suspects=(0,))
    none = made([0.9, 0, 0, 0], suspects=(0,))

    assert summarise(A, [leak, none], 0.01).coverage == 0.5
    assert summarise(A, [none], 0.01).coverage is None


def test_whole_chain_is_all_listed_channels():
    whole = made([0.3] * 4, leaked=(0,), suspects=(0, 1, 2, 3, 4))
    part = made([0.3] * 4, leaked=(0,), suspects=(0, 1, 2))

    assert summarise(A, [whole, part], 0.01).whole_chain == 0.5


def test_row_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no outcome"):
        summarise(A, [], 0.01)


def test_ties_of_simpler_methods_are_accusations_in_parts():
    scores = np.array([2.0, 2.0, 0.0, 0.0])
    guess = Guess(Baseline.VOTES, scores, np.array([0.5, 0.5, 0, 0]))

    (row,) = summarise(A, [made([0.5] * 4, leaked=(0,), guess=guess)], 0.01).baselines

    assert (row.top1, row.false_accusation_rate, row.attributed) == (0.5, 0.5, 0.5)


# --- Simpler methods ---------------------------------------------------------------------------


def tallied(rows, exposed=(10, 10, 5)):
    """`rows` have identity, holders, and those with the value that was said."""
    return Tally(
        identity=np.array([row[0] for row in rows], dtype=np.int64),
        holders=np.array([flags(*row[1], size=3) for row in rows]).reshape(-1, 3),
        matching=np.array([flags(*row[-1], size=3) for row in rows]).reshape(-1, 3),
        exposed=np.array(exposed),
    )


def by_name(counted, varied=True):
    made_guesses = guesses(counted, GuiltChances(0.5, 0.5), varied=varied)
    return {one.baseline: one for one in made_guesses}


def test_votes_accuse_whoever_has_most():
    counted = tallied([(0, (0, 2)), (1, (0, 2)), (2, (0, 1))])
    guess = by_name(counted)

    assert guess[Baseline.VOTES].scores.tolist() == [3, 1, 2]
    assert guess[Baseline.VOTES].accuses.tolist() == [1, 0, 0]
    assert guess[Baseline.RATE].accuses.tolist() == [0, 0, 1]


def test_variants_narrow_votes():
    guess = by_name(tallied([(0, (0, 1), (1,)), (1, (0, 1), (0, 1)), (2, (0, 2), (0, 2))]))

    assert guess[Baseline.VOTES].scores.tolist() == [3, 2, 1]
    assert guess[Baseline.VARIANT_VOTES].scores.tolist() == [2, 2, 1]


def test_without_variants_no_method_knows_values():
    names = set(by_name(tallied([(0, (0, 1))]), varied=False))

    assert names == {Baseline.VOTES, Baseline.RATE, Baseline.GUILT}


def test_nobody_is_accused_of_nothing():
    for guess in by_name(tallied([])).values():
        assert not guess.accuses.any()


def test_guilt_is_that_of_papadimitriou_and_garcia_molina():
    holders = np.array([flags(0, 1, size=3), flags(0, size=3)])

    scores = guilt(holders, 0.2)

    assert scores == pytest.approx([1 - (1 - 0.4) * (1 - 0.8), 0.4, 0.0])


def test_contacts_of_one_order_narrow_its_holders_together():
    guess = by_name(tallied([(0, (0, 1), (0, 1)), (0, (0, 1), (1,))]))

    assert guess[Baseline.VARIANT_GUILT].scores == pytest.approx([0.0, 0.5, 0.0])
    assert guess[Baseline.GUILT].scores == pytest.approx([0.25, 0.25, 0.0])


def test_contacts_that_contradict_one_another_narrow_nothing():
    guess = by_name(tallied([(0, (0, 1), (0,)), (0, (0, 1), (1,))]))

    assert guess[Baseline.VARIANT_GUILT].scores == pytest.approx([0.25, 0.25, 0.0])


def test_guilt_is_tuned_by_log_loss():
    sure = [(tallied([(0, (0,))]), flags(0, size=3))] * 3
    never = [(tallied([(0, (0,))]), flags(size=3))] * 3

    assert tune(sure).plain == pytest.approx(0.05)
    assert tune(never).plain == pytest.approx(0.95)
    assert tune(sure + never).plain == pytest.approx(0.5)


def test_tally_leaves_out_what_shows_no_right_fact():
    world = simulate(SCENARIOS["c3"], 2)
    counted = tally(world)

    right = {
        hit.identity
        for hit in world.evidence.hits
        if any(Fit.HOLDS in said.copies.values() for said in hit.said)
    }
    assert set(counted.identity.tolist()) == right < set(range(60))
    assert (counted.matching <= counted.holders).all()
    assert counted.matching.any(axis=1).all()
    assert counted.exposed.sum() == world.layout.noted.sum()


def test_tally_counts_every_informed_contact_without_variants():
    world = simulate(SCENARIOS["c1"], 2)

    assert len(tally(world).identity) == world.calls.informed.sum()

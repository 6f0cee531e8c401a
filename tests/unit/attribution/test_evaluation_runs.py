"""Evaluations of simulated worlds from end to end, and the null calibration."""

from dataclasses import replace

import numpy as np
import pytest

from leaktrace.attribution import UNLISTED, Params, attribute
from leaktrace.attribution.evaluation import (
    NULL,
    GuiltChances,
    Row,
    asks_for_canaries,
    enough,
    evaluate,
    found,
    outcomes,
    redraw,
    sum_null_worlds,
    training,
    worst_innocents,
)
from leaktrace.attribution.simulation import SCENARIOS, simulate

pytestmark = pytest.mark.slow

WORLDS = 10


@pytest.fixture(scope="module")
def rows():
    chosen = [SCENARIOS[name] for name in ("a_v", "b0", "b2", "e1")]
    return {row.scenario: row for row in evaluate(chosen, WORLDS, seed=1)}


def test_rows_come_in_the_order_of_the_scenarios(rows):
    assert list(rows) == ["a_v", "b0", "b2", "e1"]
    assert all(isinstance(row, Row) for row in rows.values())
    assert {(row.seeds, row.first_seed) for row in rows.values()} == {(WORLDS, 1)}


def test_variants_find_the_leaker(rows):
    assert rows["b2"].top1 > 0.8
    assert rows["a_v"].top1 > 0.6
    assert rows["b2"].false_accusation_rate == rows["a_v"].false_accusation_rate == 0.0


def test_nested_chain_is_named_as_a_whole(rows):
    assert rows["b0"].top1 == pytest.approx(1 / 3, abs=0.05)
    assert rows["b0"].attributed == 0.0
    assert rows["b0"].whole_chain > 0.9
    assert rows["b0"].coverage == 1.0


def test_where_nobody_leaks_there_is_nothing_to_find(rows):
    row = rows["e1"]

    assert (row.top1, row.attributed, row.coverage) == (None, None, None)
    assert row.false_accusation_rate == 0.0


def test_votes_do_worse_than_the_attribution(rows):
    for row in rows.values():
        votes = row.baselines[0]
        assert votes.false_accusation_rate > row.false_accusation_rate


def test_pieces_give_what_the_whole_gives():
    scenario, params, chances = SCENARIOS["a_v"], Params(), GuiltChances()
    whole = outcomes(scenario, range(4, 7), params, chances)
    pieces = [
        *outcomes(scenario, range(4, 6), params, chances),
        *outcomes(scenario, range(6, 7), params, chances),
    ]

    assert [one.seed for one in whole] == [4, 5, 6]
    for one, other in zip(whole, pieces, strict=True):
        assert one.posterior.tolist() == other.posterior.tolist()
        assert one.e_value.tolist() == other.e_value.tolist()


def test_outcomes_are_those_of_the_attribution():
    for name, seed in (("a_v", 4), ("b0", 2), ("e3", 1), ("g2", 1)):
        world = simulate(SCENARIOS[name], seed)
        result = attribute(world.evidence)
        (one,) = outcomes(SCENARIOS[name], [seed], Params(), GuiltChances())
        ids = (*world.evidence.channels, UNLISTED)

        listed = {channel.channel_id: channel for channel in result.channels}
        assert {ids[n] for n in np.flatnonzero(one.suspects)} == set(result.suspect_set)
        assert {ids[n] for n in np.flatnonzero(one.accused)} == set(result.accused)
        assert one.verdict is result.verdict
        for number, channel_id in enumerate(world.evidence.channels):
            channel = listed[channel_id]
            assert one.posterior[number] == pytest.approx(channel.posterior)
            assert one.e_value[number] == pytest.approx(channel.e_value or 1.0)


def test_a_looser_bound_accuses_no_fewer():
    strict, loose = (
        sum(
            int(one.accused.sum())
            for one in outcomes(
                SCENARIOS["b2"],
                range(1, 7),
                Params(false_accusation_bound=alpha),
                GuiltChances(),
            )
        )
        for alpha in (1e-6, 0.5)
    )

    assert strict <= loose
    assert loose > 0


def test_the_guilt_model_is_tuned_between_the_ends_of_its_grid():
    chances = training(SCENARIOS["a_v"], 1)

    assert 0.05 <= chances.plain <= 0.95
    assert 0.05 <= chances.variant <= 0.95


# --- Null calibration --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 4])
def test_e_value_of_an_innocent_channel_is_at_most_one_on_average(seed):
    drawn = redraw(seed, 400)

    assert drawn.bets > 5
    assert drawn.mean <= 1 + 4 * drawn.error
    assert drawn.first <= 1 + 4 * drawn.first_error
    assert drawn.first > 0.5
    assert drawn.above_20 <= 0.05


def test_innocent_channels_stay_below_the_threshold_in_null_worlds():
    worst = worst_innocents(range(1, 31))

    summed = sum_null_worlds(worst, 1, 0.01)

    assert summed.worlds == 30
    assert summed.accused.value <= 0.01
    assert summed.above_20.value <= 0.2
    assert summed.greatest == max(most for most, _ in worst)
    assert all(first <= most for most, first in worst)


def test_null_worlds_are_full_of_leaks():
    assert NULL.leakers == 2
    assert NULL.rho == (0.8, 0.8)


def test_no_null_worlds_are_no_result():
    with pytest.raises(ValueError, match="no share"):
        sum_null_worlds([], 1, 0.01)


# --- Canaries ----------------------------------------------------------------------------------


def test_the_fewest_canaries_that_do_are_named():
    assert enough([(10, 0.2), (20, 0.5), (30, 0.4), (60, 0.9)]) == 20
    assert enough([(10, 0.2)]) is None
    assert enough([]) is None


def test_more_canaries_find_more_leakers():
    scenario = replace(SCENARIOS["b2"], rho=(0.5, 0.5))
    few, many = (sum(found(scenario, count, range(6))) for count in (2, 40))

    assert few < many
    assert many >= 5


@pytest.mark.parametrize(
    ("name", "asked"), [("a", True), ("d_v", True), ("e1", False), ("m_v", False), ("f", False)]
)
def test_canaries_are_asked_for_where_a_listed_channel_leaks(name, asked):
    assert asks_for_canaries(SCENARIOS[name]) is asked

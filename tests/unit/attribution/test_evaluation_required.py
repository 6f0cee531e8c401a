"""Required figures: reached, at their bound, out of reach, or missed."""

import numpy as np
import pytest

from leaktrace.attribution.evaluation import REQUIRED, Measure, Status
from leaktrace.attribution.evaluation.bounds import WorldBounds
from leaktrace.attribution.evaluation.figures import figures
from leaktrace.attribution.evaluation.outcome import Outcome
from leaktrace.attribution.simulation import HEADLINE
from leaktrace.domain.case import Verdict

RIGHT, WRONG = np.array([0.9, 0.1]), np.array([0.1, 0.9])


def world(
    *, right=True, accused=False, wrong=False, suspects=(1, 1, 1), verdict=Verdict.SET, **bounds
):
    """Two channels, of which the first leaks."""
    return Outcome(
        seed=1,
        leaked=np.array([True, False]),
        beyond=False,
        posterior=RIGHT if right else WRONG,
        accused=np.array([accused, wrong]),
        e_value=np.ones(2),
        suspects=np.array(suspects, dtype=bool),
        verdict=verdict,
        guesses=(),
        bounds=WorldBounds(**bounds),
    )


def of(scenario, measure, worlds):
    return next(one for one in figures(scenario, worlds) if one.measure is measure)


def ranked(right, ideal, count):
    return [world(right=right, ideal=RIGHT if ideal else WRONG)] * count


@pytest.mark.parametrize(
    ("worlds", "status"),
    [
        (ranked(True, True, 9) + ranked(False, False, 1), Status.REACHED),
        (ranked(True, True, 6) + ranked(False, True, 4), Status.AT_BOUND),
        (ranked(False, True, 7) + ranked(False, False, 7), Status.OUT_OF_REACH),
        (ranked(True, True, 70) + ranked(False, True, 30), Status.MISSED),
        ([world(right=False)] * 10, Status.MISSED),
    ],
)
def test_ranking_is_judged_beside_the_ideal_one(worlds, status):
    assert of("a", Measure.TOP1, worlds).status is status


def test_worlds_that_go_both_ways_are_no_distance_to_the_bound():
    worlds = ranked(True, True, 70) + ranked(False, True, 16) + ranked(True, False, 14)

    figure = of("a_v", Measure.TOP1, worlds)

    assert figure.bound.near
    assert figure.status is Status.AT_BOUND
    assert (figure.measured.value, figure.bound.share.value) == (0.84, 0.86)


def test_accusations_are_judged_beside_those_of_hindsight():
    could = np.array([True, False])
    worlds = [world(accused=True, provable=could)] * 5
    worlds += [world(provable=could)] * 10 + [world(provable=~could & could)] * 5

    figure = of("a_v", Measure.ATTRIBUTED, worlds)

    assert figure.measured.value == 0.25
    assert figure.bound.share.value == 0.75
    assert figure.status is Status.MISSED


def test_false_accusations_are_excused_by_nothing():
    figure = of("e1", Measure.FALSE_ACCUSATIONS, [world(wrong=True)] + [world()] * 400)

    assert figure.status is Status.MISSED
    assert figure.bound.share.value == 0.0


def test_few_enough_false_accusations_are_reached():
    worlds = [world(wrong=True)] + [world()] * 999

    assert of("e1", Measure.FALSE_ACCUSATIONS, worlds).status is Status.REACHED
    assert of("b0", Measure.FALSE_ACCUSATIONS, worlds).status is Status.MISSED


def test_chain_that_time_has_cut_is_not_asked_for():
    worlds = [world(open_chain=True)] * 90 + [world(suspects=(1, 0, 1), open_chain=False)] * 10

    figure = of("b0", Measure.WHOLE_CHAIN, worlds)

    assert (figure.measured.value, figure.bound.share.value) == (0.9, 0.9)
    assert figure.status is Status.AT_BOUND


def test_records_that_leak_are_found_by_the_controls_that_were_named():
    found = world(verdict=Verdict.REGISTRY_COMPROMISED, controls_named=True)
    worlds = [found] * 80 + [world(controls_named=False)] * 20

    assert of("g2", Measure.REGISTRY, worlds).status is Status.AT_BOUND


def test_where_no_set_is_named_there_is_nothing_to_count():
    figure = of("a", Measure.COVERAGE, [world(suspects=(0, 0, 0))])

    assert (figure.measured, figure.bound, figure.status) == (None, None, Status.UNCOUNTED)


def test_nothing_is_required_of_other_scenarios():
    assert figures("partial_v", [world()]) == ()


def test_every_row_of_a_release_has_requirements():
    assert set(REQUIRED) == set(HEADLINE)

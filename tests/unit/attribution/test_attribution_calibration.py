"""How well the posterior does in worlds with known leakers, under fixed seeds."""

from dataclasses import replace

import numpy as np
import pytest
from simulated_world import WAYBILL, Design, world
from small_world import posteriors

from leaktrace.attribution import Params, attribute
from leaktrace.attribution.judging import judge
from leaktrace.domain.case import Verdict

ROUTES = Design()
NESTED = Design(tiers=((0,), (1,), (2,)), holds={2: WAYBILL})
WORLDS = 60
TOLD = 30
"""Worlds of which the whole account is given, which costs twenty times the posterior."""


def worlds(design, count=WORLDS, leaking=1):
    """Leakers, drawn anew for every world, and what is known there."""
    for seed in range(count):
        drawn = np.random.default_rng(90_000 + seed).choice(design.channels, leaking, replace=False)
        leakers = tuple(int(channel) for channel in drawn)
        yield leakers, world(replace(design, leakers=leakers), seed)


def outcomes(design):
    """Names of the leakers, and the attribution."""
    for leakers, evidence in worlds(design, TOLD):
        yield {f"channel-{channel}" for channel in leakers}, attribute(evidence)


def marginals(design, count=WORLDS, leaking=1):
    """Leakers, and the posterior of each channel, without the account that an attribution gives of it."""
    for leakers, evidence in worlds(design, count, leaking):
        yield leakers, judge(evidence, Params()).posterior.marginals()[: design.channels]


@pytest.mark.parametrize(
    "design", [ROUTES, NESTED, replace(NESTED, rates=0.6), replace(ROUTES, chance_contacts=2.0)]
)
def test_innocents_stay_below_the_threshold_and_sets_hold_the_leaker(design):
    issued = covered = 0
    for leakers, found in outcomes(design):
        for name, posterior in posteriors(found).items():
            assert name in leakers or posterior < 0.95
        if found.verdict is Verdict.SET:
            issued += 1
            covered += bool(leakers & set(found.suspect_set))
    assert issued >= 0.6 * TOLD
    assert covered >= 0.97 * issued


def test_most_leakers_are_first_where_routes_tell_channels_apart():
    first = sum(int(np.argmax(found)) in leakers for leakers, found in marginals(ROUTES))
    assert first >= 0.85 * WORLDS


def test_variants_single_the_leaker_out_of_a_chain():
    alone = sum(
        set(found.suspect_set) == leakers for leakers, found in outcomes(replace(NESTED, pool=20))
    )
    assert alone >= 0.75 * TOLD


def test_two_leakers_never_make_an_innocent_certain():
    for leakers, found in marginals(replace(ROUTES, pool=20), leaking=2):
        assert np.delete(found, leakers).max() < 0.95


def test_chance_mentions_alone_seldom_raise_suspicion():
    suspected = 0
    for seed in range(TOLD):
        found = attribute(world(Design(leakers=(), chance_contacts=2.0), seed))
        assert all(posterior < 0.95 for posterior in posteriors(found).values())
        suspected += found.verdict in {Verdict.SET, Verdict.SUSPECTED}
    assert suspected <= 0.05 * TOLD


def test_posteriors_are_about_as_often_right_as_they_say():
    said, right = [], []
    for leakers, found in marginals(ROUTES, 150):
        said.extend(found)
        right.extend(channel in leakers for channel in range(ROUTES.channels))
    said, right = np.array(said), np.array(right, dtype=float)
    for low, high in ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 1.01)):
        rows = (said >= low) & (said < high)
        spread = 3 * np.sqrt(0.25 / max(rows.sum(), 1))
        assert abs(said[rows].mean() - right[rows].mean()) <= 0.03 + spread

"""The posterior against a plain sum over every set, rate and start."""

import math
from itertools import combinations

import numpy as np
import pytest
from simulated_world import WAYBILL, Design, world

from leaktrace.attribution import Params
from leaktrace.attribution.grid import Grid
from leaktrace.attribution.likelihood import build
from leaktrace.attribution.posterior import prior_log_odds
from leaktrace.attribution.search import infer
from leaktrace.attribution.votes import Votes

AS_MEASURED = ((1.0, 1.0),)
COARSE = Params(rho_points=4, starts=3, most_leakers=2, background_factors=AS_MEASURED)


def grid_of(evidence, params):
    likelihood = build(evidence, Votes.of(evidence), params)
    return Grid.of(likelihood.final, likelihood.active, likelihood.risk, params)


def plain_weights(grid, params):
    """Log weight of every set by the formula of the model, without any trick."""
    odds = prior_log_odds(grid.sources, params)
    start, rate = np.divmod(np.arange(grid.starts * len(grid.rho)), len(grid.rho))
    begun = start[:, None] < grid.active
    hazard = [
        grid.rho[rate][:, None] * grid.ratio[:, source] * begun for source in range(grid.sources)
    ]
    lost = [grid.rho[rate] * grid.risk[source, start] for source in range(grid.sources)]
    weights = {(): 0.0}
    for size in range(1, params.most_leakers + 1):
        for members in combinations(range(grid.sources), size):
            # An axis for each member: every cell of one with every cell of the others.
            axes = np.ix_(*[range(len(start))] * size)
            total = np.log1p(sum(hazard[c][at] for c, at in zip(members, axes, strict=True)))
            logs = total.sum(axis=-1) - sum(
                lost[c][at] for c, at in zip(members, axes, strict=True)
            )
            logs = grid.weight * logs
            top = logs.max()
            average = top + math.log(np.exp(logs - top).mean())
            weights[members] = average + odds[list(members)].sum()
    return weights


def shares(weights, sources):
    """P(no leak), and P(it leaked) for each source."""
    top = max(weights.values())
    plain = {members: math.exp(weight - top) for members, weight in weights.items()}
    total = sum(plain.values())
    each = [sum(w for members, w in plain.items() if c in members) / total for c in range(sources)]
    return plain[()] / total, each


@pytest.mark.parametrize(
    ("params", "design"),
    [
        (COARSE, Design(canaries=24, tiers=((0, 1), (2,)), holds={2: WAYBILL}, rho=(0.9, 1.0))),
        (
            Params(
                rho_points=3,
                starts=2,
                full_weight_hits=3,
                unlisted_prior=0.02,
                most_leakers=2,
                background_factors=AS_MEASURED,
            ),
            Design(canaries=30, tiers=((0, 1), (1, 2)), leakers=(1,), rho=(0.9, 1.0)),
        ),
    ],
)
def test_up_to_two_leakers_it_is_the_plain_sum(params, design):
    grid = grid_of(world(design, 4), params)
    assert len(grid.active) > 3
    weights = plain_weights(grid, params)
    no_leak, expected = shares(weights, grid.sources)
    posterior = infer(grid, params)
    assert posterior.marginals() == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert posterior.no_leak == pytest.approx(no_leak, rel=1e-9)
    without = {members: w for members, w in weights.items() if not {0, 2} & set(members)}
    rest = sum(math.exp(w) for w in without.values()) / sum(math.exp(w) for w in weights.values())
    assert posterior.holds_a_leaker([0, 2]) == pytest.approx(1 - rest, rel=1e-9)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("leakers", [(0,), (0, 2), (0, 2, 4), (0, 1, 2, 4)])
def test_up_to_four_leakers_it_comes_near_the_plain_sum(leakers, seed):
    params = Params(rho_points=4, starts=2, background_factors=AS_MEASURED)
    design = Design(
        canaries=40, tiers=((0, 1), (2, 3), (4,)), leakers=leakers, rho=(0.3, 0.9), pool=20
    )
    grid = grid_of(world(design, seed), params)
    _, expected = shares(plain_weights(grid, params), grid.sources)
    assert infer(grid, params).marginals() == pytest.approx(expected, abs=0.05)


def test_three_leakers_are_found_though_the_unlisted_party_explains_most_alone():
    design = Design(canaries=2000, leakers=(0, 4, 6), rho=(0.3, 0.5))
    params = Params()
    grid = grid_of(world(design, 1), params)
    posterior = infer(grid, params)
    singles = [
        weight
        for members, weight in zip(posterior.members, posterior.weights, strict=True)
        if members.sum() == 1
    ]
    unlisted_alone = posterior.members[:, -1] & (posterior.members.sum(axis=1) == 1)
    assert posterior.weights[unlisted_alone] == max(singles)
    best = posterior.members[posterior.weights.argmax()]
    assert np.flatnonzero(best).tolist() == [0, 4, 6]


def test_the_order_of_hits_changes_nothing():
    rng = np.random.default_rng(3)
    hits, sources, starts = 300, 4, 5
    ratio = np.exp(rng.normal(10, 15, (hits, sources))) * (rng.random((hits, sources)) < 0.7)
    ratio = np.minimum(ratio, np.exp(60.0))
    active = rng.integers(1, starts + 1, hits)
    risk = np.sort(rng.uniform(0, 100, (sources, starts)))[:, ::-1].copy()
    whole = infer(Grid.of(ratio, active, risk, Params()), Params())
    shuffled = rng.permutation(hits)
    again = infer(Grid.of(ratio[shuffled], active[shuffled], risk, Params()), Params())
    assert again.marginals() == pytest.approx(whole.marginals(), rel=1e-9)
    assert again.total == pytest.approx(whole.total, rel=1e-9)


def test_likelihoods_far_outside_the_range_of_a_float_stay_finite():
    ratio = np.full((2000, 3), np.exp(60.0))
    ratio[:1000, 0] = 0.0
    grid = Grid.of(ratio, np.full(2000, 5), np.full((3, 5), 2500.0), Params())
    posterior = infer(grid, Params())
    assert np.isfinite(posterior.log_odds()).all()
    assert posterior.marginals().sum() >= 1.0
    assert posterior.holds_a_leaker([0, 1, 2]) == pytest.approx(1.0)


def test_beyond_a_hundred_hits_the_likelihood_weighs_no_more():
    odds = {}
    for hits in (50, 100, 400, 1600):
        ratio = np.zeros((hits, 2))
        ratio[:, 0] = 1000.0
        grid = Grid.of(ratio, np.full(hits, 5), np.full((2, 5), 0.0), Params())
        odds[hits] = infer(grid, Params()).log_odds()[0]
    assert odds[50] < odds[100]
    assert odds[400] == pytest.approx(odds[100], rel=1e-6)
    assert odds[1600] == pytest.approx(odds[100], rel=1e-6)

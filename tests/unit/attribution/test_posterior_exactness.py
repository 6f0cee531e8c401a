"""The posterior against a plain sum over every set, rate and start."""

import math
from itertools import combinations, product

import numpy as np
import pytest
from simulated_world import WAYBILL, Design, world

from leaktrace.attribution import Params
from leaktrace.attribution.likelihood import build
from leaktrace.attribution.posterior import infer, prior, rates

COARSE = Params(rho_points=4, starts=3)


def plain_weights(likelihood, params):
    """Weight of every set by the formula of the model, without any trick."""
    rho, risk, ratio = rates(likelihood.risk, params), likelihood.risk, likelihood.final
    sources, starts = risk.shape
    tempering = min(1.0, params.full_weight_hits / len(ratio))
    cells = list(product(range(starts), rho))

    def log_likelihood(chosen):
        total = 0.0
        for row, active in zip(ratio, likelihood.active, strict=True):
            hazard = sum(rate * row[c] for c, (start, rate) in chosen if start < active)
            total += math.log1p(hazard)
        return total - sum(rate * risk[c, start] for c, (start, rate) in chosen)

    weights = {(): 1.0}
    for members in [*combinations(range(sources), 1), *combinations(range(sources), 2)]:
        odds = math.prod(
            (params.unlisted_prior if c == sources - 1 else params.prior)
            / (1 - (params.unlisted_prior if c == sources - 1 else params.prior))
            for c in members
        )
        values = [
            math.exp(tempering * log_likelihood(list(zip(members, choice, strict=True))))
            for choice in product(cells, repeat=len(members))
        ]
        weights[members] = odds * sum(values) / len(values)
    return weights


@pytest.mark.parametrize(
    ("params", "design"),
    [
        (COARSE, Design(canaries=24, tiers=((0, 1), (2,)), holds={2: WAYBILL}, rho=(0.9, 1.0))),
        (
            Params(rho_points=3, starts=2, full_weight_hits=3, unlisted_prior=0.02),
            Design(canaries=30, tiers=((0, 1), (1, 2)), leakers=(1,), rho=(0.9, 1.0)),
        ),
    ],
)
def test_marginals_are_those_of_the_plain_sum(params, design):
    likelihood = build(world(design, 4), params)
    assert len(likelihood.active) > 3
    weights = plain_weights(likelihood, params)
    total = sum(weights.values())
    posterior = infer(likelihood.final, likelihood.active, likelihood.risk, params)
    expected = [
        sum(weight for members, weight in weights.items() if source in members) / total
        for source in range(len(likelihood.risk))
    ]
    assert posterior.marginals() == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert posterior.no_leak == pytest.approx(1 / total, rel=1e-9)
    pair = sum(weight for members, weight in weights.items() if {0, 2} & set(members)) / total
    assert posterior.holds_a_leaker([0, 2]) == pytest.approx(pair, rel=1e-9)


def test_rows_in_batches_give_what_rows_one_by_one_give():
    rng = np.random.default_rng(3)
    hits, sources, starts = 300, 4, 5
    ratio = np.exp(rng.normal(10, 15, (hits, sources))) * (rng.random((hits, sources)) < 0.7)
    ratio = np.minimum(ratio, np.exp(60.0))
    active = rng.integers(1, starts + 1, hits)
    risk = np.sort(rng.uniform(0, 100, (sources, starts)))[:, ::-1].copy()
    whole = infer(ratio, active, risk, COARSE)
    rho = rates(risk, COARSE)
    alone = sum(
        np.log1p(rho[None, :] * ratio[row, 0]) * (np.arange(starts) < active[row])[:, None]
        for row in range(hits)
    )
    cells = (alone - rho * risk[0][:, None]) * (100 / hits)
    top = cells.max()
    expected = top + np.log(np.exp(cells - top).mean()) + math.log(0.05 / 0.95)
    assert whole.sets[0, 0] == pytest.approx(expected, rel=1e-9)
    shuffled = rng.permutation(hits)
    again = infer(ratio[shuffled], active[shuffled], risk, COARSE)
    assert again.sets[np.triu_indices(4)] == pytest.approx(whole.sets[np.triu_indices(4)], rel=1e-9)


def test_likelihoods_far_outside_the_range_of_a_float_stay_finite():
    ratio = np.full((2000, 3), np.exp(60.0))
    ratio[:1000, 0] = 0.0
    posterior = infer(ratio, np.full(2000, 5), np.full((3, 5), 2500.0), Params())
    assert np.isfinite(posterior.log_odds()).all()
    assert posterior.marginals().sum() >= 1.0
    assert posterior.holds_a_leaker([0, 1, 2]) == pytest.approx(1.0)


def test_prior_is_independent_and_cut_off_at_two():
    before = prior(2, Params(prior=0.1, unlisted_prior=0.2))
    weights = {"0": 1 / 9, "1": 1 / 9, "u": 1 / 4, "01": 1 / 81, "0u": 1 / 36, "1u": 1 / 36}
    total = 1 + sum(weights.values())
    assert before.no_leak == pytest.approx(1 / total)
    assert before.marginals()[0] == pytest.approx((1 / 9 + 1 / 81 + 1 / 36) / total)


def test_beyond_a_hundred_hits_the_likelihood_weighs_no_more():
    odds = {}
    for hits in (50, 100, 400, 1600):
        ratio = np.zeros((hits, 2))
        ratio[:, 0] = 1000.0
        posterior = infer(ratio, np.full(hits, 5), np.full((2, 5), 0.0), Params())
        odds[hits] = posterior.log_odds()[0]
    assert odds[50] < odds[100]
    assert odds[400] == pytest.approx(odds[100], rel=1e-6)
    assert odds[1600] == pytest.approx(odds[100], rel=1e-6)

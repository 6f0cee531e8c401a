"""Both engines together: evidence in, an attribution out."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from leaktrace.attribution.downgrades import downgrades
from leaktrace.attribution.explain import lines
from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import Evidence
from leaktrace.attribution.judging import Judgement, grid_of, judge
from leaktrace.attribution.likelihood import Step
from leaktrace.attribution.lottery import EProcess, co_exposed_lottery, route_lottery
from leaktrace.attribution.params import MODEL, Params, verbal
from leaktrace.attribution.posterior import prior_log_odds
from leaktrace.attribution.result import UNLISTED, Attribution, ChannelResult
from leaktrace.attribution.search import infer
from leaktrace.attribution.sensitivity import panel
from leaktrace.attribution.universal import ceilings
from leaktrace.attribution.verdict import confusable, threshold
from leaktrace.attribution.votes import Votes

__all__ = ["attribute"]

_LOG10 = math.log(10.0)
_EXPLAINS_NOTHING = 1e-4


def attribute(evidence: Evidence, params: Params | None = None) -> Attribution:
    """Work out which channels' copies got out.

    Args:
        evidence: exposures, informed contacts, sealed draws, background.
        params: the numbers of the model; the defaults if left out.
    """
    params = params or Params()
    channels = len(evidence.channels)
    votes = Votes.of(evidence)
    judged = judge(evidence, params, votes=votes)
    names = (*evidence.channels, UNLISTED)
    return Attribution(
        model=MODEL,
        verdict=judged.decision.verdict,
        accused=tuple(names[channel] for channel in judged.decision.accused),
        suspect_set=tuple(names[member] for member in judged.decision.members),
        confusable=tuple(
            tuple(evidence.channels[member] for member in group)
            for group in confusable(evidence, params)
        ),
        p_unlisted=float(judged.posterior.marginals()[channels]),
        p_no_leak=judged.posterior.no_leak,
        controls_clean=not evidence.control_hits,
        channels=_channel_results(evidence, votes, judged, params),
        false_accusation_bound=params.false_accusation_bound,
        threshold=threshold(evidence, params),
        downgrades=downgrades(evidence, judged, params),
        rivals=panel(evidence, votes, judged, params),
    )


def _channel_results(
    evidence: Evidence, votes: Votes, judged: Judgement, params: Params
) -> tuple[ChannelResult, ...]:
    """The results of all channels, suspects first."""
    channels = len(evidence.channels)
    marginals = judged.posterior.marginals()
    reasons = _reasons(evidence, judged, params)
    ratios = _ratios(judged, params)
    universal = _universal(evidence, judged, params)
    co_exposed = co_exposed_lottery(evidence)
    routes = route_lottery(evidence, votes.hits)
    given = evidence.exposures.given
    order = np.argsort(-marginals[:channels].round(12), kind="stable")
    results = []
    for channel in order.tolist():
        ratio = ratios[channel]
        exposed = len(given[channel].identity) if channel in given else 0
        told = lines(channel, reasons[channel], ratio, judged.likelihood, exposed)
        results.append(
            ChannelResult(
                channel_id=evidence.channels[channel],
                posterior=float(marginals[channel]),
                log10_lr=ratio,
                verbal=verbal(ratio),
                log10_universal=universal[channel],
                e_value=_value(judged.lottery, channel),
                canaries_exposed=exposed,
                canaries_hit=int(judged.likelihood.held[judged.likelihood.first, channel].sum()),
                evidence=told,
                e_co_exposed=_value(co_exposed, channel),
                e_route=_value(routes, channel),
                bets=judged.lottery[channel].bets if channel in judged.lottery else (),
            )
        )
    return tuple(results)


def _value(processes: Mapping[int, EProcess], channel: int) -> float | None:
    return processes[channel].peak if channel in processes else None


def _reasons(evidence: Evidence, judged: Judgement, params: Params) -> list[dict[Step, float]]:
    """For each channel, what each step of the evidence adds to its odds, as powers of ten.

    Taken over sets of at most two, whose sum is exact and quick.
    """
    likelihood, channels = judged.likelihood, len(evidence.channels)
    two = replace(params, most_leakers=2)
    nothing = np.zeros((0, channels + 1)), np.zeros(0, dtype=np.int64)
    prior = Grid.of(*nothing, np.zeros_like(likelihood.risk), two)
    before = infer(prior, two).log_odds()
    gains: list[dict[Step, float]] = [{} for _ in range(channels)]
    for step, ratio in likelihood.steps.items():
        after = infer(grid_of(likelihood, ratio, evidence, two), two).log_odds()
        for channel in range(channels):
            gains[channel][step] = float(after[channel] - before[channel]) / _LOG10
        before = after
    return gains


def _ratios(judged: Judgement, params: Params) -> list[float]:
    """For each channel, its likelihood ratio against the best explanation without it, log 10.

    Its own side pays for every further leaker that it needs; the other side is given the set of
    leakers, up to four and the unlisted party among them, that fits best. Rates and starts, which
    nobody knows, are averaged over on both sides.
    """
    posterior = judged.posterior
    odds = prior_log_odds(posterior.members.shape[1], params)
    return [
        (posterior.average(channel, odds) - posterior.best_without(channel, odds)) / _LOG10
        for channel in range(len(odds) - 1)
    ]


def _universal(evidence: Evidence, judged: Judgement, params: Params) -> list[float]:
    """The same by universal inference: the others' rates and starts are those that fit best, log 10."""
    grid = grid_of(judged.likelihood, judged.likelihood.final, evidence, params)
    odds = prior_log_odds(grid.sources, params)
    marginals = judged.posterior.marginals()[:-1]
    # Leaving out a channel that explains nothing changes nothing: the bound with all will do for it.
    matters = np.flatnonzero(marginals > _EXPLAINS_NOTHING).tolist()
    bounds = dict(zip([*matters, -1], grid.weight * ceilings(grid, matters), strict=True))
    return [
        float(judged.posterior.average(c, odds) - bounds.get(c, bounds[-1])) / _LOG10
        for c in range(grid.sources - 1)
    ]

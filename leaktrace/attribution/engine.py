"""The posterior engine: evidence in, an attribution out."""

import numpy as np

from leaktrace.attribution.explain import lines
from leaktrace.attribution.inputs import Evidence, FloatArray
from leaktrace.attribution.likelihood import Likelihood, Step, build
from leaktrace.attribution.params import MODEL, Params, verbal
from leaktrace.attribution.posterior import Posterior, infer, prior
from leaktrace.attribution.result import UNLISTED, Attribution, ChannelResult
from leaktrace.attribution.verdict import confusable, decide

__all__ = ["attribute"]


def attribute(evidence: Evidence, params: Params | None = None) -> Attribution:
    """Work out which channels' copies got out.

    Ranks suspects and finds the smallest set that holds a leaker; it never accuses. ``attributed``
    needs the variant lottery, which is not part of this engine.

    Args:
        evidence: exposures, first informed contacts, background.
        params: the numbers of the model; the defaults if left out.
    """
    params = params or Params()
    channels = len(evidence.channels)
    likelihood = build(evidence, params)
    memo: dict[bytes, float] = {}
    stages = {
        step: infer(ratio, likelihood.active, likelihood.risk, params, memo)
        for step, ratio in likelihood.steps.items()
    }
    posterior = stages[list(stages)[-1]]
    decision = decide(posterior, likelihood, evidence, params)
    names = (*evidence.channels, UNLISTED)
    return Attribution(
        model=MODEL,
        verdict=decision.verdict,
        accused=(),
        suspect_set=tuple(names[member] for member in decision.members),
        confusable=tuple(
            tuple(evidence.channels[member] for member in group)
            for group in confusable(evidence, params)
        ),
        p_unlisted=float(posterior.marginals()[channels]),
        p_no_leak=posterior.no_leak,
        controls_clean=not evidence.control_hits,
        channels=_channel_results(evidence, likelihood, stages, params),
        false_accusation_bound=params.false_accusation_bound,
    )


def _channel_results(
    evidence: Evidence, likelihood: Likelihood, stages: dict[Step, Posterior], params: Params
) -> tuple[ChannelResult, ...]:
    """The results of all channels that had a copy of a hit canary, suspects first."""
    channels = len(evidence.channels)
    before = prior(channels, params).log_odds()
    odds = {step: stage.log_odds() for step, stage in stages.items()}
    last = list(stages)[-1]
    marginals = stages[last].marginals()
    pairs = np.unique(evidence.exposure_identity * channels + evidence.exposure_channel)
    exposed = np.bincount(pairs % channels, minlength=channels)
    hit = likelihood.held.sum(axis=0)
    order = np.argsort(-marginals[:channels].round(12), kind="stable")
    return tuple(
        ChannelResult(
            channel_id=evidence.channels[channel],
            posterior=float(marginals[channel]),
            log10_lr=_log10(odds[last] - before, channel),
            verbal=verbal(_log10(odds[last] - before, channel)),
            e_value=None,
            canaries_exposed=int(exposed[channel]),
            canaries_hit=int(hit[channel]),
            evidence=lines(
                channel, odds, float(before[channel]), likelihood, int(exposed[channel])
            ),
        )
        for channel in order.tolist()
        if hit[channel]
    )


def _log10(values: FloatArray, channel: int) -> float:
    return float(values[channel] / np.log(10.0))

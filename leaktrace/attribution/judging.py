"""Both engines over one state of the evidence: posterior, lottery, and the verdict that both allow."""

from collections.abc import Mapping
from dataclasses import dataclass

from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import Evidence, FloatArray
from leaktrace.attribution.likelihood import Likelihood, build
from leaktrace.attribution.lottery import EProcess, variant_lottery
from leaktrace.attribution.params import Params
from leaktrace.attribution.posterior import Posterior
from leaktrace.attribution.search import infer
from leaktrace.attribution.verdict import Decision, decide
from leaktrace.attribution.votes import Votes

__all__ = ["Judgement", "grid_of", "judge"]


@dataclass(frozen=True, eq=False)
class Judgement:
    """What is concluded, before it is put into words."""

    likelihood: Likelihood
    posterior: Posterior
    lottery: Mapping[int, EProcess]
    decision: Decision


def judge(
    evidence: Evidence,
    params: Params,
    known: Posterior | None = None,
    votes: Votes | None = None,
) -> Judgement:
    """The posterior, the lottery, and the verdict that both allow.

    Args:
        evidence: what is known.
        params: the numbers of the model.
        known: the posterior of nearly the same evidence, where there is one: see `infer`.
        votes: those of the evidence, where they are at hand, or as they would be under a rival assumption.
    """
    likelihood = build(evidence, votes or Votes.of(evidence), params)
    grid = grid_of(likelihood, likelihood.final, evidence, params)
    posterior = infer(grid, params, known)
    lottery = variant_lottery(evidence)
    decision = decide(posterior, likelihood, evidence, lottery, params)
    return Judgement(likelihood, posterior, lottery, decision)


def grid_of(likelihood: Likelihood, ratio: FloatArray, evidence: Evidence, params: Params) -> Grid:
    """The grid for R of some step of the evidence."""
    contacts = evidence.background.rate * (evidence.end - evidence.start)
    background = contacts * evidence.identities * params.informed_by_chance
    return Grid.of(ratio, likelihood.active, likelihood.risk, params, background)

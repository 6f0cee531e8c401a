"""How well attribution does in worlds with known leakers, beside simpler methods. Pure; numpy."""

from leaktrace.attribution.evaluation.baselines import Baseline, GuiltChances
from leaktrace.attribution.evaluation.limits import Share, share
from leaktrace.attribution.evaluation.outcome import Outcome, outcome
from leaktrace.attribution.evaluation.row import BaselineRow, Bin, Row, summarise
from leaktrace.attribution.evaluation.run import evaluate, outcomes, training

__all__ = [
    "Baseline",
    "BaselineRow",
    "Bin",
    "GuiltChances",
    "Outcome",
    "Row",
    "Share",
    "evaluate",
    "outcome",
    "outcomes",
    "share",
    "summarise",
    "training",
]

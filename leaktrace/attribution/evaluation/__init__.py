"""How well attribution does in worlds with known leakers, beside simpler methods. Pure; numpy."""

from leaktrace.attribution.evaluation.baselines import Baseline, GuiltChances
from leaktrace.attribution.evaluation.demand import (
    CANARIES,
    DEMAND_WORLDS,
    asks_for_canaries,
    enough,
    found,
)
from leaktrace.attribution.evaluation.figures import Bound, Figure, Status
from leaktrace.attribution.evaluation.limits import Share, share
from leaktrace.attribution.evaluation.null import (
    NULL,
    NullWorlds,
    Redraws,
    redraw,
    sum_null_worlds,
    worst_innocents,
)
from leaktrace.attribution.evaluation.outcome import Outcome, outcome
from leaktrace.attribution.evaluation.required import REQUIRED, Measure, Requirement
from leaktrace.attribution.evaluation.row import BaselineRow, Bin, Row, summarise
from leaktrace.attribution.evaluation.run import evaluate, outcomes, training

__all__ = [
    "CANARIES",
    "DEMAND_WORLDS",
    "NULL",
    "REQUIRED",
    "Baseline",
    "BaselineRow",
    "Bin",
    "Bound",
    "Figure",
    "GuiltChances",
    "Measure",
    "NullWorlds",
    "Outcome",
    "Redraws",
    "Requirement",
    "Row",
    "Share",
    "Status",
    "asks_for_canaries",
    "enough",
    "evaluate",
    "found",
    "outcome",
    "outcomes",
    "redraw",
    "share",
    "sum_null_worlds",
    "summarise",
    "training",
    "worst_innocents",
]

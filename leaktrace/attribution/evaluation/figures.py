"""Required figures against what was measured, and against what no method could beat in these worlds."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from leaktrace.attribution.evaluation.limits import Share, share
from leaktrace.attribution.evaluation.outcome import Outcome
from leaktrace.attribution.evaluation.required import REQUIRED, Measure, Requirement
from leaktrace.attribution.evaluation.scores import TIE, hit_share
from leaktrace.attribution.inputs import FloatArray
from leaktrace.domain.case import Verdict

__all__ = ["Bound", "Figure", "Status", "figures"]


class Status(StrEnum):
    """How a required figure stands."""

    REACHED = "reached"
    AT_BOUND = "at its bound"
    """Not reached, and not told from the bound in these worlds."""
    OUT_OF_REACH = "out of reach"
    """Not reached, and the bound itself does not."""
    MISSED = "missed"
    """Not reached though the bound allows it, or none is known."""
    UNCOUNTED = "nothing to count"


@dataclass(frozen=True)
class Bound:
    """What no method could beat in the same worlds."""

    of: str
    """Who, or what, sets it."""
    share: Share
    """In the same worlds."""
    near: bool
    """The measured figure cannot be told from it: among the worlds in which the two differ, those in
    which the bound is better are no significant majority (sign test, 95 %)."""
    expected: float | None = None
    """What the ideal ranking expects of itself, its mean greatest posterior: the same bound with less
    luck in it. The status does not look at it."""


@dataclass(frozen=True)
class Figure:
    """One required figure."""

    measure: Measure
    required: float
    at_most: bool
    measured: Share | None
    """None where there is nothing to count."""
    bound: Bound | None
    status: Status


@dataclass(frozen=True, eq=False)
class _Counted:
    """A figure in parts: what was got, what could have been, out of how much; a row a world."""

    got: FloatArray
    of: FloatArray
    could: FloatArray | None = None
    by: str = ""
    expected: float | None = None

    @property
    def measured(self) -> Share | None:
        total = int(self.of.sum())
        return share(float(self.got.sum()), total) if total else None

    def bound(self) -> Bound | None:
        total = int(self.of.sum())
        if self.could is None or not total:
            return None
        ahead = self.could - self.got
        better, worse = int((ahead > TIE).sum()), int((ahead < -TIE).sum())
        differ = better + worse
        near = not differ or share(better, differ).low <= 0.5
        return Bound(self.by, share(float(self.could.sum()), total), near, self.expected)


def figures(scenario: str, outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """All that is required of a scenario, judged; empty where nothing is."""
    return tuple(_figure(one, outcomes) for one in REQUIRED.get(scenario, ()))


def _figure(required: Requirement, outcomes: Sequence[Outcome]) -> Figure:
    counted = _COUNT[required.measure](outcomes)
    measured, bound = counted.measured, counted.bound()
    if required.at_most:
        total = int(counted.of.sum())
        bound = Bound("accusing nobody", share(0.0, total), near=False) if total else None
    elif required.measure is Measure.COVERAGE and measured is not None:
        everything = share(float(measured.trials), measured.trials)
        bound = Bound("naming everybody", everything, near=False)
    return Figure(
        measure=required.measure,
        required=required.value,
        at_most=required.at_most,
        measured=measured,
        bound=bound,
        status=_status(required, measured, bound),
    )


def _status(required: Requirement, measured: Share | None, bound: Bound | None) -> Status:
    if measured is None:
        return Status.UNCOUNTED
    if required.holds(measured.value):
        return Status.REACHED
    if bound is not None and bound.near:
        return Status.AT_BOUND
    if bound is not None and not required.holds(bound.share.value):
        return Status.OUT_OF_REACH
    return Status.MISSED


def _top1(outcomes: Sequence[Outcome]) -> _Counted:
    leaking = [one for one in outcomes if one.leaked.any()]
    ideal = [one.bounds.ideal for one in leaking]
    could = [
        hit_share(scores, one.leaked, 1)
        for one, scores in zip(leaking, ideal, strict=True)
        if scores is not None
    ]
    sure = [float(scores.max()) for scores in ideal if scores is not None]
    return _Counted(
        got=np.array([hit_share(one.posterior, one.leaked, 1) for one in leaking]),
        of=np.ones(len(leaking)),
        could=np.array(could) if len(could) == len(leaking) else None,
        by="ideal ranking",
        expected=float(np.mean(sure)) if sure else None,
    )


def _false_accusations(outcomes: Sequence[Outcome]) -> _Counted:
    wrong = [float((one.accused & ~one.leaked).any()) for one in outcomes]
    return _Counted(got=np.array(wrong), of=np.ones(len(outcomes)))


def _attributed(outcomes: Sequence[Outcome]) -> _Counted:
    provable = [one.bounds.provable for one in outcomes]
    could = [float(flags.sum()) for flags in provable if flags is not None]
    return _Counted(
        got=np.array([float((one.accused & one.leaked).sum()) for one in outcomes]),
        of=np.array([float(one.leaked.sum()) for one in outcomes]),
        could=np.array(could) if len(could) == len(outcomes) else None,
        by="bettor with hindsight",
    )


def _coverage(outcomes: Sequence[Outcome]) -> _Counted:
    issued = [one for one in outcomes if one.issued]
    return _Counted(got=np.array([float(one.covered) for one in issued]), of=np.ones(len(issued)))


def _whole_chain(outcomes: Sequence[Outcome]) -> _Counted:
    issued = [one for one in outcomes if one.issued]
    could = [float(one.bounds.open_chain) for one in issued if one.bounds.open_chain is not None]
    return _Counted(
        got=np.array([float(one.suspects[:-1].all()) for one in issued]),
        of=np.ones(len(issued)),
        could=np.array(could) if len(could) == len(issued) else None,
        by="who had a copy in time",
    )


def _registry(outcomes: Sequence[Outcome]) -> _Counted:
    named = [one.bounds.controls_named for one in outcomes]
    could = [float(flag) for flag in named if flag is not None]
    return _Counted(
        got=np.array([float(one.verdict is Verdict.REGISTRY_COMPROMISED) for one in outcomes]),
        of=np.ones(len(outcomes)),
        could=np.array(could) if len(could) == len(outcomes) else None,
        by="sealed controls that were named",
    )


_COUNT: Final = {
    Measure.TOP1: _top1,
    Measure.FALSE_ACCUSATIONS: _false_accusations,
    Measure.ATTRIBUTED: _attributed,
    Measure.COVERAGE: _coverage,
    Measure.WHOLE_CHAIN: _whole_chain,
    Measure.REGISTRY: _registry,
}

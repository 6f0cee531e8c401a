"""Many worlds of one scenario, summed up."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from leaktrace.attribution.evaluation.baselines import Baseline
from leaktrace.attribution.evaluation.figures import Figure, figures
from leaktrace.attribution.evaluation.limits import Share, share
from leaktrace.attribution.evaluation.outcome import Outcome
from leaktrace.attribution.evaluation.scores import TIE, hit_share
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.simulation import Scenario
from leaktrace.attribution.simulation.layout import BoolArray
from leaktrace.domain.case import Verdict

__all__ = ["BaselineRow", "Bin", "Row", "summarise"]

_BINS = 10
_SURE = 1e-12
_BELIEF = 0.95


@dataclass(frozen=True)
class Bin:
    """Channels whose posteriors fall into one tenth."""

    posterior: float
    """Mean."""
    leaked: float
    """Share of them that leaked."""
    channels: int


@dataclass(frozen=True)
class BaselineRow:
    """How one of the simpler methods did."""

    baseline: Baseline
    top1: float | None
    false_accusation_rate: float
    attributed: float | None


@dataclass(frozen=True)
class Row:
    """How well the attribution does in one scenario. None where there is nothing to count."""

    scenario: str
    title: str
    seeds: int
    """How many worlds; their seeds are consecutive."""
    first_seed: int
    top1: float | None
    """The likeliest listed channel leaks; ties count in parts. Of the worlds in which one leaks."""
    top_set: float | None
    """The k likeliest listed channels are the k that leak."""
    brier: float
    """Mean over channels of (posterior - truth)^2."""
    log_score: float
    """Mean over channels of -log P(truth), natural."""
    ece: float
    """Expected calibration error of the posteriors of all channels, over ten bins."""
    curve: tuple[Bin, ...]
    false_accusations: Share
    """Worlds in which an innocent channel is accused."""
    attributed: float | None
    """Share of the leaking channels that are accused."""
    all_attributed: float | None
    """Share of the worlds with a leaking channel in which every one of them is accused."""
    coverage: float | None
    """Of the worlds with a suspect set: it holds a leaker, the unlisted party standing for itself
    and for our own records."""
    sets_issued: float
    set_size: float | None
    set_sizes: tuple[tuple[int, int], ...]
    """Members, and in how many worlds."""
    whole_chain: float | None
    """Of the worlds with a suspect set: all listed channels are in it."""
    registry_compromised: float
    posterior_far: float
    """Worlds in which an innocent channel has a posterior of at least 0.95: what accusing by the
    posterior alone would do."""
    e_value_far: float
    """Worlds in which an innocent channel has an e-value above the threshold."""
    verdicts: tuple[tuple[Verdict, int], ...]
    baselines: tuple[BaselineRow, ...] = field(default=())
    figures: tuple[Figure, ...] = ()
    """What is required of the scenario, with what was measured and what could be."""
    canaries_to_95: int | None = None
    """The fewest canaries at which the leaker comes to a posterior of 0.95 in half of the worlds;
    None if that was not asked, or no number of the grid is enough."""
    canaries_tried: tuple[tuple[int, float], ...] = ()
    """Canaries, and the share of worlds in which the leaker came to 0.95."""
    seconds: float | None = None
    """Of computing, summed over processes."""

    @property
    def false_accusation_rate(self) -> float:
        """The share of worlds in which an innocent channel is accused."""
        return self.false_accusations.value


def summarise(scenario: Scenario, outcomes: Sequence[Outcome], alpha: float) -> Row:
    """Sum outcomes up.

    Args:
        scenario: of all of them.
        outcomes: at least one, in the order of their seeds.
        alpha: bound of the chance that any innocent channel is ever accused.

    Raises:
        ValueError: there is no outcome.
    """
    if not outcomes:
        raise ValueError("there is no outcome to sum up")
    posterior = np.array([one.posterior for one in outcomes])
    leaked = np.array([one.leaked for one in outcomes])
    accused = np.array([one.accused for one in outcomes])
    e_value = np.array([one.e_value for one in outcomes])
    leaking = leaked.any(axis=1)
    issued = [one for one in outcomes if one.issued]
    sizes = Counter(int(one.suspects.sum()) for one in issued)
    anything = any(one.beyond for one in outcomes) or bool(leaking.any())
    limit = leaked.shape[1] / alpha
    curve, ece = _calibration(posterior.ravel(), leaked.ravel())
    sure = np.clip(np.where(leaked, posterior, 1.0 - posterior), _SURE, 1.0)
    return Row(
        scenario=scenario.name,
        title=scenario.title,
        seeds=len(outcomes),
        first_seed=outcomes[0].seed,
        top1=_mean(
            [hit_share(one.posterior, one.leaked, 1) for one in outcomes if one.leaked.any()]
        ),
        top_set=_mean([_set_share(one) for one in outcomes if one.leaked.any()]),
        brier=float(np.square(posterior - leaked).mean()),
        log_score=float(-np.log(sure).mean()),
        ece=ece,
        curve=curve,
        false_accusations=share(float((accused & ~leaked).any(axis=1).sum()), len(outcomes)),
        attributed=_mean(accused[leaked].tolist()),
        all_attributed=_mean((accused | ~leaked).all(axis=1)[leaking].tolist()),
        coverage=_mean([one.covered for one in issued]) if anything else None,
        sets_issued=len(issued) / len(outcomes),
        set_size=_mean([int(one.suspects.sum()) for one in issued]),
        set_sizes=tuple(sorted(sizes.items())),
        whole_chain=_mean([bool(one.suspects[:-1].all()) for one in issued]),
        registry_compromised=_share(outcomes, Verdict.REGISTRY_COMPROMISED),
        posterior_far=float(((posterior >= _BELIEF) & ~leaked).any(axis=1).mean()),
        e_value_far=float(((e_value >= limit) & ~leaked).any(axis=1).mean()),
        verdicts=tuple(
            (verdict, count)
            for verdict in Verdict
            if (count := sum(one.verdict is verdict for one in outcomes))
        ),
        baselines=_baselines(outcomes),
        figures=figures(scenario.name, outcomes),
    )


def _set_share(one: Outcome) -> float:
    """Chance that the k likeliest are the k leakers, if ties are broken by lot."""
    best = int(one.leaked.sum())
    limit = np.sort(one.posterior)[::-1][best - 1]
    above = one.posterior > limit + TIE
    tied = np.abs(one.posterior - limit) <= TIE
    if (above & ~one.leaked).any() or (one.leaked & ~above & ~tied).any():
        return 0.0
    return 1.0 / math.comb(int(tied.sum()), best - int(above.sum()))


def _calibration(posterior: FloatArray, leaked: BoolArray) -> tuple[tuple[Bin, ...], float]:
    number = np.minimum((posterior * _BINS).astype(np.int64), _BINS - 1)
    bins = []
    error = 0.0
    for one in range(_BINS):
        rows = number == one
        count = int(rows.sum())
        if count:
            stated, true = float(posterior[rows].mean()), float(leaked[rows].mean())
            bins.append(Bin(stated, true, count))
            error += count / len(posterior) * abs(stated - true)
    return tuple(bins), error


def _baselines(outcomes: Sequence[Outcome]) -> tuple[BaselineRow, ...]:
    rows = []
    for number, guess in enumerate(outcomes[0].guesses):
        made = [(one.guesses[number], one.leaked) for one in outcomes]
        accused = [min(1.0, float(this.accuses[~leaked].sum())) for this, leaked in made]
        named = [this.accuses[leaked] for this, leaked in made]
        rows.append(
            BaselineRow(
                guess.baseline,
                _mean([hit_share(this.scores, leaked, 1) for this, leaked in made if leaked.any()]),
                sum(accused) / len(made),
                _mean(np.concatenate(named).tolist()),
            )
        )
    return tuple(rows)


def _share(outcomes: Sequence[Outcome], verdict: Verdict) -> float:
    return sum(one.verdict is verdict for one in outcomes) / len(outcomes)


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None

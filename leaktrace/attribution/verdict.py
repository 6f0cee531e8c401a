"""From the posterior to a verdict: which set holds a leaker, what is confusable, which word is used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import Evidence, FloatArray
from leaktrace.attribution.likelihood import Likelihood
from leaktrace.attribution.lottery import EProcess
from leaktrace.attribution.params import Params
from leaktrace.attribution.posterior import Posterior
from leaktrace.attribution.votes import informed
from leaktrace.domain.case import Verdict

__all__ = ["Decision", "accuses", "confusable", "decide", "threshold", "twins"]

_SAME = 1e-9
"""Relative difference up to which two likelihoods count as one."""


@dataclass(frozen=True)
class Decision:
    """The verdict and its suspect set; a member equal to the number of channels is the unlisted party."""

    verdict: Verdict
    accused: tuple[int, ...]
    members: tuple[int, ...]


def decide(
    posterior: Posterior,
    likelihood: Likelihood,
    evidence: Evidence,
    lottery: Mapping[int, EProcess],
    params: Params,
) -> Decision:
    """The strongest verdict that holds (CONTRACT has their exact meaning).

    One informed contact on a sealed control is enough for `REGISTRY_COMPROMISED`, though a stranger may
    have met the fact by chance. To ask for a value that was drawn, or for two facts, would overlook
    one leak of our own records in fifteen with ten controls, and then an innocent could be accused.
    """
    if evidence.control_hits:
        return Decision(Verdict.REGISTRY_COMPROMISED, (), ())
    if not any(informed(hit) for hit in evidence.hits):
        return Decision(Verdict.BACKGROUND, (), ())
    marginals = posterior.marginals()
    accused = tuple(
        channel
        for channel in np.argsort(-marginals[:-1].round(12), kind="stable").tolist()
        if marginals[channel] >= params.set_threshold
        and accuses(lottery.get(channel), evidence, params)
    )
    if accused:
        return Decision(Verdict.ATTRIBUTED, accused, accused)
    classes = (*_inseparable(evidence, params), *twins(likelihood, evidence))
    members = _suspect_set(posterior, marginals, classes, params)
    if members and members != (len(evidence.channels),):
        return Decision(Verdict.SET, (), members)
    if marginals[:-1].max(initial=0.0) >= params.suspect_threshold:
        return Decision(Verdict.SUSPECTED, (), members)
    return Decision(Verdict.INCONCLUSIVE, (), members)


def accuses(
    process: EProcess | None, evidence: Evidence, params: Params, *, with_flaws: bool = False
) -> bool:
    """Whether the draws allow a channel to be accused.

    Args:
        process: its lottery; None where that cannot speak of it.
        evidence: for the threshold.
        params: the numbers of the model.
        with_flaws: whether they would, were it not for flaws.
    """
    if process is None:
        return False
    value = process.peak_with_flaws if with_flaws else process.peak
    said = process.identities(with_flaws=with_flaws)
    return value >= threshold(evidence, params) and said >= params.identities_needed


def threshold(evidence: Evidence, params: Params) -> float:
    """The e-value from which on a channel may be accused: one of so many, at the chosen bound."""
    family = len(evidence.channels) if evidence.family is None else evidence.family
    return max(family, len(evidence.channels)) / params.false_accusation_bound


def _suspect_set(
    posterior: Posterior,
    marginals: FloatArray,
    classes: tuple[tuple[int, ...], ...],
    params: Params,
) -> tuple[int, ...]:
    """The smallest set, in the order of marginals, that holds a leaker; empty if none reaches it.

    Channels that the design all but cannot tell apart, or that nothing has, go in together: which of
    them came first would be luck.
    """
    members: list[int] = []
    for source in np.argsort(-marginals.round(12), kind="stable").tolist():
        if source in members:
            continue
        alike = {source}.union(*(group for group in classes if source in group))
        members.extend(sorted(alike - set(members), key=lambda one: (-marginals[one], one)))
        if posterior.holds_a_leaker(members) >= params.set_threshold:
            return tuple(members)
    return ()


def confusable(evidence: Evidence, params: Params) -> tuple[tuple[int, ...], ...]:
    """Classes of channels which the design cannot separate, whatever contacts come.

    Two channels are in one class if they were given the same identities, with the same copies, and
    neither is at least `Params.separable_gap` ahead on one order and behind on another: such a
    contact would tell them apart. From the exposures alone.
    """
    gap = params.separable_gap
    return _classes(evidence, lambda ahead: bool((ahead >= gap).any() and (ahead <= -gap).any()))


def _inseparable(evidence: Evidence, params: Params) -> tuple[tuple[int, ...], ...]:
    """The same, of channels that had every copy within `Params.separable_gap` of one another.

    Only a contact within hours of an order could part them, and that may well be chance. Nothing is
    said where it is not known what the copies show.
    """
    if evidence.exposures.copy is None:
        return ()
    return _classes(evidence, lambda ahead: bool((np.abs(ahead) >= params.separable_gap).any()))


def _classes(
    evidence: Evidence, parted: Callable[[FloatArray], bool]
) -> tuple[tuple[int, ...], ...]:
    """Classes of channels of equal identities and copies that are not parted by their leads in time."""
    classes: list[list[int]] = []
    given = evidence.exposures.given
    for channel, mine in given.items():
        for group in classes:
            if all(
                np.array_equal(mine.identity, theirs.identity)
                and np.array_equal(mine.copy, theirs.copy)
                and not parted(mine.at - theirs.at)
                for theirs in (given[member] for member in group)
            ):
                group.append(channel)
                break
        else:
            classes.append([channel])
    return tuple(tuple(group) for group in classes if len(group) > 1)


def twins(likelihood: Likelihood, evidence: Evidence) -> tuple[tuple[int, ...], ...]:
    """Classes of sources on the same identities which the contacts so far have not told apart.

    The unlisted party, who holds every identity, is one of them: that we think it rare is no evidence
    against it.
    """
    given = evidence.exposures.given
    same_given: dict[bytes, list[int]] = {}
    for channel in range(len(evidence.channels)):
        identities = given[channel].identity.tobytes() if channel in given else b""
        same_given.setdefault(identities, []).append(channel)
    everyone = np.flatnonzero(np.isfinite(evidence.exposures.begin))
    same_given.setdefault(everyone.tobytes(), []).append(len(evidence.channels))
    classes: list[list[int]] = []
    for candidates in same_given.values():
        groups: list[list[int]] = []
        for channel in candidates:
            column = likelihood.final[:, channel]
            for group in groups:
                if np.allclose(column, likelihood.final[:, group[0]], rtol=_SAME, atol=0.0):
                    group.append(channel)
                    break
            else:
                groups.append([channel])
        classes.extend(group for group in groups if len(group) > 1)
    return tuple(tuple(group) for group in classes)

"""What becomes of a verdict under rival assumptions: a fixed panel, recomputed for every verdict."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from leaktrace.attribution.coding import CODES
from leaktrace.attribution.inputs import Evidence
from leaktrace.attribution.judging import Judgement, judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.result import UNLISTED, Rival
from leaktrace.attribution.verdict import Decision
from leaktrace.attribution.votes import Votes
from leaktrace.domain.channel import Field
from leaktrace.domain.copy import Fit

__all__ = ["RIVALS", "panel"]

_BACKGROUND: Final = "The background is ten times as strong as measured"
_TALKATIVE: Final = "Callers say what they know half as often again"
_SILENT: Final = "Callers say what they know half as often"
_HOLDS: Final = "{channel} holds the field {field}, though our record says it does not"
_LACKS: Final = "{channel} does not hold the field {field}, though our record says it does"
_WITHOUT: Final = "Without the contact {contact}"

RIVALS: Final = (_BACKGROUND, _TALKATIVE, _SILENT, _HOLDS, _LACKS, _WITHOUT)
"""All msgids that can occur, for the catalogue of translations."""

_CELLS = 4
"""So many cells of the possession matrix are tried, those that speak most against a channel."""
_CONTACTS = 5
"""So many contacts are left out, one at a time, those that weigh most."""


@dataclass(frozen=True)
class _Assumption:
    """A rival assumption, and what is judged under it."""

    message: str
    named: dict[str, str]
    evidence: Evidence
    votes: Votes
    params: Params


def panel(evidence: Evidence, votes: Votes, judged: Judgement, params: Params) -> tuple[Rival, ...]:
    """Judge again under every rival assumption.

    Cost: some fifteen judgements; with more contacts than the likelihood is tempered from, none is left
    out on its own, since none can matter.
    """
    if not len(judged.likelihood.active):
        return ()
    names = (*evidence.channels, UNLISTED)
    rivals = []
    for one in _assumptions(_Assumption("", {}, evidence, votes, params), judged):
        found = judge(one.evidence, one.params, judged.posterior, one.votes).decision
        rivals.append(
            Rival(
                message=one.message,
                params=one.named,
                verdict=found.verdict,
                accused=tuple(names[channel] for channel in found.accused),
                suspect_set=tuple(names[member] for member in found.members),
                changed=_differs(found, judged.decision),
            )
        )
    return tuple(rivals)


def _differs(one: Decision, other: Decision) -> bool:
    return (one.verdict, set(one.accused), set(one.members)) != (
        other.verdict,
        set(other.accused),
        set(other.members),
    )


def _assumptions(ours: _Assumption, judged: Judgement) -> Iterator[_Assumption]:
    evidence, params = ours.evidence, ours.params
    background = replace(evidence.background, rate=evidence.background.rate * 10.0)
    yield replace(ours, message=_BACKGROUND, evidence=replace(evidence, background=background))
    for message, factor in ((_TALKATIVE, 1.5), (_SILENT, 0.5)):
        delta = {fact: min(0.95, said * factor) for fact, said in params.delta.items()}
        yield replace(ours, message=message, params=replace(params, delta=delta))
    yield from _cells(ours, judged)
    if len(judged.likelihood.active) <= params.full_weight_hits:
        for contact_id in _weightiest(judged):
            without = _without(evidence, contact_id)
            yield replace(
                ours, message=_WITHOUT, named={"contact": contact_id}, evidence=without,
                votes=Votes.of(without),
            )  # fmt: skip


def _cells(ours: _Assumption, judged: Judgement) -> Iterator[_Assumption]:
    """One cell of the possession matrix off: a channel has what we think it lacks, or the other way."""
    votes, channels = ours.votes, ours.evidence.channels
    lacking = Counter(
        {
            (channel, name): count
            for channel, found in judged.likelihood.unseen.items()
            for name, count in found.items()
        }
    )
    for (channel, name), _ in lacking.most_common(_CELLS):
        named = {"channel": channels[channel], "field": name.value}
        holds = votes.with_cell(channel, name, Fit.LACKS, Fit.HOLDS)
        yield replace(ours, message=_HOLDS, named=named, votes=holds)
    first = int(np.argmax(judged.posterior.marginals()[:-1]))
    for name, _ in _known(votes, first).most_common(_CELLS):
        named = {"channel": channels[first], "field": name.value}
        lacks = votes.with_cell(first, name, Fit.HOLDS, Fit.LACKS)
        yield replace(ours, message=_LACKS, named=named, votes=lacks)


def _known(votes: Votes, channel: int) -> Counter[Field]:
    """How often callers said what the copy of a channel shows, by field."""
    holds = votes.copies[:, channel] == CODES[Fit.HOLDS]
    counts = {name: int(holds[votes.of_field(name)].sum()) for name, _, _ in votes.kinds}
    return Counter({name: count for name, count in counts.items() if count})


def _weightiest(judged: Judgement) -> list[str]:
    """The contacts that speak most for the likeliest channel: by their bets, then by the model."""
    first = int(np.argmax(judged.posterior.marginals()[:-1]))
    process = judged.lottery.get(first)
    bets = process.bets if process else ()
    matched = sorted((bet for bet in bets if bet.matched), key=lambda bet: bet.odds)
    ratio = judged.likelihood.final
    share = ratio[:, first] / np.maximum(ratio.sum(axis=1), np.finfo(np.float64).tiny)
    order = np.lexsort((-ratio[:, first], -share)).tolist()
    found = [bet.contact_id for bet in matched]
    found += [judged.likelihood.contact_ids[row] for row in order]
    return list(dict.fromkeys(found))[:_CONTACTS]


def _without(evidence: Evidence, contact_id: str) -> Evidence:
    return replace(
        evidence,
        hits=tuple(hit for hit in evidence.hits if hit.contact_id != contact_id),
        reveals=tuple(one for one in evidence.reveals if one.contact_id != contact_id),
        control_hits=tuple(one for one in evidence.control_hits if one != contact_id),
    )

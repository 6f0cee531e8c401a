"""What becomes of a verdict under rival assumptions: a fixed panel, recomputed for every verdict."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from leaktrace.attribution.inputs import Evidence, Hit, Said
from leaktrace.attribution.judging import Judgement, judge
from leaktrace.attribution.params import Params
from leaktrace.attribution.result import UNLISTED, Rival
from leaktrace.attribution.verdict import Decision
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


def panel(evidence: Evidence, judged: Judgement, params: Params) -> tuple[Rival, ...]:
    """Judge again under every rival assumption.

    Cost: some fifteen judgements; with more contacts than the likelihood is tempered from, none is left
    out on its own, since none can matter.
    """
    if not len(judged.likelihood.active):
        return ()
    names = (*evidence.channels, UNLISTED)
    rivals = []
    for message, named, other, numbers in _assumptions(evidence, judged, params):
        found = judge(other, numbers, judged.posterior).decision
        rivals.append(
            Rival(
                message=message,
                params=named,
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


def _assumptions(
    evidence: Evidence, judged: Judgement, params: Params
) -> Iterator[tuple[str, dict[str, str], Evidence, Params]]:
    background = replace(evidence.background, rate=evidence.background.rate * 10.0)
    yield _BACKGROUND, {}, replace(evidence, background=background), params
    for message, factor in ((_TALKATIVE, 1.5), (_SILENT, 0.5)):
        delta = {fact: min(0.95, said * factor) for fact, said in params.delta.items()}
        yield message, {}, evidence, replace(params, delta=delta)
    yield from _cells(evidence, judged, params)
    if len(judged.likelihood.active) <= params.full_weight_hits:
        for contact_id in _weightiest(judged):
            yield _WITHOUT, {"contact": contact_id}, _without(evidence, contact_id), params


def _cells(
    evidence: Evidence, judged: Judgement, params: Params
) -> Iterator[tuple[str, dict[str, str], Evidence, Params]]:
    """One cell of the possession matrix off: a channel has what we think it lacks, or the other way."""
    unseen = judged.likelihood.unseen
    lacking = Counter(
        {
            (channel, name): count
            for channel, found in unseen.items()
            for name, count in found.items()
        }
    )
    for (channel, name), _ in lacking.most_common(_CELLS):
        named = {"channel": evidence.channels[channel], "field": name.value}
        yield _HOLDS, named, _changed_cell(evidence, channel, name, Fit.LACKS, Fit.HOLDS), params
    first = int(np.argmax(judged.posterior.marginals()[:-1]))
    known = Counter(
        said.field
        for hit in evidence.hits
        for said in hit.said
        if said.copies.get(first) is Fit.HOLDS
    )
    for name, _ in known.most_common(_CELLS):
        named = {"channel": evidence.channels[first], "field": name.value}
        yield _LACKS, named, _changed_cell(evidence, first, name, Fit.HOLDS, Fit.LACKS), params


def _changed_cell(evidence: Evidence, channel: int, name: Field, old: Fit, new: Fit) -> Evidence:
    def mend(said: Said) -> Said:
        if said.field is not name or said.copies.get(channel) is not old:
            return said
        return replace(said, copies={**said.copies, channel: new})

    def seen(hit: Hit) -> Hit:
        shown = dict(hit.shown)
        if channel in shown and new is Fit.LACKS:
            shown[channel] = frozenset(fact for fact in shown[channel] if fact[0] is not name)
        return replace(hit, said=tuple(mend(said) for said in hit.said), shown=shown)

    return replace(evidence, hits=tuple(seen(hit) for hit in evidence.hits))


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

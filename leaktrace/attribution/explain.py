"""The reasons, in words that a lawyer can use, with the weight that each kind of evidence has."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from leaktrace.attribution.likelihood import Likelihood, Step
from leaktrace.attribution.result import EvidenceLine
from leaktrace.attribution.votes import BoolArray
from leaktrace.domain.case import EvidenceKind

__all__ = ["MESSAGES", "lines"]

_PATTERN: Final = "{hit} of the {exposed} canaries this channel held were contacted with order facts; {silent} stayed silent"
_PATTERN_ELSEWHERE: Final = "{hit} of the {exposed} canaries this channel held were contacted with order facts; {silent} stayed silent; contacted too, though it never held them: {elsewhere}"
_LATE: Final = "Contacts that came before this channel had its copy: {count}"
_OTHERS_LATE: Final = (
    "Contacts that came before some other channel had its copy, and none before this one: {count}"
)
_UNREACHED: Final = "Contacts by a number or mailbox that this channel's copy did not show: {count}"
_OTHERS_UNREACHED: Final = "Contacts by a number or mailbox that the copy of some other channel did not show, and this one's did: {count}"
_UNSEEN: Final = "Callers who knew what this channel's copy did not show ({field}): {count}"
_OTHERS_UNSEEN: Final = "Callers who knew what the copy of some other channel did not show, and nothing that this one's lacked: {count}"
_UNSAID: Final = "Callers with a copy like this channel's would be expected to say more; left out most often, in {count} contacts: {field}"
_OTHERS_UNSAID: Final = "Callers left out what copies of other channels showed, and said what a copy like this one's would let them say; contacts: {count}"
_OWN: Final = "Callers who said a value that this channel's copy holds, and that of some other does not: {own}"
_OWN_AND_OTHER: Final = "Callers who said a value that this channel's copy holds, and that of some other does not: {own}; who said another value than it holds: {other}"
_OTHER: Final = "Callers who said another value than this channel's copy holds: {other}"
_OTHERS_VALUES: Final = (
    "Callers who said values by which the copies of other channels differ: {count}"
)
_ALLOWANCE: Final = (
    "Allowance: compared with the best explanation without this channel, not with the average one"
)

MESSAGES: Final = (
    _PATTERN,
    _PATTERN_ELSEWHERE,
    _LATE,
    _OTHERS_LATE,
    _UNREACHED,
    _OTHERS_UNREACHED,
    _UNSEEN,
    _OTHERS_UNSEEN,
    _UNSAID,
    _OTHERS_UNSAID,
    _OWN,
    _OWN_AND_OTHER,
    _OTHER,
    _OTHERS_VALUES,
    _ALLOWANCE,
)
"""All msgids that can occur, for the catalogue of translations. ``{field}`` is a list of field names."""

_KINDS: Mapping[Step, EvidenceKind] = {
    Step.PATTERN: EvidenceKind.PATTERN,
    Step.TIME: EvidenceKind.TIME,
    Step.REACH: EvidenceKind.VISIBILITY,
    Step.FACTS: EvidenceKind.VISIBILITY,
    Step.UNSAID: EvidenceKind.VISIBILITY,
    Step.VARIANT: EvidenceKind.VARIANT,
}
_MOST_OFTEN = 3
_WORTH_A_LINE = 0.005


class _Reason(NamedTuple):
    message: str
    params: dict[str, str | int | float]
    rows: BoolArray
    """The hits it is about."""


def lines(
    channel: int,
    gains: Mapping[Step, float],
    total: float,
    likelihood: Likelihood,
    exposed: int,
) -> tuple[EvidenceLine, ...]:
    """The evidence lines of one channel; their weights add up to its log likelihood ratio.

    Args:
        channel: its number.
        gains: what each step adds to the odds of this channel, as powers of ten, in their order.
        total: the likelihood ratio that is reported, as a power of ten. What the steps do not come to
            is the allowance for the best explanation without this channel, in a line of its own.
        likelihood: the model they came from.
        exposed: how many canaries the channel held.
    """
    kept: dict[Step, float] = {}
    last = Step.PATTERN
    for step, gain in gains.items():
        # What is too small to be worth a line goes to the line before, so that the sum stays exact.
        last = step if abs(gain) >= _WORTH_A_LINE else last
        kept[last] = kept.get(last, 0.0) + gain
    told = [
        _line(step, gain, _reason(step, gain, channel, likelihood, exposed), likelihood)
        for step, gain in kept.items()
    ]
    allowance = total - math.fsum(kept.values())
    if abs(allowance) >= _WORTH_A_LINE:
        told.append(EvidenceLine(EvidenceKind.BACKGROUND, allowance, _ALLOWANCE, {}, ()))
    return tuple(told)


def _line(step: Step, gain: float, reason: _Reason, likelihood: Likelihood) -> EvidenceLine:
    ids = tuple(likelihood.contact_ids[row] for row in np.flatnonzero(reason.rows))
    return EvidenceLine(_KINDS[step], gain, reason.message, reason.params, ids)


def _reason(step: Step, gain: float, channel: int, likelihood: Likelihood, exposed: int) -> _Reason:
    match step:
        case Step.PATTERN:
            return _pattern(channel, likelihood, exposed)
        case Step.TIME:
            return _either(likelihood.late, channel, _LATE, _OTHERS_LATE)
        case Step.REACH:
            return _either(likelihood.unreached, channel, _UNREACHED, _OTHERS_UNREACHED)
        case Step.FACTS:
            return _facts(channel, likelihood)
        case Step.UNSAID:
            return _unsaid(gain, channel, likelihood)
        case Step.VARIANT:
            return _variant(channel, likelihood)


def _pattern(channel: int, likelihood: Likelihood, exposed: int) -> _Reason:
    held = likelihood.held[:, channel]
    hit, elsewhere = int((held & likelihood.first).sum()), int((~held & likelihood.first).sum())
    params: dict[str, str | int | float] = {"hit": hit, "exposed": exposed, "silent": exposed - hit}
    if not elsewhere:
        return _Reason(_PATTERN, params, held)
    return _Reason(_PATTERN_ELSEWHERE, params | {"elsewhere": elsewhere}, held)


def _either(flags: BoolArray, channel: int, against: str, others: str) -> _Reason:
    """What speaks against this channel; where nothing does, what speaks against others."""
    rows = flags[:, channel]
    if rows.any():
        return _Reason(against, {"count": int(rows.sum())}, rows)
    rows = _any_channel(flags)
    return _Reason(others, {"count": int(rows.sum())}, rows)


def _facts(channel: int, likelihood: Likelihood) -> _Reason:
    reason = _either(likelihood.blind, channel, _UNSEEN, _OTHERS_UNSEEN)
    if reason.message is _UNSEEN:
        fields = (name.value for name, _ in likelihood.unseen[channel].most_common())
        reason.params["field"] = ", ".join(fields)
    return reason


def _unsaid(gain: float, channel: int, likelihood: Likelihood) -> _Reason:
    """Silence about facts is relative: every copy shows something that was left out."""
    rows = likelihood.held[:, channel] & ~likelihood.late[:, channel]
    quiet = likelihood.quiet.get(channel, Counter())
    if gain > 0 or not quiet:
        return _Reason(_OTHERS_UNSAID, {"count": int(rows.sum())}, rows)
    fields = ", ".join(name.value for name, _ in quiet.most_common(_MOST_OFTEN))
    return _Reason(_UNSAID, {"count": int(rows.sum()), "field": fields}, rows)


def _variant(channel: int, likelihood: Likelihood) -> _Reason:
    own, other = likelihood.own[:, channel], likelihood.other[:, channel]
    counts: dict[str, str | int | float] = {"own": int(own.sum()), "other": int(other.sum())}
    if own.any() and other.any():
        return _Reason(_OWN_AND_OTHER, counts, own | other)
    if own.any():
        return _Reason(_OWN, {"own": counts["own"]}, own)
    if other.any():
        return _Reason(_OTHER, {"other": counts["other"]}, other)
    rows = _any_channel(likelihood.own | likelihood.other)
    return _Reason(_OTHERS_VALUES, {"count": int(rows.sum())}, rows)


def _any_channel(flags: BoolArray) -> BoolArray:
    """The hits for which the flag is up for any channel."""
    rows: BoolArray = np.any(flags, axis=1)
    return rows

"""The reasons, in words that a lawyer can use, with the weight that each kind of evidence has."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.likelihood import BoolArray, Likelihood, Step
from leaktrace.attribution.result import EvidenceLine
from leaktrace.domain.case import EvidenceKind

__all__ = ["lines"]

_KINDS: Mapping[Step, EvidenceKind] = {
    Step.PATTERN: EvidenceKind.PATTERN,
    Step.TIME: EvidenceKind.TIME,
    Step.REACH: EvidenceKind.VISIBILITY,
    Step.FACTS: EvidenceKind.VISIBILITY,
    Step.UNSAID: EvidenceKind.VISIBILITY,
    Step.VARIANT: EvidenceKind.VARIANT,
}
_LOG10 = float(np.log(10.0))

_Values = dict[str, str | int | float]


def lines(
    channel: int,
    odds: Mapping[Step, FloatArray],
    before: float,
    likelihood: Likelihood,
    exposed: int,
) -> tuple[EvidenceLine, ...]:
    """The evidence lines of one channel; their weights add up to its log likelihood ratio.

    Args:
        channel: its number.
        odds: log posterior odds of all sources after each step, in the order of the steps.
        before: log prior odds of this channel.
        likelihood: the model they came from.
        exposed: how many canaries the channel held.
    """
    result = []
    for step, after in odds.items():
        gain = (float(after[channel]) - before) / _LOG10
        before = float(after[channel])
        if gain or step is Step.PATTERN:
            message, params, rows = _words(step, channel, likelihood, exposed)
            ids = tuple(likelihood.contact_ids[row] for row in np.flatnonzero(rows))
            result.append(EvidenceLine(_KINDS[step], gain, message, params, ids))
    return tuple(result)


def _words(
    step: Step, channel: int, likelihood: Likelihood, exposed: int
) -> tuple[str, _Values, BoolArray]:
    match step:
        case Step.PATTERN:
            return _pattern(channel, likelihood, exposed)
        case Step.TIME:
            return _time(channel, likelihood)
        case Step.REACH:
            return _reach(channel, likelihood)
        case Step.FACTS:
            return _facts(channel, likelihood)
        case Step.UNSAID:
            return _unsaid(channel, likelihood)
        case Step.VARIANT:
            return _variant(channel, likelihood)


def _pattern(channel: int, likelihood: Likelihood, exposed: int) -> tuple[str, _Values, BoolArray]:
    held = likelihood.held[:, channel]
    hit, elsewhere = int(held.sum()), int((~held).sum())
    params: _Values = {"hit": hit, "exposed": exposed, "silent": exposed - hit}
    message = "{hit} of the {exposed} canaries this channel held were contacted with order facts; {silent} stayed silent"
    if elsewhere:
        params["elsewhere"] = elsewhere
        message += ". {elsewhere} contacts reached canaries that it never held"
    return message, params, held


def _time(channel: int, likelihood: Likelihood) -> tuple[str, _Values, BoolArray]:
    late = likelihood.late[:, channel]
    if late.any():
        message = "{count} contacts came before this channel had its copy"
        return message, {"count": int(late.sum())}, late
    rows = _any_channel(likelihood.late)
    message = "{count} contacts came before other channels had their copy; none before this one had its own"
    return message, {"count": int(rows.sum())}, rows


def _reach(channel: int, likelihood: Likelihood) -> tuple[str, _Values, BoolArray]:
    unreached = likelihood.unreached[:, channel]
    if unreached.any():
        message = "{count} callers used a number or mailbox which this channel's copy does not show"
        return message, {"count": int(unreached.sum())}, unreached
    rows = _any_channel(likelihood.unreached)
    message = (
        "{count} callers used a number or mailbox which the copies of other channels do not show"
    )
    return message, {"count": int(rows.sum())}, rows


def _facts(channel: int, likelihood: Likelihood) -> tuple[str, _Values, BoolArray]:
    blind = likelihood.blind[:, channel]
    if blind.any():
        fields = [field.value for field, _ in likelihood.unseen[channel].most_common()]
        params: _Values = {"count": int(blind.sum()), "field": ", ".join(fields)}
        if len(fields) == 1:
            message = "{count} callers knew the {field}, which this channel's copy did not show"
        else:
            message = "{count} callers knew facts that this channel's copy did not show: {field}"
        return message, params, blind
    rows = _any_channel(likelihood.blind)
    message = "{count} callers knew facts that the copies of other channels did not show"
    return message, {"count": int(rows.sum())}, rows


def _unsaid(channel: int, likelihood: Likelihood) -> tuple[str, _Values, BoolArray]:
    held = likelihood.held[:, channel] & ~likelihood.late[:, channel]
    fields = [field.value for field, _ in likelihood.quiet.get(channel, Counter()).most_common(3)]
    params: _Values = {"count": int(held.sum()), "field": ", ".join(fields)}
    if fields:
        message = (
            "What {count} callers left out, of what this channel's copy shows; most often: {field}"
        )
        return message, params, held
    message = "{count} callers left out nothing that this channel's copy shows"
    return message, {"count": int(held.sum())}, held


def _variant(channel: int, likelihood: Likelihood) -> tuple[str, _Values, BoolArray]:
    own, other = likelihood.own[:, channel], likelihood.other[:, channel]
    params: _Values = {"own": int(own.sum()), "other": int(other.sum())}
    if own.any() and other.any():
        message = (
            "{own} callers said the value that this channel was given where others got another one; "
            "{other} said a value that it was not given"
        )
        return message, params, own | other
    if own.any():
        message = (
            "{own} callers said the value that this channel was given where others got another one"
        )
        return message, {"own": int(own.sum())}, own
    if other.any():
        message = "{other} callers said a value other than the one that this channel was given"
        return message, {"other": int(other.sum())}, other
    rows = _any_channel(likelihood.own | likelihood.other)
    message = "{count} callers said values by which the copies of other channels differ"
    return message, {"count": int(rows.sum())}, rows


def _any_channel(flags: BoolArray) -> BoolArray:
    """The hits for which the flag is up for any channel."""
    rows: BoolArray = np.any(flags, axis=1)
    return rows

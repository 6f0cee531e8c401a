"""The likelihood: competing risks with additive hazards, of which each hit has one row.

The first informed contact on identity i with marks d at time t has the intensity::

    b P0(d) + sum over leaking c of rho_c / T * 1{t > max(t_i0, start_c)} * 1{t > t_ic} * P(d | i, c)

so that, against "nobody leaked", the log-likelihood of a set S of leaking channels is::

    sum over hits log(1 + sum over c in S of rho_c R_rc(start_c))  -  sum over c in S of rho_c H_c(start_c)

R is the intensity of c for the marks of the hit over that of the background, H the share of the
window for which the canaries of c were at risk (from the first exposure of the identity, whoever
got it, so that channels on one route stay equal, to its hit or the end). Silent canaries are in H.

R is built up in steps, so that the weight of each kind of evidence can be told apart. The last
column is the unlisted party, which holds every identity and all its issued values.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from leaktrace.attribution.inputs import Evidence, FloatArray, Hit, IntArray
from leaktrace.attribution.marks import bounded, compare
from leaktrace.attribution.params import Params
from leaktrace.attribution.votes import BoolArray, Votes
from leaktrace.domain.channel import Field

__all__ = ["Likelihood", "Step", "build"]

_LOG_R_LIMIT = 60.0
"""Above e^60 a row is scaled down as a whole, which leaves all ratios between channels as they are
and only makes a background explanation that is out anyway a little less out. It keeps products of
a few rows inside the range of a float."""


class Step(StrEnum):
    """The steps in which evidence is added to the model, in this order."""

    PATTERN = "pattern"
    """Which canaries were hit and which stayed silent, against the background."""
    TIME = "time"
    """Copies that came after the contact are out for it."""
    REACH = "reach"
    """Copies that do not show the number or mailbox that was used."""
    FACTS = "facts"
    """Copies that do not show what the caller knew."""
    UNSAID = "unsaid"
    """Copies that show what callers could have said, and did not."""
    VARIANT = "variant"
    """Copies that have another value than the one that was said."""


@dataclass(frozen=True, eq=False)
class Likelihood:
    """R and H of all hits and sources; sources are the channels and, last, the unlisted party."""

    contact_ids: tuple[str, ...]
    active: IntArray
    """For each hit, how many points of the leak-start grid lie before it."""
    risk: FloatArray
    """H: sources x leak starts."""
    first: BoolArray
    """For each hit, whether it is the first of its identity."""
    held: BoolArray
    """Hits x channels: the channel had a copy of the identity at some time."""
    late: BoolArray
    """... but not yet at the time of the contact."""
    unreached: BoolArray
    """The copy does not show the number or mailbox that was used."""
    unseen: Mapping[int, Counter[Field]]
    """For each channel, the fields that its copies do not show though callers knew them."""
    blind: BoolArray
    """The caller knew something that the copy does not show."""
    quiet: Mapping[int, Counter[Field]]
    """For each channel, the fields that its copies show though callers left them out."""
    own: BoolArray
    """The caller said the value of this copy where copies differ."""
    other: BoolArray
    """The caller said another value."""
    steps: Mapping[Step, FloatArray]
    """R (hits x sources) after each step. A step that changes nothing is left out."""

    @property
    def final(self) -> FloatArray:
        """R with all evidence in it."""
        return self.steps[list(self.steps)[-1]]


def build(evidence: Evidence, votes: Votes, params: Params) -> Likelihood:
    """R and H for the votes of the evidence."""
    hits = votes.hits
    at = np.array([hit.at for hit in hits], dtype=np.float64)
    span = evidence.end - evidence.start
    starts = evidence.start + span * np.arange(params.starts) / params.starts
    copied = _copy_times(evidence, hits)
    held = np.isfinite(copied)
    in_time = at[:, None] > copied
    marks = compare(votes, params)
    base = marks.base - math.log(evidence.background.informed_rate * span)
    everyone = np.ones((len(hits), 1), dtype=np.bool_)
    unlisted_in_time = at[:, None] > copied.min(axis=1, initial=np.inf)[:, None]
    logs = {Step.PATTERN: np.where(np.hstack([held, everyone]), base[:, None], -np.inf)}
    logs[Step.TIME] = np.where(np.hstack([in_time, unlisted_in_time]), logs[Step.PATTERN], -np.inf)
    shape = marks.variant.shape
    logs[Step.REACH] = logs[Step.TIME] + bounded(marks.reach, params.reach_bound, shape)
    logs[Step.FACTS] = logs[Step.REACH] + bounded(marks.facts, params.cell_bound, shape)
    logs[Step.UNSAID] = logs[Step.FACTS] + bounded(marks.unsaid, params.cell_bound, shape)
    logs[Step.VARIANT] = logs[Step.UNSAID] + marks.variant
    contacts = _Contacts.of(hits)
    return Likelihood(
        contact_ids=contacts.ids,
        active=np.searchsorted(starts, at[contacts.first], side="left").astype(np.int64),
        risk=_risk(evidence, hits, copied, starts) / span,
        first=contacts.any(_first(hits)),
        held=contacts.any(held),
        late=contacts.any(held & ~in_time),
        unreached=contacts.any(marks.unreached & in_time),
        unseen=marks.unseen,
        quiet=marks.quiet,
        blind=contacts.any(marks.blind & in_time),
        own=contacts.any(marks.own & in_time),
        other=contacts.any(marks.other & in_time),
        steps=dict(_changing({step: contacts.sum(log_r) for step, log_r in logs.items()})),
    )


@dataclass(frozen=True, eq=False)
class _Contacts:
    """Hits put together by contact: what may concern several identities is the sum over them."""

    ids: tuple[str, ...]
    first: IntArray
    """The row at which each contact begins; its hits follow one another."""

    @classmethod
    def of(cls, hits: tuple[Hit, ...]) -> "_Contacts":
        begin = [
            row
            for row, hit in enumerate(hits)
            if row == 0 or hits[row - 1].contact_id != hit.contact_id
        ]
        return cls(tuple(hits[row].contact_id for row in begin), np.array(begin, dtype=np.int64))

    def any(self, flags: BoolArray) -> BoolArray:
        """Whether the flag is up for any identity of the contact."""
        if len(self.ids) == len(flags):
            return flags
        return np.logical_or.reduceat(flags, self.first, axis=0)

    def sum(self, logs: FloatArray) -> FloatArray:
        """The sum over identities, as a logarithm."""
        if len(self.ids) == len(logs):
            return logs
        return np.asarray(np.logaddexp.reduceat(logs, self.first, axis=0))


def _first(hits: tuple[Hit, ...]) -> BoolArray:
    """Which hits are the first of their identity."""
    identities = np.array([hit.identity for hit in hits], dtype=np.int64)
    first = np.zeros(len(hits), dtype=np.bool_)
    first[np.unique(identities, return_index=True)[1]] = True
    return first


def _changing(logs: Mapping[Step, FloatArray]) -> Iterator[tuple[Step, FloatArray]]:
    """The steps that change anything, scaled and out of logarithms."""
    before: FloatArray | None = None
    for step, log_r in logs.items():
        if before is None or not np.array_equal(log_r, before):
            top = log_r.max(axis=1, initial=-np.inf)
            yield step, np.exp(log_r - np.maximum(top - _LOG_R_LIMIT, 0.0)[:, None])
        before = log_r


def _copy_times(evidence: Evidence, hits: tuple[Hit, ...]) -> FloatArray:
    """When each channel first had its copy of each hit identity; infinite where never."""
    identities = np.array([hit.identity for hit in hits], dtype=np.int64)
    return evidence.exposures.first_copies(identities, len(evidence.channels))


def _risk(
    evidence: Evidence, hits: tuple[Hit, ...], copied: FloatArray, starts: FloatArray
) -> FloatArray:
    """For each source and leak start, the days for which its canaries were at risk."""
    channels = len(evidence.channels)
    risk = evidence.exposures.days_watched(starts, evidence.end, channels)
    until: dict[int, tuple[float, int]] = {}  # of each identity, and a row of its hits
    shared = Counter(hit.contact_id for hit in hits)
    for row, hit in enumerate(hits):
        # Which of several was contacted is not known: all of them stay at risk.
        if shared[hit.contact_id] == 1:
            until[hit.identity] = min(evidence.end, hit.at), row
    if not until:
        return risk
    at, rows = (np.array(values) for values in zip(*until.values(), strict=True))
    begin = evidence.exposures.begin[np.fromiter(until, dtype=np.int64)][:, None]
    since = np.maximum(begin, starts)
    lost = np.maximum(evidence.end - since, 0.0) - np.maximum(at[:, None] - since, 0.0)
    of_source = np.isfinite(np.column_stack([copied[rows], begin]))
    left: FloatArray = np.maximum(risk - of_source.T.astype(np.float64) @ lost, 0.0)
    return left

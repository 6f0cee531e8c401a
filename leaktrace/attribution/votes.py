"""The votes of all identities, and what they say beside the copies of every channel, as arrays.

One identity, one vote. Arrays, since the same votes are weighed under a dozen assumptions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.coding import CODES, table
from leaktrace.attribution.inputs import Evidence, Hit, IntArray, Said
from leaktrace.attribution.params import FACTS
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["BoolArray", "CodeArray", "Kind", "Votes", "informed"]

BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.int8]

Kind: TypeAlias = tuple[Field, str, Strength]
"""Field, part of it, and how fully it was said."""

_CERTAIN = 2
"""Facts in one contact that nobody meets by chance: each is a matter of one call in a hundred or less."""


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes in the order of time, as `of` picks them."""

    hits: tuple[Hit, ...]
    reach: CodeArray
    """Hits x channels: `Hit.reach` as `coding.CODES`."""
    shown: BoolArray
    """Hits x channels x `FACTS`: the copy shows the fact in full."""
    told: BoolArray
    """Hits x `FACTS`: it was said. A surname alone leaves the name out."""
    row: IntArray
    """For each fact that was said and counts, the row of its hit."""
    kind: IntArray
    """... and its number in `kinds`."""
    pool: IntArray
    """... and the size of its pool."""
    again: BoolArray
    """... and whether it was said in a later contact."""
    copies: CodeArray
    """... x channels: `Said.copies` as `coding.CODES`."""
    kinds: tuple[Kind, ...]

    @classmethod
    def of(cls, evidence: Evidence) -> "Votes":
        """The votes of the evidence. Cost: linear in its hits."""
        votes = _chosen(evidence)
        hits = tuple(vote.hit for vote in votes)
        channels = len(evidence.channels)
        said = [(row, one) for row, vote in enumerate(votes) for one in vote.said]
        numbers: dict[Kind, int] = {}
        kind = [
            numbers.setdefault((one.field, one.part, one.strength), len(numbers)) for _, one in said
        ]
        return cls(
            hits=hits,
            reach=table([hit.reach_cells for hit in hits], channels).astype(np.int8),
            shown=_facts(table([hit.shown_cells for hit in hits], channels)),
            told=_facts(np.array([hit.told for hit in hits], dtype=np.int64)),
            row=np.array([row for row, _ in said], dtype=np.int64),
            kind=np.array(kind, dtype=np.int64),
            pool=np.array([one.pool for _, one in said], dtype=np.int64),
            again=np.array([one.again for _, one in said], dtype=np.bool_),
            copies=table([one.cells for _, one in said], channels).astype(np.int8),
            kinds=tuple(numbers),
        )

    def with_cell(self, channel: int, name: Field, old: Fit, new: Fit) -> "Votes":
        """The same if the copies of one channel compared differently in one field."""
        about = np.array([one[0] is name for one in self.kinds], dtype=np.bool_)[self.kind]
        copies = self.copies.copy()
        copies[about & (copies[:, channel] == CODES[old]), channel] = CODES[new]
        shown = self.shown
        if new is Fit.LACKS:
            shown = shown.copy()
            shown[:, channel, [fact[0] is name for fact in FACTS]] = False
        return replace(self, copies=copies, shown=shown)

    def of_field(self, name: Field) -> BoolArray:
        """Which of the facts that were said are of a field."""
        return np.array([one[0] is name for one in self.kinds], dtype=np.bool_)[self.kind]


def informed(hit: Hit) -> bool:
    """Whether the caller showed anything that he did not need to get through. Others carry no weight."""
    return bool(hit.counted)


class _Vote(NamedTuple):
    """A hit, and what later contacts on its identity add to it."""

    hit: Hit
    later: tuple[Said, ...] = ()

    @property
    def said(self) -> tuple[Said, ...]:
        """All that carries weight."""
        return self.hit.counted + self.later

    @property
    def denied(self) -> frozenset[int]:
        """Channels whose value is denied by either."""
        return self.hit.denied.union(*(said.denied for said in self.later))

    def and_later(self, hit: Hit) -> "_Vote":
        """With the values of fields that were not said before."""
        known = {said.field for said in self.said if said.pool > 1}
        new = (said for said in hit.said if said.pool > 1 and said.field not in known)
        return _Vote(self.hit, (*self.later, *(said.said_again for said in new)))


def _chosen(evidence: Evidence) -> list[_Vote]:
    """One hit for each identity, in the order of time: one identity, one vote.

    The vote is the earliest contact that shows `_CERTAIN` facts or more; where there is none, the
    earliest that shows any. A single fact that was met by chance so does not displace a caller who
    plainly has a copy. Left out is a hit on an identity that no channel was ever given: it says
    nothing about channels. A contact that may concern several identities of its line is there once
    for each of them.
    """
    given = np.isfinite(evidence.exposures.begin).tolist()
    told = sorted(
        (hit for hit in evidence.hits if hit.counted and given[hit.identity]),
        key=lambda hit: (-min(len(hit.counted), _CERTAIN), hit.at, hit.contact_id),
    )
    identities = Counter(contact for contact, _ in {(hit.contact_id, hit.identity) for hit in told})
    plain = [hit for hit in told if identities[hit.contact_id] == 1]
    chosen: dict[int, Hit] = {}
    for hit in plain:
        chosen.setdefault(hit.identity, hit)
    several: dict[str, dict[int, Hit]] = defaultdict(dict)
    for hit in told:
        if identities[hit.contact_id] > 1:
            several[hit.contact_id].setdefault(hit.identity, hit)
    for alternatives in sorted(several.values(), key=len):
        # What may concern several identities counts, for all of them, where none has a vote already.
        if chosen.keys().isdisjoint(alternatives):
            chosen.update(alternatives)
    votes = _with_later(chosen, plain)
    return sorted(votes, key=lambda vote: (vote.hit.at, vote.hit.contact_id, vote.hit.identity))


def _with_later(chosen: Mapping[int, Hit], plain: list[Hit]) -> Iterator[_Vote]:
    """The votes, with what later contacts on the same identity say of values that differ by channel.

    Whoever got an order from one channel does not say another channel's value of it. A contact that says a value
    of a channel which the votes of the identity so far deny is a vote of its own: a second leak, or an error of
    hearing, and not the same caller once more. Any other adds the first value of each further field to the vote.

    Args:
        chosen: the vote of each identity.
        plain: the contacts that concern one identity, the plainest first and then the earliest.
    """
    cast: dict[int, list[_Vote]] = {}
    for hit in plain:
        first = chosen[hit.identity]
        if hit is first:
            continue
        votes = cast.setdefault(hit.identity, [_Vote(first)])
        if hit.owners & frozenset.intersection(*(vote.denied for vote in votes)):
            votes.append(_Vote(hit))
        elif len(votes) == 1:
            votes[0] = votes[0].and_later(hit)
    for identity, hit in chosen.items():
        yield from cast.get(identity, (_Vote(hit),))


def _facts(bits: IntArray) -> BoolArray:
    """From bits to flags, along one more axis."""
    return np.asarray(bits[..., None] >> np.arange(len(FACTS)) & 1, dtype=np.bool_)

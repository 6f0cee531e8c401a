"""The votes of all identities, and what they say beside the copies of every channel, as arrays.

One identity, one vote. Arrays, since the same votes are weighed under a dozen assumptions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.inputs import Evidence, Hit, IntArray, Said
from leaktrace.attribution.params import FACTS
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["CODES", "BoolArray", "CodeArray", "Kind", "Votes", "informed"]

BoolArray = NDArray[np.bool_]
CodeArray = NDArray[np.int8]

Kind: TypeAlias = tuple[Field, str, Strength]
"""Field, part of it, and how fully it was said."""

CODES: Mapping[Fit, int] = {Fit.LACKS: 1, Fit.DIFFERS: 2, Fit.HOLDS: 3}
"""How a copy compares, as a number; 0 where the channel takes no part."""

_CERTAIN = 2
"""Facts in one contact that nobody meets by chance: each is a matter of one call in a hundred or less."""
_WAYS_TO_REACH = frozenset({Field.PHONE, Field.EMAIL})
_FACT_NUMBERS = {fact: number for number, fact in enumerate(FACTS)}


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes in the order of time, as `of` picks them."""

    hits: tuple[Hit, ...]
    reach: CodeArray
    """Hits x channels: `Hit.reach` as `CODES`."""
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
    """... x channels: `Said.copies` as `CODES`."""
    kinds: tuple[Kind, ...]

    @classmethod
    def of(cls, evidence: Evidence) -> "Votes":
        """The votes of the evidence. Cost: linear in its hits."""
        hits = _chosen(evidence)
        channels = len(evidence.channels)
        said = [(row, one) for row, hit in enumerate(hits) for one in hit.said if _counts(one)]
        numbers: dict[Kind, int] = {}
        kind = [
            numbers.setdefault((one.field, one.part, one.strength), len(numbers)) for _, one in said
        ]
        return cls(
            hits=hits,
            reach=_coded([hit.reach for hit in hits], channels),
            shown=_shown(hits, channels),
            told=_told(hits),
            row=np.array([row for row, _ in said], dtype=np.int64),
            kind=np.array(kind, dtype=np.int64),
            pool=np.array([one.pool for _, one in said], dtype=np.int64),
            again=np.array([one.again for _, one in said], dtype=np.bool_),
            copies=_coded([one.copies for _, one in said], channels),
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
    return any(_counts(said) for said in hit.said)


def _counts(said: Said) -> bool:
    """The way the contact came is judged once, by `Hit.reach`; saying it again proves nothing new."""
    return said.field not in _WAYS_TO_REACH or said.pool > 1


def _chosen(evidence: Evidence) -> tuple[Hit, ...]:
    """One hit for each identity, in the order of time: one identity, one vote.

    The vote is the earliest contact that shows `_CERTAIN` facts or more; where there is none, the
    earliest that shows any. A single fact that was met by chance so does not displace a caller who
    plainly has a copy. Left out is a hit on an identity that no channel was ever given: it says
    nothing about channels. A contact that may concern several identities of its line is there once
    for each of them.
    """
    given = np.isfinite(evidence.exposures.begin)
    ranked = [
        (-min(facts, _CERTAIN), hit.at, hit.contact_id, hit)
        for hit in evidence.hits
        if given[hit.identity] and (facts := sum(map(_counts, hit.said)))
    ]
    told: dict[str, dict[int, Hit]] = {}
    for *_, hit in sorted(ranked, key=lambda one: one[:3]):
        told.setdefault(hit.contact_id, {}).setdefault(hit.identity, hit)
    chosen: dict[int, Hit] = {}
    for alternatives in sorted(told.values(), key=len):
        # What may concern several identities counts, for all of them, where none has a vote already.
        if chosen.keys().isdisjoint(alternatives):
            chosen.update(alternatives)
    votes = _with_later(chosen, [hits for hits in told.values() if len(hits) == 1])
    return tuple(sorted(votes, key=lambda hit: (hit.at, hit.contact_id, hit.identity)))


def _with_later(chosen: Mapping[int, Hit], told: list[dict[int, Hit]]) -> list[Hit]:
    """The votes, with what later contacts on the same identity say of values that differ by channel.

    Whoever got an order from one channel does not say another channel's value of it. A contact that says a value
    of a channel which the votes of the identity so far deny is a vote of its own: a second leak, or an error of
    hearing, and not the same caller once more. Any other adds the first value of each further field to the vote.
    """
    votes = {identity: [hit] for identity, hit in chosen.items()}
    plain = {hit.contact_id for hits in told for hit in hits.values()}
    for hits in told:
        for identity, hit in hits.items():
            if hit is chosen.get(identity) or identity not in votes:
                continue
            cast = votes[identity]
            denied = frozenset.intersection(*map(denied_by, cast))
            if _owners(hit) & denied:
                cast.append(hit)
                continue
            known = {said.field for vote in cast for said in vote.said if said.pool > 1}
            new = tuple(
                replace(said, again=True)
                for said in hit.said
                if said.pool > 1 and said.field not in known
            )
            if new and len(cast) == 1 and cast[0].contact_id in plain:
                cast[0] = replace(cast[0], said=cast[0].said + new)
    return [hit for cast in votes.values() for hit in cast]


def denied_by(hit: Hit) -> frozenset[int]:
    """Channels of which the caller said another value than their copy shows."""
    return frozenset(
        channel
        for said in hit.said
        if said.pool > 1
        for channel, fit in said.copies.items()
        if fit is Fit.DIFFERS
    )


def _owners(hit: Hit) -> frozenset[int]:
    """Channels whose own value was said, none of theirs being denied."""
    own = {
        channel
        for said in hit.said
        if said.pool > 1
        for channel, fit in said.copies.items()
        if fit is Fit.HOLDS
    }
    return frozenset(own) - denied_by(hit)


def _coded(fits: list[Mapping[int, Fit]], channels: int) -> CodeArray:
    codes = np.zeros((len(fits), channels), dtype=np.int8)
    cells = [(row, one, CODES[fit]) for row, found in enumerate(fits) for one, fit in found.items()]
    if cells:
        rows, columns, values = zip(*cells, strict=True)
        codes[list(rows), list(columns)] = values
    return codes


def _shown(hits: tuple[Hit, ...], channels: int) -> BoolArray:
    # There are many copies, and few ways to show facts.
    ways: dict[frozenset[tuple[Field, str]], int] = {frozenset(): 0}
    way = np.zeros((len(hits), channels), dtype=np.int64)
    for row, hit in enumerate(hits):
        for channel, shown in hit.shown.items():
            way[row, channel] = ways.setdefault(shown, len(ways))
    facts = np.array([[fact in one for fact in FACTS] for one in ways], dtype=np.bool_)
    return np.asarray(facts[way])


def _told(hits: tuple[Hit, ...]) -> BoolArray:
    told = np.zeros((len(hits), len(FACTS)), dtype=np.bool_)
    for row, hit in enumerate(hits):
        for said in hit.said:
            if said.again or (said.field is Field.NAME and said.strength is Strength.PARTIAL):
                continue
            whole = said.field is Field.ADDRESS and not said.part
            number = _FACT_NUMBERS.get((said.field, "unit" if whole else said.part))
            if number is not None:
                told[row, number] = True
    return told

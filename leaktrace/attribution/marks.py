"""What each hit shows, compared with every channel's copy: the marks of the model, and their weights.

Against the background a fact weighs ``delta / u`` for a copy that shows it. What a caller did *not*
say counts against copies that show it, with half its weight: a short note of a call is no proof that
it was not said. The last source is the unlisted party.
"""

import math
from collections import Counter
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.inputs import FloatArray, Hit, Said
from leaktrace.attribution.params import FACTS, Params
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["BoolArray", "Cells", "Marks", "bounded", "compare", "facts", "informed"]

BoolArray = NDArray[np.bool_]

Cells: TypeAlias = dict[Field, FloatArray]
"""What speaks against sources through one field of their copies: logarithms over hits x sources."""

_WAYS_TO_REACH = frozenset({Field.PHONE, Field.EMAIL})


class Marks(NamedTuple):
    """What the hits show, as logarithms over hits x sources, and as flags over hits x channels."""

    base: FloatArray
    variant: FloatArray
    reach: Cells
    facts: Cells
    unsaid: Cells
    unreached: BoolArray
    blind: BoolArray
    own: BoolArray
    other: BoolArray
    unseen: dict[int, Counter[Field]]
    """For each channel, the fields that its copies do not show though callers knew them."""
    quiet: dict[int, Counter[Field]]
    """For each channel, the fields that its copies show though callers left them out."""


def informed(hit: Hit) -> bool:
    """Whether the caller showed anything that he did not need to get through. Others carry no weight."""
    return facts(hit) > 0


def facts(hit: Hit) -> int:
    """How many facts the caller showed that he did not need to get through."""
    return sum(_counts(said) for said in hit.said)


def _counts(said: Said) -> bool:
    """The way the contact came is judged once, by `Hit.reach`; saying it again proves nothing new."""
    return said.field not in _WAYS_TO_REACH or said.pool > 1


def compare(hits: tuple[Hit, ...], channels: int, params: Params) -> Marks:
    """Compare what every hit shows with the copies."""
    shape = (len(hits), channels)
    marks = Marks(
        base=_silence(hits, params),
        variant=np.zeros((len(hits), channels + 1)),
        reach={},
        facts={},
        unsaid=_unsaid(hits, channels, params),
        unreached=np.zeros(shape, dtype=np.bool_),
        blind=np.zeros(shape, dtype=np.bool_),
        own=np.zeros(shape, dtype=np.bool_),
        other=np.zeros(shape, dtype=np.bool_),
        unseen={},
        quiet={},
    )
    for name, weights in marks.unsaid.items():
        for channel, count in enumerate((weights[:, :-1] < 0).sum(axis=0).tolist()):
            if count:
                marks.quiet.setdefault(channel, Counter())[name] += count
    for row, hit in enumerate(hits):
        _mark_reach(marks, row, hit, params)
        for said in hit.said:
            if _counts(said):
                _mark_fact(marks, row, said, params)
    return marks


def bounded(cells: Cells, bound: float, shape: tuple[int, ...]) -> FloatArray:
    """The cells added up, scaled so that no field outweighs `bound` against a source."""
    limit = math.log(bound)
    result = np.zeros(shape)
    for weights in cells.values():
        total = weights.sum(axis=0)
        result += weights * np.minimum(1.0, limit / np.where(total < 0, total, limit))
    return result


def _mark_reach(marks: Marks, row: int, hit: Hit, params: Params) -> None:
    """The number or mailbox that was used: softly out for copies that do not show it."""
    for channel, fit in hit.reach.items():
        if fit is Fit.LACKS:
            _cell(marks.reach, Field.PHONE, marks)[row, channel] += math.log(params.reach_soft)
            marks.unreached[row, channel] = True
        elif fit is Fit.DIFFERS:
            marks.variant[row, channel] += math.log(params.eta)
            marks.other[row, channel] = True


def _mark_fact(marks: Marks, row: int, said: Said, params: Params) -> None:
    """One fact: ``delta / u`` for a copy that shows it; what differs from that, by channel."""
    disclosed = params.disclosed(said.field, said.part)
    marks.base[row] += math.log(disclosed / params.by_chance(said.field, said.part, said.strength))
    softly = math.log(params.disclosed_softly(said.field, said.part) / disclosed)
    pool = said.pool
    eta = params.eta_fuzzy if said.strength is Strength.FUZZY else params.eta
    differing = sum(fit is Fit.DIFFERS for fit in said.copies.values())
    holding = any(fit is Fit.HOLDS for fit in said.copies.values())
    for channel, fit in said.copies.items():
        if fit is Fit.LACKS:
            _cell(marks.facts, said.field, marks)[row, channel] += softly
            marks.blind[row, channel] = True
            marks.unseen.setdefault(channel, Counter())[said.field] += 1
        elif fit is Fit.DIFFERS:
            marks.variant[row, channel] += math.log(eta)
            marks.other[row, channel] = True
        else:
            marks.variant[row, channel] += math.log(pool * (1.0 - eta) + eta)
            marks.own[row, channel] |= bool(differing)
    if pool > 1:
        # The unlisted party has any of the issued values; `differing + 1` bounds their number.
        issued = pool * (1.0 - eta) / (differing + 1) if holding else 0.0
        marks.variant[row, -1] += math.log(issued + eta)


def _cell(cells: Cells, name: Field, marks: Marks) -> FloatArray:
    if name not in cells:
        cells[name] = np.zeros(marks.variant.shape)
    return cells[name]


def _unsaid(hits: tuple[Hit, ...], channels: int, params: Params) -> Cells:
    """The facts that were left out, against copies that show them; the unlisted party has them all."""
    kinds: dict[frozenset[tuple[Field, str]], int] = {frozenset(): 0}
    kind = np.zeros((len(hits), channels + 1), dtype=np.int64)
    for row, hit in enumerate(hits):
        for channel, shown in hit.shown.items():
            kind[row, channel] = kinds.setdefault(shown, len(kinds))
        kind[row, channels] = kinds.setdefault(_offered(hit), len(kinds))
    said = _said(hits)
    cells: Cells = {}
    for number, fact in enumerate(FACTS if hits else ()):
        shows = np.array([fact in shown for shown in kinds])[kind] & ~said[:, number, None]
        cell = np.where(shows, math.log(params.withheld(*fact)), 0.0)
        cells[fact[0]] = cells[fact[0]] + cell if fact[0] in cells else cell
    return cells


def _silence(hits: tuple[Hit, ...], params: Params) -> FloatArray:
    """What is left out speaks for chance, which shows one fact and no more, against any copy at all."""
    offered = np.array([[fact in _offered(hit) for fact in FACTS] for hit in hits], dtype=np.bool_)
    quiet = np.array([math.log1p(-params.disclosed_softly(*fact)) for fact in FACTS])
    left_out = offered.reshape(-1, len(FACTS)) & ~_said(hits)
    return params.unsaid * np.asarray(left_out @ quiet)


def _offered(hit: Hit) -> frozenset[tuple[Field, str]]:
    """The facts that some copy shows."""
    return frozenset().union(*hit.shown.values())


def _said(hits: tuple[Hit, ...]) -> BoolArray:
    """Hits x facts: it was said. A surname alone leaves the name out."""
    told = [_told(hit) for hit in hits]
    rows = [[fact in facts for fact in FACTS] for facts in told]
    return np.array(rows, dtype=np.bool_).reshape(-1, len(FACTS))


def _told(hit: Hit) -> set[tuple[Field, str]]:
    told = {
        (said.field, said.part)
        for said in hit.said
        if not (said.field is Field.NAME and said.strength is Strength.PARTIAL)
    }
    return told | {(Field.ADDRESS, "unit")} if (Field.ADDRESS, "") in told else told

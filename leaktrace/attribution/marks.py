"""What each hit shows, compared with every channel's copy: the marks of the model, and their weights.

Against the background a fact weighs ``delta / u`` for a copy that shows it. What a caller did *not*
say counts against copies that show it, with half its weight: a short note of a call is no proof that
it was not said. The last source is the unlisted party.
"""

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from leaktrace.attribution.inputs import FloatArray, Hit, Said
from leaktrace.attribution.params import FACTS, Params
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["BoolArray", "Cell", "Marks", "bounded", "compare", "facts", "informed"]

BoolArray = NDArray[np.bool_]

_WAYS_TO_REACH = frozenset({Field.PHONE, Field.EMAIL})


class Cell(NamedTuple):
    """That one hit speaks against one source through one field of its copies, as a logarithm."""

    row: int
    source: int
    field: Field
    weight: float


class Marks(NamedTuple):
    """What the hits show, as logarithms over hits x sources, and as flags over hits x channels."""

    base: FloatArray
    variant: FloatArray
    reach: list[Cell]
    facts: list[Cell]
    unsaid: list[Cell]
    unreached: BoolArray
    blind: BoolArray
    own: BoolArray
    other: BoolArray
    unseen: dict[int, Counter[Field]]
    quiet: dict[int, Counter[Field]]


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
        base=np.zeros(len(hits)),
        variant=np.zeros((len(hits), channels + 1)),
        reach=[],
        facts=[],
        unsaid=[],
        unreached=np.zeros(shape, dtype=np.bool_),
        blind=np.zeros(shape, dtype=np.bool_),
        own=np.zeros(shape, dtype=np.bool_),
        other=np.zeros(shape, dtype=np.bool_),
        unseen={},
        quiet={},
    )
    for row, hit in enumerate(hits):
        _mark_reach(marks, row, hit, params)
        for said in hit.said:
            if _counts(said):
                _mark_fact(marks, row, said, params)
        if hit.shown:
            _mark_unsaid(marks, row, hit, params)
    return marks


def bounded(cells: Iterable[Cell], bound: float, shape: tuple[int, ...]) -> FloatArray:
    """The cells as hits x sources, scaled so that no field outweighs `bound` against a source."""
    total: dict[tuple[int, Field], float] = {}
    for cell in cells:
        key = cell.source, cell.field
        total[key] = total.get(key, 0.0) + cell.weight
    limit = math.log(bound)
    result = np.zeros(shape)
    for cell in cells:
        weight = total[cell.source, cell.field]
        result[cell.row, cell.source] += cell.weight * min(1.0, limit / weight if weight else 1.0)
    return result


def _mark_reach(marks: Marks, row: int, hit: Hit, params: Params) -> None:
    """The number or mailbox that was used: softly out for copies that do not show it."""
    for channel, fit in hit.reach.items():
        if fit is Fit.LACKS:
            marks.reach.append(Cell(row, channel, Field.PHONE, math.log(params.reach_soft)))
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
            marks.facts.append(Cell(row, channel, said.field, softly))
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


def _mark_unsaid(marks: Marks, row: int, hit: Hit, params: Params) -> None:
    """The facts that were left out. A surname alone leaves the name out."""
    said = {
        (said.field, said.part)
        for said in hit.said
        if not (said.field is Field.NAME and said.strength is Strength.PARTIAL)
    }
    if (Field.ADDRESS, "") in said:
        said.add((Field.ADDRESS, "unit"))
    for fact in FACTS:
        if fact in said:
            continue
        against = math.log(params.withheld(*fact))
        marks.unsaid.append(Cell(row, marks.variant.shape[1] - 1, fact[0], against))
        for channel, shown in hit.shown.items():
            if fact in shown:
                marks.unsaid.append(Cell(row, channel, fact[0], against))
                marks.quiet.setdefault(channel, Counter())[fact[0]] += 1

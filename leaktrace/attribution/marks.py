"""What each hit shows, compared with every channel's copy: the marks of the model, and their weights.

Against the background a fact weighs ``delta / u`` for a copy that shows it. What a caller did *not*
say counts against copies that show it, with half its weight: a short note of a call is no proof that
it was not said. The last source is the unlisted party.
"""

import math
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from leaktrace.attribution.coding import CODES
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.params import FACTS, Params
from leaktrace.attribution.votes import BoolArray, Votes
from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Strength
from leaktrace.domain.copy import Fit

__all__ = ["Cells", "Marks", "bounded", "compare"]

Cells: TypeAlias = dict[Field, FloatArray]
"""What speaks against sources through one field of their copies: logarithms over hits x sources."""

_LACKS, _DIFFERS, _HOLDS = CODES[Fit.LACKS], CODES[Fit.DIFFERS], CODES[Fit.HOLDS]


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


def compare(votes: Votes, params: Params) -> Marks:
    """Compare what every hit shows with the copies. Cost: facts that were said x channels."""
    hits = len(votes.hits)
    unreached = votes.reach == _LACKS
    facts = _facts(votes, params)
    unsaid = _unsaid(votes, params)
    lacks, differs = votes.copies == _LACKS, votes.copies == _DIFFERS
    own = (votes.copies == _HOLDS) & differs.any(axis=1)[:, None]
    return Marks(
        base=_base(votes, params),
        variant=_variant(votes, params),
        reach={Field.PHONE: math.log(params.reach_soft) * _padded(unreached)},
        facts=facts,
        unsaid=unsaid,
        unreached=unreached,
        blind=_any(votes, lacks),
        own=_any(votes, own),
        other=_any(votes, differs) | (votes.reach == _DIFFERS),
        unseen=_counted({name: lacks[votes.of_field(name)] for name in facts}),
        quiet=_counted({name: weights[:hits, :-1] < 0 for name, weights in unsaid.items()}),
    )


def bounded(cells: Cells, bound: float, shape: tuple[int, ...]) -> FloatArray:
    """The cells added up, scaled so that no field outweighs `bound` against a source."""
    limit = math.log(bound)
    result = np.zeros(shape)
    for weights in cells.values():
        total = weights.sum(axis=0)
        result += weights * np.minimum(1.0, limit / np.where(total < 0, total, limit))
    return result


def _base(votes: Votes, params: Params) -> FloatArray:
    """What speaks against chance, for any copy that shows all that was said.

    What is left out speaks for chance, which shows one fact and no more, against any copy at all.
    """
    said = _of_kinds(votes, lambda n, p, s: params.disclosed(n, p) / params.by_chance(n, p, s))
    base = np.bincount(votes.row, weights=np.log(said) * ~votes.again, minlength=len(votes.hits))
    quiet = np.array([math.log1p(-params.disclosed_softly(*fact)) for fact in FACTS])
    left_out = votes.shown.any(axis=1) & ~votes.told
    return np.asarray(base + params.unsaid * (left_out @ quiet))


def _facts(votes: Votes, params: Params) -> Cells:
    """Facts that a copy does not show: softly out for it."""
    softly = np.log(
        _of_kinds(votes, lambda n, p, _: params.disclosed_softly(n, p) / params.disclosed(n, p))
    )
    lacks = votes.copies == _LACKS
    cells: Cells = {}
    for name in dict.fromkeys(kind[0] for kind in votes.kinds):
        rows = votes.of_field(name) & lacks.any(axis=1) & ~votes.again
        if rows.any():
            cell = _padded(np.zeros(votes.reach.shape))
            np.add.at(cell, votes.row[rows], _padded(lacks[rows] * softly[rows, None]))
            cells[name] = cell
    return cells


def _variant(votes: Votes, params: Params) -> FloatArray:
    """Values where copies differ; the numbers and mailboxes that were used among them."""
    eta = _of_kinds(
        votes, lambda _n, _p, s: params.eta_fuzzy if s is Strength.FUZZY else params.eta
    )
    differs: BoolArray = votes.copies == _DIFFERS
    holds: BoolArray = votes.copies == _HOLDS
    right = np.asarray(np.log(votes.pool * (1.0 - eta) + eta))
    weights = _padded(differs * np.asarray(np.log(eta))[:, None] + holds * right[:, None])
    # The unlisted party has any of the issued values; one more than differ bounds their number.
    held = holds.any(axis=1).astype(np.float64)
    issued = held * votes.pool * (1.0 - eta) / (differs.sum(axis=1) + 1)
    weights[:, -1] = np.where(votes.pool > 1, np.log(issued + eta), 0.0)
    variant = math.log(params.eta) * _padded(votes.reach == _DIFFERS)
    np.add.at(variant, votes.row, weights)
    return variant


def _unsaid(votes: Votes, params: Params) -> Cells:
    """The facts that were left out, against copies that show them; the unlisted party has them all."""
    cells: Cells = {}
    offered = np.asarray(np.any(votes.shown, axis=1))
    for number, fact in enumerate(FACTS if votes.hits else ()):
        shows = np.column_stack([votes.shown[:, :, number], offered[:, number]])
        quiet = shows & ~votes.told[:, number, None]
        cell = math.log(params.withheld(*fact)) * quiet.astype(np.float64)
        cells[fact[0]] = cells[fact[0]] + cell if fact[0] in cells else cell
    return cells


def _of_kinds(votes: Votes, weigh: Callable[[Field, str, Strength], float]) -> FloatArray:
    """A number for each fact that was said, by its kind."""
    return np.array([weigh(*kind) for kind in votes.kinds], dtype=np.float64)[votes.kind]


def _any(votes: Votes, flags: BoolArray) -> BoolArray:
    """From flags of facts to flags of hits."""
    found = np.zeros(votes.reach.shape, dtype=np.bool_)
    rows = flags.any(axis=1)
    np.logical_or.at(found, votes.row[rows], flags[rows])
    return found


def _padded(values: FloatArray | BoolArray) -> FloatArray:
    """With a column of zeros for the unlisted party."""
    return np.pad(values.astype(np.float64), ((0, 0), (0, 1)))


def _counted(flags: dict[Field, BoolArray]) -> dict[int, Counter[Field]]:
    counts: dict[int, Counter[Field]] = {}
    for name, found in flags.items():
        for channel, count in enumerate(found.sum(axis=0).tolist()):
            if count:
                counts.setdefault(channel, Counter())[name] = count
    return counts

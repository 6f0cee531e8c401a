"""The next canaries: which routes and variants best separate the suspects that are left.

Orders are chosen one after the other, each so that what remains of the posterior-weighted confusion
falls most; as many as tell the leaker from the others with probability `TARGET`, or as many as
there is room for. The numbers rest on one leaker with one assumed rate and on routes and variants
alone: what callers know beyond that, and when they call, can only add to them.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.probe_notes import (
    ASSUMED,
    BY_VALUE_ONLY,
    FEW_LINES,
    INSEPARABLE,
    MESSAGES,
    NO_LINES,
    NO_ROUTE,
    NOTHING_LEFT,
    TOO_WEAK,
    UNPROVEN,
    Note,
)
from leaktrace.attribution.probe_power import (
    Candidate,
    Curve,
    Rates,
    chances,
    classes,
    distances,
    holds,
    power,
)
from leaktrace.attribution.probe_routes import Route, candidates, combined
from leaktrace.domain.channel import ChannelKind

__all__ = [
    "MESSAGES",
    "MOST_CANARIES",
    "NO_LINES",
    "SMALL",
    "TARGET",
    "TOLD",
    "Note",
    "Paths",
    "Probe",
    "ProbeOrder",
    "Suspect",
    "nothing_left",
    "plan",
    "unsettled",
]

TARGET = 0.9
"""P(the leaker is told from every other suspect) at which a plan is large enough."""
TOLD = 0.95
"""The share of the posterior from which on a suspect counts as told from the others, as in a verdict
(`Params.set_threshold`)."""
SMALL = 0.02
"""Suspects below this posterior are left out of the plan."""
MOST_CANARIES = 48
"""No plan asks for more: what this many do not separate calls for another design."""
_TOLD_HERE = 0.965
"""The same in the prediction. Odds half as high again, because the attribution itself also weighs pairs
of leakers and does not know when a leak began: with .95 some plans promised .1 too much."""
_SILENCE = 0.5
"""Weight of silence in the choice of orders; the prediction weighs it by what it tells."""
_LIKELY = 0.5
"""Once one leaker is settled, others are looked for only if there is one with this probability."""


@dataclass(frozen=True)
class Suspect:
    """A channel, or `leaktrace.attribution.UNLISTED`, with its posterior."""

    channel_id: str
    posterior: float


@dataclass(frozen=True)
class Paths:
    """The ways an order can take."""

    routes: tuple[Route, ...]
    """Those that orders took, each set of channels once."""
    kinds: Mapping[str, ChannelKind]
    """Of every channel on them."""
    injectable: frozenset[str]
    """Channels that can be given a value of their own."""


@dataclass(frozen=True)
class ProbeOrder:
    """Orders to place, all in the same way."""

    route: Route
    variants: tuple[str, ...]
    """Channels on it that get a value of their own."""
    count: int
    tried: bool
    """Some order took this route before; if not, see first whether it can."""


@dataclass(frozen=True)
class Probe:
    """The next canaries."""

    canaries: int
    expected_separation: float
    """P(the leaker, drawn from the posterior, is told from every other suspect after them). One where
    nothing is left to separate."""
    expected_grouped: float
    """The same, where the members of each group of `inseparable` count as one."""
    orders: tuple[ProbeOrder, ...]
    """Sorted by route: neighbours go well on one line."""
    inseparable: tuple[tuple[str, ...], ...]
    """Groups of suspects which no order that can be placed separates."""
    notes: tuple[Note, ...]

    @property
    def note(self) -> str:
        """The notes in English."""
        return " ".join(note.text for note in self.notes)


@dataclass(frozen=True, eq=False)
class _Question:
    """Whom to separate, and what each candidate does for it."""

    names: tuple[str, ...]
    weights: FloatArray
    """Adding up to one."""
    candidates: tuple[Candidate, ...]
    apart: FloatArray
    """Bhattacharyya distances: candidates x suspects x suspects."""
    labels: IntArray

    def groups(self, labels: IntArray) -> tuple[tuple[str, ...], ...]:
        """The classes that have several members."""
        members = [
            tuple(name for name, of in zip(self.names, labels.tolist(), strict=True) if of == label)
            for label in sorted(set(labels.tolist()))
        ]
        return tuple(group for group in members if len(group) > 1)


def unsettled(suspects: Sequence[Suspect]) -> tuple[Suspect, ...]:
    """Those who are still to be separated, the likeliest first; none where nothing is left.

    Whoever has a posterior of `TOLD` or more is settled; beside him others count only if they
    probably hold a further leaker.
    """
    ranked = sorted(suspects, key=lambda one: (-round(one.posterior, 12), one.channel_id))
    left = tuple(one for one in ranked if SMALL <= one.posterior < TOLD)
    settled = any(one.posterior >= TOLD for one in ranked)
    likely = sum(one.posterior for one in left) >= _LIKELY
    return left if len(left) > 1 and (likely or not settled) else ()


def plan(
    suspects: Sequence[Suspect], paths: Paths, room: int, rates: Rates, wanted: int | None = None
) -> Probe:
    """Choose the next canaries.

    Args:
        suspects: whom to separate, with their posteriors; those below `SMALL` are passed over.
        paths: the ways an order can take.
        room: how many canaries the free lines take.
        rates: what is expected of callers.
        wanted: so many canaries, whatever they reach and the lines take; default: as few as reach
            `TARGET`, at most `room` and `MOST_CANARIES`.

    Cost: canaries x candidates x pairs of suspects, and 2,000 simulated worlds.
    """
    left = unsettled(suspects)
    if not left:
        return nothing_left()
    if not paths.routes:
        return Probe(0, 0.0, 0.0, (), (), (Note(NO_ROUTE, {}),))
    question = _ask(left, paths, rates)
    several = len(set(question.labels.tolist())) > 1
    picks = _greedy(question, (wanted or MOST_CANARIES) if several else 0)
    curve = _curve(question, picks, rates)
    needed = len(picks) if wanted else _enough(curve)
    count = needed if wanted else min(needed, room)
    notes = _notes(question, paths, rates, count, needed, room, curve)
    return Probe(
        canaries=count,
        expected_separation=float(curve.alone[count]),
        expected_grouped=float(curve.grouped[count]),
        orders=_orders(question.candidates, picks[:count]),
        inseparable=question.groups(question.labels),
        notes=notes,
    )


def nothing_left(unproven: Sequence[str] = ()) -> Probe:
    """The plan where nothing is left to separate.

    Args:
        unproven: channels that stand out by their posterior, and for which the lottery does not speak.
    """
    notes = [Note(NOTHING_LEFT, {})]
    if unproven:
        notes.append(Note(UNPROVEN, {"channels": ", ".join(unproven)}))
    return Probe(0, 1.0, 1.0, (), (), tuple(notes))


def _ask(left: Sequence[Suspect], paths: Paths, rates: Rates) -> _Question:
    names = tuple(one.channel_id for one in left)
    fresh = combined(paths.routes, paths.kinds, names)
    found = candidates(paths.routes, fresh, names, paths.injectable)
    apart = distances(chances(found, names, rates, rates.hit))
    weights = np.array([one.posterior for one in left])
    return _Question(names, weights / weights.sum(), found, apart, classes(apart))


def _greedy(question: _Question, count: int) -> list[int]:
    """The candidates to take, one after the other.

    What is made small is the union bound on the chance to take suspect d for the leaker c, the sum
    over c and d of ``sqrt(p_c p_d) exp(-B)``. That an order stays silent which c does not have
    counts for half: it speaks against d only as far as d's callers are known to be busy.
    """
    have = np.array([[holds(one, name) for name in question.names] for one in question.candidates])
    gain = question.apart * np.where(have, 1.0, _SILENCE)[:, :, None]
    others = ~np.eye(len(question.names), dtype=np.bool_)
    left = np.exp(-gain[:, others])
    confusion = np.sqrt(np.outer(question.weights, question.weights))[others]
    picks: list[int] = []
    for _ in range(count):
        # Rounded, so that ties fall the same way on every machine: to what was tried, and came first.
        picks.append(int(np.argmin((left @ confusion).round(12))))
        confusion = confusion * left[picks[-1]]
    return picks


def _curve(question: _Question, picks: Sequence[int], rates: Rates) -> Curve:
    """What the picks reach, one after the other."""
    used = sorted(set(picks))
    rows = [used.index(pick) for pick in picks]
    some = [question.candidates[pick] for pick in used]
    tables = [chances(some, question.names, rates, hit)[rows] for hit in rates.hits]
    return power(question.weights, tables, rates, question.labels, _TOLD_HERE)


def _enough(curve: Curve) -> int:
    """The smallest number of canaries that reaches the target; all if none does."""
    reached = np.flatnonzero(curve.grouped[1:] >= TARGET)
    return int(reached[0]) + 1 if len(reached) else len(curve.grouped) - 1


def _orders(found: Sequence[Candidate], picks: Sequence[int]) -> tuple[ProbeOrder, ...]:
    counts = Counter(picks)
    return tuple(
        ProbeOrder(found[pick].route, found[pick].variants, counts[pick], found[pick].tried)
        for pick in sorted(counts, key=lambda pick: found[pick].route)
    )


def _notes(
    question: _Question,
    paths: Paths,
    rates: Rates,
    count: int,
    needed: int,
    room: int,
    curve: Curve,
) -> tuple[Note, ...]:
    """What to know about the plan, the most important first."""
    notes = [
        Note(INSEPARABLE, {"channels": ", ".join(group)})
        for group in question.groups(question.labels)
    ]
    reached = f"{curve.grouped[needed]:.2f}" if needed else ""
    if needed and not room:
        notes.append(Note(NO_LINES, {}))
    if needed > room:
        params: dict[str, str | int] = {"free": room, "canaries": needed, "reached": reached}
        notes.append(Note(FEW_LINES, params))
    elif needed == MOST_CANARIES and curve.grouped[needed] < TARGET:
        notes.append(Note(TOO_WEAK, {"canaries": needed, "reached": reached}))
    if count:
        notes.extend(
            Note(BY_VALUE_ONLY, {"channels": ", ".join(group)})
            for group in _by_value_only(question, paths, rates)
        )
        notes.append(Note(ASSUMED, {"rate": f"{rates.hit:.0%}"}))
    return tuple(notes)


def _by_value_only(question: _Question, paths: Paths, rates: Rates) -> tuple[tuple[str, ...], ...]:
    """Groups of suspects that routes alone leave together, and the planned variants do not."""
    fresh = combined(paths.routes, paths.kinds, question.names)
    plain: Collection[Candidate] = candidates(paths.routes, fresh, question.names, frozenset())
    labels = classes(distances(chances(tuple(plain), question.names, rates, rates.hit)))
    return tuple(
        group for group in question.groups(labels) if group not in question.groups(question.labels)
    )

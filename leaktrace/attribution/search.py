"""Which sets of up to four sources leaked: exact to two while contacts are few, a guided search beyond.

Sets of three and four are too many to sum over all their cells. Their evidence is taken from the
best cells, found by coordinate ascent, and from how the likelihood falls off around them, one source
at a time. Which sets are looked at is decided by Occam's window (Madigan and Raftery, JASA 1994):
from every set that is nearly as good as the best one, all sets are tried that have one source more,
and all that have one source exchanged. Without the exchange a search that began at "the unlisted
party explains everything" would never leave it.
"""

import math
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from leaktrace.attribution.grid import Grid
from leaktrace.attribution.inputs import FloatArray
from leaktrace.attribution.logs import log_sum
from leaktrace.attribution.pairs import pair_evidence
from leaktrace.attribution.params import Params
from leaktrace.attribution.posterior import Posterior, prior_log_odds

__all__ = ["infer"]

_WINDOW = 6.0
"""Sets are followed up that are at most e^6 = 400 times less likely than the best one."""
_KEEP = 25.0
"""Sets are left out that are e^25 times less likely than the set they came from."""
_EXPANSIONS = 40
"""At most so many sets are followed up, best first."""
_SWEEPS = 8
_AGAIN = 12
"""So many of the best sets are weighed again under a slightly different likelihood."""
_EXACT_PAIRS = 200
"""Up to so many contacts all pairs are summed up. With more, sets differ so much in weight that those
which are worth it are found from the single sources."""

_Set: TypeAlias = tuple[int, ...]
_Cells: TypeAlias = tuple[tuple[int, int], ...]


@dataclass
class _Search:
    """The sets seen so far."""

    grid: Grid
    odds: FloatArray
    """Log prior odds of each source."""
    classes: list[int]
    """Sources of equal columns have the same number."""
    largest: int
    weights: dict[_Set, float] = field(default_factory=dict)
    modes: dict[_Set, tuple[float, _Cells]] = field(default_factory=dict)
    """By class numbers: log evidence and the best cells."""
    done: set[_Set] = field(default_factory=set)

    @classmethod
    def of(cls, grid: Grid, params: Params) -> "_Search":
        """A search that knows nobody."""
        odds = prior_log_odds(grid.sources, params)
        largest = min(params.most_leakers, grid.sources)
        return cls(grid, odds, _classes(grid), largest, weights={(): 0.0})

    def begin(self) -> None:
        """Sum up all sets of one, and, while there are few contacts, of two."""
        every = list(range(self.grid.sources))
        alone = self.grid.gains(np.ones(len(self.grid.ratio)), every)
        for source in every:
            self.weights[(source,)] = float(self.odds[source]) + self._average(alone[source])
        if self.largest < 2 or not self.few:
            return
        pairs = pair_evidence(self.grid, alone)
        for one, two in zip(*np.triu_indices(self.grid.sources, 1), strict=True):
            self.weights[int(one), int(two)] = float(
                self.odds[one] + self.odds[two] + pairs[one, two]
            )

    @property
    def few(self) -> bool:
        """Whether the contacts are so few that all pairs are summed up, exactly."""
        return len(self.grid.ratio) <= _EXACT_PAIRS

    def run(self) -> None:
        """Follow up every set that matters, the best first."""
        smallest = 2 if self.few else 1
        if self.largest <= smallest or not len(self.grid.ratio):
            return
        while len(self.done) < _EXPANSIONS:
            best = max(self.weights.values())
            waiting = [
                (-weight, members)
                for members, weight in self.weights.items()
                if members not in self.done
                and len(members) >= smallest
                and weight >= best - _WINDOW
            ]
            if not waiting:
                return
            members = min(waiting)[1]
            self._expand(members)
            if len(members) > smallest:
                for out in members:
                    self._expand(tuple(one for one in members if one != out))

    def _expand(self, members: _Set) -> None:
        """Weigh every set with one source more."""
        if members in self.done or len(members) >= self.largest:
            self.done.add(members)
            return
        self.done.add(members)
        if members not in self.weights:
            self.weights[members] = self.weigh(members)
        _, cells = self._mode(members)
        base = np.ones(len(self.grid.ratio))
        for source, cell in zip(members, cells, strict=True):
            base += self.grid.expected(source, cell)
        others = [source for source in range(self.grid.sources) if source not in members]
        gains = self.grid.gains(base, others)
        for source, gain in zip(others, gains, strict=True):
            larger = tuple(sorted((*members, source)))
            if larger in self.weights and larger in self.done:
                continue
            rough = self.weights[members] + self.odds[source] + self._average(gain)
            if rough < max(self.weights.values()) - _WINDOW:
                if rough > self.weights[members] - _KEEP:
                    self.weights[larger] = max(rough, self.weights.get(larger, -np.inf))
                continue
            self.weights[larger] = self.weigh(larger)

    def weigh_again(self, known: Posterior) -> None:
        """Weigh the sets that matter in another posterior."""
        for row in np.argsort(-known.weights, kind="stable")[:_AGAIN].tolist():
            members = tuple(np.flatnonzero(known.members[row]).tolist())
            self.weights[members] = self.weigh(members)

    def weigh(self, members: _Set) -> float:
        """Log weight of a set, against nobody."""
        if not members:
            return 0.0
        evidence, _ = self._mode(members)
        return evidence + float(self.odds[list(members)].sum())

    def _average(self, gain: FloatArray) -> float:
        return log_sum(self.grid.weight * gain) - self.grid.log_cells

    def _mode(self, members: _Set) -> tuple[float, _Cells]:
        """Log evidence of a set, and its best cells; the same for sets of equal columns."""
        order = sorted(range(len(members)), key=lambda place: self.classes[members[place]])
        key = tuple(self.classes[members[place]] for place in order)
        if key not in self.modes:
            self.modes[key] = self._climb([members[place] for place in order])
        evidence, cells = self.modes[key]
        back = dict(zip(order, cells, strict=True))
        return evidence, tuple(back[place] for place in range(len(members)))

    def _climb(self, members: list[int]) -> tuple[float, _Cells]:
        """Coordinate ascent over the cells of a set, each source beginning where it is best alone.

        One beginning will do: the log-likelihood is concave in the rates, and starts are few.
        """
        grid = self.grid
        nobody = np.ones(len(grid.ratio))
        lone = grid.gains(nobody, members)
        cells = [_best(table) for table in lone]
        parts = [grid.expected(one, cell) for one, cell in zip(members, cells, strict=True)]
        spread = [0.0] * len(members)
        top = -np.inf
        for _ in range(_SWEEPS):
            before = list(cells)
            for place, source in enumerate(members):
                base = np.sum([nobody, *parts[:place], *parts[place + 1 :]], axis=0)
                gain = grid.gains(base, [source])[0]
                cells[place] = _best(gain)
                parts[place] = grid.expected(source, cells[place])
                lost = sum(
                    grid.rho[cell[1]] * grid.risk[other, cell[0]]
                    for number, (other, cell) in enumerate(zip(members, cells, strict=True))
                    if number != place
                )
                value = grid.weight * (float(np.log(base).sum()) - lost)
                top = value + grid.weight * float(gain.max())
                spread[place] = log_sum(grid.weight * gain) + value - top
            if cells == before:
                break
        evidence = top + sum(spread) - len(members) * grid.log_cells
        return float(evidence), tuple(cells)


def infer(grid: Grid, params: Params, known: Posterior | None = None) -> Posterior:
    """The posterior over sets of at most `Params.most_leakers` sources, and over the background.

    Args:
        grid: the likelihood.
        params: the numbers of the model.
        known: of nearly the same evidence. Where contacts are many, only the sets that matter in it
            are weighed again, instead of being searched for.

    Cost: linear in hits; for each set that is followed up, the hits of each source x rates logarithms.
    """
    total: dict[_Set, float] = {}
    best: _Set = ()
    for factor, chance in params.background_factors:
        scaled, shift = grid.under(factor)
        shift += math.log(chance)
        search = _Search.of(scaled, params)
        if total:
            # A background under which neither the best set nor nobody does well is not looked into.
            search.weights[best] = search.weigh(best)
            if max(search.weights.values()) + shift < max(total.values()) - _WINDOW:
                continue
        search.begin()
        if known is None or search.few:
            search.run()
        else:
            search.weigh_again(known)
        for members, weight in search.weights.items():
            total[members] = float(np.logaddexp(total.get(members, -np.inf), weight + shift))
        best = max(total, key=lambda members: total[members])
    return Posterior.of(total, grid.sources)


def _best(table: FloatArray) -> tuple[int, int]:
    start, rate = np.unravel_index(int(table.argmax()), table.shape)
    return int(start), int(rate)


def _classes(grid: Grid) -> list[int]:
    """Sources by equal columns, so that channels which nothing tells apart get equal numbers."""
    seen: dict[bytes, int] = {}
    return [
        seen.setdefault(grid.ratio[:, c].tobytes() + grid.risk[c].tobytes(), len(seen))
        for c in range(grid.sources)
    ]

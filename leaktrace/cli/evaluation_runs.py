"""Evaluations over several processes, with a bar on stderr. The same numbers, however many there are."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from time import perf_counter
from typing import TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from leaktrace.attribution import Params
from leaktrace.attribution.evaluation import (
    CANARIES,
    DEMAND_WORLDS,
    GuiltChances,
    NullWorlds,
    Outcome,
    Redraws,
    Row,
    asks_for_canaries,
    enough,
    found,
    outcomes,
    redraw,
    sum_null_worlds,
    summarise,
    training,
    worst_innocents,
)
from leaktrace.attribution.simulation import Scenario

__all__ = ["Workers", "count_canaries", "evaluate_rows", "null_rows", "workers"]

_CHUNK = 20
"""Worlds at a time: long enough to be worth handing over, short enough for a bar that moves."""
_LOGS = 4
"""Worlds whose contacts are kept while values are drawn anew ..."""
_REDRAWS = 1_500
"""... so many times."""
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

Task = TypeVar("Task")
Done = TypeVar("Done")


@dataclass(frozen=True)
class _Chunk:
    """Worlds of one scenario."""

    scenario: Scenario
    seeds: range
    alpha: float
    chances: GuiltChances


@dataclass(frozen=True)
class _Judged:
    outcomes: tuple[Outcome, ...]
    seconds: float


@dataclass(frozen=True)
class Workers:
    """Where work is done."""

    pool: Executor

    def each(
        self, what: str, work: Callable[[Task], Done], tasks: Sequence[Task], sizes: Sequence[int]
    ) -> Iterator[Done]:
        """Do all tasks; the results come in the order of the tasks.

        Args:
            what: shown beside the bar.
            work: a function at the top of a module.
            tasks: what it is called with.
            sizes: how much each task is, in steps of the bar.
        """
        bar = Progress(
            TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TimeRemainingColumn(), console=Console(stderr=True), transient=True,
            disable=not sys.stderr.isatty(),
        )  # fmt: skip
        with bar:
            step = bar.add_task("", total=sum(sizes))
            for result, size in zip(self.pool.map(work, tasks), sizes, strict=True):
                bar.advance(step, size)
                yield result


@contextmanager
def workers(processes: int) -> Iterator[Workers]:
    """Processes to share the work.

    Args:
        processes: how many; 0 for one a core.
    """
    count = processes or os.cpu_count() or 1
    # The matrices are small: more threads in each process would only wait for one another, and sums
    # would differ in their last digit by how many there are. The libraries read that when they are
    # loaded, hence processes that start afresh.
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            try:
                yield Workers(pool)
            finally:
                pool.shutdown(cancel_futures=True)
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def evaluate_rows(
    running: Workers, scenarios: Sequence[Scenario], worlds: int, seed: int, alpha: float
) -> list[Row]:
    """A row for each scenario.

    Args:
        running: where.
        scenarios: the kinds of worlds.
        worlds: how many of each.
        seed: of the first world.
        alpha: bound of the chance that any innocent channel is ever accused.
    """
    tuned = list(
        running.each(
            "tuning the guilt model",
            _train,
            [(one, seed) for one in scenarios],
            [1] * len(scenarios),
        )
    )
    chunks = [
        _Chunk(one, range(first, min(first + _CHUNK, seed + worlds)), alpha, chances)
        for one, chances in zip(scenarios, tuned, strict=True)
        for first in range(seed, seed + worlds, _CHUNK)
    ]
    judged: dict[str, list[Outcome]] = {one.name: [] for one in scenarios}
    seconds = dict.fromkeys(judged, 0.0)
    done = running.each("worlds", _judge, chunks, [len(chunk.seeds) for chunk in chunks])
    for chunk, result in zip(chunks, done, strict=True):
        judged[chunk.scenario.name].extend(result.outcomes)
        seconds[chunk.scenario.name] += result.seconds
    return [
        replace(summarise(one, judged[one.name], alpha), seconds=round(seconds[one.name], 3))
        for one in scenarios
    ]


def count_canaries(
    running: Workers, scenarios: Sequence[Scenario], rows: Sequence[Row], seed: int
) -> list[Row]:
    """The rows, with the canaries that it takes. Each number is tried until one is enough."""
    counted = []
    for one, row in zip(scenarios, rows, strict=True):
        tried: list[tuple[int, float]] = []
        for canaries in CANARIES if asks_for_canaries(one) else ():
            seeds = range(seed, seed + DEMAND_WORLDS)
            tasks = [
                (one, canaries, range(first, min(first + _CHUNK, seeds.stop)))
                for first in range(seeds.start, seeds.stop, _CHUNK)
            ]
            what = f"{one.name} with {canaries} canaries"
            shares = running.each(what, _find, tasks, [len(task[2]) for task in tasks])
            tried.append((canaries, sum(map(sum, shares)) / DEMAND_WORLDS))
            if enough(tried) is not None:
                break
        counted.append(replace(row, canaries_to_95=enough(tried), canaries_tried=tuple(tried)))
    return counted


def null_rows(
    running: Workers, worlds: int, seed: int, alpha: float
) -> tuple[list[Redraws], NullWorlds]:
    """The null calibration: values drawn anew over the contacts of a few worlds, and null worlds."""
    logs = [(one, _REDRAWS) for one in range(seed, seed + _LOGS)]
    drawn = list(running.each("values drawn anew", _redraw, logs, [_REDRAWS] * _LOGS))
    chunks = [
        range(first, min(first + _CHUNK, seed + worlds))
        for first in range(seed, seed + worlds, _CHUNK)
    ]
    worst = running.each("null worlds", worst_innocents, chunks, [len(chunk) for chunk in chunks])
    everything = [one for chunk in worst for one in chunk]
    return drawn, sum_null_worlds(everything, seed, alpha)


def _find(task: tuple[Scenario, int, range]) -> tuple[float, ...]:
    return found(*task)


def _redraw(task: tuple[int, int]) -> Redraws:
    return redraw(*task)


def _train(task: tuple[Scenario, int]) -> GuiltChances:
    return training(*task)


def _judge(chunk: _Chunk) -> _Judged:
    begin = perf_counter()
    params = Params(false_accusation_bound=chunk.alpha)
    made = outcomes(chunk.scenario, chunk.seeds, params, chunk.chances)
    return _Judged(made, perf_counter() - begin)

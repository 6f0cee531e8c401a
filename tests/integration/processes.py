"""Child processes that can be killed at any point. Forked from a server that has everything imported."""

import multiprocessing
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext
from pathlib import Path

from leaktrace.cli.main import main

__all__ = ["CONTEXT", "command", "kill_at_random", "run_command"]

CONTEXT: ForkServerContext = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["leaktrace.cli.main", "leaktrace.scheduler.worker", "leaktrace.extraction"]
)


def command(log: Path, *words: str) -> None:
    """The body of a child: one command, its output in a file."""
    import os
    import sys

    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    main(list(words))


@contextmanager
def run_command(log: Path, *words: object) -> Iterator[multiprocessing.process.BaseProcess]:
    """A child that runs a command; killed at the end if it still runs."""
    child = CONTEXT.Process(target=command, args=(log, *(str(word) for word in words)))
    child.start()
    try:
        yield child
    finally:
        child.kill()
        child.join()


def kill_at_random(
    times: int,
    longest_s: float,
    start: Callable[[], multiprocessing.process.BaseProcess],
    seed: int,
) -> int:
    """Start a child `times` times and kill it after a random while; how many were still at work then."""
    chance = random.Random(seed)
    killed = 0
    for _ in range(times):
        child = start()
        child.join(chance.uniform(0, longest_s))
        killed += child.is_alive()
        child.kill()
        child.join()
    return killed

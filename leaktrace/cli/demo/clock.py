"""Runs a command under a moved clock, so that the worked example can have a past.

``python -m leaktrace.cli.demo.clock 2026-09-20T08:00:00Z -- seed draw draws.jsonl``
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from leaktrace.domain.times import parse_time
from leaktrace.storage import base

__all__ = ["main", "moved_clock"]


@contextmanager
def moved_clock(to: datetime) -> Iterator[None]:
    """Let the clock of this process go on from another instant, for a while."""
    shift = int(to.timestamp()) * 1_000_000_000 - time.time_ns()
    before = base._clock  # noqa: SLF001 - private, so that no other code uses it
    base._clock = lambda: time.time_ns() + shift  # noqa: SLF001 - as above
    try:
        yield
    finally:
        base._clock = before  # noqa: SLF001 - as above


def main(arguments: Sequence[str]) -> None:
    """Move the clock and run the ordinary command line."""
    from leaktrace.cli.main import main as run

    instant, _, *words = arguments
    with moved_clock(parse_time(instant, field="the moved clock")):
        run(words)


if __name__ == "__main__":
    main(sys.argv[1:])

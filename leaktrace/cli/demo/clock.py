"""Runs a command under a moved clock, so that the worked example can have a past.

``python -m leaktrace.cli.demo.clock 2026-09-20T08:00:00Z -- seed draw draws.jsonl``
"""

import sys
import time
from collections.abc import Sequence
from datetime import datetime

from leaktrace.domain.times import parse_time
from leaktrace.storage import base

__all__ = ["main", "move_clock"]


def move_clock(to: datetime) -> None:
    """Let the clock of this process go on from another instant."""
    shift = int(to.timestamp()) * 1_000_000_000 - time.time_ns()
    base._clock = lambda: time.time_ns() + shift  # noqa: SLF001 - private, so that no other code uses it


def main(arguments: Sequence[str]) -> None:
    """Move the clock and run the ordinary command line."""
    from leaktrace.cli.main import main as run

    instant, _, *words = arguments
    move_clock(parse_time(instant, field="the moved clock"))
    run(words)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Whether what runs by itself does run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from leaktrace.domain.source import SourceKind, SourceState
from leaktrace.services.line_life import LineHealth
from leaktrace.services.sources import SourceOverview
from leaktrace.storage.base import now

__all__ = ["Finding", "check_lines", "check_sources"]

SILENT = timedelta(minutes=15)
"""A folder is looked at every minute; after this long without success something is wrong."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    subject: str
    ok: bool
    text: str


def check_sources(sources: Iterable[SourceOverview]) -> list[Finding]:
    """One finding for each active folder: when it was last read with success."""
    findings = []
    for source in sources:
        if source.kind is not SourceKind.FOLDER or source.state is SourceState.PAUSED:
            continue
        subject = f"source {source.name}"
        if source.last_error:
            findings.append(Finding(subject, ok=False, text=source.last_error))
        elif source.last_success_at is None or now() - source.last_success_at > SILENT:
            findings.append(
                Finding(
                    subject, ok=False, text="not looked at lately. Is 'leaktrace worker' running?"
                )
            )
        else:
            findings.append(Finding(subject, ok=True, text="in order"))
    return findings


def check_lines(lines: Iterable[LineHealth]) -> list[Finding]:
    """One finding for each line gone silent, and one for all lines together."""
    every = list(lines)
    silent = [
        Finding(
            f"line {one.line_id}",
            ok=False,
            text="silent for longer than lines like it are. Send it a test: 'leaktrace line verify'",
        )
        for one in every
        if one.silent
    ]
    due = sum(one.due for one in every)
    text = f"{len(every)} watched, {len(silent)} silent, self-test due on {due}"
    return [*silent, Finding("lines", ok=not silent, text=text)]

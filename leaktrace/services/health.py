"""Whether what runs by itself does run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from leaktrace.domain.source import SourceKind, SourceState, is_fetched
from leaktrace.domain.source_rules import rules_of
from leaktrace.domain.times import format_time
from leaktrace.services.line_life import LineHealth
from leaktrace.services.sources import SourceOverview
from leaktrace.storage.base import now

__all__ = ["Finding", "check_lines", "check_sources"]

SILENT = timedelta(minutes=15)
"""A source is looked at every minute or as it says; after this long, or three times that, something is wrong."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    subject: str
    ok: bool
    text: str


def check_sources(sources: Iterable[SourceOverview]) -> list[Finding]:
    """One finding for each active source that is looked at by itself: how that goes."""
    return [
        _check(source)
        for source in sources
        if (source.kind is SourceKind.FOLDER or is_fetched(source.kind, source.settings))
        and source.state is SourceState.ACTIVE
    ]


def _check(source: SourceOverview) -> Finding:
    subject = f"source {source.name}"
    if source.last_error:
        text = source.last_error
        if source.failing_since:
            text = f"failing since {format_time(source.failing_since)}: {text}"
        return Finding(subject, ok=False, text=f"ALARM, {text}" if source.alarmed_at else text)
    every = timedelta(seconds=rules_of(source.settings).every_s or 0)
    if source.last_success_at is None or now() - source.last_success_at > max(SILENT, 3 * every):
        text = "not looked at lately. Is 'leaktrace worker' running?"
        return Finding(subject, ok=False, text=text)
    return Finding(subject, ok=True, text="in order")


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

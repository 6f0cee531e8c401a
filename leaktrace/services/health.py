"""Whether what runs by itself does run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from leaktrace.domain.source import SourceKind, SourceState, is_fetched
from leaktrace.domain.source_rules import rules_of
from leaktrace.domain.times import whole_seconds
from leaktrace.services.line_health import LineHealth
from leaktrace.services.source_rates import SourceRate
from leaktrace.services.sources import SourceOverview
from leaktrace.storage.base import now

__all__ = ["Finding", "check_lines", "check_sources", "told_rate", "told_seconds"]

SILENT = timedelta(minutes=15)
"""A source is looked at every minute or as it says; after this long, or three times that, something is wrong."""


@dataclass(frozen=True)
class Finding:
    """One thing that was checked."""

    subject: str
    ok: bool
    text: str


def check_sources(
    sources: Iterable[SourceOverview], rates: Mapping[str, SourceRate], waiting: Mapping[str, int]
) -> list[Finding]:
    """One finding for each active source that brings something by itself, and for each of which records wait: how it goes.

    Args:
        sources: all of a merchant.
        rates: what each brings.
        waiting: how many records of each wait in quarantine.
    """
    return [
        _check(source, rates.get(source.name), waiting.get(source.name, 0))
        for source in sources
        if source.state is SourceState.ACTIVE
        and (source.kind is not SourceKind.MANUAL or waiting.get(source.name))
    ]


def told_rate(rate: SourceRate | None) -> str:
    """What a source brings, in words."""
    if rate is None:
        return "nothing has come yet"
    late = "" if rate.lag_s is None else f", half of them within {told_seconds(rate.lag_s)}"
    return f"{rate.per_day:.3g} a day{late}, last {whole_seconds(rate.last_at)}"


def told_seconds(seconds: float) -> str:
    """A lag in the unit that fits."""
    for unit, size in (("days", 86_400), ("h", 3600), ("min", 60)):
        if abs(seconds) >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def _check(source: SourceOverview, rate: SourceRate | None, waiting: int) -> Finding:
    subject = f"source {source.name}"
    if source.last_error:
        text = source.last_error
        if source.failing_since:
            text = f"failing since {whole_seconds(source.failing_since)}: {text}"
        return Finding(subject, ok=False, text=f"ALARM, {text}" if source.alarmed_at else text)
    every = timedelta(seconds=rules_of(source.settings).every_s or 0)
    looked_at = source.kind is SourceKind.FOLDER or is_fetched(source.kind, source.settings)
    if looked_at and (
        source.last_success_at is None or now() - source.last_success_at > max(SILENT, 3 * every)
    ):
        text = "not looked at lately. Is 'leaktrace worker' running?"
        return Finding(subject, ok=False, text=text)
    if rate is not None and rate.silent:
        text = f"silent for longer than it ever is: {told_rate(rate)}. See whether the gateway still sends"
        return Finding(subject, ok=False, text=text)
    see = f"See 'leaktrace quarantine list --counts --source {source.name}'"
    if waiting and rate is None:
        text = f"all that came waits in quarantine: {waiting}. {see}"
        return Finding(subject, ok=False, text=text)
    if rate is None:
        return Finding(subject, ok=True, text=told_rate(rate))
    behind = f"; in quarantine: {waiting}. {see}" if waiting else ""
    return Finding(subject, ok=True, text=f"in order; {told_rate(rate)}{behind}")


def check_lines(lines: Iterable[LineHealth]) -> list[Finding]:
    """One finding for each line gone silent, and one for all lines together."""
    every = list(lines)
    silent = [
        Finding(
            f"line {one.line_id}",
            ok=False,
            text="silent for longer than its own history lets expect. Send it a test: 'leaktrace line verify'",
        )
        for one in every
        if one.silent
    ]
    due = sum(one.due for one in every)
    text = f"{len(every)} watched, {len(silent)} silent, self-test due on {due}"
    return [*silent, Finding("lines", ok=not silent, text=text)]

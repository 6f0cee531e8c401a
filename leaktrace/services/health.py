"""Whether what runs by itself does run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from leaktrace.domain.source import SourceKind, SourceState
from leaktrace.services.sources import SourceOverview
from leaktrace.storage.base import now

__all__ = ["Finding", "check_sources"]

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

"""Sources of contacts, as the schedule and the operator see them."""

from enum import StrEnum

__all__ = ["Resolution", "RunOutcome", "SourceKind", "SourceState"]


class SourceKind(StrEnum):
    """How a source gives its deliveries."""

    MANUAL = "manual"
    """Files that a person ingests."""
    FOLDER = "folder"
    """A folder that the scheduled job watches."""
    HOOK = "hook"
    """A gateway pushes to ``/hooks/<name>``."""


class SourceState(StrEnum):
    """Whether the scheduled job looks at it."""

    ACTIVE = "active"
    PAUSED = "paused"


class RunOutcome(StrEnum):
    """How one look at a source ended."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class Resolution(StrEnum):
    """How a quarantined record ended."""

    REPLAYED = "replayed"
    DISCARDED = "discarded"

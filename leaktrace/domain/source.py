"""Sources of contacts, as the schedule and the operator see them."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["AlarmChange", "Resolution", "RunOutcome", "SourceKind", "SourceState", "is_fetched"]


class SourceKind(StrEnum):
    """How a source gives its deliveries."""

    MANUAL = "manual"
    """Files that a person ingests."""
    FOLDER = "folder"
    """A folder that the scheduled job watches."""
    HOOK = "hook"
    """A gateway pushes to ``/hooks/<name>``."""
    PULL = "pull"
    """The scheduled job fetches it from where it lies: a mailbox, a gateway, a database."""


def is_fetched(kind: SourceKind, settings: Mapping[str, object]) -> bool:
    """Whether there is something to fetch; a hook, too, may have a gateway that can be asked (setting ``url``).

    What was pushed and is fetched has to be one source, or the same event counts twice.
    """
    return kind is SourceKind.PULL or (kind is SourceKind.HOOK and bool(settings.get("url")))


class SourceState(StrEnum):
    """Whether the scheduled job looks at it."""

    ACTIVE = "active"
    PAUSED = "paused"


class RunOutcome(StrEnum):
    """How one look at a source ended."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"


class AlarmChange(StrEnum):
    """What a look at a source did to its alarm."""

    RAISED = "raised"
    CLEARED = "cleared"


class Resolution(StrEnum):
    """How a quarantined record ended."""

    REPLAYED = "replayed"
    DISCARDED = "discarded"

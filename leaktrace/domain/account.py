"""Roles of the console."""

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """What a person may do in the console."""

    VIEWER = "viewer"
    """Reads cases and contacts, personal data masked."""
    REVIEWER = "reviewer"
    """May also ask for personal data to be shown; each time is recorded."""

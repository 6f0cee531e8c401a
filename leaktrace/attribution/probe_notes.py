"""What there is to know about a plan of canaries, as messages that can be translated."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "ASSUMED",
    "BY_VALUE_ONLY",
    "FEW_LINES",
    "INSEPARABLE",
    "MESSAGES",
    "NOTHING_LEFT",
    "NO_LINES",
    "NO_ROUTE",
    "TOO_WEAK",
    "UNPROVEN",
    "Note",
]

ASSUMED = (
    "Predicted for callers who act on {rate} of the orders that leaked, if the new orders are watched"
    " for as long as those so far."
)
BY_VALUE_ONLY = "Only values of their own tell these apart, whatever the route: {channels}."
INSEPARABLE = "These cannot be separated by any route or variant we can place: {channels}."
FEW_LINES = (
    "The free lines take {free} more canaries; {canaries} would tell the leaker from the others with"
    " probability {reached}."
)
TOO_WEAK = "Even {canaries} canaries would tell the leaker from the others with probability {reached} only."
NO_LINES = "No line is free for another canary."
NO_ROUTE = "No order has been placed yet, so no route is known to be possible."
NOTHING_LEFT = "Nothing is left to separate."
UNPROVEN = (
    "An accusation still needs callers who say values that a sealed draw gave to: {channels}."
)
MESSAGES = (
    ASSUMED,
    BY_VALUE_ONLY,
    INSEPARABLE,
    FEW_LINES,
    TOO_WEAK,
    NO_LINES,
    NO_ROUTE,
    NOTHING_LEFT,
    UNPROVEN,
)
"""All that a note can say."""


@dataclass(frozen=True)
class Note:
    """Something to know about a plan."""

    message: str
    """One of `MESSAGES`: an English msgid with named placeholders."""
    params: Mapping[str, str | int]

    @property
    def text(self) -> str:
        """The message in English."""
        return self.message.format(**self.params)

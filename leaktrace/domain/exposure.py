"""Exposures: the fact that a channel received a canary order, and what it holds: its copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from leaktrace.domain.channel import Field, View
from leaktrace.domain.errors import InputError

__all__ = ["READ_BACK", "Exposure", "check_holds"]

READ_BACK = frozenset({"readback", "confirmed"})
"""Kinds of proof for which the copy itself was looked at: by us, or by the channel on being asked."""


@dataclass(frozen=True)
class Exposure:
    """What one channel holds of one canary order, and since when."""

    canary_id: str
    channel_id: str
    exposed_at: datetime
    holds: Mapping[Field, str]
    """Field to the exact value of the channel's copy; a field it does not have is absent."""
    views: Mapping[Field, View]
    proof: Mapping[str, Any]
    """How it is known: the kind of proof and its digest."""
    via: tuple[str, ...] = ()
    """The channel_ids of those through which this copy passed, and which therefore saw it."""

    @property
    def read_back(self) -> bool:
        """Whether somebody looked what the channel really holds, so that `holds` is no mere intention."""
        kind = self.proof.get("kind")
        return isinstance(kind, str) and kind in READ_BACK


def check_holds(holds: Mapping[Field, str], views: Mapping[Field, View]) -> None:
    """Let only such copies pass whose values and views speak of the same fields.

    Raises:
        InputError: nothing held, a held field without a view, or a view without a value.
    """
    if not holds:
        raise InputError("a channel that holds nothing is no exposure", field="holds")
    given = {name for name, view in views.items() if view is not View.NONE}
    for name in sorted(given ^ set(holds)):
        missing = "value in holds" if name in given else "view in views"
        raise InputError(f"{name} has no {missing}", field=f"holds.{name}")

"""Changing many canaries at once: which ones, what is done to them, and what is refused."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leaktrace.bootstrap import Tenant
from leaktrace.console.i18n import msg
from leaktrace.domain.errors import InputError
from leaktrace.domain.life import CanaryStep
from leaktrace.services import canary_list
from leaktrace.services.canary_life import set_step
from leaktrace.services.canary_list import CanaryFilter

__all__ = ["Change", "Problem", "Selection", "change_canaries"]

_NOTHING: Final = msg("Tick canaries first, or choose all that were found.")
_EVERYTHING: Final = msg("Set a filter first: all canaries at once are never changed.")
_MOVED: Final = msg(
    "Nothing was changed: the filter finds {count} canaries now, and not as many as it did. Look at the list, then try again."
)
_TAG: Final = msg("A tag is one word of up to 64 letters, digits and . _ : -")
_WHY: Final = msg("Say why: the reason is recorded.")


class Change(StrEnum):
    """What can be done to many canaries."""

    TAG = "tag"
    UNTAG = "untag"
    BURN = "burn"
    RETIRE = "retire"


class Problem(Exception):  # noqa: N818 - told to the person at the page, who corrects the form
    """Raised where a change is refused, and nothing was changed.

    Args:
        text: an English msgid: what to do.
        count: fills its placeholder.
    """

    def __init__(self, text: str, count: int = 0) -> None:
        super().__init__(text)
        self.text = text
        self.count = count


@dataclass(frozen=True)
class Selection:
    """Which canaries are meant."""

    ticked: tuple[str, ...]
    every: bool
    """All that the filter finds, instead of those that are ticked."""
    total: int
    """How many the filter found when the page was made."""
    wanted: CanaryFilter


def change_canaries(
    tenant: Tenant, selection: Selection, change: Change, *, tag: str, why: str
) -> int:
    """Do it to all of them or to none; how many were changed.

    Raises:
        Problem: what is asked for cannot be done.
        NotFoundError: a canary that does not exist.
    """
    if change in {Change.BURN, Change.RETIRE} and not why:
        raise Problem(_WHY)
    with tenant.writes.begin() as session:
        chosen = selection.ticked
        if selection.every:
            if selection.wanted == CanaryFilter():
                raise Problem(_EVERYTHING)
            chosen = tuple(canary_list.canary_ids(session, selection.wanted))
            if len(chosen) != selection.total:
                raise Problem(_MOVED, len(chosen))
        if not chosen:
            raise Problem(_NOTHING)
        match change:
            case Change.TAG | Change.UNTAG:
                act = canary_list.tag if change is Change.TAG else canary_list.untag
                try:
                    return act(session, chosen, tag)
                except InputError:
                    raise Problem(_TAG) from None
            case Change.BURN:
                return set_step(session, chosen, CanaryStep.BURNT, why)
            case Change.RETIRE:
                return set_step(session, chosen, CanaryStep.RETIRED, why)

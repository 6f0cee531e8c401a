"""Contacts as they happen in a world, before anybody knows whose copy they come from."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from leaktrace.attribution.inputs import FloatArray, IntArray
from leaktrace.attribution.simulation.layout import BoolArray

__all__ = ["Calls", "Form", "Source", "joined"]


class Source(IntEnum):
    """Where callers have their knowledge from, if not from a channel (channels count from 0)."""

    BACKGROUND = -1
    UNLISTED = -2
    REGISTRY = -3
    FRAMING = -4


class Form(IntEnum):
    """How much of a fact was said."""

    EXACT = 0
    PARTIAL = 1
    FUZZY = 2


@dataclass(frozen=True, eq=False)
class Calls:
    """Contacts, one row each, in the order of time."""

    line: IntArray
    """Its number is that of its identity; lines without one come after all identities."""
    at: FloatArray
    """Day."""
    source: IntArray
    """The channel whose copy the caller has, or a `Source`."""
    said: BoolArray
    """Calls x `FACTS_SAID`."""
    value: IntArray
    """Calls x pools: the value that was heard; -1 where none was said."""
    form: IntArray
    """Calls x `FACTS_SAID`: a `Form`."""

    def __len__(self) -> int:
        return len(self.at)

    @property
    def informed(self) -> BoolArray:
        """Whether anything was said."""
        rows: BoolArray = np.any(self.said, axis=1)
        return rows

    def taken(self, rows: IntArray | BoolArray) -> "Calls":
        """Some of them, in this order."""
        return Calls(*(getattr(self, one.name)[rows] for one in fields(self)))


def joined(*parts: Calls) -> Calls:
    """All calls of all parts, in the order of time."""
    whole = Calls(
        *(np.concatenate([getattr(part, one.name) for part in parts]) for one in fields(Calls))
    )
    return whole.taken(np.argsort(whole.at, kind="stable"))

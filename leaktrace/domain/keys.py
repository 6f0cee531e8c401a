"""The life of a data key."""

from enum import StrEnum

__all__ = ["KeyState"]


class KeyState(StrEnum):
    """What a data key is still used for."""

    ACTIVE = "active"
    """Seals and opens."""
    RETIRING = "retiring"
    """Only opens, while a rotation re-seals what it sealed."""
    DESTROYED = "destroyed"
    """Gone; nothing in the database needs it."""

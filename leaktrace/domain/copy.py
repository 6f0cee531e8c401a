"""How what a caller showed compares with a channel's copy."""

from enum import StrEnum

__all__ = ["Fit"]


class Fit(StrEnum):
    """Whether a channel's copy of an order shows what was said, or the number that was used."""

    HOLDS = "holds"
    """The copy shows what was said."""
    LACKS = "lacks"
    """The copy does not reach that far: the field is not given, masked, or a relay number."""
    DIFFERS = "differs"
    """The copy has another value."""

"""The life of a canary and of a line: steps that are dated, with by whom and with which proof."""

from enum import StrEnum

__all__ = ["CanaryStep", "LineStep"]


class CanaryStep(StrEnum):
    """What happened to a canary order, in the usual order. Only confirmed exposures carry weight."""

    PLANNED = "planned"
    """It has a buyer, an order, a route, and its variants are drawn and committed to."""
    RELEASED = "released"
    """Its batch looked like real orders, or somebody released it all the same."""
    PLACED = "placed"
    """It was given to a channel, or the document for it was handed over."""
    EXPOSED = "exposed"
    """What a channel holds of it was read back or confirmed."""
    WATCHED = "watched"
    """Every channel of its route is confirmed."""
    HIT = "hit"
    """An informed contact came."""
    BURNT = "burnt"
    """Somebody outside knows it for a canary, or its draw was opened: what comes now proves nothing new."""
    RETIRED = "retired"
    """No longer counted on; its lines stay watched."""


class LineStep(StrEnum):
    """What happened to a line."""

    OWNED = "owned"
    """How it was acquired, and how it is proven to be the merchant's."""
    NONCE_SENT = "nonce_sent"
    """A number was made that has to come back through the intake: a verification or a self-test."""
    VERIFIED = "verified"
    """It came back."""
    STRAYED = "strayed"
    """It came back on another line: card, slot or setting of the gateway is not what is recorded."""
    FLAGGED = "flagged"
    """It rings though nobody has it: a number with a past."""
    CLEARED = "cleared"
    """A person looked at the flag and lets the line be used."""
    RETIRED = "retired"
    """No new canary gets it; it stays watched, or is locked by the carrier."""

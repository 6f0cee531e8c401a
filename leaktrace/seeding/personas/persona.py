"""A synthetic buyer, without telephone and address: those come from the inventory."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Persona", "Sex"]


class Sex(StrEnum):
    """What a name, a nick and a mailbox have to agree on."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True, slots=True)
class Persona:
    """A buyer who does not exist, whose fields fit one another.

    There is no telephone number and no address in it, and nothing that could be read as a number of
    somebody: both are the merchant's own lines and premises, which whoever places the persona adds.
    """

    number: int
    """Its place in the sequence of its seed and locale: the same number is always the same persona."""
    name: str
    """No other persona of the same seed and locale has it."""
    sex: Sex
    birth_year: int
    locale: str
    nick: str
    mailbox: str
    """The local part of a mailbox, which nobody guesses: the domain is a line of the merchant."""

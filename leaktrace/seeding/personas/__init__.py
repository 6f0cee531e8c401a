"""Synthetic buyers: who they are, and the pools of values that channels may be told of them.

Pure: everything comes from a seed and a number. Telephone numbers and addresses do not come from here:
the first are lines, the second are premises of the merchant.
"""

from leaktrace.seeding.personas.divisions import is_division
from leaktrace.seeding.personas.people import LOCALES, MATES, capacity, people
from leaktrace.seeding.personas.persona import Persona, Sex
from leaktrace.seeding.personas.pools import (
    address_pool,
    address_share,
    mailbox_pool,
    name_pool,
    nick_pool,
    note_pool,
)
from leaktrace.seeding.personas.units import MAX_UNITS, units_from_pattern

__all__ = [
    "LOCALES",
    "MATES",
    "MAX_UNITS",
    "Persona",
    "Sex",
    "address_pool",
    "address_share",
    "capacity",
    "is_division",
    "mailbox_pool",
    "name_pool",
    "nick_pool",
    "note_pool",
    "people",
    "units_from_pattern",
]

"""How an order gets to a channel, and what the channel then holds: the one port of all channel modules.

A module (entry-point group ``leaktrace.channels``) knows one kind of system. Opened with the settings
of one channel it can place orders there, and read back what the system holds of them.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Reject
from leaktrace.domain.order import Address, Item
from leaktrace.domain.sameness import same_value

__all__ = [
    "Capabilities",
    "ChannelModule",
    "ChannelSystem",
    "Difference",
    "Document",
    "HeldOrder",
    "OrderToPlace",
    "Outcome",
    "Placement",
    "compare",
    "has_unseen",
    "refusal",
    "telltale",
]  # fmt: skip

_TELLTALE = re.compile(
    r"canar(?:y|ies)|leak[ _-]?trace|honey[ _-]?(?:pot|token)|(?<![a-z])(?:test(?:s|ing)?|decoy)(?![a-z])"
    r"|测试|測試|金丝雀|金絲雀|蜜罐|诱饵|誘餌",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_OURS_TO_WORD = (Field.NAME, Field.NICK, Field.EMAIL, Field.ORDER_NO, Field.NOTE)
"""Fields whose words we choose. Goods and places have names of their own: a test strip is no telltale."""


@dataclass(frozen=True)
class Capabilities:
    """What a system can do."""

    fields: frozenset[Field]
    """The fields of an order that it takes."""
    limits: Mapping[Field, int] = field(default_factory=dict)
    """The longest value of a field, in characters; a longer one is refused before it is placed. A system that counts
    in bytes states here what is certain to be too long, and may refuse a shorter value as well."""
    variants: frozenset[Field] = frozenset()
    """Fields in which a variant is known to survive."""
    reads_back: bool = True
    """Whether what it holds can be read from it, and need not be looked at by a person."""


@dataclass(frozen=True)
class OrderToPlace:
    """A canary order as one channel is to be given it: with this channel's own variants."""

    canary_id: str
    order_no: str
    placed_at: datetime
    values: Mapping[Field, str]
    """What the channel is to hold. A field that is left out is not given to it."""
    items: tuple[Item, ...]
    amount: Decimal
    currency: str
    address: Address | None = None
    """The parts of ``values[Field.ADDRESS]``, for systems that want them apart."""


@dataclass(frozen=True)
class Document:
    """A file to hand over: an import file, or a checklist for a person."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Placement:
    """What came of placing."""

    documents: tuple[Document, ...] = ()
    placed: tuple[str, ...] = ()
    """The canary_ids that are in the documents, or in the system by now."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """canary_id to the reason why it could not be placed."""


@dataclass(frozen=True)
class HeldOrder:
    """What a system says that it holds of one order."""

    order_no: str
    holds: Mapping[Field, str]
    row: int = 0
    """Where in the export it stands; 0 where there are no rows."""


class Outcome(StrEnum):
    """What became of one field."""

    KEPT = "kept"
    CHANGED = "changed"
    """It is there, but not as it was given: cut, masked, written in another way."""
    LOST = "lost"
    ADDED = "added"
    """The system holds a value that it was not given."""


@dataclass(frozen=True)
class Difference:
    """One field, as it was given and as it is held."""

    field: Field
    given: str | None
    held: str | None
    outcome: Outcome


@runtime_checkable
class ChannelSystem(Protocol):
    """One channel's system, opened."""

    capabilities: Capabilities

    def place(self, orders: Sequence[OrderToPlace]) -> Placement:
        """Place orders, or make the documents by which they are placed. The same orders give the same bytes."""
        ...

    def read_back(self, content: bytes) -> Iterator[HeldOrder | Reject]:
        """What an export of the system says it holds. Never raises on content.

        The key of a held order is the order number as it was placed; values that mean the same come in the form in which
        they were given: numbers in E.164, times in UTC, amounts as plain digits.
        """
        ...


@runtime_checkable
class ChannelModule(Protocol):
    """A kind of system."""

    name: str

    def open(self, settings: Mapping[str, object]) -> ChannelSystem:
        """The system of one channel.

        Raises:
            InputError: the settings do not fit.
        """
        ...


def telltale(text: str) -> str | None:
    """The word in a text that would tell its reader that an order is no real one, if there is one."""
    found = _TELLTALE.search(text)
    return found.group() if found else None


def has_unseen(text: str) -> bool:
    """Whether a text has a character that cannot be seen, blanks aside: nobody can say it, and systems drop it."""
    return any(unicodedata.category(letter) in _UNSEEN for letter in text)


def refusal(order: OrderToPlace, capabilities: Capabilities) -> str | None:
    """Why an order must not be placed in a system of these capabilities; None where nothing speaks against it.

    Every module asks this before it places anything; it may have further reasons of its own.
    """
    for name, value in order.values.items():
        if name not in capabilities.fields:
            return f"{name} is given to a system that does not take it"
        limit = capabilities.limits.get(name)
        if limit is not None and len(value) > limit:
            return f"{name} has {len(value)} characters, and the system takes {limit}"
        if "*" in value:
            return f"{name} has an asterisk, which carriers take for a masked value"
        if has_unseen(value):
            return f"{name} has a character that cannot be seen"
        if name in _OURS_TO_WORD and (word := telltale(value)):
            return f"{name} says {word!r}, and so that the order is no real one"
    return None


def compare(given: Mapping[Field, str], held: Mapping[Field, str]) -> tuple[Difference, ...]:
    """Field by field what became of an order, in the order of `Field`.

    What is only written in another way (`same_value`) is kept; what is masked or cut is changed.
    """
    found = []
    for name in Field:
        was, now = given.get(name), held.get(name)
        if was is None and now is None:
            continue
        if was is None:
            outcome = Outcome.ADDED
        elif now is None:
            outcome = Outcome.LOST
        else:
            outcome = Outcome.KEPT if same_value(name, was, now) else Outcome.CHANGED
        found.append(Difference(name, was, now, outcome))
    return tuple(found)

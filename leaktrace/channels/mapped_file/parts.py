"""What can stand in a column: the parts of an order, and texts made of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leaktrace.domain.channel import Field

__all__ = ["FIELD_OF", "WHOLE", "Content", "Part", "content_of"]

_BRACES = re.compile(r"\{([^{}]*)\}")


class Part(StrEnum):
    """A part of an order that a column can hold."""

    NAME = "name"
    NAME_FIRST = "name.first"
    NAME_LAST = "name.last"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    PROVINCE = "address.province"
    CITY = "address.city"
    DISTRICT = "address.district"
    DETAIL = "address.detail"
    NICK = "nick"
    ORDER_NO = "order_no"
    PRODUCT = "product"
    PRICE = "price"
    CURRENCY = "currency"
    ORDERED_AT = "ordered_at"
    TRACKING_NO = "tracking_no"
    NOTE = "note"
    ITEM_SKU = "item.sku"
    ITEM_TITLE = "item.title"
    ITEM_QTY = "item.qty"
    ITEM_PRICE = "item.price"


WHOLE: Mapping[Part, Field] = {
    Part(name.value): name for name in Field if name.value in {part.value for part in Part}
}
"""The parts that are a field as a whole."""
FIELD_OF: Mapping[Part, Field] = {
    **WHOLE,
    Part.NAME_FIRST: Field.NAME,
    Part.NAME_LAST: Field.NAME,
    Part.PROVINCE: Field.ADDRESS,
    Part.CITY: Field.ADDRESS,
    Part.DISTRICT: Field.ADDRESS,
    Part.DETAIL: Field.ADDRESS,
    Part.ITEM_TITLE: Field.PRODUCT,
    Part.ITEM_PRICE: Field.PRICE,
}
"""The field that a part shows something of. Number, article number and currency show none."""


@dataclass(frozen=True)
class Content:
    """What a column holds: words of the profile and parts of the order, in turn."""

    pieces: tuple[str, ...]
    """Words at even places, parts at odd ones."""
    constant: bool | int | None = None
    """A constant of a JSON file that is no text."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts, as they come."""
        return tuple(Part(piece) for piece in self.pieces[1::2])

    @property
    def of_item(self) -> bool:
        """Whether it is about one item of the order, and not the order."""
        return any(part.startswith("item.") for part in self.parts)

    def text(self, values: Mapping[Part, str]) -> str:
        """The text for one order; empty where every part of it is."""
        if self.parts and not any(values[part] for part in self.parts):
            return ""
        return "".join(
            values[Part(piece)] if place % 2 else piece for place, piece in enumerate(self.pieces)
        )

    def read(self, text: str) -> dict[Part, str]:
        """The parts that a text of this form shows; a text of another form stands for the first part as it is."""
        if not self.parts or not text:
            return {}
        shown = self._cut(text)
        if shown is None:
            return {self.parts[0]: text}
        return {part: piece for part, piece in zip(self.parts, shown, strict=True) if piece}

    def _cut(self, text: str) -> list[str] | None:
        """The text cut at the words of the profile, each where it comes first."""
        head, *between, tail = self.pieces[::2]
        if not (text.startswith(head) and text.endswith(tail) and len(text) >= len(head + tail)):
            return None
        rest = text[len(head) : len(text) - len(tail)]
        shown = []
        for words in between:
            piece, found, rest = rest.partition(words)
            if not found:
                return None
            shown.append(piece)
        return [*shown, rest]


def content_of(text: str) -> Content:
    """The content that a profile describes: ``name``, or words with parts in braces.

    Raises:
        ValueError: a part that does not exist, or two parts with nothing between them.
    """
    if "{" not in text and "}" not in text:
        return Content(("", Part(text.strip()), ""))
    pieces = _BRACES.split(text)
    if any(mark in words for words in pieces[::2] for mark in "{}") or "" in pieces[2:-1:2]:
        raise ValueError(text)
    return Content(
        tuple(Part(piece.strip()) if place % 2 else piece for place, piece in enumerate(pieces))
    )

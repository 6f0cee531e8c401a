"""Channels: the parties that hold order data, and in which form each gets a field."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leaktrace.domain.errors import InputError
from leaktrace.domain.words import member

__all__ = ["Channel", "ChannelKind", "Field", "View", "format_views", "parse_views"]


class Field(StrEnum):
    """A field of an order that a channel can hold and a caller can disclose."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NICK = "nick"
    ORDER_NO = "order_no"
    PRODUCT = "product"
    PRICE = "price"
    ORDERED_AT = "ordered_at"
    TRACKING_NO = "tracking_no"
    NOTE = "note"

    # Copies have them as keys by the hundred thousand: that of a string, which they equal, is quicker.
    __hash__ = str.__hash__


class View(StrEnum):
    """In which form a channel gets a field."""

    PLAIN = "plain"
    MASKED = "masked"
    VIRTUAL = "virtual"
    VARIANT = "variant"
    NONE = "none"


class ChannelKind(StrEnum):
    """What sort of party a channel is."""

    PLATFORM = "platform"
    MERCHANT_ERP = "merchant_erp"
    COURIER = "courier"
    OUTSOURCED_SERVICE = "outsourced_service"


@dataclass(frozen=True)
class Channel:
    """One party that holds order data."""

    channel_id: str
    """The merchant's own name of it, such as ``erp-1``."""
    kind: ChannelKind
    name: str
    provider: str
    injectable: bool
    """Whether the merchant writes the record this channel gets, and so can give it a variant."""
    views: Mapping[Field, View]
    """A field that is left out is not given at all."""


def parse_views(text: str) -> dict[Field, View]:
    """Read ``name=plain;phone=virtual``.

    Raises:
        InputError: a field or a view that does not exist, or a field given twice.
    """
    views: dict[Field, View] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, _, view = (piece.strip() for piece in part.partition("="))
        key = member(Field, name, field="views.field")
        if key in views:
            raise InputError(f"{name} is given twice", field="views")
        views[key] = member(View, view, field="views.view")
    return {name: view for name, view in views.items() if view is not View.NONE}


def format_views(views: Mapping[Field, View]) -> str:
    """The form that `parse_views` reads."""
    return ";".join(f"{name}={views[name]}" for name in Field if name in views)

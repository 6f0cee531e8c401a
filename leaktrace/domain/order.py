"""Synthetic buyers and their canary orders, with the guard that no stranger is ever touched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from leaktrace.domain.errors import RuleError
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.domain.normal import normal_email, normal_phone

__all__ = ["Address", "Canary", "Identity", "Item", "Order", "guard_lines"]

_MAIL = frozenset({LineKind.EMAIL, LineKind.EMAIL_DOMAIN})


@dataclass(frozen=True)
class Address:
    """Premises that the merchant controls, plus a unit or note that marks the canary."""

    province: str
    city: str
    district: str
    detail: str

    def __str__(self) -> str:
        """In one piece, as a waybill prints it; a city that repeats its province is left out."""
        city = "" if self.city == self.province else self.city
        return f"{self.province}{city}{self.district}{self.detail}"


@dataclass(frozen=True)
class Identity:
    """A synthetic buyer. Nobody of that name lives behind the lines."""

    name: str
    phone: str | None
    """E.164, always the value of one of its lines."""
    email: str | None
    """Always the value of one of its lines, or a mailbox under a mail domain that is one."""
    address: Address
    nick: str = ""


@dataclass(frozen=True)
class Item:
    """One product of an order."""

    sku: str
    title: str
    qty: int
    price: Decimal


@dataclass(frozen=True)
class Order:
    """One order of an identity."""

    order_no: str
    items: tuple[Item, ...]
    amount: Decimal
    currency: str
    placed_at: datetime
    note: str = ""
    """What the buyer wrote to the shop."""


@dataclass(frozen=True)
class Canary:
    """An identity with its canary order, as it is planted."""

    canary_id: str
    line_ids: tuple[str, ...]
    identity: Identity
    order: Order


def guard_lines(identity: Identity, lines: Iterable[Line]) -> LineRole:
    """Let an identity pass only if every way to reach it is a line of the inventory.

    Args:
        identity: the buyer.
        lines: the lines of the inventory which the canary names, not the whole inventory.

    Returns:
        The role of its lines: a complete identity on control lines is a sealed control.

    Raises:
        RuleError: no line, a phone or mailbox that is none of its lines, or lines of both roles.
    """
    owned = tuple(lines)
    if not owned:
        raise RuleError("an identity needs at least one line of the inventory", where="line_ids")
    if identity.phone is None and identity.email is None:
        raise RuleError("an identity needs a phone or a mailbox", where="identity")
    phones = {line.value for line in owned if line.kind is LineKind.PHONE}
    if identity.phone is not None and normal_phone(identity.phone) not in phones:
        raise RuleError(
            "the phone is none of the canary's lines in the line inventory",
            where="identity.phone",
            remedy="Import the line first, or correct the number: LeakTrace never uses a number you do not own",
        )
    if identity.email is not None:
        mailbox = normal_email(identity.email)
        allowed = {line.value for line in owned if line.kind in _MAIL}
        if mailbox not in allowed and mailbox.rpartition("@")[2] not in allowed:
            raise RuleError(
                "the mailbox is none of the canary's lines in the line inventory",
                where="identity.email",
                remedy="Import the mailbox or its domain as a line first",
            )
    roles = {line.role for line in owned}
    if len(roles) > 1:
        raise RuleError(
            "an identity cannot have control lines and canary lines at once", where="line_ids"
        )
    return roles.pop()

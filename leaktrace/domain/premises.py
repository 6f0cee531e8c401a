"""Premises: addresses that the merchant controls. No canary is ever delivered anywhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaktrace.domain.errors import RuleError
from leaktrace.domain.order import Address

__all__ = ["Premises", "guard_address"]


@dataclass(frozen=True)
class Premises:
    """One building, house or office of the merchant, and the units in it that may be named."""

    premises_id: str
    """The merchant's own name of it."""
    province: str
    city: str
    district: str
    detail: str
    """Street and number, as people write it."""
    units: tuple[str, ...]
    """The units, rooms or desks that the merchant can take parcels in for, such as ``2幢1单元803室``."""
    locale: str = "zh_CN"
    postcode: str = ""

    def address(self, unit: str) -> Address:
        """The address of one of its units."""
        space = "" if self.locale == "zh_CN" or not unit else " "
        return Address(self.province, self.city, self.district, f"{self.detail}{space}{unit}")


def guard_address(address: Address, owned: Iterable[Premises]) -> Premises:
    """Let an address pass only if it is a unit of premises in the inventory.

    Raises:
        RuleError: it is none of them.
    """
    for premises in owned:
        if any(premises.address(unit) == address for unit in premises.units):
            return premises
    raise RuleError(
        "the address is none of the premises in the inventory",
        where="identity.address",
        remedy="Import the premises first: LeakTrace never sends anything to an address you do not control",
    )

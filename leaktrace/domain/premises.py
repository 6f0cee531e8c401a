"""Premises: addresses that the merchant controls. No canary is ever delivered anywhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

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


def guard_address(text: str, owned: Premises) -> Address:
    """The unit of the premises that is written like this. Nothing else passes.

    Raises:
        RuleError: it is none of them.
    """
    known = _as_written(owned)
    if text not in known:
        raise RuleError(
            "the address is none of the premises in the inventory",
            where="identity.address",
            remedy="Import the premises first: LeakTrace never sends anything to an address you do not control",
        )
    return known[text]


@lru_cache(maxsize=256)
def _as_written(owned: Premises) -> Mapping[str, Address]:
    addresses = map(owned.address, owned.units)
    return {str(one): one for one in addresses}

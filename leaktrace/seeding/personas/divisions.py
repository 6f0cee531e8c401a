"""Provinces, cities and districts of China."""

__all__ = ["is_division"]


def is_division(province: str, city: str, district: str) -> bool:
    """Whether there is such a district in such a city of such a province, as couriers look them up."""
    raise NotImplementedError

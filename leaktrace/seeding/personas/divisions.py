"""Whether a province, a city and a district belong together, as couriers and order systems check it."""

from functools import lru_cache

__all__ = ["is_division"]

_NO_CITY = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""What stands in the table where a district belongs to no city."""


def is_division(province: str, city: str, district: str) -> bool:
    """Whether there is such a district in such a city of such a province.

    In a municipality the city repeats the province; a county-level city under a province stands for its
    own city, or the city is left out; a city without districts stands for its own district, or the district
    is left out.
    """
    cities = _divisions().get(province)
    if cities is None:
        return False
    districts = cities.get(city, frozenset())
    if district in districts:
        return True
    if city in {"", province, district}:
        return any(district in cities.get(name, ()) for name in _NO_CITY)
    return district == "" and districts == frozenset({city})


@lru_cache(maxsize=1)
def _divisions() -> dict[str, dict[str, frozenset[str]]]:
    """Province to city to districts."""
    from leaktrace.seeding.personas.divisions_zh import (  # noqa: PLC0415 - of no use to most commands
        DIVISIONS,
    )

    table: dict[str, dict[str, frozenset[str]]] = {}
    cities: dict[str, frozenset[str]] = {}
    for line in DIVISIONS.split("\n"):
        words = line.split()
        if line.startswith("@"):
            table[words.pop(0)[1:]] = cities = {}
        if words:
            cities[words[0]] = frozenset(words[1:])
    return table

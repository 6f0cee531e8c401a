"""How people are called to their face: 冯女士, 魏姐, 姓许, 小徐, 阿婷, and a given name alone."""

from leaktrace.extraction.names.explained import find_explained, find_surnamed
from leaktrace.extraction.names.familiar import (
    find_familiar,
    find_hailed,
    find_nicknamed,
    find_pet_names,
)
from leaktrace.extraction.names.given import find_given, find_given_heard
from leaktrace.extraction.names.pool import NameSearch
from leaktrace.extraction.names.titled import find_titled

__all__ = ["find_called_by"]


def find_called_by(search: NameSearch) -> None:
    """Parts of names, with or without a form of address."""
    find_titled(search)
    find_surnamed(search)
    find_familiar(search)
    find_nicknamed(search)
    find_given(search)
    find_pet_names(search)
    find_hailed(search)
    find_given_heard(search)
    find_explained(search)

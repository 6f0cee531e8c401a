"""Names whose surname was misread, as 冬秀兰 for 佟秀兰; and the given name alone of somebody who is nobody of the pool."""

from leaktrace.domain.contact import Strength
from leaktrace.extraction.names.pool import BOUNDS_LEFT, NOT_BEFORE, NameSearch
from leaktrace.extraction.names.surnames import RARE, SURNAMES
from leaktrace.extraction.reading import is_hanzi

__all__ = ["find_given_of_others", "find_misread"]

_SURNAMES = (SURNAMES | RARE) - frozenset(
    "请让给跟和找问叫喊是说讲对同把被为替帮有那这个位名只家的了吗呢来去在与就也都再会能收到转成何于向从连由折别过应时"
) | frozenset("冬者台希敢却甚丹氐夹兆佘干千十示末太犬天夫昔卑肖令共")
"""Surnames, and parts of rare ones that people read for the whole."""


def find_misread(search: NameSearch) -> None:
    """A given name of the pool behind another character than its surname, where nothing else stands before."""
    text = search.text
    for given in search.known.given:
        end = 0
        while (place := text.find(given, end)) > 0:
            end = place + len(given)
            start = place - 1
            first = text[start]
            left = text[start - 1] if start else ""
            alone = not left or not is_hanzi(left) or left in BOUNDS_LEFT or left in NOT_BEFORE
            if (
                is_hanzi(first)
                and first in _SURNAMES
                and alone
                and search.ends(end)
                and search.free(start, end)
            ):
                search.add(text[start:end], (start, end), Strength.EXACT, "misread", wrong=True)


def find_given_of_others(search: NameSearch) -> None:
    """The given name alone of somebody whose whole name was said, who is nobody of the pool."""
    strangers = [hit.value for hit in search.found if hit.rule in ("stranger", "akin")]
    for given in {name[1:] for name in strangers if len(name) == 3}:
        start = search.text.find(given)
        while start >= 0:
            end = start + len(given)
            if search.free(start, end):
                search.add(given, (start, end), Strength.PARTIAL, "given", wrong=True)
            start = search.text.find(given, end)

"""English roads and towns that were written down by ear or with a slip: Millers Lane for Miller Lane, Selina for Salina."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.sounds_en import FIRST_NAMES, consonants
from leaktrace.extraction.places.addresses_pool import Addresses, Piece
from leaktrace.extraction.places.gazetteer import CITIES
from leaktrace.extraction.reading import Reading, fold

__all__ = ["misheard_places_en"]

_ENDS_TEXT = """
street st lane ln road rd avenue ave drive dr close crescent cres terrace row boulevard blvd gardens grove mews wynd brae court ct place
way square hill view rise walk park fold bank bend trail circle parade quay vale gate path croft drove mount
"""
_ENDS = frozenset(_ENDS_TEXT.split())
_LONG = {
    "st": "street",
    "ln": "lane",
    "rd": "road",
    "ave": "avenue",
    "dr": "drive",
    "cres": "crescent",
    "ct": "court",
}
_ROAD = re.compile(
    r"\b(?P<name>[a-z][a-z0-9'’-]{2,}(?: [a-z][a-z'’-]{2,})?)[ -](?P<end>"
    + "|".join(sorted(_ENDS, key=len, reverse=True))
    + r")\b"
)
_TOWN = re.compile(
    r"\b(?:(?:St\.?|Saint|Fort|New|Port|North|South|East|West) )?[A-Z][a-z'’-]{4,}(?: [A-Z][a-z'’-]{3,})?"
)
_TO_PLACE = re.compile(
    r"\b(?:to|in|at|from|of|near|round|over|for|knew|said|says|got|had|address|town|city|is it|not|or|the)[,:]? [\"“'‘]?$|[,/(] ?$"
)
_STATE = re.compile(r",? (?P<state>[A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2})\b")
_STATE_AFTER = re.compile(r", [A-Z]")
_REGIONS, _ROADS = (1, 2), 3
_NEAR = 0.8


def misheard_places_en(
    reading: Reading, known: Addresses, found: Sequence[Detail]
) -> Iterator[Detail]:
    """Roads and towns of the pool as they sound, where nothing was found yet.

    Args:
        reading: the text.
        known: the addresses of the order.
        found: the places that were found so far.
    """
    roads = [piece for piece in known.pieces if piece.kind == _ROADS and " " in piece.said]
    heads: dict[str, list[Piece]] = {}
    for piece in roads:
        name, _, end = piece.said.rpartition(" ")
        if end in _ENDS:
            heads.setdefault(_LONG.get(end, end), []).append(piece)
    for match in _ROAD.finditer(reading.text) if heads else ():
        pieces = heads.get(_LONG.get(match["end"], match["end"]), ())
        for piece in pieces:
            name = piece.said.rpartition(" ")[0]
            said = match["name"]
            if name.count(" ") < said.count(" "):
                said = said.rpartition(" ")[2]
            at = match.end("name") - len(said)
            span = at, match.end()
            if said != name and _alike(said, name) and not _taken(span, found):
                yield _heard(piece, span)
                break
    yield from _towns(reading, known, found)


def _towns(reading: Reading, known: Addresses, found: Sequence[Detail]) -> Iterator[Detail]:
    """Towns and districts of the order as they sound."""
    towns = [piece for piece in known.pieces if piece.kind in _REGIONS and len(piece.said) >= 5]
    for match in _TOWN.finditer(reading.raw) if towns else ():
        whole = fold(match.group())
        for said in dict.fromkeys((whole, whole.split()[0])):
            span = match.start(), match.start() + len(said)
            if (
                said in CITIES
                or (said in FIRST_NAMES and not _STATE_AFTER.match(reading.raw, span[1]))
                or _taken(span, found)
                or not _TO_PLACE.search(reading.before(span[0], 14))
            ):
                continue
            piece = next(
                (one for one in towns if one.said != said and _alike(said, one.said)), None
            )
            if piece is not None:
                yield _with_state(reading, _heard(piece, span), known)
                break


def _with_state(reading: Reading, hit: Detail, known: Addresses) -> Detail:
    """A town with the own state or country behind it."""
    match = _STATE.match(reading.raw, hit.span[1] if hit.span else 0)
    if match is None or hit.span is None or fold(match["state"]) not in known.regions:
        return hit
    value = f"{hit.value}, {match['state']}"
    return replace(hit, value=value, span=(hit.span[0], match.end()))


def _alike(said: str, name: str) -> bool:
    """Whether two names begin alike and sound the same, or differ by a letter."""
    if said[0] != name[0] or abs(len(said) - len(name)) > 2:
        return False
    heard = consonants(said)
    same = len(heard) > 2 and heard == consonants(name)
    return same or (
        min(len(said), len(name)) >= 4
        and SequenceMatcher(None, said, name).ratio() >= (_NEAR if len(name) < 7 else 0.84)
    )


def _heard(piece: Piece, span: tuple[int, int]) -> Detail:
    """A place that is like one of the pool by ear."""
    return Detail(
        Field.ADDRESS, piece.value, span, Strength.FUZZY, contradicts=not piece.own, rule="sound"
    )


def _taken(span: tuple[int, int], found: Sequence[Detail]) -> bool:
    """Whether something was found there."""
    return any(hit.span and hit.span[0] < span[1] and span[0] < hit.span[1] for hit in found)

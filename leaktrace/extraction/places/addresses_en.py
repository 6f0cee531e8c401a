"""The parts of a place in English: a road behind its house number, a house, a town."""

import re

from leaktrace.extraction.numbers import EN_NUMBER, english_sums
from leaktrace.extraction.places.addresses_pool import Addresses, Piece
from leaktrace.extraction.reading import Reading

__all__ = ["bounded_english", "english_number_before", "english_place"]

_GOES_TO = re.compile(
    r"(?:\b(?:to|2|reach|reached|on|at|off|in|near|along|from|of|for|over|round|your)|[,(])\s$"
)
_KNEW_PLACE = re.compile(
    r"\b(?:knew|know|knows|said|says|had|got|has|about|mentioned|live|lives|living|is it|it's|its|and|n|&|yes|ur|address|town|area) [\"“'‘]?$|[,/] $"
)
"""What leads to a town where nobody writes capitals."""
_ORDINARY_TEXT = """
reading mobile orange phoenix summit border corner bridge market central battle settle buckle castle forest garden church
village spring springs heights windsor victoria florence augusta regina
"""
_ORDINARY = frozenset(_ORDINARY_TEXT.split())
"""Names of towns that are words or names of people too."""
_SAYS_PLACE = re.compile(
    r"\b(?:address|label|street|road|live|lives|living|outside)\b[^.?!\d]{0,14}$"
)
"""What leads a caller to the name of a road, in a text that has no capitals."""
_LARGE = re.compile(r"[A-Z]")
_SPOKEN_NUMBER = re.compile(rf"\b({EN_NUMBER})\s$")


_PLACE_AFTER = re.compile(r" (?:address|flats|apartments|estate|building|house)\b")


def bounded_english(reading: Reading, start: int, end: int, piece: Piece, known: Addresses) -> bool:
    """Whether a word or two are a place there."""
    left, right = reading.text[max(0, start - 1) : start], reading.text[end : end + 1]
    if left.isalnum() or right.isalnum() or left in ("@", "-", "/"):
        return False
    number = english_number_before(reading, start)
    ours = number is not None and number[2] in known.numbers
    if len(piece.said.split()) < min(2, len(piece.value.split())):
        # a road without its "street" is one only behind the house number, or where one goes to
        large = reading.raw[start].isupper()
        return (ours or bool(large and _PLACE_AFTER.match(reading.text, end))) or bool(
            _GOES_TO.search(reading.before(start, 12))
            if large
            else len(piece.said) > 4
            and _SAYS_PLACE.search(reading.before(start, 26))
            and not _LARGE.search(reading.raw, max(0, start - 40), start)
        )
    if reading.raw[start].isupper() or ours:
        return True
    # in a chat nobody writes capitals
    return " " in piece.said or (
        len(piece.said) > 4
        and bool(
            _GOES_TO.search(reading.before(start, 12))
            or (piece.said not in _ORDINARY and _KNEW_PLACE.search(reading.before(start, 20)))
        )
    )


def english_number_before(reading: Reading, start: int) -> tuple[int, int, str] | None:
    """The house number before a road, in figures or words, and where it stands."""
    begin = max(0, start - 60)
    before = reading.text[begin:start]
    if match := re.search(r"(?<![\w.])(\d{1,5}[a-z]?),?\s$", before):
        return begin + match.start(1), begin + match.end(1), match[1]
    if before.endswith(" ") and (match := _SPOKEN_NUMBER.search(before)):
        sums = english_sums(match[1])
        if sums:
            return begin + match.start(1), begin + match.end(1), str(int(sums[0]))
    return None


def english_place(pieces: list[Piece]) -> str:
    """Number and road with a blank, the rest with commas."""
    out = ""
    for piece in pieces:
        out += (
            piece.value
            if not out
            else f" {piece.value}"
            if piece.kind == 3 and out.rsplit(", ", maxsplit=1)[-1].isdigit()
            else f", {piece.value}"
        )
    return out

"""A text made comparable without moving a single character, so that every place keeps its number."""

import re
import unicodedata
from datetime import datetime
from functools import lru_cache

from leaktrace.extraction.traditional import SIMPLIFIED

__all__ = ["Reading", "bare", "fold", "is_hanzi"]

_PLAIN = re.compile(r"[\x00-\x7f\u4e00-\u9fff\u3001\u3002\u2018-\u201d\u3010\u3011\uff01-\uff5e]*")
"""Texts of these characters become lower case as they stand; of the others each is looked at."""
_BLANK = re.compile(r"[\s\u200b\u200c\u200d\ufeff]")
_SENTENCE_ENDS = re.compile(r"[。！？!?\n；;…]|\.(?=\s|$)")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """NFKC and lower case of one character, or itself where that is not one character."""
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


_FOLDED = SIMPLIFIED | {code: _fold_char(chr(code)) for code in range(0xFF01, 0xFF5F)}


def fold(text: str) -> str:
    """Half width, lower case, simplified; exactly as long as `text`."""
    plain = _PLAIN.fullmatch(text)
    lowered = text.lower() if plain else "".join(map(_fold_char, text))
    return lowered.translate(_FOLDED)


def bare(text: str) -> str:
    """Folded, letters, digits and asterisks only."""
    return re.sub(r"[^\w*]|_", "", fold(text))


def is_hanzi(char: str) -> bool:
    """Whether it is one Chinese character of the ordinary block."""
    return "\u4e00" <= char <= "\u9fff"


class Reading:
    """One text, folded, with what several searches need of it worked out once."""

    __slots__ = ("occurred_at", "of_order", "packed", "places", "raw", "text", "zh")

    def __init__(self, raw: str, occurred_at: datetime) -> None:
        self.raw = raw
        self.occurred_at = occurred_at
        self.text = fold(raw)
        self.zh = any(map(is_hanzi, raw))
        self.of_order = False
        """Whether a fact was found in it by which it speaks of the order: then a word for the goods needs no other."""
        self.packed = self.text
        """The text without blanks."""
        self.places: list[int] | None = None
        """Where each character of `packed` stands in the text; None: at the same place."""
        if _BLANK.search(self.text):
            blanks = {match.start() for match in _BLANK.finditer(self.text)}
            self.places = [n for n in range(len(self.text)) if n not in blanks]
            self.packed = _BLANK.sub("", self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of a part of `packed`."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def before(self, start: int, length: int) -> str:
        """Up to `length` characters before a place."""
        return self.text[max(0, start - length) : start]

    def after(self, end: int, length: int) -> str:
        """Up to `length` characters after a place."""
        return self.text[end : end + length]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence around a place."""
        left = 0
        for match in _SENTENCE_ENDS.finditer(self.text, 0, start):
            left = match.end()
        right = _SENTENCE_ENDS.search(self.text, end)
        return left, right.start() if right else len(self.text)

"""Latin letters without their accents, and where each of them stood: people type Joao for João and Weiss for Weiß."""

import unicodedata

__all__ = ["spread", "unaccented"]

_APART = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
    "ə": "e", "Ə": "E", "ŋ": "ng", "Ŋ": "Ng",
}  # fmt: skip
"""Letters that Unicode does not take apart."""


def _plain(char: str) -> str:
    """One letter without its accents."""
    apart = unicodedata.normalize("NFD", char)
    return _APART.get(char) or "".join(part for part in apart if not unicodedata.combining(part))


_PLAIN = {
    code: _plain(chr(code))
    for letters in (range(0xC0, 0x260), range(0x300, 0x370), range(0x1E00, 0x1F00))
    for code in letters
}
"""Letters and the accents that are typed behind them; of other scripts nothing changes."""


def unaccented(text: str) -> str:
    """A text without accents, which may be longer or shorter than it was."""
    return text if text.isascii() else text.translate(_PLAIN)


def spread(text: str) -> tuple[str, list[int]]:
    """A text without accents, and where in `text` each of its characters stands; at last the end of `text`."""
    plain = [(_PLAIN.get(ord(char), char), at) for at, char in enumerate(text)]
    places = [at for part, at in plain for _ in part]
    return "".join(part for part, _ in plain), [*places, len(text)]

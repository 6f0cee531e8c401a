"""Apartments in English: flat 12B, apartment twelve B, flat two-four for Flat 2/4, wing D 604."""

import re
from collections.abc import Iterator

__all__ = [
    "EN_NUMBERED",
    "EN_UNIT",
    "EN_WING",
    "LETTERS",
    "NUMBER_WORDS",
    "room_of",
    "spoken_room",
    "written_room",
]

_ONES = {
    word: n
    for n, word in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
    )
} | {"oh": 0, "nought": 0, "naught": 0}  # fmt: skip
_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_WORD = "|".join(sorted((*_ONES, *_TENS), key=len, reverse=True))
NUMBER_WORDS = rf"(?:(?:a hundred(?: and\b)?|(?:double )?(?:{_WORD}))\b(?:(?:[ -]hundred\b(?: and\b)?)?[ -](?:(?:slash|stroke|dash)[ -])?(?:{_WORD})\b|[ -]hundred\b){{0,3}})"
"""The number of a room in words: six-zero-four, eighty-four, one hundred and two, two stroke four."""
LETTERS = {
    "ay": "a", "eh": "a", "be": "b", "bee": "b", "see": "c", "sea": "c", "cee": "c", "dee": "d", "ee": "e", "eff": "f", "ef": "f",
    "gee": "g", "aitch": "h", "jay": "j", "kay": "k", "ell": "l", "em": "m", "en": "n", "pee": "p", "queue": "q", "are": "r",
    "ess": "s", "tee": "t", "tea": "t", "you": "u", "vee": "v", "ex": "x", "why": "y", "zed": "z", "zee": "z",
}  # fmt: skip
"""Letters as a machine writes down what it hears."""
_SPELLED = "|".join(
    sorted(
        (
            w
            for w in LETTERS
            if w not in ("be", "see", "sea", "eh", "are", "tea", "you", "ex", "why", "en", "em")
        ),
        key=len,
        reverse=True,
    )
)
_NAMED = r"(?:apartment|aptmt|apt|apmt|appt|flt|unit|suite|ste|flat|room|rm|door|house|plot|villa|lot|blk|cabin|condo|townhouse|bungalow|trailer|buzzer)"
_PAUSE = r"(?:[.,:…]{0,3}\s?(?:(?:uh+|um+|er+m?|eh|ah|hmm|i think|what is it|let me see|let's see|it's|is it)[.,:…]{0,3}\s)?)"
EN_UNIT = re.compile(
    rf"\b(?P<named>{_NAMED}){_PAUSE}(?:(?:number|no\.?|nr\.?)\s|# ?)?(?P<u>[a-z]-?\d{{1,3}}[a-z]?|\d{{1,4}}(?:\s?(?:/|slash|stroke)\s?\d{{1,2}}|-\d{{1,2}}(?=\D|$)|-?[a-z](?![a-z'’]|\.m)|\s[b-z](?![a-z'’])|\sa(?=\s*(?:$|[,?!\"”]|\.(?!m))))?|(?P<w>{NUMBER_WORDS})(?:[ -](?P<l>{_SPELLED}|be(?=[,.?!\"]|$| as in)|[a-z])(?!['’]))?)(?!\w)"
    r"|\b(?:apartment|apt|unit|suite|ste|flat)\.? (?P<s>[a-z])(?![\w'’])"
    r"|\b(?:block|blk|wing|tower|building|bldg|phase|estate|court|quarters)\.?,? (?P<q>[a-z][ -]?\d{1,3}[a-z]?)(?!\w)"
    r"|(?<!\w)u(?P<x>\d{2,4}[a-z]?)(?!\w)"
    r"|(?<![\w#])#\s?(?P<h>\d{1,4}(?:[a-z]|-\d{1,4})?)(?!\w|-\d)"
)
"""An apartment with its number; `s` is a letter alone, which is one only where it is written large."""
EN_WING = re.compile(
    r"\b(?:(?:wing|block|tower|building)\s(?P<b>[a-z]|\d{1,2})\b|(?P<b2>[a-z])[- ](?:wing|block|tower)\b)(?:[ ,-]{1,2}(?:no\.?\s?|flat |apt )?(?P<r>\d{1,4}[a-z]?)\b)?"
)
EN_NUMBERED = re.compile(r"(?:no\.?|number|#|lot|cabin|bungalow)\s?(?P<r>\d{1,4}[a-z]?)")


def room_of(match: re.Match[str], between: str = "") -> str:
    """The number and letter of an apartment that `EN_UNIT` has found; two figures have a slash between them.

    Args:
        match: the apartment.
        between: as for `spoken_room`.
    """
    if match["w"]:
        letter = match["l"] or ""
        return spoken_room(match["w"], between) + LETTERS.get(letter, letter).upper()
    return written_room(match["u"] or match["s"] or match["q"] or match["x"] or match["h"])


def written_room(said: str) -> str:
    """The number of a room in figures, as in 12 b, 2 stroke 4 and 09-77."""
    plain = re.sub(r"slash|stroke", "/", re.sub(r"\s", "", said)).upper()
    return re.sub(r"-(?=[A-Z])|(?<=[A-Z])-(?=\d)", "", plain).replace("-", "/")


def spoken_room(words: str, between: str = "") -> str:
    """The number of a room in words: six-zero-four is 604, eighty-four 84.

    Args:
        words: the words.
        between: what stands between its numbers where a room has two of them: two-four is 2/4.
    """
    return between.join(_spoken(words))


def _spoken(words: str) -> Iterator[str]:
    """Numbers said one by one: "twelve oh four" is 1204, "twenty three" is 23."""
    pending: int | None = None
    open_to = (
        0  # what may still be added to the pending number: below 10 to tens, below 100 to hundreds
    )
    for word in re.split(r"[ -]+", re.sub(r"double (\w+)", r"\1 \1", words)):
        if word == "hundred":
            pending, open_to = (pending or 1) * 100, 100
        elif word in _ONES or word in _TENS:
            number = _ONES[word] if word in _ONES else _TENS[word]
            if pending is not None and 0 < number < open_to:
                pending += number
            else:
                if pending is not None:
                    yield str(pending)
                pending = number
                open_to = 0
            open_to = 10 if word in _TENS else 0
        elif word in ("slash", "stroke", "dash"):
            open_to = 0
    if pending is not None:
        yield str(pending)

"""English names of a pool that stand without capitals, or with figures that a machine read for letters: kayleigh, 0yelaran."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_asked import introduces, is_free
from leaktrace.extraction.names.english_ordinary import ORDINARY
from leaktrace.extraction.names.english_pool import EnglishNames, key_of, sound_of
from leaktrace.extraction.names.sounds_en import consonants
from leaktrace.extraction.reading import Reading

__all__ = ["find_plain"]

_WORD = re.compile(r"(?<![\w@./#-])[a-z][a-z'’-]{3,}(?![\w@]|\.\w)")
_MISREAD = re.compile(
    r"(?<![\w@./#-])(?=[a-z0-9]*[015])(?=(?:[a-z0-9]*[a-z]){3})[a-z0-9]{4,}(?![\w@]|\.\w)"
)
_LETTERS = (str.maketrans("015", "ols"), str.maketrans("015", "ois"))
"""What a machine that reads letters takes for figures."""
_MAILBOX = re.compile(
    r" (?:dot|underscore|hyphen|dash|at (?:post|mail|g|example|hot|yahoo|icloud|out))\b| (?:oh|zero|one|two|three|four|five|six|seven|eight|nine)\b| ?@"
)
_MAIL_BEFORE = re.compile(r"\be-? ?mail\b[^.?!]{0,40}$|\b(?:dot|underscore) $")
_LABEL = re.compile(r"\b(?:[A-Z][a-z]+ )?[A-Z][A-Za-z]*:|\bI\b")
"""Who speaks, in a transcript."""
_LARGE = re.compile(r"\b[A-Z]")
_LARGE_NEAR = 40
_ALIKE = 0.8


def find_plain(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of the pool that are written small, or misread.

    Args:
        reading: the text.
        known: the pool of names.
        found: the names that were found so far; what is found here is added.
    """
    for match in _MISREAD.finditer(reading.text):
        said = match.group()
        plain = next(
            (said.translate(one) for one in _LETTERS if said.translate(one) in known.letters), ""
        )
        if plain and is_free(found, match.span()):
            _add_misread(found, known, known.letters[plain], match.span())
    if known.letters.keys().isdisjoint(_WORD.findall(reading.raw)):
        return
    words = list(_WORD.finditer(reading.raw))
    for first, last in pairwise(words):
        span = first.start(), last.end()
        if (
            reading.raw[first.end() : last.start()] == " "
            and _is_small(reading, span)
            and is_free(found, span)
            and (name := _whole(known, first.group(), last.group()))
        ):
            found.append(
                Detail(Field.NAME, name, span, Strength.FUZZY, name != known.own, rule="sound")
            )
    for match in words:
        said = match.group().removesuffix("'s").removesuffix("’s")
        span = match.start(), match.start() + len(said)
        if (
            len(said) > 4
            and said not in ORDINARY
            and said in known.letters
            and is_free(found, span)
            and _is_small(reading, span)
            and not introduces(reading.raw, *span, of_pool=True)
            and not _MAILBOX.match(reading.text, span[1])
            and not _MAIL_BEFORE.search(reading.before(span[0], 48))
        ):
            _add(found, known, known.letters[said], span, Strength.PARTIAL)


def _add_misread(
    found: list[Detail], known: EnglishNames, value: str, span: tuple[int, int]
) -> None:
    """Take a part of a name in which a machine misread letters; with the surname behind it, it is one name."""
    for hit in found:
        name = f"{value} {hit.value}"
        if hit.span is not None and hit.span[0] == span[1] + 1 and name in known.pool:
            found.remove(hit)
            whole, wrong = (span[0], hit.span[1]), name != known.own
            found.append(Detail(Field.NAME, name, whole, Strength.FUZZY, wrong, rule="sound"))
            return
    _add(found, known, value, span, Strength.FUZZY)


def _is_small(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a text has hardly a capital around a place, so that names may have none either."""
    around = reading.raw[max(0, span[0] - _LARGE_NEAR) : span[1] + _LARGE_NEAR]
    return sum(1 for _ in _LARGE.finditer(_LABEL.sub("", around))) <= 1


def _whole(known: EnglishNames, first: str, last: str) -> str | None:
    """The only name of the pool that two small words are like."""
    if {first, last} & ORDINARY or not (first in known.firsts or last in known.lasts):
        return None
    said = key_of(f"{first} {last}")
    names = known.by_sound.get(sound_of("name", said), ())
    if len(names) == 1 and len(consonants(said)) > 4:
        return names[0]
    alike = list(_alike(known, said))
    return alike[0] if len(alike) == 1 else None


def _alike(known: EnglishNames, said: str) -> Iterator[str]:
    """Names of the pool that have nearly the same letters."""
    head = said[:1] + said.rpartition(" ")[2][:1]
    for key in known.by_shape.get(head, ()):
        parts = zip(said.split(), (key.split()[0], key.split()[-1]), strict=False)
        if all(SequenceMatcher(None, one, other).ratio() >= _ALIKE for one, other in parts):
            yield from known.by_key[key]


def _add(
    found: list[Detail], known: EnglishNames, value: str, span: tuple[int, int], strength: Strength
) -> None:
    """Take a part of a name of the pool."""
    first = value in known.firsts.values()
    wrong = value not in (known.own_first, known.own_last)
    rule = "first" if first else "surname"
    found.append(Detail(Field.NAME, value, span, strength, wrong, rule=rule))

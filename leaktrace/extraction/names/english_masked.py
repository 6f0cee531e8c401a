"""English names with stars in them, as notices and labels show them: S*** Ke******g."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_pool import EnglishNames
from leaktrace.extraction.reading import Reading

__all__ = ["find_masked"]

_PART = r"(?:[A-Za-z][A-Za-z'’-]{0,20}\*{1,20}[a-z]{0,20}|[A-Z][A-Za-z'’-]{0,20}\.?)"
_MASKED = re.compile(
    rf"(?<![\w*])(?!(?i:dear|hi|hello|hey|mrs?|ms|miss|customer)\b)(?=[^\s*]{{1,21}}[ *])(?:{_PART} )?{_PART}(?![\w*])"
)
_PARTS = re.compile(r"\S+")
_STARS = re.compile(r"\*+")


def find_masked(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of the pool of which only some letters are shown; more of them may fit, and any that does is enough."""
    if "*" not in reading.raw:
        return
    for match in _MASKED.finditer(reading.raw):
        parts = [part for part in _PARTS.finditer(match.group()) if "*" in part.group()]
        # the word before it may be none of the name: Dear S****n
        for start, end in [(0, len(match.group())), *(part.span() for part in parts)]:
            said = match.group()[start:end]
            fits = re.compile(_form(said))
            if sum(map(str.isalpha, said)) < 2 or not parts:
                continue
            if any(_fits(fits, key) for key in known.by_key):
                own = _fits(fits, f"{known.own_first} {known.own_last}".lower())
                span = (match.start() + start, match.start() + end)
                found.append(
                    Detail(Field.NAME, said, span, Strength.PARTIAL, not own, rule="masked")
                )
                break


def _form(said: str) -> str:
    """A pattern of the names that letters and stars may stand for."""
    parts = [
        r"[a-z'’-]*".join(re.escape(letters) for letters in _STARS.split(part.lower()))
        if "*" in part
        else re.escape(part.lower().removesuffix(".")) + (r"[a-z'’-]*" if len(part) < 3 else "")
        for part in said.split()
    ]
    return " ".join(parts)


def _fits(form: re.Pattern[str], name: str) -> bool:
    """Whether a folded name, in either order, or one part of it is of that form."""
    first, *_, last = name.split() * 2
    return any(map(form.fullmatch, (f"{first} {last}", f"{last} {first}", first, last)))

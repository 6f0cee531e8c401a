"""Names of a pool among the words of an English text, by look-up: no pattern is made for an order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leaktrace.extraction.names.sounds_en import misheard_forms, short_forms

__all__ = ["NameWords", "know_name_words"]

_START = re.compile(r"\b\w+")
_INITIAL_GAP = re.compile(r"\s+[a-z]\.?\s+")
_DOTTED = re.compile(r"\.?(?:\s?[a-z]\.?)?\s+")
"""Between an initial and a surname: J. K. Rowling, J.K. Rowling."""
_GAP = re.compile(r"\s+")
_COMMA = re.compile(r",\s*")
_WORD = re.compile(r"(?<![\w@./-])(?<!\w['’])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@-]|['’]\w)")
_FILLER = r"(?:(?:uh|um|er|erm|a)\b[,. ]+)?"
_SPOKEN_TO = re.compile(
    r"\b(?:(?:hi|hey|hello|dear|hiya|yo|morning|evening|hola|is this|is that|this is for|message is for|message for"
    r"|ask(?:ed|ing)? for|looking for|am i speaking (?:to|with)|speaking (?:to|with)|called me|there for)[ ,]+"
    rf"|(?P<title>(?:mr|mrs|ms|miss|mister|missus|madame?)\.? )){_FILLER}"
    r"(?=(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)(?![\w'@-]|\.\w)(?: (?P<next>[^\W\d_]{3,})(?![\w'@-]))?)"
)

_HONOURED = frozenset(["san", "sama", "ji", "bhai", "ben", "garu", "sensei", "nim"])
"""Forms of address that are tied to the end of a name."""


@dataclass(frozen=True)
class NameWords:
    """The first names and surnames of a pool, as they may stand in a text."""

    wholes: dict[str, tuple[tuple[str, tuple[re.Pattern[str], ...], str], ...]]
    """First word of a whole name to its beginning, what may stand between, and its end."""
    first_forms: frozenset[str]
    last_forms: frozenset[str]
    """Surnames as they are written, but those that are words of ordinary talk or names of places."""
    called: frozenset[str]
    """First names and their short forms, folded."""
    lasts: frozenset[str]
    heard: frozenset[str]
    """How names are written down by those who only heard them."""

    def whole(self, text: str) -> Iterator[tuple[int, int]]:
        """Where whole names stand in a folded text: Helena R. Marsh, and Marsh, Helena."""
        done = 0
        for match in _START.finditer(text):
            start = match.start()
            if start < done:
                continue
            ends = (
                end
                for head, gaps, tail in self.wholes.get(match.group(), ())
                if text.startswith(head, start)
                for end in _ends(text, start + len(head), gaps, tail)
            )
            if end := next(ends, 0):
                yield start, end
                done = end

    def capitalised(
        self, raw: str, forms: frozenset[str], *, many: bool = False
    ) -> Iterator[tuple[int, int, str]]:
        """Where one of the forms stands in a text, as it is or in capitals; with its genitive, which is not said of it."""
        for match in _WORD.finditer(raw):
            said = match.group()
            name = said[:-2] if said not in forms and said[-2:] in ("'s", "’s") else said
            plain, _, after = name.rpartition("-")
            if after in _HONOURED:
                # Watanabe-san
                name = plain
            if many and name not in forms and name.endswith("s"):
                # the Marshes are no form of it, the Wexners are
                name = name[:-1]
            if name in forms:
                yield *match.span(), name

    def spoken_to(self, text: str) -> Iterator[tuple[re.Match[str], str, str]]:
        """Names behind a greeting or a form of address: the match, the group of the name, and what it is.

        That is a "first" name or its short form, a "last" one, or "heard": one that is said otherwise than written.
        """
        for match in _SPOKEN_TO.finditer(text):
            if match["title"] is None:
                if match["word"] in self.called:
                    yield match, "word", "first"
                elif match["word"] in self.heard:
                    yield match, "word", "heard"
            elif match["word"] in self.lasts:
                yield match, "word", "last"
            elif match["next"] in self.lasts:
                yield match, "next", "last"


def know_name_words(names: Iterable[str], ordinary: frozenset[str]) -> NameWords:
    """Whole names, first names and surnames, made searchable.

    Args:
        names: those of the pool. The first word is the first name, the last one the surname.
        ordinary: folded surnames that are words of ordinary talk: alone they are no names.
    """
    split = [name.split() for name in names]
    parts = [(words[0], words[-1]) for words in split]
    wholes: dict[str, dict[tuple[str, tuple[re.Pattern[str], ...], str], None]] = {}
    for first, last in ((words[0].lower(), words[-1].lower()) for words in split if len(words) > 1):
        gaps_behind = (_DOTTED,) if len(first) == 1 else (_INITIAL_GAP, _GAP)
        for head, gaps, tail in (
            (first, gaps_behind, last),
            (last, (_COMMA, _GAP) if first != last else (), first),
        ):
            if word := _START.match(head):
                wholes.setdefault(word.group(), {})[head, gaps, tail] = None
    for words in (" ".join(words).lower().split() for words in split if len(words) > 2):
        if word := _START.match(words[0]):
            name = (" ".join(words[:-1]), (_GAP,), words[-1])
            wholes[word.group()] = {name: None, **wholes.get(word.group(), {})}
    firsts = {first for first, _ in parts}
    lasts = {last for _, last in parts}
    return NameWords(
        wholes={word: tuple(names) for word, names in wholes.items()},
        first_forms=_forms(firsts),
        last_forms=_forms(last for last in lasts if last.lower() not in ordinary and len(last) > 3),
        called=frozenset(first.lower() for first in firsts)
        | {short.lower() for first in firsts for short in short_forms(first) if len(short) > 2},
        lasts=frozenset(last.lower() for last in lasts),
        heard=frozenset(
            form.replace("-", "") for name in firsts | lasts for form in misheard_forms(name)
        ),
    )


def _ends(text: str, at: int, gaps: Iterable[re.Pattern[str]], tail: str) -> Iterator[int]:
    """Where the tail ends that follows one of the gaps, as a whole word."""
    for gap in gaps:
        between = gap.match(text, at)
        if between and text.startswith(tail, between.end()):
            end = between.end() + len(tail)
            if not re.match(r"\w", text[end : end + 1]):
                yield end


def _forms(names: Iterable[str]) -> frozenset[str]:
    """Names as they are written, and in capitals."""
    return frozenset(form for name in names for form in (name, name.upper()))

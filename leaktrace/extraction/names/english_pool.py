"""The English names of an order, made searchable."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.names.accents import unaccented
from leaktrace.extraction.names.english_ordinary import SURNAMES
from leaktrace.extraction.names.english_words import NameWords, know_name_words
from leaktrace.extraction.names.sounds_en import consonants, misheard_forms, roughly, short_forms

__all__ = ["EnglishNames", "key_of", "know_english_names", "shape_of", "sound_of"]


@dataclass(frozen=True)
class EnglishNames:
    """The pool of names, made searchable: all without accents, as many people type them."""

    own: str
    pool: tuple[str, ...]
    own_first: str
    own_last: str
    spelled: dict[str, str]
    """Names and their parts to the pool's only spelling of them."""
    words: NameWords
    by_key: dict[str, tuple[str, ...]]
    """All folded words of a name, and the first with the last of them, to the pool's spellings."""
    firsts: dict[str, str]
    lasts: frozenset[str]
    by_shape: dict[str, tuple[str, ...]]
    """First letters of first name and surname, which the ear seldom mistakes, to folded names."""
    by_sound: dict[str, tuple[str, ...]]
    """Which part of a name it is, and its consonants, to the pool's spellings of that."""
    called: dict[str, tuple[str, ...]]
    """Short forms of first names to the pool's first names."""
    heard: dict[str, tuple[str, ...]]
    """How names are written down that are not said as they are spelled, to the pool's first names and surnames."""
    by_rough: dict[str, tuple[str, ...]]
    """How a machine that knows no names writes a whole name or a surname down, to the pool's spellings of that."""
    letters: dict[str, str]
    """First names and surnames without anything but letters, to the pool's spelling."""


def key_of(name: str) -> str:
    """A name without case, apostrophes and hyphens."""
    return re.sub(r"[^a-z ]", "", name.lower().replace("-", " "))


def shape_of(folded: str) -> str:
    """First letters of the first and of the last word."""
    words = folded.split()
    return words[0][0] + words[-1][0]


def know_english_names(facts: OrderFacts) -> EnglishNames | None:
    """The names of `facts` in Latin letters; None if the order's own is not."""
    written = {name: words for name in facts.names if (words := _words(name))}
    if not facts.names or facts.names[0] not in written:
        return None
    names = list(dict.fromkeys(unaccented(" ".join(words)) for words in written.values()))
    parts = [(name.split()[0], name.split()[-1]) for name in names]
    firsts = sorted({first for first, _ in parts}, key=len, reverse=True)
    by_key = _many(
        (key_of(said), name)
        for name, (first, last) in zip(names, parts, strict=True)
        for said in (name, f"{first} {last}")
    )
    return EnglishNames(
        own=names[0],
        pool=tuple(names),
        own_first=parts[0][0],
        own_last=parts[0][1],
        spelled=_spelled(written),
        words=know_name_words(names, SURNAMES),
        by_key=by_key,
        firsts={first.lower(): first for first in firsts},
        lasts=frozenset(last.lower() for _, last in parts),
        by_rough=_by_rough(names),
        by_shape=_many((shape_of(key), key) for key in by_key),
        by_sound=_many(
            (sound_of(part, name), name)
            for (first, last), whole in zip(parts, names, strict=True)
            for part, name in (("first", first), ("last", last), ("name", whole))
        ),
        letters={key_of(part).replace(" ", ""): part for pair in parts for part in pair},
        heard=_many(
            (form.replace("-", ""), part)
            for pair in parts
            for part in pair
            for form in misheard_forms(part)
        ),
        called=_many((short, first) for first in firsts for short in short_forms(first)),
    )


def _words(name: str) -> list[str]:
    """The words of a name in Latin letters, initials without their dots; none if it is in other letters."""
    words = unicodedata.normalize("NFC", name).replace(".", " ").split()
    plain = [unaccented(word) for word in words]
    if not words or not re.fullmatch(r"[A-Za-z'’\-/@ ]{2,60}", " ".join(plain)):
        return []
    return words if key_of(plain[0]).strip() and key_of(plain[-1]).strip() else []


def _spelled(written: dict[str, list[str]]) -> dict[str, str]:
    """Names without accents, whole and in parts, to how the pool spells them, if it does so in one way."""
    forms = _many(
        (unaccented(" ".join(words[part])), " ".join(words[part]) if part != slice(None) else name)
        for name, words in written.items()
        for part in (slice(None), slice(1), slice(-1, None))
    )
    return {plain: spellings[0] for plain, spellings in forms.items() if len(spellings) == 1}


def sound_of(part: str, name: str) -> str:
    """Which part of a name it is, and how it sounds."""
    words = name.split()
    return " ".join((part, *map(consonants, dict.fromkeys((words[0], words[-1])))))


def _many(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Keys to all their values, each once."""
    out: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        out.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in out.items()}


def _by_rough(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Surnames and whole names of a pool by how they are heard."""
    found: dict[str, dict[str, None]] = {}
    for name in names:
        parts = name.split()
        for form, value in ((parts[-1], parts[-1]), (f"{parts[0]} {parts[-1]}", name)):
            found.setdefault(roughly(form), {})[value] = None
    return {form: tuple(values) for form, values in found.items()}

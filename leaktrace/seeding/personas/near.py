"""Near names: those of the same surname, length, sex and decade that a caller's words tell apart.

Whoever hears a name over a bad line does not tell 桐 from 彤 or 童, and many speakers do not tell -ng from -n,
zh from z or n from l. So no two names of a pool may be the same after all that. Half of them differ from
the persona's own in one character, as in 周雨桐 and 周雨薇, where that is long enough.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import accumulate, product
from random import Random

from leaktrace.seeding.personas.chinese import Stratum, strata
from leaktrace.seeding.personas.derive import shuffled
from leaktrace.seeding.personas.given_zh import WORDS
from leaktrace.seeding.personas.latin import names_of
from leaktrace.seeding.personas.persona import Persona
from leaktrace.seeding.personas.sounds_zh import readings
from leaktrace.seeding.personas.surnames_zh import COMPOUND

__all__ = ["heard", "near_chinese", "near_latin"]

_Weights = tuple[tuple[str, ...], tuple[float, ...]]
_DRAWN = 512


def near_chinese(persona: Persona, size: int, rng: Random) -> list[str]:
    """Near names of a Chinese persona, as many as there are up to `size`."""
    cut = 2 if persona.name[:2] in COMPOUND else 1
    family, given = persona.name[:cut], persona.name[cut:]
    stratum = _stratum(persona)
    apart = _Apart(given)
    if len(given) == 1:
        apart.take(_drawn(stratum, "single", rng), size)
        apart.take(iter(stratum.single), size)
    else:
        heads, tails = _drawn(stratum, "first", rng), _drawn(stratum, "second", rng)
        apart.take((given[0] + tail for tail in tails), -(-size // 4))
        apart.take((head + given[1] for head in heads), -(-size // 2))
        pairs = zip(_drawn(stratum, "first", rng), _drawn(stratum, "second", rng), strict=False)
        apart.take((head + tail for head, tail in pairs), size)
        apart.take(map("".join, product(stratum.first, stratum.second)), size)
    return [family + one for one in shuffled(apart.kept, rng)]


class _Apart:
    """Given names of which no two sound alike."""

    def __init__(self, own: str) -> None:
        self.kept: list[str] = []
        self._taken = set(heard(own))

    def take(self, given: Iterator[str], until: int) -> None:
        """Keep of these names what fits, until there are so many."""
        kept, taken = self.kept, self._taken
        if len(kept) >= until:
            return
        for one in given:
            sounds = _fitting(one)
            if sounds and taken.isdisjoint(sounds):
                taken.update(sounds)
                kept.append(one)
                if len(kept) == until:
                    break


@lru_cache(maxsize=1 << 16)
def _fitting(given: str) -> tuple[str, ...]:
    """What may be understood of a given name; nothing of one that nobody has."""
    return heard(given) if _plausible(given) else ()


def heard(given: str) -> tuple[str, ...]:
    """What may be understood of a given name over a bad line."""
    if len(given) == 1:
        return _coarse(given)
    return tuple(f"{one} {other}" for one in _coarse(given[0]) for other in _coarse(given[1]))


@lru_cache(maxsize=4096)
def _coarse(char: str) -> tuple[str, ...]:
    return tuple({_near(syllable): None for syllable in readings(char)})


def _near(syllable: str) -> str:
    """A syllable without what many speakers do not part."""
    plain = re.sub(r"^([zcs])h", r"\1", syllable)
    plain = re.sub(r"^n(?=.)", "l", plain)
    return re.sub(r"(?<=[aei])ng$", "n", plain)


def _plausible(given: str) -> bool:
    if len(given) == 1:
        return True
    return given not in WORDS and readings(given[0])[0] != readings(given[1])[0]


def _stratum(persona: Persona) -> Stratum:
    decade = persona.birth_year // 10 * 10
    return next(one for one in strata() if (one.decade, one.sex) == (decade, persona.sex))


def _drawn(stratum: Stratum, position: str, rng: Random) -> Iterator[str]:
    """Characters by weight, as many as a pool may need."""
    chars, cumulated = _cumulated(stratum.decade, stratum.sex, position)
    whole, last = cumulated[-1], len(chars) - 1
    for _ in range(_DRAWN):
        yield chars[bisect(cumulated, rng.random() * whole, 0, last)]


@lru_cache(maxsize=128)
def _cumulated(decade: int, sex: str, position: str) -> _Weights:
    """Characters with their summed weights: by square roots, since a pool has each once."""
    table = next(one for one in strata() if (one.decade, one.sex) == (decade, sex))
    weights: dict[str, float] = getattr(table, position)
    return tuple(weights), tuple(accumulate(weight**0.5 for weight in weights.values()))


def near_latin(persona: Persona, size: int, rng: Random) -> list[str]:
    """Near names in Latin letters: another first name of the same sex before the same surname."""
    names = list(names_of(persona.locale).firsts[persona.sex])
    first = _own_first(persona, names)
    rest = persona.name[len(first) :]
    taken = _spoken(persona.name)
    kept: list[str] = []
    for one in shuffled(names, rng):
        sounds = _spoken(one)
        if taken.isdisjoint(sounds):
            taken |= sounds
            kept.append(f"{one}{rest}")
        if len(kept) == size:
            break
    return kept


def _own_first(persona: Persona, names: Collection[str]) -> str:
    """The first name: what of the name is in the list, at its longest."""
    known = [name for name in names if persona.name.startswith(f"{name} ")]
    return max(known, key=len, default=persona.name.split(maxsplit=1)[0])


@lru_cache(maxsize=8192)
def _spoken(name: str) -> frozenset[str]:
    """What is heard of the words of a name."""
    return frozenset(map(_sound, re.split(r"[ \-]", name)))


def _sound(word: str) -> str:
    """What is heard of a word, roughly, in any of the languages."""
    parted = unicodedata.normalize("NFD", word.lower())
    plain = "".join(char for char in parted if "a" <= char <= "z")
    for one, other in (("ph", "f"), ("ck", "k"), ("qu", "k"), ("th", "t"), ("y", "i"), ("z", "s")):
        plain = plain.replace(one, other)
    plain = plain[:1] + re.sub(r"[hw]", "", plain[1:])
    plain = re.sub(r"(.)\1+", r"\1", plain.replace("c", "k"))
    return re.sub(r"[aeio]+", lambda run: run.group()[0].replace("e", "i"), plain).rstrip("aeiou")

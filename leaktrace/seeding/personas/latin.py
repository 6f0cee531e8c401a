"""Names of the locales that Faker has sound lists for: its lists of names and nothing else of it.

Faker 40 gives telephone numbers that may be somebody's, and addresses whose parts do not belong together:
neither is ever asked for (a test looks at every call). Its lists of names are taken as they are, with
their weights where they have some: en_US from the United States Census and the Social Security
Administration, en_GB from the Office for National Statistics, de_DE, pt_BR and ja_JP without weights.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from leaktrace.seeding.personas.contact import plain
from leaktrace.seeding.personas.persona import Sex
from leaktrace.seeding.personas.space import Givens

__all__ = ["Names", "names_of"]

_LISTED = ("en_US", "en_GB", "de_DE", "pt_BR", "ja_JP")
_LETTERS = re.compile(r"[A-Za-zÀ-ÿ'\-]{2,}(?: [A-Za-zÀ-ÿ'\-]+)*")
_TWO_SURNAMES = ("pt_BR",)


class Names:
    """The lists of one locale, made ready."""

    def __init__(self, locale: str) -> None:
        provider: Any = import_module(f"faker.providers.person.{locale}").Provider
        self._spelt = _romanised(provider) if locale == "ja_JP" else {}
        given = {
            Sex.FEMALE: _weighted(provider.first_names_female),
            Sex.MALE: _weighted(provider.first_names_male),
        }
        families = _weighted(provider.last_names)
        if not self._spelt:
            given = {sex: _spellable(names) for sex, names in given.items()}
            families = _spellable(families)
        self.families = tuple(((name, share),) for name, share in families.items())
        self.firsts: Mapping[Sex, Mapping[str, float]] = given
        self.by_sex: Mapping[Sex, Mapping[str, float]] = {
            sex: _with_middle(names, families) if locale in _TWO_SURNAMES else names
            for sex, names in given.items()
        }
        both: dict[str, float] = {}
        for names in self.by_sex.values():
            for name, share in names.items():
                both[name] = both.get(name, 0.0) + share
        self.givens = Givens(both)

    def spelt(self, part: str) -> str:
        """A surname or given name in ASCII letters."""
        return self._spelt.get(part) or plain(part)

    def split(self, name: str) -> tuple[str, str]:
        """Surname and given name in ASCII letters, of a name that starts with the surname."""
        family = max(
            (one for ((one, _),) in self.families if name.startswith(one)), key=len, default=""
        )
        return self.spelt(family), self.spelt(name.removeprefix(family))

    def female(self, given: str) -> float:
        """How probably somebody of a given name is a woman."""
        women = self.by_sex[Sex.FEMALE].get(given, 0.0)
        return women / (women + self.by_sex[Sex.MALE].get(given, 0.0))


@lru_cache(maxsize=len(_LISTED))
def names_of(locale: str) -> Names:
    """The lists of a locale."""
    return Names(locale)


def _weighted(names: Mapping[str, float] | Iterable[str]) -> dict[str, float]:
    """Names with shares that add up to 1; equal ones where a list has no weights."""
    weights = dict(names) if isinstance(names, Mapping) else dict.fromkeys(names, 1.0)
    whole = sum(weights.values())
    return {name: float(weight) / whole for name, weight in weights.items() if weight > 0}


def _romanised(provider: Any) -> dict[str, str]:
    """Japanese names, which are a kanji, a kana and a Latin spelling each, to the last."""
    lists = (provider.last_name_pairs, provider.first_name_pairs)
    return {kanji: plain(latin) for pairs in lists for kanji, _, latin in pairs}


def _spellable(names: Mapping[str, float]) -> dict[str, float]:
    """One name of each spelling without accents, and none that is too short to be known again."""
    kept: dict[str, tuple[str, float]] = {}
    for name, share in names.items():
        if len(plain(name)) > 2 and _LETTERS.fullmatch(name):
            kept.setdefault(plain(name), (name, share))
    return dict(kept.values())


def _with_middle(given: Mapping[str, float], families: Mapping[str, float]) -> dict[str, float]:
    """Given name and the mother's surname, as in Brazil; the father's follows."""
    return {
        f"{name} {mother}": share * part
        for name, share in given.items()
        for mother, part in families.items()
    }

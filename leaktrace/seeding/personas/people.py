"""Personas by their number: the same seed, locale and number give the same persona, in constant memory."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from leaktrace.domain.errors import InputError
from leaktrace.seeding.personas.chinese import families, givens, weights_of
from leaktrace.seeding.personas.contact import mailbox, nick
from leaktrace.seeding.personas.derive import Key
from leaktrace.seeding.personas.latin import names_of
from leaktrace.seeding.personas.persona import Persona, Sex
from leaktrace.seeding.personas.sounds_zh import spelt
from leaktrace.seeding.personas.space import MATES, NameSpace

__all__ = ["LOCALES", "MATES", "capacity", "people"]

LOCALES = ("zh_CN", "en_US", "en_GB", "de_DE", "pt_BR", "ja_JP")
_NOBODY = bytes(16)
_DECADES = (1960, 1970, 1970, 1980, 1980, 1980, 1990, 1990, 1990, 2000)
_YOUNGEST = 2006


def capacity(locale: str = "zh_CN") -> int:
    """How many personas a locale has names for.

    Raises:
        InputError: the locale is unknown.
    """
    return len(_space(_NOBODY, locale))


def people(
    seed: bytes, start: int, count: int, locale: str = "zh_CN", *, per_line: int = 1
) -> Iterator[Persona]:
    """The personas with the numbers from `start`, `count` of them.

    Args:
        seed: 16 bytes or more, secret: whoever has it knows all personas.
        start: the first number, from 0.
        count: how many.
        locale: one of `LOCALES`.
        per_line: how many identities share a line, at most `MATES`. The personas of one line are those
            with the same ``number // per_line``: their surnames differ by ear, so that no name of a pool
            fits two of them. It has to be the same for all personas of a seed.

    Raises:
        InputError: the locale is unknown, or has not so many names.
    """
    space = _space(seed, locale)
    if start < 0 or count < 0 or start + count > len(space):
        raise InputError(
            f"there are names for {len(space)} personas in {locale} only",
            field="count",
            remedy="Take another locale for the others",
        )
    if not 1 <= per_line <= MATES:
        raise InputError(f"must be 1 to {MATES}", field="per_line")
    life, nicks, mailboxes = (Key(seed, locale, what) for what in ("life", "nick", "mailbox"))
    return (
        _persona(number, space.name(number, per_line), locale, life, nicks, mailboxes)
        for number in range(start, start + count)
    )


@lru_cache(maxsize=2)
def _space(seed: bytes, locale: str) -> NameSpace:
    if locale == "zh_CN":
        return NameSpace(seed, families(), givens())
    if locale not in LOCALES:
        raise InputError(
            f"there are no names for {locale!r}",
            field="locale",
            remedy=f"Take one of: {', '.join(LOCALES)}",
        )
    names = names_of(locale)
    return NameSpace(seed, names.families, names.givens)


def _persona(
    number: int, name: tuple[str, str], locale: str, life: Key, nicks: Key, mailboxes: Key
) -> Persona:
    family, given = name
    bits = life.words(number)
    sex, decade = _born(bits, given, locale)
    year = min(decade + bits[1] % 10, _YOUNGEST)
    east = locale in ("zh_CN", "ja_JP")
    spell = spelt if locale == "zh_CN" else names_of(locale).spelt
    called = given if locale == "zh_CN" else spell(given.split(maxsplit=1)[0])
    return Persona(
        number=number,
        name=f"{family}{given}" if east else f"{given} {family}",
        sex=sex,
        birth_year=year,
        locale=locale,
        nick=nick(nicks.words(number, 0), called, sex, year, locale),
        mailbox=mailbox(mailboxes.raw(number, 0), (spell(family), spell(given)), year),
    )


def _born(bits: Sequence[int], given: str, locale: str) -> tuple[Sex, int]:
    """Sex and decade of somebody with a given name, as likely as they are."""
    chance = bits[0] / 2**64
    if locale != "zh_CN":
        sex = Sex.FEMALE if chance < names_of(locale).female(given) else Sex.MALE
        return sex, _DECADES[bits[2] % len(_DECADES)]
    weighted = weights_of(given)
    left = chance * sum(weight for weight, _ in weighted)
    for weight, stratum in weighted:
        left -= weight
        if left < 0:
            return stratum.sex, stratum.decade
    return weighted[-1][1].sex, weighted[-1][1].decade

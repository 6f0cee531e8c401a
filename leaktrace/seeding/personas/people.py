"""Personas by their number: the same seed, locale and number give the same persona, in constant memory."""

from collections.abc import Iterator

from leaktrace.seeding.personas.persona import Persona

__all__ = ["LOCALES", "MATES", "capacity", "people"]

LOCALES = ("zh_CN", "en_US", "en_GB", "de_DE", "pt_BR", "ja_JP")
MATES = 10
"""So many identities one line may have at most."""


def capacity(locale: str = "zh_CN") -> int:
    """How many personas a locale has names for."""
    raise NotImplementedError(locale)


def people(
    seed: bytes, start: int, count: int, locale: str = "zh_CN", *, per_line: int = 1
) -> Iterator[Persona]:
    """The personas with the numbers from `start`, `count` of them.

    Args:
        seed: 16 bytes or more, secret: whoever has it knows all personas.
        start: the first number, from 0.
        count: how many.
        locale: one of `LOCALES`.
        per_line: how many identities share a line. The personas of one line are those with the same
            ``number // per_line``: their surnames differ by ear, so that no name of a pool fits two of
            them. It has to be the same for all personas of a seed.

    Raises:
        InputError: the locale is unknown, or has not so many names.
    """
    raise NotImplementedError(seed, start, count, locale, per_line)

"""Pools of sealed draws: values near to one another that a caller's words still tell apart.

A persona's own values are in none of its pools: who says them cannot have them from a drawn copy.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from math import lcm

from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import email_domain
from leaktrace.domain.premises import Premises
from leaktrace.seeding.personas.contact import mailbox, nick, plain
from leaktrace.seeding.personas.derive import Key, dealt, permuted
from leaktrace.seeding.personas.latin import names_of
from leaktrace.seeding.personas.near import near_chinese, near_latin
from leaktrace.seeding.personas.notes import NOTES
from leaktrace.seeding.personas.persona import Persona
from leaktrace.seeding.personas.sounds_zh import spelt
from leaktrace.seeding.personas.surnames_zh import COMPOUND

__all__ = [
    "address_pool",
    "address_share",
    "mailbox_pool",
    "name_pool",
    "nick_pool",
    "note_pool",
]

_NO_POOL = ("ja_JP",)
_TRIES = 40


def name_pool(seed: bytes, persona: Persona, size: int = 24) -> tuple[str, ...]:
    """Near names of a persona: same surname, length, sex and decade, each with another sound.

    Raises:
        InputError: the locale has not so many, or names of it are not known again in texts (ja_JP).
    """
    if persona.locale in _NO_POOL:
        raise InputError(
            f"names of {persona.locale} are not told apart in texts",
            field="locale",
            remedy="Draw the address or the note instead",
        )
    rng = Key(seed, persona.locale, "names").random(persona.number)
    near = near_chinese if persona.locale == "zh_CN" else near_latin
    return _enough(near(persona, size, rng), size, "near names")


def nick_pool(seed: bytes, persona: Persona, size: int = 24) -> tuple[str, ...]:
    """Nicks that the persona might have chosen instead of its own. None is a part of another.

    Raises:
        InputError: there are not so many.
    """
    key = Key(seed, persona.locale, "nick")
    called = _spelt(persona)[1] if persona.locale != "zh_CN" else _parts(persona)[1]
    kept: dict[str, str] = {persona.nick.lower(): ""}
    for turn in range(1, _TRIES * size):
        one = nick(
            key.words(persona.number, turn),
            called,
            persona.sex,
            persona.birth_year,
            persona.locale,
        )
        new = one.lower()
        if not any(new in other or other in new for other in kept):
            kept[new] = one
            if len(kept) > size:
                break
    return _enough(tuple(kept.values())[1:], size, "nicks")


def mailbox_pool(seed: bytes, persona: Persona, domain: str, size: int = 24) -> tuple[str, ...]:
    """Mailboxes of the persona under a mail domain of the merchant.

    Raises:
        InputError: it is no mail domain.
    """
    under = email_domain(domain)
    key = Key(seed, persona.locale, "mailbox")
    name = _spelt(persona)
    return tuple(
        f"{mailbox(key.raw(persona.number, turn), name, persona.birth_year)}@{under}"
        for turn in range(1, size + 1)
    )


def note_pool(
    seed: bytes, line: str, locale: str = "zh_CN", *, mate: int = 0, mates: int = 1, size: int = 50
) -> tuple[str, ...]:
    """Delivery notes. The pools of the `mates` identities of one `line` have no note in common.

    Every request and every remark is used once in a pool, so that half a note tells which one is meant.

    Raises:
        InputError: there are no notes in the language of the locale, or not so many.
    """
    language = locale.partition("_")[0]
    if language not in NOTES:
        raise InputError(
            f"there are no notes in the language of {locale}",
            field="locale",
            remedy=f"Draw something else, or take a locale of: {', '.join(NOTES)}",
        )
    requests, remarks, between = NOTES[language]
    _check_mate(mate, mates)
    first, second = (
        permuted(requests, seed, "requests", line),
        permuted(remarks, seed, "remarks", line),
    )
    if size > min(len(first), len(second)) or mates * size > lcm(len(first), len(second)):
        raise InputError(f"there are not {size} notes for each of {mates} identities", field="size")
    # Up to the least common multiple no request meets a remark twice.
    numbers = range(mate * size, (mate + 1) * size)
    return tuple(
        f"{first[number % len(first)]}{between}{second[number % len(second)]}" for number in numbers
    )


def address_pool(
    seed: bytes,
    line: str,
    premises: Premises,
    *,
    mate: int = 0,
    mates: int = 1,
    size: int = 50,
    taken: Collection[str] = (),
) -> tuple[str, ...]:
    """Addresses at the premises. The pools of the `mates` identities of one `line` have none in common.

    Args:
        seed: of the personas.
        line: the name of the line.
        premises: where the canaries are delivered to.
        mate: which of the identities of the line, from 0.
        mates: how many of them there are.
        size: how many addresses.
        taken: units that are the own ones of identities on the line.

    Raises:
        InputError: the premises have not so many units.
    """
    _check_mate(mate, mates)
    share = _dealt(seed, line, premises, frozenset(taken), mates * size)[mate::mates]
    what = f"units for each of {mates} identities at {premises.premises_id}"
    return _enough(share, size, what)


def address_share(
    seed: bytes, line: str, premises: Premises, *, mate: int, mates: int, size: int
) -> tuple[str, ...]:
    """The same where there may be fewer units: as many as there are for each, at least one.

    Identities of a line share units only where there are more of them than units.
    """
    _check_mate(mate, mates)
    every = _dealt(seed, line, premises, frozenset(), mates * size)
    return every[mate::mates] or (every[mate % len(every)],)


@lru_cache(maxsize=4)
def _dealt(
    seed: bytes, line: str, premises: Premises, taken: frozenset[str], most: int
) -> tuple[str, ...]:
    """The addresses that the identities of a line share out: each of them asks for the same."""
    written = _written(premises)
    free = [unit for unit in written if unit not in taken] if taken else list(written)
    rng = Key(seed, "order", "units", line, premises.premises_id).random()
    return tuple(written[unit] for unit in dealt(free, most, rng))


@lru_cache(maxsize=64)
def _written(premises: Premises) -> dict[str, str]:
    """The units of premises, each with its whole address."""
    return {unit: str(premises.address(unit)) for unit in premises.units}


def _check_mate(mate: int, mates: int) -> None:
    if not 0 <= mate < mates:
        raise InputError(f"must be 0 to {mates - 1}", field="mate")


def _enough(values: Sequence[str], size: int, what: str) -> tuple[str, ...]:
    if len(values) < size:
        raise InputError(
            f"there are only {len(values)} {what}, not {size}",
            field="size",
            remedy="Ask for fewer, 20 or more if possible",
        )
    return tuple(values)


def _parts(persona: Persona) -> tuple[str, str]:
    """Surname and given name of a Chinese persona."""
    cut = 2 if persona.name[:2] in COMPOUND else 1
    return persona.name[:cut], persona.name[cut:]


def _spelt(persona: Persona) -> tuple[str, str]:
    """Surname and given name in ASCII letters."""
    if persona.locale == "zh_CN":
        family, given = map(spelt, _parts(persona))
        return family, given
    if persona.locale == "ja_JP":
        return names_of(persona.locale).split(persona.name)
    first, _, last = persona.name.partition(" ")
    return plain(last), plain(first)

"""The pools of sealed draws: which values can be told apart, which a caller said, which a copy shows.

All of it is blind: a value that some channel was given and one that nobody was given are the same here.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.domain.copy import Fit
from leaktrace.extraction.fit import address_part, fit
from leaktrace.extraction.names.accents import unaccented
from leaktrace.extraction.names.surnames import COMPOUND, SURNAMES, ZH_TITLES, sounds, split_name
from leaktrace.extraction.places.units import Unit, parse_unit, unit_at_end
from leaktrace.extraction.reading import bare, fold, is_hanzi

__all__ = ["DRAWABLE", "Unfit", "alike", "forms", "said_value", "shown_values", "unfit"]

DRAWABLE = (Field.NAME, Field.ADDRESS, Field.NICK, Field.NOTE, Field.EMAIL)
"""Fields whose value may be drawn. A number cannot: it would be a stranger's."""
_LENGTH = {Field.NAME: 60, Field.ADDRESS: 300, Field.NICK: 60, Field.NOTE: 300, Field.EMAIL: 254}
_LATIN_NAME = re.compile(r"[A-Za-z'’\-]{2,}(?: [A-Za-z'’\-]+)* [A-Za-z'’\-]{2,}")
_TITLES = tuple(title for title in ZH_TITLES if len(title) > 1)
_WHOLE = (Strength.EXACT, Strength.FUZZY)


@dataclass(frozen=True)
class Unfit:
    """Why a value cannot be in a pool, as the end of a sentence."""

    reason: str
    remedy: str = ""


_FREE = (Field.NAME, Field.NICK, Field.NOTE)
"""Fields in which anything could be written."""
_REACHES_SOMEBODY = re.compile(
    r"(?:\d[\s\-.()+]{0,2}){7,}|@|https?:|www\.|(?:q|wx|vx|微信|扣扣)\W{0,2}\d{5,}", re.IGNORECASE
)


def unfit(field: Field, value: str, own: Sequence[str]) -> Unfit | None:
    """What speaks against a value of a pool; None if nothing does.

    Args:
        field: one of `DRAWABLE`.
        value: the value, as a channel would be given it.
        own: the value of the canary itself, in one or more spellings.
    """
    if value != value.strip() or not value or len(value) > _LENGTH[field]:
        return Unfit(f"must have 1 to {_LENGTH[field]} characters, without blanks around it")
    if not value.isprintable() or "*" in value or "＊" in value:
        return Unfit("has a star or an unprintable character in it")
    if field in _FREE and _REACHES_SOMEBODY.search(fold(value)):
        return Unfit(
            "may be read as a number, a mailbox or a page of somebody",
            "No stranger is ever touched: leave out digits in a row, @ and links",
        )
    judge = _JUDGES.get(field)
    return None if judge is None else judge(value, own)


def alike(field: Field, values: Sequence[str]) -> tuple[int, int] | None:
    """Two values that a caller could not tell apart; None if there are none.

    No value may then stand for another: they differ after every normal form under which `fit` compares
    what was said with a copy, by ear too.
    """
    seen: dict[Hashable, int] = {}
    for number, value in enumerate(values):
        for form in forms(field, value):
            other = seen.setdefault(form, number)
            if other != number:
                return other, number
    parts = [_part(field, value) for value in values]
    named = {
        (bool(part.building), bool(part.entrance), bool(part.room))
        for part in parts
        if isinstance(part, Unit)
    }
    if len(named) == 1:
        return None  # units that name the same parts are within one another only if they are equal
    for one, part in enumerate(parts):
        for other, whole in enumerate(parts):
            if one != other and _within(part, whole):
                return min(one, other), max(one, other)
    return None


def forms(field: Field, value: str) -> frozenset[Hashable]:
    """Normal forms of a value: two values with one in common sound or read the same."""
    folded = fold(value)
    if field is Field.NAME and _is_chinese(folded):
        return frozenset(product(*map(sounds, folded)))
    if field is Field.NAME:
        words = _words(value)
        return frozenset({(words[0], words[-1])})
    return frozenset({_part(field, value)})


def said_value(field: Field, values: Sequence[str], details: Sequence[Detail]) -> int | None:
    """The number of the one value of a pool that these details of a contact show; None for none or two.

    A detail counts if the caller said the whole of a value, or something like it, that fits exactly one
    value of the pool. A surname or a house fits several.
    """
    found: set[int] = set()
    for detail in details:
        if detail.field is field and detail.strength in _WHOLE and not detail.by_holder:
            fits = [n for n, value in enumerate(values) if fit(detail, value) is Fit.HOLDS]
            found.update(fits if len(fits) == 1 else ())
    return found.pop() if len(found) == 1 else None


def shown_values(field: Field, values: Sequence[str], held: str, *, masked: bool) -> frozenset[int]:
    """The numbers of the values of a pool that a copy shows.

    Args:
        field: the field of the pool.
        values: the pool, whose values can be told apart.
        held: what the copy has.
        masked: the copy hides a part. It then shows every value that it may stand for, and nothing if it
            may stand for all.
    """
    if not masked and held in values:
        return frozenset({values.index(held)})
    if not masked and field is Field.ADDRESS:
        # As `fit` compares units, with the pool's taken apart once.
        own = _unit(held.strip())
        units = ((number, _unit(value)) for number, value in enumerate(values))
        return frozenset(n for n, unit in units if own and unit and unit.within(own))
    fits = (fit(_whole(field, value), held) for value in values)
    if not masked:
        return frozenset(number for number, one in enumerate(fits) if one is Fit.HOLDS)
    possible = frozenset(number for number, one in enumerate(fits) if one is not Fit.DIFFERS)
    return frozenset() if len(possible) == len(values) else possible


def _whole(field: Field, value: str) -> Detail:
    """What the extraction makes of a value that was said in full."""
    said = unit_at_end(value, ()) if field is Field.ADDRESS else value
    return Detail(field, said, None, Strength.EXACT, contradicts=False)


def _part(field: Field, value: str) -> Hashable:
    """What `fit` compares of a value."""
    if field is Field.ADDRESS:
        return _unit(value)
    if field is Field.NAME:
        return None if _is_chinese(fold(value)) else frozenset(_words(value))
    return bare(value)


@lru_cache(maxsize=65_536)
def _unit(address: str) -> Unit | None:
    """The unit at the end of an address."""
    return parse_unit(unit_at_end(address, ()))


def _words(name: str) -> list[str]:
    """The words of a name in Latin letters, as names in texts are known again."""
    return re.sub(r"[^a-z ]", "", fold(unaccented(name)).replace("-", " ")).split() or [""]


def _within(part: Hashable, whole: Hashable) -> bool:
    """Whether the one would pass for a piece of the other. Chinese names are compared as wholes."""
    match part, whole:
        case str(), str():
            return part in whole
        case frozenset(), frozenset():
            return part <= whole
        case Unit(), Unit():
            return part.within(whole)
        case _:
            return False


def _is_chinese(folded: str) -> bool:
    return bool(folded) and all(map(is_hanzi, folded))


def _judge_name(value: str, own: Sequence[str]) -> Unfit | None:
    """A name in the script of the own one, since texts are searched for names of one script."""
    folded = fold(value)
    if _is_chinese(folded) != _is_chinese(fold(own[0])):
        return Unfit("is not in the script of the canary's own name")
    if not _is_chinese(folded):
        plain = _LATIN_NAME.fullmatch(unaccented(value))
        return None if plain else Unfit("is not a first name and a surname")
    surname, given = split_name(folded)
    known = surname in SURNAMES or surname in COMPOUND
    if not known or not 1 <= len(given) <= 2 or "某" in given or given.endswith(_TITLES):
        return Unfit("is not a surname and a given name of one or two characters")
    return None


def _judge_address(value: str, own: Sequence[str]) -> Unfit | None:
    """The premises of the canary's own address, with another unit."""
    if _unit(value) is None or address_part(_whole(Field.ADDRESS, value)) != "unit":
        return Unfit("does not end with a unit", "Write it in figures, such as 3号楼2单元1204室")
    if _premises(value) not in map(_premises, own):
        return Unfit(
            "is not at the canary's own premises",
            "Take the canary's address as it stands, with another unit at its end",
        )
    return None


def _premises(address: str) -> str:
    return bare(address.removesuffix(unit_at_end(address, ())))


def _judge_text(value: str, _own: Sequence[str]) -> Unfit | None:
    return None if len(bare(value)) >= 3 else Unfit("is too short to be known again")


_JUDGES: dict[Field, Callable[[str, Sequence[str]], Unfit | None]] = {
    Field.NAME: _judge_name,
    Field.ADDRESS: _judge_address,
    Field.NICK: _judge_text,
    Field.NOTE: _judge_text,
}

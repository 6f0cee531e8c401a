"""Names of several parts with a dot between, as in 古丽娜·买买提: whole, or by the first part."""

import re
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import Reading, fold, is_hanzi

__all__ = ["DottedNames", "find_dotted_names", "know_dotted_names"]

_DOTS = "·•・‧∙．."
_BETWEEN = rf"[{_DOTS}\s]?"


@dataclass(frozen=True)
class DottedNames:
    """The pool of names, made searchable: names and first parts, each with its pattern, longest first."""

    own: str
    own_first: str
    names: tuple[tuple[str, re.Pattern[str]], ...]
    firsts: tuple[str, ...]


def know_dotted_names(facts: OrderFacts) -> DottedNames | None:
    """The names of `facts` that have a dot; None if the order's own has none."""
    parted = {name: re.split(rf"[{_DOTS}]", fold(name)) for name in facts.names}
    kept = {
        name: parts
        for name, parts in parted.items()
        if len(parts) > 1 and all(part and all(map(is_hanzi, part)) for part in parts)
    }
    if not facts.names or facts.names[0] not in kept:
        return None
    names = sorted(kept, key=lambda name: (-len(name), name))
    return DottedNames(
        own=facts.names[0],
        own_first=kept[facts.names[0]][0],
        names=tuple((name, re.compile(_BETWEEN.join(kept[name]))) for name in names),
        firsts=tuple(sorted({parts[0] for parts in kept.values()}, key=lambda one: (-len(one), one))),
    )  # fmt: skip


def find_dotted_names(reading: Reading, known: DottedNames) -> list[Detail]:
    """Every name of the pool in a text, whole or by its first part."""
    found: list[Detail] = []
    taken: list[tuple[int, int]] = []

    def add(value: str, span: tuple[int, int], strength: Strength, *, wrong: bool) -> None:
        if not any(start < span[1] and span[0] < end for start, end in taken):
            taken.append(span)
            found.append(Detail(Field.NAME, value, span, strength, wrong, rule="dotted"))

    for name, pattern in known.names:
        for match in pattern.finditer(reading.text):
            add(name, match.span(), Strength.EXACT, wrong=name != known.own)
    for first in known.firsts:
        if len(first) >= 2:
            for match in re.finditer(re.escape(first), reading.text):
                add(first, match.span(), Strength.PARTIAL, wrong=first != known.own_first)
    return found

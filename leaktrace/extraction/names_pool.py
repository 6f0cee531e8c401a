"""The Chinese names of an order, made searchable, and one search for them."""

from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import Reading, fold, is_hanzi
from leaktrace.extraction.surnames import romanised, sounds, split_name

__all__ = ["ChineseNames", "NameSearch", "know_chinese_names"]


@dataclass(frozen=True)
class ChineseNames:
    """The pool of names, made searchable."""

    own: str
    pool: tuple[tuple[str, str, str], ...]
    """Folded name, surname and given name, as the pool has them, longest first."""
    spoken: tuple[tuple[str, tuple[frozenset[str], ...]], ...]
    latin: tuple[tuple[str, str, str], ...]
    surname_sounds: frozenset[str]

    @property
    def surname(self) -> str:
        """The surname of the order's own name."""
        return split_name(self.own)[0]


def know_chinese_names(facts: OrderFacts) -> ChineseNames | None:
    """The Chinese names of `facts`; None if the order's own is not Chinese."""
    names = [
        fold(name)
        for name in facts.names
        if name and all(map(is_hanzi, fold(name))) and len(name) <= 5
    ]
    if not names or fold(facts.names[0]) != names[0]:
        return None
    unique = sorted(set(names), key=lambda name: (-len(name), name))
    spoken = tuple((name, tuple(map(sounds, name))) for name in unique)
    return ChineseNames(
        own=names[0],
        pool=tuple((name, *split_name(name)) for name in unique),
        spoken=spoken,
        latin=tuple((name, *romanised(name)) for name in unique),
        surname_sounds=frozenset(sound for _, heard in spoken for sound in heard[0]),
    )


class NameSearch:
    """One search: what was found so far, and the places that are taken."""

    def __init__(self, reading: Reading, known: ChineseNames) -> None:
        self.reading, self.known = reading, known
        self.text = reading.packed
        self.found: list[Detail] = []
        self.taken: list[tuple[int, int]] = []

    def free(self, start: int, end: int) -> bool:
        """Whether no name was found there yet."""
        return not any(a < end and start < b for a, b in self.taken)

    def add(
        self, value: str, place: tuple[int, int], strength: Strength, rule: str, *, wrong: bool
    ) -> None:
        """Take a name that stands there."""
        self.taken.append(place)
        self.found.append(
            Detail(Field.NAME, value, self.reading.span(*place), strength, wrong, rule=rule)
        )

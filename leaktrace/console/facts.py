"""What a caller knew, each fact told once however often it was said."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Origin, Strength

__all__ = ["Fact", "facts_of"]

_BEST_FIRST = (Strength.EXACT, Strength.FUZZY, Strength.PARTIAL)


@dataclass(frozen=True)
class Fact:
    """One field of an order, and all that was said of it with one and the same result."""

    field: Field
    values: tuple[str, ...]
    """What was said, each value once; masked, several may look alike."""
    count: int
    """How often something of it was said."""
    strength: Strength
    """Of what was said best."""
    contradicts: bool
    drawn: bool
    """Whether these are values of a sealed draw, which are neither right nor wrong."""
    by_holder: bool
    origins: tuple[Origin, ...]


def facts_of(details: Iterable[tuple[Detail, bool, Hashable]]) -> tuple[Fact, ...]:
    """The facts among details, in the order in which they were first said.

    Args:
        details: each with whether it is a value of a sealed draw, and with what tells its value from others of the
            field: masked, different ones may look alike.
    """
    groups: dict[tuple[Field, bool, bool, bool], list[Detail]] = {}
    values: dict[tuple[Field, bool, bool, bool], dict[Hashable, str]] = {}
    for detail, drawn, identity in details:
        wrong = detail.contradicts and not drawn
        fact = (detail.field, wrong, drawn, detail.by_holder)
        groups.setdefault(fact, []).append(detail)
        values.setdefault(fact, {}).setdefault(identity, detail.value)
    return tuple(
        Fact(
            field=field,
            values=tuple(values[field, wrong, drawn, by_holder].values()),
            count=len(said),
            strength=min((one.strength for one in said), key=_BEST_FIRST.index),
            contradicts=wrong,
            drawn=drawn,
            by_holder=by_holder,
            origins=tuple(dict.fromkeys(one.origin for one in said)),
        )
        for (field, wrong, drawn, by_holder), said in groups.items()
    )

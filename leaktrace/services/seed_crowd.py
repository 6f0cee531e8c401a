"""The people of a run, block by block, with the pools that are theirs alone; in a process beside this one if there is one."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import count

from leaktrace.domain.channel import Field
from leaktrace.seeding.personas import Persona, name_pool, nick_pool, people

__all__ = ["Buyer", "crowds", "own_pool"]

_GROUPS = 500
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class Buyer:
    """A persona, with those of its pools that were made along with it."""

    persona: Persona
    pools: Mapping[Field, tuple[str, ...]]


def own_pool(seed: bytes, persona: Persona, name: Field) -> tuple[str, ...]:
    """The pool of a field that nothing but the persona decides; empty for others."""
    match name:
        case Field.NAME:
            return name_pool(seed, persona)
        case Field.NICK:
            return nick_pool(seed, persona)
        case _:
            return ()


def crowds(
    seed: bytes, per_line: int, lines: int, fields: Collection[Field], aside: Executor | None
) -> Iterator[list[Buyer]]:
    """Blocks of people for one line after the other, without end.

    Args:
        seed: of the personas.
        per_line: how many share a line.
        lines: for so many lines people are surely needed.
        fields: which pools are wanted; without `aside` they are made when they are asked for.
        aside: where blocks are made ahead. The people are the same either way.
    """
    if aside is None:
        for start in count(0, _GROUPS * per_line):
            yield _crowd(seed, start, per_line, ())
        return
    under_way: deque[Future[list[Buyer]]] = deque()
    wanted = -(-lines // _GROUPS)
    for block in count():
        ahead = max(block + 1, min(block + 1 + _AHEAD, wanted))
        for number in range(block + len(under_way), ahead):
            start = number * _GROUPS * per_line
            under_way.append(aside.submit(_crowd, seed, start, per_line, tuple(fields)))
        yield under_way.popleft().result()


def _crowd(seed: bytes, start: int, per_line: int, fields: Collection[Field]) -> list[Buyer]:
    return [
        Buyer(one, {name: own_pool(seed, one, name) for name in fields})
        for one in people(seed, start, _GROUPS * per_line, per_line=per_line)
    ]

"""Messages that come in parts: which parts are one message."""

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

__all__ = ["Concatenation", "Grouping", "concatenation", "utf16_text"]

T = TypeVar("T")


@dataclass(frozen=True)
class Concatenation:
    """What a part says of the message that it belongs to."""

    reference: str
    """Chosen by the sender's phone; it comes round again after 256 or 65,536 messages."""
    total: int
    number: int


def concatenation(udh: str) -> Concatenation | None:
    """The concatenation in a user data header (3GPP TS 23.040, 9.2.3.24.1 and .8), in hex; None if there is none."""
    try:
        header = bytes.fromhex(udh)
    except ValueError:
        return None
    at, end = 1, min(len(header), header[0] + 1) if header else 0
    while at + 2 <= end:
        kind, length = header[at], header[at + 1]
        value = header[at + 2 : at + 2 + length]
        if (kind, length, len(value)) in ((0x00, 3, 3), (0x08, 4, 4)):
            total, number = value[-2], value[-1]
            if total > 1 and 1 <= number <= total:
                return Concatenation(value[:-2].hex(), total, number)
        at += 2 + length
    return None


def utf16_text(raw: bytes) -> str:
    """Text of a message, of which half a character may be missing at an end."""
    return raw.decode("utf-16-be", "replace")


@dataclass
class _Open(Generic[T]):
    at: Collection[datetime]
    total: int
    parts: dict[int, T] = field(default_factory=dict)


class Grouping(Generic[T]):
    """Puts parts together, in whatever order they come.

    Args:
        timeout: parts that lie further apart are of another message with the same reference.
    """

    def __init__(self, timeout: timedelta) -> None:
        self._timeout = timeout
        self._open: dict[Hashable, list[_Open[T]]] = {}

    @property
    def is_open(self) -> bool:
        """Whether a message still lacks parts."""
        return bool(self._open)

    def add(
        self, key: Hashable, number: int, total: int, at: Collection[datetime], item: T
    ) -> list[T] | None:
        """Take a part.

        Args:
            key: what the parts of a message have in common.
            number: its place, from 1.
            total: how many there are.
            at: what its time may be, two where the clocks go back; none where the key alone tells the message.
            item: the part.

        Returns:
            The parts of the message in their order if it is whole now.
        """
        if total <= 1:
            return [item]
        waiting = self._open.setdefault(key, [])
        group = next((one for one in waiting if self._takes(one, number, at)), None)
        if group is None:
            group = _Open(at, total)
            waiting.append(group)
        group.parts[number] = item
        if len(group.parts) < group.total:
            return None
        waiting.remove(group)
        if not waiting:
            del self._open[key]
        return _in_order(group)

    def rest(self) -> Iterator[list[T]]:
        """The parts of messages that are not whole, in the order in which they began."""
        for waiting in self._open.values():
            yield from map(_in_order, waiting)

    def _takes(self, group: _Open[T], number: int, at: Collection[datetime]) -> bool:
        if number in group.parts:
            return False
        if not at or not group.at:
            return True
        return min(abs(one - other) for one in at for other in group.at) <= self._timeout


def _in_order(group: _Open[T]) -> list[T]:
    return [group.parts[number] for number in sorted(group.parts)]

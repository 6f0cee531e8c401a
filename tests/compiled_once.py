"""SQL that was compiled for one engine of a test process serves its other engines."""

from collections.abc import Iterator, MutableMapping
from typing import Any

from sqlalchemy.util import LRUCache


class CompiledOnce(MutableMapping[tuple[Any, ...], Any]):
    """What SQLAlchemy compiled, by statement and kind of database.

    SQLAlchemy keys what it compiled by the engine's own dialect object, and every test has an engine of its own: without
    this a third of the time of many tests goes into compiling the same statements.
    """

    def __init__(self) -> None:
        self._kept: MutableMapping[tuple[Any, ...], Any] = LRUCache(3000)

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._kept[_shared(key)]

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self._kept[_shared(key)] = compiled

    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._kept[_shared(key)]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _shared(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, dialect.driver, *rest)

"""Draw files: JSONL rows of pools and blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leaktrace.attribution import Block, Pool
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.words import member
from leaktrace.services.files import Faults, identifier, jsonl_rows, text_of

__all__ = ["DrawFile", "block_from", "pool_from", "read_draw"]

MAX_LISTED = 2_000


@dataclass
class DrawFile:
    """The rows of a draw file with their numbers."""

    pools: list[tuple[int, Pool]] = field(default_factory=list)
    blocks: list[tuple[int, Block]] = field(default_factory=list)

    @property
    def canary_ids(self) -> set[str]:
        """All canaries that it names."""
        return {pool.canary_id for _, pool in self.pools} | {
            canary_id for _, block in self.blocks for canary_id in block.canary_ids
        }


def read_draw(path: Path, faults: Faults) -> DrawFile:
    """The rows of a draw file, in its order.

    Args:
        path: the file.
        faults: takes what is wrong with rows.

    Raises:
        InputError: the file cannot be read.
    """
    found = DrawFile()
    for number, row in jsonl_rows(path):
        if "block_id" in row:
            block = faults.take(number, block_from, row)
            found.blocks += [] if block is None else [(number, block)]
        else:
            pool = faults.take(number, pool_from, row)
            found.pools += [] if pool is None else [(number, pool)]
    return found


def pool_from(row: Mapping[str, Any]) -> Pool:
    """The pool of a row.

    Raises:
        InputError: a key is missing or off.
    """
    values, channels = _texts(row, "values"), _names(row, "channels")
    if len(values) < len(channels):
        raise InputError("must be more than channels", field="values")
    return Pool(
        canary_id=identifier(row.get("canary_id"), "canary_id"),
        field=member(Field, row.get("field"), field="field"),
        values=values,
        channels=channels,
    )


def block_from(row: Mapping[str, Any]) -> Block:
    """The block of a row.

    Raises:
        InputError: a key is missing or off.
    """
    canary_ids, options = _names(row, "canary_ids"), _names(row, "options")
    if len(canary_ids) != len(options) or len(options) < 2:
        raise InputError("must be two or more, and as many as canary_ids", field="options")
    return Block(identifier(row.get("block_id"), "block_id"), canary_ids, options)


def _names(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(identifier(value, key) for value in _listed(row, key))


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = tuple(text_of({key: value}, key) for value in _listed(row, key))
    for number, value in enumerate(values, start=1):
        if not value.isprintable():
            raise InputError(f"value {number} has a character that cannot be printed", field=key)
    return values


def _listed(row: Mapping[str, Any], key: str) -> list[Any]:
    values = row.get(key)
    if not isinstance(values, list) or not 1 <= len(values) <= MAX_LISTED:
        raise InputError(f"must be a list of 1 to {MAX_LISTED}", field=key)
    if len(set(map(str, values))) != len(values):
        raise InputError("names one twice", field=key)
    return values

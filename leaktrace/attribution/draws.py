"""Sealed draws: which channel gets which value of a pool, and which canary which route.

A draw is random, fixed by a seed, and committed to before any channel is given anything. The
commitment is the SHA-256 of the *manifest*: one canonical JSON document with the seed, the pools and
the blocks. Whoever is later given the manifest can check it against the commitment and draw again;
``docs/draw.py`` does so with nothing but the standard library.

The value of a channel is uniform over its pool whatever values the others were given. That, and
nothing else, is what the variant lottery rests on (`leaktrace.attribution.lottery`).
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leaktrace.domain.channel import Field

__all__ = ["SCHEME", "SEED_BYTES", "Block", "Draw", "Pool", "permutation"]

SCHEME = "leaktrace-draw/1"
SEED_BYTES = 32
_WORD = 2**64


@dataclass(frozen=True)
class Pool:
    """The values of one field of one canary that a caller could tell apart.

    Raises:
        ValueError: fewer values than channels, or one of either is there twice.
    """

    canary_id: str
    field: Field
    values: tuple[str, ...]
    channels: tuple[str, ...]
    """Those that are given a value of their own."""

    def __post_init__(self) -> None:
        _distinct("values", self.values)
        _distinct("channels", self.channels)
        if not self.channels or len(self.values) < len(self.channels):
            raise ValueError(f"{len(self.values)} values are too few for {len(self.channels)}")

    @property
    def label(self) -> str:
        """What makes the draw of this pool its own."""
        return json.dumps(["pool", self.canary_id, self.field.value], ensure_ascii=False)


@dataclass(frozen=True)
class Block:
    """Canaries that are alike but for one tier of their route: one canary for each option of it.

    Raises:
        ValueError: not as many options as canaries, or one of either is there twice.
    """

    block_id: str
    canary_ids: tuple[str, ...]
    options: tuple[str, ...]
    """Channels of one tier."""

    def __post_init__(self) -> None:
        _distinct("canaries", self.canary_ids)
        _distinct("options", self.options)
        if len(self.canary_ids) != len(self.options) or len(self.options) < 2:
            raise ValueError("a block needs two or more options, and one canary for each")

    @property
    def label(self) -> str:
        """What makes the draw of this block its own."""
        return json.dumps(["block", self.block_id], ensure_ascii=False)


@dataclass(frozen=True)
class Draw:
    """Everything that was drawn together from one seed."""

    seed: bytes
    pools: tuple[Pool, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"the seed of a draw has {SEED_BYTES} bytes")
        _distinct("pools", [pool.label for pool in self.pools])
        _distinct("blocks", [block.block_id for block in self.blocks])

    def given(self, pool: Pool) -> Mapping[str, str]:
        """Channel to value, for one pool of this draw."""
        order = permutation(self.seed, pool.label, len(pool.values))
        return {
            channel: pool.values[number]
            for channel, number in zip(pool.channels, order, strict=False)
        }

    def routed(self, block: Block) -> Mapping[str, str]:
        """Canary to channel, for one block of this draw."""
        order = permutation(self.seed, block.label, len(block.options))
        return {
            canary_id: block.options[number]
            for canary_id, number in zip(block.canary_ids, order, strict=True)
        }

    def manifest(self) -> bytes:
        """The document that is committed to: JSON with sorted keys and no spaces, UTF-8."""
        document: dict[str, Any] = {
            "scheme": SCHEME,
            "seed": self.seed.hex(),
            "pools": [
                {
                    "canary_id": pool.canary_id,
                    "field": pool.field.value,
                    "values": list(pool.values),
                    "channels": list(pool.channels),
                }
                for pool in self.pools
            ],
            "blocks": [
                {
                    "block_id": block.block_id,
                    "canary_ids": list(block.canary_ids),
                    "options": list(block.options),
                }
                for block in self.blocks
            ],
        }
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def commitment(self) -> str:
        """``sha256:`` and the hash of the manifest. Tells nothing of the draw: the seed is in it."""
        return "sha256:" + hashlib.sha256(self.manifest()).hexdigest()

    @classmethod
    def from_manifest(cls, manifest: bytes) -> "Draw":
        """Read a manifest back.

        Raises:
            ValueError: it is none of this scheme, or not in canonical form.
        """
        try:
            document = json.loads(manifest)
            if document["scheme"] != SCHEME:
                raise ValueError(f"unknown scheme {document['scheme']!r}")
            draw = cls(
                seed=bytes.fromhex(document["seed"]),
                pools=tuple(
                    Pool(
                        row["canary_id"],
                        Field(row["field"]),
                        tuple(row["values"]),
                        tuple(row["channels"]),
                    )
                    for row in document["pools"]
                ),
                blocks=tuple(
                    Block(row["block_id"], tuple(row["canary_ids"]), tuple(row["options"]))
                    for row in document["blocks"]
                ),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not the manifest of a draw: {error!r}") from error
        if draw.manifest() != manifest:
            raise ValueError("the manifest is not in canonical form")
        return draw


def permutation(seed: bytes, label: str, size: int) -> list[int]:
    """A uniform permutation of ``0 .. size-1`` (Fisher and Yates, from the end).

    Each number comes from the 64-bit words of HMAC-SHA256(seed, label, counter); words that would
    favour small numbers are passed over.
    """
    order = list(range(size))
    words = _words(seed, label)
    for last in range(size - 1, 0, -1):
        limit = _WORD - _WORD % (last + 1)
        word = next(words)
        while word >= limit:
            word = next(words)
        pick = word % (last + 1)
        order[last], order[pick] = order[pick], order[last]
    return order


def _words(seed: bytes, label: str) -> Iterator[int]:
    counter = 0
    while True:
        message = label.encode() + counter.to_bytes(8, "big")
        block = hmac.digest(seed, message, "sha256")
        for start in range(0, len(block), 8):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1


def _distinct(what: str, values: Sequence[str]) -> None:
    if len(set(values)) != len(values):
        raise ValueError(f"one of the {what} is there twice")

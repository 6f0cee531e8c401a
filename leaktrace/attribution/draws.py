"""Sealed draws: which channel gets which value of a pool, and which canary which route.

A draw is random, fixed by a seed, and committed to before any channel is given anything. The
commitment is the SHA-256 of the *manifest*: one canonical JSON document with the seed, the pools and
the blocks. Whoever is later given the manifest can check it against the commitment and draw again;
``docs/draw.py`` does so with nothing but the standard library.

The value of a channel is uniform over its pool whatever values the others were given. That, and
nothing else, is what the variant lottery rests on (`leaktrace.attribution.lottery`).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, count
from struct import unpack

from leaktrace.domain.channel import Field

__all__ = [
    "SCHEME", "SEED_BYTES", "Block", "Draw", "Pool", "WrittenBlock", "WrittenDraw", "WrittenPool",
    "permutation",
]  # fmt: skip

SCHEME = "leaktrace-draw/1"
SEED_BYTES = 32
_WORD = 2**64
_SHA_BLOCK = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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

    @cached_property
    def written(self) -> str:
        """Its values in JSON, as they stand in the manifest."""
        return _json(self.values)

    @property
    def label(self) -> str:
        """What makes the draw of this pool its own: ``["pool", canary, field]`` in JSON."""
        return f'["pool", {_json(self.canary_id)}, "{self.field}"]'


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
        """What makes the draw of this block its own: ``["block", block]`` in JSON."""
        return f'["block", {_json(self.block_id)}]'


@dataclass(frozen=True)
class Draw:
    """Everything that was drawn together from one seed."""

    seed: bytes
    pools: tuple[Pool, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES:
            raise ValueError(f"the seed of a draw has {SEED_BYTES} bytes")
        _distinct("pools", [(pool.canary_id, pool.field) for pool in self.pools])
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
        return self._manifest

    @cached_property
    def _manifest(self) -> bytes:
        pools = ",".join(
            f'{{"canary_id":{_json(pool.canary_id)},"channels":{_json(pool.channels)},'
            f'"field":"{pool.field}","values":{pool.written}}}'
            for pool in self.pools
        )
        blocks = ",".join(
            f'{{"block_id":{_json(block.block_id)},"canary_ids":{_json(block.canary_ids)},'
            f'"options":{_json(block.options)}}}'
            for block in self.blocks
        )
        return (
            f'{{"blocks":[{blocks}],"pools":[{pools}],"scheme":"{SCHEME}","seed":"{self.seed.hex()}"}}'
        ).encode()

    def commitment(self) -> str:
        """``sha256:`` and the hash of the manifest. Tells nothing of the draw: the seed is in it."""
        return "sha256:" + hashlib.sha256(self.manifest()).hexdigest()

    def written(self) -> "WrittenDraw":
        """The draw as it is kept: made up where it is drawn, which may be in another process."""
        return WrittenDraw(
            self.commitment(),
            self.manifest(),
            tuple(
                WrittenPool(
                    pool.canary_id,
                    pool.field,
                    pool.written.encode(),
                    _json(self.given(pool)).encode(),
                )
                for pool in self.pools
            ),
            tuple(
                WrittenBlock(block.block_id, _json(self.routed(block)).encode())
                for block in self.blocks
            ),
        )

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


@dataclass(frozen=True, slots=True)
class WrittenPool:
    """One pool of a draw, in JSON."""

    canary_id: str
    field: Field
    values: bytes
    given: bytes
    """Channel to value."""


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """One block of a draw, in JSON."""

    block_id: str
    routed: bytes
    """Canary to channel."""


@dataclass(frozen=True, slots=True)
class WrittenDraw:
    """A draw as it is kept."""

    commitment: str
    manifest: bytes
    pools: tuple[WrittenPool, ...]
    blocks: tuple[WrittenBlock, ...] = ()


def permutation(seed: bytes, label: str, size: int) -> list[int]:
    """A uniform permutation of ``0 .. size-1`` (Fisher and Yates, from the end).

    Each number comes from the 64-bit words of HMAC-SHA256(seed, label, counter); words that would
    favour small numbers are passed over.
    """
    order = list(range(size))
    words = _words(seed, label)
    for last, limit in _limits(size):
        word = next(words)
        while word >= limit:
            word = next(words)
        pick = word % (last + 1)
        order[last], order[pick] = order[pick], order[last]
    return order


@lru_cache(maxsize=256)
def _limits(size: int) -> tuple[tuple[int, int], ...]:
    """Every place of a list but the first, from its end, with the least word that is passed over there."""
    return tuple((last, _WORD - _WORD % (last + 1)) for last in range(size - 1, 0, -1))


def _words(seed: bytes, label: str) -> Iterator[int]:
    """The words of HMAC-SHA256(seed, label, counter) for one counter after the other, without end.

    As RFC 2104 has it; key and label are hashed in once for all counters.
    """
    key = seed if len(seed) <= _SHA_BLOCK else hashlib.sha256(seed).digest()
    key = key.ljust(_SHA_BLOCK, b"\0")
    inner = hashlib.sha256(key.translate(_INNER) + label.encode())
    outer = hashlib.sha256(key.translate(_OUTER))

    def block(counter: int) -> bytes:
        inside, outside = inner.copy(), outer.copy()
        inside.update(counter.to_bytes(8, "big"))
        outside.update(inside.digest())
        return outside.digest()

    return chain.from_iterable(unpack(">4Q", block(counter)) for counter in count())


def _distinct(what: str, values: Sequence[object]) -> None:
    if len(set(values)) != len(values):
        raise ValueError(f"one of the {what} is there twice")

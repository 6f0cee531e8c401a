"""Everything random of a persona, derived from a secret seed and numbers: no state, in any order."""

from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from struct import Struct
from typing import TypeVar

from leaktrace.domain.errors import InputError

__all__ = ["Key", "dealt", "permuted", "shuffled"]

MIN_SEED = 16
_WORDS = Struct("<8Q")
_PACK = tuple(Struct(f">{count}Q").pack for count in range(8))
_MASK = 2**64 - 1
_MIX = 0x9E3779B97F4A7C15
_T = TypeVar("_T")


class Key:
    """A keyed function from numbers to random bits (BLAKE2b, RFC 7693), and what is made of it.

    Raises:
        InputError: the seed is too short to be secret.
    """

    __slots__ = ("_keyed",)

    def __init__(self, seed: bytes, *labels: str) -> None:
        if len(seed) < MIN_SEED:
            raise InputError(f"a seed has {MIN_SEED} bytes or more", field="seed")
        label = "\x1f".join(labels).encode()
        key = blake2b(seed, digest_size=32, person=b"leaktrace-person").digest()
        self._keyed = blake2b(label, key=key, digest_size=64)

    def raw(self, *numbers: int) -> bytes:
        """64 random bytes that belong to these numbers, at most seven."""
        keyed = self._keyed.copy()
        keyed.update(_PACK[len(numbers)](*numbers))
        return keyed.digest()

    def words(self, *numbers: int) -> tuple[int, ...]:
        """Eight numbers of 64 random bits that belong to these numbers."""
        return _WORDS.unpack(self.raw(*numbers))

    def random(self, *numbers: int) -> Random:
        """A generator that belongs to these numbers."""
        return Random(self.words(*numbers)[0])  # noqa: S311 - the key is secret

    def moved(self, place: int, size: int, *tweak: int) -> int:
        """Where a permutation of ``0 .. size-1`` puts a place; every tweak is another permutation.

        A Feistel network over a rectangle that is hardly larger than `size`; places outside are walked
        on until they are inside (Black and Rogaway, Ciphers with arbitrary finite domains, 2002). Its
        rounds mix with multiplications, as splitmix64 does: that shuffles well, and is no cipher.
        """
        if size <= 1:
            return 0
        keys = self.words(*tweak)
        rounds = tuple(zip(keys[:3], keys[3:6], strict=True))
        width = 1 << ((size - 1).bit_length() + 1) // 2
        height = -(-size // width)
        while True:
            high, low = divmod(place, width)
            for one, other in rounds:
                mixed = ((low ^ one) * _MIX) & _MASK
                high = (high + (mixed ^ mixed >> 31)) % height
                mixed = ((high ^ other) * _MIX) & _MASK
                low = (low + (mixed ^ mixed >> 31)) % width
            place = high * width + low
            if place < size:
                return place


def permuted(values: Sequence[_T], seed: bytes, *labels: str) -> list[_T]:
    """The values in the order that belongs to a seed and labels."""
    return shuffled(values, Key(seed, "order", *labels).random())


def shuffled(values: Sequence[_T], rng: Random) -> list[_T]:
    """The values in a random order, by nothing but `Random.random`, which no version of Python changes."""
    keys = [rng.random() for _ in values]
    return [values[number] for number in sorted(range(len(values)), key=keys.__getitem__)]


def dealt(values: Sequence[_T], count: int, rng: Random) -> list[_T]:
    """So many of the values, or all, in a random order: one random number for each that is dealt."""
    left = list(values)
    count = min(count, len(left))
    for place in range(count):
        other = place + int(rng.random() * (len(left) - place))
        left[place], left[other] = left[other], left[place]
    return left[:count]

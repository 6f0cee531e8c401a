"""The data keys of one database, unwrapped: scheme LT1.

A data key is 32 random bytes, wrapped by a key-encryption key with AES key wrap (RFC 3394), whose
integrity check tells a wrong key-encryption key. Each sealed or indexed column has its own key,
``HMAC-SHA256(data key, len-prefixed "field", table, column)``.
"""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from leaktrace.crypto.kek import KekStore
from leaktrace.domain.errors import KeyringError, SealError

__all__ = ["KeyPurpose", "Keyring", "WrappedKey"]


class KeyPurpose(StrEnum):
    """What a data key is for. One key never serves two purposes."""

    SEAL = "seal"
    INDEX = "index"


@dataclass(frozen=True)
class WrappedKey:
    """A data key as the database holds it."""

    key_id: int
    purpose: KeyPurpose
    kek: int
    """Number of the key file that wraps it."""
    wrapped: bytes


class Keyring:
    """Unwrapped data keys and the column keys made of them, kept for the life of the process."""

    def __init__(self, keks: KekStore) -> None:
        self.keks = keks
        self._keys: dict[int, bytes] = {}
        self._ciphers: dict[tuple[int, str, str], AESGCM] = {}
        self._indexes: dict[tuple[int, str, str], hmac.HMAC] = {}
        self._lock = threading.Lock()

    def new_key(self, key_id: int, purpose: KeyPurpose) -> WrappedKey:
        """A fresh data key, wrapped by the newest key file."""
        kek = self.keks.newest()
        key = secrets.token_bytes(32)
        self._keys[key_id] = key
        return WrappedKey(key_id, purpose, kek, aes_key_wrap(self.keks.load(kek), key))

    def load(self, rows: Iterable[WrappedKey]) -> None:
        """Unwrap the keys that are not yet known.

        Raises:
            KeyringError: a key file is missing, readable by others, or not the one that wrapped.
        """
        with self._lock:
            for row in rows:
                if row.key_id not in self._keys:
                    self._keys[row.key_id] = self._unwrap(row)

    def rewrap(self, row: WrappedKey, kek: int) -> WrappedKey:
        """The same data key under another key file."""
        self.load([row])
        wrapped = aes_key_wrap(self.keks.load(kek), self._keys[row.key_id])
        return WrappedKey(row.key_id, row.purpose, kek, wrapped)

    def knows(self, key_id: int) -> bool:
        """Whether the key is loaded."""
        return key_id in self._keys

    def forget(self, key_id: int) -> None:
        """Drop a destroyed key from memory."""
        with self._lock:
            self._keys.pop(key_id, None)
            for cache in (self._ciphers, self._indexes):
                for entry in [entry for entry in cache if entry[0] == key_id]:
                    del cache[entry]

    def cipher(self, key_id: int, table: str, column: str) -> AESGCM:
        """The cipher of one column under one data key.

        Raises:
            SealError: the key is not there any more.
        """
        place = (key_id, table, column)
        cipher = self._ciphers.get(place)
        if cipher is None:
            cipher = self._ciphers[place] = AESGCM(self._column_key(*place))
        return cipher

    def index(self, key_id: int, table: str, column: str) -> "hmac.HMAC":
        """A fresh copy of the HMAC-SHA256 of one indexed column."""
        place = (key_id, table, column)
        base = self._indexes.get(place)
        if base is None:
            base = self._indexes[place] = hmac.new(
                self._column_key(*place), digestmod=hashlib.sha256
            )
        return base.copy()

    def _column_key(self, key_id: int, table: str, column: str) -> bytes:
        key = self._keys.get(key_id)
        if key is None:
            raise SealError(
                f"data key {key_id} is not there",
                where=f"{table}.{column}",
                remedy="It was destroyed, or keys/ and the database do not belong together",
            )
        parts = b"".join(
            len(part).to_bytes(4, "big") + part
            for part in (b"field", table.encode(), column.encode())
        )
        return hmac.digest(key, parts, "sha256")

    def _unwrap(self, row: WrappedKey) -> bytes:
        try:
            return aes_key_unwrap(self.keks.load(row.kek), row.wrapped)
        except InvalidUnwrap:
            raise KeyringError(
                f"key file kek-{row.kek:04d}.key is not the one this database was sealed with",
                where=str(self.keks.folder),
                remedy="Restore the keys/ folder that belongs to this database",
            ) from None

r"""Sealing of personal data at rest and blind indexes: scheme LT1.

``blob = 0x01 || key id (4 bytes) || nonce (12) || AES-256-GCM(ciphertext || tag)``, with associated data
``0x01 || key id || table \0 column \0 row id``: a blob moved to another row or column does not open.
Nonces are random; NIST SP 800-38D allows 2^32 messages a key, far above one column's rows between rotations.
A blind index is ``HMAC-SHA256(index key of the column, normal form)[:16]``: equality only.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag

from leaktrace.crypto.keyring import Keyring
from leaktrace.domain.errors import SealError

__all__ = ["Sealer", "key_id_of", "open_blob"]

_VERSION = b"\x01"
_HEADER = 5
_NONCE = 12
_TAG = 16


@dataclass(frozen=True)
class Sealer:
    """Seals with the keys that are active in one transaction."""

    keyring: Keyring
    seal_key: int
    index_keys: tuple[int, ...]
    """The active index key first; while a rotation runs, the one before it too."""

    def seal(self, table: str, column: str, row_id: UUID, plain: bytes) -> bytes:
        """The blob of `plain` for this row and column."""
        header = _VERSION + self.seal_key.to_bytes(4, "big")
        nonce = secrets.token_bytes(_NONCE)
        cipher = self.keyring.cipher(self.seal_key, table, column)
        return (
            header + nonce + cipher.encrypt(nonce, plain, _context(header, table, column, row_id))
        )

    def blind(self, table: str, column: str, value: str) -> bytes:
        """The blind index to store."""
        return self._index(self.index_keys[0], table, column, value)

    def blinds(self, table: str, column: str, value: str) -> tuple[bytes, ...]:
        """Every blind index that a stored row of this value may have now."""
        return tuple(self._index(key, table, column, value) for key in self.index_keys)

    def _index(self, key: int, table: str, column: str, value: str) -> bytes:
        mac = self.keyring.index(key, table, column)
        mac.update(value.encode())
        return mac.digest()[:16]


def open_blob(keyring: Keyring, table: str, column: str, row_id: UUID, blob: bytes) -> bytes:
    """The plain bytes of a blob.

    Raises:
        SealError: not a blob, its key is gone, or it was changed or moved.
    """
    key_id = key_id_of(blob)
    header, nonce, rest = blob[:_HEADER], blob[_HEADER : _HEADER + _NONCE], blob[_HEADER + _NONCE :]
    cipher = keyring.cipher(key_id, table, column)
    try:
        return cipher.decrypt(nonce, rest, _context(header, table, column, row_id))
    except InvalidTag:
        raise SealError(
            "sealed data does not open: it was changed or moved",
            where=f"{table}.{column} of {row_id}",
            remedy="Restore the row from a backup and find out who can write to the database",
        ) from None


def key_id_of(blob: bytes) -> int:
    """The data key that sealed a blob.

    Raises:
        SealError: not a blob.
    """
    if len(blob) < _HEADER + _NONCE + _TAG or blob[:1] != _VERSION:
        raise SealError("this is not sealed data of scheme LT1")
    return int.from_bytes(blob[1:_HEADER], "big")


def _context(header: bytes, table: str, column: str, row_id: UUID) -> bytes:
    return b"".join((header, table.encode(), b"\0", column.encode(), b"\0", row_id.bytes))

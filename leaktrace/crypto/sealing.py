r"""Sealing of personal data at rest and blind indexes: scheme LT1.

``blob = 0x01 || key id (4 bytes) || nonce (12) || AES-256-GCM(ciphertext || tag)``, with associated data
``0x01 || key id || table \0 column \0 row id``: a blob moved to another row or column does not open.
Nonces are random; NIST SP 800-38D allows 2^32 messages a key, far above one column's rows between rotations.
A blind index is ``HMAC-SHA256(index key of the column, normal form)[:16]``: equality only.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from leaktrace.crypto.keyring import Keyring
from leaktrace.domain.errors import SealError

__all__ = ["Opener", "Sealer", "key_id_of", "open_blob"]

_VERSION = b"\x01"
_HEADER = 5
_NONCE = 12
_TAG = 16
_REST = _HEADER + _NONCE
_LEAST = _REST + _TAG


@dataclass(frozen=True)
class Sealer:
    """Seals with the keys that are active in one transaction."""

    keyring: Keyring
    seal_key: int
    index_keys: tuple[int, ...]
    """The active index key first; while a rotation runs, the one before it too."""
    _columns: dict[tuple[str, str], tuple[AESGCM, bytes, bytes]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def seal(self, table: str, column: str, row_id: UUID, plain: bytes) -> bytes:
        """The blob of `plain` for this row and column."""
        known = self._columns.get((table, column))
        if known is None:
            header = _VERSION + self.seal_key.to_bytes(4, "big")
            cipher = self.keyring.cipher(self.seal_key, table, column)
            known = self._columns[table, column] = (
                cipher, header, _context(header, table, column),
            )  # fmt: skip
        cipher, header, context = known
        nonce = os.urandom(_NONCE)
        return header + nonce + cipher.encrypt(nonce, plain, context + row_id.bytes)

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


class Opener:
    """Opens the blobs of one column, many one after the other.

    Args:
        keyring: knows the keys of all blobs.
        table: of the column.
        column: its name.
        load: asked once for each key that the keyring does not know.
    """

    def __init__(
        self,
        keyring: Keyring,
        table: str,
        column: str,
        load: Callable[[], None] = lambda: None,
    ) -> None:
        self._keyring, self._load = keyring, load
        self.table, self.column = table, column
        self._known: dict[bytes, tuple[AESGCM, bytes]] = {}

    def open(self, row_id: UUID, blob: bytes) -> bytes:
        """The plain bytes of the blob of one row.

        Raises:
            SealError: not a blob, its key is gone, or it was changed or moved.
        """
        header = blob[:_HEADER]
        known = self._known.get(header)
        if known is None or len(blob) < _LEAST:
            key_id = key_id_of(blob)
            if not self._keyring.knows(key_id):
                self._load()
            cipher = self._keyring.cipher(key_id, self.table, self.column)
            known = self._known[header] = cipher, _context(header, self.table, self.column)
        cipher, context = known
        try:
            return cipher.decrypt(blob[_HEADER:_REST], blob[_REST:], context + row_id.bytes)
        except InvalidTag:
            raise SealError(
                "sealed data does not open: it was changed or moved",
                where=f"{self.table}.{self.column} of {row_id}",
                remedy="Restore the row from a backup and find out who can write to the database",
            ) from None


def open_blob(keyring: Keyring, table: str, column: str, row_id: UUID, blob: bytes) -> bytes:
    """The plain bytes of a blob.

    Raises:
        SealError: not a blob, its key is gone, or it was changed or moved.
    """
    return Opener(keyring, table, column).open(row_id, blob)


def key_id_of(blob: bytes) -> int:
    """The data key that sealed a blob.

    Raises:
        SealError: not a blob.
    """
    if len(blob) < _LEAST or blob[:1] != _VERSION:
        raise SealError("this is not sealed data of scheme LT1")
    return int.from_bytes(blob[1:_HEADER], "big")


def _context(header: bytes, table: str, column: str) -> bytes:
    """The associated data of a column; the row id follows."""
    return b"".join((header, table.encode(), b"\0", column.encode(), b"\0"))

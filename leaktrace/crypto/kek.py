"""Key-encryption keys: files in ``keys/`` that nobody else may read. They wrap the data keys in the database."""

import os
import re
import secrets
from pathlib import Path

from leaktrace.domain.errors import KeyringError

__all__ = ["KekStore"]

_NAME = re.compile(r"kek-(\d{4,})\.key")
_KEY_BYTES = 32


class KekStore:
    """The key files of one home.

    Args:
        folder: ``keys/`` of the home. Files are ``kek-NNNN.key``, 64 hexadecimal digits, mode 0600.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """The numbers of the keys that are there, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(
            int(hit[1]) for path in self.folder.iterdir() if (hit := _NAME.fullmatch(path.name))
        )

    def newest(self) -> int:
        """The number of the key that wraps new data keys.

        Raises:
            KeyringError: there is none.
        """
        numbers = self.numbers()
        if not numbers:
            raise KeyringError(
                "no key file is there",
                where=str(self.folder),
                remedy="Restore keys/ from your backup; for a new home run 'leaktrace init'",
            )
        return numbers[-1]

    def create(self) -> int:
        """Write a new key, readable by its owner only; its number."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = max(self.numbers(), default=0) + 1
        descriptor = os.open(self._path(number), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        return number

    def load(self, number: int) -> bytes:
        """The 32 bytes of a key.

        Raises:
            KeyringError: missing, readable by others, or not a key.
        """
        path = self._path(number)
        try:
            mode = path.stat().st_mode
            text = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise KeyringError(
                "the key file is missing",
                where=str(path),
                remedy="Restore it from your backup; without it the sealed data cannot be read",
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyringError(f"the key file cannot be read ({error})", where=str(path)) from None
        if mode & 0o077:
            raise KeyringError(
                "the key file is readable by others",
                where=str(path),
                remedy=f"Run: chmod 600 {path}",
            )
        if not re.fullmatch(rf"[0-9a-f]{{{2 * _KEY_BYTES}}}", text):
            raise KeyringError(
                "the key file does not hold a key",
                where=str(path),
                remedy="Restore it from your backup",
            )
        return bytes.fromhex(text)

    def destroy(self, number: int) -> None:
        """Overwrite and remove a key file."""
        path = self._path(number)
        if path.exists():
            with path.open("r+b") as file:
                file.write(secrets.token_bytes(2 * _KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def _path(self, number: int) -> Path:
        return self.folder / f"kek-{number:04d}.key"

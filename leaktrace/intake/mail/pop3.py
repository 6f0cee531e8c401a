"""Mails from a POP3 mailbox (RFC 1939). Nothing is deleted; what the server does to a mail that was read is its own.

The cursor has a digest of the unique id (UIDL) of every mail in the mailbox that was fetched: ids have no order, and
servers list the newest first as well as last.
"""

import hashlib
import poplib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from leaktrace.domain.errors import SourceError
from leaktrace.domain.mail.files import MAX_MAIL_BYTES, marked
from leaktrace.domain.ports import Pulled
from leaktrace.intake.mail.server import TIMEOUT_S, Server, faults_told, in_deliveries

__all__ = ["pull_pop3"]

_LONGEST_LINE = 1024 * 1024
_LINES_OF_LONG = MAX_MAIL_BYTES // 60
"""Of a mail that is too long so many lines are asked for."""


class _Pop3(poplib.POP3):
    """Takes lines of the length that mails have; the standard library stops at 2,048 bytes.

    And leaves no connection open to a server that does not greet.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            super().__init__(*args, **options)
        except (OSError, poplib.error_proto):
            if hasattr(self, "file"):
                self.close()
            raise

    def _getline(self) -> tuple[bytes, int]:
        line: bytes = self.file.readline(_LONGEST_LINE + 1)
        if not line or len(line) > _LONGEST_LINE:
            raise poplib.error_proto("-ERR line too long" if line else "-ERR EOF")
        return line.removesuffix(b"\n").removesuffix(b"\r"), len(line)


class _Pop3Tls(_Pop3, poplib.POP3_SSL):
    """With TLS from the start."""


def pull_pop3(server: Server, cursor: str) -> Iterator[Pulled]:
    """New mails of a mailbox, in the order of its list.

    Raises:
        SourceError: the server cannot be reached or refuses.
    """
    with faults_told(server, poplib.error_proto):
        box = _connected(server)
        try:
            if server.tls == "starttls":
                box.stls(server.context)
            _log_in(box, server)
            yield from in_deliveries(_mails(box, cursor.split()))
            box.quit()
        finally:
            with suppress(OSError):
                box.close()


def _connected(server: Server) -> poplib.POP3:
    if server.tls == "yes":
        return _Pop3Tls(server.host, server.port, context=server.context, timeout=TIMEOUT_S)
    return _Pop3(server.host, server.port, timeout=TIMEOUT_S)


def _log_in(box: poplib.POP3, server: Server) -> None:
    try:
        box.user(server.user)
        box.pass_(server.secret)
    except poplib.error_proto as error:
        if "EOF" in str(error):
            raise
        raise SourceError(
            "refuses the user or the password",
            where=server.where,
            remedy="Many providers want an app password or code, and not the password of their pages",
        ) from None


def _mails(box: poplib.POP3, known: Sequence[str]) -> Iterator[tuple[bytes, str]]:
    """The mails that are not known yet, and the cursor behind each."""
    listed = [line.split() for line in box.uidl()[1]]
    keys = {int(number): _key(unique) for number, unique in listed}
    sizes = {int(number): int(size) for number, size, *_ in map(bytes.split, box.list()[1])}
    before = set(known)
    taken = [key for key in keys.values() if key in before]
    for number, key in keys.items():
        if key in before:
            continue
        raw, facts = _mail(box, number, sizes.get(number, 0))
        taken.append(key)
        yield marked(raw, {"uidl": key, **facts}), " ".join(taken)


def _mail(box: poplib.POP3, number: int, size: int) -> tuple[bytes, dict[str, int]]:
    """A mail; of one that is too long the beginning."""
    if size <= MAX_MAIL_BYTES:
        _, lines, _ = box.retr(number)
        return b"\r\n".join([*lines, b""]), {}
    _, lines, _ = box.top(number, _LINES_OF_LONG)
    return b"\r\n".join(lines)[:MAX_MAIL_BYTES], {"size": size}


def _key(unique: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(unique).digest()[:9]).decode("ascii")

"""Mails from an IMAP mailbox (RFC 3501), which stays as it is: opened for reading, nothing is marked as seen.

The cursor is the UIDVALIDITY of the mailbox and the last UID. When the server has numbered anew everything is fetched
again, and what is known is known again by its bytes.

163.com, 126.com and QQ refuse to open a mailbox ("Unsafe Login") unless the client tells who it is by ID (RFC 2971).
"""

import imaplib
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from leaktrace.domain.errors import InputError, SourceError
from leaktrace.domain.framing import DELIVERY_BYTES
from leaktrace.domain.mail.files import MAX_MAIL_BYTES, marked
from leaktrace.domain.ports import Pulled
from leaktrace.domain.times import format_time, parse_mail_time
from leaktrace.intake.mail.server import TIMEOUT_S, Server, faults_told, in_deliveries

__all__ = ["pull_imap"]

_WINDOW = 50_000
"""UIDs that are asked for at once, so that the answer stays within the longest line that imaplib takes."""
_AT_ONCE = 100
_IDENTITY = '("name" "leaktrace")'
_UID = re.compile(rb"\bUID (\d{1,10})\b")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,12})\b")
_ARRIVED = re.compile(rb"\bINTERNALDATE \"([^\"]{1,40})\"")
_NEEDS_CODING = re.compile(r"[^\x20-\x7e]+|&")


@dataclass(frozen=True)
class _Entry:
    """What the mailbox says of a mail."""

    uid: int
    size: int
    arrived: str


def pull_imap(server: Server, folder: str, cursor: str) -> Iterator[Pulled]:
    """New mails of a folder, oldest first.

    Raises:
        SourceError: the server cannot be reached or refuses.
    """
    with faults_told(server, imaplib.IMAP4.error):
        box = _connected(server)
        try:
            if server.tls == "starttls":
                box.starttls(server.context)
            _log_in(box, server)
            validity, following = _opened(box, server, folder)
            known, _, last = cursor.partition(":")
            start = int(last) + 1 if known == validity and last.isdecimal() else 1
            yield from in_deliveries(_mails(box, validity, _uids(box, start, following)))
            box.logout()
        finally:
            with suppress(OSError):
                box.shutdown()


def _connected(server: Server) -> imaplib.IMAP4:
    if server.tls == "yes":
        return imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=server.context, timeout=TIMEOUT_S
        )
    return imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT_S)


def _log_in(box: imaplib.IMAP4, server: Server) -> None:
    try:
        box.login(_quoted(server.user), server.secret)
    except box.abort:
        raise
    except box.error:
        raise SourceError(
            "refuses the user or the password",
            where=server.where,
            remedy="Many providers want an app password or code, and not the password of their pages",
        ) from None
    _, capabilities = box.capability()
    if b"ID" in b" ".join(filter(None, capabilities)).upper().split():
        box.xatom("ID", _IDENTITY)


def _opened(box: imaplib.IMAP4, server: Server, folder: str) -> tuple[str, int | None]:
    """Open the folder for reading; its UIDVALIDITY, and the UID that comes next where the server tells."""
    answer, said = box.select(_quoted(_utf7(folder)), readonly=True)
    if answer != "OK":
        words = b" ".join(filter(None, said))[:100].decode("ascii", "replace").rstrip(". ")
        raise SourceError(
            f"the folder {folder!r} cannot be opened: {words}", where=server.where, remedy="Set folder"
        )  # fmt: skip
    validity, following = _number(box, "UIDVALIDITY"), _number(box, "UIDNEXT")
    if validity is None:
        raise SourceError("the folder has no UIDVALIDITY", where=server.where)
    return str(validity), following


def _number(box: imaplib.IMAP4, code: str) -> int | None:
    _, values = box.response(code)
    value = values[-1] if values else None
    return int(value) if isinstance(value, bytes) and value.isdigit() else None


def _uids(box: imaplib.IMAP4, start: int, following: int | None) -> list[int]:
    """The UIDs from `start` on, in their order."""
    windows = [f"{start}:*"]
    if following is not None:
        windows = [
            f"{first}:{min(first + _WINDOW, following) - 1}"
            for first in range(start, following, _WINDOW)
        ]
    found: set[int] = set()
    for window in windows:
        data = _taken(box.uid("SEARCH", f"UID {window}"))
        found.update(int(word) for part in data if isinstance(part, bytes) for word in part.split())
    return sorted(uid for uid in found if uid >= start)  # n:* has the last one in any case


def _mails(box: imaplib.IMAP4, validity: str, uids: Sequence[int]) -> Iterator[tuple[bytes, str]]:
    """The mails with what the mailbox knows of them, and the cursor behind each."""
    for place in range(0, len(uids), _AT_ONCE):
        for entries in _groups(_entries(box, uids[place : place + _AT_ONCE])):
            part = f"<0.{MAX_MAIL_BYTES}>" if entries[0].size > MAX_MAIL_BYTES else ""
            raws = _bodies(_fetched(box, [one.uid for one in entries], f"(UID BODY.PEEK[]{part})"))
            for entry in entries:
                if entry.uid not in raws:
                    continue  # somebody has deleted it meanwhile
                known: dict[str, str | int] = {"uid": entry.uid, "validity": validity}
                known |= {"arrived": entry.arrived} if entry.arrived else {}
                known |= {"size": entry.size} if part else {}
                yield marked(raws[entry.uid], known), f"{validity}:{entry.uid}"


def _entries(box: imaplib.IMAP4, uids: Sequence[int]) -> list[_Entry]:
    entries = []
    for line in _fetched(box, uids, "(UID RFC822.SIZE INTERNALDATE)"):
        text = line if isinstance(line, bytes) else b""
        uid, size = _UID.search(text), _SIZE.search(text)
        if uid and size:
            entries.append(_Entry(int(uid[1]), int(size[1]), _arrived(text)))
    return sorted(entries, key=lambda entry: entry.uid)


def _arrived(text: bytes) -> str:
    found = _ARRIVED.search(text)
    try:
        return format_time(parse_mail_time(found[1].decode("ascii", "replace"))) if found else ""
    except InputError:
        return ""


def _groups(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    """Mails that are fetched together: as many as fit into a delivery, a long one alone."""
    group: list[_Entry] = []
    for entry in entries:
        if group and sum(one.size for one in group) + entry.size > DELIVERY_BYTES:
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _bodies(data: Sequence[Any]) -> dict[int, bytes]:
    """The mails in an answer by their UID, which may stand before or behind the bytes."""
    bodies = {}
    for place, item in enumerate(data):
        if isinstance(item, tuple):
            behind = data[place + 1] if place + 1 < len(data) else b""
            around = item[0] + b" " + (behind if isinstance(behind, bytes) else b"")
            uid = _UID.search(around)
            if uid:
                bodies[int(uid[1])] = item[1]
    return bodies


def _fetched(box: imaplib.IMAP4, uids: Sequence[int], what: str) -> Sequence[Any]:
    return _taken(box.uid("FETCH", ",".join(map(str, uids)), what))


def _taken(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    """The data of an answer.

    Raises:
        ValueError: the server refused.
    """
    kind, data = answer
    if kind != "OK":
        raise ValueError(f"{kind} {data[:1]}")
    return data


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _utf7(folder: str) -> str:
    """The name of a folder as IMAP writes it (RFC 3501, section 5.1.3)."""

    def coded(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        code = b64encode(found[0].encode("utf-16-be"), b"+,").decode("ascii").rstrip("=")
        return f"&{code}-"

    return _NEEDS_CODING.sub(coded, folder)

"""Mails from a Maildir or an mbox on this machine, which stay as they are."""

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from leaktrace.domain.errors import SourceError
from leaktrace.domain.mail.files import MAX_MAIL_BYTES, mail_deliveries, marked
from leaktrace.domain.ports import Pulled
from leaktrace.domain.times import format_time

__all__ = ["pull_maildir", "pull_mbox"]

_DELIVERED = re.compile(r"([0-9]{9,10})\.")
"""A name in a Maildir begins with the second of its delivery."""
_OVERLAP_NS = 60 * 1_000_000_000
"""What came while the folder was listed may be older than what was seen in it: so far the next look goes back."""


def pull_maildir(folder: Path, cursor: str) -> Iterator[Pulled]:
    """The mails of a Maildir (``new`` and ``cur``) whose entries changed since, one a delivery.

    The cursor is a time of change, which, unlike that of modification, no program can set back. A mail that only got
    a flag comes again, and so do those of the last minute; as the same bytes they are known at once.

    Raises:
        SourceError: the folder cannot be read.
    """
    since = int(cursor) if cursor.isdecimal() else 0
    latest = time.time_ns() - _OVERLAP_NS
    try:
        entries = sorted(
            (entry.stat(follow_symlinks=False).st_ctime_ns, entry.path)
            for part in ("new", "cur")
            for entry in os.scandir(folder / part)
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
        )
        for changed, path in entries:
            if changed >= since and (mail := _mail(Path(path))):
                yield Pulled(mail, str(max(since, min(changed, latest))))
    except OSError as error:
        raise _unreadable(folder, error) from None


def pull_mbox(path: Path, cursor: str) -> Iterator[Pulled]:
    """All mails of an mbox that has changed since.

    It is read as a whole while nobody writes, since a mail that is half there would be taken for another one. The
    cursor is its size and time, and moves when all of it was taken.

    Raises:
        SourceError: the file cannot be read, or somebody writes to it.
    """
    with tempfile.TemporaryFile() as copy:
        try:
            with path.open("rb") as file:
                state = os.fstat(file.fileno())
                mark = f"{state.st_size}:{state.st_mtime_ns}"
                if mark == cursor:
                    return
                fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
                shutil.copyfileobj(file, copy)
        except OSError as error:
            raise _unreadable(path, error) from None
        copy.seek(0)
        yield from _marked_at_the_end(copy, cursor, mark)


def _marked_at_the_end(file: BinaryIO, before: str, behind: str) -> Iterator[Pulled]:
    held: bytes | None = None
    for delivery in mail_deliveries(file):
        if held is not None:
            yield Pulled(held, before)
        held = delivery
    if held is not None:
        yield Pulled(held, behind)


def _mail(path: Path) -> bytes:
    """A mail with the time of its delivery; empty if somebody has deleted or moved it meanwhile."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_MAIL_BYTES)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return b""
    known: dict[str, str | int] = {"name": path.name.partition(":")[0]}
    if found := _DELIVERED.match(path.name):
        known["arrived"] = format_time(datetime.fromtimestamp(int(found[1]), UTC))
    if size > len(raw):
        known["size"] = size
    return marked(raw, known)


def _unreadable(path: Path, error: OSError) -> SourceError:
    if isinstance(error, BlockingIOError | PermissionError) and path.is_file():
        return SourceError(
            "somebody writes to it, or it may not be read", where=str(path), remedy="Grant access"
        )
    return SourceError(
        f"cannot be read ({error.strerror})",
        where=str(path),
        remedy="Set path to an mbox, or to a Maildir with new and cur in it",
    )

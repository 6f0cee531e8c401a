"""Mails in files and deliveries: single ones, mbox, and those that were fetched with what their mailbox knew of them.

In a delivery a mail that was fetched, or was cut because it is too long, has a line before it: `_MARK` and JSON with
how many bytes of it follow and what is known of it.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import DELIVERY_BYTES
from leaktrace.domain.records import json_object

__all__ = ["MAX_MAIL_BYTES", "KeptMail", "kept_mails", "mail_deliveries", "mail_key", "marked"]

MAX_MAIL_BYTES = 4 * 1024 * 1024
"""Of a longer mail so many bytes are kept; its words come before its files."""
_MARK = b"\x00LEAKTRACE-MAIL "  # NUL cannot begin a mail
_CHUNK = 1024 * 1024
_LONGEST_LINE = 64 * 1024
_SEPARATOR = re.compile(
    rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:[0-9]{2}(?::[0-9]{2})?[^\r\n]{0,30} [0-9]{4}"
)
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
# Programs that read an mbox write into it what they did.
_CHANGING = re.compile(
    rb"^(?:X-)?(?:Status|Keywords|UID|IMAP|IMAPbase|Mozilla-Status2?|Mozilla-Keys|Content-Length|Lines):.*\n(?:[ \t].*\n)*",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True)
class KeptMail:
    """A mail of a delivery."""

    raw: bytes
    """As it came, without an mbox line before it."""
    record: bytes
    """The bytes of the delivery that it was read from."""
    known: Mapping[str, object]
    """What is known of it beside its bytes."""

    def fact(self, name: str) -> str:
        """One of these as text; empty where there is none."""
        value = self.known.get(name, "")
        return str(value) if isinstance(value, str | int) else ""


def marked(raw: bytes, known: Mapping[str, str | int]) -> bytes:
    """A mail with what is known of it, for a delivery."""
    line = json.dumps({**known, "bytes": len(raw)}, ensure_ascii=True, sort_keys=True)
    return _MARK + line.encode() + b"\n" + raw


def mail_deliveries(stream: BinaryIO) -> Iterator[bytes]:
    """Whole mails of a file, which is one mail or an mbox; memory is bounded by `MAX_MAIL_BYTES` and a delivery."""
    first = stream.readline(_LONGEST_LINE)
    if not _SEPARATOR.match(first):
        raw, size = _head(chain([first], iter(lambda: stream.read(_CHUNK), b"")))
        if raw:
            yield raw if size == len(raw) else marked(raw, {"size": size})
        return
    held: list[bytes] = []
    lines = chain([first], iter(lambda: stream.readline(_LONGEST_LINE), b""))
    for raw, size in _of_mbox(lines):
        is_cut = size > len(raw)
        if held and (is_cut or sum(map(len, held)) >= DELIVERY_BYTES):
            yield b"".join(held)
            held = []
        if is_cut:
            yield marked(raw, {"size": size})
        else:
            held.append(raw)
    if held:
        yield b"".join(held)


def kept_mails(delivery: bytes) -> Iterator[KeptMail]:
    """The mails of a delivery, in their order."""
    if not delivery.strip():
        return
    if delivery.startswith(_MARK):
        yield from _marked_mails(delivery)
    elif _SEPARATOR.match(delivery) and b"\n" in delivery:
        for raw, _ in _of_mbox(io.BytesIO(delivery)):
            yield KeptMail(_plain(raw), raw, {})
    else:
        yield KeptMail(_plain(delivery), delivery, {})


def mail_key(raw: bytes) -> str:
    """What a mail is known again by, from whichever mailbox or file it comes: a digest of its bytes.

    Line breaks, empty lines at the end, and what mail programs note in the header do not count.
    """
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head, gap, body = text.partition(b"\n\n")
    same = _CHANGING.sub(b"", head + b"\n") + gap + body
    return hashlib.sha256(same.strip(b"\n")).hexdigest()


def _marked_mails(delivery: bytes) -> Iterator[KeptMail]:
    start = 0
    while delivery.startswith(_MARK, start):
        line, _, _ = delivery[start : start + _LONGEST_LINE].partition(b"\n")
        begin = start + len(line) + 1
        known = _known(line.removeprefix(_MARK))
        size = known.get("bytes")
        end = begin + size if isinstance(size, int) and size >= 0 else len(delivery)
        yield KeptMail(_plain(delivery[begin:end]), delivery[start:end], known)
        start = end
    if delivery[start:].strip():
        yield KeptMail(delivery[start:], delivery[start:], {})


def _known(line: bytes) -> Mapping[str, object]:
    try:
        return json_object(line.decode("ascii", "replace"))
    except InputError:
        return {}


def _plain(raw: bytes) -> bytes:
    """A mail without its mbox line, and without the mark on lines that look like one."""
    return _QUOTED.sub(rb"\1", _FIRST_LINE.sub(b"", raw, count=1)) if _SEPARATOR.match(raw) else raw


def _of_mbox(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """The mails of an mbox with their sizes; of those that are too long the head.

    A mail begins with ``From ``, a mailbox and a time, on a line behind an empty one.
    """
    held: list[bytes] = []
    kept = size = 0
    is_start = after_gap = True
    for line in lines:
        if held and is_start and after_gap and _SEPARATOR.match(line):
            yield b"".join(held), size
            held, kept, size = [], 0, 0
        held.append(line[: MAX_MAIL_BYTES - kept])
        kept += len(held[-1])
        size += len(line)
        after_gap = is_start and not line.strip()
        is_start = line.endswith(b"\n")  # a long line comes in pieces
    if held:
        yield b"".join(held), size


def _head(chunks: Iterable[bytes]) -> tuple[bytes, int]:
    """The bytes of one mail, of one that is too long the head; and how many there were."""
    held, size = bytearray(), 0
    for chunk in chunks:
        held += chunk[: MAX_MAIL_BYTES - len(held)]
        size += len(chunk)
    return bytes(held), size

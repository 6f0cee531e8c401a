"""A mail and its parts (RFC 5322, RFC 2045, RFC 2046), read leniently.

Not by the standard library's ``email``: deep nesting and parameters of some kinds make it raise, and long ones cost
the square of their length, so that a stranger could keep a mail out or hold up the worker (Python 3.11).
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote_to_bytes

from leaktrace.domain.mail.charsets import decode_text, header_text

__all__ = ["Part", "read_part"]

MOST_PARTS = 200
MOST_FIELDS = 5_000
_LONGEST_VALUE = 8 * 1024
"""So many bytes of a header with parameters or addresses are looked at."""
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_FROM_LINE = re.compile(rb">?From [^\r\n]*(?:\r\n|\r|\n)")
_PARAMETER = re.compile(
    rb";\s*([\w.-]+)(\*(?:[0-9]{1,3}\*?)?)?\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\s\"]*))", re.DOTALL
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True)
class Part:
    """A mail, or a part of one."""

    fields: tuple[tuple[str, bytes], ...]
    """Names of the header in lower case with their values, as they stand, from the top down; none if it is no mail."""
    body: bytes = field(repr=False)

    def first(self, name: str) -> bytes:
        """The value of the topmost header of that name; empty where there is none."""
        return next((value for key, value in self.fields if key == name), b"")

    def text(self, name: str) -> str:
        """The same, decoded."""
        return header_text(self.first(name))

    @cached_property
    def kind(self) -> str:
        """The media type, such as ``text/plain``."""
        kind = self.first("content-type")[:_LONGEST_VALUE].partition(b";")[0].strip().lower()
        text = kind.decode("ascii", "replace")
        return text if "/" in text and text.isprintable() else "text/plain"

    @cached_property
    def charset(self) -> str:
        """What it calls its character set; empty where it does not say."""
        return _parameter(self.first("content-type"), "charset")

    @cached_property
    def filename(self) -> str:
        """The name of the file that it is, if it is one."""
        return _parameter(self.first("content-disposition"), "filename") or _parameter(
            self.first("content-type"), "name"
        )

    @property
    def is_attachment(self) -> bool:
        """Whether it says that it is to be saved and not shown."""
        return self.first("content-disposition").strip().lower().startswith(b"attachment")

    def content(self) -> bytes:
        """The body without its transfer encoding."""
        encoding = self.first("content-transfer-encoding").strip().strip(b'"').lower()
        if encoding == b"base64":
            bare = _NOT_BASE64.sub(b"", self.body)
            return binascii.a2b_base64(bare[: len(bare) - (len(bare) % 4 == 1)] + b"==")
        if encoding == b"quoted-printable":
            return binascii.a2b_qp(self.body)
        return self.body

    def parts(self) -> "Iterator[Part]":
        """The parts of a multipart, to the last boundary that is there; of anything else none."""
        boundary = _parameter(self.first("content-type"), "boundary").encode("utf-8", "replace")
        if not self.kind.startswith("multipart/") or not boundary.strip():
            return
        line = re.compile(
            rb"^--" + re.escape(boundary.rstrip()) + rb"(--)?[ \t]*$\n?", re.MULTILINE
        )
        start = None
        for count, found in enumerate(line.finditer(self.body)):
            if start is not None:
                yield _read(self.body[start : found.start()].removesuffix(b"\n"))
            if found[1] or count >= MOST_PARTS:
                return
            start = found.end()
        if start is not None:
            yield _read(self.body[start:])


def read_part(data: bytes) -> Part:
    """A mail. Any of the three line breaks will do, and an mbox line before the header."""
    data = data.replace(b"\r\n", b"\n")
    return _read(data if b"\n" in data else data.replace(b"\r", b"\n"))


def _read(data: bytes) -> Part:
    fields: list[tuple[str, bytes]] = []
    found = _FROM_LINE.match(data)
    start = found.end() if found else 0
    while start < len(data) and len(fields) < MOST_FIELDS:
        end = _end_of_field(data, start)
        line = data[start:end]
        if not line.strip():
            return Part(tuple(fields), data[end:])
        shape = _FIELD.match(line)
        if shape is None:
            break  # the line that parts header and body is missing
        fields.append((shape[1].decode("ascii").lower(), shape[2].strip()))
        start = end
    return Part(tuple(fields), data[start:])


def _end_of_field(data: bytes, start: int) -> int:
    """Where a field ends: behind the last of the lines that continue it."""
    end = start
    while True:
        end = data.find(b"\n", end) + 1 or len(data)
        more = data[end : end + 1] in (b" ", b"\t") and data[start : start + 1] not in (b"\n", b"")
        if end >= len(data) or not more:
            return end


def _parameter(value: bytes, name: str) -> str:
    """A parameter of a header, also one in pieces or with a character set (RFC 2231)."""
    found = [
        one
        for one in _PARAMETER.finditer(value[:_LONGEST_VALUE])
        if one[1].lower() == name.encode()
    ]
    if not found:
        return ""
    form = found[0][2] or b""
    text = b"".join(
        one[4] if one[3] is None else re.sub(rb"\\(.)", rb"\1", one[3], flags=re.DOTALL)
        for one in (found if form else found[:1])
    )
    if form.endswith(b"*") and text.count(b"'") >= 2:
        label, _, text = text.split(b"'", 2)
        return decode_text(unquote_to_bytes(text), label.decode("ascii", "replace"))
    return header_text(text)

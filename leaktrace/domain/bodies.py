"""Bodies that gateways push: as one line, so that they are stored and read like the lines of a file.

JSON begins with a brace and a form with a key, so no header is needed to tell them apart.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import PushRequest
from leaktrace.domain.records import decode_record, json_object, record_lines

__all__ = [
    "bodies",
    "flat_values",
    "from_one_line",
    "has_token",
    "same_secret",
    "to_one_line",
]

_ESCAPED = b"raw:"
_ESCAPES = {b"%": b"%25", b"\r": b"%0D", b"\n": b"%0A"}
_UNESCAPES = {escape: byte for byte, escape in _ESCAPES.items()}
_MAX_KEYS = 64


def to_one_line(body: bytes) -> bytes:
    """The body as one line.

    Line breaks of valid JSON stand between its values and become blanks. Any other body with line breaks
    becomes ``raw:`` and the body with ``%``, CR and LF written ``%25``, ``%0D`` and ``%0A``.
    """
    if not (b"\n" in body or b"\r" in body or body.startswith(_ESCAPED)):
        return body
    if _is_json(body):
        return body.replace(b"\r", b" ").replace(b"\n", b" ")
    return _ESCAPED + re.sub(rb"[%\r\n]", lambda found: _ESCAPES[found.group()], body)


def from_one_line(record: bytes) -> bytes:
    """The body of a line that `to_one_line` made."""
    if not record.startswith(_ESCAPED):
        return record
    body = record.removeprefix(_ESCAPED)
    return re.sub(rb"%(?:25|0D|0A)", lambda found: _UNESCAPES[found.group()], body)


def _is_json(body: bytes) -> bool:
    try:
        json_object(decode_record(body))
    except InputError:
        return False
    return True


def bodies(delivery: bytes) -> Iterator[bytes]:
    """The bodies of a delivery, one a line; a single JSON document may go over several lines."""
    records = list(record_lines(delivery))
    if len(records) > 1 and not _is_json(records[0]) and _is_json(delivery):
        yield delivery
    else:
        yield from records


def flat_values(body: bytes) -> dict[str, str]:
    """The keys of a body, JSON or form, with text and numbers as text; other values are left out.

    A key that is there twice is refused: where a gateway puts a caller's words into a form as they are, they can
    add one.

    Raises:
        InputError: neither JSON nor a form.
    """
    text = decode_record(body).strip()
    if text.startswith("{"):
        return {
            key: str(value)
            for key, value in json_object(text).items()
            if isinstance(value, str | int) and not isinstance(value, bool)
        }
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_KEYS, errors="strict")
    except ValueError:
        raise InputError("not a form: too many keys, or not UTF-8") from None
    values = dict(pairs)
    if "=" not in text or len(values) < len(pairs):
        raise InputError(
            "neither JSON nor a form in which each key is there once",
            remedy="Let the gateway send JSON",
        )
    return values


def same_secret(given: str, expected: str) -> bool:
    """Whether two texts are the same, in constant time."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def has_token(request: PushRequest, secret: str) -> bool:
    """Whether a request shows the secret itself.

    Looked for as ``Authorization: Bearer``, as the password of ``Authorization: Basic``, as ``X-LT-Token``, and at
    the end of the address, for gateways that can send no header.
    """
    if not secret:
        return False
    kind, _, credentials = request.headers.get("authorization", "").partition(" ")
    shown = [request.headers.get("x-lt-token", ""), request.token]
    if kind.lower() == "bearer":
        shown.append(credentials.strip())
    elif kind.lower() == "basic":
        shown.append(_password(credentials))
    found = [same_secret(token, secret) for token in shown]
    return any(found)


def _password(credentials: str) -> str:
    try:
        plain = base64.b64decode(credentials.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    return plain.partition(":")[2]

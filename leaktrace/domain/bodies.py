"""Bodies that gateways push: as one line, so that they are stored and read like the lines of a file.

JSON begins with a brace and a form with a key, so no header is needed to tell them apart.
"""

import base64
import binascii
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import Authentication, PushRequest
from leaktrace.domain.records import decode_record, json_object, record_lines, storable
from leaktrace.domain.times import format_time, parse_time

__all__ = [
    "arrival_of",
    "bodies",
    "by_token",
    "events",
    "flat_values",
    "from_one_line",
    "has_token",
    "required",
    "same_secret",
    "to_one_line",
    "token_fault",
    "with_arrival",
]

_ESCAPED = b"raw:"
_ESCAPES = {b"%": b"%25", b"\r": b"%0D", b"\n": b"%0A"}
_UNESCAPES = {escape: byte for byte, escape in _ESCAPES.items()}
_MAX_KEYS = 64
_ARRIVED = b"at:"
_DECODER = json.JSONDecoder()


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


def with_arrival(body: bytes, at: datetime) -> bytes:
    """The body as one line that also tells when it came, for gateways that do not."""
    return b"%s%s %s" % (_ARRIVED, format_time(at).encode(), to_one_line(body))


def arrival_of(record: bytes) -> tuple[datetime | None, bytes]:
    """When the body of a line came, if the line tells it, and the body."""
    if not record.startswith(_ARRIVED):
        return None, from_one_line(record)
    at, _, line = record.removeprefix(_ARRIVED).partition(b" ")
    return parse_time(at.decode("ascii", "replace"), field="at"), from_one_line(line)


def _is_json(body: bytes) -> bool:
    """Whether it is a JSON object or array."""
    try:
        return isinstance(json.loads(decode_record(body)), dict | list)
    except (InputError, ValueError, RecursionError):
        return False


def bodies(delivery: bytes) -> Iterator[bytes]:
    """The bodies of a delivery, one a line; a single JSON document may go over several lines."""
    records = list(record_lines(delivery))
    if len(records) > 1 and not _is_json(records[0]) and _is_json(delivery):
        yield delivery
    else:
        yield from records


def events(delivery: bytes, *, within: str = "") -> Iterator[bytes]:
    """The events of a delivery: its bodies, and of an array of JSON objects each object as it is written.

    Args:
        delivery: bodies, one a line.
        within: the key of an object whose array it is, where the body is no array itself.
    """
    for body in bodies(delivery):
        yield from _elements(body, within) or (body,)


def _elements(body: bytes, within: str) -> list[bytes]:
    """The objects of an array; none where there is no array of objects."""
    if not _is_json(body):
        return []
    text = decode_record(body)
    start = re.compile(rf'\s*(?:\{{.*?"{within}"\s*:\s*)?\[' if within else r"\s*\[", re.DOTALL)
    if (opened := start.match(text)) is None:
        return []
    found, place = [], opened.end()
    while text[place] != "]":
        if text[place] == "{":
            _, end = _DECODER.raw_decode(text, place)
            found.append(text[place:end].encode())
            place = end
        elif text[place] in ", \t\r\n":
            place += 1
        else:
            return []
    return found


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
            key: _as_text(value)
            for key, value in json_object(text).items()
            if isinstance(value, str | int | float) and not isinstance(value, bool)
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


def required(values: Mapping[str, str], key: str) -> str:
    """The text under a key.

    Raises:
        InputError: it is missing, blank or cannot be stored.
    """
    text = storable(values.get(key, "").strip(), key)
    if not text:
        raise InputError("is missing", field=key, remedy="Look whether the event is whole")
    return text


def _as_text(value: str | float) -> str:
    """A number as digits, also where its sender writes whole numbers as 1.23E9."""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


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
    found = [same_secret(token, secret) for token in _tokens(request)]
    return any(found)


def token_fault(request: PushRequest, otherwise: str) -> str:
    """Why a request that nothing authenticates is refused: for its wrong token; `otherwise` where it shows none."""
    return "the token is wrong" if any(_tokens(request)) else otherwise


def _tokens(request: PushRequest) -> list[str]:
    kind, _, credentials = request.headers.get("authorization", "").partition(" ")
    shown = [request.headers.get("x-lt-token", ""), request.token]
    if kind.lower() == "bearer":
        shown.append(credentials.strip())
    elif kind.lower() == "basic":
        shown.append(_password(credentials))
    return shown


def by_token(request: PushRequest, secret: str) -> tuple[Authentication, str | None, str]:
    """The judgement on a request of a gateway that signs nothing."""
    if has_token(request, secret):
        return Authentication.STATIC, None, ""
    return Authentication.FAILED, None, token_fault(request, "no token")


def _password(credentials: str) -> str:
    try:
        plain = base64.b64decode(credentials.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
    return plain.partition(":")[2]

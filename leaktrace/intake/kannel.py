"""Kannel's sms-service: messages of modems and SMS centres, as ``get-url`` and ``post-url`` hand them on.

Rests on Kannel's ``gw/smsbox.c`` (headers of ``post-url``, answers) and ``gw/urltrans.c`` (escape codes) as in
pruiz/kannel at commit cb36e45, and its user guide.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import parse_qsl, quote

from leaktrace.domain.bodies import by_token, from_one_line, to_one_line
from leaktrace.domain.cards import CARDS, lines_of_card
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import line_deliveries
from leaktrace.domain.ports import Authentication, ParseContext, PushAnswer, PushRequest
from leaktrace.domain.records import (
    MAX_TEXT,
    decode_record,
    digest,
    read_each,
    record_lines,
    storable,
)
from leaktrace.domain.times import epoch_time, parse_time

__all__ = ["KannelFormat"]

_MAX_KEYS = 64
_FORM = "application/x-www-form-urlencoded"
_HEADERS = {
    "from": "x-kannel-from",
    "to": "x-kannel-to",
    "t": "x-kannel-time",
    "smsc": "x-kannel-smsc",
    "coding": "x-kannel-coding",
    "udh": "x-kannel-udh",
}
_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9._:-]+)")
_EPOCH = re.compile(r"[0-9]{9,11}")
_BINARY, _UCS2 = "1", "2"
_BINARY_CHARSETS = frozenset({"8-bit", "binary"})
_UTF16 = "utf-16-be"
_CODECS = {
    **dict.fromkeys(("", "utf-8", "utf8", "gsm"), "utf-8"),
    **dict.fromkeys(("utf-16be", "ucs-2be", "ucs-2", "utf-16"), _UTF16),
    **dict.fromkeys(("windows-1252", "cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-1", "latin1"), "latin-1"),
    **dict.fromkeys(("us-ascii", "ascii"), "ascii"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    "big5": "big5",
}


class KannelFormat:
    """Reads ``from=%q&to=%Q&text=%b&t=%T&smsc=%i&id=%I&charset=%C&coding=%c``, one message a line.

    ``t`` may be ``%T`` (seconds) or ``%t`` (to the minute, always GMT). With ``post-url`` the text is the body and
    the rest stands in headers; both become such a line. The line is the number in ``to``; else the source's setting
    ``smsc:<id>``; else a line_id in ``to``; else ``lines``; else the line of the source.

    What Kannel is answered it sends to the caller as an SMS, so the answer is empty; ``max-messages = 0`` in its
    sms-service has to see to the rest. It signs nothing: put the secret into the address as a password.
    """

    name = "kannel"
    settings = ("smsc:NAME", *CARDS)
    answer = PushAnswer(b"", "text/plain")

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines."""
        return line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty."""
        return read_each(record_lines(delivery), _report, context)

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge by a token as `has_token` finds it."""
        return by_token(request, secret)

    def delivery(self, request: PushRequest) -> bytes:
        """The query; a body of text is put into it, with what stood in the headers."""
        query = request.query.encode("latin-1", "replace")
        kind = request.headers.get("content-type", "")
        if not request.body or kind.lower().startswith(_FORM):
            return to_one_line(request.body or query)
        values = {key: request.headers.get(name, "") for key, name in _HEADERS.items()}
        if found := _CHARSET.search(kind):
            values["charset"] = found.group(1)
        given = {key for key, _ in parse_qsl(request.query, keep_blank_values=True)}
        added = [
            f"{key}={quote(value)}" for key, value in values.items() if value and key not in given
        ]
        return b"&".join(
            filter(None, [query, *map(str.encode, added), b"text=" + quote(request.body).encode()])
        )


def _values(body: bytes) -> dict[str, bytes]:
    """The values of a query as bytes, since the text is in a charset that one of them names.

    Raises:
        InputError: no query, or a key that is there twice.
    """
    text = decode_record(body).encode().decode("latin-1")
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MAX_KEYS, encoding="latin-1"
        )
    except ValueError:
        raise InputError("there are too many keys") from None
    values = {key: value.encode("latin-1") for key, value in pairs}
    if not values or len(values) < len(pairs):
        raise InputError(
            "not a query in which each key is there once",
            remedy="Take the get-url of the documentation",
        )
    return values


def _plain(values: Mapping[str, bytes], key: str) -> str:
    try:
        return storable(values.get(key, b"").decode().strip(), key)
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", field=key) from None


def _report(record: bytes, context: ParseContext) -> Report:
    values = _values(from_one_line(record))
    for key, code in (("from", "%q"), ("text", "%b"), ("t", "%T")):
        if key not in values:
            raise InputError("is missing", field=key, remedy=f"Put {key}={code} into the get-url")
    sender, to, smsc = (_plain(values, key) for key in ("from", "to", "smsc"))
    text, stamp = _text(values), _plain(values, "t")
    message_id = _plain(values, "id")
    at = _instant(stamp)
    return Report(
        ref=digest("id", message_id)
        if message_id
        else digest("content", smsc, to, sender, stamp, text or values["text"].hex()),
        medium=Medium.SMS,
        lines=lines_of_card(
            context,
            slot=f"smsc:{smsc}" if smsc else "",
            remark=to,
            field="to",
            remedy="Set smsc:<id>, or state the line of the source",
        ),
        occurred_at=at,
        caller=sender or None,
        text=text,
        record=record,
    )


def _instant(text: str) -> datetime:
    if _EPOCH.fullmatch(text):
        return epoch_time(text, field="t")
    return parse_time(text, field="t", zone=UTC)


def _text(values: Mapping[str, bytes]) -> str | None:
    """The words; None for a binary message."""
    raw, coding = values["text"], _plain(values, "coding")
    charset = _plain(values, "charset").lower() or ("utf-16be" if coding == _UCS2 else "")
    if coding == _BINARY or charset in _BINARY_CHARSETS:
        return None
    codec = _CODECS.get(charset)
    if codec is None:
        raise InputError(f"{charset[:24]!r} is not known", field="charset")
    if codec == _UTF16 and len(raw) % 2:
        raise InputError(
            "is no UTF-16, it has an odd number of bytes",
            field="text",
            remedy="Take %b instead of %a, or set mo-recode = true",
        )
    try:
        # Half a character is the caller's, or the edge of a part; nobody keeps a message out with it.
        text = raw.decode(codec, "replace" if codec == _UTF16 else "strict")
    except UnicodeDecodeError:
        raise InputError(f"is not in {codec}", field="text", remedy="Add charset=%C") from None
    return storable(text, "text", limit=MAX_TEXT)

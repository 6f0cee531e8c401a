"""What the readers of line-based formats have in common: records, strict JSON, storable text, keys."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Never

from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import MAX_RECORD_BYTES, OVERSIZE
from leaktrace.domain.masking import shown_key
from leaktrace.domain.normal import normal_email, normal_phone
from leaktrace.domain.ports import ParseContext

__all__ = [
    "BOM",
    "MAX_NAME",
    "MAX_TEXT",
    "csv_columns",
    "decode_record",
    "digest",
    "json_line",
    "json_object",
    "line_name",
    "read_each",
    "record_lines",
    "rejected",
    "storable",
    "stored_as",
    "text_at",
    "whole_number",
]

MAX_TEXT = 100_000
"""Characters of the longest text that is taken."""
MAX_NAME = 200
"""Characters of the longest key, number or name that is taken."""

BOM = b"\xef\xbb\xbf"
"""The mark that some editors put before UTF-8."""
_HEAD = 4096
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LONG_NATIONAL = re.compile(r"[0-9]{10,15}")
_GAPS = re.compile(r"[\s\-().]+")


def record_lines(delivery: bytes) -> Iterator[bytes]:
    """The lines of a delivery that hold anything, without their line breaks."""
    for line in delivery.split(b"\n"):
        record = line.removesuffix(b"\r")
        if record.removeprefix(BOM).strip():
            yield record


def decode_record(record: bytes) -> str:
    """The text of a record in UTF-8; a byte order mark before it is dropped.

    Raises:
        InputError: over-long, not UTF-8, or with NUL bytes.
    """
    if record.startswith(OVERSIZE):
        size = record[len(OVERSIZE) :].split(b" ", 1)[0][:20].decode("ascii", "replace")
        _over_long(size)
    if len(record) > MAX_RECORD_BYTES:
        _over_long(str(len(record)))
    if b"\x00" in record:
        raise InputError(
            "the record has NUL bytes",
            remedy="Look whether the file is binary, UTF-16, or was damaged in transfer",
        )
    try:
        return record.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start} is not UTF-8",
            remedy="Save the file as UTF-8, or mend the byte",
        ) from None


def _over_long(size: str) -> Never:
    raise InputError(
        f"the record has {size} bytes, more than {MAX_RECORD_BYTES}",
        remedy="Look whether line breaks are missing in the file",
    )


def csv_columns(record: bytes) -> list[str]:
    """The columns of a line of CSV.

    Bytes that are not UTF-8 are let pass here: they are usual in a caller's name, and a caller must not be able
    to keep a call out by them. `storable` refuses them in the columns that are read.

    Raises:
        InputError: not CSV, over-long, or with NUL bytes.
    """
    if record.startswith(OVERSIZE) or b"\x00" in record:
        decode_record(record)  # says what is wrong
    try:
        text = record.removeprefix(BOM).decode("utf-8", "surrogateescape")
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise InputError(f"not CSV: {error}", remedy="Look whether the row was cut") from None


def rejected(record: bytes, error: InputError, ref: str = "") -> Reject:
    """The quarantine's entry of a record that met `error`; of an over-long record the head is kept."""
    if record.startswith(OVERSIZE):
        record = record[len(OVERSIZE) :].partition(b" ")[2]
    if len(record) > MAX_RECORD_BYTES:
        record = record[:_HEAD]
    return Reject(error.message, record, field=error.field, remedy=error.remedy, ref=ref)


def read_each(
    records: Iterable[bytes],
    read: Callable[[bytes, ParseContext], Report | None],
    context: ParseContext,
    ref_of: Callable[[bytes], str] = lambda _record: "",
) -> Iterator[Report | Reject]:
    """What a parser gives for its records, one after the other.

    Args:
        records: the records of a delivery.
        read: reads one; None if it tells of nothing that arrived. Of an `InputError` the record becomes a reject.
        context: what `read` may know beside the bytes.
        ref_of: the reference that a record states which cannot be read, or nothing.
    """
    for record in records:
        try:
            report = read(record, context)
        except InputError as error:
            yield rejected(record, error, ref_of(record))
        else:
            if report is not None:
                yield report


def json_object(text: str) -> dict[str, object]:
    """A JSON object, strictly: no key twice, no NaN.

    Raises:
        InputError: anything else, nesting or digits beyond what the parser takes included.
    """
    try:
        value = _STRICT.decode(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"not JSON: {error.msg.removesuffix(' at')} at character {error.pos}",
            remedy="Look whether the record was cut or has a stray quote",
        ) from None
    except ValueError:  # beyond the interpreter's limit for digits
        raise InputError("a number has too many digits") from None
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None
    if not isinstance(value, dict):
        raise InputError("not a JSON object", remedy='Write {"key": value, ...} as the record')
    return value


def json_line(values: Mapping[str, object]) -> bytes:
    """An object as one line of JSON in ASCII, which `json_object` reads to the same.

    Raises:
        InputError: nested too deeply.
    """
    try:
        return json.dumps(values, separators=(",", ":")).encode()
    except RecursionError:
        raise InputError("the JSON is nested too deeply") from None


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(
            f"the key {twice[:40]!r} is there twice",
            field=shown_key(twice),
            remedy="Leave one of the two",
        )
    return found


def _no_constant(name: str) -> Never:
    raise InputError(f"{name} is no value", remedy="Leave the key out instead")


_STRICT = json.JSONDecoder(object_pairs_hook=_no_key_twice, parse_constant=_no_constant)


def storable(text: str, field: str, *, limit: int = MAX_NAME) -> str:
    """The same text, if a database can hold it and it is not beyond `limit` characters.

    Raises:
        InputError: NUL, a lone surrogate, or too long.
    """
    if len(text) > limit:
        raise InputError(
            f"has {len(text)} characters, more than {limit}", field=field, remedy="Shorten it"
        )
    # Nearly every text is printable, which is told faster, and nothing printable is unstorable.
    if not text.isprintable() and (bad := _UNSTORABLE.search(text)):
        raise InputError(
            f"has U+{ord(bad.group()):04X} at character {bad.start()}",
            field=field,
            remedy="Take the character out",
        )
    return text


def stored_as(text: str, *, limit: int) -> str:
    """A text that says something of a record, as any database can hold it; it may quote what a stranger sent."""
    return _UNSTORABLE.sub("?", text)[:limit]


def text_at(values: Mapping[str, object], key: str, *, limit: int = MAX_NAME) -> str:
    """The text under a key, a number as its digits; empty where there is none.

    Raises:
        InputError: neither text nor a whole number, or not storable.
    """
    value = values.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"is a {type(value).__name__}, not text", field=key)
    return storable(str(value), key, limit=limit)


def whole_number(text: str, field: str, *, below: int) -> int:
    """A number in ASCII digits, from 0 to below `below`.

    Raises:
        InputError: anything else.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text) < below):
        raise InputError(f"is not a whole number from 0 to {below - 1}", field=field)
    return int(text)


def line_name(text: str, *, country: str | None = None, field: str = "line") -> str:
    """What a record calls its line: a number in E.164, a mailbox, or as it stands a line_id.

    Args:
        text: with a ``+`` it is a number, with an ``@`` a mailbox.
        country: calling code that makes a number of ten and more digits without ``+`` one as well;
            shorter ones are extensions. None where digits alone name a line_id.
        field: the name of the field, for the error.

    Raises:
        InputError: empty, too long, or neither of these.
    """
    name = storable(text.strip(), field)
    if not name:
        raise InputError("is empty", field=field, remedy="Write a line_id, a number or a mailbox")
    if "@" in name or "\uff20" in name:
        return normal_email(name, field=field)
    if name[0] in "+\uff0b":
        return normal_phone(name, field=field)
    if country is not None and _LONG_NATIONAL.fullmatch(_GAPS.sub("", name)):
        return normal_phone(name, country=country, field=field)
    return name


def digest(*parts: str) -> str:
    """A key made of parts that a source has, where it has no key of its own; 32 hex digits."""
    head = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(head.encode("utf-8", "surrogatepass")).hexdigest()[:32]

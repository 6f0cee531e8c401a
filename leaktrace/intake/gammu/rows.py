"""Rows of the table ``inbox``, one for each part of a message, and the message that some of them make."""

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from leaktrace.domain.cards import lines_of_card
from leaktrace.domain.contact import Medium, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import (
    MAX_NAME,
    MAX_TEXT,
    decode_record,
    digest,
    json_object,
    storable,
    text_at,
)
from leaktrace.domain.times import parse_time
from leaktrace.intake.gammu.multipart import Grouping, concatenation, utf16_text

__all__ = ["COLUMNS", "Row", "add_row", "read_row", "rows_report", "timeout_of"]

COLUMNS = {
    "id": MAX_NAME,
    "receivingdatetime": MAX_NAME,
    "sendernumber": MAX_NAME,
    "recipientid": MAX_NAME,
    "smscnumber": MAX_NAME,
    "coding": MAX_NAME,
    "class": MAX_NAME,
    "udh": 2 * MAX_NAME,
    "messageid": MAX_NAME,
    "sequenceposition": MAX_NAME,
    "partcount": MAX_NAME,
    "text": 4 * MAX_TEXT,
    "textdecoded": MAX_TEXT,
}
"""What is read of a row, and how long it may be. The others tell of what was done with it since."""

_NEEDED = ("receivingdatetime", "sendernumber", "textdecoded")
_USSD = "127"
_BINARY = "8bit"
_MULTIPART_TIMEOUT_S = 600
_HEX = re.compile(r"(?:[0-9A-Fa-f]{4})+")


@dataclass(frozen=True)
class Row:
    """One part, with its bytes."""

    record: bytes
    values: Mapping[str, str]
    """By the names of the columns in lower case, empty where there is none."""


def timeout_of(settings: Mapping[str, str]) -> timedelta:
    """The daemon's ``MultipartTimeout``, as the source's setting ``multipart_timeout`` states it."""
    text = settings.get("multipart_timeout", "")
    seconds = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else _MULTIPART_TIMEOUT_S
    return timedelta(seconds=seconds)


def read_row(record: bytes) -> Row:
    """A row that stands on a line as a JSON object.

    Raises:
        InputError: it is none.
    """
    given = {key.lower(): value for key, value in json_object(decode_record(record)).items()}
    for column in _NEEDED:
        if column not in given:
            raise InputError(
                "is missing",
                field=column,
                remedy="Take whole rows of the table inbox of gammu-smsd",
            )
    values = {column: text_at(given, column, limit=limit) for column, limit in COLUMNS.items()}
    return Row(record, values)


def add_row(grouping: Grouping[Row], row: Row, zone: tzinfo | None = None) -> list[Row] | None:
    """Take a row.

    Since schema 18 the daemon itself says which rows are one message; before, their headers do, and that their times
    in `zone` lie near to one another.

    Returns:
        The rows of the message if it is whole now.
    """
    values = row.values
    message_id, count, place = (
        values[column] for column in ("messageid", "partcount", "sequenceposition")
    )
    key: Hashable
    if message_id not in ("", "0") and _small(count) and 1 <= _small(place) <= _small(count):
        key = ("message", values["recipientid"], message_id)
        return grouping.add(key, _small(place), _small(count), (), row)
    found = concatenation(values["udh"])
    if found is None:
        return [row]
    key = (values["sendernumber"], values["recipientid"], found.reference, found.total)
    at = _instants(values["receivingdatetime"], zone or UTC)
    return grouping.add(key, found.number, found.total, at, row)


def _small(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0


def _instants(text: str, zone: tzinfo) -> set[datetime]:
    """What a time may be, to compare it with others of the same source; nothing where it is none."""
    try:
        value = datetime.fromisoformat(text).replace(tzinfo=zone)
        return {value.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    except (ValueError, OverflowError):
        return set()


def rows_report(record: bytes, rows: Sequence[Row], context: ParseContext) -> Report | None:
    """The report of a message, whole or not; None for an answer of the network to a code that was dialled (USSD).

    It is known again by its content: daemons have stored one message again and again under new IDs when their modem
    did not delete it.
    """
    first = rows[0].values
    if first["class"] == _USSD:
        return None
    text = storable(_words(rows), "text", limit=MAX_TEXT)
    binary = any(row.values["coding"] == _BINARY for row in rows)
    raw = "".join(row.values["text"] for row in rows) if binary else text
    return Report(
        ref=digest(first["recipientid"], first["sendernumber"], first["receivingdatetime"], raw),
        medium=Medium.SMS,
        lines=lines_of_card(
            context,
            slot=f"phone:{first['recipientid']}" if first["recipientid"] else "",
            remark=first["recipientid"],
            field="recipientid",
            remedy="Set PhoneID of the daemon to the line, or phone:<PhoneID>, or the line of the source",
        ),
        occurred_at=parse_time(
            first["receivingdatetime"], field="receivingdatetime", zone=context.zone
        ),
        caller=first["sendernumber"].strip() or None,
        text=None if binary else text,
        record=record,
    )


def _words(rows: Sequence[Row]) -> str:
    """The text of all parts.

    Taken from the bytes where they are there: a character may lie across two parts, and some databases cannot store
    all characters. Else the decoded texts make it, whether each part has its own or the first has all.
    """
    codes = [row.values["text"] for row in rows]
    if all(_HEX.fullmatch(code) for code in codes):
        return utf16_text(b"".join(map(bytes.fromhex, codes)))
    return "".join(row.values["textdecoded"] for row in rows)

"""The daemon's database, as rows on lines."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from leaktrace.domain.cards import CARDS
from leaktrace.domain.contact import Reject, Report
from leaktrace.domain.errors import InputError
from leaktrace.domain.framing import DELIVERY_BYTES, line_deliveries
from leaktrace.domain.ports import ParseContext, Pulled
from leaktrace.domain.records import record_lines, rejected
from leaktrace.intake.gammu.database import check_database, rows_after
from leaktrace.intake.gammu.multipart import Grouping
from leaktrace.intake.gammu.rows import Row, add_row, read_row, rows_report, timeout_of

__all__ = ["GammuSqlFormat"]

_MOST_HELD = 4 * DELIVERY_BYTES


class GammuSqlFormat:
    """Reads rows of ``inbox``, schema 17 or 18, one JSON object a line, as ``row_to_json`` of PostgreSQL writes them.

    The parts of a message are put together. Where one is still missing after the daemon's ``MultipartTimeout`` (setting
    ``multipart_timeout``, 600 seconds), the others make the message; the missing one, should it ever come, is then
    a message of its own.

    Times are those of the SMS centre in the daemon's zone, which the source has to state. The line is the daemon's
    ``PhoneID``: a number, a line_id, or the name in a setting ``phone:<PhoneID>``; else the line of the source. The
    same message stored twice, under two IDs, is one.

    Fetched from a SQLite file (``path``) or a PostgreSQL (``database``, and the password as the secret), read-only.
    """

    name = "gammu-sql"
    settings = ("database", "table", "multipart_timeout", "phone:NAME", *CARDS)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines that do not part a message, unless it is never whole."""
        held = b""
        for lines in line_deliveries(stream):
            held += lines
            cut = _whole(held)
            if not cut and len(held) < _MOST_HELD:
                continue
            cut = cut or len(held)
            yield held[:cut]
            held = held[cut:]
        if held:
            yield held

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every message, and for every line that is no row."""
        grouping = Grouping[Row](timeout_of(context.settings))
        for record in record_lines(delivery):
            try:
                rows = add_row(grouping, read_row(record), context.zone)
            except InputError as error:
                yield rejected(record, error)
                continue
            if rows is not None:
                yield from _message(rows, context)
        for rows in grouping.rest():
            yield from _message(rows, context)

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """Messages since `cursor`, the rows of each together.

        Rows are committed late, and parts come late: so the cursor goes on only to where the inbox ended when it was
        looked at a `MultipartTimeout` before, and the rows after it are given again each time.

        Raises:
            SourceError: the database cannot be read.
        """
        timeout = timeout_of(settings)
        mark, now = _Mark.of(cursor), time.time()
        ripe = now - mark.since >= timeout.total_seconds()
        grouping, highest = Grouping[Row](timeout), mark.done
        whole: list[bytes] = []
        size = 0
        for number, line in rows_after(settings, secret, mark.done):
            highest = number
            try:
                found = [row.record for row in add_row(grouping, read_row(line)) or ()]
            except InputError:
                found = [line]  # what is wrong with it, `parse` says
            whole.extend(found)
            size += sum(map(len, found))
            if size >= DELIVERY_BYTES:
                yield Pulled(_lines(whole), cursor)
                whole, size = [], 0
        open_from = highest + 1
        for rows in grouping.rest():
            numbers = [int(row.values["id"]) for row in rows]
            if ripe and max(numbers) <= mark.seen:
                whole.extend(row.record for row in rows)
            else:
                open_from = min(open_from, *numbers)
        if ripe:
            done = max(mark.done, min(mark.seen, open_from - 1))
            mark = _Mark(done, highest, int(now))
        if whole or str(mark) != cursor:
            yield Pulled(_lines(whole), str(mark))

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:
        """Pass only if the database and its inbox are stated."""
        check_database(settings, secret)


@dataclass(frozen=True)
class _Mark:
    """Where to go on."""

    done: int = 0
    """Rows up to this ID are not looked at again."""
    seen: int = 0
    """The highest ID at that time."""
    since: int = 0

    @classmethod
    def of(cls, text: str) -> "_Mark":
        parts = text.split(" ")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
            return cls()
        return cls(*map(int, parts))

    def __str__(self) -> str:
        return f"{self.done} {self.seen} {self.since}"


def _message(rows: list[Row], context: ParseContext) -> Iterator[Report | Reject]:
    record = b"\n".join(row.record for row in rows)
    try:
        report = rows_report(record, rows, context)
    except InputError as error:
        yield rejected(record, error)
    else:
        if report is not None:
            yield report


def _lines(records: list[bytes]) -> bytes:
    return b"".join(record + b"\n" for record in records)


def _whole(lines: bytes) -> int:
    """Up to where no message is in parts."""
    grouping = Grouping[Row](timeout_of({}))
    at = cut = 0
    for line in lines.split(b"\n"):
        at += len(line) + 1
        with suppress(InputError):
            add_row(grouping, read_row(line.removesuffix(b"\r")))
        if not grouping.is_open:
            cut = at
    return min(cut, len(lines))

"""The daemon's folder of files, as messages on lines."""

import base64
import binascii
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from leaktrace.domain.cards import CARDS, lines_of_card
from leaktrace.domain.contact import Medium, Reject, Report
from leaktrace.domain.errors import InputError, SourceError
from leaktrace.domain.framing import DELIVERY_BYTES, line_deliveries
from leaktrace.domain.ports import ParseContext, Pulled
from leaktrace.domain.records import (
    MAX_TEXT,
    decode_record,
    digest,
    json_object,
    read_each,
    record_lines,
    storable,
    text_at,
)
from leaktrace.domain.times import in_zone
from leaktrace.intake.gammu.folder import (
    MAX_FILE,
    Name,
    message_files,
    message_line,
    name_of,
    scanned,
)
from leaktrace.intake.gammu.multipart import utf16_text
from leaktrace.intake.gammu.rows import timeout_of

__all__ = ["GammuFilesFormat"]

_SETTLED_NS = 10 * 10**9
"""The daemon writes the parts of a message one after the other."""
_OVERLAP_NS = 3600 * 10**9
"""A clock may be set back by so much."""
_BOM = b"\xfe\xff"
_TEXT_KEY = re.compile(r"Text[0-9]{2,}\s*=\s*((?:[0-9A-Fa-f]{4})*)\s*")
_BINARY_KEY = re.compile(r"Coding\s*=\s*8bit\s*")
_REPORT_KEY = re.compile(r"PDU\s*=\s*Status_Report\s*")


@dataclass(frozen=True)
class _File:
    name: Name
    content: bytes


class GammuFilesFormat:
    """Reads messages, one a line, as ``{"files": [{"name": "IN...", "content": base64}, ...]}``.

    The names of the files have sender and time, so a line has them beside the content; the parts of a message are one
    line. Fetched from the daemon's inbox (setting ``path``), and also made of a single file that is given, which
    brings the other parts beside it along with the first.

    Times are those of the SMS centre in the daemon's zone, which the source has to state. No name says which line it
    was: have one folder, and one source with its line, for each. ``InboxFormat = unicode`` or ``detail`` keep every
    character; of ``standard`` the setting ``charset`` tells the daemon's charset if it is not UTF-8.
    """

    name = "gammu-files"
    settings = ("charset", *CARDS)

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Deliveries of whole lines, or the message that a file of the daemon begins."""
        path = getattr(stream, "name", None)
        if isinstance(path, str) and name_of(Path(path).name):
            yield from _message_of(Path(path))
        else:
            yield from line_deliveries(stream)

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """One report or reject for every line that is not empty; reports of delivery are no records."""
        return read_each(record_lines(delivery), _report, context)

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:  # noqa: ARG002 - a folder has none
        """Pass only if the inbox is stated."""
        if not settings.get("path"):
            raise SourceError(
                "the source does not say where the files are",
                where="setting path",
                remedy="Set path to the daemon's inbox",
            )

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """Messages of files that came into the folder since `cursor`, oldest first.

        Raises:
            SourceError: there is no such folder.
        """
        self.check_pull(settings, secret)
        folder, now = Path(settings["path"]), time.time_ns()
        came = dict(scanned(folder))
        known = int(cursor) if re.fullmatch(r"[0-9]{1,20}", cursor) else 0
        names = [name for text in came if (name := name_of(text))]
        messages = [
            [name.text for name in one] for one in message_files(names, timeout_of(settings))
        ]
        messages += [[text] for text in came if name_of(text) is None]
        ready = []
        for message in messages:
            newest = max(came[text] for text in message)
            if newest >= known - _OVERLAP_NS and not 0 <= now - newest < _SETTLED_NS:
                ready.append((newest, message))
        whole = b""
        for newest, message in sorted(ready):
            line = message_line(folder, message)
            if line is None:
                continue  # taken away since; what is gone cannot be fetched
            whole += line
            known = max(known, min(newest, now))
            if len(whole) >= DELIVERY_BYTES:
                yield Pulled(whole, str(known))
                whole = b""
        if whole:
            yield Pulled(whole, str(known))


def _message_of(path: Path) -> Iterator[bytes]:
    names = [name for one in path.parent.iterdir() if (name := name_of(one.name))]
    for message in message_files(names, timeout_of({})):
        if message[0].text == path.name:
            yield message_line(path.parent, [name.text for name in message]) or b""


def _files(record: bytes) -> list[_File]:
    """The files on a line.

    Raises:
        InputError: none, or a name or content that is none.
    """
    values = json_object(decode_record(record)).get("files")
    if not isinstance(values, list) or not values:
        raise InputError(
            "there are no files in it",
            field="files",
            remedy="Take the files of the inbox, under the names that gammu-smsd gave them",
        )
    return [_file(value) for value in values]


def _file(value: object) -> _File:
    if not isinstance(value, dict):
        raise InputError("is no file", field="files")
    text = text_at(value, "name")
    name = name_of(text)
    if name is None:
        raise InputError(f"{text[:60]!r} is no name that gammu-smsd gives", field="name")
    try:
        code = text_at(value, "content", limit=2 * MAX_FILE)
        content = base64.b64decode(code, validate=True)
    except (binascii.Error, ValueError):
        raise InputError("is no base64", field="content") from None
    if len(content) > MAX_FILE:
        raise InputError(f"has more than {MAX_FILE} bytes", field="content")
    return _File(name, content)


def _report(record: bytes, context: ParseContext) -> Report | None:
    files = _files(record)
    first = files[0].name
    if first.kind == "smsbackup" and _lines_like(files, _REPORT_KEY):
        return None
    text = _text(files, context.settings.get("charset", "utf-8"))
    raw = text if text is not None else "".join(file.content.hex() for file in files)
    return Report(
        ref=digest(first.sender, first.at.isoformat(), raw),
        medium=Medium.SMS,
        lines=lines_of_card(
            context,
            field="line",
            remedy="Have one inbox, and one source with its line, for each line",
        ),
        occurred_at=in_zone(first.at, context.zone, field="name"),
        caller=storable(first.sender, "name").strip() or None,
        text=text,
        record=record,
    )


def _text(files: Sequence[_File], charset: str) -> str | None:
    """The words of all parts; None for a binary message."""
    kind = files[0].name.kind
    if kind == "bin":
        return None
    if kind == "smsbackup":
        if _lines_like(files, _BINARY_KEY):
            return None
        codes = _lines_like(files, _TEXT_KEY)
        text = utf16_text(b"".join(bytes.fromhex(found.group(1)) for found in codes))
    elif all(file.content.startswith(_BOM) for file in files):
        # A character may lie across two parts.
        text = utf16_text(b"".join(_before_nul(file.content[2:]) for file in files))
    else:
        text = "".join(_decoded(file.content, charset) for file in files)
    return storable(text, "content", limit=MAX_TEXT)


def _lines_like(files: Sequence[_File], pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The lines of SMS backups that match. Their comments have the caller's words, and are none of them."""
    lines = [line for file in files for line in file.content.decode("latin-1").split("\n")]
    return [found for line in lines if (found := pattern.fullmatch(line.strip("\r")))]


def _before_nul(raw: bytes) -> bytes:
    """UTF-16 up to the first NUL: the daemon counts bytes in another charset, and writes too many."""
    ends = (at for at in range(0, len(raw) - 1, 2) if raw[at : at + 2] == b"\x00\x00")
    return raw[: next(ends, len(raw))]


def _decoded(raw: bytes, charset: str) -> str:
    if raw.startswith(_BOM):
        return utf16_text(_before_nul(raw[2:]))
    try:
        return raw.decode(charset)
    except (UnicodeError, LookupError):
        raise InputError(
            f"is not in {charset[:24]}",
            field="content",
            remedy="Set InboxFormat = unicode in gammu-smsdrc, or charset to that of the daemon",
        ) from None

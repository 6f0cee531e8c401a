"""The daemon's folder of files: what the names say, and which files are one message."""

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from leaktrace.domain.errors import SourceError
from leaktrace.domain.records import json_line

__all__ = ["MAX_FILE", "Name", "message_files", "message_line", "name_of", "scanned"]

MAX_FILE = 64 * 1024
"""A message of 255 parts has less."""

# Read from the right: the sender may be a name with underscores in it.
_NAME = re.compile(r"IN([0-9]{8})_([0-9]{6})_([0-9]{2,})_(.*)_([0-9]{2,3})\.(txt|bin|smsbackup)")
_NUMBER = re.compile(r"\+?[0-9X]*[0-9][0-9X]*")


@dataclass(frozen=True)
class Name:
    """What the name of a file says."""

    text: str
    at: datetime
    """The time of the SMS centre, in the daemon's zone."""
    serial: str
    """Told apart from others of the same second."""
    sender: str
    part: int
    """From 0."""
    kind: str


def name_of(text: str) -> Name | None:
    """What a name says; None if the daemon does not write such names."""
    found = _NAME.fullmatch(text)
    if found is None:
        return None
    day, clock, serial, sender, part, kind = found.groups()
    if _NUMBER.fullmatch(sender):
        sender = sender.replace("X", "*")  # which no name of a file can have
    try:
        at = datetime.strptime(day + clock, "%Y%m%d%H%M%S")  # noqa: DTZ007 - the source states the zone
    except ValueError:
        return None
    return Name(text, at, serial, sender, int(part), kind)


def message_files(names: Iterable[Name], timeout: timedelta) -> list[list[Name]]:
    """Which files are one message, each with its parts in order.

    Each part has its own time in its name, and nothing else tells that it belongs to others: it is taken to the
    message of the same sender and serial which lacks it next, and lies nearest.
    """
    waiting: dict[tuple[str, str], list[list[Name]]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (name.part, name.at, name.text)):
        messages = waiting[name.sender, name.serial]
        lacking = [one for one in messages if _lacks(one, name, timeout)]
        if lacking:
            min(lacking, key=lambda one: abs(name.at - one[-1].at)).append(name)
        else:
            messages.append([name])
    return [message for messages in waiting.values() for message in messages]


def _lacks(message: list[Name], name: Name, timeout: timedelta) -> bool:
    last = message[-1]
    return last.part == name.part - 1 and abs(name.at - last.at) <= timeout


def scanned(folder: Path) -> Iterator[tuple[str, int]]:
    """The files of a folder that the daemon may have written: name, and when it came there, in nanoseconds.

    Raises:
        SourceError: the folder cannot be read.
    """
    try:
        for entry in folder.iterdir():
            unfinished = entry.name.endswith((".tmp", ".part"))
            if entry.name.startswith("IN") and not unfinished and _is_regular(entry):
                # Unlike the time of its last change, a copy does not bring this along.
                yield entry.name, entry.stat().st_ctime_ns
    except OSError as error:
        raise _unreadable(folder, error) from None


def _is_regular(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _unreadable(folder: Path, error: OSError) -> SourceError:
    return SourceError(
        f"the folder cannot be read ({error.strerror})",
        where=folder.name,
        remedy="See whether path is the daemon's inbox and may be read",
    )


def message_line(folder: Path, names: Iterable[str]) -> bytes | None:
    """The files of a message as one line; of one that is too long to be a message the head.

    Returns:
        None if one of them is gone.

    Raises:
        SourceError: one of them cannot be read.
    """
    files: list[Mapping[str, object]] = []
    for name in names:
        try:
            with (folder / name).open("rb") as file:
                content = file.read(MAX_FILE + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(folder, error) from None
        files.append({"name": name, "content": base64.b64encode(content).decode()})
    return json_line({"files": files}) + b"\n"

"""Streams: intake of files, of what is fetched and of what hooks left, as transactions each safe to repeat.

The only service module that opens transactions. Killed at any point, the next run goes on where the
last transaction ended: a delivery is stored, then parsed into contacts, then its contacts are read.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import BinaryIO
from uuid import UUID

from sqlalchemy.orm import Session, sessionmaker

from leaktrace.domain.errors import PluginError
from leaktrace.domain.ports import IntakeFormat, Pulled, PullFormat
from leaktrace.services.deliveries import store_delivery, unread_deliveries
from leaktrace.services.merchants import lock_merchant
from leaktrace.services.opened import OpenedContact
from leaktrace.services.parsing import ParseCounts, parse_delivery
from leaktrace.services.reading import (
    BATCH,
    ReadCounts,
    read_contacts,
    unread_contacts,
)
from leaktrace.services.reparsing import Reparsed, deliveries_of, reparse_delivery
from leaktrace.services.restating import given_before, restate_delivery
from leaktrace.services.source_runs import PullSource, keep_pulled
from leaktrace.services.staleness import stale_contacts
from leaktrace.storage.base import first_id
from leaktrace.storage.statistics import refresh_statistics

__all__ = [
    "IngestSummary",
    "Intake",
    "catch_up",
    "ingest_stream",
    "pull_stream",
    "read_everything",
    "reparse_source",
    "something_waits",
]

MANY = 200
"""So many new contacts change what the database knows of its tables."""
PAUSE_S = 0.008
"""A waiting writer of SQLite looks every 1 to 6 ms."""


@dataclass(frozen=True)
class IngestSummary:
    """What an intake did: ``received = stored + duplicates + quarantined``."""

    source: str
    counts: ParseCounts
    reading: ReadCounts
    seconds: float

    def __add__(self, other: "IngestSummary") -> "IngestSummary":
        return IngestSummary(
            self.source,
            self.counts + other.counts,
            self.reading + other.reading,
            self.seconds + other.seconds,
        )

    def to_json(self) -> dict[str, str | int | float | list[str]]:
        """The document of CONTRACT, ``leaktrace ingest --json``, with what lies in quarantine and what was not read."""
        return {
            "source": self.source,
            "received": self.counts.received,
            "stored": self.counts.stored,
            "duplicates": self.counts.duplicates,
            "quarantined": self.counts.quarantined,
            "waiting": self.counts.waiting,
            "put_right": self.counts.put_right,
            "expected": self.reading.expected,
            "matched": self.reading.matched,
            "unmatched": self.reading.read - self.reading.matched,
            "seconds": round(self.seconds, 3),
            "unread_keys": sorted(self.counts.unread_keys),
        }


@dataclass(frozen=True)
class Intake:
    """What every step of a stream needs."""

    writes: sessionmaker[Session]
    formats: Mapping[str, IntakeFormat]
    zone: tzinfo


def ingest_stream(
    intake: Intake,
    source_id: UUID,
    source_name: str,
    format_name: str,
    stream: BinaryIO,
    *,
    settings: Mapping[str, str] | None = None,
    again: bool = False,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> IngestSummary:
    """Take in one file. Memory is bounded by a delivery of half a MiB, whatever the size of the file.

    Args:
        intake: sessions, formats and zone.
        source_id: which source it belongs to.
        source_name: its name, for the summary.
        format_name: the format of the file.
        stream: the file, opened for reading bytes.
        settings: zone and line under which it is to be read.
        again: a person gave it: try records anew that went to quarantine before, and if the same bytes were given
            before with another zone, line or profile, put right what was read of them.
        progress: told after each delivery how many bytes it had.
    """
    began = time.monotonic()
    counts, reading = ParseCounts(), ReadCounts()
    for payload in intake.formats[format_name].split(stream):
        with intake.writes.begin() as session:  # nobody had to wait for this
            delivery_id = store_delivery(session, source_id, payload, settings=settings)
        parsed, read = _take_in(intake, delivery_id, again=again)
        counts, reading = counts + parsed, reading + read
        progress(len(payload))
    if counts.stored >= MANY:
        with _turn(intake) as session:
            refresh_statistics(session)
    return IngestSummary(source_name, counts, reading, time.monotonic() - began)


def pull_stream(
    intake: Intake, source: PullSource, *, stop: Callable[[], bool] = lambda: False
) -> IngestSummary:
    """Fetch what came since the last time, delivery by delivery; the next time goes on behind it.

    Args:
        intake: sessions, formats and zone.
        source: where to fetch.
        stop: asked after each delivery whether to end early; nothing is lost by that.

    Raises:
        SourceError: it cannot be fetched. What came before that is kept.
        PluginError: the format cannot be fetched at all.
    """
    began = time.monotonic()
    counts, reading = catch_up(intake, source.id), ReadCounts()
    for pulled in _pull(intake.formats, source):
        with _turn(intake) as session:
            delivery_id = keep_pulled(session, source, pulled)
        if delivery_id is not None:
            parsed, read = _take_in(intake, delivery_id)
            counts, reading = counts + parsed, reading + read
        if stop():
            break
    return IngestSummary(source.name, counts, reading, time.monotonic() - began)


def something_waits(formats: Mapping[str, IntakeFormat], source: PullSource) -> bool:
    """Reach a source that is fetched, take nothing in, and say whether there is anything new.

    Raises:
        SourceError: it cannot be fetched.
        PluginError: the format cannot be fetched at all.
    """
    return next(_pull(formats, source), None) is not None


def catch_up(intake: Intake, source_id: UUID | None = None) -> ParseCounts:
    """Parse what was stored and not parsed yet: of hooks, and what a kill left.

    Of one source; or of all, but for what another process has stored just now and has in hand.
    """
    counts = ParseCounts()
    while True:
        with intake.writes.begin() as session:
            waiting = unread_deliveries(session, source_id)
        if not waiting:
            return counts
        for delivery_id in waiting:
            counts += _take_in(intake, delivery_id)[0]


def read_everything(intake: Intake, since: datetime | None = None) -> ReadCounts:
    """Read contacts that have no reading yet, or an old one since something new is known of their canaries.

    Args:
        intake: sessions, formats and zone.
        since: only what came in, or became known, since then. Without it all contacts are looked at.
    """
    first = None if since is None else first_id(since)
    total = _read_found(intake, lambda session, after: unread_contacts(session, after=after), first)
    return total + _read_found(
        intake, lambda session, after: stale_contacts(session, since=since, after=after)
    )


def _read_found(
    intake: Intake,
    find: Callable[[Session, UUID | None], list[UUID]],
    after: UUID | None = None,
) -> ReadCounts:
    """Read what is found behind a key, and behind that, until nothing is."""
    total = ReadCounts()
    while True:
        with _turn(intake) as session:
            lock_merchant(session)
            waiting = find(session, after)
            if not waiting:
                return total
            total += read_contacts(session, waiting, intake.zone)
        after = waiting[-1]


def reparse_source(
    intake: Intake, source_id: UUID, *, progress: Callable[[int], None] = lambda _deliveries: None
) -> Reparsed:
    """Read everything that came from a source again, with the parser as it is now. Safe to repeat and to stop.

    Args:
        intake: sessions, formats and zone.
        source_id: which source.
        progress: told after each delivery how many there were so far.
    """
    total, last = Reparsed(), None
    while True:
        with intake.writes.begin() as session:
            keys = deliveries_of(session, source_id, after=last)
        if not keys:
            return total
        for delivery_id in keys:
            with _turn(intake) as session:
                total += reparse_delivery(session, intake.formats, delivery_id)
            _read_delivery(intake, delivery_id)
            progress(total.deliveries)
        last = keys[-1]


def _pull(formats: Mapping[str, IntakeFormat], source: PullSource) -> Iterator[Pulled]:
    reads = formats[source.format]
    if not isinstance(reads, PullFormat):
        raise PluginError(f"the format {source.format} cannot be fetched", where=source.name)
    return reads.pull(source.settings, source.secret, source.cursor)


@contextmanager
def _turn(intake: Intake) -> Iterator[Session]:
    """One transaction, and then a moment in which another writer of SQLite gets its turn."""
    with intake.writes.begin() as session:
        yield session
        alone = session.get_bind().dialect.name != "sqlite"
    if not alone:
        time.sleep(PAUSE_S)


def _take_in(
    intake: Intake, delivery_id: UUID, *, again: bool = False
) -> tuple[ParseCounts, ReadCounts]:
    """Parse a delivery, then read its contacts."""
    with _turn(intake) as session:
        if again and (earlier := given_before(session, delivery_id)):
            parsed = restate_delivery(session, intake.formats, delivery_id, earlier)
        else:
            parsed = parse_delivery(session, intake.formats, delivery_id, again=again)
    return parsed.counts, _read_delivery(intake, delivery_id, parsed.contacts)


def _read_delivery(
    intake: Intake, delivery_id: UUID, stored: Sequence[OpenedContact] = ()
) -> ReadCounts:
    """Read the contacts of a delivery that have no reading yet, with those that were stored just now."""
    total, opened = ReadCounts(), {one.id: one for one in stored}
    while True:
        with _turn(intake) as session:
            lock_merchant(session)
            waiting = unread_contacts(session, delivery_id, limit=BATCH)
            total += read_contacts(session, waiting, intake.zone, opened)
        if len(waiting) < BATCH:
            return total

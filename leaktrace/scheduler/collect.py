"""Looking at a source once: a watched folder, file by file."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.errors import LeakTraceError, NotFoundError
from leaktrace.domain.source import SourceKind
from leaktrace.services import sources
from leaktrace.services.parsing import ParseCounts
from leaktrace.services.reading import ReadCounts
from leaktrace.services.streams import (
    IngestSummary,
    Intake,
    catch_up,
    ingest_stream,
    read_everything,
)
from leaktrace.storage.base import now

__all__ = ["collect_source"]


def collect_source(app: App, tenant: Tenant, name: str) -> IngestSummary:
    """Take in what a source has now, and note how it went.

    A file of a folder is read whole each time it has changed; what is known of it already costs a
    hash. Files are never moved or deleted: they are the gateway's.

    Raises:
        NotFoundError: there is no such source, or its folder is gone.
    """
    began = now()
    with tenant.reads.begin() as session:
        source = sources.find_source(session, name)
        source_id, kind, settings = source.id, source.kind, dict(source.settings)
        format_name = source.format
    intake = Intake(tenant.writes, app.formats, app.zone)
    counts, reading, seconds = ParseCounts(), ReadCounts(), 0.0
    error = ""
    try:
        if kind is SourceKind.FOLDER:
            for path in _files(Path(settings["path"])):
                with path.open("rb") as stream:
                    done = ingest_stream(intake, source_id, name, format_name, stream)
                counts, reading = counts + done.counts, reading + done.reading
                seconds += done.seconds
        else:
            counts = catch_up(intake)
            reading = read_everything(intake)
    except (LeakTraceError, OSError) as failure:
        error = str(failure)
        raise
    finally:
        with tenant.writes.begin() as session:
            sources.record_run(
                session,
                source_id,
                began,
                now(),
                received=counts.received,
                stored=counts.stored,
                error=error,
            )
    return IngestSummary(name, counts, reading, seconds)


def _files(folder: Path) -> Iterator[Path]:
    """The regular files of a folder, by name; no links out of it, no hidden or half-written ones.

    Raises:
        NotFoundError: the folder is gone or cannot be read.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise NotFoundError(
            f"the folder cannot be read ({error.strerror})",
            where=str(folder),
            remedy="Create it, or grant access",
        ) from None
    for entry in entries:
        hidden = entry.name.startswith(".") or entry.name.endswith((".tmp", ".part"))
        if not hidden and stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
            yield Path(entry.path)

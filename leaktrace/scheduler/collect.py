"""Looking at a source once: a watched folder file by file, or what there is to fetch."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import structlog

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.errors import InputError, LeakTraceError, NotFoundError
from leaktrace.domain.source import AlarmChange, RunOutcome, SourceKind, is_fetched
from leaktrace.services import source_runs, sources
from leaktrace.services.parsing import ParseCounts
from leaktrace.services.reading import ReadCounts
from leaktrace.services.source_runs import PullSource
from leaktrace.services.streams import (
    IngestSummary,
    Intake,
    catch_up,
    ingest_stream,
    pull_stream,
)
from leaktrace.storage.base import now

__all__ = ["check_folder", "collect_source", "note_skipped", "plain", "watched_files"]

_LOG = structlog.get_logger("leaktrace.worker")


def collect_source(
    app: App,
    tenant: Tenant,
    name: str,
    *,
    stop: Callable[[], bool] = lambda: False,
    only_stored: bool = False,
) -> IngestSummary:
    """Take in what a source has now, and note how it went.

    A file of a folder is read whole each time it has changed; what is known of it already costs a
    hash. Nothing is moved or deleted where it lies: it is the gateway's.

    Args:
        app: the application.
        tenant: whose source it is.
        name: of the source.
        stop: asked now and then whether to end early.
        only_stored: do not look at the source itself, only at what is stored of it and not read yet.

    Raises:
        NotFoundError: there is no such source, its folder is gone, or a file of it cannot be read.
        InputError: its folder is a mailbox.
        SourceError: what is to be fetched cannot be.
    """
    began = now()
    with tenant.reads.begin() as session:
        kind = sources.find_source(session, name).kind
        source = source_runs.pull_source(session, name)
    intake = Intake(tenant.writes, app.formats, app.zone)
    try:
        if only_stored:
            done = _take_stored(intake, source)
        elif kind is SourceKind.FOLDER:
            done = _take_folder(intake, source, stop)
        elif is_fetched(kind, source.settings):
            done = pull_stream(intake, source, stop=stop)
        else:
            done = _take_stored(intake, source)
    except Exception as failure:
        _note(tenant, source, began, RunOutcome.FAILED, error=plain(failure, source.secret))
        raise
    _note(tenant, source, began, RunOutcome.DONE, done.counts)
    if keys := sorted(done.counts.unread_keys):
        _LOG.warning("keys not read", merchant=tenant.slug, source=source.name, keys=keys)
    return done


def note_skipped(tenant: Tenant, name: str, began: datetime, error: str) -> None:
    """Note a look that did not come about."""
    with tenant.reads.begin() as session:
        source = source_runs.pull_source(session, name)
    _note(tenant, source, began, RunOutcome.SKIPPED, error=error)


def plain(error: BaseException, secret: str = "") -> str:
    """What may be logged and shown: our own words, or the kind of error; never parameters, never the secret."""
    if isinstance(error, LeakTraceError):
        return str(error).replace(secret, "***") if secret else str(error)
    return type(error).__name__


def _note(
    tenant: Tenant,
    source: PullSource,
    began: datetime,
    outcome: RunOutcome,
    counts: ParseCounts | None = None,
    *,
    error: str = "",
) -> None:
    with tenant.writes.begin() as session:
        change = source_runs.record_run(
            session,
            source.id,
            began,
            outcome,
            received=counts.received if counts else 0,
            stored=counts.stored if counts else 0,
            error=error,
        )
    if change is AlarmChange.RAISED:
        _LOG.warning("source failing", merchant=tenant.slug, source=source.name, error=error)
    elif change is AlarmChange.CLEARED:
        _LOG.info("source recovered", merchant=tenant.slug, source=source.name)


def _take_stored(intake: Intake, source: PullSource) -> IngestSummary:
    return IngestSummary(source.name, catch_up(intake, source.id), ReadCounts(), 0.0)


def _take_folder(intake: Intake, source: PullSource, stop: Callable[[], bool]) -> IngestSummary:
    total = IngestSummary(source.name, ParseCounts(), ReadCounts(), 0.0)
    unread: list[tuple[Path, OSError]] = []
    for path in watched_files(Path(source.settings["path"])):
        if stop():
            break
        try:
            with path.open("rb") as stream:
                total += ingest_stream(intake, source.id, source.name, source.format, stream)
        except FileNotFoundError:
            continue  # moved away meanwhile, as logs are: it is found under its new name
        except OSError as error:
            unread.append((path, error))
    if unread:
        first, why = unread[0]
        raise NotFoundError(
            f"the file cannot be read ({why.strerror})",
            where=str(first),
            remedy="Grant access, or take it out of the folder; the others were read",
        )
    return total


def check_folder(folder: Path) -> None:
    """Pass unless a folder is a Maildir, of which nothing would ever be read: its mails lie in subfolders.

    Raises:
        InputError: it is one.
    """
    if all((folder / name).is_dir() for name in ("cur", "new", "tmp")):
        raise InputError(
            "is a Maildir, whose mails lie in subfolders, and subfolders are left alone",
            where=str(folder),
            remedy="Add it with --kind pull --set kind=maildir",
        )


def watched_files(folder: Path) -> Iterator[Path]:
    """The regular files of a folder, by name; no links out of it, no hidden or half-written ones.

    Raises:
        NotFoundError: the folder is gone or cannot be read.
        InputError: it is a mailbox.
    """
    check_folder(folder)
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
        if not hidden and entry.is_file(follow_symlinks=False):
            yield Path(entry.path)

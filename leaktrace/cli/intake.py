"""``ingest`` and ``source``."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, print_table, warn
from leaktrace.domain.errors import NotFoundError, UsageError
from leaktrace.domain.ports import PushFormat
from leaktrace.domain.source import SourceKind
from leaktrace.domain.times import format_time

if TYPE_CHECKING:
    from leaktrace.bootstrap import App
    from leaktrace.services.streams import IngestSummary

__all__ = ["register"]

source = typer.Typer(help="Scheduled intake.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ingest", epilog="Example: leaktrace ingest contacts.jsonl --format native")(ingest)
    app.add_typer(source, name="source")


def ingest(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Files to take in.", exists=True, dir_okay=False)
    ],
    format_name: Annotated[
        str, typer.Option("--format", help="native, smsforwarder, asterisk-cdr ...")
    ],
    source_name: Annotated[
        str, typer.Option("--source", help="Name of the source; default: the format.")
    ] = "",
    zone: Annotated[
        str, typer.Option(help="Zone of times without an offset, such as Asia/Shanghai.")
    ] = "",
    line: Annotated[
        str, typer.Option(help="The line_id that records reached which do not name a line.")
    ] = "",
    strict: Annotated[bool, typer.Option(help="Exit 3 if records went to quarantine.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Take in files of calls and messages. Safe to repeat: what is known already is not stored again."""
    from leaktrace.services import lines, quarantine, sources
    from leaktrace.services.parsing import ParseCounts
    from leaktrace.services.reading import ReadCounts
    from leaktrace.services.streams import IngestSummary, ingest_stream, read_everything

    cli: Cli = context.obj
    tenant = cli.tenant()
    check_format(cli.app, format_name)
    settings = {name: value for name, value in (("zone", zone), ("line", line)) if value}
    if zone:
        sources.check_zone(zone)
    name = source_name or format_name
    if line:
        with tenant.reads.begin() as session:
            lines.check_line(session, line)
    with tenant.writes.begin() as session:
        source_id = sources.manual_source(session, name, format_name).id
    intake = cli.intake(tenant)
    total = IngestSummary(name, ParseCounts(), ReadCounts(), 0.0)
    for path in files:
        with path.open("rb") as stream, _progress(path) as advance:
            done = ingest_stream(
                intake,
                source_id,
                name,
                format_name,
                stream,
                settings=settings,
                again=True,
                progress=advance,
            )
        total = IngestSummary(
            name,
            total.counts + done.counts,
            total.reading + done.reading,
            total.seconds + done.seconds,
        )
    read_everything(intake)
    _print_summary(total, as_json)
    counts, say = total.counts, warn if as_json else typer.echo
    if counts.nothing_taken:
        _warn_loudly(counts.received)
    # With --json nothing else may be on stdout, and a run that took something is no alarm.
    if counts.nothing_taken or (counts.quarantined and not as_json):
        with tenant.reads.begin() as session:
            for count, reason, remedy in quarantine.count_reasons(session, name)[:5]:
                say(f"  {count} x {reason}. {remedy}")
    return 3 if strict and counts.quarantined else 0


@source.command(
    "add",
    epilog="Example: leaktrace source add phones --format smsforwarder --kind hook --zone Asia/Shanghai",
)
def source_add(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(help="Your own name of it; a hook is reached at /hooks/NAME.")
    ],
    format_name: Annotated[str, typer.Option("--format", help="The format of its deliveries.")],
    kind: Annotated[SourceKind, typer.Option(help="folder or hook.")],
    path: Annotated[Path | None, typer.Option(help="The folder to watch.")] = None,
    zone: Annotated[str, typer.Option(help="Zone of times without an offset.")] = "",
    line: Annotated[
        str, typer.Option(help="The line that everything reaches, where records do not say.")
    ] = "",
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE for the format, such as SIM1=L0001."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Add a watched folder or a hook. The secret of a hook is shown this once."""
    from leaktrace.services import sources

    cli: Cli = context.obj
    loaded = check_format(cli.app, format_name)
    if kind is SourceKind.HOOK and not isinstance(loaded, PushFormat):
        raise UsageError(f"the format {format_name} cannot be pushed", remedy="Use --kind folder")
    settings = {"path": str(path.absolute())} if path else {}
    settings |= {key: value for key, value in (("zone", zone), ("line", line)) if value}
    for pair in setting or []:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"{pair!r} is not NAME=VALUE")
        settings[key] = value
    with cli.tenant().writes.begin() as session:
        secret = sources.add_source(session, name, format_name, kind, settings)
    if as_json:
        print_json({"name": name, "kind": kind, "secret": secret})
        return
    typer.echo(f"source {name} added")
    if secret:
        typer.echo(f"reached at  /hooks/{name}")
        typer.echo(f"secret      {secret}  (shown only now)")


@source.command("list", epilog="Example: leaktrace source list")
def source_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List sources with their last run, last success and last error."""
    from leaktrace.services import sources

    with context.obj.tenant().reads.begin() as session:
        rows = [
            {
                "name": row.name,
                "format": row.format,
                "kind": row.kind,
                "state": row.state,
                "settings": dict(row.settings),
                "last_run_at": row.last_run_at and format_time(row.last_run_at),
                "last_success_at": row.last_success_at and format_time(row.last_success_at),
                "last_error": row.last_error,
            }
            for row in sources.list_sources(session)
        ]
    if as_json:
        print_json(rows)
        return
    columns = ("name", "format", "kind", "state", "last_run_at", "last_success_at", "last_error")
    print_table(
        "Sources", columns, [[row[name] for name in columns] for row in rows], ids=("name",)
    )


@source.command("test", epilog="Example: leaktrace source test inbox")
def source_test(
    context: typer.Context, name: Annotated[str, typer.Argument()], as_json: JsonOption = False
) -> None:
    """Say whether a source could be read now; takes nothing in."""
    from leaktrace.services import sources

    with context.obj.tenant().reads.begin() as session:
        found = sources.find_source(session, name)
        kind, folder = found.kind, Path(found.settings.get("path", ""))
    if kind is SourceKind.FOLDER and not os.access(folder, os.R_OK | os.X_OK):
        raise NotFoundError(
            "the folder cannot be read", where=str(folder), remedy="Create it, or grant access"
        )
    waiting = (
        sum(1 for path in folder.iterdir() if path.is_file()) if kind is SourceKind.FOLDER else 0
    )
    if as_json:
        print_json({"name": name, "ok": True, "files": waiting})
        return
    typer.echo(f"{name}: ok" + (f", files there: {waiting}" if kind is SourceKind.FOLDER else ""))


@source.command("run", epilog="Example: leaktrace source run inbox --json")
def source_run(
    context: typer.Context, name: Annotated[str, typer.Argument()], as_json: JsonOption = False
) -> None:
    """Look at a source now, as the worker would."""
    from leaktrace.scheduler.collect import collect_source

    cli: Cli = context.obj
    tenant = cli.tenant()
    done = collect_source(cli.app, tenant, name)
    _print_summary(done, as_json)


@source.command("pause", epilog="Example: leaktrace source pause inbox")
def source_pause(
    context: typer.Context,
    name: Annotated[str, typer.Argument()],
    resume: Annotated[bool, typer.Option(help="Look at it again.")] = False,
) -> None:
    """Stop the worker from looking at a source; --resume takes that back."""
    from leaktrace.services import sources

    with context.obj.tenant().writes.begin() as session:
        sources.pause_source(session, name, resume=resume)
    typer.echo(f"{name}: {'active' if resume else 'paused'}")


def check_format(app: "App", name: str) -> object:
    """The format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in app.formats:
        raise UsageError(
            f"there is no format {name!r}",
            remedy=f"The formats are {', '.join(sorted(app.formats))}",
        )
    return app.formats[name]


def _print_summary(done: "IngestSummary", as_json: bool) -> None:
    row = done.to_json()
    if as_json:
        print_json(row)
        return
    typer.echo(
        f"{row['source']}: {row['received']} received = {row['stored']} stored + "
        f"{row['duplicates']} known already + {row['quarantined']} quarantined ({row['seconds']} s)"
    )
    typer.echo(
        f"of the stored: {row['expected']} expected messages, {row['matched']} speak of a canary order, "
        f"{row['unmatched']} do not"
    )
    if done.counts.quarantined:
        typer.echo("see 'leaktrace quarantine list'")


def _warn_loudly(received: int) -> None:
    """On stderr, since the exit status is that of a run which went well."""
    if not received:
        warn(
            "NOTHING WAS TAKEN IN: there is no record in it. See whether file and --format are right"
        )
        return
    warn(
        f"NOTHING WAS TAKEN IN: none of the {received} records could be taken; they are kept in quarantine.\n"
        "Put right what is named, then run 'leaktrace quarantine replay --all'; if the whole file is wrong, "
        "see whether --format, --zone and --line are right and take it in again.\n"
        "With --strict the exit status of this is 3"
    )


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A bar on stderr for files that take more than a moment."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn(path.name), BarColumn(), DownloadColumn(), TimeElapsedColumn(),
        console=Console(stderr=True), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=path.stat().st_size)
        yield lambda size: bar.advance(task, size)

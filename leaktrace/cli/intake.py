"""``ingest``."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, warn
from leaktrace.domain.errors import UsageError
from leaktrace.domain.ports import CheckedFormat, IntakeFormat

if TYPE_CHECKING:
    from leaktrace.bootstrap import App, Tenant
    from leaktrace.services.streams import IngestSummary

__all__ = [
    "LineOption",
    "ProfileOption",
    "ZoneOption",
    "check_format",
    "check_settings",
    "ingest",
    "print_summary",
    "profile_text",
    "register",
]

_MOST_REASONS = 5
ProfileOption = Annotated[
    str,
    typer.Option(
        help="Which column means what, for complaint-csv: a file of YAML, or ftc or 12321; else the headings decide."
    ),
]

FilesArgument = Annotated[
    list[Path], typer.Argument(help="Files to take in.", exists=True, dir_okay=False)
]
FormatOption = Annotated[
    str, typer.Option("--format", help="native, smsforwarder, asterisk-cdr ...")
]
SourceOption = Annotated[
    str, typer.Option("--source", help="Name of the source; default: the format.")
]
ZoneOption = Annotated[
    str, typer.Option(help="Zone of times without an offset, such as Asia/Shanghai.")
]
LineOption = Annotated[
    str, typer.Option(help="The line_id that records reached which do not name a line.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("ingest", epilog="Example: leaktrace ingest contacts.jsonl --format native")(ingest)


def ingest(
    context: typer.Context,
    files: FilesArgument,
    format_name: FormatOption,
    source_name: SourceOption = "",
    zone: ZoneOption = "",
    line: LineOption = "",
    profile: ProfileOption = "",
    strict: Annotated[bool, typer.Option(help="Exit 3 if records went to quarantine.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Take in files of calls and messages. Safe to repeat: what is known already is not stored again."""
    from leaktrace.services import lines, sources
    from leaktrace.services.parsing import ParseCounts
    from leaktrace.services.reading import ReadCounts
    from leaktrace.services.streams import IngestSummary, ingest_stream, read_everything
    from leaktrace.storage.base import now

    cli: Cli = context.obj
    began = now()
    tenant = cli.tenant()
    loaded = check_format(cli.app, format_name)
    shape = profile_text(profile)
    with tenant.reads.begin() as session:
        settings = lines.stated_by_hand(session, zone=zone, line=line)
    settings |= {"profile": shape} if shape else {}
    check_settings(loaded, settings)
    name = source_name or format_name
    with tenant.writes.begin() as session:
        source_id = sources.manual_source(session, name, format_name).id
    intake = cli.intake(tenant)
    total = IngestSummary(name, ParseCounts(), ReadCounts(), 0.0)
    for path in files:
        with path.open("rb") as stream, _progress(path) as advance:
            total += ingest_stream(
                intake,
                source_id,
                name,
                format_name,
                stream,
                settings=settings,
                again=True,
                progress=advance,
            )
    read_everything(intake)
    print_summary(total, as_json)
    counts, say = total.counts, warn if as_json else typer.echo
    # With --json nothing else may be on stdout, and a run that took something is no alarm.
    if counts.nothing_taken or (counts.refused and not as_json):
        _say_reasons(tenant, name, began, say)
    if counts.nothing_taken:
        _warn_loudly(counts.received)
    return 3 if strict and counts.quarantined else 0


def check_format(app: "App", name: str) -> IntakeFormat:
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


def check_settings(loaded: IntakeFormat, settings: Mapping[str, str]) -> None:
    """Pass only if a format can do with its settings.

    Raises:
        InputError: it cannot.
        UsageError: a profile is stated, and the format knows none.
    """
    if isinstance(loaded, CheckedFormat):
        loaded.check(settings)
    elif "profile" in settings:
        raise UsageError(f"the format {loaded.name} has no profile", remedy="Leave --profile out")


def profile_text(stated: str) -> str:
    """The setting ``profile``: the name of a known one, or what a file of YAML says, as JSON.

    Raises:
        InputError: the file cannot be read.
    """
    from leaktrace.channels.settings_text import profile_from_yaml

    if not stated or not Path(stated).is_file():
        return stated
    text = Path(stated).read_text(encoding="utf-8", errors="replace")
    return json.dumps(profile_from_yaml(text, where=stated), ensure_ascii=False, sort_keys=True)


def print_summary(done: "IngestSummary", as_json: bool) -> None:
    """What an intake did."""
    row = done.to_json()
    if as_json:
        print_json(row)
        return
    typer.echo(
        f"{row['source']}: {row['received']} received = {row['stored']} stored + "
        f"{row['duplicates']} known already + {row['quarantined']} quarantined ({row['seconds']} s)"
    )
    typer.echo(
        f"of the stored: a canary order is spoken of in {row['matched']}, not in {row['unmatched']}; "
        f"expected messages among them: {row['expected']}"
    )
    if done.counts.put_right:
        typer.echo(
            "of the stored, new versions of contacts that were read of the same file with another zone, line or profile: "
            f"{done.counts.put_right}"
        )
    if done.counts.waiting:
        typer.echo(f"of those known already there wait in quarantine: {done.counts.waiting}")
    if done.counts.unread_keys:
        names = ", ".join(sorted(done.counts.unread_keys))
        typer.echo(f"not read, since the format has no such key: {names}")
    if done.counts.quarantined or done.counts.waiting:
        typer.echo("see 'leaktrace quarantine list'")


def _say_reasons(
    tenant: "Tenant", source: str, since: datetime, say: Callable[[str], None]
) -> None:
    """For which reasons records were refused, the most frequent first."""
    from leaktrace.services import quarantine

    with tenant.reads.begin() as session:
        found = quarantine.count_quarantine(session, quarantine.Which(source, since=since))
    for one in found[:_MOST_REASONS]:
        say(f"  {one.count} x {quarantine.told(one.field, one.reason)}. {one.remedy}")
    if more := found[_MOST_REASONS:]:
        records = sum(one.count for one in more)
        say(f"  and {len(more)} more reasons ({records} records): 'leaktrace quarantine list --counts'")  # fmt: skip


def _warn_loudly(received: int) -> None:
    """On stderr and last, since the exit status is that of a run which went well."""
    if not received:
        warn(
            "NOTHING WAS TAKEN IN: there is no record in it. See whether file and --format are right"
        )
        return
    warn(
        "Put right what is named, then run 'leaktrace quarantine replay --all'; if the whole file is wrong, "
        "see whether --format, --zone and --line are right and take it in again. "
        "With --strict the exit status of this is 3.\n"
        f"NOTHING WAS TAKEN IN: none of the records ({received}) could be taken; they are kept in quarantine"
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

"""``source``: what is looked at by itself, and how that goes."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import Cli, JsonOption, counting, print_json, print_table, warn
from leaktrace.cli.intake import (
    ProfileOption,
    check_format,
    check_settings,
    print_summary,
    profile_text,
)
from leaktrace.domain.errors import InputError, NotFoundError, UsageError
from leaktrace.domain.ports import CheckedPullFormat, IntakeFormat, PullFormat, PushFormat
from leaktrace.domain.source import SourceKind, is_fetched

if TYPE_CHECKING:
    from leaktrace.services.source_rates import SourceRate

__all__ = ["register"]

source = typer.Typer(help="Scheduled intake.", no_args_is_help=True)

PathOption = Annotated[
    Path | None, typer.Option(help="The folder to watch, or the file or folder to fetch from.")
]
ZoneOption = Annotated[str, typer.Option(help="Zone of times without an offset.")]
LineOption = Annotated[
    str, typer.Option(help="The line that everything reaches, where records do not say.")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="NAME=VALUE: of the format, such as SIM1=L0001 or host=imap.example.com; of every source "
        "every and alarm_after (seconds); of a hook allow, max_bytes, per_minute, public_url.",
    ),
]
SecretOption = Annotated[
    str,
    typer.Option(
        help="A file with the password or token that the vendor gave; - reads it from stdin."
    ),
]

_LONGEST_SECRET = 64 * 1024
_TIMES = ("last_run_at", "last_success_at", "failing_since", "next_attempt_at", "alarmed_at")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(source, name="source")


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
    kind: Annotated[SourceKind, typer.Option(help="folder, hook or pull.")],
    path: PathOption = None,
    zone: ZoneOption = "",
    line: LineOption = "",
    profile: ProfileOption = "",
    setting: SetOption = None,
    secret_file: SecretOption = "",
    as_json: JsonOption = False,
) -> None:
    """Add a watched folder, a hook, or what is fetched. A secret that is made for a hook is shown this once."""
    from leaktrace.services import sources

    cli: Cli = context.obj
    loaded = check_format(cli.app, format_name)
    settings = _settings(path, zone, line, profile, setting)
    check_settings(loaded, settings)
    given = _secret(secret_file) if secret_file else ""
    _check_kind(loaded, kind, settings, given)
    with cli.tenant().writes.begin() as session:
        secret = sources.add_source(session, name, format_name, kind, settings, secret=given)
    if as_json:
        print_json({"name": name, "kind": kind, "secret": secret})
        return
    typer.echo(f"source {name} added")
    if kind is SourceKind.FOLDER and path and not path.is_dir():
        warn(f"there is no folder {path} yet")
    if kind is SourceKind.HOOK:
        typer.echo(f"reached at  /hooks/{name}")
    if secret:
        typer.echo(f"secret      {secret}  (shown only now)")


@source.command(
    "change", epilog="Example: leaktrace source change phones --zone Asia/Shanghai --set SIM2=L0002"
)
def source_change(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The source; its format and kind stay.")],
    path: PathOption = None,
    zone: ZoneOption = "",
    line: LineOption = "",
    profile: ProfileOption = "",
    setting: SetOption = None,
    secret_file: SecretOption = "",
    new_secret: Annotated[
        bool, typer.Option("--new-secret", help="Make a hook another secret, shown this once.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put settings or the secret of a source right. What is not named stays; --set NAME= takes a setting away."""
    from leaktrace.services import source_runs, sources

    cli: Cli = context.obj
    tenant = cli.tenant()
    settings = _settings(path, zone, line, profile, setting)
    if not (settings or secret_file or new_secret):
        raise UsageError("there is nothing to change", remedy="Name what changes, as in --zone UTC")
    with tenant.reads.begin() as session:
        found = sources.find_source(session, name)
        kind, loaded = found.kind, check_format(cli.app, found.format)
        kept = source_runs.pull_source(session, name).secret
        later = {key: value for key, value in {**found.settings, **settings}.items() if value}
    if new_secret and kind is not SourceKind.HOOK:
        raise UsageError("only a hook is made a secret", remedy="Use --secret-file")
    given = _secret(secret_file) if secret_file else ""
    if kind is not SourceKind.MANUAL:
        check_settings(loaded, later)
        _check_kind(loaded, kind, later, given or kept)
    with tenant.writes.begin() as session:
        made = sources.change_source(session, name, settings, secret=given, new_secret=new_secret)
    changed = sorted(settings) + ["secret"] * bool(made or given)
    if as_json:
        print_json({"name": name, "changed": changed, "secret": made})
        return
    typer.echo(f"source {name} changed: {', '.join(changed)}")
    if made:
        typer.echo(f"secret      {made}  (shown only now)")
    if settings:
        typer.echo(f"what came before is read by it with 'leaktrace source reparse {name}'")


def _settings(
    path: Path | None, zone: str, line: str, profile: str, pairs: list[str] | None
) -> dict[str, str]:
    """The settings among the options."""
    settings = {"path": str(path.absolute())} if path else {}
    stated = (("zone", zone), ("line", line), ("profile", profile_text(profile)))
    settings |= {key: value for key, value in stated if value}
    for pair in pairs or []:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise UsageError(f"{pair!r} is not NAME=VALUE")
        settings[key] = value
    return settings


@source.command("list", epilog="Example: leaktrace source list")
def source_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List sources with their last look, last success and last error."""
    from leaktrace.services import sources
    from leaktrace.services.health import told_seconds
    from leaktrace.services.source_rates import source_rates

    with context.obj.tenant().reads.begin() as session:
        rates = source_rates(session)
        rows: list[dict[str, Any]] = [
            {
                "name": row.name,
                "format": row.format,
                "kind": row.kind,
                "state": row.state,
                "settings": dict(row.settings),
                "last_error": row.last_error,
                "failures": row.failures,
                **{name: getattr(row, name) for name in _TIMES},
                **_brought(rates.get(row.name)),
            }
            for row in sources.list_sources(session)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        lag, rate = row["lag_s"], row["per_day"]
        row["a day"], row["lag"] = (None if rate is None else f"{rate:.3g}"), (None if lag is None else told_seconds(lag))  # fmt: skip
    columns = ("name", "format", "kind", "state", "last_contact_at", "a day", "lag", "last_success_at", "last_error")  # fmt: skip
    print_table(
        "Sources", columns, [[row[name] for name in columns] for row in rows], ids=("name",)
    )


def _brought(rate: "SourceRate | None") -> dict[str, Any]:
    """What a source brought, for a list."""
    if rate is None:
        return {"contacts": 0, "last_contact_at": None, "per_day": None, "lag_s": None, "silent": False}  # fmt: skip
    return {
        "contacts": rate.contacts,
        "last_contact_at": rate.last_at,
        "per_day": round(rate.per_day, 4),
        "lag_s": rate.lag_s,
        "silent": rate.silent,
    }


@source.command("test", epilog="Example: leaktrace source test inbox")
def source_test(
    context: typer.Context, name: Annotated[str, typer.Argument()], as_json: JsonOption = False
) -> None:
    """Say whether a source can be read or reached now; takes nothing in."""
    from leaktrace.scheduler.collect import watched_files
    from leaktrace.services import source_runs, sources
    from leaktrace.services.streams import something_waits

    cli: Cli = context.obj
    with cli.tenant().reads.begin() as session:
        kind = sources.find_source(session, name).kind
        found = source_runs.pull_source(session, name)
    tested: dict[str, Any] = {"name": name, "ok": True}
    text = ""
    if kind is SourceKind.FOLDER:
        tested["files"] = sum(1 for _ in watched_files(Path(found.settings["path"])))
        text = f", files there: {tested['files']}"
    elif is_fetched(kind, found.settings):
        tested["new"] = something_waits(cli.app.formats, found)
        text = f", reached; {'something new waits' if tested['new'] else 'nothing new waits'}"
    if as_json:
        print_json(tested)
        return
    typer.echo(f"{name}: ok{text}")


@source.command("run", epilog="Example: leaktrace source run inbox --json")
def source_run(
    context: typer.Context, name: Annotated[str, typer.Argument()], as_json: JsonOption = False
) -> None:
    """Look at a source now, as the worker would, also where it would wait after a failure."""
    from leaktrace.scheduler.collect import collect_source
    from leaktrace.services.streams import read_everything

    cli: Cli = context.obj
    tenant = cli.tenant()
    done = collect_source(cli.app, tenant, name)
    read_everything(cli.intake(tenant))
    print_summary(done, as_json)


@source.command("reparse", epilog="Example: leaktrace source reparse phones")
def source_reparse(
    context: typer.Context, name: Annotated[str, typer.Argument()], as_json: JsonOption = False
) -> None:
    """Read everything that came from a source again, after its format or its settings have changed.

    What is understood differently becomes a new version of the contact; the old one stays. Nothing else changes.
    """
    from leaktrace.services import sources
    from leaktrace.services.streams import reparse_source

    cli: Cli = context.obj
    tenant = cli.tenant()
    with tenant.reads.begin() as session:
        source_id = sources.find_source(session, name).id
    with counting("deliveries") as tell:
        done = reparse_source(cli.intake(tenant), source_id, progress=tell)
    if as_json:
        print_json({"source": name, "unchanged": done.unchanged, **asdict(done)})
        return
    typer.echo(
        f"{name}: records {done.records}, in deliveries {done.deliveries} = {done.changed} understood differently + "
        f"{done.fresh} new + {done.unchanged} as before + {done.refused} that cannot be taken"
    )
    if done.gone:
        typer.echo(f"no longer found in what came, and kept as they are: {done.gone}")


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


def _check_kind(
    loaded: IntakeFormat, kind: SourceKind, settings: Mapping[str, str], secret: str
) -> None:
    """Pass only if a format can come that way, with these settings and this secret."""
    from leaktrace.scheduler.collect import check_folder

    if kind is SourceKind.FOLDER:
        check_folder(Path(settings.get("path", "")))
    if kind is SourceKind.HOOK and not isinstance(loaded, PushFormat):
        raise UsageError(f"the format {loaded.name} cannot be pushed", remedy="Use --kind folder")
    if is_fetched(kind, settings) and not isinstance(loaded, PullFormat):
        remedy = "Leave url out" if kind is SourceKind.HOOK else "Use --kind folder"
        raise UsageError(f"the format {loaded.name} cannot be fetched", remedy=remedy)
    if is_fetched(kind, settings) and isinstance(loaded, CheckedPullFormat):
        loaded.check_pull(settings, secret)
    if secret and kind not in {SourceKind.HOOK, SourceKind.PULL}:
        raise UsageError(f"a source of the kind {kind} has no secret")


def _secret(path: str) -> str:
    """The secret in a file, without the line break behind it.

    Raises:
        NotFoundError: the file cannot be read.
        InputError: there is none in it.
    """
    try:
        bytes_ = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        if path != "-" and Path(path).stat().st_mode & 0o077:
            warn(f"{path} can be read by others; delete it, or let only yourself read it")
    except OSError as error:
        raise NotFoundError(f"cannot be read ({error.strerror})", where=path) from None
    try:
        text = bytes_[:_LONGEST_SECRET].decode().rstrip("\r\n")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or len(bytes_) > _LONGEST_SECRET:
        raise InputError("there is no secret in it", where=path)
    return text

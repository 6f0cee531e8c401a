"""``source add`` and ``change``: settings and secret of what is looked at by itself."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, warn
from leaktrace.cli.intake import ProfileOption, check_format, check_settings, profile_text
from leaktrace.domain.cards import check_names
from leaktrace.domain.errors import InputError, NotFoundError, UsageError
from leaktrace.domain.ports import (
    CheckedPullFormat,
    IntakeFormat,
    PullFormat,
    PushFormat,
    SetFormat,
)
from leaktrace.domain.source import SourceKind, is_fetched
from leaktrace.domain.source_rules import OF_EVERY_SOURCE

__all__ = ["register"]

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


def register(source: typer.Typer) -> None:
    """Add the commands."""
    source.command(
        "add",
        epilog="Example: leaktrace source add phones --format smsforwarder --kind hook --zone Asia/Shanghai",
    )(source_add)
    source.command(
        "change",
        epilog="Example: leaktrace source change phones --zone Asia/Shanghai --set SIM2=L0002",
    )(source_change)


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
    _check_known(loaded, settings)
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
        _check_known(loaded, {key: value for key, value in settings.items() if value})
    with tenant.writes.begin() as session:
        done = sources.change_source(session, name, settings, secret=given, new_secret=new_secret)
    if as_json:
        print_json({"name": name, "changed": list(done.changed), "secret": done.secret})
        return
    if not done.changed:
        typer.echo(f"source {name}: nothing was changed, it is so already")
        return
    typer.echo(f"source {name} changed: {', '.join(done.changed)}")
    if done.secret:
        typer.echo(f"secret      {done.secret}  (shown only now)")
    if set(done.changed) - {"secret"}:
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


def _check_known(loaded: IntakeFormat, settings: Mapping[str, str]) -> None:
    """Pass only if the program or the format knows each setting; a format may leave it open which it knows."""
    # One that is built on another inherits its names, and may know more.
    if isinstance(loaded, SetFormat) and "settings" in vars(type(loaded)):
        check_names(settings, (*OF_EVERY_SOURCE, *loaded.settings))


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

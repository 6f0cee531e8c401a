"""``keys``, ``event`` and ``doctor``."""

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, print_table, warn
from leaktrace.domain.errors import LeakTraceError

if TYPE_CHECKING:
    from leaktrace.services.health import Finding

__all__ = ["register"]

key_commands = typer.Typer(help="Keys that personal data is sealed with.", no_args_is_help=True)

events = typer.Typer(help="The audit trail.", no_args_is_help=True)

LEAST_FREE = 500 * 1024 * 1024


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(key_commands, name="keys")
    app.add_typer(events, name="event")
    app.command("doctor", epilog="Example: leaktrace doctor --json")(doctor)


@key_commands.command("rotate", epilog="Example: leaktrace keys rotate")
def keys_rotate(context: typer.Context, as_json: JsonOption = False) -> None:
    """New keys for everything that is sealed, while the system runs; then the old ones are destroyed."""
    from leaktrace.services import keys
    from leaktrace.storage import migrate

    cli: Cli = context.obj
    migrate.check_revision(cli.app.engine)
    done = keys.rotate_keys(cli.app.writes)
    if as_json:
        print_json(done.__dict__)
        return
    typer.echo(
        f"rows sealed anew: {done.values_resealed}, old keys destroyed: {done.keys_destroyed}"
    )
    typer.echo(f"back up {cli.app.settings.keys} again: the old key file is gone")


@events.command("list", epilog="Example: leaktrace event list --limit 20")
def event_list(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=100_000)] = 50,
    as_json: JsonOption = False,
) -> None:
    """Who did what to which object, and who looked at whose data; newest first."""
    from leaktrace.services.events import list_events

    with context.obj.tenant().reads.begin() as session:
        rows: list[dict[str, Any]] = [
            {
                "at": row.at,
                "actor": row.actor,
                "action": row.action,
                "object": f"{row.object_kind} {row.object_id}",
                "data": dict(row.data),
            }
            for row in list_events(session, limit=limit)
        ]
    if as_json:
        print_json(rows)
        return
    columns = ("at", "actor", "action", "object", "data")
    print_table(
        "Events",
        columns,
        [
            [
                ", ".join(f"{k}={v}" for k, v in row["data"].items())
                if name == "data"
                else row[name]
                for name in columns
            ]
            for row in rows
        ],
    )


def doctor(
    context: typer.Context,
    as_json: JsonOption = False,
) -> int:
    """Check keys, schema, sources, lines and disk; exit 1 if anything is wrong."""
    from leaktrace.services import sources
    from leaktrace.services.health import Finding, check_lines, check_sources
    from leaktrace.services.line_health import line_health
    from leaktrace.services.quarantine import waiting_by_source
    from leaktrace.services.source_rates import source_rates
    from leaktrace.storage import migrate

    cli: Cli = context.obj
    findings = [
        _try("settings", lambda: cli.loaded),
        _try("schema", lambda: migrate.check_revision(cli.app.engine)),
        _try("keys", lambda: _open_keys(cli)),
    ]
    if all(finding.ok for finding in findings):
        with cli.app.tenant().reads.begin() as session:
            findings.extend(
                check_sources(
                    sources.list_sources(session), source_rates(session), waiting_by_source(session)
                )
            )
            findings.extend(check_lines(line_health(session)))
    free = shutil.disk_usage(cli.app.settings.home).free
    findings.append(
        Finding("disk", free >= LEAST_FREE, f"{free // 2**20} MiB free in {cli.app.settings.home}")
    )
    wrong = [finding for finding in findings if not finding.ok]
    if as_json:
        print_json([finding.__dict__ for finding in findings])
    else:
        for finding in findings:
            (typer.echo if finding.ok else warn)(
                f"{'ok   ' if finding.ok else 'WRONG'} {finding.subject}: {finding.text}"
            )
    return 1 if wrong else 0


def _open_keys(cli: Cli) -> None:
    from leaktrace.storage.sealed import load_keys

    with cli.app.engine.connect() as connection:
        load_keys(connection, cli.app.keyring)


def _try(subject: str, check: Callable[[], object]) -> "Finding":
    from leaktrace.services.health import Finding

    try:
        check()
    except LeakTraceError as error:
        return Finding(subject, ok=False, text=str(error))
    return Finding(subject, ok=True, text="in order")

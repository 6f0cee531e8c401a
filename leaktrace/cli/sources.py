"""``source``: what is looked at by itself, and how that goes."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli import source_settings
from leaktrace.cli.context import Cli, JsonOption, counting, print_json, print_table, warn
from leaktrace.cli.intake import print_summary
from leaktrace.domain.source import SourceKind, SourceState, is_fetched

if TYPE_CHECKING:
    from leaktrace.services.source_rates import SourceRate

__all__ = ["register"]

source = typer.Typer(help="Scheduled intake.", no_args_is_help=True)
source_settings.register(source)

_TIMES = ("last_run_at", "last_success_at", "failing_since", "next_attempt_at", "alarmed_at")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(source, name="source")


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
    """Look at a source now, as the worker would, also where it is paused or would wait after a failure."""
    from leaktrace.scheduler.collect import collect_source
    from leaktrace.services import sources
    from leaktrace.services.streams import read_everything

    cli: Cli = context.obj
    tenant = cli.tenant()
    with tenant.reads.begin() as session:
        state = sources.find_source(session, name).state
    if state is SourceState.PAUSED:
        warn(f"{name} is paused, and read this once because you ask for it")
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

"""``drill``: a made-up leak of one channel in a shadow copy of the live data, and how fast it is found."""

import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Annotated

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, print_table

if TYPE_CHECKING:
    from leaktrace.bootstrap import App, Tenant
    from leaktrace.services.drill import DrillCall, DrillStep

__all__ = ["register"]


@dataclass(frozen=True)
class _Run:
    """What came of one made-up leak."""

    calls: int
    found_after: int | None
    """Calls until the channel alone was attributed; None if it never was."""
    days: float | None
    named_after: int | None
    """Calls until it was in a suspect set."""
    wrongly: tuple[str, ...]
    """Channels that were accused and did not leak."""
    last: str


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("drill", epilog="Example: leaktrace drill erp-1 --rate 0.3 --runs 3")(drill)


def drill(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="Who is to leak.")],
    rate: Annotated[
        float,
        typer.Option(help="Share of its records that bring an informed call.", min=0.01, max=1),
    ] = 0.3,
    days: Annotated[
        float, typer.Option(help="Over which callers work them off.", min=0.1, max=3650)
    ] = 30,
    runs: Annotated[int, typer.Option(help="Made-up leaks.", min=1, max=50)] = 3,
    seed: Annotated[int, typer.Option(help="Another seed makes other leaks.", min=0)] = 1,
    as_json: JsonOption = False,
) -> None:
    """Would a leak be found, and how fast? Callers are made up from what the channel really holds.

    Everything happens in a shadow copy that is thrown away: intake, reading, attribution. Your own data,
    cases and audit trail stay as they are.
    """
    cli: Cli = context.obj
    found = []
    for number in range(runs):
        with _shadow(cli) as (app, tenant):
            found.append(_leak(app, tenant, channel, rate, days, Random(seed * 1_000 + number)))  # noqa: S311
    if as_json:
        print_json([one.__dict__ for one in found])
        return
    print_table(
        f"{channel} leaks {rate:.0%} of its records within {days:g} days",
        ("run", "calls", "in a suspect set after", "attributed after", "days", "in the end"),
        [
            (
                number, one.calls, _calls(one.named_after), _calls(one.found_after),
                "" if one.days is None else f"{one.days:.1f}", one.last,
            )
            for number, one in enumerate(found, start=1)
        ],
    )  # fmt: skip
    proven = sum(one.found_after is not None for one in found)
    typer.echo(f"attributed in {proven} of {len(found)} made-up leaks")
    wrongly = sorted({name for one in found for name in one.wrongly})
    if wrongly:
        typer.echo(f"wrongly accused: {', '.join(wrongly)}")


def _leak(
    app: "App", tenant: "Tenant", channel: str, rate: float, days: float, chance: Random
) -> _Run:
    from leaktrace.cli.demo.clock import moved_clock
    from leaktrace.services import drill as service

    with tenant.reads.begin() as session:
        calls = service.calls_of(session, channel, rate, days, chance)
    if not calls:
        return _Run(0, None, None, None, (), "no call")
    # Made-up calls lie ahead; the shadow's clock has to be past them.
    with moved_clock(calls[-1].at + timedelta(hours=1)):
        steps = _take_in(app, tenant, calls)
    return _summary(channel, calls[0].at, steps)


def _take_in(app: "App", tenant: "Tenant", calls: "Sequence[DrillCall]") -> "list[DrillStep]":
    from leaktrace.services import drill as service
    from leaktrace.services.sources import manual_source
    from leaktrace.services.streams import Intake, ingest_stream

    with tenant.writes.begin() as session:
        source = manual_source(session, "drill", "native").id
    intake = Intake(tenant.writes, app.formats, app.zone)
    ingest_stream(intake, source, "drill", "native", io.BytesIO(service.native_rows(calls)))
    with tenant.writes.begin() as session:
        return service.verdicts(session, calls, app.params)


def _summary(channel: str, begins: datetime, steps: "list[DrillStep]") -> _Run:
    found = next((one for one in steps if channel in one.accused), None)
    named = next((one for one in steps if channel in one.suspect_set), None)
    last = steps[-1]
    return _Run(
        calls=len(steps),
        found_after=None if found is None else found.calls,
        days=None if found is None else round((found.at - begins).total_seconds() / 86_400, 2),
        named_after=None if named is None else named.calls,
        wrongly=tuple(sorted({name for one in steps for name in one.accused} - {channel})),
        last=f"{last.verdict.value} {', '.join(last.suspect_set)}".strip(),
    )


@contextmanager
def _shadow(cli: Cli) -> "Iterator[tuple[App, Tenant]]":
    """The application over a copy in a folder that is thrown away."""
    from leaktrace.bootstrap import build
    from leaktrace.services.shadow import copy_planted
    from leaktrace.storage import migrate

    live = cli.app
    original = cli.tenant()
    home = Path(tempfile.mkdtemp(prefix="leaktrace-drill-"))
    try:
        # Not a copy: whatever ends this process, no key stays behind.
        (home / "keys").symlink_to(live.settings.keys.resolve(), target_is_directory=True)
        settings = live.settings.model_copy(update={"home": home, "database_url": ""})
        app = build(settings)
        try:
            migrate.upgrade(app.engine)
            with original.reads.begin() as session, live.reads.begin() as keys:
                copy_planted(session, keys, app.engine)
            yield app, app.tenant_of(original.merchant_id, original.slug, actor="drill")
        finally:
            app.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _calls(count: int | None) -> str:
    return "never" if count is None else f"{count}. call"

"""``quarantine``: what could not be taken, and what is done with it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from leaktrace.cli.context import Cli, JsonOption, identifier_of, print_json, print_table
from leaktrace.cli.intake import LineOption, ZoneOption
from leaktrace.domain.errors import UsageError

if TYPE_CHECKING:
    from leaktrace.bootstrap import Tenant
    from leaktrace.services.quarantine import Quarantined, ReasonCount, Which

__all__ = ["register"]

lazaret = typer.Typer(help="Records that could not be taken.", no_args_is_help=True)

SourceOption = Annotated[str, typer.Option("--source", help="Only those of this source.")]
ReasonOption = Annotated[
    str, typer.Option("--reason", help="Only those with this in their reason.")
]
IdsArgument = Annotated[list[str] | None, typer.Argument(metavar="[ID]...")]
_ELSEWHERE = "settled by somebody else meanwhile"
AllOption = Annotated[bool, typer.Option("--all", help="All that are open.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(lazaret, name="quarantine")


@lazaret.command("list", epilog="Example: leaktrace quarantine list --counts")
def quarantine_list(
    context: typer.Context,
    resolved: Annotated[
        bool, typer.Option("--all", help="Also those that were dealt with.")
    ] = False,
    source: SourceOption = "",
    reason: ReasonOption = "",
    counts: Annotated[
        bool, typer.Option("--counts", help="How many there are, by source and reason.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many records.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """List records that could not be taken, with the reason; or count them by source and reason."""
    from leaktrace.services import quarantine
    from leaktrace.services.sources import find_source

    which = quarantine.Which(source, reason, resolved)
    with context.obj.tenant().reads.begin() as session:
        if source:
            find_source(session, source)
        if counts:
            _print_counts(quarantine.count_quarantine(session, which), as_json=as_json)
            return
        rows = [_row(one) for one in quarantine.list_quarantine(session, which, limit=limit)]
        total = quarantine.waiting_count(session, which)
    if as_json:
        print_json(rows)
        return
    columns = ("id", "source", "reason", "field", "remedy", "resolution")
    print_table(
        "Quarantine", columns, [[row[name] for name in columns] for row in rows], ids=("id",)
    )
    if total > len(rows):
        typer.echo(f"{len(rows)} of {total}; 'leaktrace quarantine list --counts' tells of all")


@lazaret.command("show", epilog="Example: leaktrace quarantine show 0199...")
def quarantine_show(
    context: typer.Context,
    quarantine_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: JsonOption = False,
) -> None:
    """Show the bytes of a record; that you looked is recorded."""
    from leaktrace.services import quarantine

    cli: Cli = context.obj
    with cli.tenant().writes.begin() as session:
        row = quarantine.show_quarantine(session, cli.app.formats, identifier_of(quarantine_id))
    text = row.text.removeprefix("\ufeff")
    if as_json:
        told = {"reason": row.reason, "field": row.field, "lines": row.lines, "record": text}
        print_json({"id": str(row.id), **told})
        return
    typer.echo(f"reason  {row.reason}\nfield   {row.field}\nremedy  {row.remedy}")
    if row.lines:
        typer.echo(f"line    {' or '.join(row.lines)}")
    typer.echo()
    typer.echo(
        "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in text)
    )


@lazaret.command("replay", epilog="Example: leaktrace quarantine replay --all --source phones")
def quarantine_replay(
    context: typer.Context,
    ids: IdsArgument = None,
    everything: AllOption = False,
    source: SourceOption = "",
    reason: ReasonOption = "",
    mended: Annotated[
        Path | None,
        typer.Option("--with", help="A file with the mended record.", exists=True, dir_okay=False),
    ] = None,
    zone: ZoneOption = "",
    line: LineOption = "",
    as_json: JsonOption = False,
) -> None:
    """Read records again: after their line was imported, as you have mended them, or with the line or zone you state."""
    from leaktrace.services import lines, quarantine_acts
    from leaktrace.services.quarantine import told
    from leaktrace.services.streams import read_everything

    cli: Cli = context.obj
    tenant, formats = cli.tenant(), cli.app.formats
    parts = _parts(tenant, ids, everything=everything, source=source, reason=reason)
    results: list[quarantine_acts.Replay] = []
    elsewhere: list[quarantine_acts.Replay] = []
    with tenant.reads.begin() as session:
        stated = lines.stated_by_hand(session, zone=zone, line=line)
    if mended is not None:
        if len(ids or []) != 1:
            raise UsageError("--with goes with one record")
        text, key = mended.read_bytes(), identifier_of((ids or [""])[0])
        with tenant.writes.begin() as session:
            results.append(quarantine_acts.mend(session, formats, key, text, stated))
    else:
        for keys in parts:
            with tenant.writes.begin() as session:
                # Of those that were named each has to be as it was thought to be.
                meant = keys if ids else quarantine_acts.still_waiting(session, keys)
                results.extend(quarantine_acts.replay(session, formats, meant, stated))
            gone = set(keys) - set(meant)
            elsewhere.extend(
                quarantine_acts.Replay(key, False, _ELSEWHERE) for key in keys if key in gone
            )
    read_everything(cli.intake(tenant))
    if as_json:
        print_json(
            [
                {"id": str(r.id), "stored": r.stored, "reason": r.reason, "field": r.field}
                for r in results + elsewhere
            ]
        )
        return
    for result in results if ids else []:
        why = ". ".join(filter(None, (told(result.field, result.reason), result.remedy)))
        typer.echo(f"{result.id}  {'stored' if result.stored else f'still refused: {why}'}")
    if not ids:
        stored = sum(result.stored for result in results)
        said = f"{stored} stored, {len(results) - stored} still refused"
        typer.echo(said + _by_others(len(elsewhere)))


@lazaret.command(
    "discard", epilog="Example: leaktrace quarantine discard 0199... --why 'test of the gateway'"
)
def quarantine_discard(
    context: typer.Context,
    why: Annotated[str, typer.Option(help="The reason; goes into the record.")],
    ids: IdsArgument = None,
    everything: AllOption = False,
    source: SourceOption = "",
    reason: ReasonOption = "",
) -> None:
    """Set records aside for good: those you name, or with --all those of a source or a reason."""
    from leaktrace.services import quarantine_acts

    if everything and not (source or reason):
        raise UsageError("--all would discard everything", remedy="Add --source or --reason")
    tenant = context.obj.tenant()
    count = elsewhere = 0
    for keys in _parts(tenant, ids, everything=everything, source=source, reason=reason):
        with tenant.writes.begin() as session:
            meant = keys if ids else quarantine_acts.still_waiting(session, keys)
            quarantine_acts.discard(session, meant, why)
        count += len(meant)
        elsewhere += len(keys) - len(meant)
    said = "discarded" if ids and count == 1 else f"{count} discarded"
    typer.echo(said + _by_others(elsewhere))


def _parts(
    tenant: "Tenant", ids: Sequence[str] | None, *, everything: bool, source: str, reason: str
) -> Iterator[Sequence[UUID]]:
    """The keys that are meant, as many at once as one transaction takes."""
    from leaktrace.services.quarantine import Which
    from leaktrace.services.quarantine_acts import AT_ONCE
    from leaktrace.services.sources import find_source

    if bool(ids) == everything:
        raise UsageError("name records, or give --all")
    if ids and (source or reason):
        raise UsageError("--source and --reason go with --all")
    keys = list(dict.fromkeys(identifier_of(text) for text in ids or []))
    if keys:
        return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
    if source:
        with tenant.reads.begin() as session:
            find_source(session, source)
    return _pages(tenant, Which(source, reason))


def _pages(tenant: "Tenant", which: "Which") -> Iterator[Sequence[UUID]]:
    from leaktrace.services.quarantine import matching
    from leaktrace.services.quarantine_acts import AT_ONCE

    last: UUID | None = None
    while True:
        with tenant.reads.begin() as session:
            keys = matching(session, which, limit=AT_ONCE, after=last)
        if not keys:
            return
        yield keys
        last = keys[-1]


def _by_others(count: int) -> str:
    return f", {count} settled by others meanwhile" if count else ""


def _row(one: "Quarantined") -> dict[str, Any]:
    return {
        "id": str(one.id),
        "source": one.source,
        "reason": one.reason,
        "field": one.field,
        "remedy": one.remedy,
        "recorded_at": one.recorded_at,
        "resolution": one.resolution,
        "why": one.why,
    }


def _print_counts(found: Sequence["ReasonCount"], *, as_json: bool) -> None:
    rows = [
        {
            "source": one.source,
            "field": one.field,
            "reason": one.reason,
            "remedy": one.remedy,
            "count": one.count,
            "first_at": one.first_at,
            "last_at": one.last_at,
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    columns = ("count", "source", "field", "reason", "remedy", "last_at")
    print_table("Quarantine", columns, [[row[name] for name in columns] for row in rows])
    typer.echo(f"records: {sum(one.count for one in found)}")

"""``seed export``, ``readback`` and ``confirm``: canaries out to the channels, and what they then hold."""

from collections import Counter
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, print_table, warn, write_private
from leaktrace.domain.errors import UsageError
from leaktrace.domain.times import parse_time

if TYPE_CHECKING:
    from leaktrace.domain.channel import Field
    from leaktrace.services.seed_copies import ReadBack

__all__ = ["register"]

_NAMED = 5
"""So many missing canaries are named."""
_OFTEN = 3
"""What a channel changed in more orders is its way with all of them, and is told in one line."""

ChannelArgument = Annotated[str, typer.Argument(metavar="CHANNEL", help="Such as erp-1.")]


def register(seed: typer.Typer) -> None:
    """Add the commands."""
    seed.command("export", epilog="Example: leaktrace seed export erp-1 --out outbox")(seed_export)
    seed.command("readback", epilog="Example: leaktrace seed readback erp-1 erp-export.csv")(
        seed_readback
    )
    seed.command(
        "confirm",
        epilog="Example: leaktrace seed confirm plan-1-0003 courier-1 --holds name=周雨桐 "
        "--holds 'address=梅林路18号***' --how 'label of the parcel', or: leaktrace seed confirm "
        "outbox/orders-1a2b3c4d.csv courier-1 --zone Asia/Shanghai",
    )(seed_confirm)
    seed.command("exclusions", epilog="Example: leaktrace seed exclusions --out exclusions.csv")(
        seed_exclusions
    )


def seed_export(
    context: typer.Context,
    channel: ChannelArgument,
    out: Annotated[Path, typer.Option(help="Folder for the files to hand over.")] = Path(),
    until: Annotated[
        str, typer.Option(help="Also orders due until then, a day ahead at most; now if left out.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Make the files, or the checklist, by which the orders of one channel are placed there.

    Only released orders that are due and that it was not given before. For those who place orders,
    and for nobody who takes calls.
    """
    from leaktrace.services.placing import export_orders

    cli = context.obj
    at: datetime | None = parse_time(until, field="--until") if until else None
    out.mkdir(parents=True, exist_ok=True)
    with cli.tenant().writes.begin() as session:
        done = export_orders(session, channel, cli.app.channel_modules, until=at)
        for document in done.placement.documents:
            write_private(out / document.name, [document.content])
    refused = dict(done.placement.refused)
    if as_json:
        print_json(
            {
                "channel_id": channel, "placed": list(done.placement.placed), "refused": refused,
                "not_due": done.not_due, "not_released": done.not_released,
                "next_due": done.next_due,
                "files": [str(out / one.name) for one in done.placement.documents],
            }
        )  # fmt: skip
        return
    typer.echo(
        f"{channel}: orders {len(done.placement.placed)}, not due yet {done.not_due}"
        + _next(done.next_due, cli.app.zone)
    )
    for document in done.placement.documents:
        typer.echo(f"  {out / document.name}")
    for canary_id, reason in refused.items():
        warn(f"{canary_id} was not placed: {reason}")
    if done.not_released:
        warn(f"orders not released: {done.not_released}. Run 'leaktrace seed audit' first")


def seed_readback(
    context: typer.Context,
    channel: ChannelArgument,
    file: Annotated[
        Path, typer.Argument(help="An export of the channel's own system.", exists=True)
    ],
    as_json: JsonOption = False,
) -> None:
    """Record what a channel holds, from its own export, field by field. Orders that are not ours are passed over."""
    from leaktrace.services.readback import read_back

    cli = context.obj
    with cli.tenant().writes.begin() as session:
        done = read_back(session, channel, file.read_bytes(), file.name, cli.app.channel_modules)
    _print_read(channel, done, as_json=as_json)


def seed_confirm(
    context: typer.Context,
    canary: Annotated[
        str,
        typer.Argument(
            metavar="CANARY|CHECKLIST",
            help="Such as plan-1-0003; or the .csv that 'seed export' made, filled in.",
        ),
    ],
    channel: ChannelArgument,
    how: Annotated[str, typer.Option(help="Where you saw it: screen, label, waybill number.")] = "",
    holds: Annotated[
        list[str] | None,
        typer.Option(help="FIELD=VALUE as you saw it, several times; masked with *."),
    ] = None,
    as_given: Annotated[
        bool,
        typer.Option("--as-given", help="You compared all other fields: they are as handed over."),
    ] = False,
    encoding: Annotated[str, typer.Option(help="Of the checklist: utf-8 or gb18030.")] = "utf-8",
    zone: Annotated[
        str, typer.Option(help="Of its times without an offset, such as Asia/Shanghai.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Record what a person saw that a channel holds: of one canary, or of all on a checklist.

    On the checklist say in each row confirmed or failed, what is shown instead if it failed, and once for each
    order at what time (with offset, or --zone). Orders without a result are left for later.
    """
    from leaktrace.domain.times import time_zone
    from leaktrace.services.readback import confirm
    from leaktrace.services.seed_checklist import confirm_checklist

    cli: Cli = context.obj
    is_list = canary.lower().endswith(".csv")
    if is_list and (holds or as_given):
        raise UsageError(
            "--holds and --as-given are for one canary", remedy="Write it into the checklist"
        )
    stated = time_zone(zone) if zone else None
    with cli.tenant().writes.begin() as session:
        if is_list:
            done = confirm_checklist(
                session, channel, Path(canary), cli.app.channel_modules,
                how=how, encoding=encoding, zone=stated,
            )  # fmt: skip
        else:
            done = confirm(session, channel, canary, _holds(holds or []), how, as_given=as_given)
    _print_read(channel, done, as_json=as_json)


def seed_exclusions(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Where to write the list.")],
    as_json: JsonOption = False,
) -> None:
    """Write the canary orders that finance, analysis and tax have to leave out, as CSV.

    Whoever has this list knows the canaries: give it to the few who close the books.
    """
    from leaktrace.services.exclusions import exclusions

    with context.obj.tenant().writes.begin() as session:
        count = write_private(out, exclusions(session)) - 1
    if as_json:
        print_json({"file": str(out), "orders": count})
        return
    typer.echo(f"{out}: orders {count}")


def _next(due: datetime | None, zone: tzinfo) -> str:
    return f", the next on {due.astimezone(zone).isoformat(' ', 'minutes')}" if due else ""


def _holds(pairs: list[str]) -> "dict[Field, str]":
    from leaktrace.domain.channel import Field
    from leaktrace.domain.words import member

    found = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not value:
            raise UsageError(f"--holds {pair}", remedy="Write --holds name=VALUE")
        found[member(Field, name.strip(), field="--holds")] = value.strip()
    return found


def _print_read(channel: str, done: "ReadBack", *, as_json: bool) -> None:
    if as_json:
        print_json(_read_json(channel, done))
        return
    dead = sum(bool(one.dead) for one in done.orders)
    typer.echo(
        f"{channel}: canaries read {len(done.orders)}, other orders passed over {done.foreign}"
    )
    if done.waiting:
        typer.echo(f"not filled in yet: {done.waiting}")
    _print_changes(done)
    if done.unplanned:
        warn(f"no plan sends this canary to {channel}. Look whether that is the right channel")
    if dead:
        warn(f"canaries with a variant that did not survive there, and carries no weight: {dead}")
    if done.missing:
        rest = " ..." if len(done.missing) > _NAMED else ""
        warn(
            f"placed and not there ({len(done.missing)}): {', '.join(done.missing[:_NAMED])}{rest}"
        )
    for reject in done.rejects[:5]:
        warn(f"a row cannot be read: {reject.reason}. {reject.remedy}".rstrip(". "))


def _print_changes(done: "ReadBack") -> None:
    """What a channel changed: each dead variant, and in one line what it changed in nearly every order."""
    changed = [
        (one.canary_id, each.field, each.outcome, each.field in one.dead)
        for one in done.orders
        for each in one.differences
        if each.outcome != "kept"
    ]
    often = Counter((field, outcome) for _, field, outcome, dead in changed if not dead)
    rows = [
        (canary_id, field, outcome, "dead" if dead else "")
        for canary_id, field, outcome, dead in changed
        if dead or often[field, outcome] <= _OFTEN
    ]
    if rows:
        columns = ("canary", "field", "outcome", "variant")
        print_table("Not as it was given", columns, rows, ids=("canary",))
    for (field, outcome), count in often.items():
        if count > _OFTEN:
            typer.echo(f"{field}: {outcome} in {count} canaries")


def _read_json(channel: str, done: "ReadBack") -> dict[str, Any]:
    return {
        "channel_id": channel,
        "orders": [
            {
                "canary_id": one.canary_id,
                "dead": list(one.dead),
                "differences": [
                    {"field": each.field, "outcome": each.outcome} for each in one.differences
                ],
            }
            for one in done.orders
        ],
        "foreign": done.foreign,
        "missing": list(done.missing),
        "rejects": [one.reason for one in done.rejects],
        "unplanned": done.unplanned,
        "waiting": done.waiting,
        "exposures_created": done.recorded.exposures_created,
        "exposures_corrected": done.recorded.exposures_corrected,
    }

"""``seed``: sealed draws, and the way of a canary from plan to proof."""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli import seed_canaries, seed_places, seed_plans
from leaktrace.cli.context import JsonOption, print_json, print_table, warn, write_private
from leaktrace.domain.errors import UsageError

if TYPE_CHECKING:
    from leaktrace.services.draw_sizes import SmallPool
    from leaktrace.services.draws import Assignments, DrawView

__all__ = ["register"]

DrawArgument = Annotated[str, typer.Argument(metavar="DRAW", help="Such as draw-1.")]

seed = typer.Typer(
    help="Plan, make, place and confirm canaries; sealed draws.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    seed_plans.register(seed)
    seed_places.register(seed)
    seed_canaries.register(seed)
    app.add_typer(seed, name="seed")


@seed.command("draw", epilog="Example: leaktrace seed draw draws.jsonl --out assignments.jsonl")
def seed_draw(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Pools and blocks.", exists=True, dir_okay=False)],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write what was drawn, for those who place the orders."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw at random and commit to it, before any channel has these canaries; whole or not at all.

    Rows are {"canary_id","field","values","channels"} or {"block_id","canary_ids","options"}. What was
    drawn is for those who plant, and for nobody who takes calls.
    """
    from leaktrace.attribution.draws import SEED_BYTES
    from leaktrace.services import draws

    if out is not None and out.resolve() == file.resolve():
        raise UsageError("--out is the file of the pools itself", remedy="Give it another name")
    with context.obj.tenant().writes.begin() as session:
        done = draws.commit_draw_file(session, file, lambda: secrets.token_bytes(SEED_BYTES))
        if out is not None:
            rows = [draws.assignments(session, draw.draw_id) for draw in done]
            write_private(out, (line for one in rows for line in _lines(one)))
    if as_json:
        print_json([_json(draw) | {"small_pools": _small_json(draw)} for draw in done])
        return
    for line in _warnings([small for draw in done for small in draw.small_pools]):
        warn(line)
    for draw in done:
        typer.echo(f"{draw.draw_id}  pools: {draw.pools}, blocks: {draw.blocks}  {draw.commitment}")
    if out is not None:
        typer.echo(f"{out}: give it to those who place the orders, and to nobody who takes calls")


@seed.command("draws", epilog="Example: leaktrace seed draws --json")
def seed_draws(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the sealed draws with their commitments."""
    from leaktrace.services import draws

    with context.obj.tenant().reads.begin() as session:
        rows = [_json(row) for row in draws.list_draws(session)]
    if as_json:
        print_json(rows)
        return
    columns = ("draw_id", "committed_at", "commitment", "pools", "blocks", "opened_at")
    print_table(
        "Sealed draws",
        columns,
        [[row[name] for name in columns] for row in rows],
        ids=("draw_id", "commitment"),
    )


@seed.command("place", epilog="Example: leaktrace seed place draw-1 --out assignments.jsonl")
def seed_place(
    context: typer.Context,
    draw_id: DrawArgument,
    out: Annotated[Path, typer.Option(help="Where to write what was drawn.")],
    as_json: JsonOption = False,
) -> None:
    """Write out what was drawn, for those who place the orders, and for nobody who takes calls.

    This is no opening, but it is recorded.
    """
    from leaktrace.services import draws

    with context.obj.tenant().writes.begin() as session:
        count = write_private(out, _lines(draws.assignments(session, draw_id)))
    if as_json:
        print_json({"draw_id": draw_id, "assignments": count})
        return
    typer.echo(f"assignments: {count}")


@seed.command(
    "open", epilog="Example: leaktrace seed open draw-1 --why 'for the court' --out manifest.json"
)
def seed_open(
    context: typer.Context,
    draw_id: DrawArgument,
    why: Annotated[str, typer.Option(help="The reason; it is recorded.")],
    out: Annotated[Path, typer.Option(help="Where to write the manifest.")],
    as_json: JsonOption = False,
) -> None:
    """Write out the manifest, by which anybody can check the commitment and draw again.

    From now on contacts about these canaries are not recorded blind: they can accuse nobody.
    """
    from leaktrace.services import draws

    with context.obj.tenant().writes.begin() as session:
        manifest = draws.open_draw(session, draw_id, why)
        write_private(out, [manifest])
    if as_json:
        print_json({"draw_id": draw_id, "bytes": len(manifest)})
        return
    typer.echo(f"{out}: contacts recorded from now on can no longer accuse by {draw_id}")


def _lines(found: "Assignments") -> Iterator[bytes]:
    """What was drawn as JSONL."""
    given: Iterable[dict[str, str]] = (
        {
            "channel_id": one.channel_id,
            "canary_id": one.canary_id,
            "field": one.field,
            "value": one.value,
        }
        for one in found.given
    )
    routed = (
        {"block_id": one.block_id, "canary_id": one.canary_id, "channel_id": one.channel_id}
        for one in found.routed
    )
    for row in (*given, *routed):
        yield (json.dumps(row, ensure_ascii=False) + "\n").encode()


def _small_json(draw: "DrawView") -> list[dict[str, Any]]:
    return [
        {
            "canary_id": one.canary_id,
            "field": one.field,
            "values": one.values,
            "channels": one.channels,
            "one_in": one.one_in,
            "identities": one.identities,
            "counts_as_identity": one.counts_as_identity,
            "threshold": one.threshold,
        }
        for one in draw.small_pools
    ]


def _warnings(small: "Sequence[SmallPool]") -> Iterator[str]:
    """What small pools cost, those of one size together."""
    from leaktrace.services.draw_sizes import ADVISED

    sizes: dict[tuple[int, int], list[SmallPool]] = {}
    for one in small:
        sizes.setdefault((one.values, one.channels), []).append(one)
    for (values, channels), pools in sorted(sizes.items()):
        first = pools[0]
        yield (
            f"warning: pools with only {values} values for {channels} channels: {len(pools)}, such as the "
            f"{first.field} of {first.canary_id}. An innocent channel matches by luck once in "
            f"{first.one_in}, so an accusation (e-value {first.threshold:g}) takes own values of at least "
            f"{first.identities} buyers"
        )
        if not first.counts_as_identity:
            yield (
                "  That luck is too likely for a match to count as a buyer's: "
                "without larger pools these can accuse nobody"
            )
    if sizes:
        yield f"  What is drawn stays drawn. Have {ADVISED} values or more for the next canaries"


def _json(draw: "DrawView") -> dict[str, Any]:
    return {
        "draw_id": draw.draw_id,
        "committed_at": draw.committed_at,
        "commitment": draw.commitment,
        "pools": draw.pools,
        "blocks": draw.blocks,
        "opened_at": draw.opened_at,
    }

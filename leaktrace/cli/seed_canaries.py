"""``seed list``, ``show``, ``tag``, ``burn`` and ``retire``: canaries and their lives."""

from dataclasses import asdict, replace
from typing import Annotated, Any

import typer

from leaktrace.cli.context import JsonOption, print_json, print_table
from leaktrace.domain.errors import UsageError

__all__ = ["register"]

CanariesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="CANARY...", help="Or name them by a filter.")
]
StepOption = Annotated[
    str,
    typer.Option(
        help="The last step of their life, such as placed; with --channel the last one there."
    ),
]
ChannelOption = Annotated[str, typer.Option(help="Planned for, or held by, this channel.")]
TagOption = Annotated[str, typer.Option("--tagged", help="Those with this tag.")]
PlanOption = Annotated[str, typer.Option(help="Those of this plan.")]
LineOption = Annotated[str, typer.Option(help="Those on this line.")]
LimitOption = Annotated[int, typer.Option(help="At most so many.", min=1, max=10_000)]
WhyOption = Annotated[str, typer.Option(help="The reason; it is recorded.")]


def register(seed: typer.Typer) -> None:
    """Add the commands."""
    seed.command("list", epilog="Example: leaktrace seed list --step placed --channel erp-1")(
        seed_list
    )
    seed.command("show", epilog="Example: leaktrace seed show plan-1-0003")(seed_show)
    seed.command("tag", epilog="Example: leaktrace seed tag spring --plan plan-1")(seed_tag)
    seed.command("burn", epilog="Example: leaktrace seed burn plan-1-0003 --why 'told a courier'")(
        seed_burn
    )
    seed.command(
        "retire", epilog="Example: leaktrace seed retire --tagged spring --why 'season is over'"
    )(seed_retire)


def seed_list(
    context: typer.Context,
    step: StepOption = "",
    channel: ChannelOption = "",
    tagged: TagOption = "",
    plan: PlanOption = "",
    line: LineOption = "",
    unconfirmed: Annotated[
        bool,
        typer.Option("--unconfirmed", help="Handed over, and neither read back nor confirmed."),
    ] = False,
    limit: LimitOption = 500,
    as_json: JsonOption = False,
) -> None:
    """Find canaries by the last step of their life, channel, tag, plan or line.

    With --channel the step is the last one there: what happened at other channels is passed over.
    """
    wanted = replace(_filter(step, channel, tagged, plan, line), unconfirmed=unconfirmed)
    rows = _found(context, wanted, limit)
    if as_json:
        print_json(
            [
                asdict(row)
                | {
                    "since": row.since,
                    "placed_at": row.placed_at,
                }
                for row in rows
            ]
        )
        return
    print_table(
        _counted(len(rows)),
        ("canary", "role", "step", "since", "route", "confirmed", "lines", "tags"),
        [
            (
                row.canary_id, row.role, row.step or "", row.since,
                " > ".join(row.route), f"{row.confirmed}/{len(row.route)}",
                " ".join(row.line_ids), " ".join(row.tags),
            )
            for row in rows
        ],
        ids=("canary",),
    )  # fmt: skip


def seed_show(
    context: typer.Context,
    canary: Annotated[str, typer.Argument(metavar="CANARY", help="Such as plan-1-0003.")],
    as_json: JsonOption = False,
) -> None:
    """The life of one canary: every step with its time, by whom, and the proof."""
    from leaktrace.services.canary_life import life_of

    with context.obj.tenant().reads.begin() as session:
        steps = life_of(session, canary)
    if as_json:
        print_json([asdict(one) for one in steps])
        return
    print_table(
        canary,
        ("step", "at", "by", "channel", "proof"),
        [(one.step, one.at, one.actor, one.channel_id or "", _proof(one.proof)) for one in steps],
    )


def seed_tag(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TAG", help="A word of your own.")],
    canaries: CanariesArgument = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away.")] = False,
    step: StepOption = "",
    channel: ChannelOption = "",
    tagged: TagOption = "",
    plan: PlanOption = "",
    line: LineOption = "",
    as_json: JsonOption = False,
) -> None:
    """Give canaries a tag, or take it away; those named, or all that a filter finds."""
    from leaktrace.services import canary_list

    chosen = _chosen(context, canaries, _filter(step, channel, tagged, plan, line))
    change = canary_list.untag if remove else canary_list.tag
    with context.obj.tenant().writes.begin() as session:
        count = change(session, chosen, name)
    _said(count, as_json=as_json)


def seed_burn(
    context: typer.Context,
    why: WhyOption,
    canaries: CanariesArgument = None,
    step: StepOption = "",
    channel: ChannelOption = "",
    tagged: TagOption = "",
    plan: PlanOption = "",
    line: LineOption = "",
    as_json: JsonOption = False,
) -> None:
    """Call canaries burnt: somebody outside knows them for what they are."""
    _step(
        context,
        "burnt",
        why,
        _chosen(context, canaries, _filter(step, channel, tagged, plan, line)),
        as_json,
    )


def seed_retire(
    context: typer.Context,
    why: WhyOption,
    canaries: CanariesArgument = None,
    step: StepOption = "",
    channel: ChannelOption = "",
    tagged: TagOption = "",
    plan: PlanOption = "",
    line: LineOption = "",
    as_json: JsonOption = False,
) -> None:
    """Retire canaries: nothing more is placed of them, and their lines stay watched."""
    _step(
        context,
        "retired",
        why,
        _chosen(context, canaries, _filter(step, channel, tagged, plan, line)),
        as_json,
    )


def _step(context: typer.Context, name: str, why: str, chosen: list[str], as_json: bool) -> None:
    from leaktrace.domain.life import CanaryStep
    from leaktrace.services.canary_life import set_step

    with context.obj.tenant().writes.begin() as session:
        count = set_step(session, chosen, CanaryStep(name), why)
    _said(count, as_json=as_json)


def _filter(step: str, channel: str, tagged: str, plan: str, line: str) -> Any:
    from leaktrace.domain.life import CanaryStep
    from leaktrace.domain.words import member
    from leaktrace.services.canary_list import CanaryFilter

    return CanaryFilter(
        step=member(CanaryStep, step, field="--step") if step else None,
        channel_id=channel, tag=tagged, plan_id=plan, line_id=line,
    )  # fmt: skip


def _found(context: typer.Context, wanted: Any, limit: int) -> list[Any]:
    from leaktrace.services.canary_list import list_canaries

    with context.obj.tenant().reads.begin() as session:
        return list_canaries(session, wanted, limit=limit)


def _chosen(context: typer.Context, named: list[str] | None, wanted: Any) -> list[str]:
    """Those named, or those that a filter finds; never all of them by mistake."""
    from leaktrace.services.canary_list import MOST, CanaryFilter

    if named:
        return named
    if wanted == CanaryFilter():
        raise UsageError("no canary is named", remedy="Name canaries, or a filter such as --plan")
    return [row.canary_id for row in _found(context, wanted, MOST)]


def _said(count: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"canaries": count})
    else:
        typer.echo(_counted(count))


def _counted(count: int) -> str:
    return "1 canary" if count == 1 else f"{count} canaries"


def _proof(proof: Any) -> str:
    return "; ".join(
        f"{name} {_documents(value) if name == 'documents' else value}"
        for name, value in proof.items()
    )


def _documents(documents: Any) -> str:
    return ", ".join(f"{one['name']} sha256:{one['sha256']}" for one in documents)

"""``probe``: the next canaries of a case."""

from typing import TYPE_CHECKING, Annotated

import typer

from leaktrace.cli.context import JsonOption, print_json, print_table

if TYPE_CHECKING:
    from leaktrace.attribution.probe import Probe

__all__ = ["register"]

_MOST = 200


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("probe", epilog="Example: leaktrace probe case-1 --canaries 12")(probe)


def probe(
    context: typer.Context,
    case_id: Annotated[str, typer.Argument(metavar="CASE", help="Such as case-1.")],
    canaries: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=_MOST,
            help="Plan with so many, whatever the free lines take; default: as few as are enough.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Plan the next canaries: the orders that would best separate the remaining suspects.

    By the newest attribution of the case, the routes taken so far and the free lines.
    """
    from leaktrace.services.probe import plan_probe
    from leaktrace.services.probing import probe_document

    with context.obj.tenant().reads.begin() as session:
        plan = plan_probe(session, case_id, canaries)
    if as_json:
        print_json({"case_id": case_id, **probe_document(plan)})
        return
    _print(plan)


def _print(plan: "Probe") -> None:
    if plan.orders:
        print_table(
            f"{plan.canaries} canaries; the leaker is then told from every other suspect with"
            f" probability {plan.expected_separation:.2f}",
            ("orders", "route", "a value of their own", "route taken before"),
            [
                (
                    order.count, " > ".join(order.route), ", ".join(order.variants) or "-",
                    "yes" if order.tried else "no: see that it can be",
                )
                for order in plan.orders
            ],
        )  # fmt: skip
    if plan.orders and plan.inseparable:
        typer.echo(f"Counting those that cannot be separated as one: {plan.expected_grouped:.2f}")
    for note in plan.notes:
        typer.echo(note.text)
    typer.echo(_next(plan))


def _next(plan: "Probe") -> str:
    """One sentence: what to do."""
    from leaktrace.attribution.probe import NO_LINES
    from leaktrace.attribution.probe_notes import UNPROVEN

    if not plan.orders:
        if plan.inseparable:
            return (
                "Next: open a way that parts them, such as a second courier or a channel that takes"
                " values of its own ('leaktrace channel import')."
            )
        if any(note.message == NO_LINES for note in plan.notes):
            return "Next: add lines ('leaktrace line import'), then ask again."
        if any(note.message == UNPROVEN for note in plan.notes):
            return (
                "Next: make more buyers for the same routes, draw their values before anybody has them"
                " ('leaktrace seed draw'), place the orders, then wait and run 'leaktrace attribute'."
            )
        return "Next: nothing to plant for this case; see 'leaktrace case show'."
    steps = ["make the buyers and import them ('leaktrace exposure import')"]
    if any(order.variants for order in plan.orders):
        steps.append("draw the values before anything is given away ('leaktrace seed draw')")
    steps.append("place the orders, those of one route on the same lines")
    steps.append("then wait and run 'leaktrace attribute'")
    return f"Next: {', '.join(steps)}."

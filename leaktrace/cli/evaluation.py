"""``evaluate``: how well attribution does in worlds with known leakers."""

from typing import Annotated

import typer

from leaktrace.attribution import Params
from leaktrace.cli.context import JsonOption, print_json
from leaktrace.domain.errors import UsageError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("evaluate", epilog="Example: leaktrace evaluate a_v b2 --worlds 1000")(evaluate)


def evaluate(
    names: Annotated[
        list[str] | None, typer.Argument(help="Scenarios; the rows of a release if left out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every scenario there is.")] = False,
    worlds: Annotated[int, typer.Option(help="Worlds of each scenario.", min=1)] = 1000,
    seed: Annotated[int, typer.Option(help="Of the first world.", min=0)] = 1,
    alpha: Annotated[
        float, typer.Option(help="Bound of false accusations.", min=1e-6, max=0.5)
    ] = Params().false_accusation_bound,
    processes: Annotated[int, typer.Option(help="0: one a core.", min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """Worlds with known leakers, and how well attribution does in them, beside simpler methods."""
    # Imported when needed: no other command simulates anything.
    from leaktrace.attribution.simulation import (
        HEADLINE,
        SCENARIOS,
        UnknownScenarioError,
        scenario,
    )
    from leaktrace.cli import evaluation_tables
    from leaktrace.cli.evaluation_runs import evaluate_rows, workers

    try:
        chosen = [scenario(name) for name in names or (SCENARIOS if everything else HEADLINE)]
    except UnknownScenarioError as error:
        raise UsageError(str(error)) from error
    with workers(processes) as running:
        rows = evaluate_rows(running, chosen, worlds, seed, alpha)
    if as_json:
        print_json([evaluation_tables.as_json(row) for row in rows])
    else:
        evaluation_tables.print_rows(rows, alpha)

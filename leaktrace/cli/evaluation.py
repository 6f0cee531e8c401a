"""``simulate`` and ``evaluate``: worlds with known leakers, and how well attribution does in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leaktrace.cli.context import JsonOption, print_json
from leaktrace.domain.errors import UsageError

if TYPE_CHECKING:
    from leaktrace.attribution.simulation import Scenario

__all__ = ["register"]

AlphaOption = Annotated[
    float | None,
    typer.Option(help="Bound of false accusations.", min=1e-6, max=0.5, show_default="the model's"),
]
CanariesOption = Annotated[
    bool, typer.Option("--canaries", help="Also how many canaries it takes; slow.")
]
NullOption = Annotated[
    bool,
    typer.Option(
        "--null", help="The null calibration of the lottery, in ten times as many worlds."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("evaluate", epilog="Example: leaktrace evaluate a_v b2 --worlds 1000")(evaluate)
    app.command("simulate", epilog="Example: leaktrace simulate a_v --seed 7 --out world")(simulate)


def evaluate(
    names: Annotated[
        list[str] | None, typer.Argument(help="Scenarios; the rows of a release if left out.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every scenario there is.")] = False,
    worlds: Annotated[int, typer.Option(help="Worlds of each scenario.", min=1)] = 1000,
    seed: Annotated[int, typer.Option(help="Of the first world.", min=0)] = 1,
    alpha: AlphaOption = None,
    processes: Annotated[int, typer.Option(help="0: one a core.", min=0)] = 0,
    canaries: CanariesOption = False,
    null: NullOption = False,
    page: Annotated[Path | None, typer.Option(help="Write a page with plots to this file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Worlds with known leakers, and how well attribution does in them, beside simpler methods.

    Where a release must reach a figure, it is shown with what no method could beat in these worlds:
    reached, at its bound, out of reach, or missed. Exit status 1 if a required figure is missed though
    its bound allows it (or none is known), else 0.
    """
    # Imported when needed: no other command simulates anything.
    from leaktrace.attribution import Params
    from leaktrace.attribution.simulation import HEADLINE, SCENARIOS
    from leaktrace.cli import evaluation_page, evaluation_tables
    from leaktrace.cli.evaluation_required import anything_missed
    from leaktrace.cli.evaluation_runs import count_canaries, evaluate_rows, null_rows, workers

    if alpha is None:
        alpha = Params().false_accusation_bound
    if null and not names and not everything:
        chosen = []
    else:
        chosen = [_scenario(name) for name in names or (SCENARIOS if everything else HEADLINE)]
    calibration = None
    with workers(processes) as running:
        rows = evaluate_rows(running, chosen, worlds, seed, alpha)
        if canaries:
            rows = count_canaries(running, chosen, rows, seed)
        if null:
            calibration = null_rows(running, 10 * worlds, seed, alpha)
    if page is not None:
        page.write_text(evaluation_page.page(rows, calibration, alpha), encoding="utf-8")
    if as_json:
        made = [evaluation_tables.as_json(row) for row in rows]
        print_json(made + (evaluation_tables.null_as_json(*calibration) if calibration else []))
    else:
        if rows:
            evaluation_tables.print_rows(rows, alpha)
        if calibration:
            evaluation_tables.print_null(*calibration)
    if anything_missed(rows):
        raise typer.Exit(1)


def simulate(
    name: Annotated[str, typer.Argument(help="A scenario, such as a_v or b2.")],
    out: Annotated[
        Path, typer.Option(help="Folder for the files; made if it is not there, else empty.")
    ],
    seed: Annotated[int, typer.Option(help="Another seed makes another world.", min=0)] = 1,
) -> None:
    """One world with known leakers as files that channel, line and exposure import and ingest take.

    The files carry no sealed draws: a draw counts only if this program committed to it before any
    channel had the order, and these orders are long past. So verdicts on them end in "set".
    """
    from leaktrace.attribution.simulation import simulate as make
    from leaktrace.cli.simulated_files import write_files

    chosen = _scenario(name)
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(
            f"--out: {out} is not an empty folder", remedy="Name one that is not there"
        )
    world = make(chosen, seed)
    write_files(world, out)
    leakers = [world.evidence.channels[number] for number in sorted(world.truth.leakers)]
    typer.echo(
        f"{out}: contacts {len(world.calls)}, informed {len(world.evidence.hits)}; "
        f"leaks: {', '.join(leakers) or 'no listed channel'}"
    )


def _scenario(name: str) -> "Scenario":
    """The scenario of a name.

    Raises:
        UsageError: there is none.
    """
    from leaktrace.attribution.simulation import UnknownScenarioError, scenario

    try:
        return scenario(name)
    except UnknownScenarioError as error:
        raise UsageError(str(error)) from error

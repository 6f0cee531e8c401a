"""``attribute`` and ``case``."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from leaktrace.cli.case_text import print_case
from leaktrace.cli.context import Cli, JsonOption, print_json, print_table, warn
from leaktrace.domain.times import parse_time

__all__ = ["register"]

case = typer.Typer(help="Leak incidents under review.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "attribute", epilog="Example: leaktrace attribute --as-of 2026-10-31T16:00:00Z --json"
    )(attribute)
    app.add_typer(case, name="case")


def attribute(
    context: typer.Context,
    as_of: Annotated[
        str, typer.Option(help="With everything that had happened by this time; default: now.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Work out which channel's copy got out, from everything known.

    With --json what callers said is there unmasked; that you asked is recorded.
    """
    from leaktrace.services import attribution_runs, cases
    from leaktrace.services.streams import catch_up, read_everything

    cli: Cli = context.obj
    tenant = cli.tenant()
    at = parse_time(as_of, field="--as-of") if as_of else None
    if at is not None and at > datetime.now(UTC):
        warn(
            "--as-of lies in the future: that nothing more comes in until then is taken for granted"
        )
    intake = cli.intake(tenant)
    catch_up(intake)
    read_everything(intake)
    with tenant.reads.begin() as session:
        worked = attribution_runs.work_out(session, at, cli.app.params)
    with tenant.writes.begin() as session:
        run = attribution_runs.keep(session, worked)
        if as_json:
            cases.record_reveal(session, run.cases[0]["case_id"])
    if as_json:
        print_json(run.to_json())
        return
    for document in run.cases:
        print_case(document)


@case.command("list", epilog="Example: leaktrace case list")
def case_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List cases with their newest verdict."""
    from leaktrace.services import cases

    with context.obj.tenant().reads.begin() as session:
        rows: list[dict[str, Any]] = [
            {
                "case_id": row.case_id,
                "status": row.status,
                "opened_at": row.opened_at,
                "verdict": row.verdict,
                "suspect_set": list(row.suspect_set),
                "informed_contacts": row.informed_contacts,
                "as_of": row.as_of,
                "attributions": row.attributions,
            }
            for row in cases.list_cases(session)
        ]
    if as_json:
        print_json(rows)
        return
    columns = (
        "case_id",
        "status",
        "verdict",
        "suspect_set",
        "informed_contacts",
        "as_of",
        "attributions",
    )
    print_table(
        "Cases",
        columns,
        [
            [", ".join(row[name]) if name == "suspect_set" else row[name] for name in columns]
            for row in rows
        ],
        ids=("case_id",),
    )


@case.command("show", epilog="Example: leaktrace case show case-1 --json")
def case_show(
    context: typer.Context,
    case_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: JsonOption = False,
) -> None:
    """Show the newest attribution of a case, channel by channel, with its reasons.

    With --json what callers said is there unmasked; that you asked is recorded.
    """
    from leaktrace.services import cases

    with context.obj.tenant().writes.begin() as session:
        document = cases.show_case(session, case_id).cases[0]
        if as_json:
            cases.record_reveal(session, case_id)
    if as_json:
        print_json(document)
        return
    print_case(document)

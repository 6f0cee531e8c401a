"""``campaign``."""

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from leaktrace.cli.context import Cli, JsonOption, counting, identifier_of, print_json, print_table

if TYPE_CHECKING:
    from leaktrace.bootstrap import Tenant
    from leaktrace.services.campaigns import Campaign

__all__ = ["register"]

campaign = typer.Typer(
    help="Contacts with a caller, a link or the wording in common.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(campaign, name="campaign")


@campaign.command("list", epilog="Example: leaktrace campaign list --limit 10")
def campaign_list(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    as_json: JsonOption = False,
) -> None:
    """List campaigns, those with the most scams first."""
    from leaktrace.services import campaigns

    cli: Cli = context.obj
    tenant = _marked(cli)
    with tenant.reads.begin() as session:
        found = campaigns.list_campaigns(session, limit=limit)
    if as_json:
        print_json([_json(one) for one in found])
        return
    print_table(
        f"Campaigns ({len(found)})",
        ("campaign", "contacts", "informed", "lines", "first", "last", "in common", "elsewhere"),
        [
            (
                one.campaign_id, len(one.contact_ids), one.informed, one.lines, one.first_at,
                one.last_at, ", ".join(sorted(one.shared)), one.elsewhere,
            )
            for one in found
        ],
        ids=("campaign",),
    )  # fmt: skip


@campaign.command("show", epilog="Example: leaktrace campaign show 0199...")
def campaign_show(
    context: typer.Context,
    contact_id: Annotated[
        str, typer.Argument(metavar="ID", help="The campaign, or a contact of it.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Show the campaign that a contact belongs to, personal data masked."""
    from leaktrace.services import campaigns, contacts

    cli: Cli = context.obj
    with _marked(cli).reads.begin() as session:
        one = campaigns.campaign_of(session, identifier_of(contact_id))
        rows = contacts.show_contacts(session, one.contact_ids)
    if as_json:
        print_json(_json(one))
        return
    typer.echo(
        f"contacts: {len(rows)}, lines: {one.lines}, informed: {one.informed}; "
        f"in common: {', '.join(sorted(one.shared))}; contacts of other merchants: {one.elsewhere}"
    )
    if one.wording:
        typer.echo(f"wording, as two of them have it, personal data masked:\n  {one.wording}")
    print_table(
        "Contacts",
        ("contact", "occurred", "medium", "line", "caller", "class"),
        [
            (
                row.contact_id, row.occurred_at, row.medium, " or ".join(row.line_ids),
                row.caller, row.contact_class,
            )
            for row in rows
        ],
        ids=("contact",),
    )  # fmt: skip


def _marked(cli: Cli) -> "Tenant":
    """The merchant, with nothing left that is not compared yet."""
    from leaktrace.services import campaigns

    tenant, done = cli.tenant(), 0
    waiting: list[UUID] = []
    with counting("contacts compared") as tell:
        while True:
            with tenant.writes.begin() as session:
                waiting = campaigns.unmarked_contacts(session, waiting[-1] if waiting else None)
                if not waiting:
                    return tenant
                campaigns.mark_contacts(session, waiting)
            done += len(waiting)
            tell(done)


def _json(one: "Campaign") -> dict[str, Any]:
    return {
        "campaign_id": str(one.campaign_id),
        "contact_ids": [str(key) for key in one.contact_ids],
        "classes": {str(name): count for name, count in sorted(one.classes.items())},
        "informed": one.informed,
        "lines": one.lines,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "in_common": {str(kind): count for kind, count in sorted(one.shared.items())},
        "elsewhere": one.elsewhere,
        "wording": one.wording,
    }

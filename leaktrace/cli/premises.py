"""``premises``, and ``channel setup``: where canaries are delivered, and how a channel is reached."""

from pathlib import Path
from typing import Annotated

import typer

from leaktrace.cli.context import JsonOption, print_json, print_table, warn
from leaktrace.cli.inventory import channel

__all__ = ["register"]

premises = typer.Typer(help="Addresses that you control.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(premises, name="premises")


@premises.command("import", epilog="Example: leaktrace premises import premises.csv")
def premises_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)],
    encoding: Annotated[str, typer.Option(help="utf-8 or gb18030.")] = "utf-8",
    as_json: JsonOption = False,
) -> None:
    """Take over premises.csv: premises_id,province,city,district,detail,units[,locale,postcode].

    units names the rooms you can take parcels in for: 101室;102室, or a pattern: {1-3}幢{1-6}0{1-4}室.
    """
    from leaktrace.services import premises as service

    found = service.read_premises(file, encoding=encoding)
    with context.obj.tenant().writes.begin() as session:
        done = service.import_premises(session, found)
    counts = done.imported
    if as_json:
        print_json(
            {
                "created": counts.created, "updated": counts.updated,
                "unchanged": counts.unchanged, "unknown_divisions": list(done.unknown_divisions),
            }
        )  # fmt: skip
        return
    typer.echo(
        f"premises: {counts.created} new, {counts.updated} updated, {counts.unchanged} unchanged"
    )
    for name in done.unknown_divisions:
        warn(f"{name}: no such district in that city and province; couriers may refuse it")


@premises.command("list", epilog="Example: leaktrace premises list")
def premises_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List the premises and how many units each has."""
    from leaktrace.services.premises import load_premises

    with context.obj.tenant().reads.begin() as session:
        found = load_premises(session)
    rows = [
        (one.premises_id, one.province, one.city, one.district, len(one.units), one.locale)
        for one in found
    ]
    columns = ("premises_id", "province", "city", "district", "units", "locale")
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    print_table("Premises", columns, rows, ids=("premises_id",))


@channel.command(
    "setup", epilog="Example: leaktrace channel setup erp-1 mapped_file --profile erp.yaml"
)
def channel_setup(
    context: typer.Context,
    channel_id: Annotated[str, typer.Argument(metavar="CHANNEL", help="Your own name of it.")],
    module: Annotated[str, typer.Argument(help="By what: mapped_file or manual.")],
    profile: Annotated[
        Path | None, typer.Option(help="Settings of the module as YAML.", exists=True)
    ] = None,
) -> None:
    """Say how orders get to a channel: by a file of its own form, or by a person with a checklist."""
    from leaktrace.channels.settings_text import profile_from_yaml
    from leaktrace.services.placing import set_up

    text = profile.read_text(encoding="utf-8", errors="replace") if profile else ""
    settings = profile_from_yaml(text, where=str(profile)) if profile else {}
    cli = context.obj
    with cli.tenant().writes.begin() as session:
        set_up(session, channel_id, module, settings, cli.app.channel_modules)
    typer.echo(f"{channel_id}: {module}")

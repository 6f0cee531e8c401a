"""``init``, ``config``, ``channel``, ``line`` and ``exposure``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import Cli, JsonOption, print_json, print_table, warn, write_private
from leaktrace.domain.channel import Channel, format_views
from leaktrace.domain.masking import mask_line

if TYPE_CHECKING:
    from leaktrace.services.channels import ChannelOverview, Imported

__all__ = ["register"]

EncodingOption = Annotated[str, typer.Option(help="utf-8 or gb18030.")]
FileArgument = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]

config = typer.Typer(help="Settings.", no_args_is_help=True)
channel = typer.Typer(help="Channels and what each gets.", no_args_is_help=True)
line = typer.Typer(help="The line inventory.", no_args_is_help=True)
exposure = typer.Typer(
    help="Canaries that are out, and what each channel holds.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("init", epilog="Example: leaktrace init --merchant my-shop")(init)
    app.add_typer(config, name="config")
    app.add_typer(channel, name="channel")
    app.add_typer(line, name="line")
    app.add_typer(exposure, name="exposure")


def init(context: typer.Context, as_json: JsonOption = False) -> None:
    """Make the home, keys, schema and first merchant. Safe to repeat; upgrades the schema."""
    from leaktrace.services import merchants
    from leaktrace.storage import migrate

    cli: Cli = context.obj
    settings = cli.loaded.settings
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    migrate.upgrade(cli.app.engine)
    with cli.app.writes.begin() as session:
        done = merchants.initialise(session, settings.merchant or _only_merchant(cli) or "default")
    if as_json:
        print_json(
            {
                "home": str(settings.home), "merchant": done.merchant,
                "keys_created": done.keys_created, "merchant_created": done.merchant_created,
            }
        )  # fmt: skip
        return
    typer.echo(f"home      {settings.home}")
    typer.echo(f"merchant  {done.merchant} ({'new' if done.merchant_created else 'there already'})")
    if done.keys_created:
        typer.echo(f"keys      {settings.keys}: back them up apart from the database")


_LEFT_OUT = {
    "database_url": "SQLite in the home",
    "merchant": "the only one",
    "public_url": "scheme and host of the request",
    "proxies": "none",
}
"""What is meant where a setting is empty."""


@config.command("show", epilog="Example: leaktrace config show --json")
def config_show(context: typer.Context, as_json: JsonOption = False) -> None:
    """Print every setting with its origin; passwords in URLs are hidden."""
    loaded = context.obj.loaded
    rows = {
        name: (_hide_password(str(getattr(loaded.settings, name))), origin)
        for name, origin in loaded.origins.items()
    }
    if as_json:
        print_json(
            {name: {"value": value, "origin": origin} for name, (value, origin) in rows.items()}
        )
        return
    print_table(
        "Settings",
        ("setting", "value", "origin"),
        [
            (name, value or f"({_LEFT_OUT.get(name, 'empty')})", origin)
            for name, (value, origin) in rows.items()
        ],
    )


@channel.command("import", epilog="Example: leaktrace channel import channels.csv")
def channel_import(
    context: typer.Context,
    file: FileArgument,
    encoding: EncodingOption = "utf-8",
    as_json: JsonOption = False,
) -> None:
    """Take over channels.csv; whole or not at all."""
    from leaktrace.services import channels

    values = channels.read_channels(file, encoding=encoding)
    with context.obj.tenant().writes.begin() as session:
        done = channels.import_channels(session, values)
    _print_import(done, as_json, "channels")


@channel.command(
    "add",
    epilog="Example: leaktrace channel add erp-1 --kind merchant_erp --name 'Order system' "
    "--views 'name=plain;phone=virtual'",
)
def channel_add(
    context: typer.Context,
    channel_id: Annotated[str, typer.Argument(help="Your own name of it.")],
    kind: Annotated[
        str, typer.Option(help="platform, merchant_erp, courier or outsourced_service.")
    ],
    name: Annotated[str, typer.Option(help="What people call it.")],
    views: Annotated[str, typer.Option(help="What it gets: name=plain;phone=virtual")],
    provider: Annotated[str, typer.Option(help="The firm behind it.")] = "",
    injectable: Annotated[bool, typer.Option(help="You write the record it gets.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Add one channel, or bring it up to date."""
    from leaktrace.services import channels

    value = channels.channel_from(
        {
            "channel_id": channel_id, "kind": kind, "name": name, "provider": provider,
            "injectable": "yes" if injectable else "no", "views": views,
        }
    )  # fmt: skip
    with context.obj.tenant().writes.begin() as session:
        done = channels.import_channels(session, [value])
    _print_import(done, as_json, "channels")


@channel.command("list", epilog="Example: leaktrace channel list --json")
def channel_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List channels."""
    from leaktrace.services import channels

    with context.obj.tenant().reads.begin() as session:
        rows = channels.list_channels(session)
    if as_json:
        print_json([_channel_json(row) for row in rows])
        return
    print_table(
        "Channels",
        ("channel", "kind", "name", "provider", "injectable", "canaries given"),
        [
            (
                row.channel.channel_id, row.channel.kind, row.channel.name, row.channel.provider,
                "yes" if row.channel.injectable else "no", row.exposures,
            )
            for row in rows
        ],
        ids=("channel",),
    )  # fmt: skip


@channel.command("show", epilog="Example: leaktrace channel show erp-1")
def channel_show(
    context: typer.Context,
    channel_id: Annotated[str, typer.Argument(metavar="ID")],
    as_json: JsonOption = False,
) -> None:
    """Show one channel and its views."""
    from leaktrace.services import channels

    with context.obj.tenant().reads.begin() as session:
        row = channels.show_channel(session, channel_id)
    if as_json:
        print_json(_channel_json(row))
        return
    print_table(
        row.channel.name,
        ("field", "view"),
        [(str(name), view) for name, view in row.channel.views.items()],
    )


@line.command("import", epilog="Example: leaktrace line import lines.csv")
def line_import(
    context: typer.Context,
    file: FileArgument,
    encoding: EncodingOption = "utf-8",
    as_json: JsonOption = False,
) -> None:
    """Take over lines.csv; whole or not at all."""
    from leaktrace.services import lines

    values = lines.read_lines(file, encoding=encoding)
    with context.obj.tenant().writes.begin() as session:
        done = lines.import_lines(session, values)
    _print_import(done, as_json, "lines")


@line.command("list", epilog="Example: leaktrace line list --json")
def line_list(context: typer.Context, as_json: JsonOption = False) -> None:
    """List lines, their values masked, with what reached them."""
    from leaktrace.services import lines

    with context.obj.tenant().reads.begin() as session:
        rows = [
            {
                "line_id": row.line.line_id,
                "kind": row.line.kind,
                "value": mask_line(row.line.value),
                "role": row.line.role,
                "acquired_at": row.line.acquired_at,
                "label": row.line.label,
                "identities": row.identities,
                "contacts": row.contacts,
                "last_contact_at": row.last_contact_at,
                "retired_at": row.retired_at,
            }
            for row in lines.list_lines(session)
        ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        row["role"] = f"{row['role']}, retired" if row["retired_at"] else row["role"]
    columns = (
        "line_id",
        "kind",
        "value",
        "role",
        "label",
        "identities",
        "contacts",
        "last_contact_at",
    )
    print_table(
        "Lines", columns, [[row[name] for name in columns] for row in rows], ids=("line_id",)
    )


@exposure.command(
    "import", epilog="Example: leaktrace exposure import canaries.jsonl exposures.jsonl"
)
def exposure_import(
    context: typer.Context,
    canaries: FileArgument,
    exposures_file: Annotated[
        Path | None, typer.Argument(metavar="EXPOSURES", exists=True, dir_okay=False)
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take over canaries, and what each channel holds of them once they are planted.

    Import the canaries alone to draw their values before any channel has them: see 'seed draw'.
    """
    from leaktrace.cli.exposure_text import exposure_import_json, exposure_warnings
    from leaktrace.services import exposures

    with context.obj.tenant().writes.begin() as session:
        done = exposures.import_exposures(session, canaries, exposures_file)
    if as_json:
        print_json(exposure_import_json(done))
        return
    for line in exposure_warnings(done):
        warn(line)
    typer.echo(f"canaries   {done.canaries_created} new, {done.canaries_unchanged} unchanged")
    typer.echo(
        f"exposures  {done.exposures_created} new, {done.exposures_corrected} corrected, "
        f"{done.exposures_unchanged} unchanged"
    )


@exposure.command(
    "export", epilog="Example: leaktrace exposure export canaries.jsonl exposures.jsonl"
)
def exposure_export(
    context: typer.Context,
    canaries: Annotated[Path, typer.Argument(help="Where to write the canaries.")],
    exposures_file: Annotated[
        Path, typer.Argument(metavar="EXPOSURES", help="Where to write the exposures.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Write out what every channel holds. The files hold personal data unmasked; this is recorded."""
    from leaktrace.services import exposures

    with context.obj.tenant().writes.begin() as session:
        counts = [
            write_private(canaries, map(str.encode, exposures.export_canaries(session))),
            write_private(exposures_file, map(str.encode, exposures.export_exposures(session))),
        ]
        exposures.record_export(session, *counts)
    if as_json:
        print_json({"canaries": counts[0], "exposures": counts[1]})
        return
    typer.echo(f"canaries: {counts[0]}, exposures: {counts[1]}")


def _print_import(done: "Imported", as_json: bool, what: str) -> None:
    if as_json:
        print_json(done.__dict__)
        return
    typer.echo(f"{what}: {done.created} new, {done.updated} updated, {done.unchanged} unchanged")


def _channel_json(row: "ChannelOverview") -> dict[str, Any]:
    value: Channel = row.channel
    return {
        "channel_id": value.channel_id,
        "kind": value.kind,
        "name": value.name,
        "provider": value.provider,
        "injectable": value.injectable,
        "views": format_views(value.views),
        "exposures": row.exposures,
    }


def _only_merchant(cli: Cli) -> str:
    """A repeated ``init`` without a slug means the merchant that is there."""
    from leaktrace.services import merchants

    with cli.app.reads.begin() as session:
        known = merchants.everyone(session)
    return known[0].slug if len(known) == 1 else ""


def _hide_password(text: str) -> str:
    head, at, tail = text.rpartition("@")
    scheme, slashes, login = head.partition("://")
    if not at or not slashes or ":" not in login:
        return text
    return f"{scheme}://{login.partition(':')[0]}:***@{tail}"

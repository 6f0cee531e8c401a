"""``seed fit``, ``plan``, ``run``, ``audit`` and ``approve``: from the merchant's orders to canaries."""

import secrets
from dataclasses import asdict
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import (
    Cli,
    JsonOption,
    counting,
    print_json,
    print_table,
    warn,
    write_private,
)
from leaktrace.domain.errors import UsageError
from leaktrace.domain.times import parse_time

if TYPE_CHECKING:
    from leaktrace.services.order_models import ExportFile

__all__ = ["register"]

FileArgument = Annotated[Path, typer.Argument(help="The file.", exists=True, dir_okay=False)]
PlanArgument = Annotated[str, typer.Argument(metavar="PLAN", help="Such as plan-1.")]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(help="For an export of an unknown kind: FIELD=COLUMN, several times."),
]
EncodingOption = Annotated[str, typer.Option(help="utf-8 or gb18030; found out if left out.")]
SoakOption = Annotated[int, typer.Option(help="Days a line was watched before it is used.", min=0)]
_SEED_BYTES = 32


def register(seed: typer.Typer) -> None:
    """Add the commands."""
    seed.command("fit", epilog="Example: leaktrace seed fit orders.csv")(seed_fit)
    seed.command(
        "plan", epilog="Example: leaktrace seed plan routes.csv --orders 40 --page plan.html"
    )(seed_plan)
    seed.command("run", epilog="Example: leaktrace seed run plan-1")(seed_run)
    seed.command("audit", epilog="Example: leaktrace seed audit plan-1 other-orders.csv")(
        seed_audit
    )
    seed.command(
        "approve",
        epilog="Example: leaktrace seed approve shop-1 --monthly 2 --until 2027-06-30T00:00:00+08:00 "
        "--why 'counsel and platform agreed in writing'",
    )(seed_approve)


def seed_fit(
    context: typer.Context,
    orders: FileArgument,
    column: ColumnOption = None,
    encoding: EncodingOption = "",
    as_json: JsonOption = False,
) -> None:
    """Learn what your own orders look like, from an export. Of real buyers nothing is kept.

    Exports of Taobao, Tmall, JD and Shopify are known; any other with --column placed_at=... and so on.
    """
    from leaktrace.services import order_models

    cli: Cli = context.obj
    export = _export(cli, orders, column, encoding)
    with cli.tenant().writes.begin() as session:
        done = order_models.fit_orders(session, orders, export)
    if as_json:
        print_json(asdict(done))
        return
    typer.echo(
        f"{done.model_id}: {done.orders} orders ({done.profile}) of {done.begins} to {done.ends}, "
        f"{done.goods} kinds of goods"
    )


def seed_plan(
    context: typer.Context,
    routes: FileArgument,
    orders: Annotated[int | None, typer.Option(help="How many canary orders.", min=1)] = None,
    budget: Annotated[str, typer.Option(help="The most they may cost together.")] = "",
    per_line: Annotated[int, typer.Option(help="Identities that share a line.", min=1, max=10)] = 3,
    window: Annotated[float, typer.Option(help="Days over which they are placed.", min=1)] = 30,
    begins: Annotated[str, typer.Option(help="First day, with offset; tomorrow if left out.")] = "",
    worlds: Annotated[int, typer.Option(help="Simulated for each point of the curve.", min=0)] = 50,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal plans.", min=0)] = 1,
    soak_days: SoakOption = 30,
    page: Annotated[Path | None, typer.Option(help="Also write a page with pictures.")] = None,
    language: Annotated[str, typer.Option(help="Of the page: en or zh-CN.")] = "en",
    as_json: JsonOption = False,
) -> None:
    """Plan which orders to place by which routes, so that every channel can be told from every other.

    routes.csv has route_id,channels (shop-1>erp-1>courier-1) and, if you like, delays,minimum,maximum,cost.
    """
    from leaktrace.seeding.planner import plan_document, plan_text
    from leaktrace.services import seed_plans

    cli: Cli = context.obj
    wish = seed_plans.Wish(
        orders=orders, budget=_money(budget), per_line=per_line, window=window,
        begins=_day(begins, cli.app.zone) if begins else seed_plans.tomorrow(cli.app.zone),
        seed=seed,
        soak_days=soak_days,
    )  # fmt: skip
    if page is not None:
        _check_language(language)
    tenant = cli.tenant()
    found = seed_plans.read_routes(routes)
    with tenant.reads.begin() as session:
        made = seed_plans.make_plan(session, found, wish, worlds=worlds)
    with tenant.writes.begin() as session:
        plan_id = seed_plans.keep_plan(session, made)
    if page is not None:
        from leaktrace.cli.plan_page import page as page_of
        from leaktrace.console.i18n import speech

        write_private(page, [page_of(made, speech(language, cli.app.zone)).encode()])
    if as_json:
        print_json({"plan_id": plan_id} | plan_document(made))
        return
    typer.echo(plan_id)
    typer.echo(plan_text(made))


def seed_run(
    context: typer.Context,
    plan: PlanArgument,
    model: Annotated[str, typer.Option(help="The order model; the newest if left out.")] = "",
    soak_days: SoakOption = 30,
    as_json: JsonOption = False,
) -> None:
    """Make the canaries of a plan and draw their variants, whole or not at all. Nobody has them yet."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from leaktrace.services import seed_run as service

    with (
        context.obj.tenant().writes.begin() as session,
        counting("canaries") as advance,
        ProcessPoolExecutor(1, get_context("spawn")) as aside,  # started for a large plan only
    ):
        done = service.run_plan(
            session, plan, lambda: secrets.token_bytes(_SEED_BYTES),
            model_id=model, soak_days=soak_days, progress=advance, aside=aside,
        )  # fmt: skip
    if as_json:
        print_json(
            {
                "plan_id": done.plan_id, "canaries": done.canaries, "controls": done.controls,
                "draws": [one.draw_id for one in done.draws], "not_varied": done.not_varied,
            }
        )  # fmt: skip
        return
    typer.echo(f"{done.canaries} canaries and {done.controls} sealed controls")
    for draw in done.draws:
        typer.echo(f"{draw.draw_id}  {draw.pools} pools  {draw.commitment}")
    if done.not_varied:
        warn(
            f"{done.not_varied} pools were left out: there are too few units, or no near names, for them"
        )
    typer.echo(f"Next: leaktrace seed audit {done.plan_id} ORDERS")


def seed_audit(
    context: typer.Context,
    plan: PlanArgument,
    orders: FileArgument,
    force: Annotated[
        str, typer.Option(help="Release the batch though it looks odd; the reason is recorded.")
    ] = "",
    column: ColumnOption = None,
    encoding: EncodingOption = "",
    as_json: JsonOption = False,
) -> None:
    """Judge whether canaries can be told from real orders, and release them if not.

    ORDERS are real ones, best others than the model was learned from. Exit 1 if the batch looks odd.
    """
    from leaktrace.services import seed_audit as service

    cli: Cli = context.obj
    export = _export(cli, orders, column, encoding)
    with cli.tenant().writes.begin() as session:
        done = service.audit_plan(session, plan, export.orders, cli.app.zone, force=force)
    released = done.result.released or done.forced
    if as_json:
        print_json(
            asdict(done.result)
            | {
                "canaries": done.canaries,
                "newly_released": done.released,
                "forced": done.forced,
                "known": done.known,
            }
        )
    else:
        _print_audit(plan, done)
    if not released:
        raise typer.Exit(1)


def seed_approve(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(help="The marketplace.")],
    monthly: Annotated[int, typer.Option(help="Purchases in 30 days; two are plenty.", min=1)],
    until: Annotated[str, typer.Option(help="Until when, with offset.")],
    why: Annotated[str, typer.Option(help="Who agreed, and why; it is recorded.")],
) -> None:
    """Record that purchases through a marketplace are allowed. Ask counsel and the platform first."""
    from leaktrace.services.purchase_rules import approve_purchases

    with context.obj.tenant().writes.begin() as session:
        approve_purchases(session, channel, monthly, parse_time(until, field="--until"), why)
    typer.echo(f"{channel}: {monthly} purchases a month until {until}")


def _print_audit(plan: str, done: Any) -> None:
    result = done.result
    typer.echo(
        f"{done.canaries} canaries beside real orders: AUC {result.auc:.2f} "
        f"({result.low:.2f} to {result.high:.2f}); .50 is not to be told apart"
    )
    if result.features:
        print_table(
            "What gives them away, most first",
            ("feature", "share", "AUC alone"),
            [(one.feature, f"{one.share:.0%}", f"{one.auc:.2f}") for one in result.features[:5]],
        )
    for one in result.odd[:5]:
        typer.echo(f"odd: order {one.order_no}, by {', '.join(one.why)}")
    if done.known:
        warn(
            f"{done.known} of the real orders are of days that the model was learned from, so the batch looks better "
            "than it is. Judge it beside later orders"
        )
    if result.released:
        typer.echo(f"released: {done.released}. Next: leaktrace seed export CHANNEL")
    elif done.forced:
        warn(f"released against the audit: {done.released}")
    else:
        warn(
            f"not released: {plan} looks unlike your own orders. Fit on a newer export and plan anew, "
            "or say --force WHY"
        )


def _export(cli: Cli, path: Path, column: list[str] | None, encoding: str) -> "ExportFile":
    from leaktrace.services.order_models import read_export

    columns = {}
    for pair in column or ():
        name, sign, title = pair.partition("=")
        if not sign:
            raise UsageError(f"--column {pair}", remedy="Write --column placed_at='Created at'")
        columns[name.strip()] = title.strip()
    return read_export(path, encoding=encoding, columns=columns, zone=cli.app.zone)


def _check_language(language: str) -> None:
    from leaktrace.console.i18n import LANGUAGES

    if language not in LANGUAGES:
        raise UsageError(
            f"--language {language}: there is no such language",
            remedy=f"One of: {', '.join(sorted(LANGUAGES))}",
        )


def _day(text: str, zone: tzinfo) -> datetime:
    """The first day, on the clock of the shop: weekdays and hours of a plan are those of its customers."""
    return parse_time(text, field="--begins").astimezone(zone)


def _money(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        raise UsageError(f"--budget {text} is no amount of money") from None

"""What making canaries costs: buyers, orders, pools and draws, stored; beside plain Faker's `unique`."""

import secrets
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tables
from children import Clock, peak_mib, run_child
from databases import databases, engines_of, open_app
from faker import Faker
from faker.exceptions import UniquenessException

from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.domain.premises import Premises
from leaktrace.seeding.personas import units_from_pattern
from leaktrace.seeding.planner import Brief, Plan, Route, plan
from leaktrace.services.channels import import_channels
from leaktrace.services.lines import import_lines
from leaktrace.services.order_models import fit_orders, read_export
from leaktrace.services.premises import import_premises
from leaktrace.services.seed_plans import keep_plan
from leaktrace.services.seed_run import run_plan
from leaktrace.storage.base import now

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "seeding" / "orders.csv"
PER_LINE = 3
ORDERS = 10_000
"""Of one plan."""
VIEWS = {
    Field.NAME: View.VARIANT, Field.ADDRESS: View.VARIANT, Field.PHONE: View.PLAIN,
    Field.PRODUCT: View.PLAIN, Field.PRICE: View.PLAIN,
}  # fmt: skip


def run(identities: int, engine: str, *, as_json: bool) -> None:
    """Measure and print."""
    found = {}
    for name in engines_of(engine):
        with databases(name) as fresh:
            found[name] = run_child("seed", **fresh(), identities=identities)
    plain = _faker(min(identities, 40_000))
    rows = [
        (
            f"seed run, {name}", one["identities"], one["seconds"], one["identities"] / one["seconds"],
            one["cpu_seconds"] + one["aside_cpu_seconds"], one["peak_half_mib"], one["peak_mib"],
            one["aside_peak_mib"],
        )
        for name, one in found.items()
    ]  # fmt: skip
    rows.append(
        ("Faker unique.name()", plain["names"], plain["seconds"], plain["rate"], "", "", "", "")
    )
    shown = tables.table(
        "canaries with orders, pools and sealed draws, planned and stored",
        (
            "what",
            "identities",
            "seconds",
            "a second",
            "CPU seconds",
            "MiB at half",
            "MiB at the end",
            "MiB of its helper",
        ),
        rows,
    )
    tables.show({"benchmark": "seed", "engines": found, "faker": plain}, [shown], as_json=as_json)


def child(*, home: str, url: str, identities: int) -> dict[str, Any]:
    """Make so many identities in plans of ten thousand orders each."""
    app = open_app(home, url)
    tenant = app.tenant()
    plans = max(1, identities // ORDERS)
    first = _plan(identities // plans)
    with tenant.writes.begin() as session:
        import_channels(session, first.brief.channels)
        import_lines(session, _lines(plans * first.lines_used + 10))
        import_premises(session, [_premises()])
        fit_orders(session, EXAMPLE, read_export(EXAMPLE, zone=ZoneInfo("Asia/Shanghai")))
    peaks = []
    clock = Clock()
    with ProcessPoolExecutor(1, get_context("spawn")) as aside:
        for number in range(plans):
            kept = replace(first, brief=replace(first.brief, seed=number))
            with tenant.writes.begin() as session:
                plan_id = keep_plan(session, kept)
                run_plan(session, plan_id, lambda: secrets.token_bytes(32), aside=aside)
            peaks.append(peak_mib())
        spent = clock.read()
        beside = aside.submit(_beside).result()
    app.close()
    return {
        "identities": plans * len(first.orders),
        "peak_half_mib": peaks[(plans - 1) // 2],
        "peak_mib": peaks[-1],
        **spent,
        **beside,
    }


def _beside() -> dict[str, float]:
    """What the process used that made people ahead."""
    return {"aside_cpu_seconds": time.process_time(), "aside_peak_mib": peak_mib()}


def _plan(orders: int) -> Plan:
    kinds = (ChannelKind.MERCHANT_ERP, ChannelKind.COURIER, ChannelKind.OUTSOURCED_SERVICE)
    channels = tuple(
        Channel(
            f"{kind.value}-{number}",
            kind,
            f"{kind.value} {number}",
            "",
            injectable=True,
            views=VIEWS,
        )
        for kind in kinds
        for number in (1, 2)
    )
    routes = tuple(
        Route(f"r{a}{b}{c}", (f"merchant_erp-{a}", f"courier-{b}", f"outsourced_service-{c}"))
        for a in (1, 2)
        for b in (1, 2)
        for c in (1, 2)
    )
    return plan(
        Brief(
            channels=channels, routes=routes, orders=orders, lines=-(-orders // PER_LINE),
            per_line=PER_LINE, pools={Field.NAME: 24, Field.ADDRESS: 50}, window=60.0, watched=120.0,
            begins=now() - timedelta(days=1),
        )
    )  # fmt: skip


def _lines(count: int) -> list[Line]:
    since = now() - timedelta(days=60)
    return [
        Line(f"L{number:06d}", LineKind.PHONE, fictional_phone(number), LineRole.CANARY, since)
        for number in range(count)
    ]


def _premises() -> Premises:
    units = units_from_pattern("{1-6}幢{1-3}单元{1-11}0{1-4}室")
    return Premises("plum", "浙江省", "杭州市", "余杭区", "梅林路18号", units)


def _faker(count: int) -> dict[str, Any]:
    """As many unique names as Faker gives: no orders, no pools, nothing stored."""
    fake = Faker("zh_CN")
    clock, names = Clock(), 0
    try:
        for names in range(1, count + 1):  # noqa: B007 - how far it came is the result
            fake.unique.name()
    except UniquenessException:
        pass
    seconds = clock.read()["seconds"]
    return {"names": names, "seconds": seconds, "rate": names / seconds}

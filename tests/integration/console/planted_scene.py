"""A merchant with a plan that was run: seven canaries on three lines, sealed controls, two channels that no order separates."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from console_scene import add_people

from leaktrace.bootstrap import App, Tenant
from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.life import LineStep
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.seeding.planner import Route
from leaktrace.services import line_life, seed_plans
from leaktrace.services.channels import import_channels
from leaktrace.services.lines import import_lines
from leaktrace.services.order_models import fit_orders, read_export
from leaktrace.services.premises import import_premises, read_premises
from leaktrace.services.seed_run import run_plan

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "seeding"
PLAIN = dict.fromkeys((Field.NAME, Field.PHONE, Field.ADDRESS, Field.ORDER_NO), View.PLAIN)
VARIED = {**PLAIN, Field.NAME: View.VARIANT}
CHANNELS = (
    Channel("wms-1", ChannelKind.MERCHANT_ERP, "橙舟商城", "", False, PLAIN),
    Channel("erp-1", ChannelKind.MERCHANT_ERP, "Cloud <b>ERP</b>", "", False, PLAIN),
    Channel("courier-1", ChannelKind.COURIER, "飞鹭快递", "", True, VARIED),
)
ROUTES = [
    Route("short", ("wms-1", "erp-1"), (0.0, 0.1), minimum=3),
    Route("whole", ("wms-1", "erp-1", "courier-1"), (0.0, 0.1, 1.0), minimum=3),
]
LINES = tuple(f"P{number}" for number in range(3))
CONTROLS = tuple(f"Q{number}" for number in range(2))


def line(number: int, line_id: str, role: LineRole) -> Line:
    since = datetime.now(UTC) - timedelta(days=90)
    return Line(line_id, LineKind.PHONE, fictional_phone(7_000 + number), role, since)


def plant(app: App, tenant: Tenant) -> None:
    """Import, plan, run, and note something of lines. A second plan is not run."""
    add_people(tenant)
    inventory = [line(number, name, LineRole.CANARY) for number, name in enumerate(LINES)]
    inventory += [line(50 + number, name, LineRole.CONTROL) for number, name in enumerate(CONTROLS)]
    orders = EXAMPLES / "orders.csv"
    with tenant.writes.begin() as session:
        import_channels(session, CHANNELS)
        import_lines(session, inventory)
        import_premises(session, read_premises(EXAMPLES / "premises.csv"))
        fit_orders(session, orders, read_export(orders, zone=app.zone))
        wish = seed_plans.Wish(
            orders=7, per_line=3, begins=datetime.now(app.zone), pools={Field.NAME: 24}
        )
        for seed in (1, 2):
            made = seed_plans.make_plan(session, ROUTES, wish, worlds=3 if seed == 1 else 0)
            seed_plans.keep_plan(session, made)
        run_plan(session, "plan-1", lambda: secrets.token_bytes(32))
        line_life.note_line(session, "P0", LineStep.OWNED, "contract of +8614100001111")
        line_life.note_line(session, "P1", LineStep.FLAGGED, "it rang")
        line_life.retire_line(session, "P2", "stays in phone 3")

"""Whatever is planned, no buyer has a phone, mailbox or address that is not in the merchant's inventory."""

import re
import secrets
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.domain.errors import LeakTraceError, RuleError
from leaktrace.domain.fiction import fictional_phone
from leaktrace.domain.line import Line, LineKind, LineRole
from leaktrace.domain.premises import Premises, guard_address
from leaktrace.seeding.planner import Route
from leaktrace.services import seed_run
from leaktrace.services.channels import import_channels
from leaktrace.services.lines import import_lines
from leaktrace.services.order_models import fit_orders, read_export
from leaktrace.services.premises import import_premises, load_premises
from leaktrace.services.registry import load_canaries, load_pools
from leaktrace.services.seed_plans import Wish, keep_plan, make_plan
from leaktrace.services.seed_run import run_plan

ORDERS = Path(__file__).parents[2] / "docs" / "examples" / "seeding" / "orders.csv"
SINCE = datetime.now(UTC) - timedelta(days=90)
VARIED = (Field.NAME, Field.ADDRESS, Field.NICK, Field.NOTE, Field.EMAIL)
VIEWS = dict.fromkeys(VARIED, View.VARIANT) | {Field.PHONE: View.PLAIN}
CHANNELS = [
    Channel(f"channel-{number}", ChannelKind.MERCHANT_ERP, f"System {number}", "", True, VIEWS)
    for number in range(4)
]
ROUTES = [
    Route(f"{one}-{two}", (f"channel-{one}", f"channel-{two}")) for one in (0, 1) for two in (2, 3)
]


def line(number, role):
    return Line(f"{role}-{number}", LineKind.PHONE, fictional_phone(7_000 + number), role, SINCE)


def domain(number, role):
    value = f"{role}{number}.shop.example"
    return Line(f"{role}-domain-{number}", LineKind.EMAIL_DOMAIN, value, role, SINCE)


def premises(number, locale, units):
    if locale == "zh_CN":
        place = ("浙江省", "杭州市", "余杭区", f"梅林路{18 + number}号")
    else:
        place = ("", "Springfield", "", f"{18 + number} Plum Lane")
    marks = tuple(f"{unit // 10 + 1}幢{unit % 10 + 1}01室" for unit in range(units))
    if locale != "zh_CN":
        marks = tuple(f"Unit {unit + 1}" for unit in range(units))
    return Premises(f"premises-{number}", *place, units=marks, locale=locale)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=st.integers(0, 8),
    controls=st.integers(0, 3),
    domains=st.tuples(st.integers(0, 2), st.integers(0, 1)),
    per_line=st.integers(1, 4),
    orders=st.integers(1, 20),
    places=st.lists(st.tuples(st.sampled_from(["zh_CN", "en_US"]), st.integers(1, 90)), max_size=3),
    pools=st.sets(st.sampled_from(VARIED), min_size=1),
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_of_a_buyer_lies_outside_the_inventory(
    tenant, lines, controls, domains, per_line, orders, places, pools
):
    inventory = [line(number, LineRole.CANARY) for number in range(lines)]
    inventory += [line(100 + number, LineRole.CONTROL) for number in range(controls)]
    inventory += [
        domain(number, role)
        for role, count in zip(LineRole, domains, strict=True)
        for number in range(count)
    ]
    addresses = [premises(number, *place) for number, place in enumerate(places)]
    with tenant.writes.begin() as session:
        import_channels(session, CHANNELS)
        import_lines(session, inventory)
        import_premises(session, addresses)
        fit_orders(session, ORDERS, read_export(ORDERS, zone=ZoneInfo("Asia/Shanghai")))
        wish = Wish(
            orders=orders, per_line=per_line, begins=datetime.now(UTC),
            pools=dict.fromkeys(pools, 24),
        )  # fmt: skip
        # Where lines or premises are missing, nothing may be made at all.
        with suppress(LeakTraceError):
            made = keep_plan(session, make_plan(session, ROUTES, wish, worlds=0))
            run_plan(session, made, lambda: secrets.token_bytes(32))
        owned = {one.line_id: one for one in inventory}
        known = load_premises(session)
        units = {str(place.address(unit)) for place in known for unit in place.units}
        drawn = load_pools(session)
        for canary in load_canaries(session).values():
            own = [owned[name] for name in canary.line_ids]
            under = {one.value for one in own if one.kind is LineKind.EMAIL_DOMAIN}
            values = drawn.get(canary.canary_id, {})
            mailboxes = {*values.get(Field.EMAIL, ()), canary.identity.email} - {None}
            assert canary.identity.phone in {one.value for one in own}
            assert {one.rpartition("@")[2] for one in mailboxes} <= under
            assert all(re.search(r"[.][a-z0-9]{10}@", one) for one in mailboxes)
            assert bool(under) is (canary.identity.email is not None)
            assert str(canary.identity.address) in units
            # Who lives in Springfield is called as people there are.
            assert canary.identity.name.isascii() is (canary.identity.address.city == "Springfield")
            assert set(values.get(Field.ADDRESS, ())) <= units
        session.rollback()


@given(st.data())
def test_no_address_passes_that_is_not_a_unit_of_the_premises(data):
    owned, other = premises(0, "zh_CN", 3), premises(1, "zh_CN", 3)
    units = {str(owned.address(unit)): owned.address(unit) for unit in owned.units}
    near = st.sampled_from([*units, *(str(other.address(unit)) for unit in other.units)])
    text = data.draw(
        st.text(max_size=40) | near | st.builds(str.__add__, near, st.text(max_size=2))
    )
    if text in units:
        assert guard_address(text, owned) == units[text]
    else:
        with pytest.raises(RuleError):
            guard_address(text, owned)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_is_made_whether_another_process_helps_or_not(tenant, monkeypatch):
    monkeypatch.setattr(seed_run, "_LARGE", 1)
    made = []
    with ProcessPoolExecutor(1, get_context("spawn")) as process, tenant.writes.begin() as session:
        import_channels(session, CHANNELS)
        import_lines(session, [line(number, LineRole.CANARY) for number in range(9)])
        import_premises(session, [premises(0, "zh_CN", 200)])
        fit_orders(session, ORDERS, read_export(ORDERS, zone=ZoneInfo("Asia/Shanghai")))
        wish = Wish(orders=20, begins=SINCE, pools=dict.fromkeys(VARIED, 24))
        plan_id = keep_plan(session, make_plan(session, ROUTES, wish, worlds=0))
        for aside in (None, process):
            inner = session.begin_nested()
            seeds = Random(5)
            done = run_plan(session, plan_id, lambda: seeds.randbytes(32), aside=aside)  # noqa: B023
            made.append(
                (
                    load_canaries(session),
                    load_pools(session),
                    [one.commitment for one in done.draws],
                )
            )
            inner.rollback()
    assert made[0] == made[1]
    assert len(made[0][0]) == 20

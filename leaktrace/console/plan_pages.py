"""Plans of canaries: the list, and the page of one with its margins, advice, power, routes and schedule."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from leaktrace.console import plan_plots as plots
from leaktrace.console.access import LoggedIn
from leaktrace.console.core import Web
from leaktrace.console.i18n import Speech, msg
from leaktrace.console.plan_words import confusable_rows, note_text
from leaktrace.console.wording import field_name
from leaktrace.domain.errors import NotFoundError
from leaktrace.seeding.planner import Plan
from leaktrace.services.plan_list import list_plans
from leaktrace.services.seed_plans import load_plan

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_OWN: Final = msg("{channel}: {fields}")
ORDERS: Final = 500
"""More orders than this are in the document of the plan, and not on its page."""


@router.get("/plans")
def plan_list(request: Request, web: Web, login: LoggedIn) -> Response:
    """All plans that were kept, with what became of them."""
    with web.tenant(login).reads.begin() as session:
        rows = list_plans(session)
    return web.page(request, "plans.html", plans=rows)


@router.get("/plans/{plan_id}")
def plan_page(request: Request, web: Web, login: LoggedIn, plan_id: str) -> Response:
    """One plan."""
    with web.tenant(login).reads.begin() as session:
        found = list_plans(session, plan_id=plan_id)
        if not found:
            raise NotFoundError("there is no such plan")
        _, plan = load_plan(session, plan_id)
    say = web.speech(request)
    return web.page(
        request,
        "plan.html",
        kept=found[0],
        plan=plan,
        notes=[note_text(say, note) for note in plan.notes],
        reached=_reached(plan),
        confusable=confusable_rows(say, plan),
        pictures=_pictures(plan, say) if plan.orders else {},
        heat=plots.heat_words(say),
        left_routes=max(0, len(plan.counts) - plots.MOST_ROUTES),
        orders=list(_orders(plan, say)),
        left_orders=max(0, len(plan.orders) - ORDERS),
    )


def _reached(plan: Plan) -> float | None:
    """P(the leaker is told) at the highest rate planned for; None where nothing was simulated."""
    whole = [one for one in plan.power if one.canaries == len(plan.orders)]
    return max(whole, key=lambda one: one.rate).share if whole else None


def _pictures(plan: Plan, say: Speech) -> dict[str, Markup]:
    """The pictures by name. Their pieces escape every text themselves."""
    drawn = {
        "margins": plots.heat_map(plan, say),
        "power": plots.power_curves(plan, say) if plan.power else "",
        "channels": plots.orders_by_channel(plan, say),
        "routes": plots.orders_by_route(plan, say),
        "calendar": plots.calendar(plan, say),
    }
    return {name: Markup(text) for name, text in drawn.items()}  # noqa: S704 - escaped where it is made


def _orders(plan: Plan, say: Speech) -> Iterator[dict[str, Any]]:
    members = {route.route_id: route.channel_ids for route in plan.brief.routes}
    for one in plan.orders[:ORDERS]:
        own = [
            say(_OWN, channel=channel, fields=say.listed([field_name(say, name) for name in names]))
            for channel, names in one.variants.items()
        ]
        yield {
            "number": one.number,
            "at": plan.brief.at(one.day),
            "day": one.day,
            "line": one.line + 1,
            "route_id": one.route_id,
            "route": " → ".join(members[one.route_id]),
            "own": own,
        }

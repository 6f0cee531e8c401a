"""A plan in words: what there is to know about it, as messages that can be translated, and as a text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from leaktrace.attribution.probe_notes import Note
from leaktrace.seeding.planner.result import Plan, Remedy, RemedyKind
from leaktrace.seeding.planner.variants import Variants

__all__ = ["MESSAGES", "Note", "advice", "notes", "plan_text"]

NO_LINES = "No line is free, so nothing can be planted."
FEW_LINES = "The free lines take {free} of the {orders} orders asked for."
FEW_ORDERS = "Only {planned} orders are planned: the routes or the budget allow no more."
FEW_CONTROLS = "{needed} sealed controls are needed, and the control lines take {planned}: add lines for {missing}."
UNSEEN = "No order reaches these, so a leak there stays unseen: {channels}."
CONFUSABLE = "No order separates these, by route or by value: {pairs}."
SMALL_POOL = "The pools are too small to give these a value of their own: {channels}."
SHARED = "Up to {most} identities share a line; their pools must have no value in common."
WEAK = (
    "If {rate} of the orders that leak bring a contact, the leaker, or one it is confusable with, is told in"
    " {share} of the worlds: plan more orders."
)
ASSUMED = (
    "Predicted from {worlds} simulated worlds for each point, with one leaking channel, disclosure rates"
    " of a study and orders watched to the end."
)
MORE_ORDERS = "send orders by {route_id}, which has {channel} and not {without}"
NEW_ROUTE = "add a route that has {channel} and not {without}, such as {route_id} without it"
ANY_ROUTE = "add a route that has {channel} and not {without}"
OWN_VALUE = "give {channel} a value of its own ({field})"
DELAY = "give {channel} its copy a day later"
NO_REMEDY = "nothing that this merchant controls separates them"
MESSAGES = (
    NO_LINES, FEW_LINES, FEW_ORDERS, FEW_CONTROLS, UNSEEN, CONFUSABLE, SMALL_POOL, SHARED, WEAK, ASSUMED,
    MORE_ORDERS, NEW_ROUTE, ANY_ROUTE, OWN_VALUE, DELAY, NO_REMEDY,
)  # fmt: skip
"""All that a note or an advice can say."""

_ENOUGH = 0.8
_PAIRS = 6
"""More pairs than this are counted, not named, in a note; the list has them all."""


def notes(plan: Plan, variants: Sequence[Variants]) -> Plan:
    """The plan with its notes."""
    return replace(plan, notes=tuple(_notes(plan, variants)))


def _notes(plan: Plan, variants: Sequence[Variants]) -> Iterator[Note]:
    brief, planned = plan.brief, len(plan.orders)
    asked = brief.orders
    if not brief.room:
        yield Note(NO_LINES, {})
    elif asked is not None and asked > brief.room:
        yield Note(FEW_LINES, {"free": brief.room, "orders": asked})
    if brief.room and asked is not None and planned < min(asked, brief.room):
        yield Note(FEW_ORDERS, {"planned": planned})
    if plan.unseen and planned:
        yield Note(UNSEEN, {"channels": ", ".join(plan.unseen)})
    if plan.confusable:
        yield Note(CONFUSABLE, {"pairs": _pairs(plan)})
    control = plan.controls
    if control.missing:
        yield Note(
            FEW_CONTROLS,
            {"needed": control.needed, "planned": control.planned, "missing": control.missing},
        )
    short = sorted({f"{channel} ({name})" for one in variants for channel, name in one.short})
    if short:
        yield Note(SMALL_POOL, {"channels": ", ".join(short)})
    most = -(-planned // plan.lines_used) if planned else 0
    if most > 1:
        yield Note(SHARED, {"most": most})
    yield from _of_power(plan)


def _of_power(plan: Plan) -> Iterator[Note]:
    whole = [one for one in plan.power if one.canaries == len(plan.orders)]
    weak = [one for one in whole if one.grouped < _ENOUGH * one.worlds]
    if weak:
        worst = max(weak, key=lambda one: one.rate)
        share = worst.grouped / worst.worlds
        yield Note(WEAK, {"rate": f"{worst.rate:.0%}", "share": f"{share:.0%}"})
    if whole:
        yield Note(ASSUMED, {"worlds": whole[0].worlds})


def _pairs(plan: Plan) -> str:
    named = [f"{one.channel_id} - {one.other}" for one in plan.confusable[:_PAIRS]]
    left = len(plan.confusable) - len(named)
    return ", ".join(named) + (f" (+{left})" if left else "")


def advice(remedy: Remedy) -> Note:
    """A remedy in words."""
    params: dict[str, str | int] = {"channel": remedy.channel_id}
    match remedy.kind:
        case RemedyKind.MORE_ORDERS:
            return Note(
                MORE_ORDERS, {**params, "without": remedy.without, "route_id": remedy.route_id}
            )
        case RemedyKind.ROUTE if remedy.route_id:
            return Note(
                NEW_ROUTE, {**params, "without": remedy.without, "route_id": remedy.route_id}
            )
        case RemedyKind.ROUTE:
            return Note(ANY_ROUTE, {**params, "without": remedy.without})
        case RemedyKind.VARIANT:
            return Note(OWN_VALUE, {**params, "field": str(remedy.field)})
        case RemedyKind.DELAY:
            return Note(DELAY, params)


def plan_text(plan: Plan) -> str:
    """The plan for a terminal, in English."""
    parts = [_summary(plan), _routes(plan), _pairs_text(plan), _power(plan), _schedule(plan)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _summary(plan: Plan) -> str:
    control = plan.controls
    lines = [
        f"{len(plan.orders)} orders by {len(plan.counts)} routes on {plan.lines_used} lines, cost {plan.cost}",
        f"{control.planned} of {control.needed} sealed controls on {control.lines} control lines",
        f"smallest margin of a separated pair: {plan.least:.1f} orders",
        *(f"- {note.text}" for note in plan.notes),
    ]
    return "\n".join(lines)


def _routes(plan: Plan) -> str:
    channels = {route.route_id: route.channel_ids for route in plan.brief.routes}
    rows = [
        f"  {count:>4}  {name}: {' > '.join(channels[name])}" for name, count in plan.counts.items()
    ]
    return "\n".join(["Orders by route", *rows]) if rows else ""


def _pairs_text(plan: Plan) -> str:
    rows = []
    for one in plan.confusable:
        words = "cannot be told from" if one.mutual else "can be taken for"
        todo = "; ".join(advice(remedy).text for remedy in one.remedies) or NO_REMEDY
        rows.append(f"  {one.channel_id} {words} {one.other}: {todo}")
    return "\n".join(["Confusable", *rows]) if rows else ""


def _power(plan: Plan) -> str:
    rows = [
        f"  {one.canaries:>5} canaries, rate {one.rate:.0%}: told {one.share:.2f} ({one.low:.2f} to {one.high:.2f}),"
        f" attributed {one.attributed / one.worlds:.2f}"
        for one in plan.power
    ]
    return "\n".join(["Predicted", *rows]) if rows else ""


def _schedule(plan: Plan) -> str:
    rows = []
    for one in plan.orders:
        at = plan.brief.at(one.day)
        when = f"day {one.day:6.2f}" if at is None else at.isoformat(" ", "minutes")
        rows.append(f"  {one.number:>4}  {when}  line {one.line + 1:>3}  {one.route_id}")
    return "\n".join(["Schedule", *rows]) if rows else ""

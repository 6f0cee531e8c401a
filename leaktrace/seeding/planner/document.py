"""A plan as a JSON document, and back. Keys are stable: new ones may come, none goes or changes its meaning."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from leaktrace.attribution.probe_notes import Note
from leaktrace.domain.channel import Channel, ChannelKind, Field, View
from leaktrace.seeding.planner.brief import Brief, Route
from leaktrace.seeding.planner.result import (
    Confusable,
    Controls,
    Margin,
    Plan,
    PlannedOrder,
    PowerPoint,
    Remedy,
    RemedyKind,
)

__all__ = ["SCHEME", "plan_document", "plan_from"]

SCHEME = "leaktrace-plan/1"


def plan_document(plan: Plan) -> dict[str, Any]:
    """The plan as plain values for JSON; `plan_from` reads it back. Money and times are strings."""
    return {
        "scheme": SCHEME,
        "brief": _brief_row(plan.brief),
        "orders": [_order_row(plan.brief, one) for one in plan.orders],
        "counts": dict(plan.counts),
        "controls": _row(plan.controls),
        "lines_used": plan.lines_used,
        "margins": [{**_row(one), "fields": _names(one.fields)} for one in plan.margins],
        "confusable": [
            {**_row(one), "remedies": [_remedy_row(remedy) for remedy in one.remedies]}
            for one in plan.confusable
        ],
        "unseen": list(plan.unseen),
        "power": [_row(one) for one in plan.power],
        "cost": str(plan.cost),
        "notes": [{"message": one.message, "params": dict(one.params)} for one in plan.notes],
    }


def plan_from(document: Mapping[str, Any]) -> Plan:
    """Read a plan back.

    Raises:
        ValueError: it is no plan of this scheme, or it contradicts itself.
    """
    try:
        if document["scheme"] != SCHEME:
            raise ValueError(f"unknown scheme {document['scheme']!r}")
        return Plan(
            brief=_brief(document["brief"]),
            orders=tuple(_order(row) for row in document["orders"]),
            counts=dict(document["counts"]),
            controls=Controls(**document["controls"]),
            lines_used=document["lines_used"],
            margins=tuple(
                Margin(**{**row, "fields": _fields(row["fields"])}) for row in document["margins"]
            ),
            confusable=tuple(
                Confusable(**{**row, "remedies": tuple(_remedy(one) for one in row["remedies"])})
                for row in document["confusable"]
            ),
            unseen=tuple(document["unseen"]),
            power=tuple(PowerPoint(**row) for row in document["power"]),
            cost=Decimal(document["cost"]),
            notes=tuple(Note(row["message"], row["params"]) for row in document["notes"]),
        )
    except (KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise ValueError(f"not the document of a plan: {error!r}") from error


def _row(value: Any) -> dict[str, Any]:
    """The fields of a flat dataclass."""
    return dict(vars(value))


def _names(fields: tuple[Field, ...]) -> list[str]:
    return [name.value for name in fields]


def _fields(names: list[str]) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names)


def _order_row(brief: Brief, order: PlannedOrder) -> dict[str, Any]:
    at = brief.at(order.day)
    return {
        **_row(order),
        "placed_at": None if at is None else at.isoformat(),
        "variants": {channel: _names(names) for channel, names in order.variants.items()},
    }


def _order(row: Mapping[str, Any]) -> PlannedOrder:
    kept = {name: value for name, value in row.items() if name != "placed_at"}
    kept["variants"] = {channel: _fields(names) for channel, names in row["variants"].items()}
    return PlannedOrder(**kept)


def _remedy_row(remedy: Remedy) -> dict[str, Any]:
    return {**_row(remedy), "kind": remedy.kind.value, "field": remedy.field and remedy.field.value}


def _remedy(row: Mapping[str, Any]) -> Remedy:
    named = None if row["field"] is None else Field(row["field"])
    return Remedy(**{**row, "kind": RemedyKind(row["kind"]), "field": named})


def _brief_row(brief: Brief) -> dict[str, Any]:
    return {
        **_row(brief),
        "channels": [
            {
                **_row(one),
                "kind": one.kind.value,
                "views": {name.value: view.value for name, view in one.views.items()},
            }
            for one in brief.channels
        ],
        "routes": [
            {
                **_row(one),
                "channel_ids": list(one.channel_ids),
                "delays": list(one.delays),
                "cost": str(one.cost),
            }
            for one in brief.routes
        ],
        "budget": None if brief.budget is None else str(brief.budget),
        "pools": {name.value: size for name, size in brief.pools.items()},
        "parts": {name.value: size for name, size in brief.parts.items()},
        "rates": list(brief.rates),
        "begins": None if brief.begins is None else brief.begins.isoformat(),
        "weekdays": list(brief.weekdays),
        "hours": list(brief.hours),
    }


def _brief(row: Mapping[str, Any]) -> Brief:
    return Brief(
        **{
            **row,
            "channels": tuple(_channel(one) for one in row["channels"]),
            "routes": tuple(_route(one) for one in row["routes"]),
            "budget": None if row["budget"] is None else Decimal(row["budget"]),
            "pools": {Field(name): size for name, size in row["pools"].items()},
            "parts": {Field(name): size for name, size in row["parts"].items()},
            "rates": tuple(row["rates"]),
            "begins": None if row["begins"] is None else datetime.fromisoformat(row["begins"]),
            "weekdays": tuple(row["weekdays"]),
            "hours": tuple(row["hours"]),
        }
    )


def _channel(row: Mapping[str, Any]) -> Channel:
    views = {Field(name): View(view) for name, view in row["views"].items()}
    return Channel(**{**row, "kind": ChannelKind(row["kind"]), "views": views})


def _route(row: Mapping[str, Any]) -> Route:
    return Route(
        **{
            **row,
            "channel_ids": tuple(row["channel_ids"]),
            "delays": tuple(row["delays"]),
            "cost": Decimal(row["cost"]),
        }
    )

"""``contact`` and ``extract``."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leaktrace.cli.context import Cli, JsonOption, identifier_of, print_json, print_table
from leaktrace.domain.contact import ContactClass, Detail, Medium
from leaktrace.domain.errors import InputError, UsageError
from leaktrace.domain.times import parse_time, start_of_day, whole_seconds

if TYPE_CHECKING:
    from leaktrace.extraction import OrderFacts
    from leaktrace.services.contacts import ContactPage, ContactView

__all__ = ["register"]

_DAY = "{} day, such as 2026-09-01, in the zone of the merchant; times are shown in UTC."

contact = typer.Typer(help="What arrived, and how it was understood.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(contact, name="contact")
    app.command("extract", epilog="Example: leaktrace extract texts.jsonl --json")(extract_file)


@contact.command("list", epilog="Example: leaktrace contact list --class scam --limit 20")
def contact_list(
    context: typer.Context,
    contact_class: Annotated[
        ContactClass | None, typer.Option("--class", help="Only this class.")
    ] = None,
    informed: Annotated[
        bool, typer.Option(help="Only those that showed a fact of an order.")
    ] = False,
    line: Annotated[
        str, typer.Option(help="Only those that reached this line: a line_id, or its whole number.")
    ] = "",
    canary: Annotated[str, typer.Option(help="Only those that speak of this canary order.")] = "",
    first: Annotated[str, typer.Option("--from", help=_DAY.format("First"))] = "",
    last: Annotated[str, typer.Option("--to", help=_DAY.format("Last"))] = "",
    caller: Annotated[
        str, typer.Option(help="Only those of this caller: a whole number, mailbox or account.")
    ] = "",
    medium: Annotated[Medium | None, typer.Option(help="Only this medium.")] = None,
    source: Annotated[str, typer.Option(help="Only those of this source.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    as_json: JsonOption = False,
) -> None:
    """List contacts, newest first, personal data masked."""
    from leaktrace.services import contacts
    from leaktrace.services.linefinder import known_line

    cli: Cli = context.obj
    tenant, zone, callers = cli.tenant(), cli.app.zone, None
    since = start_of_day(first, zone, field="--from") if first else None
    before = start_of_day(last, zone, field="--to", after=1) if last else None
    if since and before and since >= before:
        raise UsageError("--from is later than --to", remedy="Give the first day first")
    if line:
        with tenant.writes.begin() as session:
            line = known_line(session, line) or line
    if caller:
        with tenant.writes.begin() as session:
            callers = contacts.caller_indexes(session, caller)
    wanted = contacts.ContactFilter(
        contact_class, informed or None, line or None, since, before, callers, canary or None,
        medium, source or None,
    )  # fmt: skip
    with tenant.reads.begin() as session:
        contacts.check_filter(session, wanted)
        page = contacts.list_contacts(session, wanted, limit=limit, offset=offset)
    if as_json:
        print_json({"total": page.total, "contacts": [contact_json(row) for row in page.contacts]})
        return
    _print_list(page, f", days of {zone}, times in UTC" if first or last else "")


def _print_list(page: "ContactPage", remark: str) -> None:
    print_table(
        f"Contacts ({page.total}){remark}",
        ("contact", "occurred", "medium", "line", "caller", "class", "canaries", "reason"),
        [
            (
                row.contact_id, row.occurred_at, row.medium, " or ".join(row.line_ids),
                row.caller, row.contact_class, ", ".join(row.canary_ids), row.reason,
            )
            for row in page.contacts
        ],
        ids=("contact",),
    )  # fmt: skip


@contact.command("show", epilog="Example: leaktrace contact show 0199... --reveal")
def contact_show(
    context: typer.Context,
    contact_id: Annotated[str, typer.Argument(metavar="ID")],
    reveal: Annotated[bool, typer.Option(help="In full; that you asked is recorded.")] = False,
    why: Annotated[str, typer.Option(help="Why you ask; goes into the record.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show how a contact was classified and matched, and why."""
    from leaktrace.services import contacts

    tenant = context.obj.tenant()
    key = identifier_of(contact_id)
    if reveal:
        with tenant.writes.begin() as session:
            row = contacts.reveal_contact(session, key, why=why)
    else:
        with tenant.reads.begin() as session:
            row = contacts.show_contact(session, key)
    if as_json:
        print_json(contact_json(row))
        return
    for name, value in contact_json(row).items():
        if name not in {"details", "rulings"} and value not in (None, [], {}):
            typer.echo(f"{name:<13}{_told(value)}")
    for one in row.rulings:
        typer.echo(
            f"ruling       {one.contact_class}, {one.actor}, {whole_seconds(one.made_at)}: {one.why}"
        )
    print_table(
        "Details",
        ("field", "value", "strength", "right", "origin", "words"),
        [
            (
                detail.field, detail.value, detail.strength, _compared(detail, drawn),
                detail.origin, row.text[slice(*detail.span)] if detail.span else "",
            )
            for detail, drawn in zip(row.details, row.drawn, strict=True)
        ],
    )  # fmt: skip


def _told(value: Any) -> str:
    """One thing that is known of a contact, for people."""
    if isinstance(value, datetime):
        return whole_seconds(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return str(value)


def extract_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], as_json: JsonOption = False
) -> None:
    """Find details and class of texts, without a database. JSONL in; JSONL out with --json.

    A line has id, text, medium, occurred_at and the order: {"id": "1", "medium": "call", "occurred_at":
    "2026-11-19T10:00:00+08:00", "text": "...", "order": {"name", "phone", "email", "address": {"province", "city",
    "district", "detail"}, "order_no", "items": [{"title", "price"}], "amount", "currency", "placed_at", "tracking_no",
    "platform", "courier", "note"}, "pools": {"name": [...], "unit": [...]}}. Pools and what follows placed_at may be
    left out.
    """
    from leaktrace.services.files import jsonl_rows

    for number, row in jsonl_rows(file):
        try:
            found = _extract_row(row)
        except (KeyError, TypeError, ValueError, ArithmeticError) as error:
            lacks = ", ".join(_missing(row))
            raise InputError(
                f"lacks {lacks}" if lacks else f"is off: {error}", where=file.name, row=number,
                remedy="See 'leaktrace extract --help' for the form of a line",
            ) from None  # fmt: skip
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
            continue
        typer.echo(f"{found['id']}  {found['class']}: {found['reason']}")
        for detail in found["details"]:
            notes = [detail["strength"]]
            notes += ["not of this order"] if detail["contradicts"] else []
            notes += ["not the caller's knowledge"] if detail["by_holder"] else []
            typer.echo(f"    {detail['field']:<12}{detail['value']}  ({', '.join(notes)})")


def _missing(row: Any) -> list[str]:
    """The keys that a line has to have and lacks."""
    needed = {
        "": ("id", "text", "medium", "occurred_at", "order"),
        "order": ("name", "address", "order_no", "items", "amount", "currency", "placed_at"),
        "address": ("province", "city", "district", "detail"),
    }
    order = row.get("order") if isinstance(row, dict) else None
    place = order.get("address") if isinstance(order, dict) else None
    parts = {"": row, "order": order, "address": place}
    return [
        f"{part}.{key}".removeprefix(".")
        for part, keys in needed.items()
        for key in keys
        if isinstance(parts[part], dict) and key not in parts[part]
    ]


def _extract_row(row: Any) -> dict[str, Any]:
    from leaktrace.extraction import classify, extract

    at = datetime.fromisoformat(row["occurred_at"])
    parse_time(row["occurred_at"], field="occurred_at")
    facts = _facts(row["order"], row.get("pools") or {})
    details = extract(row["text"], facts, at)
    verdict = classify(
        text=row["text"],
        medium=Medium(row["medium"]),
        caller=row.get("caller"),
        details=details,
        facts=facts,
    )
    return {
        "id": row["id"],
        "details": [
            {
                "field": detail.field,
                "value": detail.value,
                "span": detail.span,
                "strength": detail.strength,
                "contradicts": detail.contradicts,
                "by_holder": detail.by_holder,
            }
            for detail in details
        ],
        "class": verdict.contact_class,
        "reason": verdict.reason,
    }


def _facts(order: dict[str, Any], pools: dict[str, Any]) -> "OrderFacts":
    from leaktrace.extraction import OrderFacts

    place = order["address"]
    return OrderFacts(
        names=tuple(dict.fromkeys([order["name"], *sorted(pools.get("name", []))])),
        phone=order.get("phone"),
        email=order.get("email"),
        nick=order.get("nick", ""),
        province=place["province"],
        city=place["city"],
        district=place["district"],
        detail=place["detail"],
        units=tuple(sorted(pools.get("unit", []))),
        addresses=(),
        order_no=order["order_no"],
        tracking_nos=(order["tracking_no"],) if order.get("tracking_no") else (),
        items=tuple((item["title"], Decimal(item["price"])) for item in order["items"]),
        amount=Decimal(order["amount"]),
        currency=order["currency"],
        placed_at=datetime.fromisoformat(order["placed_at"]),
        notes=(order["note"],) if order.get("note") else (),
        senders=tuple(filter(None, (order.get("platform"), order.get("courier")))),
    )


@contact.command(
    "classify",
    epilog='Example: leaktrace contact classify 0199... expected --why "I had asked for it"',
)
def contact_classify(
    context: typer.Context,
    contact_id: Annotated[str, typer.Argument(metavar="ID")],
    contact_class: Annotated[ContactClass, typer.Argument(metavar="CLASS")],
    why: Annotated[str, typer.Option(help="The reason; it is kept with the contact.")],
    as_json: JsonOption = False,
) -> None:
    """Decide what a contact is, over what was read; the attribution goes by it from then on."""
    from leaktrace.services import classifying

    cli: Cli = context.obj
    with cli.tenant().writes.begin() as session:
        row = classifying.classify_contact(
            session, identifier_of(contact_id), contact_class, why, cli.app.zone
        )
    if as_json:
        print_json(contact_json(row))
        return
    typer.echo(f"contact {row.contact_id} is {row.contact_class}. {row.reason}")
    typer.echo("it counts from the next run of 'leaktrace attribute' or the worker on")


def contact_json(row: "ContactView") -> dict[str, Any]:
    """A contact as a JSON object."""
    return {
        "contact_id": str(row.contact_id),
        "ref": row.ref,
        "source": row.source,
        "medium": row.medium,
        "occurred_at": row.occurred_at,
        "received_at": row.received_at,
        "line_ids": list(row.line_ids),
        "caller": row.caller,
        "text": row.text,
        "noted": {str(name): value for name, value in row.noted.items()},
        "duration_s": row.duration_s,
        "class": row.contact_class,
        "reason": row.reason,
        "informed": row.informed,
        "canary_ids": list(row.canary_ids),
        "masked": row.masked,
        "earlier": None if row.earlier is None else str(row.earlier),
        "later": None if row.later is None else str(row.later),
        "rulings": [
            {
                "class": one.contact_class,
                "why": one.why,
                "actor": one.actor,
                "made_at": one.made_at,
            }
            for one in row.rulings
        ],
        "details": [
            {
                "field": detail.field,
                "value": detail.value,
                "span": detail.span,
                "strength": detail.strength,
                "contradicts": detail.contradicts,
                "origin": detail.origin,
                "rule": detail.rule,
                "drawn": drawn,
            }
            for detail, drawn in zip(row.details, row.drawn, strict=True)
        ],
    }


def _compared(detail: Detail, drawn: bool) -> str:
    """Whether what was said is right; a drawn value is neither, but right for whoever was given it."""
    if drawn:
        return "drawn"
    return "no" if detail.contradicts else "yes"

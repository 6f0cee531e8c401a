"""``canaries.jsonl`` and ``exposures.jsonl``: rows to values of the domain and back."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from leaktrace.domain.channel import Field, View
from leaktrace.domain.errors import InputError
from leaktrace.domain.exposure import Exposure, check_holds
from leaktrace.domain.normal import normal_email, normal_phone
from leaktrace.domain.order import Address, Canary, Identity, Item, Order
from leaktrace.domain.times import format_time, parse_time
from leaktrace.domain.words import member
from leaktrace.services.files import identifier, text_of

__all__ = [
    "canary_from",
    "canary_row",
    "exposure_from",
    "exposure_row",
    "identity_from",
    "identity_row",
    "order_from",
    "order_row",
]

MAX_ITEMS = 100
MAX_AMOUNT = Decimal(100_000_000)
MAX_QUANTITY = 1_000_000
MAX_VIA = 20


def canary_from(row: Mapping[str, Any]) -> Canary:
    """A canary of a row.

    Raises:
        InputError: a key is missing or off.
    """
    line_ids = row.get("line_ids")
    if not isinstance(line_ids, list) or not line_ids or len(line_ids) > 20:
        raise InputError("must be a list of 1 to 20 line ids", field="line_ids")
    ids = tuple(identifier(line_id, "line_ids") for line_id in line_ids)
    if len(set(ids)) != len(ids):
        raise InputError("names a line twice", field="line_ids")
    return Canary(
        canary_id=identifier(row.get("canary_id"), "canary_id"),
        line_ids=tuple(sorted(ids)),
        identity=identity_from(_object(row, "identity")),
        order=order_from(_object(row, "order")),
    )


def identity_from(row: Mapping[str, Any]) -> Identity:
    """An identity of its object.

    Raises:
        InputError: a key is missing or off.
    """
    place = _object(row, "address", "identity.address")
    phone, email = row.get("phone"), row.get("email")
    return Identity(
        name=text_of(row, "name", field="identity.name", limit=100),
        phone=None
        if phone is None
        else normal_phone(
            text_of(row, "phone", field="identity.phone", limit=40), field="identity.phone"
        ),
        email=None
        if email is None
        else normal_email(
            text_of(row, "email", field="identity.email", limit=254), field="identity.email"
        ),
        address=Address(
            province=_optional(place, "province", "identity.address.province"),
            city=_optional(place, "city", "identity.address.city"),
            district=_optional(place, "district", "identity.address.district"),
            detail=text_of(place, "detail", field="identity.address.detail", limit=300),
        ),
        nick=_optional(row, "nick", "identity.nick"),
    )


def order_from(row: Mapping[str, Any]) -> Order:
    """An order of its object.

    Raises:
        InputError: a key is missing or off.
    """
    items = row.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MAX_ITEMS:
        raise InputError(f"must be a list of 1 to {MAX_ITEMS} items", field="order.items")
    currency = text_of(row, "currency", field="order.currency", limit=3)
    if len(currency) != 3 or not currency.isascii() or not currency.isupper():
        raise InputError("must be three capital letters (ISO 4217)", field="order.currency")
    return Order(
        order_no=text_of(row, "order_no", field="order.order_no", limit=64),
        items=tuple(_item(item, f"order.items[{n}]") for n, item in enumerate(items)),
        amount=_money(row.get("amount"), "order.amount"),
        currency=currency,
        placed_at=parse_time(
            text_of(row, "placed_at", field="order.placed_at", limit=40), field="order.placed_at"
        ),
        note=_optional(row, "note", "order.note"),
    )


def exposure_from(row: Mapping[str, Any]) -> Exposure:
    """An exposure of a row.

    Raises:
        InputError: a key is missing or off, or holds and views do not fit.
    """
    views: dict[Field, View] = {}
    for name, view in _object(row, "views").items():
        views[member(Field, name, field="views.field")] = member(View, view, field="views.view")
    raw = _object(row, "holds")
    holds = {
        member(Field, name, field="holds.field"): text_of(raw, name, field=f"holds.{name}")
        for name in raw
    }
    check_holds(holds, views)
    proof = row.get("proof") or {}
    if not isinstance(proof, dict):
        raise InputError("must be an object", field="proof")
    return Exposure(
        canary_id=identifier(row.get("canary_id"), "canary_id"),
        channel_id=identifier(row.get("channel_id"), "channel_id"),
        exposed_at=parse_time(text_of(row, "exposed_at", limit=40), field="exposed_at"),
        holds=holds,
        views={name: view for name, view in views.items() if view is not View.NONE},
        proof=proof,
        via=_via(row.get("via")),
    )


def canary_row(canary: Canary) -> dict[str, Any]:
    """The row of a canary."""
    return {
        "canary_id": canary.canary_id,
        "line_ids": list(canary.line_ids),
        "identity": identity_row(canary.identity),
        "order": order_row(canary.order),
    }


def identity_row(identity: Identity) -> dict[str, Any]:
    """The object that `identity_from` reads."""
    place = identity.address
    row: dict[str, Any] = {"name": identity.name}
    if identity.phone is not None:
        row["phone"] = identity.phone
    if identity.email is not None:
        row["email"] = identity.email
    row["address"] = {
        "province": place.province,
        "city": place.city,
        "district": place.district,
        "detail": place.detail,
    }
    return row | {"nick": identity.nick}


def order_row(order: Order) -> dict[str, Any]:
    """The object that `order_from` reads."""
    written: dict[str, Any] = {
        "order_no": order.order_no,
        "items": [
            {"sku": item.sku, "title": item.title, "qty": item.qty, "price": str(item.price)}
            for item in order.items
        ],
        "amount": str(order.amount),
        "currency": order.currency,
        "placed_at": format_time(order.placed_at),
    }
    return written | ({"note": order.note} if order.note else {})


def exposure_row(exposure: Exposure) -> dict[str, Any]:
    """The row of an exposure."""
    row: dict[str, Any] = {
        "canary_id": exposure.canary_id,
        "channel_id": exposure.channel_id,
        "exposed_at": format_time(exposure.exposed_at),
        "holds": dict(exposure.holds),
        "views": dict(exposure.views),
        "proof": dict(exposure.proof),
    }
    return row | {"via": list(exposure.via)} if exposure.via else row


def _via(value: object) -> tuple[str, ...]:
    """The channels that a copy passed through."""
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_VIA:
        raise InputError(f"must be a list of up to {MAX_VIA} channel ids", field="via")
    ids = tuple(identifier(channel_id, "via") for channel_id in value)
    if len(set(ids)) != len(ids):
        raise InputError("names a channel twice", field="via")
    return ids


def _item(row: object, field: str) -> Item:
    if not isinstance(row, dict):
        raise InputError("must be an object", field=field)
    quantity = row.get("qty", 1)
    if type(quantity) is not int or not 1 <= quantity <= MAX_QUANTITY:
        raise InputError("must be a whole number from 1", field=f"{field}.qty")
    return Item(
        sku=_optional(row, "sku", f"{field}.sku"),
        title=text_of(row, "title", field=f"{field}.title", limit=500),
        qty=quantity,
        price=_money(row.get("price"), f"{field}.price"),
    )


def _money(value: object, field: str) -> Decimal:
    plain = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= 20
    try:
        amount = Decimal(str(value)) if plain else Decimal("nan")
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or not 0 <= amount <= MAX_AMOUNT:
        raise InputError('must be an amount such as "78.00"', field=field)
    return amount


def _object(row: Mapping[str, Any], key: str, field: str = "") -> Mapping[str, Any]:
    value = row.get(key)
    if not isinstance(value, dict):
        raise InputError("is missing" if value is None else "must be an object", field=field or key)
    return value


def _optional(row: Mapping[str, Any], key: str, field: str) -> str:
    return "" if row.get(key) in (None, "") else text_of(row, key, field=field, limit=300)

"""The texts of an order for a file, in the forms that the system wants; and back into the forms of LeakTrace."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from leaktrace.channels.mapped_file.parts import WHOLE, Part
from leaktrace.channels.mapped_file.shapes import Formats
from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import normal_phone
from leaktrace.domain.order import Address, Item
from leaktrace.domain.placing import OrderToPlace
from leaktrace.domain.sameness import calling_code, plain_amount
from leaktrace.domain.times import format_time, in_zone, parse_time

__all__ = ["held_values", "item_texts", "order_texts"]

_ADDRESS = (Part.PROVINCE, Part.CITY, Part.DISTRICT, Part.DETAIL)
_SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")
_SPREADSHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a zone is added where it is read


def order_texts(order: OrderToPlace, used: Iterable[Part], formats: Formats) -> dict[Part, str]:
    """The parts of an order that do not belong to one of its items.

    Raises:
        InputError: a value that cannot be written in the form that the profile asks for.
    """
    values = order.values
    texts = {part: values.get(name, "") for part, name in WHOLE.items()}
    texts[Part.NAME_FIRST], texts[Part.NAME_LAST] = _name(texts[Part.NAME])
    texts[Part.CURRENCY] = order.currency
    if phone := texts[Part.PHONE]:
        texts[Part.PHONE] = _phone(phone, formats)
    if price := texts[Part.PRICE]:
        texts[Part.PRICE] = _amount(price, formats)
    if at := texts[Part.ORDERED_AT]:
        texts[Part.ORDERED_AT] = _time(at, formats)
    apart = _address(order) if set(used) & set(_ADDRESS) else ("",) * 4
    return texts | dict(zip(_ADDRESS, apart, strict=True))


def item_texts(
    order: OrderToPlace, item: Item, formats: Formats, *, shows_product: bool
) -> dict[Part, str]:
    """The parts of one item. Title and price only for a channel that is to hold product and price.

    Args:
        order: the order.
        item: one of its items.
        formats: how values are written.
        shows_product: whether the system takes the product; then one that is not given it gets no article number.

    Raises:
        InputError: the channel's own spelling of product or price does not say what it is for one item of several.
    """
    product, price = order.values.get(Field.PRODUCT), order.values.get(Field.PRICE)
    title, amount = item.title, item.price
    if product is not None and product != "、".join(one.title for one in order.items):
        if len(order.items) > 1:
            raise InputError("this channel's product is another one, and there are several items")
        title = product
    if price is not None and plain_amount(price) != order.amount:
        if len(order.items) > 1 or item.qty != 1:
            raise InputError("this channel's price is another one, and there are several items")
        amount = plain_amount(price)
    return {
        Part.ITEM_SKU: item.sku if product is not None or not shows_product else "",
        Part.ITEM_TITLE: title if product is not None else "",
        Part.ITEM_QTY: str(item.qty),
        Part.ITEM_PRICE: _amount(str(amount), formats) if price is not None else "",
    }


def held_values(
    parts: Mapping[Part, str], titles: Iterable[str], formats: Formats
) -> dict[Field, str]:
    """What an order of an export holds, in the form in which it was given where it means the same."""
    held = {WHOLE[part]: text for part, text in parts.items() if part in WHOLE}
    if Part.NAME_FIRST in parts or Part.NAME_LAST in parts:
        both = (parts.get(Part.NAME_FIRST, ""), parts.get(Part.NAME_LAST, ""))
        held.setdefault(Field.NAME, " ".join(filter(None, both)))
    if any(part in parts for part in _ADDRESS):
        held.setdefault(Field.ADDRESS, _joined(*(parts.get(part, "") for part in _ADDRESS)))
    if all_titles := "、".join(filter(None, titles)):
        held.setdefault(Field.PRODUCT, all_titles)
    for name, plain in _PLAIN.items():
        if name in held:
            try:
                held[name] = plain(held[name], formats)
            except InputError:
                continue  # masked, or in a form of its own: as it stands
    return {name: held[name] for name in Field if held.get(name)}


def _name(name: str) -> tuple[str, str]:
    first, blank, last = name.rpartition(" ")
    return (first, last) if blank else ("", name)


def _address(order: OrderToPlace) -> tuple[str, str, str, str]:
    given, own = order.values.get(Field.ADDRESS), order.address
    if given is None:
        return "", "", "", ""
    if own is None or str(own) != given:
        raise InputError("the address is not there in parts")
    return own.province, own.city, own.district, own.detail


def _joined(province: str, city: str, district: str, detail: str) -> str:
    """In one piece; some systems repeat the district in the detail."""
    whole = str(Address(province, city, district, detail))
    head = str(Address(province, city, district, ""))
    return detail if head and detail.startswith(head) else whole


def _phone(number: str, formats: Formats) -> str:
    if formats.phone == "e164":
        return number
    code = calling_code(number)
    if formats.phone == "digits":
        return number[1:]
    if code != formats.country:
        raise InputError(f"the number is not one of country {formats.country}")
    return number[1 + len(code) :]


def _amount(text: str, formats: Formats) -> str:
    if formats.decimals is None:
        return text
    amount = plain_amount(text)
    shown = amount.quantize(Decimal(1).scaleb(-formats.decimals))
    if shown != amount:
        raise InputError(f"the amount has more than {formats.decimals} decimals")
    return str(shown)


def _time(text: str, formats: Formats) -> str:
    if not formats.times or formats.zone is None:
        return text
    return parse_time(text).astimezone(formats.zone).strftime(formats.times[0])


def _plain_phone(text: str, formats: Formats) -> str:
    if formats.phone == "digits" and text.isdigit():
        return normal_phone(f"+{text}")
    return normal_phone(text, country=formats.country)


def _plain_time(text: str, formats: Formats) -> str:
    for one in formats.times:
        try:
            local = datetime.strptime(text, one)  # noqa: DTZ007 - the zone is added below
        except ValueError:
            continue
        return format_time(in_zone(local, formats.zone))
    if _SERIAL.fullmatch(text):
        days = Decimal(text)
        local = _SPREADSHEET_EPOCH + timedelta(seconds=round(days * 86_400))
        return format_time(in_zone(local, formats.zone))
    return format_time(parse_time(text, zone=formats.zone))


def _plain_price(text: str, _formats: Formats) -> str:
    return str(plain_amount(text))


_PLAIN = {
    Field.PHONE: _plain_phone,
    Field.ORDERED_AT: _plain_time,
    Field.PRICE: _plain_price,
}

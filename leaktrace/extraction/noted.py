"""Facts that a person noted down, read by the same rules as a text."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Origin, Strength
from leaktrace.extraction.extract import Known, find_all, know
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.identifiers.strange import same_shape
from leaktrace.extraction.numbers import decimal_of
from leaktrace.extraction.reading import Reading, bare, fold, is_hanzi

__all__ = ["read_noted", "says_nothing"]

_LEADS = {
    Field.PRICE: ("金额{}元", "${}"),
    Field.ORDERED_AT: ("{}下单", "ordered {}"),
    Field.PRODUCT: ("您买的{}", "your order for the {}"),
    Field.ORDER_NO: ("订单尾号{}", "order ending {}"),
    Field.TRACKING_NO: ("运单尾号{}", "tracking ending {}"),
    Field.PHONE: ("手机尾号{}", "phone ending {}"),
    Field.ADDRESS: ("地址{}", "address {}"),
    Field.NAME: ("姓名{}", "Dear {}"),
}
"""The words that a text would have around such a fact, where the fact alone is too bare to be read."""
_NOTHING = re.compile(
    r"(?:对方|他|她)?(?:无|没有?|没有?[说提讲](?:过|到|及)?|未[说提讲](?:过|到|及)?|不知道?|不清楚|不详|不明|未知)"
    r"|(?:(?:he|she|they)?(?:didnt|didnot)(?:say|mention)|not(?:said|mentioned|stated|told|known)|(?:i?dont|donot)know)"
    r"|na|none|nil|null|unknown|nothing|"
)
"""What stands in cells of which nothing is known, without blanks and punctuation, of which some have nothing but that."""
_NO_PRICE = re.compile(r"[^\d.]*0+(?:\.0*)?[^\d.]*")


def read_noted(
    details: Mapping[Field, str], facts: OrderFacts, occurred_at: datetime
) -> tuple[Detail, ...]:
    """Compare noted facts with an order.

    Args:
        details: field to what the person wrote.
        facts: what could be said about the order.
        occurred_at: when the contact was, for relative dates.

    Returns:
        At least one detail for each fact, without a place in any text. What cannot be read as the
        order's fact is kept as written, and contradicts. Where nothing was said there is no fact.
    """
    known = know(facts)
    out: list[Detail] = []
    for field, value in details.items():
        if not says_nothing(field, value):
            out += _one(field, value.strip(), known, occurred_at)
    return tuple(out)


def says_nothing(field: Field, value: str) -> bool:
    """Whether what was noted only says that the caller said nothing of it: no fact, neither right nor wrong."""
    if field is Field.PRICE and _NO_PRICE.fullmatch(fold(value)):
        return True
    return _NOTHING.fullmatch(bare(value).replace("*", "")) is not None


def _one(field: Field, value: str, known: Known, occurred_at: datetime) -> list[Detail]:
    """The details in one noted value."""
    if field is Field.PRICE and re.fullmatch(r"[\d,]+(?:\.\d+)?", value):
        return [_price(value, known)]
    bare_found = _search(field, value, known, occurred_at)
    found = (
        bare_found
        if any(not detail.contradicts for detail in bare_found)
        else _search(field, _led(field, value), known, occurred_at) or bare_found
    )
    if field in (Field.ORDER_NO, Field.TRACKING_NO, Field.PHONE) and not found:
        found = [_number(field, value, known)]
    if not found:
        found = [Detail(field, value, None, Strength.EXACT, contradicts=True)]
    unique = {(detail.value, detail.contradicts): detail for detail in found}
    return [
        replace(
            detail,
            span=None,
            origin=Origin.NOTED,
            by_holder=False,
            rule=f"noted {detail.rule}".strip(),
        )
        for detail in unique.values()
    ]


def _led(field: Field, value: str) -> str:
    """The value with the words around it that a text would have."""
    lead = _LEADS.get(field)
    if lead is None:
        return value
    chinese, english = lead
    zh = any(map(is_hanzi, fold(value)))
    return (chinese if zh or not re.search(r"[A-Za-z]{3}", value) else english).format(value)


def _search(field: Field, text: str, known: Known, occurred_at: datetime) -> list[Detail]:
    """What a text search finds of that field."""
    return [
        detail for detail in find_all(Reading(text, occurred_at), known) if detail.field is field
    ]


def _price(value: str, known: Known) -> Detail:
    """A price in figures only."""
    number = decimal_of(value)
    wrong = number not in known.prices.amounts
    text = value if number is None else f"{number:.2f}"
    return Detail(
        Field.PRICE, text, None, Strength.EXACT, wrong, origin=Origin.NOTED, rule="noted figure"
    )


def _number(field: Field, value: str, known: Known) -> Detail:
    """A number, or some digits of one."""
    plain = bare(value)
    own = [number for kind, _, number in known.identifiers.numbers if kind is field]
    if field is Field.PHONE:
        own = [known.identifiers.phone]
    whole = next((number for number in own if number == plain), None)
    fits = whole is not None or any(
        len(plain) >= 3 and (number.endswith(plain) or number.startswith(plain)) for number in own
    )
    alike = whole is not None or any(same_shape(plain, number) for number in own)
    return Detail(
        field,
        value.upper(),
        None,
        Strength.EXACT if alike else Strength.PARTIAL,
        not fits,
        rule="number",
    )

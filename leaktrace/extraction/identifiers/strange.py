"""Numbers of the same shape as the order's own, put to the buyer as theirs."""

import re
from collections.abc import Iterator, Sequence

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.reading import Reading

__all__ = ["ORDER_WORDS", "TRACK_WORDS", "find_strange", "same_shape"]

_TOKEN = re.compile(
    r"(?<![0-9a-z@/._-])(?:[a-z]{0,4}-?\d[0-9a-z]*(?:[- ]\d[0-9]{2,}){0,4}|\d{2,6}(?:[- ]\d{3,7}){1,3}(?:-[a-z])?)(?![0-9a-z@/_]|\.[a-z])"
)
_PHONE = re.compile(r"(?:1[ -])?\d{3}[ -]\d{3}[ -]\d{4}")
ORDER_WORDS = re.compile(r"订单|单子|那一?单|商户单|order|invoice|purchase|\breference\b|交易")
"""Words for an order."""
TRACK_WORDS = re.compile(
    r"运单|快递|快件|物流|包裹|面单|寄件|的件|个件|取件|(?<!订)单号|顺丰|圆通|中通|申通|韵达|极兔|京东快|邮政|track|parcel|package|shipment|\bups\b|fedex|usps|\bdhl\b|deliver|waybill|\bref\b"
)
"""Words for a parcel."""


def same_shape(one: str, other: str) -> bool:
    """Whether two numbers could be of the same sort: the same letters in front, as many characters."""
    return re.sub(r"\d+", "0", one) == re.sub(r"\d+", "0", other) and len(one) == len(other)


def _is_phone(reading: Reading, match: re.Match[str]) -> bool:
    """Whether a number is written as American telephone numbers are, and nothing names it otherwise."""
    before = reading.before(match.start(), 24)
    return bool(_PHONE.fullmatch(match.group())) and not (
        ORDER_WORDS.search(before) or TRACK_WORDS.search(before)
    )


def find_strange(
    reading: Reading, numbers: Sequence[tuple[Field, str, str]], phone: str
) -> Iterator[Detail]:
    """Another number of the same shape as the order's own."""
    for match in _TOKEN.finditer(reading.text):
        plain = re.sub(r"[^0-9a-z]", "", match.group())
        if len(plain) < 7 or plain == phone or _is_phone(reading, match):
            continue
        for field, value, own in numbers:
            distinct = len(plain) >= 10 and (any(char.isalpha() for char in own) or "-" in value)
            named = ORDER_WORDS if field is Field.ORDER_NO else TRACK_WORDS
            if (
                plain != own
                and same_shape(plain, own)
                and (
                    distinct
                    or (
                        named.search(reading.before(match.start(), 12))
                        and (len(plain) >= 10 or own[0].isalpha())
                    )
                )
            ):
                yield Detail(
                    field,
                    match.group().upper().replace(" ", ""),
                    match.span(),
                    Strength.EXACT,
                    contradicts=True,
                    rule="shape",
                )
                break

"""Sums and last digits that stand by themselves, in a text that has shown whose order it speaks of: 169退到花呗."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.identifiers.find import Identifiers
from leaktrace.extraction.numbers import (
    EN_NUMBER,
    decimal_of,
    digits_of,
    english_sums,
    number_of,
)
from leaktrace.extraction.places.units_en import spoken_room
from leaktrace.extraction.prices.amounts import Prices
from leaktrace.extraction.prices.beside_en import listed_sums
from leaktrace.extraction.prices.other_numbers import is_other_number
from leaktrace.extraction.reading import Reading

__all__ = ["find_by_value"]

_FIGURE = re.compile(
    r"(?<![0-9a-z/#_*-])(?<!\d[.,:])(?P<sum>\d{2,6}(?:\.\d{1,2})?)(?![0-9a-z%/_*-]|[.,:]\d)"
    r"(?!\s?(?:[天日号月年点分秒时小人个件条只斤克升寸米套台期次级度岁楼栋幢座层单元室房班路码平]|days?\b|hours?\b|minutes?\b|mins?\b|weeks?\b|months?\b|years?\b|am\b|pm\b|miles?\b|km\b|kg\b|inch|watts?\b|points?\b))"
)
_HAN = re.compile(
    r"(?<![0-9零〇一二两三四五六七八九十百千万幺第])(?P<sum>[零〇一二两三四五六七八九十百千幺]{3,8})"
    r"(?![0-9零〇一二两三四五六七八九十百千万幺天日号月年点分秒时小人个件条只斤克升寸米套台期次级度岁楼栋幢座层单元室房班路码平])"
)
_WORDS = re.compile(rf"(?<![\w$£€-])(?P<sum>{EN_NUMBER})(?!\w)")
_ONLY_DIGITS = re.compile(r"[零〇一二两三四五六七八九幺]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST = 100
"""A smaller whole sum is said too often of something else."""
_TAILS = (4, 6)


@dataclass(frozen=True)
class _Number:
    """A number in a text, as a sum and as digits; either may be missing."""

    span: tuple[int, int]
    sums: Sequence[Decimal]
    digits: str


def find_by_value(
    reading: Reading, found: Sequence[Detail], prices: Prices, identifiers: Identifiers
) -> Iterator[Detail]:
    """Own sums, and last digits of own numbers, that nothing else in the text accounts for.

    They are known by their value alone, so this is for texts that show another fact of the order, whichever value of a
    pool it has. Sums below 100 without cents, round ones, and digits that may be a year are left.
    Cost: the length of the text.
    """
    taken = [one.span for one in found if one.span is not None]
    tails = _tails_of(identifiers)
    for hit in listed_sums(reading, prices.amounts) if not reading.zh else ():
        if hit.span and not any(a < hit.span[1] and hit.span[0] < b for a, b in taken):
            taken.append(hit.span)
            yield hit
    for number in _numbers(reading):
        start, end = number.span
        if is_other_number(reading, start, end) or any(
            left < end and start < right for left, right in taken
        ):
            continue
        amount = next((one for one in number.sums if _is_own(one, prices)), None)
        if amount is not None:
            value, field, strength = f"{amount:.2f}", Field.PRICE, Strength.EXACT
        elif number.digits in tails and not _YEAR.fullmatch(number.digits):
            value, field, strength = number.digits, tails[number.digits], Strength.PARTIAL
        else:
            continue
        yield Detail(field, value, number.span, strength, contradicts=False, rule="value")


def _is_own(amount: Decimal, prices: Prices) -> bool:
    """Whether it is one of the own sums, and not one that is said of everything."""
    whole = amount == int(amount)
    return amount in prices.amounts and not (whole and (amount < _LEAST or amount % 100 == 0))


def _tails_of(known: Identifiers) -> dict[str, Field]:
    """The last four and six digits of the own numbers, by which people call an order."""
    numbers = [(Field.PHONE, known.phone), *((field, plain) for field, _, plain in known.numbers)]
    return {
        plain[-size:]: field
        for field, plain in reversed(numbers)
        for size in _TAILS
        if len(plain) > size and plain[-size:].isdigit()
    }


def _numbers(reading: Reading) -> Iterator[_Number]:
    """The numbers of a text, in figures and in words."""
    text = reading.text
    for match in _FIGURE.finditer(text):
        amount = decimal_of(match["sum"])
        yield _Number(match.span("sum"), [amount] if amount else [], match["sum"])
    for match in _HAN.finditer(text) if reading.zh else ():
        said = match["sum"]
        worth = number_of(said)
        digits = digits_of(said) if _ONLY_DIGITS.fullmatch(said) else ""
        yield _Number(match.span("sum"), [Decimal(worth)] if worth else [], digits)
    for match in _WORDS.finditer(text) if not reading.zh else ():
        said = match["sum"].strip(" -")
        span = (match.start("sum"), match.start("sum") + len(said))
        yield _Number(span, english_sums(said), spoken_room(said))

"""When a value that is written in another way is still the same value."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

from leaktrace.domain.channel import Field
from leaktrace.domain.errors import InputError
from leaktrace.domain.normal import is_phone, normal_email, normal_phone
from leaktrace.domain.times import parse_time

__all__ = ["calling_code", "plain_amount", "same_value"]

# Calling codes have one to three digits, and none begins another (E.164, list of 2016-11-15).
_CALLING_CODE = re.compile(
    r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})"
)
_AMOUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(\.[0-9]{1,6})?")
_CURRENCY = "¥￥$€£元 \u00a0"


def same_value(name: Field, given: str, held: str) -> bool:
    """Whether two values of a field mean the same.

    A number in national digits, a time in another zone, an amount with other decimals and a mailbox in capitals are
    the same. Nothing else is: a variant lives in the very spelling.
    """
    if given == held or name not in _READ:
        return given == held
    try:
        return _READ[name](given, held)
    except InputError:
        return False


def calling_code(number: str) -> str:
    """The digits of a number in E.164 that stand for its country.

    Raises:
        InputError: not in E.164.
    """
    found = _CALLING_CODE.match(number)
    if found is None or not is_phone(number):
        raise InputError(f"{number[:24]!r} is not a number in E.164", field="phone")
    return found.group(1)


def plain_amount(text: str, *, field: str = "price") -> Decimal:
    """An amount as a person or a system writes it: with a sign of its currency, or commas between thousands.

    Raises:
        InputError: anything else; a decimal comma too, since it can be meant in two ways.
    """
    found = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).strip(_CURRENCY))
    if found is None:
        raise InputError(f"{text[:24]!r} is not an amount", field=field, remedy="Write it as 68.00")
    return Decimal(found.group().replace(",", ""))


def _same_phone(given: str, held: str) -> bool:
    """National digits and digits without the plus are the same number; fewer digits are not."""
    if normal_phone(held, country=calling_code(given)) == given:
        return True
    return held.strip().isdigit() and normal_phone(f"+{held.strip()}") == given


_READ: Mapping[Field, Callable[[str, str], bool]] = {
    Field.PHONE: _same_phone,
    Field.ORDERED_AT: lambda given, held: parse_time(given) == parse_time(held),
    Field.PRICE: lambda given, held: plain_amount(given) == plain_amount(held),
    Field.EMAIL: lambda given, held: normal_email(given) == normal_email(held),
}

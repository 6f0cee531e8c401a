"""Normal forms of the values that lines are found by: phone numbers and mailboxes.

Stdlib only, and strict: what is not plainly a number in E.164 or a mailbox is refused. Numbers in
national form are read with the country that the source states.
"""

import re
import unicodedata

from leaktrace.domain.errors import InputError

__all__ = ["email_domain", "is_phone", "normal_email", "normal_phone"]

_SEPARATORS = re.compile(r"[\s\-().\u2010-\u2015\uff0d\u00a0]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MAILBOX = re.compile(
    r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f\ud800-\udfff]{1,64}@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}"
)
_CHINESE_MOBILE = re.compile(r"861[0-9]{10}")
_DOMAIN = re.compile(r"([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def normal_phone(text: str, *, country: str = "86", field: str = "phone") -> str:
    """The number in E.164.

    Args:
        text: a number; full-width digits, blanks, hyphens and brackets are taken out, ``00`` is ``+``.
        country: calling code for a number without one. A national trunk ``0`` is dropped.
        field: the name of the field, for the error.

    Raises:
        InputError: not a telephone number.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif country == "86" and _CHINESE_MOBILE.fullmatch(bare):
        bare = "+" + bare  # no Chinese number has 13 digits; gateways like to leave the + out
    elif bare.isascii() and bare.isdigit():
        bare = f"+{country}{bare.removeprefix('0')}"
    if not _E164.fullmatch(bare):
        raise InputError(
            f"{text[:24]!r} is not a telephone number",
            field=field,
            remedy="Write it in E.164, such as +12025550123",
        )
    return bare


def is_phone(text: str) -> bool:
    """Whether `text` is a number in E.164 exactly."""
    return _E164.fullmatch(text) is not None


def normal_email(text: str, *, field: str = "email") -> str:
    """The mailbox in NFKC and lower case.

    Raises:
        InputError: not a mailbox.
    """
    # Lower case can undo the normal form (J and a caron make one letter only in lower case).
    lower = unicodedata.normalize("NFKC", text).strip().lower()
    mailbox = unicodedata.normalize("NFKC", lower)
    if not _MAILBOX.fullmatch(mailbox):
        raise InputError(f"{text[:60]!r} is not a mailbox", field=field)
    return mailbox


def email_domain(text: str, *, field: str = "value") -> str:
    """A mail domain in lower case, without a leading ``@``.

    Raises:
        InputError: not a domain.
    """
    domain = unicodedata.normalize("NFKC", text).strip().lower().removeprefix("@")
    if not _DOMAIN.fullmatch(domain):
        raise InputError(f"{text[:60]!r} is not a mail domain", field=field)
    return domain

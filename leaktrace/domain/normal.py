"""Normal forms of the values that lines are found by: phone numbers and mailboxes.

Stdlib only, and strict: what is not plainly a number in E.164 or a mailbox is refused. Numbers in
national form are read with the country that the source states.
"""

import re
import unicodedata

from leaktrace.domain.errors import InputError

__all__ = [
    "email_domain",
    "is_phone",
    "mailbox_forms",
    "normal_chat",
    "normal_email",
    "normal_phone",
]

_SEPARATORS = re.compile(r"[\s\-().\u2010-\u2015\uff0d\u00a0]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_CHAT = re.compile(r"(?!tel:|sips?:|mailto:)[a-z][a-z0-9.-]{1,30}:[\w.@+-]{2,100}")
_MAILBOX = re.compile(
    r"[^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f\ud800-\udfff]{1,64}@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}"
)
# A tag that proves a bounce (BATV), and the mailbox of somebody else in a local part (VERP).
_BATV = re.compile(r"prvs=[0-9a-f]{5,16}=(.+)")
_VERP = re.compile(r"([^=]+)=([a-z0-9.-]+\.[a-z0-9-]{2,63})")
_CHINESE_MOBILE = re.compile(r"861[0-9]{10}")
_LONGEST_DOMAIN = 253
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
    if _E164.fullmatch(text):
        return text
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    elif country == "86" and _CHINESE_MOBILE.fullmatch(bare):
        bare = "+" + bare  # no Chinese number has 13 digits; gateways like to leave the + out
    elif bare.isascii() and bare.isdigit():
        bare = f"+{country}{bare.removeprefix('0')}"
    if not _E164.fullmatch(bare):
        raise InputError(
            "is not a telephone number",
            field=field,
            remedy="Write it in E.164, such as +12025550123",
        )
    return bare


def is_phone(text: str) -> bool:
    """Whether `text` is a number in E.164 exactly."""
    return _E164.fullmatch(text) is not None


def normal_email(text: str, *, field: str = "email") -> str:
    """The mailbox in NFKC and lower case, an international domain in its ASCII form (RFC 3490).

    Raises:
        InputError: not a mailbox.
    """
    # Lower case can undo the normal form (J and a caron make one letter only in lower case).
    lower = unicodedata.normalize("NFKC", text).strip().lower()
    local, at, domain = unicodedata.normalize("NFKC", lower).rpartition("@")
    mailbox = f"{local}{at}{_ascii_domain(domain)}"
    if not _MAILBOX.fullmatch(mailbox):
        raise InputError("is not a mailbox", field=field)
    return mailbox


def normal_chat(text: str, *, field: str = "chat") -> str:
    """An account of a messenger, ``app:handle``, in NFKC and lower case: handles differ by more than that.

    Raises:
        InputError: not of that form.
    """
    lower = unicodedata.normalize("NFKC", text).strip().lower()
    account = unicodedata.normalize("NFKC", lower)
    if not _CHAT.fullmatch(account):
        raise InputError("is no chat account", field=field, remedy="Write it as wechat:its-name")
    return account


def mailbox_forms(mailbox: str) -> tuple[str, ...]:
    """The mailboxes that one in normal form may stand for, as it is written first.

    Without the tag of a sub-address (RFC 5233, ``alias+tag@``), and what bounce addresses wrap
    (``prvs=0123456789=alias@``, ``alias=example.com@``).
    """
    local, _, domain = mailbox.rpartition("@")
    forms = [mailbox]
    if found := _BATV.fullmatch(local):
        local = found.group(1)
        forms.append(f"{local}@{domain}")
    if found := _VERP.fullmatch(local):
        local, domain = found.group(1), found.group(2)
        forms.append(f"{local}@{domain}")
        if "+" in local:  # list-bounces+alias=example.com@
            forms.append(f"{local.rpartition('+')[2]}@{domain}")
    if "+" in local:
        forms.append(f"{local.partition('+')[0]}@{domain}")
    return tuple(dict.fromkeys(form for form in forms if _MAILBOX.fullmatch(form)))


def email_domain(text: str, *, field: str = "value") -> str:
    """A mail domain in lower case and ASCII, without a leading ``@``.

    Raises:
        InputError: not a domain.
    """
    domain = _ascii_domain(unicodedata.normalize("NFKC", text).strip().lower().removeprefix("@"))
    if not _DOMAIN.fullmatch(domain):
        raise InputError("is not a mail domain", field=field)
    return domain


def _ascii_domain(domain: str) -> str:
    """A domain with letters beyond ASCII in its ``xn--`` form; any other text as it is."""
    if domain.isascii() or len(domain) > _LONGEST_DOMAIN:
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain

"""Masking of personal data in lists, logs and pages."""

import re
from collections.abc import Sequence

from leaktrace.domain.channel import Field

__all__ = [
    "mask_but",
    "mask_caller",
    "mask_hint",
    "mask_line",
    "mask_quoted",
    "mask_ref",
    "mask_text",
    "mask_value",
    "shown_key",
]

_MAILBOX = re.compile(r"[^\s@,;:<>|/=]+@[^\s@,;:<>|/=]+")
_WRITTEN_MAILBOX = re.compile(r"[\w.%+-]+@[\w.-]+", re.ASCII)
"""A mailbox among words that need no blank before it."""
_ACCOUNT = re.compile(r"[a-z][a-z0-9.-]*:.")
_NUMBER = re.compile(r"\+?\d(?:[ \-.()_]{0,2}\d){6,}")
"""Seven digits or more, as a telephone number is written."""
_OWN_REF = re.compile(r"(?:noted-)?(?=[0-9]*[a-f])[0-9a-f]{32}")
"""What LeakTrace itself makes up as a reference: chance or a digest, in which digits mean nothing."""
_SHOWN_NUMBER = re.compile(r"\+?[0-9][0-9 *().-]*")
"""A number as it was shown to who was called, digits of which may be hidden."""
_CHINESE_MOBILE = re.compile(r"(?:86)?(1[0-9]{2}[0-9*]{8})")
"""In national form, or as spreadsheets keep it, which have no plus before a number."""
_CALLING_CODE = re.compile(
    r"\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3})(?=[0-9])"
)
"""By the list of ITU-T E.164: those of one and of two digits, and all others have three."""
_ENOUGH_TO_HIDE = 10
"""A national number of fewer digits shows only its last: its first would leave too few to find."""
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
_HARMLESS = re.compile(
    r"[a-z_]{1,16}|[A-Z_]{1,16}|[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[T ][0-9:.]{1,15}(?:Z|[+-][0-9:]{2,5})?)?"
)
"""Words of protocols, and days with or without a time."""
_NAME = re.compile(r"[A-Za-z0-9._:-]{1,32}")
_KEY = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_MOST_DIGITS_OF_A_KEY = 4
"""A year; more, however parted, may be a number that stands where a key should."""
_FIGURES = re.compile(r"0(?:[\W_]{0,2}0){2,}")
"""Three figures or more, once each figure is written as 0: also what is parted by signs or blanks."""


def mask_line(value: str) -> str:
    """A number with digits of both ends, a mailbox or an account with its first letter."""
    if account := _ACCOUNT.match(value):
        return f"{account.group()}***"
    if "@" in value:
        local, _, domain = value.partition("@")
        return f"{local[:1]}***@{domain}"
    return _mask_number(value) if _SHOWN_NUMBER.fullmatch(value) else value


def _mask_number(value: str) -> str:
    """Country, first three and last four digits: most callers of a list can be told apart, and none be called."""
    bare = re.sub(r"[^0-9+*]", "", value)
    if mobile := _CHINESE_MOBILE.fullmatch(bare):
        bare = f"+86{mobile[1]}"
    code = _CALLING_CODE.match(bare)
    country, national = (f"{code[0]} ", bare[code.end() :]) if code else ("", bare)
    if len(national) >= _ENOUGH_TO_HIDE:
        return f"{country}{national[:3]}****{national[-4:]}"
    return f"{country}****{national[-4:]}" if len(bare) > 8 else "****"


def mask_caller(caller: str) -> str:
    """Who called: a number, mailbox or account as a line; whatever else somebody noted down, as a text."""
    if any(one.fullmatch(caller) for one in (_SHOWN_NUMBER, _MAILBOX)) or _ACCOUNT.match(caller):
        return mask_line(caller)
    return mask_text(caller)


def mask_value(field: Field, value: str) -> str:
    """A disclosed value, masked: enough to tell values apart, too little to find a person."""
    match field:
        case Field.PHONE | Field.EMAIL:
            return mask_line(value)
        case Field.NAME | Field.NICK:
            return f"{value[:1]}**"
        case Field.ADDRESS | Field.NOTE:
            return f"{value[:2]}****"
        case Field.ORDER_NO | Field.TRACKING_NO:
            return f"****{value[-4:]}"
        case _:
            return value


def mask_ref(ref: str) -> str:
    """The reference of a source; what may be a number or a mailbox in it is masked as a line is.

    One that LeakTrace made itself is shown whole.
    """
    if _OWN_REF.fullmatch(ref):
        return ref
    masked = _MAILBOX.sub(lambda found: mask_line(found[0]), ref)
    return _NUMBER.sub(lambda found: f"****{re.sub(r'[^0-9]', '', found[0])[-4:]}", masked)


def shown_key(key: str) -> str:
    """The name of a key as it can be told; empty where it has no form of a name, and may be whatever a stranger wrote."""
    digits = sum(one.isdigit() for one in key)
    return key if _KEY.fullmatch(key) and digits <= _MOST_DIGITS_OF_A_KEY else ""


def mask_hint(value: str) -> str:
    """What a record says instead of a line that is known: a number or mailbox as ever, a line_id whole, else one letter."""
    masked = mask_line(value)
    if masked != value:
        return masked
    return mask_ref(value) if _NAME.fullmatch(value) else f"{value[:1]}***"


def mask_quoted(reason: str) -> str:
    """Why a record is refused, with what it quotes of it masked: any field may hold what belongs into another.

    Words of protocols and days can be read.
    """
    return _QUOTED.sub(_quoted, reason)


def _quoted(found: re.Match[str]) -> str:
    inner = found[0][1:-1]
    if _HARMLESS.fullmatch(inner):
        return found[0]
    return "".join(("'", *("•" if one.isalnum() else one for one in inner), "'"))


def mask_text(text: str) -> str:
    """A text whose words are hidden; its length shows."""
    return "".join(letter if letter.isspace() else "•" for letter in text)


def mask_but(text: str, shown: Sequence[bool]) -> str:
    """A text of which some letters can be read, but no mailbox and no number of three figures or more.

    Figures are those of any script, Chinese numerals (482, ４８２, 四八二) among them.

    Args:
        text: the text.
        shown: for each of its letters whether it may be read.
    """
    kept = list(shown)
    figures = "".join("0" if one.isnumeric() or one == "两" else one for one in text)
    for found in (*_FIGURES.finditer(figures), *_WRITTEN_MAILBOX.finditer(text)):
        kept[found.start() : found.end()] = [False] * len(found[0])
    return "".join(
        letter if letter.isspace() or seen else "•" for letter, seen in zip(text, kept, strict=True)
    )

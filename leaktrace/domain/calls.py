"""What the formats of exchanges and cloud numbers have in common: which line was reached, and by whom."""

import re
from datetime import datetime
from typing import Final

from leaktrace.domain.errors import InputError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.records import line_name, storable
from leaktrace.domain.times import epoch_time

__all__ = [
    "LONGEST_CALL_S",
    "channel_made_at",
    "coded_line",
    "is_withheld",
    "reached",
    "relay_lines",
    "seconds_between",
    "shown_caller",
]

LONGEST_CALL_S: Final = 7 * 24 * 3600

# With a systemname in asterisk.conf it stands before the number: pbx1-1764150000.123
_UNIQUEID = re.compile(r"(?:[^\s,\"]{1,100}-)?([0-9]{9,11})\.[0-9]{1,10}")
_UNNAMED = frozenset({"", "s", "i", "t", "h"})
"""Extensions of the dialplan that stand for no number: start, invalid, timeout, hang-up."""
_HIDDEN = re.compile(r"\+?[0-9]{2,}\*{2,}[0-9]*")
"""Digits are masked. A code such as ``*97`` is no such number."""
_WITHHELD = frozenset(
    (
        "", "-1", "-2", "-3", "anonymous", "blocked", "hidden", "no caller id", "private", "private number",
        "restricted", "unavailable", "unknown", "unknown number", "withheld", "匿名", "匿名来电", "保密号码", "未知",
        "未知号码", "未知来电", "私人号码", "私密号码", "隐藏号码", "隐私号码", "无主叫号码", "无号码",
    )
)  # fmt: skip
"""What gateways, telephones and people write where no number was shown; the figures are those of Android."""


def reached(
    dialled: str, context: ParseContext, *, forwarded: str = "", field: str
) -> tuple[str, ...]:
    """The lines that a call or message may have reached.

    Args:
        dialled: the number or extension that was dialled. Digits shorter than ten are an extension, and so a line_id.
        context: its setting ``country`` is the calling code of numbers in national form, 86 if it states none;
            its line counts where nothing was dialled that has a name.
        forwarded: the number that passed the call on. It comes first, and of the two it is one: whoever calls can
            put a number there, and a number that is no line of the merchant is left out later on.
        field: the name of the field of `dialled`, for the error.

    Raises:
        InputError: nothing names a line.
    """
    country = context.settings.get("country", "86")
    names = [] if _is_nameless(dialled) else [line_name(dialled, country=country, field=field)]
    if not names and context.line is not None:
        names = [line_name(context.line)]
    if not names:
        raise InputError(
            "names no line",
            field=field,
            remedy="State the line of the source, or let the gateway tell the whole number",
        )
    return tuple(dict.fromkeys((*_passed_on(forwarded, country), *names)))


def _is_nameless(dialled: str) -> bool:
    """Whether it stands for no number, or is one of which digits are hidden."""
    return dialled.strip() in _UNNAMED or bool(_HIDDEN.fullmatch(dialled.strip()))


def _passed_on(number: str, country: str) -> tuple[str, ...]:
    """The number that passed a call on; what is none keeps no call out."""
    try:
        return () if _is_nameless(number) else (line_name(number, country=country),)
    except InputError:
        return ()


def relay_lines(
    number: str, extension: str, context: ParseContext, *, field: str
) -> tuple[str, ...]:
    """The line behind a relay number; where several share it, the extension tells whose it is.

    That is what the setting ``code:<extension>`` says, else the relay number is the line.

    Raises:
        InputError: nothing names a line.
    """
    name = context.settings.get(f"code:{extension.strip()}", "") if extension.strip() else ""
    return (line_name(name),) if name.strip() else reached(number, context, field=field)


def coded_line(code: str, context: ParseContext, *, field: str) -> str:
    """The line behind an access code of a sender of SMS, to which people answer.

    That is what the setting ``code:<code>`` says, else the line of the source, else the code is the line_id.

    Raises:
        InputError: none of these.
    """
    name = context.settings.get(f"code:{code}") or context.line or code
    if not name.strip():
        raise InputError(
            "names no line",
            field=field,
            remedy="State the line of the source, or set code:<code> to a line_id",
        )
    return line_name(name, field=field)


def shown_caller(number: str, field: str, *, withheld: frozenset[str] = frozenset()) -> str | None:
    """The number a call came from as it was shown, also where digits of it are hidden; None if it was withheld.

    Args:
        number: as the gateway has it.
        field: the name of the field, for the error.
        withheld: what else the gateway writes where it was.
    """
    caller = storable(number.strip(), field)
    return None if is_withheld(caller) or caller in withheld else caller


def is_withheld(caller: str) -> bool:
    """Whether this stands for a number that was not shown. Those who are called so have nothing in common."""
    return caller.strip().lower() in _WITHHELD


def channel_made_at(uniqueid: str) -> datetime | None:
    """When Asterisk made the channel of a uniqueid, to the second; None if it is no uniqueid."""
    found = _UNIQUEID.fullmatch(uniqueid)
    try:
        return epoch_time(found[1]) if found else None
    except InputError:
        return None


def seconds_between(start: datetime, end: datetime, field: str) -> int:
    """The whole seconds of a call.

    Raises:
        InputError: it ended before it began, or lasted beyond any call.
    """
    seconds = int((end - start).total_seconds())
    if not 0 <= seconds < LONGEST_CALL_S:
        raise InputError(
            "is before the start, or too long after it for a call",
            field=field,
            remedy="Look whether the clock of the gateway was set in between, and mend the record",
        )
    return seconds

"""Why records were refused, and what to do about it, in the language of a page.

The intake and its formats say it in English, with values of the record in between; so it is kept and so the command
line shows it. What is not listed here is shown as it is.
"""

import re
from typing import Final

from leaktrace.console.i18n import Speech, msg

__all__ = ["KNOWN", "refusal"]

_OF_THE_INTAKE: Final = (
    msg("the line is not in the line inventory"),
    msg("Import the line and replay the record, or discard it"),
    msg("the request was not authenticated: {reason}"),
    msg(
        "Compare the secret of the gateway with that of the source. This record is never taken in; discard it"
    ),
    msg("the request was not authenticated, and is never trusted"),
    msg("the contact lies in the future"),
    msg("Check the clock and the zone of the source, mend the record, or discard it"),
    msg("the reference was used before for another contact"),
    msg("Give the contact a reference of its own and replay it, or discard it"),
    msg(
        "its line is not in the inventory yet, or its reference was used before for another contact"
    ),
)
_OF_HOOKS: Final = (
    msg("the source has no secret"),
    msg("the token is wrong"),
    msg("no token"),
    msg("neither a token nor a timestamp with a sign"),
    msg("the sign does not match the secret"),
    msg("no signature"),
    msg("no signature and no token"),
    msg("the signature does not match address and body"),
    msg("the signature does not match the body"),
    msg("neither X-AKSK nor a token"),
    msg("the digest does not match the secret"),
    msg("the timestamp is more than an hour off"),
    msg("the digest is more than six hours off"),
)
"""Why a request was not authenticated: part of another reason."""
_OF_RECORDS: Final = (
    msg("not JSON: {error} at character {number}"),
    msg("Look whether the line was cut or has a stray quote"),
    msg("not CSV: {error}"),
    msg("Look whether the line was cut"),
    msg("not a JSON object"),
    msg("neither JSON nor a form in which each key is there once"),
    msg("Let the gateway send JSON"),
    msg("byte {number} is not UTF-8"),
    msg("Save the file as UTF-8, or mend the byte"),
    msg("is missing"),
    msg("Add it to the line"),
    msg("Look whether the event is whole"),
    msg("is empty"),
    msg("Write a line_id, a number or a mailbox"),
    msg("Add it, or state the line of the source"),
    msg("{value} is no medium"),
    msg("{value} is no field of an order"),
    msg("{value} is not text"),
    msg("Put it in quotes"),
    msg("Write one of {words}"),
    msg("no line"),
    msg(
        "Say which line is in that card: leaktrace source change NAME --set {slot}=LINE, then leaktrace source reparse NAME"
    ),
    msg("names no line"),
    msg("State the line of the source, or let the gateway tell the whole number"),
    msg("State the line of the source, or set code:<code> to a line_id"),
    msg("{value} is no type of a call"),
    msg("an outgoing call is no contact"),
    msg("is not a length of a call"),
    msg("is before the start, or too long after it for a call"),
)
_OF_TIMES: Final = (
    msg("the time has no offset"),
    msg("Add one (Z or +08:00), or state the zone of the source"),
    msg("State the zone of the source: that of the PBX, or UTC with usegmtime=yes"),
    msg("no time with an offset"),
    msg("is not a time"),
    msg("is not a time of a mail"),
    msg("is no timestamp"),
    msg("is no count of seconds since 1970"),
    msg("is outside the years 1990 to 2199"),
    msg("Write it as 2026-11-18T20:14:05+08:00"),
    msg(
        "Write it as 2026-11-26 17:40:05, or say in the profile how times are written (formats: time)"
    ),
)
_OF_TABLES: Final = (
    msg("has no headings {words}"),
    msg("Look whether the file is such a table and whole, and whether the profile is meant for it"),
    msg("has the headings of no table that is known"),
    msg(
        "The known profiles and the columns each needs: {known}. For another table write a profile of your own"
        " and name it with --profile FILE: a YAML file with 'columns:', and below it each column and what it says,"
        " such as '  Number: caller', '  When: occurred_at', '  Called: line'"
    ),
    msg("the row does not tell which line was reached"),
    msg("Add a column with the line, or state the line of the source"),
    msg("is in UTF-16"),
    msg("Save it as CSV in UTF-8, or as XLSX"),
)
_OF_MAILS: Final = (
    msg("does not tell which mailbox it was sent to"),
    msg(
        "State the line of the source if its mailbox is one, or let the server write X-Original-To"
    ),
    msg("is no mail: it has no header"),
    msg("Give a file of one mail, or an mbox"),
    msg("nothing says when it arrived; what the sender wrote as Date is not believed"),
)
KNOWN: Final = (*_OF_THE_INTAKE, *_OF_HOOKS, *_OF_RECORDS, *_OF_TIMES, *_OF_TABLES, *_OF_MAILS)
"""Word for word as the intake and its formats say it, values as placeholders."""

_GAP: Final = re.compile(r"\\\{(\w+)\\\}")
_PATTERNS: Final = tuple(
    (re.compile(_GAP.sub(r"(?P<\1>.+)", re.escape(message)), re.DOTALL), message)
    for message in KNOWN
    if "{" in message
)


def refusal(say: Speech, text: str) -> str:
    """A reason or a remedy in the language of the page; as it is where it is not known."""
    for pattern, message in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            values = found.groupdict()
            if "reason" in values:
                values["reason"] = say(values["reason"])
            return say(message, **values)
    return say(text)

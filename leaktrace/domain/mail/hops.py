"""Which way a mail came: which alias was hit, and when. What the sender wrote is told from what our side wrote.

Every server writes its lines above those that are there already. So the line ``Received`` of our own server that
took the mail from outside is a border: what stands above it our side wrote, what stands below the sender may have.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, tzinfo

from leaktrace.domain.mail.addresses import known_mailboxes
from leaktrace.domain.mail.parts import Part
from leaktrace.domain.times import parse_mail_time

__all__ = ["Border", "addressees", "arrival", "border_of", "envelope_alias", "host_names"]

_ALIAS = (
    ("x-original-to",),  # Postfix: as it was given to it
    ("envelope-to", "x-envelope-to"),  # Exim, Kerio, Mercury
    ("x-delivered-to", "x-deliver-to"),
    ("delivered-to",),  # Postfix, qmail, Gmail: after aliases are resolved
    ("x-forwarded-to", "x-forwarded-for", "resent-to", "x-hmxmroriginalrecipient"),
)
"""Headers that tell the address a mail was sent to, the best first."""
_MOST_ADDRESSEES = 20
_COMMENT = re.compile(rb"\([^()]*\)")
_BY = re.compile(rb"\bby\s+([^\s;()]+)", re.IGNORECASE)
_FOR = re.compile(rb"\bfor\s+<?([^<>\s;]+@[^<>\s;]+)>?", re.IGNORECASE)


@dataclass(frozen=True)
class Border:
    """Where the lines of our side end."""

    above: tuple[tuple[str, bytes], ...]
    """The lines that our side wrote, without the one at the border."""
    received: bytes
    """The line at the border; empty if there is none, and then nothing is trusted."""


def host_names(text: str) -> frozenset[str]:
    """The host names of a setting, with commas between; one that begins with a dot stands for all under it."""
    return frozenset(name.strip().rstrip(".").lower() for name in text.split(",") if name.strip())


def border_of(mail: Part, own: Collection[str]) -> Border:
    """The border of a mail.

    Args:
        mail: the mail.
        own: host names of our servers that take mail from outside, as they stand behind ``by``. Without any the
            topmost server is taken for ours, which it is where a mail was fetched from its mailbox.
    """
    for place, (name, value) in enumerate(mail.fields):
        if name == "received" and (not own or _is_own(_by(value), own)):
            return Border(mail.fields[:place], value)
    return Border((), b"")


def envelope_alias(border: Border, prefix: str = "") -> str | None:
    """The mailbox that a mail was sent to, as our side wrote it down; None if it did not.

    Of headers of one kind the lowest is the first that was written, before aliases were resolved.

    Args:
        border: what our side wrote.
        prefix: what qmail puts before the local part of a virtual domain.
    """
    for names in _ALIAS:
        for name, value in reversed(border.above):
            found = known_mailboxes(value) if name in names else []
            if found:
                return found[0].removeprefix(prefix)
    clause = _FOR.search(border.received[:2000])
    found = known_mailboxes(clause[1]) if clause else []
    return found[0] if found else None


def addressees(mail: Part) -> tuple[str, ...]:
    """The mailboxes in To and Cc: what the sender says, for want of anything better."""
    found = [
        mailbox
        for name, value in mail.fields
        if name in {"to", "cc"}
        for mailbox in known_mailboxes(value)
    ]
    return tuple(dict.fromkeys(found))[:_MOST_ADDRESSEES]


def arrival(border: Border, zone: tzinfo | None) -> datetime | None:
    """When our server took the mail; None if there is no border.

    Raises:
        InputError: the time cannot be read, or has no offset and no zone is stated.
    """
    if not border.received:
        return None
    text = _without_comments(border.received).rpartition(b";")[2].decode("ascii", "replace")
    return parse_mail_time(" ".join(text.split()), field="Received", zone=zone)


def _by(received: bytes) -> str:
    found = _BY.search(_without_comments(received[:4000]))
    return found[1].decode("ascii", "replace").rstrip(".").lower() if found else ""


def _without_comments(value: bytes) -> bytes:
    """A line without what stands in brackets, in brackets within brackets too."""
    return _COMMENT.sub(b" ", _COMMENT.sub(b" ", value))


def _is_own(host: str, own: Collection[str]) -> bool:
    return host in own or any(name.startswith(".") and host.endswith(name) for name in own)

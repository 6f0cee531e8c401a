"""Invitations (iCalendar, RFC 5545) as text: what a person reads of them in a calendar."""

import re

__all__ = ["invite_text"]

_FOLD = re.compile(r"\r?\n[ \t]")
_SHOWN = re.compile(
    r"^(?:SUMMARY|LOCATION|DESCRIPTION|COMMENT|ORGANIZER|URL)(?:;[^:\n]*)?:(.*\S)",
    re.MULTILINE | re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\(.)")


def invite_text(text: str) -> str:
    """The words of an invitation, one property a line; the whole where it has none."""
    shown = _SHOWN.findall(_FOLD.sub("", text))
    return "\n".join(map(_plain, shown)) or text.strip()


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)

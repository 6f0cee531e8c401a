"""Mailboxes in header lines (RFC 5322, section 3.4)."""

import re

from leaktrace.domain.errors import InputError
from leaktrace.domain.mail.charsets import header_text
from leaktrace.domain.normal import normal_email

__all__ = ["known_mailboxes", "mailboxes"]

_LONGEST = 8 * 1024
_MOST = 50
_TOKEN = re.compile(  # a quote that nobody closed goes to the end, so that none is looked for twice
    rb"\"((?:[^\"\\]|\\.)*)(?:\"|\\?\Z)|\(([^()]*)\)|<([^<>]*)>|([,;])|([^\"<>(),;]+)|.", re.DOTALL
)
_BARE = re.compile(rb"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


def mailboxes(raw: bytes) -> list[tuple[str, str]]:
    """The mailboxes of a header line with the names beside them.

    Names are decoded when the mailboxes have been told apart, so that no name can bring a mailbox with it.
    """
    found: list[tuple[str, str]] = []
    names: list[bytes] = []
    words: list[bytes] = []
    for token in _TOKEN.finditer(raw[:_LONGEST]):
        quoted, comment, angle, comma, plain = token.groups()
        if angle is not None or comma is not None:
            bare = angle is None
            found += _mailbox(angle or b" ".join(words), names if bare else names or words)
            names, words = [], []
        elif plain is not None:
            words.append(plain)
        else:
            names.append(re.sub(rb"\\(.)", rb"\1", quoted or comment or b"", flags=re.DOTALL))
    return (found + _mailbox(b" ".join(words), names))[:_MOST]


def known_mailboxes(raw: bytes) -> list[str]:
    """The mailboxes of a header line in normal form; what is none is passed over."""
    found = []
    for _, address in mailboxes(raw):
        try:
            found.append(normal_email(address))
        except InputError:
            continue
    return found


def _mailbox(raw: bytes, names: list[bytes]) -> list[tuple[str, str]]:
    """The mailbox in some bytes, if there is one, with its name."""
    box = _BARE.search(raw)
    if box is None:
        return []
    return [(header_text(b" ".join(names)), header_text(box[0]))]

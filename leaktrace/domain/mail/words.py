"""What a mail says: subject, names, the text that a person reads, the mails within it, the names of its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leaktrace.domain.mail.addresses import mailboxes
from leaktrace.domain.mail.charsets import decode_text, header_text
from leaktrace.domain.mail.invites import invite_text
from leaktrace.domain.mail.markup import html_text
from leaktrace.domain.mail.parts import Part, read_part
from leaktrace.domain.records import MAX_TEXT

__all__ = ["attached_mails", "mail_text", "sender"]

_DEEPEST = 20
_CUT = "\n[…]"
_ENCLOSED = frozenset({"message/rfc822", "message/global"})
_INVITES = frozenset({"text/calendar", "application/ics"})
_MARKUP = re.compile(r"text/(?:[\w.-]*-)?html|application/xhtml\+xml")


@dataclass(frozen=True)
class _Piece:
    """Some words of a mail, or a file that came with it."""

    text: str
    is_file: bool = False


def mail_text(mail: Part, *, note: str = "") -> str:
    """The text of a mail: header lines that people read, its words, and the files by name and size.

    Of names in To and Cc only those are told that are more than the mailbox: a sender who writes a buyer's name
    there knows it.

    Args:
        mail: the mail.
        note: something to be told at its end.
    """
    pieces = [_Piece(_head(mail)), *_pieces(mail, _DEEPEST)]
    words = "\n\n".join(piece.text for piece in pieces if piece.text and not piece.is_file)
    files = "\n".join([*(piece.text for piece in pieces if piece.is_file), *filter(None, [note])])
    room = MAX_TEXT - min(len(files), MAX_TEXT // 2) - len(_CUT) - 2
    if len(words) > room:
        words = words[:room] + _CUT
    return f"{words}\n\n{files}".strip()[:MAX_TEXT]


def sender(mail: Part) -> str | None:
    """The mailbox it says it is from; else the words that stand there; else the envelope's sender."""
    for name in ("from", "sender", "return-path"):
        raw = mail.first(name)
        found = next((address for _, address in mailboxes(raw)), "") or header_text(raw).strip("<>")
        if found:
            return found[:200]
    return None


def attached_mails(mail: Part, depth: int = _DEEPEST) -> Iterator[bytes]:
    """The mails within a mail, as whoever passes a mail on as an attachment sends them; not those within these."""
    for part in mail.parts() if depth else ():
        if part.kind in _ENCLOSED:
            yield part.content()
        else:
            yield from attached_mails(part, depth - 1)


def _head(mail: Part) -> str:
    lines = []
    for label in ("From", "To", "Cc"):
        known = mailboxes(mail.first(label.lower()))
        names = [name for name, address in known if name and name.lower() not in address.lower()]
        if names:
            lines.append(f"{label}: {', '.join(names)}")
    subject = mail.text("subject")
    return "\n".join([*lines, *([f"Subject: {subject}"] if subject else [])])


def _pieces(part: Part, depth: int) -> list[_Piece]:
    """The pieces of a part in their order."""
    if part.kind.startswith("multipart/") and depth:
        inner = _inner(part, depth - 1)
        if inner:
            return inner
    if part.kind in _ENCLOSED and depth:
        enclosed = read_part(part.content())
        return [_Piece(_head(enclosed)), *_pieces(enclosed, depth - 1)]
    if part.kind in _INVITES:
        return [_Piece(invite_text(decode_text(part.content(), part.charset)))]
    if not part.is_attachment:
        if _MARKUP.fullmatch(part.kind):
            return [_Piece(html_text(decode_text(part.content(), part.charset)))]
        if part.kind.startswith(("text/", "message/", "multipart/")):
            return [_Piece(decode_text(part.content(), part.charset).strip())]
    name = part.filename or part.kind
    return [_Piece(f"[{name[:120]}, {len(part.content())} bytes]", is_file=True)]


def _inner(part: Part, depth: int) -> list[_Piece]:
    """The pieces within a multipart.

    Of several forms of one text it is the last that has words, as RFC 2046 has it; a reader shows no other. An
    invitation is shown beside it, so it is no such form.
    """
    children = list(part.parts())
    if part.kind == "multipart/alternative":
        invites = [child for child in children if child.kind in _INVITES]
        forms = [_pieces(child, depth) for child in children if child.kind not in _INVITES]
        worded = [form for form in forms if _has_words(form)] or forms or [[]]
        return [*(piece for child in invites for piece in _pieces(child, depth)), *worded[-1]]
    return [piece for child in children for piece in _pieces(child, depth)]


def _has_words(pieces: list[_Piece]) -> bool:
    return any(piece.text and not piece.is_file for piece in pieces)

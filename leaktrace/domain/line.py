"""Lines: phone lines, mailboxes and chat accounts that the merchant owns and watches. Nothing else is ever dialled or given out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leaktrace.domain.normal import email_domain, normal_chat, normal_email, normal_phone

__all__ = ["Line", "LineKind", "LineRole", "normal_line_value"]


class LineKind(StrEnum):
    """What sort of line it is."""

    PHONE = "phone"
    EMAIL = "email"
    EMAIL_DOMAIN = "email_domain"
    CHAT = "chat"
    """An account of a messenger or of a platform's chat, as `app:handle`."""


class LineRole(StrEnum):
    """Whether a line serves canaries or is a control, which is never given to any channel."""

    CANARY = "canary"
    CONTROL = "control"


@dataclass(frozen=True)
class Line:
    """One phone line, mailbox, mail domain or chat account of the merchant."""

    line_id: str
    """The merchant's own name of it."""
    kind: LineKind
    value: str
    """E.164, mailbox, domain or `app:handle`, in normal form."""
    role: LineRole
    acquired_at: datetime
    """Since when it is watched."""
    label: str = ""


def normal_line_value(kind: LineKind, text: str) -> str:
    """The normal form of a line's value.

    Raises:
        InputError: it is not a value of that kind.
    """
    match kind:
        case LineKind.PHONE:
            return normal_phone(text, field="value")
        case LineKind.EMAIL:
            return normal_email(text, field="value")
        case LineKind.EMAIL_DOMAIN:
            return email_domain(text)
        case LineKind.CHAT:
            return normal_chat(text, field="value")

"""Pools of sealed draws: values near to one another that a caller's words still tell apart."""

from leaktrace.domain.premises import Premises
from leaktrace.seeding.personas.persona import Persona

__all__ = ["address_pool", "mailbox_pool", "name_pool", "nick_pool", "note_pool"]


def name_pool(seed: bytes, persona: Persona, size: int = 24) -> tuple[str, ...]:
    """Near names of a persona: same surname, length, sex and decade, each with another sound. Without its own."""
    raise NotImplementedError


def nick_pool(seed: bytes, persona: Persona, size: int = 24) -> tuple[str, ...]:
    """Nicks that the persona might have chosen instead of its own."""
    raise NotImplementedError


def mailbox_pool(seed: bytes, persona: Persona, domain: str, size: int = 24) -> tuple[str, ...]:
    """Mailboxes of the persona under a mail domain of the merchant."""
    raise NotImplementedError


def note_pool(
    seed: bytes, line: str, locale: str = "zh_CN", *, mate: int = 0, mates: int = 1, size: int = 50
) -> tuple[str, ...]:
    """Delivery notes. The pools of the `mates` identities of one `line` have nothing in common."""
    raise NotImplementedError


def address_pool(
    seed: bytes, line: str, premises: Premises, *, mate: int = 0, mates: int = 1, size: int = 50
) -> tuple[str, ...]:
    """Addresses at the premises. The pools of the `mates` identities of one `line` have nothing in common."""
    raise NotImplementedError

"""What a page says of what was just done: in the address it goes on to, and shown only if this session was told it.

A link that somebody else made can say nothing: it lacks the seal, for which the key is the secret of the session.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import Depends

from leaktrace.console.access import LoggedIn
from leaktrace.services.accounts import Login

__all__ = ["Notice", "notice"]

_SEAL: Final = 32


def notice(login: Login, **counts: int) -> str:
    """The parameter `done` of the page that is to say it."""
    told = ".".join(f"{name}-{count}" for name, count in counts.items())
    return f"{told}.{_seal(login, told)}"


def _read(login: LoggedIn, done: str = "") -> Mapping[str, int]:
    """The counts of a notice; none where this session was not told it."""
    told, _, seal = done[:200].rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(login, told).encode()):
        return {}
    pairs = (one.rpartition("-") for one in told.split("."))
    return {name: int(count) for name, _, count in pairs}


Notice = Annotated[Mapping[str, int], Depends(_read)]
"""Parameter of a handler: what was just done, by name."""


def _seal(login: Login, told: str) -> str:
    key, text = login.csrf.encode(), f"notice {told}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:_SEAL]

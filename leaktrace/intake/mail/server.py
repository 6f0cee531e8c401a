"""A mail server, how to get in, and how its refusals are told."""

import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from leaktrace.domain.errors import SourceError
from leaktrace.domain.framing import DELIVERY_BYTES
from leaktrace.domain.ports import Pulled

__all__ = ["TIMEOUT_S", "Server", "faults_told", "in_deliveries"]

TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Server:
    """A mail server and how to get in."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    tls: str
    """``yes``, ``starttls`` or ``no``."""
    context: ssl.SSLContext

    @property
    def where(self) -> str:
        """Which mailbox, for errors."""
        return f"{self.host}:{self.port}"


@contextmanager
def faults_told(server: Server, *kinds: type[Exception]) -> Iterator[None]:
    """Turn what goes wrong with a server into one error that says where.

    Raises:
        SourceError: always instead of an error of the network or of `kinds`.
    """
    foreseen: tuple[type[Exception], ...] = (OSError, EOFError, ValueError, *kinds)
    try:
        yield
    except ssl.SSLError as error:
        raise SourceError(
            f"no trusted connection: {_shown(error)}",
            where=server.where,
            remedy="See host, port and tls; for a certificate of your own set ca",
        ) from None
    except foreseen as error:
        raise SourceError(
            f"does not answer as it should: {_shown(error)}",
            where=server.where,
            remedy="See host and port, and whether the server is up",
        ) from None


def in_deliveries(mails: Iterable[tuple[bytes, str]]) -> Iterator[Pulled]:
    """Mails with the cursor behind each, put together to deliveries."""
    held: list[bytes] = []
    mark = ""
    for mail, behind in mails:
        if held and sum(map(len, held)) + len(mail) > DELIVERY_BYTES:
            yield Pulled(b"".join(held), mark)
            held = []
        held.append(mail)
        mark = behind
    if held:
        yield Pulled(b"".join(held), mark)


def _shown(error: Exception) -> str:
    """The words of an error on one line, not too many: a server may say anything."""
    words = " ".join(str(error).split())[:120]
    return "".join(letter for letter in words if letter.isprintable()) or type(error).__name__

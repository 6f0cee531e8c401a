"""Fetching mails from where they lie: which of the ways it is, and what all of them need."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from leaktrace.domain.errors import SourceError
from leaktrace.domain.ports import Pulled
from leaktrace.intake.mail.folders import pull_maildir, pull_mbox
from leaktrace.intake.mail.imap import pull_imap
from leaktrace.intake.mail.pop3 import pull_pop3
from leaktrace.intake.mail.server import Server

__all__ = ["MAILBOX", "check_mailbox", "pull_mails"]

MAILBOX = ("kind", "host", "user", "port", "folder", "tls", "ca")
"""The settings of `pull_mails`."""
_PORTS = {("imap", "yes"): 993, ("imap", "starttls"): 143, ("pop3", "yes"): 995}
_PLAIN_PORTS = {"imap": 143, "pop3": 110}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def pull_mails(settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
    """What came into a mailbox since `cursor`.

    Settings: ``kind``, which is imap, pop3, maildir or mbox. For a server ``host``, ``user``, and where needed
    ``port``, ``folder`` (INBOX), ``tls`` (yes, starttls, or on this machine no) and ``ca``, a file with the
    certificate of the server's own authority. For files ``path``.

    Raises:
        SourceError: it cannot be reached, refuses the secret, or a setting does not fit.
    """
    return _way(settings, secret)(cursor)


def check_mailbox(settings: Mapping[str, str], secret: str) -> None:
    """Pass only if the settings of `pull_mails` fit; no server is asked.

    Raises:
        SourceError: one is missing or does not fit.
    """
    _way(settings, secret)


def _way(settings: Mapping[str, str], secret: str) -> Callable[[str], Iterator[Pulled]]:
    """How to fetch what came since a cursor."""
    kind = settings.get("kind", "")
    match kind:
        case "imap":
            return partial(pull_imap, _server(settings, secret), settings.get("folder") or "INBOX")
        case "pop3":
            return partial(pull_pop3, _server(settings, secret))
        case "maildir":
            return partial(pull_maildir, _path(settings))
        case "mbox":
            return partial(pull_mbox, _path(settings))
    raise SourceError(
        f"the kind of mailbox is {kind!r}" if kind else "the kind of mailbox is not stated",
        remedy="Set kind to imap, pop3, maildir or mbox",
    )


def _path(settings: Mapping[str, str]) -> Path:
    path = Path(settings.get("path", ""))
    if not path.is_absolute():
        raise SourceError("the path is not absolute", remedy="State where the mailbox lies: --path")
    return path


def _server(settings: Mapping[str, str], secret: str) -> Server:
    kind, host, user = settings["kind"], settings.get("host", ""), settings.get("user", "")
    tls = settings.get("tls") or "yes"
    for name, value in (("host", host), ("user", user)):
        if not value or not value.isprintable():
            raise SourceError(f"{name} is not stated", remedy=f"Set {name} of the source")
    if not secret.isprintable() or not secret:
        raise SourceError(
            "there is no password",
            where=host,
            remedy="Give the source its password or app code: --secret-file FILE",
        )
    if tls not in {"yes", "starttls", "no"}:
        raise SourceError(f"tls is {tls[:20]!r}", remedy="Set it to yes, starttls or no")
    if tls == "no" and host not in _LOOPBACK:
        raise SourceError(
            "the password would go over the network for all to read",
            where=host,
            remedy="Set tls to yes or starttls",
        )
    given = settings.get("port") or str(_PORTS.get((kind, tls), _PLAIN_PORTS[kind]))
    if not given.isascii() or not given.isdigit() or not 0 < int(given[:6]) < 65_536:
        raise SourceError(f"{given[:20]!r} is no port", where=host, remedy="Set port")
    return Server(host, int(given), user, secret, tls, _context(settings.get("ca", "")))


def _context(ca: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca or None)
    except OSError as error:
        raise SourceError(
            f"the certificate cannot be read ({error.strerror or error})",
            where=ca,
            remedy="Set ca to a file of certificates in PEM",
        ) from None

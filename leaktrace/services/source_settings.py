"""What the settings of sources say, and which cannot be."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from leaktrace.domain.cards import lines_of_settings, names_lines
from leaktrace.domain.errors import InputError, NotFoundError
from leaktrace.domain.ports import ParseContext
from leaktrace.domain.source import SourceKind, is_fetched
from leaktrace.domain.source_rules import rules_of
from leaktrace.domain.times import time_zone
from leaktrace.services.linefinder import LineFinder
from leaktrace.storage import models

__all__ = [
    "check_source_lines",
    "check_source_settings",
    "fetched_from",
    "parse_context",
    "place_of",
]

_WITHOUT_A_PLACE = {
    "alarm_after", "allow", "every", "line", "max_bytes", "per_minute", "profile", "public_url", "zone",
}  # fmt: skip
_HOW_ONLY = {
    "ca", "charset", "country", "device", "forwarded", "kind", "multipart_timeout", "mx", "prefix", "side", "tls",
}  # fmt: skip
"""How it is fetched and understood: by another value the same records come. IMAP and POP3 give the same mails."""
_PORTS = {"http": 80, "https": 443}
_POSTGRESQL = 5432
_TABLE = "inbox"
_MAIL_PORTS = {"110", "143", "993", "995"}
_SECRETS = {"api_key", "auth_token", "passwd", "password", "secret", "token"}


def parse_context(source: models.Source, stated: Mapping[str, Any]) -> ParseContext:
    """What a parser may know: of a source, and of what was stated with a delivery, which goes before that."""
    settings = {**source.settings, **stated}
    zone = settings.get("zone")
    return ParseContext(
        zone=ZoneInfo(zone) if zone else None,
        line=settings.get("line") or None,
        settings={name: str(value) for name, value in settings.items()},
        by_hand=source.kind is SourceKind.MANUAL,
        source=source.name,
    )


def place_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """Those of the settings that say where a source is fetched from."""
    return {
        name: str(value)
        for name, value in settings.items()
        if name not in _WITHOUT_A_PLACE and not names_lines(name)
    }


def fetched_from(kind: SourceKind, settings: Mapping[str, Any]) -> str:
    """Where the records of a source come from, written so that two sources of one place say the same.

    Empty where nothing is fetched or watched.
    """
    table = settings.get("table") or _TABLE
    if settings.get("path"):
        path = str(Path(settings["path"]).resolve())
        return path if table == _TABLE else f"{path}, table {table}"
    if not is_fetched(kind, settings):
        return ""
    place = {name: value for name, value in place_of(settings).items() if name not in _HOW_ONLY}
    if settings.get("url"):
        place["url"] = _address(settings["url"])
    if settings.get("database"):
        place |= {"database": _address_of_database(settings["database"]), "table": table}
    if settings.get("kind") in {"imap", "pop3"}:
        place = {name: value.casefold() for name, value in place.items()}
        if settings["kind"] == "pop3" or not place.get("folder"):
            place["folder"] = "inbox"
        if place.get("port") in _MAIL_PORTS:
            del place["port"]
    return ", ".join(f"{name} {value}" for name, value in sorted(place.items()))


def _address(url: str) -> str:
    """Host, port, path and query of an address: another user, or scheme on one port, fetches the same."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return url
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.hostname}:{port}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def _address_of_database(url: str) -> str:
    """Host, port and name of a database: another user, and all else that the query of the address says, gives the same."""
    try:
        parts = urlsplit(url.strip())
        asked = dict(parse_qsl(parts.query))
        port = asked.get("port") or parts.port or _POSTGRESQL
    except ValueError:
        return url
    host = asked.get("host") or asked.get("hostaddr") or parts.hostname
    return f"{host}:{port}/{asked.get('dbname') or parts.path.strip('/')}"


def check_source_settings(kind: SourceKind, settings: Mapping[str, str]) -> None:
    """Pass only if a source of the kind can have these settings; what the format says of them is another matter.

    Raises:
        InputError: one cannot be.
    """
    if kind is SourceKind.MANUAL:
        raise InputError("a manual source is made by 'leaktrace ingest'", field="kind")
    if kind is SourceKind.FOLDER and not Path(settings.get("path", "")).is_absolute():
        raise InputError(
            "a folder source needs an absolute path", field="path", remedy="Add --path DIR"
        )
    if settings.get("zone"):
        time_zone(settings["zone"])
    rules_of(settings)
    hidden = sorted(_SECRETS & {key.lower() for key in settings})
    if hidden:
        raise InputError(
            "a secret does not belong into the settings",
            field=hidden[0],
            remedy="Put it into a file, and name that with --secret-file",
        )


def check_source_lines(session: Session, settings: Mapping[str, str]) -> None:
    """Pass only if the lines that settings name are there: what comes for another waits in quarantine for good.

    Raises:
        InputError: what stands there is no line.
        NotFoundError: there is no such line.
    """
    named = lines_of_settings(settings)
    if line := settings.get("line"):
        named["line"] = (line,)
    finder = LineFinder(session)
    finder.prepare(name for names in named.values() for name in names)
    for key, names in named.items():
        for name in names:
            if finder.find(name) is None:
                raise NotFoundError(
                    f"there is no line {name[:40]!r}",
                    where=f"setting {key}",
                    remedy="See 'leaktrace line list'; a line that is missing is added by 'leaktrace line import'",
                )

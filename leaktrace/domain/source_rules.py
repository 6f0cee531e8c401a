"""What the settings of a source say to the program itself: when to look, when to worry, what to let in."""

import hashlib
import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from leaktrace.domain.errors import InputError

__all__ = [
    "MOST_HOOK_BYTES",
    "OF_EVERY_SOURCE",
    "Network",
    "SourceRules",
    "is_allowed",
    "longest_wait",
    "rules_of",
    "wait_after",
]

OF_EVERY_SOURCE = ("path", "zone", "line", "every", "alarm_after", "allow", "max_bytes", "per_minute", "public_url")  # fmt: skip
"""Settings that say something whatever the format is."""
HOOK_BYTES = 256 * 1024
"""A push may have so many bytes where its source does not say otherwise."""
MOST_HOOK_BYTES = 4 * 1024 * 1024
_LONGEST_WAIT_S = 900.0
_JITTER = 0.2
_DAY_S = 86_400

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class SourceRules:
    """What the settings of a source say to the program itself, and not to its format."""

    every_s: float | None = None
    """Seconds between two looks; None where it is left to the worker."""
    alarm_after: timedelta = timedelta(hours=1)
    """Failing for so long raises an alarm."""
    allow: tuple[Network, ...] = ()
    """Where pushes may come from; empty: from anywhere."""
    max_bytes: int = HOOK_BYTES
    """The longest push that is taken."""
    per_minute: int | None = None
    """The most pushes that are taken in a minute."""
    public_url: str = ""
    """The address of the hook as its gateway calls it, where that is not the address that arrives."""


def rules_of(settings: Mapping[str, object]) -> SourceRules:
    """The rules among the settings of a source: every, alarm_after, allow, max_bytes, per_minute, public_url.

    Raises:
        InputError: a value that cannot be.
    """
    given = {name: str(value) for name, value in settings.items()}
    standing = SourceRules()
    return SourceRules(
        every_s=_number(given, "every", 1, _DAY_S),
        alarm_after=timedelta(seconds=_number(given, "alarm_after", 60, 30 * _DAY_S) or 0)
        or standing.alarm_after,
        allow=_networks(given.get("allow", "")),
        max_bytes=int(_number(given, "max_bytes", 1, MOST_HOOK_BYTES) or standing.max_bytes),
        per_minute=int(_number(given, "per_minute", 1, 1_000_000) or 0) or None,
        public_url=_address(given.get("public_url", "")),
    )


def is_allowed(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address lies in one of the networks; without networks any does."""
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if found.version == 6 else None
    return any((mapped or found) in network for network in networks)


def wait_after(failures: int, every_s: float, key: str) -> timedelta:
    """How long to wait after so many failures in a row: twice as long each time, up to a quarter of an hour.

    A fifth more or less, fixed by the key of the source, so that sources of one gateway that came back do not
    all ask it at once.
    """
    plain = min(every_s * 2.0 ** min(failures - 1, 32), max(_LONGEST_WAIT_S, every_s))
    digest = hashlib.sha256(f"{key}:{failures}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / 2**32
    return timedelta(seconds=plain * (1 + _JITTER * (2 * share - 1)))


def longest_wait(every_s: float) -> timedelta:
    """No wait after failures is longer; one that seems so was set before the clock was set back."""
    return timedelta(seconds=max(_LONGEST_WAIT_S, every_s) * (1 + _JITTER))


def _number(given: Mapping[str, str], name: str, least: float, most: float) -> float | None:
    text = given.get(name, "")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise InputError(f"{text[:24]!r} is not a number from {least:g} to {most:g}", field=name)
    return number


def _networks(text: str) -> tuple[Network, ...]:
    networks = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            networks.append(ipaddress.ip_network(part))
        except ValueError:
            raise InputError(
                f"{part[:48]!r} is no network",
                field="allow",
                remedy="Write networks such as 192.0.2.0/24 with commas between",
            ) from None
    return tuple(networks)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query):
        raise InputError(
            f"{text[:60]!r} is no address of a hook",
            field="public_url",
            remedy="Write it as https://in.example.com/hooks/phones",
        )
    return text.rstrip("/")

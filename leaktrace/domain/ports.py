"""What plug-ins must offer. They import the domain only and get everything else as an argument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import BinaryIO, Protocol, runtime_checkable

from leaktrace.domain.contact import Reject, Report

__all__ = [
    "Authentication",
    "CheckedFormat",
    "CheckedPullFormat",
    "EncodedFormat",
    "IntakeFormat",
    "ParseContext",
    "PullFormat",
    "Pulled",
    "PushAnswer",
    "PushFormat",
    "PushRequest",
    "SetFormat",
]


@dataclass(frozen=True)
class ParseContext:
    """What a parser may know beside the bytes."""

    zone: tzinfo | None = None
    """The zone that the source states for times without an offset."""
    line: str | None = None
    """The line of all records, where the source is one line and the records do not name it."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Further settings of the source."""
    by_hand: bool = False
    """Whether it is a file that somebody gives: what is missing is stated with it, there is no source to change."""
    source: str = "NAME"
    """The name of the source, for what a person is told to do."""


class Authentication(StrEnum):
    """How well a delivery is known to come from its gateway."""

    LOCAL = "local"
    """A file that an operator of this installation put there."""
    STATIC = "static"
    """A secret that is the same in every request."""
    REPLAYABLE = "replayable"
    """A signature that does not cover the body."""
    BODY_BOUND = "body-bound"
    FAILED = "failed"
    """Wrong or missing: stored, shown, never trusted."""


@dataclass(frozen=True)
class PushRequest:
    """A request that a gateway pushed, as it came."""

    body: bytes
    headers: Mapping[str, str]
    """Names in lower case."""
    received_at: datetime
    method: str = "POST"
    url: str = ""
    """The address as the gateway called it, query included: what some gateways sign."""
    query: str = ""
    """What stood behind the question mark, as it came."""
    token: str = ""
    """What the address carried behind the name of the source, for gateways that can send no header."""


@dataclass(frozen=True)
class PushAnswer:
    """What a gateway has to be told so that it does not send again."""

    body: bytes = b'{"ok":true}'
    media_type: str = "application/json"


@dataclass(frozen=True)
class Pulled:
    """One delivery that was fetched, and where to go on after it."""

    payload: bytes
    cursor: str
    """The format's own mark; stored in the transaction that stores the payload."""


@runtime_checkable
class IntakeFormat(Protocol):
    """One format of deliveries: bytes in, reports and rejects out. Entry-point group ``leaktrace.sources``.

    A parser never raises on content: what it cannot take it yields as a `Reject`, and every record
    of the input comes out as exactly one of the two. What tells of nothing that arrived (a heading, a sign of
    life, a message that the phone sent) is no record.
    """

    name: str

    def split(self, stream: BinaryIO) -> Iterator[bytes]:
        """Cut a file into deliveries of whole records, in bounded memory. The same bytes give the same cuts."""
        ...

    def parse(self, delivery: bytes, context: ParseContext) -> Iterator[Report | Reject]:
        """The records of one delivery."""
        ...


@runtime_checkable
class CheckedFormat(IntakeFormat, Protocol):
    """A format with settings that can be wrong: they are looked at before a source is added with them."""

    def check(self, settings: Mapping[str, str]) -> None:
        """Pass only if the settings fit.

        Raises:
            InputError: they do not.
        """
        ...


@runtime_checkable
class SetFormat(IntakeFormat, Protocol):
    """A format that names its settings: a source of it is given no others, which may be misspelled."""

    settings: tuple[str, ...]
    """Without those of every source (`source_rules.OF_EVERY_SOURCE`); see `cards.check_names`."""


@runtime_checkable
class EncodedFormat(IntakeFormat, Protocol):
    """A format whose records may be in an older encoding than UTF-8.

    One that begins with the mark of UTF-8 (``EF BB BF``) is in UTF-8: so comes what a person has mended.
    """

    def encoding_of(self, record: bytes, settings: Mapping[str, str]) -> str:
        """The encoding by which a record, or a file that is no table, is read."""
        ...


@runtime_checkable
class PushFormat(IntakeFormat, Protocol):
    """A format that gateways push to ``/hooks/<source>``."""

    answer: PushAnswer

    def authenticate(
        self, request: PushRequest, secret: str
    ) -> tuple[Authentication, str | None, str]:
        """Judge a request.

        Returns:
            How well it is authenticated; what makes the signature one-time (or None); the reason where it failed.
        """
        ...

    def delivery(self, request: PushRequest) -> bytes:
        """The bytes to store: the body, in a form that `parse` reads without the headers."""
        ...


@runtime_checkable
class PullFormat(IntakeFormat, Protocol):
    """A format whose deliveries the scheduled job fetches from where they lie."""

    def pull(self, settings: Mapping[str, str], secret: str, cursor: str) -> Iterator[Pulled]:
        """What came since `cursor` (empty: from the beginning), oldest first, in deliveries of bounded size.

        It may give again what it gave before: overlap is safe, a gap is not. Nothing is changed where it lies.

        Raises:
            SourceError: it cannot be reached, refuses the secret, or answers something else than it should.
        """
        ...


@runtime_checkable
class CheckedPullFormat(PullFormat, Protocol):
    """A format that tells what it lacks for fetching: it is asked before a source is added or changed."""

    def check_pull(self, settings: Mapping[str, str], secret: str) -> None:
        """Pass only if everything that fetching needs is stated. Nothing is reached for.

        Raises:
            SourceError: something is missing or does not fit.
        """
        ...

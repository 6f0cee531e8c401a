"""From what a gateway calls a line to the line of the inventory."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError
from leaktrace.domain.line import LineKind
from leaktrace.domain.normal import normal_email, normal_phone
from leaktrace.storage.models import Line
from leaktrace.storage.sealed import blinds

__all__ = ["LineFinder"]

_CHUNK = 5_000


class LineFinder:
    """Finds lines by line_id, number, mailbox, or the domain of a mailbox.

    Args:
        session: a writing session, since the blind indexes come from its keys.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, UUID | None] = {}

    def prepare(self, hints: Iterable[str]) -> None:
        """Look up all hints of a batch in two statements for each 5,000."""
        fresh = [hint for hint in dict.fromkeys(hints) if hint not in self._found]
        indexes: dict[bytes, list[str]] = {}
        domains: dict[bytes, list[str]] = {}
        for hint in fresh:
            self._found[hint] = None
            value, domain = _value_of(hint)
            for index in blinds(self._session, Line.value_index, value) if value else ():
                indexes.setdefault(index, []).append(hint)
            for index in blinds(self._session, Line.value_index, domain) if domain else ():
                domains.setdefault(index, []).append(hint)
        self._take(domains, LineKind.EMAIL_DOMAIN)
        self._take(indexes, None)
        for start in range(0, len(fresh), _CHUNK):
            rows = self._session.execute(
                select(Line.line_id, Line.id).where(Line.line_id.in_(fresh[start : start + _CHUNK]))
            )
            self._found.update((line_id, row_id) for line_id, row_id in rows)

    def find(self, hint: str) -> UUID | None:
        """The line of a prepared hint, or None."""
        return self._found[hint]

    def _take(self, indexes: dict[bytes, list[str]], kind: LineKind | None) -> None:
        keys = list(indexes)
        for start in range(0, len(keys), _CHUNK):
            query = select(Line.value_index, Line.id).where(
                Line.value_index.in_(keys[start : start + _CHUNK])
            )
            if kind is not None:
                query = query.where(Line.kind == kind)
            for index, row_id in self._session.execute(query):
                for hint in indexes[index]:
                    self._found[hint] = row_id


def _value_of(hint: str) -> tuple[str | None, str | None]:
    """The normal form of a hint that is a number or mailbox, and the domain of a mailbox."""
    if "@" in hint:
        try:
            mailbox = normal_email(hint)
        except InputError:
            return None, None
        return mailbox, mailbox.rpartition("@")[2]
    try:
        return normal_phone(hint), None
    except InputError:
        return None, None

"""From what a gateway calls a line to the line of the inventory."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.errors import InputError
from leaktrace.domain.line import LineKind
from leaktrace.domain.normal import mailbox_forms, normal_chat, normal_email, normal_phone
from leaktrace.domain.records import line_name
from leaktrace.storage.models import Line
from leaktrace.storage.sealed import blinds

__all__ = ["LineFinder", "known_line"]

_CHUNK = 5_000


class LineFinder:
    """Finds lines by line_id, number, mailbox, chat account, or the domain of a mailbox that is no line itself.

    Args:
        session: a writing session, since the blind indexes come from its keys.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, UUID | None] = {}

    def prepare(self, hints: Iterable[str]) -> None:
        """Look up all hints of a batch in two statements for each 5,000."""
        fresh = [hint for hint in dict.fromkeys(hints) if hint not in self._found]
        forms = {hint: _forms_of(hint) for hint in fresh}
        values = {form.value for found in forms.values() for form in found}
        known = self._lines_of(values)
        for hint in fresh:
            matches = (
                known.get((form.value, LineKind.EMAIL_DOMAIN if form.is_domain else None))
                for form in forms[hint]
            )
            self._found[hint] = next(filter(None, matches), None)
        for start in range(0, len(fresh), _CHUNK):
            rows = self._session.execute(
                select(Line.line_id, Line.id).where(Line.line_id.in_(fresh[start : start + _CHUNK]))
            )
            self._found.update((line_id, row_id) for line_id, row_id in rows)

    def find(self, hint: str) -> UUID | None:
        """The line of a prepared hint, or None."""
        return self._found[hint]

    def _lines_of(self, values: Iterable[str]) -> dict[tuple[str, LineKind | None], UUID]:
        """Lines by value: a mail domain under its kind, whatever else under None."""
        owners = {
            index: value
            for value in values
            for index in blinds(self._session, Line.value_index, value)
        }
        keys = list(owners)
        found: dict[tuple[str, LineKind | None], UUID] = {}
        for start in range(0, len(keys), _CHUNK):
            query = select(Line.value_index, Line.kind, Line.id).where(
                Line.value_index.in_(keys[start : start + _CHUNK])
            )
            for index, kind, row_id in self._session.execute(query):
                domain = kind if kind is LineKind.EMAIL_DOMAIN else None
                found[owners[index], domain] = row_id
        return found


def known_line(session: Session, text: str, *, country: str = "86") -> str | None:
    """The line_id of a line that a person names, by that or by its number, mailbox or account; None if there is none.

    Args:
        session: a writing session.
        text: what they wrote.
        country: calling code of a number in national form.
    """
    hints = [text.strip()]
    if not hints[0].isprintable():
        return None
    with suppress(InputError):
        hints.append(line_name(text, country=country))
    finder = LineFinder(session)
    finder.prepare(hints)
    found = next(filter(None, map(finder.find, hints)), None)
    return None if found is None else session.get_one(Line, found).line_id


@dataclass(frozen=True)
class _Form:
    """A value that a hint may mean."""

    value: str
    is_domain: bool = False


def _forms_of(hint: str) -> list[_Form]:
    """What a hint may mean, the likeliest first: the account of a chat; the number; or the mailbox, what it wraps, and their domains."""
    forms = []
    with suppress(InputError):
        forms.append(_Form(normal_chat(hint)))
    if "@" not in hint:
        with suppress(InputError):
            forms.append(_Form(normal_phone(hint)))
        return forms
    try:
        mailboxes = mailbox_forms(normal_email(hint))
    except InputError:
        return forms
    domains = dict.fromkeys(mailbox.rpartition("@")[2] for mailbox in mailboxes)
    return [
        *forms,
        *(_Form(mailbox) for mailbox in mailboxes),
        *(_Form(domain, is_domain=True) for domain in domains),
    ]

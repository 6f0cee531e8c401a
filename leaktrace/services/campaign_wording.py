"""What two contacts of a campaign say alike: a sample of the wording.

Whose facts are the same is told by their lines: the two have to be of different identities. Of words that both say, facts
of orders that were found, numbers and mailboxes are hidden; a name that is said to every buyer can be read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leaktrace.domain.masking import mask_but
from leaktrace.storage import models
from leaktrace.storage.queries import current_readings
from leaktrace.storage.sealed import opener

__all__ = ["common_wordings"]

_LONGEST = 400
_ALIKE = 4
"""So many letters that are the same are no chance, and more than most names have."""
_FEWEST = 12
"""Letters of a sample that says anything."""


@dataclass(frozen=True)
class _Said:
    text: str
    spans: tuple[tuple[int, int], ...]
    """Where it tells facts of an order."""


def common_wordings(session: Session, pairs: Sequence[Sequence[UUID]]) -> list[str]:
    """For each two contacts what the first says that the second says too, everything else as dots.

    Hidden as well are facts of orders, numbers and mailboxes. Empty where there are no two, or hardly anything is alike.
    Only contacts of the session's merchant are opened.
    """
    said = _opened(session, (key for pair in pairs for key in pair))
    return [_common([said[key] for key in pair if key in said]) for pair in pairs]


def _opened(session: Session, contact_ids: Iterable[UUID]) -> Mapping[UUID, _Said]:
    read = current_readings().subquery()
    rows = session.execute(
        select(models.Contact.id, models.Contact.content, read.c.id, read.c.details)
        .join(read, read.c.contact_id == models.Contact.id)
        .where(models.Contact.id.in_(set(contact_ids)))
    )
    open_content = opener(session, models.Contact.content)
    open_details = opener(session, models.Reading.details)
    found = {}
    for contact_id, content, reading_id, details in rows:
        text = json.loads(open_content(contact_id, content)).get("text") or ""
        facts = json.loads(open_details(reading_id, details)) if details is not None else {}
        spans = (one["span"] for facts_of_order in facts.values() for one in facts_of_order)
        found[contact_id] = _Said(text[:_LONGEST], tuple((*span,) for span in spans if span))
    return found


def _common(said: Sequence[_Said]) -> str:
    if len(said) < 2:
        return ""
    one, other = said
    told, told_there = _told(one), _told(other)
    shown = [False] * len(one.text)
    for block in SequenceMatcher(None, one.text, other.text, autojunk=False).get_matching_blocks():
        if block.size < _ALIKE:
            continue
        for step in range(block.size):
            here, there = block.a + step, block.b + step
            shown[here] = here not in told and there not in told_there
    masked = mask_but(one.text, shown)
    return masked if sum(letter.isalpha() for letter in masked) >= _FEWEST else ""


def _told(said: _Said) -> set[int]:
    return {place for start, end in said.spans for place in range(start, end)}

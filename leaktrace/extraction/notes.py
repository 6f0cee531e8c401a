"""Notes of the buyer and nicks: said in the same words, or in other words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import Reading, fold

__all__ = ["Notes", "find_notes", "know_notes"]

_ASKED = re.compile(
    r"备注|留言|特别|要求|[你您](?:们)?(?:写|注明|说要|要求)|note|instruction|you (?:asked|wrote|said)|as requested|gate|doorbell"
)


_CLAUSES = re.compile(r"[，,。；;.]|\s-\s")
_DENSE = 64
"""No more words than that stand within the reach of one note."""


@dataclass(frozen=True)
class Notes:
    """The notes of an order, made searchable: note, folded, and its pairs of characters or words."""

    notes: tuple[tuple[str, str, frozenset[str]], ...]
    nicks: tuple[tuple[str, bool], ...]
    """Folded nicks, longest first, and whether one is the order's own."""


def _parts(text: str) -> list[tuple[str, int, int]]:
    """Pairs of neighbouring Chinese characters, and English words of some length, with their places."""
    out = [
        (text[n : n + 2], n, n + 2)
        for n in range(len(text) - 1)
        if text[n] >= "\u4e00" and text[n + 1] >= "\u4e00"
    ]
    out += [
        (match.group(), *match.span())
        for match in re.finditer(r"[a-z]{3,}|\d+", text)
        if match.group() not in ("the", "and", "for", "you", "with", "please")
    ]
    return out


def _words(folded: str) -> frozenset[str]:
    """The pairs of characters and the words of a note."""
    return frozenset(part for part, _, _ in _parts(folded))


def know_notes(facts: OrderFacts) -> Notes:
    """The notes of `facts`."""
    notes = tuple(
        (note, fold(note.strip()), _words(fold(note)))
        for note in facts.notes
        if len(note.strip()) >= 3
    )
    own = fold(facts.nick.strip())
    nicks = {fold(nick.strip()): False for nick in facts.nicks} | {own: True}
    kept = ((nick, mine) for nick, mine in nicks.items() if len(nick) >= 3)
    return Notes(notes, tuple(sorted(kept, key=lambda one: (-len(one[0]), one[0]))))


def find_notes(reading: Reading, known: Notes) -> list[Detail]:
    """The order's notes, its nick and the other nicks of its pool in a text."""
    found = list(_nicks(reading, known))
    whole = [(note, folded, reading.text.find(folded)) for note, folded, _ in known.notes]
    said = [(note, (place, place + len(folded))) for note, folded, place in whole if place >= 0]
    found += [
        Detail(Field.NOTE, note, span, Strength.EXACT, contradicts=False, rule="note")
        for note, span in said
    ]
    for note, folded, parts in known.notes:
        span = _reworded(reading, parts) if parts else None
        if span is None:
            clauses = [_words(clause) for clause in _CLAUSES.split(folded)]
            spans = (_reworded(reading, clause) for clause in clauses if len(clause) >= 3)
            span = next(filter(None, spans), None) if len(clauses) > 1 else None
        # What was said of one note is not another one in other words.
        if span and not any(start < span[1] and span[0] < end for _, (start, end) in said):
            found.append(
                Detail(Field.NOTE, note, span, Strength.FUZZY, contradicts=False, rule="reworded")
            )
    return found


def _nicks(reading: Reading, known: Notes) -> Iterator[Detail]:
    """Each nick once, where it first stands and is no part of a longer one."""
    taken: list[tuple[int, int]] = []
    for nick, own in known.nicks:
        place = reading.text.find(nick)
        span = (place, place + len(nick))
        if place < 0 or any(start < span[1] and place < end for start, end in taken):
            continue
        taken.append(span)
        yield Detail(Field.NICK, nick, span, Strength.EXACT, contradicts=not own, rule="nick")


def _reworded(reading: Reading, parts: frozenset[str]) -> tuple[int, int] | None:
    """The stretch of a text that has enough of a note's words close together."""
    hits = [(start, end, part) for part, start, end in _parts(reading.text) if part in parts]
    asked = bool(_ASKED.search(reading.text))
    best: tuple[int, int] | None = None
    reach = 24 if reading.zh else 60
    for n, (start, _, _) in enumerate(hits):
        group = [hit for hit in hits[n : n + _DENSE] if hit[1] - start <= reach]
        share = len({part for _, _, part in group}) / len(parts)
        if share >= (0.28 if asked else 0.5) and len({part for _, _, part in group}) >= 2:
            best = best or (start, group[-1][1])
    return best

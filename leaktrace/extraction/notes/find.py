"""Notes of the buyer and nicks: said in the same words, or in other words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.notes.wishes import PLAIN_WISHES, said_wishes
from leaktrace.extraction.reading import Reading, fold, is_hanzi

__all__ = ["Notes", "find_notes", "know_notes"]

_ASKED = re.compile(
    r"备注|留言|(?:面单|单子|单)[^，。]{0,3}写|特别|要求|交代|嘱咐|吩咐|叮嘱|叮咛|注明|注了|标了|[你您](?:们)?(?:写|注明|说|讲|要求|要我|让)|note|instruction|you (?:asked|wrote|said|wanted|put|requested|mentioned)|as (?:requested|you|asked)|per your|asked (?:us|me|for|to)|gate|doorbell"
)


_QUOTED = re.compile(
    r"(?:备注|留言|附言)(?:里|上|栏|头|中)?[头面边]?(?:内容)?(?:您|你|恁)?(?:也|还|都)?(?:写|注|说|是|让|要求|要|讲|填|标)(?:着|起|了|的|明|嘞|个|咗|住|滴)?[：:是“\"，, ]{0,2}(?P<said>[^，,。；;！!？?”\"]{2,14})"
    r"|(?:面单|单子|单|纸条|条子|包装)上?(?:写明|注明|标明|写着|写的|注着|标着|写了)(?:是|要|让)?[：:“\"，, ]{0,2}(?P<marked>[^，,。；;！!？?”\"]{3,14})"
    r"|(?:备注|留言)[：:“\"，, ]{0,2}(?P<noted>[^，,。；;！!？?”\"：:“写注说是让要讲填标里上栏头中内]{3,14})"
    r"|\b(?:note|instructions?|sheet|comment) (?:says?|said|saying|reads?|asks?|asked)(?: to| that)?[:\"“ ]{1,3}(?P<said_en>[^.,;!?\"”]{3,40})"
)
_TOLD = re.compile(
    r"(?:[你您恁侬](?:特意|还|又|专门)?|看[您你]?)(?:嘱咐|交代|叮嘱|叮咛|吩咐|注明|写明|写|说|讲|要求)(?:的|了|着|要|过|嘞|嘅|滴)?[：:“\"，, ]{0,2}(?P<said>[^，,。；;！!？?”\"]{2,14})|[按照依](?:照)?[你您恁侬](?:的)?(?:要求|吩咐|意思|说的)(?P<done>[^。；;！!？?”\"]{2,16})"
)
"""What the buyer is said to have asked for, without a word for a note."""
_PERSON = re.compile(
    r"[老小][\u4e00-\u9fff](?=$|[^\u4e00-\u9fff]|代|收|那|处|转|家|签)|[\u4e00-\u9fff](?:师傅|大爷|大叔|大妈|阿姨|老板|叔|姨|姐|哥|婶|伯)"
)
"""Who is to take the parcel in."""
_INSCRIPTION = re.compile(
    r"(?:[：:]|[“「\"『])\s?(?P<words>[\u4e00-\u9fff]{2,12})(?=[”」\"』，,。；;！!]|$)"
)
"""What a note asks to be written: 刻字：平安."""
_WRITTEN = re.compile(r"刻|写|印|绣|字|卡片?|落款|署名|题")
_IDLE = frozenset("的了要在是不我你您请把放个一就好点能到有给也还别下上子")
"""Characters that many notes share."""
_CLAUSES = re.compile(r"[，,。；;.]|\s-\s")
_DENSE = 64
"""No more words than that stand within the reach of one note."""


@dataclass(frozen=True)
class Notes:
    """The notes of an order, made searchable: note, folded, its pairs of characters or words, its wishes."""

    notes: tuple[tuple[str, str, frozenset[str], frozenset[int]], ...]
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
        (
            note,
            fold(note.strip()),
            _words(fold(note)),
            frozenset(wish for wish, _, _ in said_wishes(fold(note))),
        )
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
    whole = [(note, folded, reading.text.find(folded)) for note, folded, _, _ in known.notes]
    said = [(note, (place, place + len(folded))) for note, folded, place in whole if place >= 0]
    found += [
        Detail(Field.NOTE, note, span, Strength.EXACT, contradicts=False, rule="note")
        for note, span in said
    ]
    for note, folded, parts, wishes in known.notes:
        span = _reworded(reading, parts) if parts else None
        if span is None:
            clauses = [_words(clause) for clause in _CLAUSES.split(folded)]
            spans = (_reworded(reading, clause) for clause in clauses if len(clause) >= 3)
            span = next(filter(None, spans), None) if len(clauses) > 1 else None
        span = span or _meant(reading, wishes) or _quoted(reading, folded, parts, wishes)
        span = span or _inscribed(reading, folded) or _told(reading, parts, wishes)
        span = span or _left_with(reading, folded, wishes)
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
    """The shortest stretch of a text that has enough of a note's words close together."""
    hits = [(start, end, part) for part, start, end in _parts(reading.text) if part in parts]
    share = 0.28 if _ASKED.search(reading.text) else 0.5
    return _closest(hits, max(2, ceil(share * len(parts))), 24 if reading.zh else 60)


def _meant(reading: Reading, wishes: frozenset[int]) -> tuple[int, int] | None:
    """The stretch of a text that wishes the same in other words.

    What a courier does anyway, as to leave a parcel at the door, counts only where it is said to have been asked for.
    """
    if len(wishes) < 2:
        return None
    hits = [
        (start, end, str(wish)) for wish, start, end in said_wishes(reading.text) if wish in wishes
    ]
    if _ASKED.search(reading.text):
        needed, reach = max(2, ceil(0.6 * len(wishes))), 30 if reading.zh else 80
    else:
        needed, reach = max(3, ceil(0.75 * len(wishes))), 24 if reading.zh else 60
    telling = wishes - PLAIN_WISHES
    # to leave something behind something is what every courier does: where it is tells the note
    for count in (needed, needed + 1):
        span = _closest(hits, count, reach)
        if span is None or not telling:
            return span
        if any(span[0] <= a and b <= span[1] and int(wish) in telling for a, b, wish in hits):
            return span
    return None


def _inscribed(reading: Reading, folded: str) -> tuple[int, int] | None:
    """What the note asks to be written on the goods, where a text speaks of writing."""
    if not _WRITTEN.search(reading.text):
        return None
    for match in _INSCRIPTION.finditer(folded):
        place = reading.text.find(match["words"])
        if place >= 0:
            return place, place + len(match["words"])
    return None


def _told(
    reading: Reading, parts: frozenset[str], wishes: frozenset[int]
) -> tuple[int, int] | None:
    """What the buyer is said to have asked for, if two words or a telling wish of the note are in it."""
    for match in _TOLD.finditer(reading.text) if reading.zh else ():
        group = match.lastgroup or "said"
        said, start = match[group], match.start(group)
        hits = [(a, b) for part, a, b in _parts(said) if part in parts]
        wished = [(a, b, one) for one, a, b in said_wishes(said) if one in wishes]
        telling = {one for _, _, one in wished} - PLAIN_WISHES
        if telling and len(wished) + len(hits) > 1:
            hits += [(a, b) for a, b, _ in wished]
            return start + min(a for a, _ in hits), start + max(b for _, b in hits)
    return None


def _left_with(reading: Reading, folded: str, wishes: frozenset[int]) -> tuple[int, int] | None:
    """Who takes the parcel in by the note, and where: 放门卫老李那了."""
    for person in _PERSON.finditer(folded):
        place = reading.text.find(person.group())
        if place < 0:
            continue
        end = place + len(person.group())
        near = reading.text[max(0, place - 12) : end + 6]
        found = [
            (a, b) for one, a, b in said_wishes(near) if one in wishes and one not in PLAIN_WISHES
        ]
        if found:
            left = max(0, place - 12)
            return min(place, left + found[0][0]), max(end, left + found[-1][1])
    return None


def _quoted(
    reading: Reading, folded: str, parts: frozenset[str], wishes: frozenset[int]
) -> tuple[int, int] | None:
    """What is said to stand in the note, if it has anything of it: 备注写起轻放的."""
    telling = wishes - PLAIN_WISHES or wishes
    for match in _QUOTED.finditer(reading.text):
        group = match.lastgroup or "said"
        said = match[group]
        hits = [(start, end) for part, start, end in _parts(said) if part in parts]
        hits += [(start, end) for wish, start, end in said_wishes(said) if wish in telling]
        shared = [n for n, char in enumerate(said) if char in folded and char not in _IDLE]
        hits += [(n, n + 1) for n in shared if is_hanzi(said[n])]
        if hits:
            start = match.start(group)
            return start + min(hit[0] for hit in hits), start + max(hit[1] for hit in hits)
    return None


def _closest(hits: list[tuple[int, int, str]], needed: int, reach: int) -> tuple[int, int] | None:
    """The shortest stretch within reach that has so many different parts."""
    best: tuple[int, int] | None = None
    for n, (start, _, _) in enumerate(hits):
        seen: set[str] = set()
        for _, end, part in hits[n : n + _DENSE]:
            if end - start > reach:
                break
            seen.add(part)
            if len(seen) >= needed:
                if best is None or end - start < best[1] - best[0]:
                    best = (start, end)
                break
    return best

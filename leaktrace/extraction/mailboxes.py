"""Mailboxes: the own one, whole, hidden in part or in words, and others of the pool."""

import re
from collections.abc import Iterator, Sequence

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import EN_DIGITS
from leaktrace.extraction.reading import Reading

__all__ = ["find_mailboxes"]

_HIDDEN_MAILBOX = re.compile(
    r"(?<![a-z0-9._*-])([a-z0-9._-]*)\*{2,}([a-z0-9._-]*)@([a-z0-9.-]+[a-z0-9])"
)
_MAILBOX = re.compile(
    r"(?P<name>(?:[a-z0-9]+ ){0,7}[a-z0-9]+) at (?P<host>(?:[a-z0-9-]+ dot )+[a-z]{2,})\b"
)
_MARKS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-"}


def find_mailboxes(reading: Reading, own: str, emails: tuple[str, ...]) -> list[Detail]:
    """The own mailbox and others of the pool in a text.

    Args:
        reading: the text.
        own: the order's own mailbox, or empty.
        emails: other mailboxes of the pool.
    """
    found = list(_mailbox(reading, own)) if own else []
    found += _of_pool(reading, own, emails)
    if own and not found and not reading.zh:
        found += _spoken(reading, own)
    return found


def _mailbox(reading: Reading, email: str) -> Iterator[Detail]:
    """The own mailbox; its name alone or with "at" and "dot" is not the whole of it."""
    name, _, domain = email.partition("@")
    place = reading.text.find(name) if len(name) >= 5 else -1
    if place < 0:
        for match in _HIDDEN_MAILBOX.finditer(reading.text):
            head, tail, other = match.groups()
            if other == domain and name.startswith(head) and name.endswith(tail):
                yield Detail(
                    Field.EMAIL,
                    email,
                    match.span(),
                    Strength.PARTIAL,
                    contradicts=False,
                    rule="mask",
                )
        return
    end = place + len(name)
    edges = reading.text[max(0, place - 1) : place] + reading.text[end : end + 1]
    if reading.text.startswith(email, place):
        yield Detail(
            Field.EMAIL,
            email,
            (place, place + len(email)),
            Strength.EXACT,
            contradicts=False,
            rule="email",
        )
    elif any(char.isdigit() for char in name) and not re.search(r"[a-z0-9]", edges):
        rest = re.match(r"\s*(?:@|\bat\b|\(at\)|\[at\])\s*\S+(?: dot \w+)*", reading.text[end:])
        stop = end + (rest.end() if rest else 0)
        yield Detail(
            Field.EMAIL, email, (place, stop), Strength.FUZZY, contradicts=False, rule="mailbox"
        )


def _of_pool(reading: Reading, own: str, emails: tuple[str, ...]) -> Iterator[Detail]:
    """Whole mailboxes of the pool; a part of one would fit several."""
    for email in emails if "@" in reading.text else ():
        place = reading.text.find(email)
        before = reading.text[max(0, place - 1) : place]
        if place >= 0 and email != own and not re.match(r"[a-z0-9._+-]", before):
            span = (place, place + len(email))
            yield Detail(Field.EMAIL, email, span, Strength.EXACT, contradicts=True, rule="email")


def _spoken(reading: Reading, email: str) -> Iterator[Detail]:
    """The own mailbox in words: leopold c dot castlemaine at post dot example dot org."""
    name, _, host = email.partition("@")
    for match in _MAILBOX.finditer(reading.text) if " at " in reading.text else ():
        if _written(match["host"].split()) != host:
            continue
        words = list(re.finditer(r"[a-z0-9]+", match["name"]))
        for n in range(len(words) - 1, -1, -1):
            if _written([word.group() for word in words[n:]]) == name:
                span = match.start("name") + words[n].start(), match.end()
                yield Detail(
                    Field.EMAIL, email, span, Strength.EXACT, contradicts=False, rule="read"
                )
                break


def _written(words: Sequence[str]) -> str:
    """Words as they stand in a mailbox."""
    return "".join(_MARKS.get(word, EN_DIGITS.get(word, word)) for word in words)

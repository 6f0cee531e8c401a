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
_GOES_BEFORE = re.compile(r"[a-z0-9._+-]")
_GOES_ON = re.compile(r"[a-z0-9_-]|\.[a-z0-9]")
_CALLED_OUT = re.compile(
    r"[a-z0-9零〇一二两三四五六七八九幺洞](?:[a-z0-9零〇一二两三四五六七八九幺洞._-]|点|下划线|横杠|减号){2,40}(?:@|艾特|圈a|at)[a-z0-9-]{2,30}(?:(?:\.|点)[a-z]{2,8}){1,3}"
)
_MARKS_ZH = (
    ("艾特", "@"),
    ("圈a", "@"),
    ("点", "."),
    ("下划线", "_"),
    ("横杠", "-"),
    ("减号", "-"),
)
_DIGITS_ZH = str.maketrans("零〇洞一幺二两三四五六七八九", "00011223456789")
_MARKS = {"dot": ".", "underscore": "_", "dash": "-", "hyphen": "-"}


def find_mailboxes(reading: Reading, own: str, emails: tuple[str, ...]) -> list[Detail]:
    """The own mailbox and others of the pool in a text.

    Args:
        reading: the text.
        own: the order's own mailbox, or empty.
        emails: other mailboxes of the pool.
    """
    every = tuple(filter(None, dict.fromkeys((own, *emails))))
    found = [hit for email in every for hit in _whole(reading, email, wrong=email != own)]
    if own and all(hit.contradicts for hit in found):
        found += _part(reading, own)
    if not found and not reading.zh:
        found += [hit for email in every for hit in _spoken(reading, email, wrong=email != own)]
    if not found and reading.zh:
        found += [hit for email in every for hit in _called_out(reading, email, wrong=email != own)]
    return found


def _called_out(reading: Reading, email: str, *, wrong: bool) -> Iterator[Detail]:
    """A mailbox that is called out in Chinese: p l q 六二零 艾特 example 点 cn."""
    for match in _CALLED_OUT.finditer(reading.packed):
        said = match.group()
        for word, mark in _MARKS_ZH:
            said = said.replace(word, mark)
        said = said.translate(_DIGITS_ZH)
        if said.endswith(email) and (
            len(said) == len(email) or not said[-len(email) - 1].isalnum()
        ):
            span = reading.span(*match.span())
            yield Detail(Field.EMAIL, email, span, Strength.EXACT, wrong, rule="spoken")
            return


def _whole(reading: Reading, email: str, *, wrong: bool) -> Iterator[Detail]:
    """A mailbox where it first stands and is no part of a longer one."""
    place = reading.text.find(email)
    while place >= 0:
        end = place + len(email)
        before, after = reading.text[max(0, place - 1) : place], reading.text[end : end + 2]
        if not _GOES_BEFORE.match(before) and not _GOES_ON.match(after):
            yield Detail(Field.EMAIL, email, (place, end), Strength.EXACT, wrong, rule="email")
            return
        place = reading.text.find(email, end)


def _part(reading: Reading, email: str) -> Iterator[Detail]:
    """The name of the own mailbox, alone or with "at" and "dot", or what is not hidden of it; it fits several of a pool."""
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
    if any(char.isdigit() for char in name) and not re.search(r"[a-z0-9]", edges):
        rest = re.match(r"\s*(?:@|\bat\b|\(at\)|\[at\])\s*\S+(?: dot \w+)*", reading.text[end:])
        stop = end + (rest.end() if rest else 0)
        yield Detail(
            Field.EMAIL, email, (place, stop), Strength.FUZZY, contradicts=False, rule="mailbox"
        )


def _spoken(reading: Reading, email: str, *, wrong: bool) -> Iterator[Detail]:
    """A mailbox in words: leopold c dot castlemaine at post dot example dot org."""
    name, _, host = email.partition("@")
    for match in _MAILBOX.finditer(reading.text) if " at " in reading.text else ():
        if _written(match["host"].split()) != host:
            continue
        words = list(re.finditer(r"[a-z0-9]+", match["name"]))
        for n in range(len(words) - 1, -1, -1):
            if _written([word.group() for word in words[n:]]) == name:
                span = match.start("name") + words[n].start(), match.end()
                yield Detail(Field.EMAIL, email, span, Strength.EXACT, wrong, rule="read")
                break


def _written(words: Sequence[str]) -> str:
    """Words as they stand in a mailbox."""
    return "".join(_MARKS.get(word, EN_DIGITS.get(word, word)) for word in words)

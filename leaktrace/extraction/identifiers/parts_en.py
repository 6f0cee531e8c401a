"""Parts of numbers as English speakers give them: ending forty-eight thirty, ..4410 GB, seven seven eight two... nine one five."""

import re
from collections.abc import Iterator, Sequence

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.identifiers.strange import ORDER_WORDS, TRACK_WORDS
from leaktrace.extraction.reading import Reading

__all__ = ["find_parts_en"]

_ONES = {
    word: str(n)
    for n, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    )
} | {"oh": "0", "nought": "0", "naught": "0", "nil": "0"}
_TEENS = {
    word: str(n)
    for n, word in enumerate(
        [
            "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ],
        10,
    )
}  # fmt: skip
_TENS = {
    word: str(n)
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_DIGIT_WORD = "|".join(sorted((*_ONES, *_TEENS, *_TENS), key=len, reverse=True))
_STEP = rf"(?:(?:{'|'.join(_TIMES)})[ -])?(?:{_DIGIT_WORD})\b"
_SAID = re.compile(
    rf"(?<![\w'’-])(?<!last )(?<!final )(?:[a-z][ -]){{0,2}}{_STEP}(?:(?:[ -]| ?, ?| dash | hyphen ){_STEP}){{1,14}}(?:[ -](?:dash )?[a-z](?![\w'’])){{0,2}}"
)
_WRITTEN = re.compile(
    r"(?<![\w@/-])[a-z]{0,3}-?\d[\da-z]*(?:[ -]\d[\da-z]*){0,3}(?:[ -]?[a-z]{1,2}(?![\w'’@]))?(?![\w@/]|[.,:]\d|\.[a-z])"
)
_CUE = re.compile(
    r"(?:\b(?:last|final)(?: (?:bit|part|few|digits?|numbers?|two|three|four|five|six|2|3|4|5|6))?(?: (?:digits?|numbers?|of [\w' ]{1,24}))?(?: (?:is|are|being|as))?|\bend(?:s|ing|ed|in['’]?)?(?: (?:in|with|on|is|number|digits))?|\bfinish(?:es|ing)?(?: (?:in|with|on))?|\btail(?: end)?(?: is)?|\bquot(?:e|ed|es|ing)|\b(?:read|reads|rattled|gave) (?:out|off|me|me out)|\.\.+|…|\*\*+|\bxx+)[:,]? ?$"
)
_CUE_AFTER = re.compile(
    r",? (?:is |it is |are |being )?(?:(?:at|on|for) the (?:end|tail|back|last)|the last (?:four|three|six|digits|bit|few|part)|to finish|as the last)\b"
)
_PHONE_WORDS = re.compile(r"phone|mobile|cell|\bnumber (?:on|you|that)|reach|sim\b|line\b")
_GAP = re.compile(
    r"(?:\.{2,}|…|[,. ]{0,3}(?:dot dot(?: dot)?|something(?: something)?|blah(?: blah)*|star star|and so on|and (?:it )?end(?:s|ing)(?: in| with)?|then|to)|[x*]{2,}| )[ ,.…]{0,4}$"
)
"""What stands between the beginning of a number and its end."""
_MASKED_PHONE = re.compile(r"(?<![\w*])\+?\d(?:[ ()-]{0,2}\d){5,12}[ -]?\*{2,5}(?![\w*])")
_CARD = re.compile(r"\b(?:card|account|bank|code|pin|badge|staff|extension|visa|sort)\b")
_ASCII = "abcdefghijklmnopqrstuvwxyz"
_ALIKE = 0.7

Number = tuple[Field, str, str]
"""Field, canonical value, and its letters and digits in lower case."""


def find_parts_en(
    reading: Reading, numbers: Sequence[Number], found: Sequence[Detail]
) -> Iterator[Detail]:
    """Ends and beginnings of the own numbers, and whole numbers that are like them.

    Args:
        reading: the text.
        numbers: the own numbers, that of the telephone among them.
        found: the numbers that were found so far.
    """
    taken = [hit for hit in found if hit.span is not None]
    runs = list(_runs(reading.text))
    for start, end, plain in runs:
        if len(plain) < 3 or _is_taken((start, end), taken):
            continue
        hit = _read(reading, numbers, (start, end), plain)
        if hit is not None:
            taken.append(hit)
            yield hit
    for start, end, plain in runs if taken else ():
        head = next((one for one in numbers if one[2].startswith(plain)), None)
        if head and len(plain) >= 3 and not _is_taken((start, end), taken):
            ends = (hit for hit in taken if hit.field is head[0] and not hit.contradicts)
            if any(hit.span and _goes_on(reading.text, end, hit.span[0]) for hit in ends):
                yield _part(head[0], plain, (start, end))
    for match in _MASKED_PHONE.finditer(reading.text) if "**" in reading.text else ():
        plain = re.sub(r"\D", "", match.group())
        fits = [one for one in numbers if one[0] is Field.PHONE]
        if fits and not _is_taken(match.span(), taken):
            own = fits[0][2]
            wrong = not own.startswith((plain, plain[1:]))
            value = re.sub(r"[^\d*]", "", match.group())
            yield Detail(Field.PHONE, value, match.span(), Strength.PARTIAL, wrong, rule="masked")


def _runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers in a text, in figures and in words: where they stand, and their letters and digits."""
    for match in _WRITTEN.finditer(text):
        yield match.start(), match.end(), re.sub(r"[^a-z0-9]", "", match.group())
    for match in _SAID.finditer(text):
        yield match.start(), match.end(), _digits(match.group())


def _digits(words: str) -> str:
    """Letters and digits that were said: forty-eight thirty is 4830, double nine fifteen 9915."""
    out, times = "", 1
    said = [word for word in re.findall(r"[a-z]+", words) if word not in ("dash", "hyphen")]
    for n, word in enumerate(said):
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word in _TENS:
            follows = said[n + 1] if n + 1 < len(said) else ""
            joined = _ONES.get(follows, "0") != "0" and follows in _ONES
            out += _TENS[word] + ("" if joined else "0")
        else:
            out += (_ONES.get(word) or _TEENS.get(word) or word) * times
        times = 1
    return out


def _read(
    reading: Reading, numbers: Sequence[Number], span: tuple[int, int], plain: str
) -> Detail | None:
    """The end of an own number, or a whole number that is like one."""
    start, end = span
    before = reading.before(start, 44)
    cue = _CUE.search(before) or _CUE_AFTER.match(reading.text, end)
    if _CARD.search(before[-16:]):
        return None
    lettered = not plain.isdigit() and sum(map(str.isdigit, plain)) >= 3
    for field, value, own in numbers:
        if plain == own and (lettered or _is_named(field, before)):
            return Detail(field, value, span, Strength.EXACT, contradicts=False, rule="whole")
        # the letters at the end are left out: ending 4410 of 4410GB
        at_end = own.endswith(plain) or (len(plain) > 3 and own.rstrip(_ASCII).endswith(plain))
        if at_end and len(plain) < len(own) and sum(map(str.isdigit, plain)) >= 3:
            named = _is_named(field, before[-18:]) or before.rstrip().endswith(("#", "no", "no."))
            if cue or (len(plain) >= 4 and ((lettered and len(plain) > 4) or (lettered and named))):
                return _part(field, plain, span)
        if _is_like(plain, own) and field is not Field.PHONE and _is_named(field, before):
            text = reading.text[start:end]
            said = text.upper().replace(" ", "") if re.search(r"\d", text) else plain.upper()
            return Detail(field, said, span, Strength.EXACT, contradicts=True, rule="shape")
    return None


def _is_named(field: Field, before: str) -> bool:
    """Whether the words before a number name such a one."""
    words = {
        Field.ORDER_NO: ORDER_WORDS, Field.TRACKING_NO: TRACK_WORDS, Field.PHONE: _PHONE_WORDS,
    }  # fmt: skip
    return field in words and bool(words[field].search(before))


def _is_like(plain: str, own: str) -> bool:
    """Whether a number of the same form differs in a few places only."""
    same = sum(one == other for one, other in zip(plain, own, strict=False))
    return len(plain) == len(own) >= 6 and plain != own and same >= _ALIKE * len(own)


def _goes_on(text: str, end: int, start: int) -> bool:
    """Whether the end of the number follows there, with a gap that stands for its middle."""
    return 0 < start - end <= 30 and bool(_GAP.fullmatch(text[end:start]))


def _part(field: Field, plain: str, span: tuple[int, int]) -> Detail:
    """A part of an own number."""
    return Detail(field, plain.upper(), span, Strength.PARTIAL, contradicts=False, rule="tail")


def _is_taken(span: tuple[int, int], found: Sequence[Detail]) -> bool:
    """Whether something was found there."""
    return any(hit.span and hit.span[0] < span[1] and span[0] < hit.span[1] for hit in found)

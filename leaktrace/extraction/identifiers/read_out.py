"""Numbers that are read out: double six, E V N something, 2751开头, ..017."""

import re
from collections.abc import Iterator, Sequence

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.numbers import EN_DIGITS, EN_NUMBER, digits_of
from leaktrace.extraction.places.units_en import spoken_room
from leaktrace.extraction.reading import Reading

__all__ = ["Number", "find_read_out"]

Number = tuple[Field, str, str]
"""Field, canonical value, and its letters and digits in lower case."""

_DIGIT = "|".join(EN_DIGITS)
_PART = (
    rf"(?:(?:double|triple|treble)[ -])?(?:{_DIGIT})\b|[a-z]\b(?!['’])|\d{{1,4}}(?![\w.:/-]*?\d)"
)
_LINK = r"(?:[ ,-]{1,2}(?:dash|hyphen|slash|stroke|dot|then|and)?[ ,]{0,2})"
_SPOKEN = re.compile(rf"(?<![a-z'’-])(?:{_PART})(?:{_LINK}(?:{_PART})){{2,}}")
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_SO_MANY = re.compile(r"\b(?:last|final|first)\s$")
_COUNT = re.compile(r"(?:three|four|five|six)[ ,]+")
_NAMED_EN = re.compile(
    r"\b(?:order|number|ref(?:erence)?|tracking|parcel|package|shipment|consignment|con note|ends?|ending|starts?|starting|begins?|awb|last)\b"
)
_AT_END = re.compile(
    r"(?P<run>(?:(?<![a-z])[a-z]{1,4})?(?<![0-9零〇洞一二两三四五六七八九幺])[0-9零〇洞一二两三四五六七八九幺](?: ?[0-9零〇洞一二两三四五六七八九幺]){2,7})(?:(?P<head>开头|打头|起头)|结尾|收尾|收头|尾号|尾数|结的尾|末尾)"
)
_FIRST_FEW = re.compile(
    r"(?:前面?|开头|头|打头)的?[三四五六七八几]个?[位码]?(?:数字?|号码)?(?:是|为|：|:)?(?P<run>[0-9零〇洞一二两三四五六七八九幺]{3,8})(?![0-9零〇洞一二两三四五六七八九幺元块])"
)
"""The first digits of a number, said to be that."""
_LAST_FEW_ZH = re.compile(
    r"(?:[末后尾][三四五六][位码]|最[后末][三四五六][位个码])(?:数字?|码)?(?:是|为|[：:])?\s?(?P<run>[0-9a-z]{3,6}|[零〇洞一二两三四五六七八九幺]{3,6})(?![0-9a-z零〇一二三四五六七八九幺])"
)
"""The last three digits, or last ones with letters among them."""
_CLIPPED = re.compile(r"(?<![\w.])(?:\*+|x+|\.{2,}|…|#\.{2,})(?P<run>\d{3,8})(?![\w/-])")
_CLIPPED_OF = re.compile(
    r"\b(?:order|parcel|package|item|tracking|shipment|consignment|con note|delivery|awb|ref|mob(?:ile)?|phone|tel|cell|number)\b[^!?\d]{0,12}$"
)
_PHONE = re.compile(r"手机|电话|号码")
_MASKED = re.compile(
    r"(?<![0-9a-z*-])(?P<head>(?:[a-z]{1,6}[-/]?)?\d[0-9a-z]*?(?:[ /-](?=[a-z]*\d)[0-9a-z]*?){0,4}[ /-]?)(?P<mask>\*{2,}|x{3,}|•{2,}|#{3,}|\.{3}|…{1,2})(?:[ /-]?(?P<tail>\d{2,8}))?(?![0-9*x])"
)
_GROUP = re.compile(
    r"\b(?:ref|reference|order|order no\.?|order number)[ :#.]{1,3}(?P<run>\d{4,6})(?![\w/-])"
)
_CLAIMED = re.compile(
    r"\b(?:order|tracking) (?:number|no\.?|ref)\b[^.!?\d]{1,24}?(?P<run>\d{4,12})(?![\w/-])"
)
_LAST_FEW = re.compile(
    r"\blast (?:two|three|2|3)\b(?: (?:digits?|numbers?|figures?)\b| (?:of|on) (?:the|my|your|it)\b)[^.!?\d]{0,24}(?P<run>\d{2,3})(?![\w.:/-]*\d)"
)
_BEGINS = re.compile(
    r"\b(?:start|begin)(?:s|ning|ing)?(?: with| in| on| as)?[ :]{1,2}(?P<run>(?=[a-z]*\d)[0-9a-z]{4,10})(?![\w/-])"
)
_IN_TENS = re.compile(rf"(?<![\w-]){EN_NUMBER}(?!\w)")
"""Digits that are read out two by two: sixty-six forty-nine."""
_HELD = re.compile(r"\b(?:holding|scanning|scanned|it says|label says|have here|got here)\W{1,2}$")
_D = "[0-9零〇洞一二两三四五六七八九幺]"
_LONG_SPOKEN = re.compile(rf"(?<!{_D}){_D}(?:(?:[ 、-]| ?横?杠 ?)?{_D}){{5,14}}(?!{_D})")
"""The beginning of a long number, digit by digit."""
_PAUSED = re.compile(
    rf"(?<!{_D})(?P<head>{_D}{{3,4}})(?:开头|打头)?(?:…++|\.{{2,}}+|。{{2,}}+|—++|-{{2,}}+|~++|[，,、]?(?:呃|嗯|额|啊|那个|什么|几几|多少|中间|后[面头])[^0-9，,。]{{0,5}}?){{1,4}}[，,\s]?(?:然后|后[面头边]?|最后|结尾|尾[号数]?)?是?(?P<tail>{_D}{{4}})(?!{_D})"
)
"""Beginning and end of a number with a halt between: 一四二……七七三四."""
_FEWEST = 6
"""Digits that need no word that says of what they are the first."""


def find_read_out(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """Numbers of the order, and parts of them, as they are read out."""
    for _, value, plain in numbers:
        place = reading.text.find(value.lower()) if value.lower() != plain else -1
        if place >= 0 and len(plain) > 5:
            span = place, place + len(value)
            yield from _hit(numbers, plain, span, Strength.EXACT, whole=True)
    yield from _masked(reading, numbers)
    if reading.zh:
        yield from _paused(reading, numbers)
        yield from _ends_zh(reading, numbers)
    else:
        yield from _spoken(reading, numbers)
        yield from _noted(reading, numbers)


def _spoken(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """Runs of English words for digits, with letters and dashes."""
    for match in _SPOKEN.finditer(reading.text):
        said, start = match.group(), match.start()
        if _SO_MANY.search(reading.before(start, 8)) and (count := _COUNT.match(said)):
            said, start = said[count.end() :], start + count.end()
        run, span = _plain(said), (start, match.end())
        digits = sum(map(str.isdigit, run))
        if digits < 3:
            continue
        if any(run == plain for _, _, plain in numbers):
            yield from _hit(numbers, run, span, Strength.EXACT, whole=True)
        elif digits >= _FEWEST or _NAMED_EN.search(reading.before(start, 40)):
            yield from _hit(numbers, run, span, Strength.PARTIAL)


def _in_tens(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """Beginnings and ends of numbers that are read out in tens."""
    for match in _IN_TENS.finditer(reading.text):
        words = match.group().strip(" -")
        run = spoken_room(words) if "hundred" not in words and "thousand" not in words else ""
        before = reading.before(match.start(), 40)
        named = len(run) >= _FEWEST or _NAMED_EN.search(before) or _HELD.search(before)
        if len(run) >= 4 and named:
            span = match.start(), match.start() + len(words)
            yield from _hit(numbers, run, span, Strength.PARTIAL)


def _plain(said: str) -> str:
    """The letters and digits of a run of words."""
    out, times = "", 1
    for word in re.findall(r"[a-z]+|\d+", said):
        if word.isdigit():
            out += word
        elif word in _TIMES:
            times = _TIMES[word]
        elif word in EN_DIGITS or len(word) == 1:
            out += EN_DIGITS.get(word, word) * times
            times = 1
    return out


def _hit(
    numbers: Sequence[Number],
    run: str,
    span: tuple[int, int],
    strength: Strength,
    *,
    whole: bool = False,
) -> Iterator[Detail]:
    """The number that a run is, or begins or ends."""
    for field, value, plain in numbers:
        if run == plain if whole else (plain.startswith(run) or plain.endswith(run)):
            yield Detail(
                field,
                value if whole else run.upper(),
                span,
                strength,
                contradicts=False,
                rule="read",
            )
            return


def _ends_zh(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """2751开头, 2219结尾, and long beginnings by themselves."""
    for match in _AT_END.finditer(reading.text):
        letters = re.match(r"[a-z]*", match["run"])
        run = (letters.group() if letters else "") + digits_of(match["run"])
        named = bool(_PHONE.search(reading.before(match.start(), 6)))
        for field, _, plain in numbers:
            fits = plain.startswith(run) if match["head"] else plain.endswith(run)
            if fits and named == (field is Field.PHONE):
                span = match.span("run")
                yield Detail(
                    field, run.upper(), span, Strength.PARTIAL, contradicts=False, rule="read"
                )
                break
    yield from _parts_zh(reading, numbers)
    for match in re.finditer(r"(?<![\da-z*])\d{6,12}(?![\da-z*])", reading.text):
        for field, _, plain in numbers:
            if (
                field is not Field.PHONE
                and len(plain) > len(match.group())
                and plain.startswith(match.group())
            ):
                run = match.group()
                yield Detail(
                    field, run, match.span(), Strength.PARTIAL, contradicts=False, rule="read"
                )
                break


def _parts_zh(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """The first digits, the last few, and a long beginning, digit by digit."""
    for match in _FIRST_FEW.finditer(reading.text):
        begun = [one for one in numbers if one[2].startswith(digits_of(match["run"]))]
        yield from _hit(begun, digits_of(match["run"]), match.span("run"), Strength.PARTIAL)
    for match in _LAST_FEW_ZH.finditer(reading.text):
        said = match["run"]
        run = said if said.isascii() else digits_of(said)
        ends = [one for one in numbers if one[2].endswith(run)]
        yield from _hit(ends, run, match.span("run"), Strength.PARTIAL)
    for match in _LONG_SPOKEN.finditer(reading.text):
        run = digits_of(match.group())
        begun = [one for one in numbers if one[2].startswith(run) and one[0] is not Field.PHONE]
        if not match.group().isascii():
            yield from _hit(begun, run, match.span(), Strength.PARTIAL)


def _paused(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """The telephone number by its beginning and its end, the middle of which is left out."""
    for match in _PAUSED.finditer(reading.text):
        head, tail = digits_of(match["head"]), digits_of(match["tail"])
        for field, _, plain in numbers:
            fits = plain.startswith(head) and plain.endswith(tail)
            named = bool(_PHONE.search(reading.before(match.start(), 8)))
            if field is Field.PHONE and (fits or named):
                shown, span = f"{head}****{tail}", match.span()
                yield Detail(field, shown, span, Strength.PARTIAL, not fits, rule="read")


def _masked(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """Numbers with stars among groups, or at the end: 2799 4301 **** 3362, WLD-0093-****."""
    for match in _MASKED.finditer(reading.text):
        head = re.sub(r"[^0-9a-z]", "", match["head"])
        tail = match["tail"] or ""
        for field, _, plain in numbers:
            long = len(head + tail) >= 4 and len(plain) > len(head + tail)
            if long and plain.startswith(head) and plain.endswith(tail):
                mask = match["mask"] if "*" in match["mask"] else "****"
                shown = re.sub(r"\s", "", f"{match['head']}{mask}{tail}").upper()
                yield Detail(
                    field, shown, match.span(), Strength.PARTIAL, contradicts=False, rule="masked"
                )
                break


def _noted(reading: Reading, numbers: Sequence[Number]) -> Iterator[Detail]:
    """Of a parcel *8830, an order ..017, Ref 5518, and a number that is said to be the order's and is not."""
    for match in _CLIPPED.finditer(reading.text):
        if _CLIPPED_OF.search(reading.before(match.start(), 30)):
            ends = [one for one in numbers if one[2].endswith(match["run"])]
            yield from _hit(ends, match["run"], match.span("run"), Strength.PARTIAL)
    for match in _LAST_FEW.finditer(reading.text):
        ends = [one for one in numbers if one[2].endswith(match["run"])]
        yield from _hit(ends, match["run"], match.span("run"), Strength.PARTIAL)
    for match in _BEGINS.finditer(reading.text):
        begun = [one for one in numbers if one[2].startswith(match["run"])]
        yield from _hit(begun, match["run"], match.span("run"), Strength.PARTIAL)
    yield from _in_tens(reading, numbers)
    for match in _GROUP.finditer(reading.text):
        for field, value, _ in numbers:
            if field is Field.ORDER_NO and match["run"] in re.split(r"[ /-]", value)[:-1]:
                run, span = match["run"], match.span("run")
                yield Detail(field, run, span, Strength.PARTIAL, contradicts=False, rule="read")
    for match in _CLAIMED.finditer(reading.text):
        run, span = match["run"], match.span("run")
        if not any(run in plain for _, _, plain in numbers):
            field = Field.ORDER_NO if match.group().startswith("order") else Field.TRACKING_NO
            yield Detail(field, run, span, Strength.PARTIAL, contradicts=True, rule="read")

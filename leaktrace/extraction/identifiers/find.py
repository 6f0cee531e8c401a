"""Order and tracking numbers, telephone numbers and mailboxes: whole, masked, or their last digits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.identifiers.mailboxes import find_mailboxes
from leaktrace.extraction.identifiers.parts_en import find_parts_en
from leaktrace.extraction.identifiers.read_out import find_read_out
from leaktrace.extraction.identifiers.strange import ORDER_WORDS, TRACK_WORDS, find_strange
from leaktrace.extraction.numbers import EN_DIGITS, digits_of
from leaktrace.extraction.reading import Reading, bare

__all__ = ["Identifiers", "field_of_context", "find_identifiers", "know_identifiers"]

_EN_RUN = re.compile(
    rf"(?:\b[a-z] ){{0,4}}\b(?:{'|'.join(EN_DIGITS)})(?:[ ,-]{{1,3}}(?:{'|'.join(EN_DIGITS)})){{3,}}\b"
)
_EN_TWO = re.compile(
    rf"\b(?:{'|'.join(EN_DIGITS)})[ ,-]{{1,3}}(?:double |triple )?(?:{'|'.join(EN_DIGITS)})\b"
)
_EN_TENS = re.compile(
    r"(?:ty|teen)[ -](?:[a-z]+(?:ty|teen)|ten|eleven|twelve|oh|(?:one|two|three|four|five|six|seven|eight|nine)[ -])|[ -](?:ten|eleven|twelve|[a-z]+teen)\b"
)
"""Two numbers below a hundred, one after the other."""
_ZH_RUN = re.compile(
    r"(?:(?<![a-z])[a-z]{1,4})?[0-9零〇洞一二两三四五六七八九幺](?:(?:[ 、-]| ?横?杠 ?)?[0-9零〇洞一二两三四五六七八九幺]){3,}"
)
_BETWEEN = " ，,。、…嗯呃啊哈-"
_ZH_PAUSED = re.compile(
    r"(?<![0-9零〇洞一二两三四五六七八九幺])[0-9零〇洞一二两三四五六七八九幺]{2,}"
    rf"(?:[{_BETWEEN}]{{1,3}}[0-9零〇洞一二两三四五六七八九幺]{{2,}})+(?![0-9零〇一二三四五六七八九十百幺])"
)
"""A long number, read out in groups."""
_LONG = re.compile(r"[0-9a-z](?:[ -]?[0-9a-z]){7,}")
_MASKED = re.compile(r"(?<![0-9a-z*])([0-9a-z]*)\*{2,}(\d{2,})(?![0-9*])")
_BEFORE_PHONE = re.compile(r"(?:.*[a-z])?(?:86|1|0086|001)?")
_DIGIT = re.compile(r"\d")
_CONFUSED = str.maketrans("oil", "011")
_PHONE_WORDS = re.compile(
    r"手机|电话|号码|收货人?号|phone|mobile|cell|\bon$|number you|reach you|账户|用户"
)
_TAIL = re.compile(
    r"尾号|尾数|末尾|[末后尾][三四五六七八][位码](?:数字?|码)?|最后[几四六][位个]|(?:后面|末了)[几四六][位个]|尾巴|(?:单号|号码|手机号?|电话)(?:的?(?:后[面头边]|末尾|最后|屁股))(?:是|为|[:：])?|last (?:four|six|five|eight|few|digits|4|6|5)|final (?:four|six|digits)|ending(?: in| with)?|finishing(?: in| on| with)?|finishes (?:in|on|with)|ends (?:in|on|with)|\bends\b(?=\W*$)|\.\.\.|…"
)
_HEAD = re.compile(
    r"(?<![0-9零〇洞一二两三四五六七八九幺])(?P<zh>[0-9零〇洞一二两三四五六七八九幺]{3,4})(?:开头|打头|起头)[^。，,]{0,3}(?:号|手机|电话)"
    r"|(?:number|phone)\s(?:that\s)?(?:starts|starting|begins|beginning)\s(?:with|in)\s(?P<en>\d{3,4})(?!\d)"
)
_OF_OTHER = re.compile(r"[转加拨]|来电")
"""Before a number that somebody is to pay to or to call."""
_CARD = re.compile(
    r"储蓄卡|信用卡|银行卡|借记卡|工行|建行|农行|招行|card|account (?:no|number)|bank|[验取领]件?[证货奖]?码|\bcode\b|工号|员工|\bqq|微信|\bv:|热线|\bstaff|badge"
)


@dataclass(frozen=True)
class Identifiers:
    """The numbers of an order, made comparable."""

    numbers: tuple[tuple[Field, str, str], ...]
    """Field, canonical value, and its letters and digits in lower case."""
    phone: str
    """National digits, or empty."""
    phone_value: str
    email: str
    emails: tuple[str, ...] = ()
    """Other mailboxes of the pool."""


def know_identifiers(facts: OrderFacts) -> Identifiers:
    """The numbers of `facts`, made comparable."""
    numbers = [(Field.ORDER_NO, facts.order_no)] if facts.order_no else []
    numbers += [(Field.TRACKING_NO, number) for number in facts.tracking_nos if number]
    phone = re.sub(r"[^\d+*]", "", facts.phone or "")
    return Identifiers(
        numbers=tuple((field, value.upper(), bare(value)) for field, value in numbers),
        phone=re.sub(r"^\+(86(?=\d{11}$)|1(?=\d{10}$))|\+", "", phone),
        phone_value=phone,
        email=(facts.email or "").lower(),
        emails=tuple(sorted(email.lower() for email in facts.emails)),
    )


def find_identifiers(reading: Reading, known: Identifiers) -> list[Detail]:
    """Every number and mailbox of the order in a text, and numbers put to the buyer as theirs."""
    found: list[Detail] = []
    found += find_mailboxes(reading, known.email, known.emails)
    if (
        not _DIGIT.search(reading.text)
        and not _ZH_RUN.search(reading.text)
        and (reading.zh or not (_EN_TWO.search(reading.text) or _EN_TENS.search(reading.text)))
    ):
        return found
    for hit in _whole(reading, known):
        # a run and the groups of which it is made are one number
        if not _overlaps(hit, found):
            found.append(hit)
    found += [hit for hit in _masked(reading, known) if not _overlaps(hit, found)]
    found += [hit for hit in _tails(reading, known, found) if not _overlaps(hit, found)]
    found += [hit for hit in _heads(reading, known) if not _overlaps(hit, found)]
    own = (Field.PHONE, known.phone_value, known.phone)
    numbers = (*known.numbers, own) if known.phone else known.numbers
    for hit in find_read_out(reading, numbers):
        # what is read out as a whole is more than what was seen of it
        inner = [one for one in found if _overlaps(one, [hit])]
        if all(_within(one, hit) for one in inner):
            found = [one for one in found if one not in inner] + [hit]
    if not reading.zh:
        found += list(find_parts_en(reading, numbers, found))
    return found + [
        hit
        for hit in find_strange(reading, known.numbers, known.phone)
        if not _overlaps(hit, found)
    ]


def _within(hit: Detail, other: Detail) -> bool:
    """Whether a hit stands within another, longer one."""
    assert hit.span is not None
    assert other.span is not None
    return other.span[0] <= hit.span[0] and hit.span[1] <= other.span[1] and hit.span != other.span


def _overlaps(hit: Detail, others: list[Detail]) -> bool:
    """Whether a hit shares a character with one that counts already."""
    assert hit.span is not None
    return any(
        other.span is not None and other.span[0] < hit.span[1] and hit.span[0] < other.span[1]
        for other in others
    )


def _whole(reading: Reading, known: Identifiers) -> Iterator[Detail]:
    """Whole numbers, with blanks or hyphens between, spoken, or with O for 0 and l for 1."""
    wanted = [
        (field, value, plain, plain.translate(_CONFUSED))
        for field, value, plain in known.numbers
        if len(plain) >= 6
    ]
    if known.phone:
        wanted.append((Field.PHONE, known.phone_value, known.phone, known.phone))
    runs = [(match, re.sub(r"[ -]", "", match.group())) for match in _LONG.finditer(reading.text)]
    runs += [
        (match, _letters(match.group()) + digits_of(match.group()))
        for match in _ZH_RUN.finditer(reading.text)
        if not match.group().isascii()
    ]
    if reading.zh:
        runs += [(match, digits_of(match.group())) for match in _ZH_PAUSED.finditer(reading.text)]
    else:
        runs += [(match, _spoken(match.group())) for match in _EN_RUN.finditer(reading.text)]
    if known.phone:
        runs += _bracketed(reading)
    for match, run in runs:
        confused = run.translate(_CONFUSED)
        for field, value, plain, loose in wanted:
            place = confused.find(loose)
            if place < 0 or (field is Field.PHONE and not _phone_bounds(run, place, loose)):
                continue
            span = _sub_span(match, run, place, len(plain))
            if field is Field.PHONE and _glued(reading, span):
                continue
            strength = Strength.EXACT if plain in run else Strength.FUZZY
            yield Detail(
                field,
                value,
                span,
                strength,
                contradicts=False,
                rule="whole",
            )


def _spoken(words: str) -> str:
    """Letters and digits that were said one by one."""
    return "".join(EN_DIGITS.get(word, word) for word in re.findall(r"[a-z]+", words))


def _letters(run: str) -> str:
    """The letters in front of a number, as in JT三零二八."""
    match = re.match(r"[a-z]*", run)
    return match.group() if match else ""


def _bracketed(reading: Reading) -> list[tuple[re.Match[str], str]]:
    """American numbers with the area code in brackets or with dots."""
    return [
        (match, digits_of(match.group()))
        for match in re.finditer(r"\(\d{3}\) ?\d{3}[-. ]\d{4}|\d{3}\.\d{3}\.\d{4}", reading.text)
    ]


def _phone_bounds(run: str, place: int, number: str) -> bool:
    """Whether a telephone number stands alone, but for its country code and the words beside it."""
    before, after = run[:place], run[place + len(number) :]
    return bool(_BEFORE_PHONE.fullmatch(before)) and not after[:1].isdigit()


def _glued(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a letter stands at a telephone number, which is then a part of something longer."""
    beside = reading.before(span[0], 1) + reading.after(span[1], 1)
    return any(char.isascii() and char.isalpha() for char in beside)


def _sub_span(match: re.Match[str], run: str, place: int, length: int) -> tuple[int, int]:
    """Where a part of a run stands in the text; a run in words is taken whole."""
    text = match.group()
    kept = [n for n, char in enumerate(text) if char not in _BETWEEN]
    if len(kept) != len(run):
        return match.span()
    return match.start() + kept[place], match.start() + kept[place + length - 1] + 1


def _masked(reading: Reading, known: Identifiers) -> Iterator[Detail]:
    """``142****9894``: digits at both ends."""
    for match in _MASKED.finditer(reading.text):
        head, tail = match.groups()
        shown = match.group().upper()
        candidates = [
            *known.numbers,
            *([(Field.PHONE, known.phone_value, known.phone)] if known.phone else []),
        ]
        fitting = [
            field
            for field, _, plain in candidates
            if plain.startswith(head) and plain.endswith(tail) and len(plain) > len(head + tail)
        ]
        if _CARD.search(reading.before(match.start(), 6)):
            continue
        field = field_of_context(reading, match.start(), match.end(), fitting)
        if field is not None and (fitting or len(head) >= 2):
            yield Detail(
                field, shown, match.span(), Strength.PARTIAL, field not in fitting, rule="masked"
            )


def field_of_context(reading: Reading, start: int, end: int, fitting: list[Field]) -> Field | None:
    """Which number is meant: the fitting one, or the one that the words around it name."""
    if len(set(fitting)) == 1:
        return fitting[0]
    before, after = reading.before(start, 20), reading.after(end, 8)
    places = []
    for field, words in (
        (Field.PHONE, _PHONE_WORDS),
        (Field.ORDER_NO, ORDER_WORDS),
        (Field.TRACKING_NO, TRACK_WORDS),
    ):
        places += [(match.end(), field) for match in words.finditer(before)]
        if match_after := words.search(after):
            places.append((-match_after.start() - 1, field))
    ranked = [field for _, field in sorted(places, key=lambda pair: pair[0], reverse=True)]
    for field in ranked:
        if not fitting or field in fitting:
            return field
    return fitting[0] if fitting else None


_SHORT = re.compile(
    r"(?:(?<=\.\.\.)|(?<![0-9a-z@/._*\-]))(?<!\d[ ,:])(\d{4}|\d{6}|\d{5}|\d{7,8})(?![0-9a-z@/_*]|[.:\-]\d|[年月日元块号栋幢室])"
)
_SPACED = re.compile(
    r"(?<![\d.,:/-])(?<!\d )(?:\d(?:[ 、-]\d){3,7}|\d\d(?: \d\d){1,3})(?![ 、-]?\d)"
)
"""Last digits that were noted one by one, or by two: 0 9 1 5, 55 20."""
_BLURRED = re.compile(
    r"(?:尾号|尾数|末[四六]位|后[四六]位)[:：是为]?\s?(?P<run>(?=\d*[oil])[\doil]{4}(?:[\doil]{2})?)(?![0-9a-z])"
)
"""Last digits with O for 0, as a machine reads them off a picture."""
_ENOUGH = 6
"""Last digits of which so many need no word beside them: chance hits one text in a million."""
_NAMED = re.compile(
    r"单号?是?$|件$|\breference (?:is |number )?$|\bquot(?:e|ing) (?:[a-z]+ and )?$|order ?#?(?:no\.?|number)? ?$|package ?#?$|parcel ?#?$|\bref\.? ?#?$|phone ?$|reach you on $|tracking ?#?$|#$"
)
_NAMED_AFTER = re.compile(
    r"的(?:订单|单子|包裹|快递|快件|货|号码?|机主|手机)|机主|那?个?[这那]?一?[单件]|的[单件]|号?(?:手机|电话)|[这那]个号"
)
_OF_USER = re.compile(r"的?(?:用户|客户|会员|车主|业主|机主)")
"""Whose number is told by its end: of what it is the number is not said."""


def _tails(reading: Reading, known: Identifiers, found: list[Detail]) -> Iterator[Detail]:
    """The last digits of a number, said to be that, or named as an order, a parcel or a phone."""
    runs: list[tuple[int, int, str]] = [
        (*match.span(1), match.group(1)) for match in _SHORT.finditer(reading.text)
    ]
    runs += [
        (*match.span(), digits_of(match.group()))
        for match in _ZH_RUN.finditer(reading.text)
        if not match.group().isascii()
    ]
    if not reading.zh:
        runs += [
            (*match.span(), _spoken(match.group())) for match in _EN_RUN.finditer(reading.text)
        ]
    runs += [(*match.span(), digits_of(match.group())) for match in _SPACED.finditer(reading.text)]
    runs += [
        (*match.span("run"), match["run"].translate(_CONFUSED))
        for match in _BLURRED.finditer(reading.text)
    ]
    candidates = [
        *known.numbers,
        *([(Field.PHONE, known.phone_value, known.phone)] if known.phone else []),
    ]
    for start, end, run in runs:
        if not 4 <= len(run) <= 8:
            continue
        before = reading.before(start, 16)
        tail = _is_tail(reading, start)
        # 尾号 of a bank card, or a code, is nobody's order
        if _CARD.search(before[-9:]) or (tail and _CARD.search(reading.after(end, 5))):
            continue
        fitting = [field for field, _, plain in candidates if plain.endswith(run)]
        if fitting and (
            tail
            or len(run) >= _ENOUGH
            or _named(fitting, before)
            or _NAMED.search(reading.before(start, 30))
            or _NAMED_AFTER.match(reading.after(end, 5))
        ):
            field = field_of_context(reading, start, end, fitting)
        elif fitting and _repeated(run, found):
            continue
        elif tail and not fitting and not _OF_USER.match(reading.text, end):
            field = field_of_context(reading, start, end, [])
        else:
            continue
        if field is not None:
            yield Detail(
                field, run, (start, end), Strength.PARTIAL, field not in fitting, rule="tail"
            )


def _heads(reading: Reading, known: Identifiers) -> Iterator[Detail]:
    """The first digits of the telephone number: 幺四三开头, starting with 143."""
    for match in _HEAD.finditer(reading.text):
        run = digits_of(match["zh"] or match["en"])
        theirs = _OF_OTHER.search(reading.before(match.start(), 4))
        if known.phone and len(run) >= 3 and not theirs:
            wrong = not known.phone.startswith(run)
            span = match.span("zh" if match["zh"] else "en")
            yield Detail(Field.PHONE, run, span, Strength.PARTIAL, wrong, rule="head")


def _is_tail(reading: Reading, start: int) -> bool:
    """Whether digits are said to be the last ones; no other number stands between."""
    before = reading.before(start, 40)
    reach = 8 if reading.zh else 26
    return any(
        len(before) - match.end() <= reach and not _DIGIT.search(before[match.end() :])
        for match in _TAIL.finditer(before)
    )


def _named(fitting: list[Field], before: str) -> bool:
    """Whether the words just before name such a number."""
    words = {
        Field.PHONE: _PHONE_WORDS,
        Field.ORDER_NO: ORDER_WORDS,
        Field.TRACKING_NO: TRACK_WORDS,
    }
    return any(words[field].search(before[-8:]) for field in fitting)


def _repeated(run: str, found: list[Detail]) -> bool:
    """Whether the digits are only those of a number that was found whole."""
    return any(bare(hit.value).endswith(run) for hit in found)

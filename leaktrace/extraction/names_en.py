"""Names in English texts: whole, first name only, surname with a form of address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.facts import OrderFacts
from leaktrace.extraction.reading import Reading
from leaktrace.extraction.sounds_en import consonants, short_forms

__all__ = ["EnglishNames", "find_english_names", "know_english_names"]

_WORD = r"[A-Z][a-zA-Z'’\-]*[a-zA-Z]"
_TITLED = re.compile(
    rf"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|MR|MRS|MS)\b\.?\s+(?:(?:uh|um|er|erm|ah)\b[,.]*\s+)?(?P<sur>{_WORD})\b"
)
_PHRASE = re.compile(
    rf"(?:\b(?:[Aa]sk(?:ed|ing)? for|[Ll]ook(?:ed|ing) for|[Ii]s this|[Tt]his is for|[Ss]peak(?:ing)? (?:to|with)|[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey|[Cc]laimant:|[Cc]ustomer:|[Nn]ame:|[Rr]ecipient:|(?:for|one for|account of)|[Cc]alled me|[Nn]ame (?:was|is|as)|[Aa]ddressed to|[Tt]hank you|[Rr]each)\s+(?:an?\s|some(?:one|body) (?:called|named)\s|a certain\s)?[\"'“]?)(?P<name>{_WORD}(?:\s{_WORD})?)"
)
_SURNAME_ALONE = re.compile(
    rf"\b(?:for|under|[Nn]ame(?:d| is| of)?|[Ss]urname(?: is)?|[Aa]ddressed to|[Rr]esidence|[Qq]uot(?:e|ing)|[Cc]laimant|[Cc]ustomer)\s(?P<sur>{_WORD})(?![\w'’-]| [A-Z])|\b(?P<home>{_WORD}) (?:household|residence|family)\b"
)
_INITIAL = re.compile(rf"(?<![\w.])(?P<first>[A-Z])\.?\s(?P<last>{_WORD})\b")
_SIGNED = re.compile(r"[Ss]igned (?:for )?by:?\s*$")
_SPOKEN_TO = re.compile(
    r"(?:\b(?:[Hh]i|[Hh]iya|[Hh]ello|[Hh]ey|[Dd]ear|[Mm]orning|[Aa]fternoon|[Ee]vening|[Ii]s (?:this|that)|[Ii]t's for|[Ss]peak(?:ing)? (?:to|with)|[Aa]sk(?:ed|ing|s)? for|[Ll]ook(?:ed|ing)? for|for|called me|[Nn]amed?(?: is| was)?|[Tt]hat you|[Ss]orry|[Tt]hanks|[Rr]ecipient|[Cc]ustomer)\b[,:]?\s"
    r"(?:(?:uh|um|er|erm|a|an|one|some|there)\b[,.]*\s)?[\"'“]?|(?<!\w)[\"'“](?=[A-Z][a-z]+[,\"'”]))(?P<name>[A-Z][a-z]{2,})(?![\w’-]|'[a-rt-z])"
)
_STRICT = re.compile(
    r"(?:[Aa]sk(?:ed|ing)? for|[Ll]ook(?:ed|ing) for|[Ii]s this|[Cc]laimant:|[Cc]ustomer:|[Cc]alled me|collector|one for|[Rr]ecipient:|[Nn]ame as)"
)
_TWO_WORDS = re.compile(rf"\b({_WORD}) ({_WORD})\b")
_NOT_NAMES_TEXT = """
customer sir madam beneficiary friend valued client user member there team amazon etsy ebay
walmart target shopify ups usps fedex dhl your the this that winner account homeowner resident
dear google apple microsoft medicare support all you taxpayer voter neighbor order package
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december black white paypal netflix visa mr mrs ms miss
dr subject action required seller buyer alipay wechat zelle venmo cashapp whatsapp telegram
teamviewer anydesk
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())


@dataclass(frozen=True)
class EnglishNames:
    """The pool of names, made searchable."""

    own: str
    own_first: str
    own_last: str
    whole: re.Pattern[str]
    first: re.Pattern[str]
    by_key: dict[str, str]
    """Folded words of a name, in order, to the pool's spelling."""
    firsts: dict[str, str]
    lasts: frozenset[str]
    by_shape: dict[str, tuple[str, ...]]
    """First letters of first name and surname, which the ear seldom mistakes, to folded names."""
    by_sound: dict[str, tuple[str, ...]]
    """Which part of a name it is, and its consonants, to the pool's spellings of that."""
    called: dict[str, tuple[str, ...]]
    """Short forms of first names to the pool's first names."""


def _key(name: str) -> str:
    """A name without case, apostrophes and hyphens."""
    return re.sub(r"[^a-z ]", "", name.lower().replace("-", " "))


def _shape(folded: str) -> str:
    """First letters of the first and of the last word."""
    words = folded.split()
    return words[0][0] + words[-1][0]


def know_english_names(facts: OrderFacts) -> EnglishNames | None:
    """The names of `facts` in Latin letters; None if the order's own is not."""
    names = [
        name
        for name in dict.fromkeys(facts.names)
        if re.fullmatch(r"[A-Za-zÀ-ÿ'’.\- ]{2,60}", name)
    ]
    if not names or names[0] != facts.names[0]:
        return None
    parts = [(name.split()[0], name.split()[-1]) for name in names]
    whole = "|".join(
        rf"{re.escape(first)}\s+(?:[a-z]\.?\s+)?{re.escape(last)}|{re.escape(last)},\s*{re.escape(first)}"
        for first, last in parts
        if first != last
    )
    firsts = sorted({first for first, _ in parts}, key=len, reverse=True)
    by_key = {
        _key(f"{first} {last}"): name for name, (first, last) in zip(names, parts, strict=True)
    }
    return EnglishNames(
        own=names[0],
        own_first=parts[0][0],
        own_last=parts[0][1],
        whole=re.compile(rf"\b(?:{whole})\b" if whole else r"(?!)", re.IGNORECASE),
        first=re.compile(
            rf"(?<![\w@./'’-])(?:{'|'.join(re.escape(form) for first in firsts for form in (first, first.upper()))})(?:['’]s)?(?![\w@'’-])"
        ),
        by_key=by_key,
        firsts={first.lower(): first for first in firsts},
        lasts=frozenset(last.lower() for _, last in parts),
        by_shape={
            shape: tuple(key for key in by_key if _shape(key) == shape)
            for shape in map(_shape, by_key)
        },
        by_sound=_many(
            (_sound(part, name), name)
            for (first, last), whole in zip(parts, by_key.values(), strict=True)
            for part, name in (("first", first), ("last", last), ("name", whole))
        ),
        called=_many((short, first) for first in firsts for short in short_forms(first)),
    )


def _sound(part: str, name: str) -> str:
    """Which part of a name it is, and how it sounds."""
    words = name.split()
    return " ".join((part, *map(consonants, dict.fromkeys((words[0], words[-1])))))


def _many(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Keys to all their values, each once."""
    out: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        out.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in out.items()}


def find_english_names(reading: Reading, known: EnglishNames) -> list[Detail]:
    """Every name in a text that is the order's, another of the pool, or put to the buyer as theirs."""
    found: list[Detail] = []
    for match in known.whole.finditer(reading.raw):
        said = match.group()
        words = said.split(",")[::-1] if "," in said else [said]
        plain = _key(" ".join(word.strip() for word in words)).split()
        name = (
            known.by_key.get(" ".join(plain))
            or known.by_key.get(f"{plain[0]} {plain[-1]}")
            or _spelled(known, " ".join(plain))
        )
        found.append(
            Detail(Field.NAME, name, match.span(), Strength.EXACT, name != known.own, rule="name")
        )
    for match in _TITLED.finditer(reading.raw):
        last = match["sur"]
        if not _free(found, match.span()) or last.lower() in _NOT_NAMES:
            continue
        heard = _alike(known.by_sound, _sound("last", last), last, known.own_last)
        if heard and last.lower() not in known.lasts and len(consonants(last)) > 2:
            found.append(_heard_as(heard, match.span(), "surname"))
        else:
            wrong = last.lower() != known.own_last.lower()
            found.append(
                Detail(
                    Field.NAME,
                    last.title() if last.isupper() else last,
                    match.span(),
                    Strength.PARTIAL,
                    wrong,
                    rule="surname",
                )
            )
    _initials(reading, known, found)
    _akin(reading, known, found)
    _misheard(reading, known, found)
    _strangers(reading, known, found)
    found += _bare_surnames(reading, known, found)
    for match in known.first.finditer(reading.raw):
        if _free(found, match.span()) and not (
            _other_person(reading.raw, match.end()) or _introduces(reading.raw, *match.span())
        ):
            first = known.firsts[re.sub(r"['’]s$", "", match.group()).lower()]
            found.append(
                Detail(
                    Field.NAME,
                    first,
                    match.span(),
                    Strength.PARTIAL,
                    first != known.own_first,
                    rule="first",
                )
            )
    return found


def _alike(
    forms: dict[str, tuple[str, ...]], key: str, said: str, own: str
) -> tuple[str, bool] | None:
    """The only name of the pool with that form, or else what was said; and whether it is not the own one."""
    names = forms.get(key)
    if not names:
        return None
    return (names[0] if len(names) == 1 else said), own not in names


def _heard_as(heard: tuple[str, bool], span: tuple[int, int], rule: str) -> Detail:
    """A name that is like one of the pool by ear."""
    value, wrong = heard
    strength = Strength.FUZZY if rule == "sound" else Strength.PARTIAL
    return Detail(Field.NAME, value, span, strength, wrong, rule=rule)


def _initials(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """J. Doyle: a surname of the pool behind the first letter of a first name."""
    for match in _INITIAL.finditer(reading.raw):
        last = match["last"]
        signed = _SIGNED.search(reading.raw[max(0, match.start() - 16) : match.start()])
        if last.lower() in known.lasts and not signed and _free(found, match.span()):
            wrong = (
                last.lower() != known.own_last.lower()
                or match["first"] != known.own_first[:1].upper()
            )
            found.append(
                Detail(Field.NAME, last, match.span(), Strength.PARTIAL, wrong, rule="initial")
            )


def _misheard(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """A first name alone, by ear or in a short form, where somebody is spoken to: Is that Stewart?"""
    for match in _SPOKEN_TO.finditer(reading.raw):
        said, span = match["name"], match.span("name")
        if (
            said.lower() in known.firsts
            or said.lower() in _NOT_NAMES
            or not _free(found, span)
            or _other_person(reading.raw, span[1])
        ):
            continue
        heard = _alike(known.called, said.lower(), said, known.own_first)
        rule = "first"
        if heard is None and len(consonants(said)) > 2:
            heard = _alike(known.by_sound, _sound("first", said), said, known.own_first)
        if heard is None and len(consonants(said)) > 2:
            rule = "surname"
            heard = _alike(known.by_sound, _sound("last", said), said, known.own_last)
        if heard is not None:
            found.append(_heard_as(heard, span, rule))


def _bare_surnames(reading: Reading, known: EnglishNames, found: list[Detail]) -> list[Detail]:
    """A surname of the pool alone, where a parcel or a person is named by it: package for Doyle."""
    out = []
    for match in _SURNAME_ALONE.finditer(reading.raw):
        group = "sur" if match["sur"] else "home"
        said, span = match[group], match.span(group)
        if said.lower() in known.lasts and _free(found, span):
            wrong = said.lower() != known.own_last.lower()
            out.append(Detail(Field.NAME, said, span, Strength.PARTIAL, wrong, rule="surname"))
    return out


def _akin(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Two capitalised words like a name of the pool, more so where neither is one of its words."""
    for match in _TWO_WORDS.finditer(reading.raw):
        first, last = match.groups()
        if not _free(found, match.span()) or {first.lower(), last.lower()} & _NOT_NAMES:
            continue
        said = f"{first} {last}".lower()
        heard = _alike(known.by_sound, _sound("name", said), f"{first} {last}", known.own)
        if (
            heard is not None
            and len(consonants(first + last)) > 4
            and not (first.lower() in known.firsts and last.lower() in known.lasts)
        ):
            found.append(_heard_as(heard, match.span(), "sound"))
            continue
        near = first.lower() in known.firsts or last.lower() in known.lasts
        keys = known.by_key if near else known.by_shape.get(_shape(said), ())
        alike = max((SequenceMatcher(None, said, key).ratio() for key in keys), default=0)
        if alike < (0.7 if near else 0.84):
            continue
        value = said.title() if first.isupper() else f"{first} {last}"
        found.append(
            Detail(Field.NAME, value, match.span(), Strength.EXACT, contradicts=True, rule="akin")
        )


def _spelled(known: EnglishNames, key: str) -> str:
    """The pool's spelling of a name with a hyphen or apostrophe."""
    squeezed = key.replace(" ", "")
    return next(
        (name for other, name in known.by_key.items() if other.replace(" ", "") == squeezed),
        key.title(),
    )


def _free(found: list[Detail], span: tuple[int, int]) -> bool:
    """Whether no name was found there yet."""
    return not any(
        hit.span is not None and hit.span[0] < span[1] and span[0] < hit.span[1] for hit in found
    )


_SELF = re.compile(
    r"(?:\b(?:[Tt]his is|[Mm]y name is|[Ii](?:'m| am)|[Ii]t's|[Hh]ere is|name's|agent|officer|representative|specialist|with|driver)\s)$"
)


def _introduces(text: str, start: int, end: int) -> bool:
    """Whether the caller gives the name as the own one."""
    after = re.match(
        r"\s*(?:\?|here\b(?!['’]s| is)|from\b|with\b|calling\b|at\b|,? (?:your|the) |speaking)",
        text[end : end + 24],
    )
    said = _SELF.search(text[max(0, start - 24) : start])
    question = re.match(r"[^.!\n]{0,24}\?", text[end:])
    return bool(
        (said and not question)
        or (after and after.group().strip().startswith(("here", "from", "calling", "speaking")))
    )


def _other_person(text: str, end: int) -> bool:
    """Whether a first name goes on with a surname: somebody else, or a street."""
    return bool(re.match(rf" {_WORD}", text[end:])) and not re.match(
        r" (?:I|You|Your|We|This|The)\b", text[end:]
    )


def _strangers(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of nobody in the pool, where the words around say that it is a name."""
    for match in _PHRASE.finditer(reading.raw):
        words = match["name"].split()
        span = match.span("name")
        if not _free(found, span) or any(word.lower() in _NOT_NAMES for word in words):
            continue
        if words[0].lower() in known.firsts and len(words) == 1:
            continue
        strict = _STRICT.search(match.group())
        akin = words[-1].lower() in known.lasts or words[0].lower() in known.firsts
        if strict or (len(words) == 2 and akin):
            strength = Strength.EXACT if len(words) == 2 else Strength.PARTIAL
            found.append(
                Detail(Field.NAME, match["name"], span, strength, contradicts=True, rule="stranger")
            )

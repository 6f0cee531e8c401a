"""Names in English texts: whole, first name only, surname with a form of address."""

import re
from dataclasses import replace
from difflib import SequenceMatcher

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.accents import spread, unaccented
from leaktrace.extraction.names.english_asked import (
    NOT_NAMES,
    SIGNED,
    WORD,
    find_absent,
    find_bare_surnames,
    find_strangers,
    find_titled_small,
    introduces,
    is_free,
    other_person,
)
from leaktrace.extraction.names.english_letters import find_spelled
from leaktrace.extraction.names.english_masked import find_masked
from leaktrace.extraction.names.english_ordinary import is_known, is_meant, is_whole_name
from leaktrace.extraction.names.english_plain import find_plain
from leaktrace.extraction.names.english_pool import (
    EnglishNames,
    key_of,
    know_english_names,
    shape_of,
    sound_of,
)
from leaktrace.extraction.names.english_talk import is_talk
from leaktrace.extraction.names.english_told import find_told
from leaktrace.extraction.names.sounds_en import FIRST_NAMES, consonants, short_forms
from leaktrace.extraction.reading import Reading

__all__ = ["EnglishNames", "find_english_names", "know_english_names"]

_TITLED = re.compile(
    rf"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|MR|MRS|MS|[Mm]adame?)\b\.?\s+(?:(?:uh|um|er|erm|ah)\b[,.]*\s+)?(?P<sur>{WORD})\b"
)
_INITIAL = re.compile(rf"(?<![\w.])(?P<first>[A-Z])\.?\s(?P<last>{WORD})\b")
_SPOKEN_TO = re.compile(
    r"(?:\b(?:[Hh]i|[Hh]iya|[Hh]ello|[Hh]ey|[Dd]ear|[Mm]orning|[Aa]fternoon|[Ee]vening|[Ii]s (?:this|that)|[Ii]t's for|[Ss]peak(?:ing)? (?:to|with)|[Aa]sk(?:ed|ing|in['’]?|s)? for|[Ll]ook(?:ed|ing|in['’]?)? for|for|called me|(?:pronounced|said|called|spelt|spelled|butchered|mangled|got) (?:my|me|the|her|his)(?: (?:sur|last |first )?name)?(?: as| like)?|[Nn]amed?(?: is| was)?|[Nn]ame (?:on (?:it|this|here|the \w+)|here)(?: is| was| says| reads)?|(?:label|docket|box|slip|ticket|screen|sheet|sticker) (?:says|said|reads|has|had)|(?:you|ye|love|dear|no|yes|yeah|okay|ok|well|right|thanks)(?=,)|(?:[Nn]o|[Nn]ah|[Aa]ctually|[Yy]es),? it['’]s|[Tt]hat you|[Ss]orry|[Tt]hanks|[Rr]ecipient|[Cc]ustomer)\b[,:]?\s"
    r"(?:(?:uh|um|er|erm|a|an|one|some|there)\b[,.]*\s)?[\"'“]?|(?<!\w)[\"'“](?=[A-Z][a-z]+[,\"'”])|(?:^|\n)(?=[A-Z][a-z]+(?:,| it['’]?s\b))|: (?=[A-Z][a-z]+(?:,| u?r\b| your?\b| you're\b))|\b(?:[Ww]ell|[Ss]o|[Nn]ow|[Rr]ight|[Ll]ook|[Ll]isten|[Aa]ye|[Oo]h|[Aa]lright|[Gg]['’]?day|[Hh]owdy|[Kk]ia ora|[Hh]ullo|[Hh]allo|[Hh]ola|[Yy]o|[Ee]y up|[Ss]ister|[Bb]rother|[Aa]unt(?:ie|y)|[Uu]ncle|[Ss]is|[Bb]ro|[Mm]adam|[Mm]ama|[Nn]amaste|[Vv]anakkam|[Ss]awubona|[Dd]umela|[Mm]olo|[Ww]hat['’]?s up|[Hh]ow['’]?s it|[Hh]ow far|[Tt]op of the morning)(?:,? |\s)(?=[A-Z][a-z]+[,?!.\n])|\b[Ii]['’]m )(?P<name>[A-Z][a-z]{2,})(?![\w’-]|'[a-rt-z])"
)
_MORE_BEFORE = re.compile(r"[A-Z][a-z]+ (?:[A-Z] )?$")
"""Before an initial: then it is none of a first name."""
_CHAT = re.compile(r"(?:hi|hey|hello|dear|hiya|yo|morning|evening|hola)\b")
_LAST = re.compile(
    r" (?!(?:I|You|Your|We|This|The|Is|It|He|She|They|But|And|Please)\b)(?P<last>[A-Z][a-z][A-Za-z'’-]*[a-z])\b"
)
_TWO_WORDS = re.compile(rf"\b({WORD})(?= ({WORD})\b)")


def find_english_names(reading: Reading, known: EnglishNames) -> list[Detail]:
    """Every name in a text that is the order's, another of the pool, or put to the buyer as theirs."""
    if reading.raw.isascii():
        found = _find(reading, known)
        return [replace(hit, value=known.spelled.get(hit.value, hit.value)) for hit in found]
    plain, places = spread(reading.raw)
    out = []
    for hit in _find(Reading(plain, reading.occurred_at), known):
        assert hit.span is not None
        start, end = hit.span
        span = places[start], max(places[end], places[end - 1] + 1)
        said = reading.raw[slice(*span)]
        value = known.spelled.get(hit.value, said if unaccented(said) == hit.value else hit.value)
        out.append(replace(hit, value=value, span=span))
    return out


def _find(reading: Reading, known: EnglishNames) -> list[Detail]:
    """Every name in a text without accents."""
    found: list[Detail] = []
    refused: list[tuple[int, int]] = []
    for start, end in known.words.whole(reading.text):
        turned = reading.text[start:end].split()[0].strip(",") not in known.firsts
        if not is_whole_name(reading.raw, start, end, turned=turned):
            refused.append((start, end))
            continue
        said = reading.raw[start:end]
        words = said.split(",")[::-1] if "," in said else [said]
        plain = key_of(" ".join(word.strip() for word in words)).split()
        orders = (plain, [plain[0], plain[-1]], [plain[-1], plain[0]])
        keys = [" ".join(words) for words in orders]
        key = next((key for key in keys if key in known.by_key), keys[0])
        name, wrong = _alike(known.by_key, key, said, known.own) or _spelled(known, key)
        strength = Strength.EXACT if name in known.pool else Strength.PARTIAL
        found.append(Detail(Field.NAME, name, (start, end), strength, wrong, rule="name"))
    find_masked(reading, known, found)
    _titled(reading, known, found)
    _initials(reading, known, found)
    _akin(reading, known, found)
    _misheard(reading, known, found)
    find_strangers(reading, known, found)
    find_absent(reading, known, found)
    find_told(reading, known, found)
    find_bare_surnames(reading, known, found)
    _in_small_letters(reading, known, found)
    found += find_spelled(reading, known, found)
    find_titled_small(reading, known, found)
    find_plain(reading, known, found)
    for start, end, said in known.words.capitalised(reading.raw, known.words.first_forms):
        if (
            is_free(found, (start, end))
            and is_meant(reading.raw, start, start + len(said))
            and not other_person(reading.raw, end)
            and not introduces(reading.raw, start, end, of_pool=True)
        ):
            first = known.firsts[said.lower()]
            found.append(
                Detail(
                    Field.NAME,
                    first,
                    (start, end),
                    Strength.PARTIAL,
                    first != known.own_first,
                    rule="first",
                )
            )
    # what is no name as a whole is none in parts or by ear either
    return [hit for hit in found if not any(_within(hit, span) for span in refused)]


def _within(hit: Detail, span: tuple[int, int]) -> bool:
    """Whether something was found in a place, and nothing beyond it."""
    return hit.span is not None and span[0] <= hit.span[0] and hit.span[1] <= span[1]


def _titled(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Surnames behind a form of address: Mrs Marsh."""
    for match in _TITLED.finditer(reading.raw):
        last = re.sub(r"['’]s$", "", match["sur"])
        if not is_free(found, match.span()) or last.lower() in NOT_NAMES:
            continue
        if last.lower() not in known.lasts and reading.raw.startswith(("...", "…"), match.end()):
            continue
        if last.lower() not in known.lasts and _is_staff(reading.raw, match):
            continue
        if whole := _whole(reading, known, match):
            found.append(whole)
            continue
        heard = _alike(known.by_sound, sound_of("last", last), last, known.own_last)
        if by_ear := _alike(known.heard, last.lower(), last, known.own_last):
            found.append(_heard_as(by_ear, match.span(), "sound"))
            continue
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


def _is_staff(text: str, match: re.Match[str]) -> bool:
    """Whether somebody is of the shop or the bank: this is Mr Grant from the bank, ask for Mr Grant in fraud."""
    return introduces(text, *match.span()) and not text[: match.start()].lower().endswith("it's ")


def _whole(reading: Reading, known: EnglishNames, match: re.Match[str]) -> Detail | None:
    """A first name behind a form of address: Miss Helena, which is the pool's; or Mr Brett Sandow, who is a stranger."""
    first, (start, end) = match["sur"], match.span("sur")
    if first.lower() in known.lasts:
        return None
    after = _LAST.match(reading.raw, end)
    if after and first.lower() in FIRST_NAMES and after["last"].lower() not in NOT_NAMES:
        value, span = f"{first} {after['last']}", (match.start(), after.end())
        return Detail(Field.NAME, value, span, Strength.EXACT, contradicts=True, rule="stranger")
    if after or first.lower() not in known.firsts:
        return None
    value = known.firsts[first.lower()]
    return Detail(
        Field.NAME, value, (start, end), Strength.PARTIAL, value != known.own_first, rule="first"
    )


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
        signed = SIGNED.search(reading.raw[max(0, match.start() - 16) : match.start()])
        several = _MORE_BEFORE.search(reading.raw, max(0, match.start() - 20), match.start())
        if (
            last.lower() in known.lasts
            and not signed
            and not several
            and is_free(found, match.span())
        ):
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
            or said.lower() in NOT_NAMES
            or not is_free(found, span)
            or other_person(reading.raw, span[1])
        ):
            continue
        heard = (
            _alike(known.called, said.lower(), said, known.own_first)
            or _by_ear(reading.raw, span, known)
            or _shortened(said, known)
        )
        rule = "first"
        if heard is None and len(consonants(said)) > 2:
            heard = _alike(known.by_sound, sound_of("first", said), said, known.own_first)
        if heard is None and len(consonants(said)) > 2 and not is_known(said):
            rule = "surname"
            heard = _alike(known.by_sound, sound_of("last", said), said, known.own_last)
        if heard is not None:
            found.append(_heard_as(heard, span, rule))


def _by_ear(text: str, span: tuple[int, int], known: EnglishNames) -> tuple[str, bool] | None:
    """The first name or surname of the pool that is written down so; and whether it is not of the own name."""
    said = text[slice(*span)]
    names = known.heard.get(said.lower())
    if not names or is_talk(text, *span):
        return None
    wrong = {known.own_first, known.own_last}.isdisjoint(names)
    return (names[0] if len(names) == 1 else said), wrong


def _shortened(said: str, known: EnglishNames) -> tuple[str, bool] | None:
    """The first name of the pool that begins so: Roz for Rosalind; and whether it is not the own one."""
    short = said.lower()
    begun = short[:-1] if short[-1] in "zy" else short
    names = [first for key, first in known.firsts.items() if key.startswith(begun) and key != short]
    if not 3 <= len(short) <= 5 or not names:
        return None
    return (names[0] if len(names) == 1 else said), known.own_first not in names


def _akin(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Two capitalised words like a name of the pool, more so where neither is one of its words."""
    for match in _TWO_WORDS.finditer(reading.raw):
        first, last = match.groups()
        span = match.start(), match.end(2)
        if not is_free(found, span) or {first.lower(), last.lower()} & NOT_NAMES:
            continue
        said = f"{first} {last}".lower()
        heard = _alike(known.by_sound, sound_of("name", said), f"{first} {last}", known.own)
        if (
            heard is not None
            and len(consonants(first + last)) > 4
            and not (first.lower() in known.firsts and last.lower() in known.lasts)
        ):
            found.append(_heard_as(heard, span, "sound"))
            continue
        near = first.lower() in known.firsts or last.lower() in known.lasts
        keys = known.by_key if near else known.by_shape.get(shape_of(said), ())
        alike = max((SequenceMatcher(None, said, key).ratio() for key in keys), default=0)
        if alike < (0.7 if near else 0.84):
            continue
        within = tuple(name for name in known.pool if {*said.split()} <= {*name.lower().split()})
        if within:
            # José García for José García López
            value = within[0] if len(within) == 1 else f"{first} {last}"
            wrong = known.own not in within
            found.append(Detail(Field.NAME, value, span, Strength.PARTIAL, wrong, rule="name"))
            continue
        value = said.title() if first.isupper() else f"{first} {last}"
        found.append(Detail(Field.NAME, value, span, Strength.EXACT, contradicts=True, rule="akin"))


def _spelled(known: EnglishNames, key: str) -> tuple[str, bool]:
    """The pool's spelling of a name with a hyphen or apostrophe; and whether it is not the own one."""
    squeezed = key.replace(" ", "")
    names = [name for name in known.pool if key_of(name).replace(" ", "") == squeezed]
    return (names[0] if len(names) == 1 else key.title()), known.own not in names


def _in_small_letters(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Hey helena, mr marsh: as people write in a chat."""
    for match, group, kind in known.words.spoken_to(reading.text):
        said, span = match[group], match.span(group)
        if kind == "first" and reading.raw[span[0]].isupper() and not _CHAT.match(match.group()):
            continue
        if not is_free(found, span) or (
            other_person(reading.raw, span[1]) or introduces(reading.raw, *span)
        ):
            continue
        if kind == "first" and not is_meant(reading.raw, *span):
            continue
        if kind == "heard":
            if by_ear := _by_ear(reading.raw, span, known):
                found.append(_heard_as(by_ear, span, "sound"))
            continue
        if group == "next":
            _given(match, known, found)
        own = known.own_first if kind == "first" else known.own_last
        wrong = said != own.lower() and said not in short_forms(own)
        rule = "first" if kind == "first" else "surname"
        value = reading.raw[slice(*span)].title()
        found.append(Detail(Field.NAME, value, span, Strength.PARTIAL, wrong, rule=rule))


def _given(match: re.Match[str], known: EnglishNames, found: list[Detail]) -> None:
    """The first name between a form of address and a surname, as it was heard: mister tarrance washburn."""
    said = match["word"]
    if not is_free(found, match.span("word")):
        return
    heard = _alike(known.called, said, said, known.own_first)
    if heard is None and len(consonants(said)) > 2:
        heard = _alike(known.by_sound, sound_of("first", said), said, known.own_first)
    if heard is not None:
        found.append(_heard_as(heard, match.span("word"), "sound"))

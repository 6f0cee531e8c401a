"""Names of strangers in English of which people say that nobody here is called so, or ask whether somebody is."""

import re
from collections.abc import Iterator

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_asked import NOT_NAMES, PLACES, WORD, introduces, is_free
from leaktrace.extraction.names.english_pool import EnglishNames
from leaktrace.extraction.names.english_talk import NOUNS, PLACE_NAMES, QUALITIES, THINGS
from leaktrace.extraction.names.sounds_en import FIRST_NAMES
from leaktrace.extraction.reading import Reading

__all__ = ["find_told"]

_ONE = r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?"
_NAME = rf"{_ONE}(?: {WORD})?(?<!['’]s)"
_NOT_HERE = r"(?:here|there|at this|at that|at my|at our|lives?|living|in this|on this|by that name|of that name)\b"
_SOMEBODY = r"(?:some(?:one|body)|any(?:one|body)|nobody|no one|a (?:lady|man|woman|girl|boy|guy|fella|fellow|chap|bloke|lad|lass|person|customer|client|resident|tenant|gentleman|gent))"
_TOLD = (
    re.compile(rf"\b(?:[Aa]re|r) (?:you|yous|ye|u) (?:the |this |that )?(?P<name>{_NAME})(?=\?|,| or\b| who|['’]s\b|[\"”'’])"),
    re.compile(rf"\b[Ii]s (?:there|it) (?:an?|any|the) (?P<name>{_NAME})(?= {_NOT_HERE}|\?)"),
    re.compile(rf"\b[Dd]oes (?:an? |the )?(?P<name>{_NAME})(?= (?:still )?(?:live|work|stay)\b)"),
    re.compile(rf"\b[Nn]o (?P<name>{_NAME})(?= {_NOT_HERE})"),
    re.compile(rf"(?<!from )(?<!by )(?<!with )(?<!to )\b{_SOMEBODY} (?:who(?:'s| is) )?(?:called|named|by the name of|goes by) (?P<name>{_NAME})(?= (?:ordered|bought|here|there|at this|lives|on this|in this|who (?:lives|ordered|bought))\b|[?.,;!)\"”]|$)"),
    re.compile(rf"\b(?:[Ii]['’]m|[Ii] am|[Ii]m|[Tt]his is|[Tt]hat['’]s|it['’]s) not (?:an? |the )?(?P<name>{_NAME})(?=[.,;!?)\"”]|$| I\b| and\b| but\b|['’]s\b)"),
    re.compile(rf"\b(?:this|that|still|not|was) (?P<name>{_ONE})(?=['’]s (?:number|phone|mobile|cell|line|house|place|address|flat|email)\b)"),
    re.compile(rf"\b(?P<name>{_NAME})(?=,? (?:who )?(?:hasn['’]?t|has not|doesn['’]?t|does not|no longer|used to|never|moved|left)(?: even| ever)? ?(?:been|lived?|lives|stayed|worked|out|away|on)? ?(?:here|there|at this|at that|out|away|years|ages|months)\b)"),
    re.compile(rf"\b(?:wrong number|wrong house|wrong person),? (?:for|he wanted|she wanted|they wanted|wanted|after) (?P<name>{_NAME})(?=[.,;!?]|$)"),
)  # fmt: skip
"""Ways to ask who somebody is, and to say that he is not."""
_ARTICLE = re.compile(
    rf"\b(?:parcel|package|delivery|letter|post|packet)s? (?:\w+ )?for an? (?P<name>{_ONE})(?=[.,?!;]|$| (?:at|in)\b)"
    rf"|\b(?:[Tt]here['’]?s|[Tt]here is|[Ww]e have|[Ww]e['’]ve) no (?P<here>{_ONE})(?= at (?:this|that|our|my) (?:address|number)\b)"
)
"""Ways to speak of a surname."""
_ASTRAY = re.compile(
    r"\b(?:here|by mistake|wrong|next door|neighbou?rs?|nobody|no[- ]?one|not (?:me|us|mine|ours|my|our)|(?:by|of) that name|(?:at|to) (?:our|my|this) (?:door|address|house|flat|place)|do you know|who(?:ever)? is|who['’]s|never heard|lives?|moved|unknown|any idea|is that you)\b",
    re.IGNORECASE,
)
"""Beside a surname: there is somebody's parcel, but no such person."""
_NOT_ALONE = (
    QUALITIES, NOUNS, PLACE_NAMES, NOUNS, frozenset[str](), QUALITIES | PLACE_NAMES, NOUNS | PLACE_NAMES, NOUNS | PLACE_NAMES,
    frozenset[str](),
)  # fmt: skip
"""First names that are other words in each of the ways above, unless a surname or a mark of a person follows."""
_OF_PERSON = re.compile(
    r"['’]s (?:number|phone|mobile|cell|email)\b| (?:by|of) that name\b| at (?:this|that|my|our) (?:address|number|house|flat)\b"
    r"|(?<!Said),? (?:who )?(?:[a-z]+(?:n['’]t)? ){0,3}(?:lived?|lives|living|stay|stays|stayed|moved)\b"
)
_HINTS = (
    ("are y", "r u ", "r you"), ("is there ", "is it "), ("does ",), ("no ",), ("called", "named", "by the name", "goes by"),
    (" not ",), ("s number", "s phone", "s mobile", "s cell", "s line", "s house", "s place", "s address", "s flat", "s email"),
    ("hasn", "has not", "doesn", "does not", "no longer", "used to", "never", "moved", "left"), ("wrong ",),
)  # fmt: skip
"""What a text must have for each of the ways above; a look for it costs next to nothing."""


def find_told(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of nobody in the pool, where somebody is said to be, or not to be, the one who is called so."""
    text = reading.text
    likely = [
        (pattern, others)
        for pattern, hints, others in zip(_TOLD, _HINTS, _NOT_ALONE, strict=True)
        if any(hint in text for hint in hints)
    ]
    for match, others in ((m, others) for way, others in likely for m in way.finditer(reading.raw)):
        words, start = match["name"].split(), match.start("name")
        if len(words) == 2 and (words[1].lower() in NOT_NAMES or not words[1][1:].islower()):
            words = words[:1]
        first = words[0].lower()
        if first not in FIRST_NAMES or first in NOT_NAMES or words[-1].lower() in PLACES:
            continue
        end = start + len(" ".join(words))
        if len(words) == 1 and first in others and not _OF_PERSON.match(reading.raw, end):
            continue
        denied = match.group().lower().startswith("no ")
        if (not denied and introduces(reading.raw, start, end)) or (
            len(words) == 1 and first in known.firsts
        ):
            continue
        _add(found, words, (start, end))
    for said, span in _surnames(reading):
        if said.lower() not in NOT_NAMES | known.lasts | known.firsts.keys():
            _add(found, [said], span)


def _surnames(reading: Reading) -> Iterator[tuple[str, tuple[int, int]]]:
    """Words with a capital that are spoken of as surnames: a parcel for a Drummond."""
    for match in _ARTICLE.finditer(reading.raw):
        group = "name" if match["name"] else "here"
        said, (start, end) = match[group].lower(), match.span(group)
        around = reading.raw[max(0, match.start() - 60) : match.end() + 60]
        named = group == "here" or said in FIRST_NAMES or _ASTRAY.search(around)
        if named and said not in THINGS | NOUNS | QUALITIES:
            yield match[group], (start, end)


def _add(found: list[Detail], words: list[str], span: tuple[int, int]) -> None:
    """Take the name of a stranger, if nothing was found there."""
    if is_free(found, span):
        strength = Strength.EXACT if len(words) > 1 else Strength.PARTIAL
        found.append(
            Detail(Field.NAME, " ".join(words), span, strength, contradicts=True, rule="stranger")
        )

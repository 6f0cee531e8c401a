"""English names where somebody is asked for or spoken to: surnames alone, first names alone, names of strangers."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_pool import EnglishNames
from leaktrace.extraction.names.sounds_en import FIRST_NAMES
from leaktrace.extraction.reading import Reading

__all__ = [
    "NOT_NAMES",
    "PLACES",
    "SIGNED",
    "WORD",
    "find_absent",
    "find_bare_surnames",
    "find_strangers",
    "find_titled_small",
    "introduces",
    "is_free",
    "other_person",
]

WORD = r"[A-Z][a-zA-Z'’\-]*[a-zA-Z]"
"""A word with a capital."""
_NAME = rf"{WORD}(?:\s(?:van der|van den|van|von|de la|de los|de|der|del|di|da|dos|du|la|le|el|al|bin|ibn|abu|ter|ten)\s{WORD}|\s{WORD})?"
"""One or two words with a capital, and what may stand between them."""
_TITLES = (
    "[Pp]astor|[Bb]rother|[Ss]ister|[Mm]adam|[Cc]hief|[Dd]r|[Dd]octor|[Pp]rof(?:essor)?|[Rr]ev(?:erend)?|[Ff]ather|[Ff]r|[Uu]ncle|[Aa]unt(?:ie|y)?|[Aa]lhaj[ia]|[Hh]ajia|[Mm]ama|[Pp]apa|[Bb]aba|[Oo]ga|[Ee]ngr"
    "|[Bb]arr(?:ister)?|[Ss]ir|[Ll]ady|[Cc]aptain|[Ss]gt|[Cc]oach|[Dd]eacon(?:ess)?|[Ee]lder|[Ii]mam|[Rr]abbi|[Ss]heikh|[Gg]ranny|[Nn]ana|[Mm]rs|[Mm]r|[Mm]iss|[Mm]s|[Mm]issus|[Mm]ister|[Tt]eacher|[Bb]ishop|[Ee]vangelist"
)
"""Titles by which people ask for somebody, beside Mr and Mrs."""
_THERE = re.compile(
    rf"\b[Ii]s (?P<name>{_NAME})(?= (?:there|in|home|at home|about|around|available|speaking|on the line)\b)"
    rf"|\b(?:[Nn]ever (?:had|heard of)(?: an?| any)?|[Nn]o one (?:called|named)|[Nn]obody (?:called|named)|[Dd]on['’]t know an?|(?:had|got|know) (?:an?|any)) (?P<not_here>{_NAME})(?= (?:here|at this|at that|lives|living|in this|on this)\b)"
    rf"|\b(?:in the name of|name of|under the name(?: of)?|consignee:?|addressee:?|on board:|parcel for|package for|box for|one for|addressed to|made out to|c/o|care of|meant for|belongs to) (?P<of>{_NAME})(?=[,.;:?!)\n]| (?:who|and|at|in|from|on|is|was)\b|$)"
)
"""Somebody who is asked for, is not there, or has a parcel under that name."""
_PHRASE = re.compile(
    rf"(?:\b(?:[Aa]sk(?:ed|ing|in['’]?|s)? for|[Ll]ook(?:ed|ing|in['’]?|s)? for|[Ii]s (?:this|that)|[Tt]his is for|[Ss]peak(?:ing|in['’]?)? (?:to|with|wi['’]?)|[Tt]alk(?:ing)? to|[Dd]ear|[Hh]i|[Hh]ello|[Hh]ey|[Mm]orning|[Cc]laimant:|[Cc]ustomer:|[Nn]ame:|[Rr]ecipient:|[Bb]ill to:|[Ss]hip to:|(?:for|one for|account of)|[Cc]all(?:ed|ing|s) me|[Nn]ame (?:was|is|as|of)|[Aa]ddressed to|[Tt]hank you|[Rr]each(?:ing)?|[Ww]ant(?:ing|in['’]?|ed|s)|[Aa]fter|[Nn]eeds?|[Ff]ind|[Ff]inding|[Ll]ocat(?:e|ing)|[Tt]rying|[Nn]amed|[Cc]ollector for|[Mm]essage for|[Nn]umber (?:for|of)|[Ww]as (?:just |only |really )?after|[Aa]fter (?=an? [A-Z])|[Mm]eant for|belong(?:s|ing)? to|it's|owed by|thought I was|mistook me for|insisted I was|must be|[Tt]ell|[Ww]rong number,? (?:for|love)|[Ii]s|[Hh]ullo|[Hh]iya|[Hh]owdy|[Ee]y up|[Kk]ia ora)\s+(?:(?:the\s|my\s)?(?:{_TITLES})\.?\s)?(?:an?\s|old\s|some\s|some(?:one|body) (?:called|named)\s|a certain\s)?[\"'“]?)(?P<name>{WORD}(?:\s{WORD})?)"
)
_SURNAME_ALONE = re.compile(
    rf"\b(?:for|under|[Nn]ame(?:d| is| of)?|[Ss]urname(?: is)?|[Aa]ddressed to|[Rr]esidence|[Qq]uot(?:e|ing)|[Cc]laimant|[Cc]ustomer)[,:]?\s(?P<sur>{WORD})(?![\w'’-]| [A-Z])|\b(?P<home>{WORD}) (?:household|residence|family)\b"
)
_GREETED = re.compile(r"(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Mm]orning)\s")
_STRICT_ALONE = re.compile(
    r"(?:[Aa]sk(?:ed|ing)? for|[Ll]ook(?:ed|ing) for|[Ii]s this|[Cc]laimant:|[Cc]ustomer:|[Cc]alled me|one for|[Rr]ecipient:|[Nn]ame as)"
)
"""Behind these a word with a capital is a name, whether or not many are called so."""
_STRICT = re.compile(
    r"(?:[Aa]sk(?:ed|ing|in['’]?|s)? for|[Ll]ook(?:ed|ing|in['’]?|s)? for|[Ii]s (?:this|that)|[Cc]laimant:|[Cc]ustomer:|[Cc]all(?:ed|s|ing) me|[Cc]ollector|one for|[Rr]ecipient:|[Nn]ame as|[Ww]ant(?:ing|in['’]?|ed|s)|[Ss]peak(?:ing|in['’]?)? (?:to|with|wi['’]?)|[Tt]alk(?:ing)? to|[Mm]essage for|[Nn]umber (?:for|of)|[Ww]as (?:just |only |really )?after|[Aa]fter (?=an? [A-Z])|[Mm]eant for|belong(?:s|ing)? to|thought I was|mistook me for|insisted I was|[Rr]each|[Ll]ocat|[Ff]ind|[Nn]amed|[Bb]ill to|[Ss]hip to)"
)
_NOT_NAMES_TEXT = """
customer sir madam beneficiary friend valued client user member there team amazon etsy ebay
walmart target shopify ups usps fedex dhl your the this that winner account homeowner resident
dear google apple microsoft medicare support all you taxpayer voter neighbor order package
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december black white paypal netflix visa mr mrs ms miss
dr subject action required seller buyer alipay wechat zelle venmo cashapp whatsapp telegram
teamviewer anydesk facebook instagram shein temu chewy wayfair costco lowes home depot best buy
social security irs publishers hotel university bank credit i it my our we he she they his her
tracking delivery english spanish american text email press call street avenue road lane drive apt unit
caller me agent royal mail dpd evri zoom please christmas easter thanksgiving halloween
mister missus miz madam madame i'm i've i'd i'll i’m i’ve i’d i’ll it's that's he's she's who's
hi hey hello hiya hullo hallo hola yo well howdy morning afternoon evening goodbye bye cheers regards voicemail transcript
"""
NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
"""Words with a capital that are no names of people."""
_TITLED_SMALL = re.compile(
    r"\b(?:mr|mrs|mister|missus)\.? (?:(?:uh|um|er|erm)[,.]* )?(?P<sur>(?!and\b|or\b|who\b|it\b|the\b|right\b|man\b|big\b|nice\b)[a-z]{3,14})(?= (?:here|there|is|at|from|in)\b|['’]s\b|[?,.:]|$)"
)
_STREET = re.compile(
    r" (?:Street|St|Lane|Ln|Road|Rd|Avenue|Ave|Drive|Dr|Court|Ct|Way|Place|Pl|Terrace|Square|Park|Boulevard|Blvd|Row|Close|Crescent|County|City|Heights)\b"
)
_PLACES_TEXT = """
court street lane road house lodge gardens close avenue drive way place park terrace heights hall square hill view grove
mews farm cottage row crescent towers palace pizza kitchen cafe diner grill bakery salon clinic surgery dental dentist motors
garage plumbing taxis taxi cabs school church chapel pharmacy chemist insurance solar energy electric water gas council office centre
layout estate junction roundabout bypass phase sector nagar colony gate bridge market mall station airport village town
center club gym spa hospital vets vet library nursery college motel inn bar pub takeaway mobile broadband telecom roofing windows
"""
PLACES = frozenset(_PLACES_TEXT.split())
"""What ends the name of a street, a house or a firm."""
_STAFFED = re.compile(
    r"\s(?:in|from|at|on) (?:our |the |my )?(?:accounts?|fraud|billing|sales|security|returns|dispatch|despatch|customer|claims|refunds?|support|head office|reception|complaints|finance|legal|recovery|collections|hr|HR|IT|warehouse|store|shop|depot|branch)\b| when (?:you|u) (?:call|ring|phone|text|get|arrive|come|reply)"
)
_ORDERED = re.compile(
    r"\b(?:call|ring|phone|text|contact|press|dial|reply|message|whatsapp|email|back|come in|just|please|pls|and|to|or) (?:and |to )?(?:ask for|speak (?:to|with)|talk to|look for|find) $"
)
"""What tells a reader whom to ask for at the shop."""
SIGNED = re.compile(r"[Ss]igned (?:for )?by:?\s*(?:[A-Z]\.? ?)?$")
_SELF = re.compile(
    r"(?:\b(?:[Tt]his is|[Mm]y name is|[Ii](?:'m| am)|[Ii]t's|[Hh]ere is|name's|agent|officer|representative|specialist|(?<!speaking )(?<!speak )(?<!spoke )with|driver)\s)$"
)


def is_free(found: list[Detail], span: tuple[int, int]) -> bool:
    """Whether no name was found there yet."""
    return not any(
        hit.span is not None and hit.span[0] < span[1] and span[0] < hit.span[1] for hit in found
    )


def introduces(text: str, start: int, end: int, *, of_pool: bool = False) -> bool:
    """Whether the caller gives the name as the own one; one of the pool is rather that of who was called."""
    after = re.match(
        r"\s*(?:\?|here\b(?!['’]s| is)|from\b|with\b|calling\b|at\b|,? (?:your|the) |speaking)",
        text[end : end + 24],
    )
    if not of_pool and (
        _STAFFED.match(text, end)
        or (
            _ORDERED.search(text[max(0, start - 40) : start].lower())
            and not text.startswith("?", end)
        )
    ):
        return True
    said = _SELF.search(text[max(0, start - 24) : start])
    question = re.match(r"[^.!\n]{0,24}\?", text[end:])
    own = ("i'm", "i am", "it's") if of_pool else ("i'm", "i am")
    if said and said.group().lower().startswith(own) and not after:
        # whoever has a name of the pool and says so is the one who was called
        return False
    return bool(
        (said and not question)
        or (after and after.group().strip().startswith(("here", "from", "calling", "speaking")))
    )


def other_person(text: str, end: int) -> bool:
    """Whether a first name goes on with a surname: somebody else, or a street."""
    return bool(re.match(rf" {WORD}", text[end:])) and not re.match(
        r" (?:I|You|Your|We|This|The)\b", text[end:]
    )


def find_strangers(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of nobody in the pool, where the words around say that it is a name."""
    for match in _PHRASE.finditer(reading.raw):
        words = match["name"].split()
        start, end = match.span("name")
        if len(words) == 2 and words[1].lower() in NOT_NAMES:
            words, end = words[:1], start + len(words[0])
        if not is_free(found, (start, end)) or any(word.lower() in NOT_NAMES for word in words):
            continue
        if len(words) == 2 and words[1].lower() in PLACES:
            continue
        if words[0].lower() in known.firsts and len(words) == 1:
            continue
        common = words[0].lower() in FIRST_NAMES
        strict = _STRICT.search(match.group())
        akin = words[-1].lower() in known.lasts or words[0].lower() in known.firsts
        named = strict and (common or len(words) == 2 or _STRICT_ALONE.search(match.group()))
        greeted = common and (_GREETED.match(match.group()) or reading.raw.startswith("?", end))
        if (named or greeted or (len(words) == 2 and (akin or common))) and not introduces(
            reading.raw, start, end
        ):
            strength = Strength.EXACT if len(words) == 2 else Strength.PARTIAL
            value = " ".join(words)
            found.append(
                Detail(Field.NAME, value, (start, end), strength, contradicts=True, rule="stranger")
            )


def find_absent(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of nobody in the pool, where somebody is asked for who is not there, or has a parcel."""
    for match in _THERE.finditer(reading.raw):
        group = next(name for name, said in match.groupdict().items() if said)
        span, words = match.span(group), match[group].lower().split()
        whole = len(words) > 1
        if not is_free(found, span) or NOT_NAMES.intersection(words) or words[-1] in PLACES:
            continue
        if words[0] not in FIRST_NAMES and not (whole and (group == "name" or len(words) > 2)):
            continue
        if group != "not_here" and introduces(reading.raw, *span):
            continue
        if not whole and words[0] in known.firsts:
            continue
        strength = Strength.EXACT if whole else Strength.PARTIAL
        found.append(
            Detail(Field.NAME, match[group], span, strength, contradicts=True, rule="stranger")
        )


def find_titled_small(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Surnames of nobody in the pool behind a form of address, written small: got a mr gallon here."""
    for match in _TITLED_SMALL.finditer(reading.raw):
        said, span = match["sur"], match.span("sur")
        of_pool = said in known.lasts or said in known.heard
        if said not in NOT_NAMES and not of_pool and is_free(found, span):
            found.append(
                Detail(Field.NAME, said, span, Strength.PARTIAL, contradicts=True, rule="surname")
            )


def find_bare_surnames(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """A surname of the pool alone: package for Doyle; or anywhere, if it is no word of ordinary talk."""
    for match in _SURNAME_ALONE.finditer(reading.raw):
        group = "sur" if match["sur"] else "home"
        _add_surname(known, found, match[group], match.span(group))
    for start, end, said in known.words.capitalised(reading.raw, known.words.last_forms, many=True):
        before = re.search(r"([A-Za-z.]+) $", reading.raw[max(0, start - 20) : start])
        of_another = before and before[1][0].isupper() and before[1].lower() in FIRST_NAMES
        signed = SIGNED.search(reading.raw[max(0, start - 18) : start])
        if not of_another and not signed and not _STREET.match(reading.raw, end):
            _add_surname(known, found, said, (start, start + len(said)))


def _add_surname(
    known: EnglishNames, found: list[Detail], said: str, span: tuple[int, int]
) -> None:
    """Take a surname, if it is one of the pool and nothing was found there."""
    if said.lower() in known.lasts and is_free(found, span):
        wrong = said.lower() != known.own_last.lower()
        found.append(Detail(Field.NAME, said, span, Strength.PARTIAL, wrong, rule="surname"))

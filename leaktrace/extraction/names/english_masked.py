"""English names with stars in them, as notices and labels show them: S*** Ke******g."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_pool import EnglishNames
from leaktrace.extraction.reading import Reading

__all__ = ["find_masked"]

_PART = r"(?:[A-Z][A-Za-z'’-]{0,20}\*{1,20}[a-z]{0,20}|[A-Z][A-Za-z'’-]{0,20}\.?)"
_MASKED = re.compile(
    rf"(?<![\w*])(?!(?i:dear|hi|hello|hey|mrs?|ms|miss|customer)\b)(?=[^\s*]{{1,21}}[ *])(?:{_PART} )?{_PART}(?![\w*])"
)
_PARTS = re.compile(r"\S+")
_STARS = re.compile(r"\*+")
_ADDRESSED = re.compile(r"\b(?:mrs?|ms|miss|mister|madame?|dear)\b\.? $", re.IGNORECASE)
_OATHS_TEXT = """
arse arses arsehole arseholes ass asses asshole assholes balls bastard bastards bitch bitches bitching bitchy bloody bollocks bugger
buggers bullshit clusterfuck cock cocks cocksucker crap crappy cunt cunts damn damned dammit damnit dick dicks dickhead dickheads
dildo douche douchebag dumbass dyke effing fag faggot fuck fucked fucker fuckers fuckery fuckin fucking
fucks fuckup fuckwit fuk fuking goddamn goddamned hell horny horseshit idiot idiots jackass jerk kill killed knob knobhead mofo moron
morons motherfucker motherfuckers motherfucking naked nigga nigger nude nudes numpty penis piss pissed pissing porn prick pricks pussy
rape raped rapist retard retarded scam scammed scammer scammers scamming screw sex sexy shag shit shite shitey shithead shits shitshow
shitty skank slag slags slut sluts sod sodding stupid suck sucker suckers sucks tits titties tosser tossers twat twats viagra wank
wanker wankers whore whores
"""
_OATHS = frozenset(_OATHS_TEXT.split())


def find_masked(reading: Reading, known: EnglishNames, found: list[Detail]) -> None:
    """Names of the pool of which only some letters are shown; more of them may fit, and any that does is enough."""
    if "*" not in reading.raw:
        return
    for match in _MASKED.finditer(reading.raw):
        parts = [part for part in _PARTS.finditer(match.group()) if "*" in part.group()]
        # the word before it may be none of the name, another part with stars is: Parcel S****n
        alone = [part.span() for part in parts] if len(parts) == 1 else []
        for start, end in [(0, len(match.group())), *alone]:
            said = match.group()[start:end]
            fits = re.compile(_form(said))
            if "*" not in said or sum(map(str.isalpha, said)) < 2:
                continue
            at = match.start() + start
            if _is_oath(said) and not _ADDRESSED.search(reading.raw[max(0, at - 10) : at]):
                continue
            if any(_fits(fits, key) for key in known.by_key):
                own = _fits(fits, f"{known.own_first} {known.own_last}".lower())
                span = (at, at + len(said))
                found.append(
                    Detail(Field.NAME, said, span, Strength.PARTIAL, not own, rule="masked")
                )
                break


def _is_oath(said: str) -> bool:
    """Whether each star may stand for a letter of a word that people do not write out: S**t."""
    words = (re.escape(word).replace(r"\*", "[a-z]") for word in said.lower().split())
    return all("[" in word and any(map(re.compile(word).fullmatch, _OATHS)) for word in words)


def _form(said: str) -> str:
    """A pattern of the names that letters and stars may stand for."""
    parts = [
        r"[a-z'’-]*".join(re.escape(letters) for letters in _STARS.split(part.lower()))
        if "*" in part
        else re.escape(part.lower().removesuffix(".")) + (r"[a-z'’-]*" if len(part) < 3 else "")
        for part in said.split()
    ]
    return " ".join(parts)


def _fits(form: re.Pattern[str], name: str) -> bool:
    """Whether a folded name, in either order, or one part of it is of that form."""
    first, *_, last = name.split() * 2
    return any(map(form.fullmatch, (f"{first} {last}", f"{last} {first}", first, last)))

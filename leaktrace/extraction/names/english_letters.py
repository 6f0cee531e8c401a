"""English names that are spelled out, or said syllable by syllable: S Z Y M A N, Oye-la-ran."""

import re

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.names.english_pool import EnglishNames, sound_of
from leaktrace.extraction.names.sounds_en import consonants, roughly
from leaktrace.extraction.reading import Reading

__all__ = ["find_spelled"]

_SPELLED = re.compile(
    r"(?<![\w-])[A-Za-z](?:(?: as in \w+| for \w+)?[-., ]{1,3}(?:(?:double|and|then) )?[A-Za-z]\b(?!['’])){2,14}(?![\w-])"
)
_SYLLABLES = re.compile(r"(?<![\w-])[A-Z][a-z']*(?:-[a-z']+){1,5}(?![\w-])")
_ASKED = re.compile(
    r"\b(?:[Ii]s (?:this|that)(?: the)?(?: (?:mr|mrs|ms|miss|mister)\.?)?|for|[Hh]ello|[Hh]i|[Ss]peak(?:ing)? (?:to|with)|[Mm]ister|[Mm]issus|[Mm]iss|[Mm]rs|[Mm]r|[Mm]s)\.?,? (?=[A-Za-z])"
)
_NO_SYLLABLES_TEXT = """
our your the us my me you a an to of and in on it this that we i is are or at by be with all have
guys folks people wait how what who when where why again today please
"""
_NO_SYLLABLES = frozenset(_NO_SYLLABLES_TEXT.split())
"""Words that are none of a name which was written down as several words."""
_APART = re.compile(r"[.,;:!?]")
"""What stands between words that are none of one name."""
_PEOPLE = re.compile(
    r"(?:young|old|good|nice|poor|big|wise|lovely|little|dear|kind) (?:man|men|woman|women|lady|ladies|lad|lass|girl|girls|boy|boys|friend|friends|sir|one|fellow)\b",
    re.IGNORECASE,
)
"""By which anybody may be addressed."""
_SOMETHING = re.compile(r"-?(?:something|whatever|something-or-other)$")


def find_spelled(reading: Reading, known: EnglishNames, found: list[Detail]) -> list[Detail]:
    """Names of the pool, letter by letter or in pieces."""
    out: list[Detail] = []
    for match in _SPELLED.finditer(reading.raw):
        said = _letters(match.group())
        value = known.letters.get(said)
        if value is None and len(said) > 3:
            # a letter too many belongs to the words around
            value = known.letters.get(said[1:]) or known.letters.get(said[:-1])
        if value is not None:
            out.append(_detail(value, match.span(), Strength.PARTIAL, known))
    for match in _SYLLABLES.finditer(reading.raw):
        said = _SOMETHING.sub("", match.group())
        plain = re.sub(r"[^a-z]", "", said.lower())
        if plain in known.letters:
            out.append(_detail(known.letters[plain], match.span(), Strength.PARTIAL, known))
            continue
        alike = [
            name
            for part in ("first", "last")
            for name in known.by_sound.get(sound_of(part, plain), ())
        ]
        begun = [name for key, name in known.letters.items() if key.startswith(plain)]
        if said != match.group() and len(plain) > 3 and begun:
            value = begun[0] if len(set(begun)) == 1 else said.replace("-", "")
            out.append(_detail(value, match.span(), Strength.PARTIAL, known, begun))
        elif len(consonants(plain)) > 2 and alike:
            value = alike[0] if len(set(alike)) == 1 else match.group()
            out.append(_detail(value, match.span(), Strength.FUZZY, known, alike))
    out += _in_words(reading, known)
    return [hit for hit in out if not _overlaps(hit, found)]


def _in_words(reading: Reading, known: EnglishNames) -> list[Detail]:
    """Names that were written down as several words: Merry Weather, castle lano."""
    out = []
    for match in _ASKED.finditer(reading.raw):
        words = list(re.finditer(r"[A-Za-z']+", reading.raw[match.end() : match.end() + 56]))[:6]
        plain = (n for n, word in enumerate(words) if word.group().lower() in _NO_SYLLABLES)
        for size in range(next(plain, len(words)), 1, -1):
            end = words[size - 1].end()
            said = reading.raw[match.end() : match.end() + end]
            heard = roughly(said)
            names = known.by_rough.get(heard, ())
            talk = _APART.search(said) or _PEOPLE.match(said)
            if names and len(heard) > 3 and not talk:
                value = names[0] if len(names) == 1 else said
                wrong = {known.own, known.own_last}.isdisjoint(names)
                span = match.end(), match.end() + end
                out.append(Detail(Field.NAME, value, span, Strength.FUZZY, wrong, rule="sound"))
                break
    return out


def _letters(spelled: str) -> str:
    """The letters that were named: E, double N, I."""
    plain = re.sub(r" (?:as in|for) \w+", "", spelled.lower())
    plain = re.sub(r"double ([a-z])\b", r"\1 \1", plain)
    return "".join(re.findall(r"(?<![a-z])[a-z](?![a-z])", plain))


def _detail(
    value: str,
    span: tuple[int, int],
    strength: Strength,
    known: EnglishNames,
    names: list[str] | None = None,
) -> Detail:
    """A part of a name that was said there."""
    own = {known.own_first, known.own_last}
    wrong = own.isdisjoint(names if names is not None else [value])
    return Detail(Field.NAME, value, span, strength, wrong, rule="surname")


def _overlaps(hit: Detail, found: list[Detail]) -> bool:
    """Whether a name was found there already."""
    assert hit.span is not None
    start, end = hit.span
    return any(one.span is not None and one.span[0] < end and start < one.span[1] for one in found)

"""Towns, states and roads that are put to the buyer as theirs and are not: shipping to Pomona, California."""

import re
from collections.abc import Iterator
from dataclasses import replace

from leaktrace.domain.channel import Field
from leaktrace.domain.contact import Detail, Strength
from leaktrace.extraction.places.addresses_pool import Addresses
from leaktrace.extraction.places.gazetteer import CITIES, STATES_EN, american_cities
from leaktrace.extraction.reading import Reading, fold

__all__ = ["find_elsewhere"]

_TALK = re.compile(
    r"city|town|address|ship|deliver|sent|send|going to|live|from|based in|over in|label|last known|\b(?:said|put|had|has|wrote)\b|order|dispatch|keyed|instead| as |\b(?:mr|mrs|ms|miss)\b| in | or | at | not "
)
_SENT_TO = r"ship(?:ped|ping|s)? (?:it |this |that |one )?(?:out )?(?:to|2)|deliver(?:ed|y|ing)? (?:it |this |one )?(?:to|in)|sen[dt](?:ing)? (?:it |this |that )?(?:to|2)|going (?:out )?(?:to|2)|went to|dispatch(?:ed|ing) to|destined for|bound for|headed (?:to|for)|routed to|addressed to"
_ADDRESSED = re.compile(
    rf"(?:\bcity\b[^.]{{0,24}}|\btown\b[^.]{{0,24}}|address[^.]{{0,20}}|{_SENT_TO}|live[sd]? in|based in|over in|\b(?:had|got|has|have|put|down)(?: (?:me|you|us|it|him|her))? (?:down )?(?:as|in|for|at)|keyed(?: it)?(?: (?:as|in|for|at))?|not in|last known (?:at|in|as|of)|\border(?:ed)?\b[^.?!,]{{3,50}} to|\bto[\"“' ]*(?=\Z)(?<=[\"“]to )|\b(?:mr|mrs|ms|miss)\.? [\w'’-]+ (?:in|of|from|over in)|\b(?:you|you're|customer|lady|resident)[^.?!,]{{0,12}} from|\b(?:there|you|living|house|home|door|apartment|place|resident|customer) (?:in|of))\W*$"
)
"""What stands before a place that is said to be the buyer's."""
_MACHINE = re.compile(r"\bip address|\b(?:calling|call|phoning|ringing|speaking) (?:you )?from\W*$")
_TOWN = r"(?:(?:St\.?|Saint|Fort|New|Port|Mount|El|La|Las|Los|San|Santa|North|South|East|West) )?[A-Z][a-z'’-]{2,}(?: [A-Z][a-z'’-]{2,})?"
_STATE = "|".join(
    [*sorted(STATES_EN, key=len, reverse=True), *sorted(filter(None, STATES_EN.values()), key=len)]
)
_TOWN_AND_STATE = re.compile(rf"\b(?P<town>{_TOWN}), ?(?P<state>{_STATE})\b(?!['’])")
_STATE_AFTER = re.compile(rf",? ?(?P<state>{_STATE})\b(?!['’])")
_STATE_ALONE = re.compile(
    rf"\b(?P<state>{'|'.join(sorted(STATES_EN, key=len, reverse=True))})\b(?!['’])"
)
_SPELLED = {name.lower(): name for name in STATES_EN} | {
    short.lower(): name for name, short in STATES_EN.items() if short
}
_WRONG_TOWN = re.compile(
    rf"[Ww]rong (?:town|city|place|state|county|village)\W{{1,4}}(?:(?:it was|he said|she said|they said|said|as)\W{{1,2}})?(?P<town>{_TOWN})|[Ll]ast known (?:address )?(?:at|in|as|of)\W{{1,2}}(?P<known>{_TOWN})"
)
_EITHER = r"(?:,? (?:or|and not|not|instead of|rather than|or is it|or was it|'stead of)(?: in| at| it's)?|,? but (?:it|the label|your message|the note|the paper|the screen)(?:'s)? (?:says?|said|reads?))"
_OTHER_AFTER = re.compile(rf"{_EITHER} (?P<place>{_TOWN})\b")
_OTHER_BEFORE = re.compile(rf"(?P<place>{_TOWN}){_EITHER} $")
_BRANCH = re.compile(
    r"[^.!?]{0,24}\b(?:showrooms?|stores?|branch(?:es)?|offices?|warehouses?|depots?|shops?|hubs?|sites?|campus)\b"
)
"""Where others are, not the buyer."""
_SITE = re.compile(
    r" (?:depot|hub|branch|warehouse|sorting|distribution|mail cent(?:re|er)|office|store|showroom|airport|police|court)\b"
)
"""What a parcel passes, or who calls from there."""
_ROAD_WORD = "Broadway|Street|St|Lane|Ln|Road|Rd|Avenue|Ave|Drive|Dr|Close|Crescent|Cres|Terrace|Row|Boulevard|Blvd|Gardens|Grove|Mews|Wynd|Brae|Loan|Gait|Vennel|Trail|Circle|Parade|Esplanade|Court|Place|Way|Square|House|Heights|Towers|Estate|Walk|Hill|Quay"
_ROAD = re.compile(
    rf"(?<![A-Za-z'’] )(?<!\w)(?:(?P<number>\d{{1,5}}[A-Za-z]?) )?(?P<road>(?:[A-Z][a-z'’-]+|[A-Z]|\d{{1,3}}(?:st|nd|rd|th))(?: [A-Z][a-z'’-]+| \d{{1,3}}(?:st|nd|rd|th))? (?:{_ROAD_WORD}))\b(?! (?:branch|store|shop|office|depot|clinic|Bank|Clinic|Hotel|School|Hospital|Police|station|Station|Theatre|Market))"
    rf"|(?<!\w)(?<=[a-z,:“\"] )(?:(?P<number2>\d{{1,5}}[A-Za-z]?) )?(?P<road2>[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)? (?:{_ROAD_WORD}))\b(?! (?:branch|store|shop|office|depot|clinic|Bank|Clinic|Hotel|School|Hospital|Police|station|Station|Theatre|Market))"
)
_ROAD_END = re.compile(rf" (?:{_ROAD_WORD})$")
_ROAD_SAID = re.compile(
    rf"(?:{_SENT_TO}|\baddress(?:ed)?(?: (?:as|is|was|says|to|of|on file|here|i have|we have|shows?))*|\b(?:label|message|note|screen|paper|docket|form|slip|sticker|order|system)(?: \w+)? (?:says?|said|reads?|has|had|shows?)|\b(?:put|wrote|typed|keyed|printed|down|got|had|have)(?: (?:it|you|me|us|him|her))?(?: down)?(?: (?:as|for|at|in|on))?|\b(?:mr|mrs|ms|miss|name)\.? [\w'’-]+(?: [\w'’-]+)?,? (?:at|of|on|in)|\b(?:i|he|she|they|caller|driver|lad|bloke|chap|fella|man|lady|woman|guy|girl|robot) (?:said|says|had|has|put|goes|read|wrote|reckoned|thought|kept saying|asked|claimed)(?: (?:it was|it's|for|at|about|out))?|\b(?:street|road|address) (?:i|we|they) have(?: here)?(?: is|:)|\bis (?:it|that|this|he|she|the address)|\blives? (?:at|on|in)|outside|\bdoor (?:at|on)|not|or)\W{{1,3}}(?:number |no\.? ?)?$"
)


def find_elsewhere(reading: Reading, known: Addresses, found: list[Detail]) -> list[Detail]:
    """The finds, with the states that belong to them, and the places that are not the order's."""
    found = [_with_state(reading, hit, known) for hit in found]
    if not _TALK.search(reading.text):
        return found
    searches = (
        _towns_with_state(reading, known),
        _towns(reading, known),
        _states(reading, known),
        _told_wrong(reading, known),
        _alternatives(reading, known, list(found)),
        _roads(reading),
    )
    for hits in searches:
        found += [hit for hit in hits if not _taken(hit, found)]
    return found


def _with_state(reading: Reading, hit: Detail, known: Addresses) -> Detail:
    """A town of the order with the state said behind it, which may be another one."""
    if hit.rule != "place" or hit.span is None or hit.value.lower() not in known.regions:
        return hit
    match = _STATE_AFTER.match(reading.raw, hit.span[1])
    if match is None or hit.value in STATES_EN:
        return hit
    state = _SPELLED[match["state"].lower()]
    if state.lower() in known.regions:
        return hit
    span = hit.span[0], match.end()
    # a state in two letters may be the next word of a text in capitals
    if match["state"].isupper() and not match.group().startswith(","):
        return hit
    return replace(hit, value=f"{hit.value}, {state}", span=span, contradicts=True, rule="city")


def _towns_with_state(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Another town that is named with its state."""
    for match in _TOWN_AND_STATE.finditer(reading.raw):
        if _is_addressed(reading, match.start()) and fold(match["town"]) not in known.regions:
            state = _SPELLED[match["state"].lower()]
            yield _wrong(f"{match['town']}, {state}", match.span())


def _towns(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Another town of those that the gazetteer knows."""
    for start, end, name in american_cities(reading.raw):
        value = CITIES[name]
        if (
            _is_addressed(reading, start)
            and not _SITE.match(reading.text, end)
            and name not in known.regions
            and fold(value) not in known.regions
        ):
            yield _wrong(value, (start, end))


def _states(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """Another state by itself."""
    for match in _STATE_ALONE.finditer(reading.raw):
        if _is_addressed(reading, match.start()) and match["state"].lower() not in known.regions:
            yield _wrong(match["state"], match.span())


def _told_wrong(reading: Reading, known: Addresses) -> Iterator[Detail]:
    """A place that is said to have been the wrong one."""
    for match in _WRONG_TOWN.finditer(reading.raw):
        group = "town" if match["town"] else "known"
        if fold(match[group]) not in known.regions:
            yield _wrong(match[group], match.span(group))


def _alternatives(reading: Reading, known: Addresses, found: list[Detail]) -> Iterator[Detail]:
    """A place between which and the order's own somebody chooses, wherever it is named."""
    for hit in found:
        if hit.rule != "place" or hit.span is None:
            continue
        start, end = hit.span
        road = hit.value.lower() not in known.regions
        other = _OTHER_AFTER.match(reading.raw, end) or _OTHER_BEFORE.search(
            reading.raw[max(0, start - 60) : start]
        )
        if (
            other is None
            or fold(other["place"]) in known.regions
            or _BRANCH.match(reading.text, end)
            or (road and not _ROAD_END.search(other["place"]))
        ):
            continue
        name = other["place"]
        for again in re.finditer(rf"\b{re.escape(name)}\b", reading.raw):
            yield _wrong(name, again.span())


def _roads(reading: Reading) -> Iterator[Detail]:
    """Another road or house that is said to be where a parcel goes."""
    for match in _ROAD.finditer(reading.raw):
        group = "road" if match["road"] else "road2"
        start = match.start(
            "number" if match["number"] else "number2" if match["number2"] else group
        )
        if _ROAD_SAID.search(reading.before(start, 48)):
            yield _wrong(reading.raw[start : match.end()], (start, match.end()))


def _is_addressed(reading: Reading, start: int) -> bool:
    """Whether a place there is said to be the buyer's."""
    before = reading.before(start, 40)
    return bool(_ADDRESSED.search(before)) and not _MACHINE.search(before)


def _wrong(value: str, span: tuple[int, int]) -> Detail:
    """A place that is not the order's."""
    return Detail(Field.ADDRESS, value, span, Strength.PARTIAL, contradicts=True, rule="city")


def _taken(hit: Detail, found: list[Detail]) -> bool:
    """Whether a find shares a character with others."""
    assert hit.span is not None
    start, end = hit.span
    return any(one.span is not None and one.span[0] < end and start < one.span[1] for one in found)

"""Names that are months, places, brands or other words too: whether a text means somebody by them."""

import re

from leaktrace.extraction.names.english_talk import NOUNS, PLACE_NAMES, QUALITIES
from leaktrace.extraction.names.sounds_en import FIRST_NAMES

__all__ = ["ORDINARY", "SURNAMES", "is_known", "is_meant", "is_whole_name"]

_CAPITAL_TEXT = """
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday easter christmas noel
victoria charlotte florence sydney paris london vienna madison houston phoenix denver memphis cheyenne montana dakota carolina
alberta regina kingston lancaster preston chester lincoln stirling melbourne perth brooklyn bristol geneva valencia alexandria sofia
santa diego carlo petersburg antonio francisco marino jose helena lucia kitts cairo lagos ibadan kano jos ha hanoi hue vinh kenya ireland
italia roma verona siena catalina america africa holland chile cuba cyprus malta mali chad troy nice lima medina mecca ali baba
ford chase wells morgan barclay lloyd dell tesla mercedes audi bentley porsche royce ferrari lexus kia visa macy wendy alexa siri cortana
apple amazon nike puma zara mango next boots argos harvey ryanair virgin sky shell orange sprint mint chanel dior armani gucci hugo
"""
_CAPITAL = (frozenset(_CAPITAL_TEXT.split()) | PLACE_NAMES) - {
    "ali",
    "sofia",
    "antonio",
    "helena",
    "lucia",
    "jose",
}
"""Written with a capital also where nobody is meant."""
_WORDS_TEXT = """
may will an do see made to you my me be is it in on so no he she we us her his him or of at by for the a i am are was has had can not
all any one two ten long short large big small young old new son sun king kim low high sim song hung dung bich hang thanh van way
chase hope mark bill grant drew skip pat rob sue nick jack jimmy bob rich frank ernest earnest guy art miles cash dean earl duke prince baron
major victor chance lance wade pierce hunter mason cooper carter parker porter archer fletcher tanner tyler sawyer tucker piper harper spencer
page bishop judge knight squire baker gene penny buck chip chuck dick don harry jimmy josh john matt max norm peg pip ray red rusty sandy
sonny stew tad ted tony trip van vic wiley woody ward wolf fox robin jay lark wren birdie dove swan heather holly ivy iris lily rose rosemary rosie daisy
violet poppy olive fern hazel willow rowan ash ashe forest forrest cliff glen dale heath brook brooks river rivers lake reed clay stone rocky sandy
stormy misty sunny rain snow summer autumn winter spring dawn eve star skye sky luna aurora amber ruby pearl crystal jade opal coral jewel
ginger pepper basil sage saffron cinnamon honey candy cherry peaches plum clementine olive berry apple melody harmony carol viola lyric cadence
angel faith grace joy charity mercy patience prudence constance verity honor honour trinity destiny blessing precious comfort favour favor
goodluck godwin goodness gift praise promise peace progress success sunday love lovely bright happy merry gay noble true sterling
royal journey haven legend maverick rebel royalty dusty buddy bunny kitty pet coco teddy bonnie dolly barbie
lee leigh mae june faye fay dot kit bay bee sky blue grey gray cat memo sim rod rex ed al les rip ruth rob cant wont done take give say said
"""
_WORDS = frozenset(_WORDS_TEXT.split()) | NOUNS | QUALITIES
"""Written small where nobody is meant, but with a capital at the start of a sentence and in headings."""
_DRIFTING_TEXT = """
may will an do see made to you my me be is it in on so no he she we us her his him or of at by for the a i am are was has had can not
all any one long new low say said take give hope chase mark grant drew skip bill
"""
_DRIFTING = frozenset(_DRIFTING_TEXT.split())
"""Words that may begin what is said behind a greeting: hi may I know."""
_SURNAMES_TEXT = """
young long king park hill wood woods stone brook brooks field fields grant price rose banks bank day love rich small short
bush green brown white black gray grey marsh church bell cook baker carter cooper mason fisher hunter walker turner porter
parker english french west north south east holland ireland london england chase wells ford lane street best fox wolf bird
page read reed rivers lake moon snow frost winter summers spring may june august march gold silver steel hope faith joy grace
bond cash case cross dean drew ford forest gates golden hall hand hay head house hunt jewel judge knight lamb law little light
lord major miles mills moody nice noble page paine pope powers prince pride quick rain ray root sharp shields ship skinner
speed stark storm strong swift sweet tailor tate teller tower town turner vance wall ward waters weeks welcome wild wise
lincoln washington jackson houston austin dallas boston york denver dayton madison hamilton lexington albany monroe florence
"""
SURNAMES = frozenset(_SURNAMES_TEXT.split())
"""Surnames that are ordinary words or places too: alone they are names only where a person is spoken of."""
_ORDINARY_TEXT = """
grace faith honor hope rose lily daisy violet summer autumn winter april june july august mark frank will robin grant chase hunter mason
cooper carter parker tyler sterling drew miles rich gene penny ginger amber ruby pearl crystal jade opal iris hazel heather holly olive fern
poppy rosemary basil sage dawn star melody harmony carol angel destiny patience prudence charity mercy earnest victor major duke earl king
prince baron chance rocky sandy stormy brook cliff glen heath forest reed clay stone buddy dusty happy merry trinity haven journey royal legend
angus jimmy dolly china india georgia virginia carolina florence savannah chelsea paris london brooklyn austin dallas houston jordan israel
lance pierce wade tucker bailey piper archer fletcher harper sawyer page guy norm gale sunny misty crispin blossom bonnie candy cherry clover
coral dean della felicity felix gaylord gilbert glory grey guard isle ivory jewel joy laurel lark leaf linen lotus love marina marshal marshall
maverick maxim noble norman pansy peace phoenix pilgrim porter precious queen rain raven rebel river roman rowan rusty saint salt season serenity
sharp shepherd sidney silver smith spencer spirit storm swift temple tiger true tulip unity valor verity viola warren wilder wild willow wolf wood
young short long hall bush field fields hill lake lane marsh moore rivers shore stream street waters weather wells west north south east fisher
baker butcher carpenter cook driver farmer gardener mechanic miller painter potter sailor singer skinner tailor teller thatcher turner wheeler
writer black brown green white grey bright cross darling dear early english french german scott welsh irish good gould rush strange strong
sweet wise penn bell bond case cash chase church court price sales banks lord abbey castle house banner bishop cannon carry chambers coward crane
crow deal derby drake ellis farrow finch fleet flint flood flower frost gates glass glover golden goodman gray grove hand handy harden hardy hare
harvest hawk hays head hearn holiday holder holland homes hooker horn horne hough hunt hurst hyde inman ireland jack jacks joiner judge keen
kitchen knight lamb land laws leach lent light lock lovely loving lucky lynch major manning march mark maple mason mead merchant mills monday moon
moss mount nail neat newton nice nickel oakes outlaw pace pack paine pate paul peak pepper pickle pike pine plant plum pole pool pope post pound
powers press pride quick raines rank ready reader real rice rich ring rising robins rock rook root round rowe sand savage sellers shade sharpe sheets
shield shoemaker simmer small snow sparks spear speed spring staff stamp stark starr steel steele still story stout stove strand street summers sumner
swan tanner tate thorn thorne tide todd tower towers town track train trees trick trout turpin usher vale vance wade wagner wait walker wall walls
ward ware warner waters watts weaver webb week weeks welch wheat whip wick winters wire wolfe worth wren yard yates york alto mobile male mali
"""
ORDINARY = frozenset(_ORDINARY_TEXT.split())
"""Names that are words of talk too: without a capital they are those."""
_ANY = ORDINARY | SURNAMES | _WORDS | _CAPITAL
_CLOSING = frozenset(
    ["best", "love", "regards", "kind", "warm", "yours", "cheers", "thanks", "peace", "bless"]
)
"""What people write above their own name."""
_WITHIN = re.compile(
    r"\b(?:in|at|near|through|around|across|off|outside)(?: the)? $", re.IGNORECASE
)
_FILLED = r"[,:]?\s(?:(?:uh|um|er|erm|a|an|old|there)\b[,.]*\s)?[\"'“]?$"
_GREETED = re.compile(
    rf"\b(?:hi|hiya|hey|hello|hullo|hola|howdy|g['’]day|dear|yo|morning|afternoon|evening|sorry|thanks|thank you|cheers|bye|goodbye|yes|no|yeah|ok|okay|well|so){_FILLED}",
    re.IGNORECASE,
)
"""Behind these may follow the name of who is spoken to, but any other word too."""
_ASKED = re.compile(
    r"\b(?:is (?:this|that)|(?:are|r) (?:you|u)|you are|you['’]re|speak(?:ing)? (?:to|with)|talk(?:ing)? to|ask(?:ed|ing|s)? for|look(?:ed|ing|s)? for|call(?:ed|s)? me"
    r"|called|named|names? (?:is|was|says?|on (?:it|this|the \w+)(?: is| was)?)|message for|addressed to|belongs to|recipient|consignee|customer|told|i['’]m|i am|it['’]s for"
    rf"|mrs?\.?|ms\.?|miss|mister|missus|madam|madame|aunt(?:ie|y)?|uncle|sister|brother|name['’]?s?){_FILLED}",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"\b(?:parcel|package|packet|delivery|order|letter|something|one|call|number) for{_FILLED}",
    re.IGNORECASE,
)
"""What may be for somebody, or for some month."""
_CALLED_OUT = re.compile(r"(?:^|[\n.?!:;,\"“]\s?)$")
_STOPS = re.compile(r"\s*(?:$|[,.?!;:\"”…)\n]|-\s)")
_TURN = re.compile(
    r",\s(?:your?\b|u\b|ur\b|you['’]re|this is|it['’]s|it is|we\b|we['’]\w+|i\b|i['’]\w+|please\b|pls\b|is\b|are\b|did\b|do\b|can\b|could\b|have\b|about\b|regarding\b|sorry\b|thanks\b|love\b|good\b|how\b|the\b|there\b|order|parcel|package|delivery|payment|refund)|\s?\?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s\d")
_STARTS = re.compile(r"(?:^|[.?!:;\n\"“•*-]\s*)$")
_CAPITAL_AFTER = re.compile(r" [A-Z]")
_CAPITAL_BEFORE = re.compile(r"(?<![.?!:,\n] )\b[A-Z][\w'’]* $")
_DOES = re.compile(
    r"(?:['’]s)? (?:said|says|told|ordered|bought|lives|lived|asked|rang|called|wants|wanted|paid|picked up|never|here|speaking|who)\b"
)


def is_known(name: str) -> bool:
    """Whether it is a first name or a place by itself, and so not likely a surname that somebody misheard."""
    return name.lower() in FIRST_NAMES or name.lower() in _CAPITAL


def is_meant(text: str, start: int, end: int) -> bool:
    """Whether a first name stands for somebody: Dear April, but not the refund for April.

    Args:
        text: the text as it was written.
        start: where the name starts.
        end: where it ends.
    """
    said = text[start:end].lower()
    if len(said) > 2 and said not in _CAPITAL | _WORDS:
        return True
    before, small = text[max(0, start - 48) : start], text[start].islower()
    if _NUMBER.match(text, end):
        return False
    if _GREETED.search(before) or _ASKED.search(before):
        drifts = small or (said in _DRIFTING and _GREETED.search(before))
        return not drifts or bool(_STOPS.match(text, end))
    if small or len(said) < 3:
        return False
    if _CALLED_OUT.search(before) and _TURN.match(text, end):
        return True
    return said not in _CAPITAL and _is_written_large(text, start, end, before)


def is_whole_name(text: str, start: int, end: int, *, turned: bool) -> bool:
    """Whether a first name and a surname, or `turned`, stand for somebody: Mark Rose, but not the mark rose."""
    said = re.findall(r"\w+", text[start:end])
    first, last = said[0], said[-1]
    words = [word for word in (first, last) if word.lower() in _ANY]
    if "," in text[start:end] and first.lower() in _CLOSING:
        return False
    if not words or (first.isupper() and last.isupper() and len(first) > 1):
        return True
    before = text[max(0, start - 48) : start]
    if len(words) == 1:
        # I made Wirawan laugh
        return bool(words[0][0].isupper() or first[0].islower() == last[0].islower())
    asked = bool(_ASKED.search(before) or _GREETED.search(before) or _FOR.search(before))
    stops = bool(_STOPS.match(text, end))
    if first[0].isupper() and last[0].isupper():
        # Stone Amber is a sort of stone, Stone, Amber somebody in a list
        return asked if turned and "," not in text[start:end] else not _WITHIN.search(before)
    return asked or (stops and bool(_CALLED_OUT.search(before)))


def _is_written_large(text: str, start: int, end: int, before: str) -> bool:
    """Whether a word has a capital of its own: not that of a sentence or a heading."""
    if _FOR.search(before) or _DOES.match(text, end):
        return True
    around = (
        _STARTS.search(before) or _CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(text, end)
    )
    return not (around or text[start:end].isupper())

"""Words of everyday talk in English that are names too: which of them a text means."""

import re

__all__ = ["NOUNS", "PLACE_NAMES", "QUALITIES", "THINGS", "is_talk"]

_TALK_TEXT = """
fam hun peeps even home when nightly vary wore war huff riven twee cosy gee new deal dung morrow sigh chew jew cow
joe jo nan george lucas jack sue christian becky lester shay
"""
_TALK = frozenset(_TALK_TEXT.split())
"""What some names are heard as, but words of any text, greetings (hi fam), or the names of others by themselves."""
_COUNTABLE = frozenset(
    [
        "win",
        "jar",
        "tray",
        "broom",
        "beaver",
        "shoe",
        "tiger",
        "siren",
        "chin",
        "zoo",
        "savior",
        "bowie",
    ]
)
_QUALITIES_TEXT = """
christian sterling roman norman dusty misty guy siri bentley art win max
"""
QUALITIES = frozenset(_QUALITIES_TEXT.split())
"""First names that are said of people or goods too: are you Christian?"""
_WORDS_TEXT = """
hope faith joy mercy prudence summer ginger basil mercedes siri bentley royce rain coco guy art memo sim cat pet dot win valentine
hermes camden said
"""
NOUNS = frozenset(_WORDS_TEXT.split())
"""First names that are things too: there is no hope here."""
_PLACES_TEXT = """
dallas india georgia lincoln austin jordan chelsea savannah virginia israel asia chad santiago salvador orlando devon kent clyde
camden trenton adelaide milan lourdes troy april august summer easter
"""
PLACE_NAMES = frozenset(_PLACES_TEXT.split())
"""First names that are places or times too: this is not Dallas."""
_THINGS_TEXT = """
internet broadband wifi fibre fiber gas heating electricity power water signal reception parking lift elevator telly television sky
netflix landline phone concierge doorman porter security alarm letterbox mailbox postbox intercom doorbell smoking delivery airbnb
volkswagen tesla toyota ford audi bmw honda nissan volvo vauxhall labrador poodle spaniel puppy dog cat iphone ipad samsung playstation xbox nintendo
pensioner neighbour neighbor tenant landlord landlady grandma grandpa granny nan mum mom dad auntie uncle teacher doctor nurse dentist
hairdresser barber plumber builder student lodger flatmate roommate colleague manager director secretary boss birthday wedding
christening funeral barbecue party school office company business charity restaurant pub church hospital hotel hostel museum library
"""
THINGS = frozenset(_THINGS_TEXT.split())
"""What people write with a capital without being a name: post for an Airbnb."""
_ENDS = re.compile(
    r"\s*(?:$|[?,.!;:\"”…-]|(?:we|you|your|i|it's|this|there|here|about|regarding|re|from|speaking|please|how|who)\b)",
    re.IGNORECASE,
)
_IS_THIS = re.compile(r"\bis (?:this|that)\W+$", re.IGNORECASE)
_ASKED = re.compile(r"\s*(?:$|[?,.!\"”])")


def is_talk(text: str, start: int, end: int) -> bool:
    """Whether what sounds like a name is rather the word as it is written: is this win yours, but not a call for win."""
    said = text[start:end].lower()
    if said in _COUNTABLE:
        asked = _IS_THIS.search(text, max(0, start - 12), start)
        return (_ASKED if asked else _ENDS).match(text, end) is None
    return said in _TALK

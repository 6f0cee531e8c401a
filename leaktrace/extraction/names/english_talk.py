"""Words of everyday talk in English that are names too: which of them a text means."""

import re

__all__ = ["is_talk"]

_TALK_TEXT = """
fam hun peeps even home when nightly vary wore war huff riven twee cosy gee new deal dung morrow sigh chew jew cow
joe jo nan george lucas jack sue christian becky lester shay
"""
_TALK = frozenset(_TALK_TEXT.split())
"""What some names are heard as, but words of any text, greetings (hi fam), or the names of others by themselves."""
_THINGS = frozenset(
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
_ENDS = re.compile(
    r"\s*(?:$|[?,.!;:\"”…-]|(?:we|you|your|i|it's|this|there|here|about|regarding|re|from|speaking|please|how|who)\b)",
    re.IGNORECASE,
)
_IS_THIS = re.compile(r"\bis (?:this|that)\W+$", re.IGNORECASE)
_ASKED = re.compile(r"\s*(?:$|[?,.!\"”])")


def is_talk(text: str, start: int, end: int) -> bool:
    """Whether what sounds like a name is rather the word as it is written: is this win yours, but not a call for win."""
    said = text[start:end].lower()
    if said in _THINGS:
        asked = _IS_THIS.search(text, max(0, start - 12), start)
        return (_ASKED if asked else _ENDS).match(text, end) is None
    return said in _TALK

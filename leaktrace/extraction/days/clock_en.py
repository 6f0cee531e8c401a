"""Times of day in English: at 9:42 pm, around six in the morning, like 11:40 something, half eight."""

import re

from leaktrace.extraction.numbers import EN_NUMBER, english_number
from leaktrace.extraction.places.units_en import spoken_room

__all__ = ["CLOCK_EN", "EN_TIME", "SPOKEN_CLOCK", "clock_of_english", "spoken_clock"]

EN_TIME = rf"(?:[\s,]*(?P<about>(?:at|around|about|just after|just before|shortly after|a little after)\s+)*(?:(?P<hour>\d{{1,2}})(?:[:.](?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)?|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock)|(?P<part>(?:in the )?(?:(?:morn|even)in(?:['’]|\b)|(?:morning|afternoon|evening|night|nite|neet|arvo|eve|morn)\b)|noon)))?"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[01]?\d|2[0-3])"
_NEAR = r"(?:at|around|about|round|roughly|like|say|maybe|sometime|some time|approximately|approx|circa|near|nearly|almost|i think|just (?:before|after)|a bit (?:before|after)|a little (?:before|after)|shortly (?:before|after)|the crack of dawn,?|@)"
_PART = r"[ap]\.?m\b\.?|in the (?:morning|afternoon|evening|arvo)|at (?:night|lunch)|that (?:morning|evening|night)"
SPOKEN_CLOCK = re.compile(
    rf"(?: gone)?[\s,]*(?:(?:he|she|they) (?:says|said)[\s,]*)?(?P<near>(?:{_NEAR}\s+)*)"
    rf"(?:(?P<share>half|quarter|five|ten|twenty(?:[- ]five)?|\d{{1,2}})\s(?P<way>past|to|till?|after|before|of)\s(?P<from>{_HOUR})|half (?P<half>{_HOUR})"
    rf"|(?P<figure>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?!\d|\.\d)|(?P<hour>{_HOUR})[ .:](?:oh (?:one|two|three|four|five|six|seven|eight|nine)|fifteen|twenty|thirty|forty|fifty)(?:[- ]\w+)?|(?P<noon>noon|midday|midnight)"
    rf"|(?P<bare>{_HOUR})(?=-?ish|\s(?:{_PART})|(?P<alone>(?![\w:.-]|\s(?:dollars?|bucks|pounds?|quid|euros?|people|days?|times|minutes?|hours?|of\b)))))"
    rf"(?:-?ish\b|\s(?:something|odd|or so|or thereabouts|thereabouts)\b)?(?![\w-])(?:\s?(?P<part>{_PART}))?"
)
"""A time of day behind a day, as people say it: half eight in the evening."""
CLOCK_EN = re.compile(
    rf"\b(?:(?P<hour>\d{{1,2}})(?:[:.](?P<min>\d\d))?(?::(?P<sec>\d\d))?\s?(?P<ap>[ap]\.?m\b\.?)|(?P<hw>{EN_NUMBER})\s?(?P<ap2>[ap]\.?m\b|o'?clock|(?:in the |at )?(?:morning|afternoon|evening|night)))(?P<about>)"
)
"""A time of day by itself."""


def clock_of_english(match: re.Match[str]) -> tuple[int | None, int | None, int | None]:
    """Hour, minute, second."""
    ap = match["ap"] or match["ap2"] or ""
    minute = int(match["min"]) if match["min"] else None
    hour = int(match["hour"]) if match["hour"] else None
    if match["hw"]:
        # eight fourteen, eleven oh five
        first, *rest = spoken_room(match["hw"].strip(" -"), " ").split() or [""]
        hour = int(first) if first else None
        minute = int("".join(rest)) if rest else None
    if (
        hour is None
        or hour > 23
        or (match["hour"] and not ap and not match["min"] and not match["about"])
    ):
        return None, None, None
    if ap.startswith("p") and hour < 12:
        hour += 12
    elif ap.startswith("a") and hour == 12:
        hour = 0
    return (
        hour,
        minute if minute is None or minute < 60 else None,
        int(match["sec"]) if match["sec"] else None,
    )


def spoken_clock(match: re.Match[str], period: str) -> tuple[int, int | None] | None:
    """The hour that has begun, and the minute where it was said in figures; None for a number that is no time.

    Args:
        match: of `SPOKEN_CLOCK`.
        period: the part of the day that was named before: Tuesday night around ten is twenty-two.
    """
    if noon := match["noon"]:
        return (0 if noon == "midnight" else 12), None
    if match["bare"] and match["alone"] is not None and not match["near"]:
        return None
    said = match["from"] or match["half"] or match["hour"] or match["figure"] or match["bare"]
    hour = int(said) if said.isdigit() else english_number(said) or 0
    if match["way"] in ("to", "till", "til", "before", "of"):
        hour -= 1
    part = match["part"] or ""
    late = re.match(r"p|in the (?:afternoon|evening|arvo)|at night|that (?:evening|night)", part)
    named = not part and period in ("evening", "night", "afternoon", "arvo", "nite", "neet", "eve")
    if late or (named and (hour > 4 or period in ("afternoon", "arvo"))):
        hour = hour % 12 + 12
    return hour % 24, int(match["minute"]) if match["minute"] else None

"""First names that are months, places, brands or other words too: whether a text means somebody by them."""

import re

from leaktrace.extraction.names.english_talk import NOUNS, PLACE_NAMES, QUALITIES

__all__ = ["is_meant"]

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


def _is_written_large(text: str, start: int, end: int, before: str) -> bool:
    """Whether a word has a capital of its own: not that of a sentence or a heading."""
    if _FOR.search(before) or _DOES.match(text, end):
        return True
    around = (
        _STARTS.search(before) or _CAPITAL_BEFORE.search(before) or _CAPITAL_AFTER.match(text, end)
    )
    return not (around or text[start:end].isupper())

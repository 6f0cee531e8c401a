"""What stands around goods in an English text: whether a purchase is spoken of, and whether one names a thing there."""

import re

from leaktrace.extraction.reading import Reading

__all__ = [
    "CLOSES",
    "COMMERCE",
    "COMPOUND",
    "ENDS",
    "LINKS",
    "NAMED",
    "OWNED_AFTER",
    "YOURS",
    "Words",
    "bought_near",
    "led",
    "near",
]

Words = list[tuple[int, int, str]]
"""Where the words of a text stand, and what they are without their plural."""
COMMERCE = re.compile(
    r"\b(?:order(?:ed|s)?|refund\w*|purchas\w+|bought|deliver\w*|parcel|package|ship(?:s|p\w+)|shipment|payment|paid|recall\w*|item|products?|seller|merchant|store|shop|compensation|charged?|dollars|bucks|quid|pounds?|euros?|rupees|rand|cash|booked|sent for|upi|customer|etsy|amazon|ebay|walmart|target|shopify|driver|ups|fedex|usps|dhl|dpd|evri|royal mail|mail carrier|invoice|receipt|claim\w*|customs|warranty|stock|batch|courier|auto-completed|replacement|mailing|exchange|swap|fraud|faulty|defect\w*|agent|supplier|retailer|carrier|reimburse\w*|redeliver\w*|depot|postage|dispatch\w*|returned|damaged|hazard|overheat\w*|compensat\w*|contaminat\w*|bacteria|mou?ld|marketplace|assembly|installer|buyers?|choosing|buying|review|doorstep|concierge|porch|buzzer|(?:trouble|problem|issue) with (?:your|the)|send you a new|return it|locker|posted|posting|post office|website|tracked|signed for|off (?:my|her|his|your|their) card|on (?:my|her|his|your|their) card|paying|sold|listing|price|consignee|consignment|con note|awb|royalmail|evri|hermes|an post|auspost|auction|seized|narcotics|contraband)\b|[$£€₹]\s?\d|\brs\.?\s?\d|\br\d{3}"
)
_LED = re.compile(
    r"(?:\b(?:the|th|da|your|yer|my|ur|a|an|for|of|that|thae|this|these|those|them|some|one|two|three|four|six|no|any|our|his|her|their|ye|re|about|aboot|regarding|on|was|with|wi|order|buy|bought|ordered|purchased|booked|returned|get|got|have|has|had|said|called|wee|new|send|sent|ship|shipped|deliver|delivered|delivering|collect|fetch|install|installing|flagged|dispatched|monthly|weekly|knew|know|mentioned|if|whether|like|broken|sir|madam|ma'am|it['’]s|there['’]s|that['’]s|is|be|five|seven|eight|nine|ten|twelve|dozen|couple|wrote|written|writes|says|say|marked|labelled|labeled|listed|down as|saying|aapka|aapke|aapki|apka|apna|mera|meri|yung|ang|mga|iyong|tu|su|mi|wey|dat|dis|dem|una|jou|nou|thon|yon|yous|yer|owt|summat|bag|bags|box|boxes|pair|pairs|set|sets|afternoon['’]s|morning['’]s|night['’]s|yesterday['’]s|\w+day['’]s)\W{1,3}(?:[\w'-]+\W{1,3}){0,3}|[:,(\"“.!?\-–—]\s*(?:[\w'-]+\s)?|[^\w\s'’&/@#.-]\s+|^\W*)$"
)
YOURS = re.compile(
    r"\b(?:your|ur|yer|aapka|aapke|aapki|apka|iyong|my|his|her|their|new|you bought|you ordered|i bought|i ordered|order for|bought)\W{1,3}(?:an?\W|the\W|some\W)?(?:[\w'-]+\W){0,1}$"
)
OWNED_AFTER = re.compile(
    r"(?: that| which)?,? (?:you|i)(?:'d|'ve| just| have| had)? (?:bought|ordered|purchased|got|paid|returned|asked)\b| (?:order|purchase|parcel|package|delivery|refund|recall|shipment|box)\b"
)
_BOUGHT = re.compile(
    r"\b(?:order(?:ed|s)?|bought|purchas\w+|refund\w*|deliver\w*|parcel|recall\w*|ship\w*|return(?:ed|s)?|replac\w+|paid|in the post|on the way|damaged|seller|stock|customs|delayed|stuck|faulty|batch|courier|post(?:ed|ie|man)|compensat\w*|unsafe|hazard|defect\w*|warranty|charged|invoice|here for you|brought)\b"
)
COMPOUND = re.compile(
    r"[ -](?:account|number|bill|compan|service|plan|internet|payment|holder|detail|statement|balance|card|company|network|provider|contract|address|fee|appointment|class|lesson|licen|time)"
)
ENDS = re.compile(
    r"(?:['’]s)?(?:\W*$|[,.;:!?)\"”]|\s+(?:you|u|ye|i|we|was|is|are|were|has|have|had|that|which|from|on|at|for|with|order|purchase|delivery|parcel|package|box|refund|recall|needs?|got|came|arriv\w+|broke|and|to|will|won|of yours)\b)"
)
"""What may stand behind a word of a title that names the goods here, but could be another word of the same title."""
CLOSES = re.compile(
    r"(?:['’]s)?(?:\W*$|[,.;:!?)\"”]|['’](?:\s|$)|\s*[-–—(/|+>*]|\s+[\"“'‘£$€₹(&\d]|\s+(?:you|u|ye|yous|y'all|i|we|he|she|they|it|is|are|was|were|be|been|being|has|have|had|\w+n['’]t|that|which|who|what|from|on|at|for|with|wi|without|in|into|inside|by|off|out|up|down|back|over|through|via|around|about|near|before|after|since|until|till|as|than|like|order|purchase|delivery|parcel|package|box|refund|recall|needs?|got|gets|came|comes?|coming|arriv\w+|broke|went|goes|going|gone|fail\w*|leak\w*|ship(?:s|ped)|sent|left|landed|turned|contain\w*|caus\w*|catch\w*|caught|explod\w*|never|not|also|just|only|already|still|again|today|tonight|tomorrow|yesterday|now|here|there|this|last|these|those|my|your|his|her|their|our|a|an|the|some|and|or|but|so|cos|cause|coz|because|when|while|where|if|then|to|will|would|should|could|can|may|might|must|did|does|do|made|make|paid|cost\w*|worth|bought|ordered|says?|said|please|pls|thanks|sir|ma'am|madam|love|mate|dear|hon|right|ok|okay|yeah|yes|no|won|of yours|of rs|of \w+ (?:thousand|hundred|dollars|pounds|quid|bucks))\b|\s+\w+:)"
)
"""What may stand behind the name of goods."""
NAMED = re.compile(
    r"\b(?:the|your|my|ur|a|an|that|this|these|those|them|for|of|o|some|his|her|their|new|got|ordered|bought|wrote|says|marked|labelled|listed as|down as)['’]?\s(?:[\w'’-]+\s)?$|:\s(?:[\w-]+\s)?$"
)
LINKS = frozenset(["with", "and", "for", "of", "in", "to", "a", "an", "the", "by"])


def near(reading: Reading, start: int, end: int, reach: int = 60) -> bool:
    """Whether a purchase is spoken of close by, or the text shows another fact of the order."""
    last = min(len(reading.text), end + reach)
    return reading.of_order or bool(COMMERCE.search(reading.text, max(0, start - reach), last))


def bought_near(text: str, start: int, end: int) -> bool:
    """Whether a word of ordinary talk stands close to what is done with goods."""
    return bool(_BOUGHT.search(text, max(0, start - 40), min(len(text), end + 40)))


def led(text: str, start: int) -> bool:
    """Whether a word stands where one names a thing."""
    return bool(_LED.search(text[max(0, start - 40) : start]))
